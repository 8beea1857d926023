"""From the bytes of a calendar file to a calendar, and a calendar with a partnership's closures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Any

from escalation_log.files.fields import day, optional, text
from escalation_log.files.reading import content_hash, read
from escalation_log.model.calendars import BankHoliday, Calendar, Closure
from escalation_log.model.problems import Problem


def parse_calendar(file: str, data: bytes) -> Calendar | tuple[Problem, ...]:
    """Read a nation's calendar; `file` is the name that its problems carry."""
    written = read(file, data, "calendar")
    if isinstance(written, tuple):
        return written
    holidays = (_holiday(holiday) for holiday in written["bank_holidays"])
    return _hashed(
        Calendar(
            id=written["calendar"],
            first_year=int(written["first_year"]),
            published_to=int(written["published_to"]),
            holidays=tuple(sorted(holidays, key=attrgetter("on", "name"))),
            content_hash="",
        )
    )


def with_closures(calendar: Calendar, closures: Iterable[Closure]) -> Calendar:
    """Join a partnership's closures to a nation's calendar, which gives it another hash."""
    in_order = tuple(sorted(closures, key=attrgetter("first", "last", "name")))
    return _hashed(replace(calendar, closures=in_order))


def build_closure(written: Mapping[str, Any]) -> Closure:
    """Build a closure; without `to` it is a single day."""
    return Closure(
        first=day(written["from"]),
        last=day(written.get("to", written["from"])),
        name=text(written["name"]),
        announced=optional(day, written.get("announced")),
    )


def _holiday(written: Mapping[str, Any]) -> BankHoliday:
    return BankHoliday(
        on=day(written["on"]),
        name=text(written["name"]),
        announced=optional(day, written.get("announced")),
        withdrawn=optional(day, written.get("withdrawn")),
    )


def _hashed(calendar: Calendar) -> Calendar:
    meaning = {
        "calendar": calendar.id,
        "first_year": calendar.first_year,
        "published_to": calendar.published_to,
        "holidays": [
            [str(holiday.on), holiday.name, str(holiday.announced), str(holiday.withdrawn)]
            for holiday in calendar.holidays
        ],
        "closures": [
            [str(closure.first), str(closure.last), closure.name, str(closure.announced)]
            for closure in calendar.closures
        ],
    }
    return replace(calendar, content_hash=content_hash(meaning))
