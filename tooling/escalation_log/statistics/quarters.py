"""Quarters of the year, and the fixed moment at which each one is counted for the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import start_of_day
from escalation_log.model.moments import Moment

# Enough for the limits of a case opened on the last day, and for events entered late.
SETTLING_DAYS = 42
_MONTHS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quarter:
    """Three months; `number` is 1 to 4."""

    year: int
    number: int

    @property
    def id(self) -> str:
        """The quarter as addresses write it.

        >>> Quarter(year=2026, number=3).id
        '2026-q3'
        """
        return f"{self.year}-q{self.number}"

    @property
    def words(self) -> str:
        """The quarter in words.

        >>> Quarter(year=2026, number=3).words
        'July to September 2026'
        """
        return f"{_MONTHS[self.number - 1]} {self.year}"

    @property
    def first_on(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_on(self) -> date:
        """The last day."""
        return self.following.first_on - timedelta(days=1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month."""
        return tuple(date(self.year, 3 * self.number - back, 1) for back in (2, 1, 0))

    @property
    def before(self) -> Quarter:
        """The quarter before this one."""
        year, third = divmod(4 * self.year + self.number - 2, 4)
        return Quarter(year=year, number=third + 1)

    @property
    def following(self) -> Quarter:
        """The quarter after this one."""
        year, third = divmod(4 * self.year + self.number, 4)
        return Quarter(year=year, number=third + 1)

    @property
    def counted_on(self) -> date:
        """The day at whose start the quarter is counted for the public, once and for all."""
        return self.following.first_on + timedelta(days=SETTLING_DAYS)

    def holds(self, day: date) -> bool:
        """Say whether a day falls into the quarter."""
        return self.first_on <= day <= self.last_on

    def counted_at(self, zone: ZoneInfo) -> Moment:
        """Give the moment at which the quarter is counted for the public."""
        return start_of_day(self.counted_on, zone)


def quarter_of(day: date) -> Quarter:
    """Give the quarter of a day."""
    return Quarter(year=day.year, number=(day.month + 2) // 3)


def quarter_from(id_: str) -> Quarter:
    """Read a quarter as addresses write it.

    >>> quarter_from("2026-q3")
    Quarter(year=2026, number=3)
    """
    year, _, number = id_.partition("-q")
    return Quarter(year=int(year), number=int(number))


def ended_quarters(day: date, most: int) -> tuple[Quarter, ...]:
    """Give the latest quarters that had ended before a day, the latest first."""
    return back_from(quarter_of(day).before, most)


def settled_quarters(as_of: datetime, zone: ZoneInfo, most: int) -> tuple[Quarter, ...]:
    """Give the latest quarters that the public may see as of a moment, the latest first."""
    latest = quarter_of(as_of.astimezone(zone).date()).before
    while latest.counted_at(zone).at > as_of:
        latest = latest.before
    return back_from(latest, most)


def back_from(quarter: Quarter, most: int) -> tuple[Quarter, ...]:
    """Give a quarter and those before it, the latest first."""
    quarters = [quarter]
    while len(quarters) < most:
        quarters.append(quarters[-1].before)
    return tuple(quarters)
