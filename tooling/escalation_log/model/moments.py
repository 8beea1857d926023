"""Moments as written in files, and the same placed in a time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A moment as written in a file: a date, perhaps a local time, perhaps an offset from UTC."""

    on: date
    time: time | None = None
    offset: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A stamp placed in a time zone.

    `at` is in UTC; for a date alone it is the start of that day in the zone. `on` is the local
    date. `local` is the local wall time with its offset, for printing.
    """

    at: datetime
    on: date
    local: datetime
    is_date_alone: bool = False
