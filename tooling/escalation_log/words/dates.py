"""Days and moments in words, the same in every output."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from functools import lru_cache

from escalation_log.model.moments import Moment

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


# A few years of days, of which a log of any size has the same ones over and over.
@lru_cache(maxsize=4096)
def day_words(day: date) -> str:
    """Write a day out, whatever the computer's language.

    >>> day_words(date(2026, 3, 9))
    'Monday 9 March 2026'
    """
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_words(moment: Moment) -> str:
    """Write a moment out in local time, with its offset only in the hour that the clocks repeat."""
    if moment.is_date_alone:
        return day_words(moment.on)
    local = moment.local
    words = f"{day_words(moment.on)} at {local.hour:02}:{local.minute:02}"
    if local.second:
        words += f":{local.second:02}"
    if _clocks_stand(moment.on, local.tzinfo):
        return words
    other = local.replace(fold=1 - local.fold).utcoffset()
    return words if other == local.utcoffset() else f"{words} ({local.tzname()})"


@lru_cache(maxsize=4096)
def _clocks_stand(on: date, zone: tzinfo | None) -> bool:
    """Say whether a day begins and ends with the same offset, so that no hour of it comes twice."""
    begin, end = (datetime.combine(on, at, zone) for at in (time.min, time.max.replace(fold=1)))
    return begin.utcoffset() == end.utcoffset()


def moment_iso(moment: Moment) -> str:
    """Write a moment as ISO 8601 with its offset; a date alone stays a date."""
    if moment.is_date_alone:
        return moment.on.isoformat()
    return moment.local.isoformat()
