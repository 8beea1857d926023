"""The shipped calendars as values, read by way of the naive counter, and small invented ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from escalation_log.model.calendars import BankHoliday, Calendar, Closure
from tests.naive import CALENDARS, NaiveCalendar, read_calendar


@cache
def shipped(nation: str) -> Calendar:
    """Give a nation's calendar as the repository ships it."""
    return as_model(read_calendar(CALENDARS / f"{nation}.yaml"))


def as_model(calendar: NaiveCalendar, *, first_year: int = 2012) -> Calendar:
    """Turn a naive calendar into the model's; what lasts a day is taken for a bank holiday."""
    return Calendar(
        id=calendar.nation,
        first_year=first_year,
        published_to=calendar.published_to,
        content_hash="sha256:" + "0" * 64,
        holidays=tuple(
            BankHoliday(
                on=closed.first,
                name=closed.name,
                announced=closed.announced,
                withdrawn=closed.withdrawn,
            )
            for closed in calendar.closed
            if closed.first == closed.last
        ),
        closures=tuple(
            Closure(
                first=closed.first,
                last=closed.last,
                name=closed.name,
                announced=closed.announced,
            )
            for closed in calendar.closed
            if closed.first != closed.last
        ),
    )


def with_closures(calendar: Calendar, closures: Iterable[Closure]) -> Calendar:
    """Give a partnership's calendar: a nation's with closures of its own."""
    return replace(calendar, closures=tuple(closures))


def with_holiday(calendar: Calendar, holiday: BankHoliday) -> Calendar:
    """Give a calendar with one bank holiday more."""
    return replace(calendar, holidays=(*calendar.holidays, holiday))
