"""Write the data that the browser counts with: calendars, and each edition's rules and duties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from escalation_log.engine.calendar import foreseen_holidays, is_foreseeable
from escalation_log.model.calendars import LAST_YEAR, BankHoliday, Calendar, Closure
from escalation_log.model.rulebook import first_day_in_force
from escalation_log.site.by_when.clocks import plain_duties
from escalation_log.site.generated import GeneratedFile, Summaries
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.script_words import reckoning_words
from escalation_log.site.templates import data_script
from escalation_log.words.dates import day_words
from escalation_log.words.plain_values import Plain
from escalation_log.words.titles import calendar_name

# Years beyond the published ones: more than any limit needs, and few enough for a phone.
_FORESEEN_YEARS = 8

_Day: TypeAlias = tuple[date, str]


def plain_calendar(calendar: Calendar, known_on: date) -> dict[str, Plain]:
    """Write out a nation's days off as known on a day.

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
    """Write out the closures known on a day."""
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
    """Group days by name, which halves the size."""
    named: dict[str, list[str]] = {}
    for on, name in days:
        named.setdefault(name, []).append(on.isoformat())
    return [[name, " ".join(found)] for name, found in named.items()]


RECKONING = "assets/escalation-log/reckoning.js"

_ABOUT = "Days off, rules of counting and duties, as known when the site was built."


def reckoning_file(publication: Publication) -> GeneratedFile:
    """Return the data that `reckoning.js` counts with, as a file."""

    def write(_summaries: Summaries) -> str:
        return data_script(_ABOUT, "escalationLogReckoning", reckoning_data(publication))

    return GeneratedFile(address=RECKONING, write=write)


def reckoning_data(publication: Publication) -> dict[str, Plain]:
    """Write out everything that counting needs, as known at the moment of judging."""
    built = publication.moment_in(None)
    return {
        "builtOn": built.on.isoformat(),
        "built": day_words(built.on),
        "zone": "Europe/London",
        "words": reckoning_words(),
        "countsClosures": publication.projection is Projection.RESTRICTED,
        "calendars": {
            name: plain_calendar(calendar, built.on)
            for name, calendar in publication.calendars.items()
        },
        "editions": {
            each.policy.edition: _edition(each, publication) for each in publication.editions
        },
    }


def _edition(edition: PublishedEdition, publication: Publication) -> Plain:
    policy = edition.policy
    calendar = edition.rulebook.calendar
    known_on = publication.moment_in(None).on
    begins = first_day_in_force(policy, publication.editions_of(policy.id))
    return {
        "name": edition.partnership.name,
        "title": policy.title,
        "isCurrent": edition.is_current,
        # The erratum of an edition that was superseded first never comes into force.
        "inForceFrom": None if begins is None else begins.isoformat(),
        "calendar": policy.calendar,
        "hash": calendar.content_hash,
        "closures": plain_closures(calendar.closures, known_on),
        "zone": policy.time_zone,
        "counting": policy.counting.value,
        "cutOff": None if policy.cut_off is None else f"{policy.cut_off:%H:%M}",
        "dayEnds": "24:00" if policy.day_ends is None else f"{policy.day_ends:%H:%M}",
        "duties": list(plain_duties(policy)),
    }
