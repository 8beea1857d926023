"""A calendar as it was known on a date: which days are worked, and why others are not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from escalation_log.model.calendars import BankHoliday, Calendar, Closure
from escalation_log.model.errors import EscalogError
from escalation_log.model.identity import Itself

LAST_YEAR = 2100


class OutsideCalendarError(EscalogError):
    """A count needs days before the calendar begins or after holidays can be foreseen."""

    @classmethod
    def before(cls, first_year: int, calendar: str) -> OutsideCalendarError:
        """Say that a calendar does not reach back far enough."""
        return cls(
            f"The calendar {calendar} begins in {first_year}, and the count needs an earlier day.",
            hint="Look at the year of the date from which the count starts.",
        )

    @classmethod
    def after(cls) -> OutsideCalendarError:
        """Say that a count runs past the last year for which holidays can be foreseen."""
        return cls(
            f"Bank holidays can be foreseen to {LAST_YEAR}, and the count needs a later day.",
            hint="Look at the year of the date from which the count starts, and at the limit.",
        )

    @classmethod
    def unforeseen(cls, calendar: str, published_to: int) -> OutsideCalendarError:
        """Say that a calendar of no nation known here ends before the count does."""
        return cls(
            f"The calendar {calendar} ends in {published_to}, and the count needs a later day.",
            hint=f"Add the later years to the calendar {calendar}.",
        )


_SUBDIVISIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}


def is_foreseeable(calendar: str) -> bool:
    """Say whether the library knows the nation whose calendar this is."""
    return calendar in _SUBDIVISIONS


@lru_cache(maxsize=512)
def foreseen_holidays(calendar: str, year: int) -> Mapping[date, str]:
    """Name the bank holidays that a nation is likely to have in a year."""
    import holidays

    foreseen = holidays.country_holidays(
        "GB", subdiv=_SUBDIVISIONS[calendar], years=year, expand=False
    )
    return {on: name.replace("(observed)", "(substitute day)") for on, name in foreseen.items()}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChange:
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

    def known_after(self, change: CalendarChange) -> KnownCalendar:
        """Give the calendar as known once a change was, but not yet those that follow it."""
        return self._state(self.changes.index(change) + 1)

    def changes_between(self, after: date, to: date) -> tuple[CalendarChange, ...]:
        """List what became known after one date, up to and including another."""
        return self.changes[bisect_right(self._dates, after) : bisect_right(self._dates, to)]

    def _state(self, number: int) -> KnownCalendar:
        known = self._states.get(number)
        if known is None:
            known = self._states[number] = self._after(self.changes[:number])
        return known

    def _after(self, changes: tuple[CalendarChange, ...]) -> KnownCalendar:
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


def _changes_of(calendar: Calendar) -> Iterator[CalendarChange]:
    for holiday in calendar.holidays:
        if holiday.announced is not None:
            yield CalendarChange(known_on=holiday.announced, entry=holiday)
        if holiday.withdrawn is not None:
            yield CalendarChange(known_on=holiday.withdrawn, entry=holiday, is_withdrawal=True)
    for closure in calendar.closures:
        if closure.announced is not None:
            yield CalendarChange(known_on=closure.announced, entry=closure)


def _order(change: CalendarChange) -> tuple[date, bool, date]:
    """Sort by date; of one date withdrawals come first, so that a moved holiday nets out."""
    return change.known_on, not change.is_withdrawal, change.first
