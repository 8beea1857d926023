"""Moments placed in a time zone, and the days between two dates."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from escalation_log.engine.calendar import (
    ONE_DAY,
    OutsideCalendarError,
    is_working_day,
    not_working_because,
)
from escalation_log.model.assessments import LateUnit
from escalation_log.model.calendars import Calendar
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.patterns import CountedIn, Span

_INSTANT = timedelta(microseconds=1)
# Between these, adding or taking away any offset from UTC stays within the years of `datetime`.
_EARLIEST = datetime(1, 1, 3)
_LATEST = datetime(9999, 12, 29)


class ClockReading(StrEnum):
    """How often the clocks show a local time on its day."""

    ONCE = "once"
    NEVER = "never"
    TWICE = "twice"


class DueBy(NamedTuple):
    """A deadline that a file states: the first moment that is late and the last day in time."""

    due: Moment
    due_on: date


def clock_reading(stamp: Stamp, zone: ZoneInfo) -> ClockReading:
    """Say how often the clocks show a stamp's time: once, if it has an offset or no time."""
    if stamp.time is None or stamp.offset is not None:
        return ClockReading.ONCE
    wall = _wall(stamp.on, stamp.time)
    first = _in_utc(wall, zone)
    second = _in_utc(wall, zone, fold=1)
    if first < second:
        return ClockReading.TWICE
    # For a time that the clocks skip, fold 0 uses the offset before the change and so gives the
    # later instant; for a time shown twice it gives the earlier one.
    return ClockReading.NEVER if second < first else ClockReading.ONCE


# A case is judged at several moments, each time with the same few stamps.
@lru_cache(maxsize=4096)
def moment_of(stamp: Stamp, zone: ZoneInfo) -> Moment:
    """Place a stamp in a zone; an offset of its own takes precedence over the zone's."""
    if stamp.time is None:
        return day_moment(stamp.on, zone)
    if stamp.offset is None:
        return local_moment(stamp.on, stamp.time, zone)
    wall = _wall(stamp.on, stamp.time)
    return moment_at((wall - stamp.offset).replace(tzinfo=UTC), zone)


def asked_moment(stamp: Stamp, zone: ZoneInfo) -> Moment:
    """Place a moment asked about in a zone; a date alone means the last instant of that day."""
    if stamp.time is None:
        return moment_at(next_midnight(stamp.on, zone).at - _INSTANT, zone)
    return moment_of(stamp, zone)


@lru_cache(maxsize=4096)
def day_moment(on: date, zone: ZoneInfo) -> Moment:
    """Give a date alone as a moment: the start of that day."""
    at = _in_utc(_wall(on, time.min), zone)
    return Moment(at=at, on=on, local=at.astimezone(zone), is_date_alone=True)


def local_moment(on: date, at: time, zone: ZoneInfo) -> Moment:
    """Give the moment at which the clocks of a zone show a time on a day."""
    return moment_at(_in_utc(_wall(on, at), zone), zone)


def next_midnight(on: date, zone: ZoneInfo) -> Moment:
    """Give the moment at which a day ends."""
    return moment_at(_in_utc(_wall(on, time.min, days=1), zone), zone)


def moment_at(at: datetime, zone: ZoneInfo) -> Moment:
    """Make a moment of an instant in UTC, with the local date and time of a zone."""
    local = at.astimezone(zone)
    return Moment(at=at, on=local.date(), local=local)


@lru_cache(maxsize=4096)
def start_of_day(on: date, zone: ZoneInfo) -> Moment:
    """Give the moment at which a day begins."""
    return local_moment(on, time.min, zone)


@lru_cache(maxsize=4096)
def end_of_day(on: date, zone: ZoneInfo, day_ends: time | None) -> Moment:
    """Give the first moment that is late for what is due on a day; None ends it at midnight."""
    return next_midnight(on, zone) if day_ends is None else local_moment(on, day_ends, zone)


def last_day_before(due: Moment, zone: ZoneInfo) -> date:
    """Give the local date of the last instant before a moment."""
    return (due.at - _INSTANT).astimezone(zone).date()


def protective_due(stamp: Stamp, zone: ZoneInfo, day_ends: time | None) -> DueBy:
    """Read a deadline stated in a file: its moment, or for a date alone the end of that day."""
    if stamp.time is None:
        return DueBy(end_of_day(stamp.on, zone, day_ends), stamp.on)
    due = moment_of(stamp, zone)
    return DueBy(due, last_day_before(due, zone))


def _wall(on: date, at: time, *, days: int = 0) -> datetime:
    """Combine a date and a time to a local time without zone, then add `days`.

    The result is kept within the years that every offset allows.
    """
    return min(max(datetime.combine(on, at), _EARLIEST), _LATEST) + timedelta(days=days)


def _in_utc(wall: datetime, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def working_days_between(calendar: Calendar, after: date, to: date, *, known_on: date) -> int:
    """Count the working days after one day, up to and including another; 0 if that is earlier."""
    return _between(calendar, after, to, calendar.history.unchanged_since(known_on))


@lru_cache(maxsize=4096)
def _between(calendar: Calendar, after: date, to: date, known_on: date) -> int:
    known = calendar.history.known_on(known_on)
    days = map(timedelta, range(1, (to - after).days + 1))
    return sum([not_working_because(known, after + each) is None for each in days])


def calendar_days_between(after: date, to: date) -> int:
    """Count the days after one day, up to and including another; 0 if that is earlier."""
    return max((to - after).days, 0)


def days_late(unit: CountedIn, calendar: Calendar, after: date, to: date) -> tuple[int, LateUnit]:
    """Count by how many days a day is later than the last day in time, and give their kind.

    Limits in working days are late by working days, all others by calendar days.
    """
    match unit:
        case CountedIn.WORKING_DAYS:
            days = working_days_between(calendar, after, to, known_on=to)
            return days, LateUnit.WORKING_DAYS
        case CountedIn.CALENDAR_DAYS | CountedIn.HOURS:
            return calendar_days_between(after, to), LateUnit.CALENDAR_DAYS


def working_days_before(calendar: Calendar, on: date, days: int, known_on: date) -> date:
    """Find the day that is a number of working days before another."""
    known = calendar.history.known_on(known_on)
    for _ in range(days):
        on -= ONE_DAY
        while not is_working_day(known, on):
            on -= ONE_DAY
    return on


def moment_before(
    due: Moment, due_on: date, span: Span, zone: ZoneInfo, calendar: Calendar, *, known_on: date
) -> Moment:
    """Find the moment that is a span of time before a deadline.

    For days it is the start of a day, for clock hours an exact moment. For working days outside the
    calendar it is the start of the deadline's own day.
    """
    amount, unit = span
    on = due_on
    match unit:
        case CountedIn.HOURS:
            return moment_at(due.at - timedelta(hours=amount), zone)
        case CountedIn.CALENDAR_DAYS:
            on -= timedelta(days=amount)
        case CountedIn.WORKING_DAYS:
            with suppress(OutsideCalendarError):
                on = working_days_before(calendar, on, amount, known_on)
    return start_of_day(on, zone)
