"""Explain the words of a report, and only those that stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from escalation_log.statistics.board import Figures

_MEANINGS = {
    "Opened": "The day of a case’s first event.",
    "Resolved, withdrawn": (
        "Resolved is what ended by agreement, or by what the last stage decided. Days are calendar "
        "days from opening to the end. Withdrawn cases have no days. A case that was reopened "
        "counts once, by its last end."
    ),
    "Open at its end": (
        "Open at the end of the quarter before, and opened, less resolved or withdrawn."
    ),
    "Limit": (
        "The date by which the policy says something is to be done. It counts in the time in which "
        "that date falls, once it was met or missed. What has no date, or was left behind before "
        "its date, does not count."
    ),
    "Required, guide": (
        "A required limit that is missed is a breach. To go over a guide is none, and an agreed "
        "extension counts as met."
    ),
    "Who had to act": (
        "The agencies whose side the policy names, or the partnership itself. What several had to "
        "do counts for each, so that agencies add up to more than the whole."
    ),
    "No record": (
        "The policy requires it without a date, and nothing shows that it was done when its stage "
        "or the case ended. That is no breach: it may have been done."
    ),
    "Not by the policy’s route": (
        "Against the policy without a limit being missed, such as a stage skipped. That is no "
        "breach."
    ),
    "Answer": (
        "The first time that both sides talked, or that the receiving side replied, after the case "
        "came to that stage. Days are calendar days. Half and nine in ten stand only where there "
        "were ten answers or more. An answer of several agencies counts for each."
    ),
    "Learning": "What was recorded as learning in that time, whenever the case was opened.",
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
        "Opened": now.opened or trend,
        "Resolved, withdrawn": now.times or now.withdrawn or trend,
        "Open at its end": trend,
        "Limit": has_limits,
        "Required, guide": has_limits or has_overdue,
        "Who had to act": has_limits and now.names_agencies,
        "No record": now.marks,
        "Not by the policy’s route": now.off_route,
        "Answer": now.answers,
        "Learning": now.learning,
        "Per cent": in_shares or any("%" in cell for row in trend for cell in row),
    }
    yield from ((word, meaning) for word, meaning in _MEANINGS.items() if stands[word])
