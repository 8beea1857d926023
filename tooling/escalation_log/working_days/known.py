"""A calendar as it was known on a date: which days are worked, and why others are not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from escalation_log.model.calendars import BankHoliday, Calendar, Closure
from escalation_log.working_days.foreseen import foreseen_holidays, is_foreseeable
from escalation_log.working_days.span import LAST_YEAR, OutsideCalendarError

ONE_DAY = timedelta(days=1)

_FRIDAY = 4
_WEEKEND = {5: "Saturday", 6: "Sunday"}


class KnownCalendar:
    """The days that are not worked, given the holidays and closures in force.

    `worked_after_all` are the days of withdrawn holidays: they are not foreseen either. Every
    question about a day raises OutsideCalendarError before the calendar's first year, after
    2100, and past the published years of a calendar whose nation is unknown.
    """

    __slots__ = ("_calendar", "_first", "_last_published", "_names", "_worked_after_all")

    def __init__(
        self,
        calendar: Calendar,
        holidays: Iterable[BankHoliday],
        closures: Iterable[Closure],
        worked_after_all: Iterable[date],
    ) -> None:
        self._calendar = calendar
        self._first = date(calendar.first_year, 1, 1)
        self._last_published = date(calendar.published_to, 12, 31)
        self._worked_after_all = frozenset(worked_after_all)
        # A bank holiday within a closure is called by the holiday's name.
        self._names = {on: closure.name for closure in closures for on in _days_of(closure)}
        self._names.update((holiday.on, holiday.name) for holiday in holidays)

    def not_working_because(self, on: date) -> str | None:
        """Name what keeps a day from being worked: Saturday, Sunday, a holiday or a closure.

        A working day gives None.
        """
        if not self._first <= on <= self._last_published:
            return self._because_when_unpublished(on)
        weekday = on.weekday()
        return self._names.get(on) if weekday <= _FRIDAY else _WEEKEND[weekday]

    def is_working_day(self, on: date) -> bool:
        """Say whether a day counts."""
        return self.not_working_because(on) is None

    def require(self, on: date) -> None:
        """Raise OutsideCalendarError for a day that no count may reach."""
        if on < self._first:
            raise OutsideCalendarError.before(self._calendar.first_year, self._calendar.id)
        if on.year > LAST_YEAR:
            raise OutsideCalendarError.after()

    def is_foreseen(self, on: date) -> bool:
        """Say whether nobody has published if a day is a bank holiday: weekends need no notice."""
        return on > self._last_published and on.weekday() <= _FRIDAY

    def next_working_day(self, after: date) -> date:
        """Find the first working day after a day."""
        on = after + ONE_DAY
        while not self.is_working_day(on):
            on += ONE_DAY
        return on

    def previous_working_day(self, before: date) -> date:
        """Find the last working day before a day."""
        on = before - ONE_DAY
        while not self.is_working_day(on):
            on -= ONE_DAY
        return on

    def working_days_between(self, after: date, to: date) -> int:
        """Count the working days after one day, up to and including another; none backwards."""
        return sum(
            self.is_working_day(after + timedelta(days=days))
            for days in range(1, (to - after).days + 1)
        )

    def _because_when_unpublished(self, on: date) -> str | None:
        self.require(on)
        if not is_foreseeable(self._calendar.id):
            raise OutsideCalendarError.unforeseen(self._calendar.id, self._calendar.published_to)
        weekday = on.weekday()
        if weekday > _FRIDAY:
            return _WEEKEND[weekday]
        if on in self._names:
            return self._names[on]
        if on in self._worked_after_all:
            return None
        return foreseen_holidays(self._calendar.id, on.year).get(on)


def _days_of(closure: Closure) -> Iterable[date]:
    """List a closure's days, as far as any count can go."""
    last = min(closure.last, date(LAST_YEAR, 12, 31))
    return (closure.first + timedelta(days=days) for days in range((last - closure.first).days + 1))
