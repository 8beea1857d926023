"""Limits, from data that the schema has accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from escalation_log.model.limits import (
    Before,
    ByUrgency,
    CalendarDays,
    Hours,
    InWords,
    Limit,
    PlainLimit,
    SameWorkingDay,
    TimedLimit,
    WorkingDays,
)
from escalation_log.parsing.patterns import build_pattern

_AMOUNTS: dict[str, Callable[[int], TimedLimit]] = {
    "working_days": WorkingDays,
    "calendar_days": CalendarDays,
    "hours": Hours,
}


def build_limit(written: Mapping[str, Any]) -> Limit:
    """Build a limit, which says one thing only."""
    if "by_urgency" in written:
        return ByUrgency({tier: _plain(limit) for tier, limit in written["by_urgency"].items()})
    return _plain(written)


def build_timed_limit(written: Mapping[str, Any]) -> TimedLimit:
    """Build a limit that has an amount and a unit."""
    [(unit, amount)] = written.items()
    return _AMOUNTS[unit](int(amount))


def _plain(written: Mapping[str, Any]) -> PlainLimit:
    if "same_working_day" in written:
        return SameWorkingDay()
    if "before" in written:
        return Before(build_pattern(written["before"]))
    if "words" in written:
        return InWords(written["words"].strip())
    return build_timed_limit(written)
