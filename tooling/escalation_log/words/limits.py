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
from escalation_log.words.lists import counted, listed

NO_LIMIT = "no limit set by the policy"


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
    words = listed(sorted(pattern.kinds), "or")
    prefixes = {"to": "to", "stage": "in", "by": "by the side", "whom": "to"}
    for field, values in pattern.fields:
        words += f" {prefixes.get(field, field)} {listed(sorted(values), 'or')}"
    return words
