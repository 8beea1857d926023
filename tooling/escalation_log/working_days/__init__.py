"""Working days: a calendar as it was known on a date, and the three rules of counting."""

from __future__ import annotations

from escalation_log.working_days.counting import (
    count_calendar_days,
    count_working_days,
    same_working_day,
)
from escalation_log.working_days.history import CalendarHistory, Change, history_of
from escalation_log.working_days.known import KnownCalendar
from escalation_log.working_days.span import LAST_YEAR, OutsideCalendarError

__all__ = [
    "LAST_YEAR",
    "CalendarHistory",
    "Change",
    "KnownCalendar",
    "OutsideCalendarError",
    "count_calendar_days",
    "count_working_days",
    "history_of",
    "same_working_day",
]
