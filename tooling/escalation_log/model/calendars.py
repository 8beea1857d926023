"""Calendars of bank holidays as a nation publishes them, and a partnership's closures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

# Bank holidays are not predicted, and days are not counted, after this year.
LAST_YEAR = 2100
# How long before it is entered a day off may have been announced or withdrawn.
TOLD_WITHIN = timedelta(days=7)
_FRIDAY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class BankHoliday:
    """A public holiday; `announced` is None where it was known years ahead.

    `withdrawn` is the day on which it became known that the day would be worked after all.
    """

    on: date
    name: str
    announced: date | None = None
    withdrawn: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeAgencies:
    """The agencies, by id or by sector, that a closure is only for."""

    agencies: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()

    def have(self, agency: str, sector: str | None) -> bool:
        """Say whether an agency is one of them."""
        return agency in self.agencies or sector in self.sectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Non-working days added by a partnership, from the first to the last, both included.

    With `only_for` they count only for what none but these agencies must do.
    """

    first: date
    last: date
    name: str
    announced: date | None = None
    only_for: SomeAgencies | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A nation's bank holidays with a partnership's closures.

    Complete from 1 January of `first_year` to 31 December of `published_to`; `content_hash` is
    `sha256:` and 64 hex digits over the holidays, closures and years, whatever the file looks like.
    `for_some` has a calendar with more closures for each set of agencies' groups that those who
    must act may all belong to. `history` is what has been known of the calendar, by dates.
    """

    id: str
    first_year: int
    published_to: int
    holidays: tuple[BankHoliday, ...] = field(hash=False)
    content_hash: str
    closures: tuple[Closure, ...] = field(default=(), hash=False)
    for_some: Mapping[frozenset[SomeAgencies], Calendar] = field(default_factory=dict, hash=False)
    history: CalendarHistory = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compute the calendar's history."""
        object.__setattr__(self, "history", CalendarHistory(self))

    @property
    def whole(self) -> Calendar:
        """The calendar with every closure, whomever it is for."""
        return self.for_some[max(self.for_some, key=len)] if self.for_some else self

    def shared_by(self, agencies: Mapping[str, str | None]) -> Calendar:
        """Give the calendar with the closures that are for each of some agencies, with sectors."""
        groups = frozenset[SomeAgencies]().union(*self.for_some)
        shared = frozenset(
            group for group in groups if all(group.have(*agency) for agency in agencies.items())
        )
        return self.for_some.get(shared, self)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCalendar:
    """A calendar as known on a date; `names` are the holidays and closures in force, by day.

    `first` and `last_published` are the first and the last day of its published years.
    `worked_after_all` are the days of withdrawn holidays: they are not foreseen either.
    """

    calendar: str
    first: date
    last_published: date
    names: Mapping[date, str]
    worked_after_all: frozenset[date]

    def is_foreseen(self, on: date) -> bool:
        """Say whether it is only predicted whether a day is a bank holiday; never for a weekend."""
        return on > self.last_published and on.weekday() <= _FRIDAY


class CalendarHistory:
    """What has been known of a calendar: one state after each announcement or withdrawal.

    A state is computed when it is first asked for, since most are never needed.
    """

    __slots__ = ("_calendar", "_dates", "_states", "changes")

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self.changes = tuple(sorted(_changes_of(calendar), key=_order))
        self._dates = [change.known_on for change in self.changes]
        self._states: list[KnownCalendar | None] = [None] * (len(self.changes) + 1)

    def known_on(self, on: date) -> KnownCalendar:
        """Give the calendar as known on a date, that day's announcements included."""
        return self._state(bisect_right(self._dates, on))

    def unchanged_since(self, on: date) -> date:
        """Give the date of the last change up to a date, or else the earliest of dates."""
        number = bisect_right(self._dates, on)
        return self._dates[number - 1] if number else date.min

    def known_after(self, change: CalendarChange) -> KnownCalendar:
        """Give the calendar as known directly after a change, before the next one in order."""
        return self._state(self.changes.index(change) + 1)

    def changes_between(self, after: date, to: date) -> tuple[CalendarChange, ...]:
        """List what became known after one date, up to and including another."""
        return self.changes[bisect_right(self._dates, after) : bisect_right(self._dates, to)]

    def _state(self, number: int) -> KnownCalendar:
        known = self._states[number]
        if known is None:
            known = self._states[number] = self._after(self.changes[:number])
        return known

    def _after(self, changes: tuple[CalendarChange, ...]) -> KnownCalendar:
        announced = {change.entry for change in changes if not change.is_withdrawal}
        withdrawn = {change.entry for change in changes if change.is_withdrawal}

        def is_known(entry: BankHoliday | Closure) -> bool:
            return entry.announced is None or entry in announced

        holidays = [each for each in self._calendar.holidays if is_known(each)]
        closures = (each for each in self._calendar.closures if is_known(each))
        # A bank holiday within a closure keeps the name of the holiday.
        names = {on: closure.name for closure in closures for on in _days_of(closure)}
        names.update((each.on, each.name) for each in holidays if each not in withdrawn)
        return KnownCalendar(
            calendar=self._calendar.id,
            first=date(self._calendar.first_year, 1, 1),
            last_published=date(self._calendar.published_to, 12, 31),
            names=names,
            worked_after_all=frozenset(
                each.on for each in withdrawn if isinstance(each, BankHoliday)
            ),
        )


def _days_of(closure: Closure) -> Iterable[date]:
    """List a closure's days up to the end of LAST_YEAR."""
    last = min(closure.last, date(LAST_YEAR, 12, 31))
    return (closure.first + timedelta(days=days) for days in range((last - closure.first).days + 1))


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
    """Sort by date, withdrawals first, so that a holiday moved in one go counts once."""
    return change.known_on, not change.is_withdrawal, change.first
