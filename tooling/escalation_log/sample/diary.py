"""Times of day at which people work, and working days counted off quickly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta

from escalation_log.model.calendars import Calendar
from escalation_log.model.limits import (
    CalendarDays,
    Hours,
    PlainLimit,
    SameWorkingDay,
    WorkingDays,
)
from escalation_log.sample.chance import Chance
from escalation_log.working_days import history_of

_DAY = timedelta(days=1)
# Nobody records anything in the night, where the clocks change.
_FIRST_HOUR, _LAST_HOUR = 7, 21


class Diary:
    """The working days of a calendar over some years, as known on the last of them."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        known = history_of(calendar).known_on(last)
        span = ((first + n * _DAY) for n in range((last - first).days + 1))
        self._days = [day for day in span if known.is_working_day(day)]

    def after(self, day: date, working_days: int) -> date:
        """Give the day so many working days after another; none: that day or the next worked one.

        Past the diary's end it gives its last working day.
        """
        find = bisect_right if working_days else bisect_left
        index = find(self._days, day) + max(working_days - 1, 0)
        return self._days[min(index, len(self._days) - 1)]

    def end_of(self, limit: PlainLimit | None, start: datetime) -> datetime | None:
        """Say roughly when a limit runs out that starts at a moment; None if it has no number."""
        match limit:
            case WorkingDays(days=days):
                return datetime.combine(self.after(start.date(), days), time(18))
            case SameWorkingDay():
                return datetime.combine(self.after(start.date(), 0), time(18))
            case CalendarDays(days=days):
                return datetime.combine(start.date() + days * _DAY, time(18))
            case Hours(hours=hours):
                return start + timedelta(hours=hours)
            case _:
                return None

    def later(self, start: datetime, working_days: int, chance: Chance) -> datetime:
        """Draw a time of work so many working days after a moment, and after the moment itself."""
        day = self.after(start.date(), working_days)
        if day == start.date():
            return daytime(start + timedelta(minutes=5 * chance.between(2, 36)))
        return at_work(day, chance)


def at_work(day: date, chance: Chance) -> datetime:
    """Draw a time of day, mostly in office hours."""
    hour = chance.weighted(_HOURS)
    return datetime.combine(day, time(hour, 5 * chance.below(12)))


def daytime(at: datetime) -> datetime:
    """Move a moment in the night to the evening before or the morning after."""
    if at.hour < _FIRST_HOUR:
        return at.replace(hour=_FIRST_HOUR, minute=at.minute // 5 * 5, second=0, microsecond=0)
    if at.hour > _LAST_HOUR:
        return at.replace(hour=_LAST_HOUR, minute=55, second=0, microsecond=0)
    return at


_HOURS = tuple((hour, 12 if 9 <= hour < 17 else 2) for hour in range(8, 20))
