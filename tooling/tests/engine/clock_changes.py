"""Nights on which clocks change, and the times around them, read with nothing but zoneinfo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from escalation_log.model.moments import Moment

# By zone: days on which, or in the night after which, its clocks change.
CHANGES: tuple[tuple[str, date], ...] = (
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    # Back to midnight, so that the day begins twice; forward from midnight, so that it never does.
    ("America/Havana", date(2026, 11, 1)),
    ("America/Havana", date(2026, 3, 8)),
    ("Atlantic/Azores", date(2026, 10, 25)),
    ("Atlantic/Azores", date(2026, 3, 29)),
    # Back from midnight: the last hour of the day comes twice.
    ("Asia/Beirut", date(2026, 10, 24)),
    ("Africa/Cairo", date(2026, 10, 29)),
    ("America/Nuuk", date(2026, 10, 24)),
    # Back from a minute past midnight: for a minute it is the next day, and then no longer.
    ("America/St_Johns", date(2010, 11, 6)),
    # By half an hour; by two hours; over a whole day.
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Antarctica/Troll", date(2026, 10, 25)),
    ("Pacific/Apia", date(2011, 12, 29)),
)
NAMES = tuple(f"{zone} {on}" for zone, on in CHANGES)
STEP = timedelta(minutes=10)
_DAYS_BEFORE_AND_AFTER = 2


def times_around(zone: ZoneInfo, on: date) -> Iterator[tuple[datetime, datetime]]:
    """Give the times of the days around a change, step by step, in UTC and as the clocks show."""
    at = datetime.combine(on, time.min, UTC) - timedelta(days=_DAYS_BEFORE_AND_AFTER)
    end = at + timedelta(days=2 * _DAYS_BEFORE_AND_AFTER + 1)
    while at < end:
        yield at, at.astimezone(zone)
        at += STEP


def moments_around(zone: ZoneInfo, on: date) -> Iterator[Moment]:
    """Give the same times as moments."""
    for at, local in times_around(zone, on):
        yield Moment(at=at, on=local.date(), local=local)


def wall_of(local: datetime) -> datetime:
    """Give what a clock on the wall shows, whichever time it shows it."""
    return local.replace(tzinfo=None, fold=0)
