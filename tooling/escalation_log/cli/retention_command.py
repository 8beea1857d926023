"""`escalog retention`: list the cases whose time to be kept is over, and reduce or destroy them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

import click

from escalation_log.cli.session import LONDON, ExampleCommand, Session, pass_session
from escalation_log.export.whereabouts_text import taken_lines
from escalation_log.log.drafts import replace_files
from escalation_log.log.history_reading import read_history_files
from escalation_log.log.opening import open_log
from escalation_log.log.redacting import files_of_case, refuse_identifiers
from escalation_log.log.retention import (
    PastCase,
    Taking,
    destruction_entered,
    destruction_of,
    entry_in_list,
    past_cases,
    reduction_of,
    refuse_shared_salt,
)
from escalation_log.model.destroyed import Extent
from escalation_log.model.errors import EscalogError
from escalation_log.words.dates import day_words
from escalation_log.words.lines import BLANK, Line, Tone


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog retention", "Which cases need not be kept any longer?"),
        ("escalog --log ../another-log retention", "The same for a log elsewhere."),
    ],
)
@click.option("--reduce", "reduced", metavar="REFERENCE", help="Take every text out of a case.")
@click.option("--destroy", "destroyed", metavar="REFERENCE", help="Remove a case as a whole.")
@click.option("--authority", metavar="TEXT", help="On whose authority: a role, no name.")
@pass_session
def retention(
    session: Session, reduced: str | None, destroyed: str | None, authority: str | None
) -> None:
    """List cases whose time is over; reduce or destroy one of them.

    A partnership says in its file for how many years a case is kept after its end
    (`retention: {years: 25}`); without that every case is kept. With --reduce the texts and the
    pseudonyms of a case go, with --destroy its files; published statistics stay as they are.
    Nothing is taken before that time, and nothing of a case that is held. What is taken is entered
    in cases/destroyed.yaml with the hash that seals have of the case. Nothing is committed.
    """
    if reduced and destroyed:
        raise click.UsageError("Reduce a case, or destroy it. Leave out one of the two.")
    reference = reduced or destroyed
    if bool(reference) != bool(authority):
        raise click.UsageError("--authority goes with --reduce or --destroy. Add what is missing.")
    session.refuse_slow_clock()
    log = open_log(session.root_with_cases, as_of=session.now)
    record = read_history_files(session.root)
    past = past_cases(log, session.moment(None), record.held, record.taken)
    if reference is None or authority is None:
        session.write_lines(_listing(past))
        return
    refuse_shared_salt(log, reference)
    _refuse_early(reference, past)
    refuse_identifiers(authority=authority)
    extent = Extent.REDUCED if reduced else Extent.DESTROYED
    files = files_of_case(session.root, reference)
    row = entry_in_list(
        files, extent, on=session.now.astimezone(LONDON).date(), authority=authority
    )
    if extent is Extent.REDUCED:
        plan = reduction_of(session.root, reference, row)
    else:
        # The site's own way of counting is what was published.
        from escalation_log.site.statistics.public_counts import quarters_to_keep

        # An entry was written together with its quarters.
        is_entered = destruction_entered(session.root, reference) is not None
        quarters = () if is_entered else quarters_to_keep(log, [reference], session.now)
        plan = destruction_of(session.root, reference, row, quarters)
    carry_out(plan)
    session.write_lines(taken_lines(reference, extent, plan.files))


def carry_out(plan: Taking) -> None:
    """Write the list of what was taken first, so that a run that is stopped can be finished."""
    replace_files(plan.contents)
    for path in plan.removed:
        path.unlink()
        with suppress(OSError):
            path.parent.rmdir()


def _refuse_early(reference: str, past: Sequence[PastCase]) -> None:
    if not any(each.reference == reference for each in past):
        raise EscalogError(
            "This case has to be kept, or there is none of this reference.",
            hint="See which need not be kept any longer: escalog retention",
        )


def _listing(past: Sequence[PastCase]) -> Iterator[Line]:
    if not past:
        yield Line(text="No case has been kept for as long as its partnership keeps cases.")
        return
    yield Line(text="Kept long enough", tone=Tone.HEADING)
    for each in past:
        words = f"{each.reference}: ended {day_words(each.ended_on)}, kept until "
        words += f"{day_words(each.over_on)}."
        if each.is_reduced:
            words += " It is reduced already."
        if each.hold is not None and each.hold.review_on is not None:
            words += f" Held by {each.hold.by}, who looks at it again on "
            words += f"{day_words(each.hold.review_on)}."
        yield Line(text=words, hang=2)
    yield BLANK
    yield Line(text="To take one: escalog retention --reduce or --destroy REFERENCE", hang=2)
