"""Draw random numbers from a seed, and times of day at which people work."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import accumulate
from typing import TypeVar

from escalation_log.engine.calendar import is_working_day
from escalation_log.model.calendars import Calendar

_T = TypeVar("_T")
_MASK = (1 << 64) - 1


class Chance:
    """A random stream (SplitMix64), seeded from a list of names so that each list has its own."""

    def __init__(self, *names: str | int) -> None:
        digest = sha256("/".join(map(str, names)).encode()).digest()
        self._state = int.from_bytes(digest[:8], "big")

    def below(self, limit: int) -> int:
        """Draw a whole number from 0 up to, but not including, a limit."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return (mixed ^ (mixed >> 31)) % limit

    def between(self, least: int, most: int) -> int:
        """Draw a whole number, both ends included."""
        return least + self.below(most - least + 1)

    def happens(self, percent: int) -> bool:
        """Draw true with a probability given in percent."""
        return self.below(100) < percent

    def pick(self, options: Sequence[_T]) -> _T:
        """Draw one of several options, each equally likely."""
        return options[self.below(len(options))]

    def weighted(self, options: Sequence[tuple[_T, int]]) -> _T:
        """Draw one of several options, each with its weight; one weight at least is not zero."""
        ends = list(accumulate(weight for _, weight in options))
        return options[bisect_right(ends, self.below(ends[-1]))][0]

    def several(self, options: Sequence[_T], many: int) -> tuple[_T, ...]:
        """Draw `many` different options, and return them in their original order."""
        left = list(range(len(options)))
        drawn = [left.pop(self.below(len(left))) for _ in range(min(many, len(options)))]
        return tuple(options[index] for index in sorted(drawn))


_DAY = timedelta(days=1)
# Events are recorded by day only, so that no time falls into the hour in which the clocks change.
_FIRST_HOUR, _LAST_HOUR = 7, 21


class Diary:
    """The working days of a calendar between two days, as known on the later one."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        known = calendar.history.known_on(last)
        span = ((first + n * _DAY) for n in range((last - first).days + 1))
        self._days = [day for day in span if is_working_day(known, day)]

    def after(self, day: date, working_days: int) -> date:
        """Return the day that is `working_days` after another; for 0, that day or the next one.

        Past the end of the diary, return its last working day.
        """
        find = bisect_right if working_days else bisect_left
        index = find(self._days, day) + max(working_days - 1, 0)
        return self._days[min(index, len(self._days) - 1)]

    def later(self, start: datetime, working_days: int, chance: Chance) -> datetime:
        """Draw a time in working hours, so many working days after a moment and later than it."""
        day = self.after(start.date(), working_days)
        if day == start.date():
            return daytime(start + timedelta(minutes=5 * chance.between(2, 36)))
        return at_work(day, chance)


def at_work(day: date, chance: Chance) -> datetime:
    """Draw a time of day, mostly in office hours."""
    hour = chance.weighted(_HOURS)
    return datetime.combine(day, time(hour, 5 * chance.below(12)))


def daytime(at: datetime) -> datetime:
    """Move a moment at night to the nearest recording hour of the same day."""
    if at.hour < _FIRST_HOUR:
        return at.replace(hour=_FIRST_HOUR, minute=at.minute // 5 * 5, second=0, microsecond=0)
    if at.hour > _LAST_HOUR:
        return at.replace(hour=_LAST_HOUR, minute=55, second=0, microsecond=0)
    return at


_HOURS = tuple((hour, 12 if 9 <= hour < 17 else 2) for hour in range(8, 20))
