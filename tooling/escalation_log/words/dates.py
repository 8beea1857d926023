"""Days and moments in words, the same in every output."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, tzinfo
from functools import lru_cache

from escalation_log.engine.clock import ClockReading
from escalation_log.model.moments import Moment

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
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
_UNCLEAR = {
    ClockReading.ONCE: "",
    ClockReading.NEVER: "The clocks go forward that night and never show this time.",
    ClockReading.TWICE: "The clocks go back that night and show this time twice.",
}


# A log has the same days many times; this is enough for a few years.
@lru_cache(maxsize=4096)
def day_words(day: date) -> str:
    """Write a day out, whatever the computer's language.

    >>> day_words(date(2026, 3, 9))
    'Monday 9 March 2026'
    """
    return f"{WEEKDAYS[day.weekday()]} {date_words(day)}"


def date_words(day: date) -> str:
    """Write a day out without the day of the week.

    >>> date_words(date(2026, 3, 9))
    '9 March 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


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
    """Say whether a day begins and ends with the same offset, so that no hour is repeated."""
    begin, end = (datetime.combine(on, at, zone) for at in (time.min, time.max.replace(fold=1)))
    return begin.utcoffset() == end.utcoffset()


def as_of_words(as_of: Moment) -> str:
    """Say which moment was asked about; the last instant of a day is its end."""
    if as_of.local.time() == time.max:
        return f"the end of {day_words(as_of.on)}"
    return moment_words(as_of)


def to_the_minute(moment: Moment) -> Moment:
    """Round a moment down to the minute, as pages and messages show it."""
    return replace(moment, local=moment.local.replace(second=0, microsecond=0))


def last_day_words(due: Moment | None, due_on: date | None) -> str:
    """Say the last day in time, with the time where the deadline falls within that day."""
    if due is None or due_on is None:
        return ""
    return moment_words(due) if due.on == due_on else day_words(due_on)


def until_words(due: Moment | None, due_on: date | None) -> str:
    """Say until when something is in time: by the end of a day, or before a moment within it."""
    if due is None or due_on is None:
        return ""
    within = due.on == due_on
    return f"before {moment_words(due)}" if within else f"by the end of {day_words(due_on)}"


def unclear_words(reading: ClockReading) -> str:
    """Say that the clocks skip or repeat a time; give no words for one that they show once."""
    return _UNCLEAR[reading]


def month_words(month: str) -> str:
    """Write a month out.

    >>> month_words("2026-03")
    'March 2026'
    """
    year, number = map(int, month.split("-"))
    return f"{MONTHS[number - 1]} {year}"


def moment_iso(moment: Moment) -> str:
    """Write a moment as ISO 8601 with its offset; a date alone stays a date."""
    if moment.is_date_alone:
        return moment.on.isoformat()
    return moment.local.isoformat()
