"""The days off that the browser counts with: bank holidays and closures as known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from escalation_log.engine.calendar import foreseen_holidays
from escalation_log.model.calendars import LAST_YEAR, BankHoliday, Calendar, Closure
from escalation_log.words.plain_values import Plain, plain
from escalation_log.words.titles import calendar_name

# Years beyond the published ones: more than any limit needs, and few enough for a phone.
_FORESEEN_YEARS = 8


def plain_calendar(calendar: Calendar, known_on: date) -> dict[str, Plain]:
    """Write out a nation's days off as known on a day.

    `late` are the holidays that were announced or withdrawn on a date.
    """
    last = min(calendar.published_to + _FORESEEN_YEARS, LAST_YEAR)
    foreseen = range(calendar.published_to + 1, last + 1)
    return {
        "name": calendar_name(calendar.id),
        "first": calendar.first_year,
        "published": calendar.published_to,
        "last": last,
        "off": _by_name((each.on, each.name) for each in calendar.holidays if not _is_late(each)),
        "foreseen": _by_name(
            day for year in foreseen for day in sorted(foreseen_holidays(calendar.id, year).items())
        ),
        "late": [
            _late(each, known_on)
            for each in calendar.holidays
            if _is_late(each) and _is_known(each.announced, known_on)
        ],
    }


def plain_closures(closures: Iterable[Closure], known_on: date) -> list[Plain]:
    """Write out the closures known on a day."""
    return [
        [each.first.isoformat(), each.last.isoformat(), each.name, plain(each.announced)]
        for each in closures
        if _is_known(each.announced, known_on)
    ]


def _is_late(holiday: BankHoliday) -> bool:
    return bool(holiday.announced or holiday.withdrawn)


def _late(holiday: BankHoliday, known_on: date) -> Plain:
    withdrawn = holiday.withdrawn if _is_known(holiday.withdrawn, known_on) else None
    return [holiday.on.isoformat(), holiday.name, plain(holiday.announced), plain(withdrawn)]


def _is_known(announced: date | None, known_on: date) -> bool:
    return announced is None or announced <= known_on


def _by_name(days: Iterable[tuple[date, str]]) -> list[Plain]:
    """Group days by name, which halves the size."""
    named: dict[str, list[str]] = {}
    for on, name in days:
        named.setdefault(name, []).append(on.isoformat())
    return [[name, " ".join(found)] for name, found in named.items()]
