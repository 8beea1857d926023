"""The days off that the browser counts with, by name and with their announcements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from escalation_log.model.calendars import BankHoliday, Calendar, Closure
from escalation_log.render.plain import Plain
from escalation_log.working_days import LAST_YEAR
from escalation_log.working_days.foreseen import foreseen_holidays, is_foreseeable

# Past the published years: further than any limit runs, and few enough for a phone.
_FORESEEN_YEARS = 8

_Day: TypeAlias = tuple[date, str]


def calendar_name(calendar: str) -> str:
    """Say whose calendar it is.

    >>> calendar_name("england-and-wales")
    'England and Wales'
    """
    words = calendar.split("-")
    return " ".join(word if word in ("and", "of") else word.capitalize() for word in words)


def plain_calendar(calendar: Calendar, known_on: date) -> dict[str, Plain]:
    """Write out a nation's days off as they were known on a day.

    `late` are the holidays that were announced or withdrawn on a date.
    """
    is_late = {id(each): bool(each.announced or each.withdrawn) for each in calendar.holidays}
    last = calendar.published_to
    if is_foreseeable(calendar.id):
        last = min(last + _FORESEEN_YEARS, LAST_YEAR)
    return {
        "name": calendar_name(calendar.id),
        "hash": calendar.content_hash,
        "first": calendar.first_year,
        "published": calendar.published_to,
        "last": last,
        "off": _by_name(
            (each.on, each.name) for each in calendar.holidays if not is_late[id(each)]
        ),
        "foreseen": _by_name(_foreseen(calendar, last)),
        "late": [
            _late(each, known_on)
            for each in calendar.holidays
            if is_late[id(each)] and _is_known(each.announced, known_on)
        ],
    }


def plain_closures(closures: Iterable[Closure], known_on: date) -> list[Plain]:
    """Write out the closures that were known on a day."""
    return [
        [each.first.isoformat(), each.last.isoformat(), each.name, _iso(each.announced)]
        for each in closures
        if _is_known(each.announced, known_on)
    ]


def _late(holiday: BankHoliday, known_on: date) -> Plain:
    withdrawn = holiday.withdrawn if _is_known(holiday.withdrawn, known_on) else None
    return [holiday.on.isoformat(), holiday.name, _iso(holiday.announced), _iso(withdrawn)]


def _is_known(announced: date | None, known_on: date) -> bool:
    return announced is None or announced <= known_on


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _foreseen(calendar: Calendar, last: int) -> Iterator[_Day]:
    for year in range(calendar.published_to + 1, last + 1):
        yield from sorted(foreseen_holidays(calendar.id, year).items())


def _by_name(days: Iterable[_Day]) -> list[Plain]:
    """Put the days of one name together, which takes half the room."""
    named: dict[str, list[str]] = {}
    for on, name in days:
        named.setdefault(name, []).append(on.isoformat())
    return [[name, " ".join(found)] for name, found in named.items()]
