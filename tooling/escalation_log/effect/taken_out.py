"""What a change takes out of the log for good, or lets be taken out sooner than before.

It needs an agreement of its own, since no later change can bring it back.
"""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.effect.before_and_after import Comparison
from escalation_log.log.history_reading import read_history_files
from escalation_log.model.destroyed import Extent


def taken_out(change: Comparison) -> Iterator[str]:
    """Say which cases are destroyed or reduced, kept for a shorter time, or no longer held."""
    ours, theirs = (read_history_files(side.log.root) for side in (change.before, change.after))
    for row in theirs.taken.cases:
        if row not in ours.taken.cases:
            is_whole = row.extent is Extent.DESTROYED
            goes = "is destroyed" if is_whole else "loses all its texts and pseudonyms"
            yield f"{row.reference} {goes}, and no later change brings that back."
    before, after = change.before.log.partnerships, change.after.log.partnerships
    for name in sorted(before.keys() & after.keys()):
        old, new = (each[name].retention_years for each in (before, after))
        if new is not None and (old is None or new < old):
            was = "for ever" if old is None else f"for {old} years after their end"
            yield f"Cases under {name} were kept {was}, and may go {new} years after their end."
    for reference in sorted(ours.held.keys() - theirs.held.keys()):
        yield f"{reference} is no longer held, so something may be taken out of it."
