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
        "Those open at the end of the quarter before and those opened, less those resolved or "
        "withdrawn."
    ),
    "Limit": (
        "The date by which the policy says something has to be done. It counts in the period in "
        "which that date falls, once it is met or missed. What was left behind before its date "
        "does not count."
    ),
    "Required, guide": (
        "A required limit that is missed is a breach. Going over a guide is not, and an agreed "
        "extension counts as met."
    ),
    "Who had to act": (
        "Those whose side the policy names. What several had to do counts for each of them, so "
        "the agencies can add up to more than the whole."
    ),
    "No record": (
        "Required without a date, and nothing shows that it was done while it could be. That is "
        "not a breach: it may have been done."
    ),
    "Not by the policy’s route": (
        "Against the policy, but no limit was missed, such as a stage skipped. That is not a "
        "breach."
    ),
    "Answer": (
        "The first talk of both sides, or the receiving side’s reply, after the case reached that "
        "stage, in calendar days. Half and nine in ten from ten answers on. Calls of any stage."
    ),
    "Per cent": "Given only where there were ten or more.",
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
