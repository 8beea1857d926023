"""Explain the words of a report, and only those that stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from escalation_log.statistics.board import Figures

_MEANINGS = {
    "Opened, resolved, withdrawn": (
        "Opened on the day of the first event. Resolved by agreement, or by what the last stage "
        "decided; days are calendar days from opening to the last end. Withdrawn cases have none."
    ),
    "Open at its end": (
        "Open at the end of the quarter before, and opened, less resolved or withdrawn."
    ),
    "Limit": (
        "The date by which the policy says something is to be done. It counts in the time in which "
        "that date falls, once met or missed; what was left behind before its date does not."
    ),
    "Required, guide": (
        "A required limit that is missed is a breach. To go over a guide is none, and an agreed "
        "extension counts as met."
    ),
    "Who had to act": (
        "Those whose side the policy names. What several had to do counts for each of them, so "
        "that agencies add up to more than the whole."
    ),
    "No record": (
        "Required without a date, and nothing shows that it was done while it could be. That is no "
        "breach: it may have been done."
    ),
    "Not by the policy’s route": (
        "Against the policy without a limit being missed, such as a stage skipped. That is no "
        "breach."
    ),
    "Answer": (
        "The first talk of both sides, or reply of the receiving side, after the case came to that "
        "stage, in calendar days; half and nine in ten from ten answers on. Calls are of any stage."
    ),
    "Per cent": "Stands only where there were ten or more.",
}


def explained(
    now: Figures, *, trend: Sequence[Sequence[str]], has_overdue: bool
) -> Iterator[tuple[str, str]]:
    """Yield each word with what it means; `trend` are the rows of quarters beside each other."""
    limits = (now.required, now.guides)
    has_limits = any(share.settled for share in limits)
    in_shares = any(share.percent is not None for share in limits)
    stands = {
        "Opened, resolved, withdrawn": now.opened or now.times or now.withdrawn or trend,
        "Open at its end": trend,
        "Limit": has_limits,
        "Required, guide": has_limits or has_overdue,
        "Who had to act": has_limits and now.names_agencies,
        "No record": now.marks,
        "Not by the policy’s route": now.off_route,
        "Answer": now.reached,
        "Per cent": in_shares or any("%" in cell for row in trend for cell in row),
    }
    yield from ((word, meaning) for word, meaning in _MEANINGS.items() if stands[word])
