"""From a limit and its trigger to a deadline with its receipt."""

from __future__ import annotations

from escalation_log.deadlines.deadline import deadline_for
from escalation_log.deadlines.moments import (
    ClockReading,
    DueBy,
    clock_reading,
    day_moment,
    moment_at,
    moment_of,
    next_midnight,
    protective_due,
    start_of_day,
)
from escalation_log.deadlines.rules import CountingRules
from escalation_log.deadlines.spans import (
    calendar_days_between,
    working_days_before,
    working_days_between,
)

__all__ = [
    "ClockReading",
    "CountingRules",
    "DueBy",
    "calendar_days_between",
    "clock_reading",
    "day_moment",
    "deadline_for",
    "moment_at",
    "moment_of",
    "next_midnight",
    "protective_due",
    "start_of_day",
    "working_days_before",
    "working_days_between",
]
