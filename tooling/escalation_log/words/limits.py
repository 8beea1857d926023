"""Limits and patterns in words."""

from __future__ import annotations

from escalation_log.model.patterns import (
    Before,
    ByUrgency,
    CalendarDays,
    EventPattern,
    Hours,
    InWords,
    Limit,
    SameWorkingDay,
    TimedLimit,
    WorkingDays,
)

NO_LIMIT = "no limit set by the policy"


def counted(amount: int, noun: str, nouns: str | None = None) -> str:
    """Write an amount with its noun in the singular or plural.

    >>> counted(1, "working day"), counted(2, "working day"), counted(0, "breach", "breaches")
    ('1 working day', '2 working days', '0 breaches')
    """
    return f"{amount} {noun if amount == 1 else nouns or f'{noun}s'}"


def time_words(limit: TimedLimit) -> str:
    """Say how much time a limit gives."""
    match limit:
        case WorkingDays(days=days):
            return counted(days, "working day")
        case CalendarDays(days=days):
            return counted(days, "calendar day")
        case Hours(hours=hours):
            return counted(hours, "hour")
        case SameWorkingDay():
            return "the same working day"


def limit_words(limit: Limit | None) -> str:
    """Say what a limit allows; a policy without a number gets none."""
    if isinstance(limit, TimedLimit):
        return time_words(limit)
    match limit:
        case Before(pattern=pattern):
            return f"before {pattern_words(pattern)}"
        case InWords(words=words):
            return f"“{words}” (no number set by the policy)"
        case ByUrgency(limits=limits):
            return "; ".join(f"{urgency}: {limit_words(each)}" for urgency, each in limits.items())
        case None:
            return NO_LIMIT


def pattern_words(pattern: EventPattern) -> str:
    """Say which events a pattern means.

    >>> from escalation_log.model.cases import EventKind
    >>> pattern_words(EventPattern(kinds=frozenset({EventKind.ESCALATED}),
    ...                            fields=(("to", frozenset({"stage-4"})),)))
    'escalated to stage-4'
    """
    words = " or ".join(sorted(pattern.kinds))
    prefixes = {"to": "to", "stage": "in", "by": "by the side", "whom": "to"}
    for field, values in pattern.fields:
        words += f" {prefixes.get(field, field)} {' or '.join(sorted(values))}"
    return words
