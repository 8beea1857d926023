"""How a calendar came to be known: each announcement and withdrawal, in the order of dates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from escalation_log.model.calendars import BankHoliday, Calendar, Closure
from escalation_log.model.identity import Itself
from escalation_log.working_days.known import KnownCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A holiday or closure that became known on a date, or a holiday withdrawn on one."""

    known_on: date
    entry: BankHoliday | Closure
    is_withdrawal: bool = False

    @property
    def first(self) -> date:
        """The first day that it concerns."""
        return self.entry.on if isinstance(self.entry, BankHoliday) else self.entry.first

    @property
    def last(self) -> date:
        """The last day that it concerns."""
        return self.entry.on if isinstance(self.entry, BankHoliday) else self.entry.last

    def concerns(self, first: date, last: date) -> bool:
        """Say whether one of its days lies within a span, both ends included."""
        return self.first <= last and first <= self.last


class CalendarHistory:
    """A calendar with all that it has been, one state after each announcement or withdrawal."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self.changes = tuple(sorted(_changes_of(calendar), key=_order))
        self._dates = [change.known_on for change in self.changes]
        self._states: dict[int, KnownCalendar] = {}

    def known_on(self, on: date) -> KnownCalendar:
        """Give the calendar as known on a date, that day's announcements included."""
        return self._state(bisect_right(self._dates, on))

    def unchanged_since(self, on: date) -> date:
        """Give the date of the last change up to a date, or else the earliest of dates."""
        number = bisect_right(self._dates, on)
        return self._dates[number - 1] if number else date.min

    def known_after(self, change: Change) -> KnownCalendar:
        """Give the calendar as known once a change was, but not yet those that follow it."""
        return self._state(self.changes.index(change) + 1)

    def changes_between(self, after: date, to: date) -> tuple[Change, ...]:
        """List what became known after one date, up to and including another."""
        return self.changes[bisect_right(self._dates, after) : bisect_right(self._dates, to)]

    def _state(self, number: int) -> KnownCalendar:
        known = self._states.get(number)
        if known is None:
            known = self._states[number] = self._after(self.changes[:number])
        return known

    def _after(self, changes: tuple[Change, ...]) -> KnownCalendar:
        announced = {id(change.entry) for change in changes if not change.is_withdrawal}
        withdrawn = {id(change.entry) for change in changes if change.is_withdrawal}

        def is_known(entry: BankHoliday | Closure) -> bool:
            return entry.announced is None or id(entry) in announced

        holidays = self._calendar.holidays
        return KnownCalendar(
            self._calendar,
            holidays=(each for each in holidays if is_known(each) and id(each) not in withdrawn),
            closures=(each for each in self._calendar.closures if is_known(each)),
            worked_after_all=(each.on for each in holidays if id(each) in withdrawn),
        )


def history_of(calendar: Calendar) -> CalendarHistory:
    """Give a calendar's history; the same calendar gives the same history, ready built."""
    return _history_of(Itself(calendar))


@lru_cache(maxsize=64)
def _history_of(key: Itself[Calendar]) -> CalendarHistory:
    return CalendarHistory(key.value)


def _changes_of(calendar: Calendar) -> Iterator[Change]:
    for holiday in calendar.holidays:
        if holiday.announced is not None:
            yield Change(known_on=holiday.announced, entry=holiday)
        if holiday.withdrawn is not None:
            yield Change(known_on=holiday.withdrawn, entry=holiday, is_withdrawal=True)
    for closure in calendar.closures:
        if closure.announced is not None:
            yield Change(known_on=closure.announced, entry=closure)


def _order(change: Change) -> tuple[date, bool, date]:
    """Sort by date; of one date withdrawals come first, so that a moved holiday nets out."""
    return change.known_on, not change.is_withdrawal, change.first
