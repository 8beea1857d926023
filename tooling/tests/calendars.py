"""The tests' calendars as the package reads them, and ways to change them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from escalation_log.files.calendar_file import parse_calendar
from escalation_log.model.calendars import BankHoliday, Calendar
from tests.logs import CALENDARS


@cache
def shipped(nation: str) -> Calendar:
    """Give a nation's calendar as it shipped once."""
    path = CALENDARS / f"{nation}.yaml"
    calendar = parse_calendar(path.name, path.read_bytes())
    assert isinstance(calendar, Calendar), calendar
    return calendar


def with_holiday(calendar: Calendar, holiday: BankHoliday) -> Calendar:
    """Give a calendar with one bank holiday more."""
    return replace(calendar, holidays=(*calendar.holidays, holiday))
