"""How many days lie between a deadline and another day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from escalation_log.model.calendars import Calendar
from escalation_log.working_days import KnownCalendar, history_of


def working_days_between(calendar: Calendar, after: date, to: date, *, known_on: date) -> int:
    """Count the working days after one day, up to and including another; none backwards."""
    return _between(history_of(calendar).known_on(known_on), after, to)


@lru_cache(maxsize=4096)
def _between(known: KnownCalendar, after: date, to: date) -> int:
    return known.working_days_between(after, to)


def calendar_days_between(after: date, to: date) -> int:
    """Count the days after one day, up to and including another; none backwards."""
    return max((to - after).days, 0)


def working_days_before(calendar: Calendar, on: date, days: int, known_on: date) -> date:
    """Find the day that lies so many working days before another."""
    known = history_of(calendar).known_on(known_on)
    for _ in range(days):
        on = known.previous_working_day(on)
    return on
