"""From the bytes of a calendar file to a calendar, and a calendar with a partnership's closures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from operator import attrgetter
from typing import Any

from escalation_log.files.fields import day, optional, text, words
from escalation_log.files.reading import content_hash, read
from escalation_log.model.calendars import BankHoliday, Calendar, Closure, SomeAgencies
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

    def joined(shared: frozenset[SomeAgencies]) -> Calendar:
        kept = (each for each in in_order if each.only_for is None or each.only_for in shared)
        return _hashed(replace(calendar, closures=tuple(kept), for_some={}))

    for_some = {shared: joined(shared) for shared in _shared(in_order)}
    return replace(joined(frozenset()), for_some=for_some)


def _shared(closures: tuple[Closure, ...]) -> Iterator[frozenset[SomeAgencies]]:
    """Give every set of one or more of the groups that some closures are only for."""
    groups = tuple(dict.fromkeys(each.only_for for each in closures if each.only_for is not None))
    for size in range(1, len(groups) + 1):
        yield from map(frozenset, combinations(groups, size))


def build_closure(written: Mapping[str, Any]) -> Closure:
    """Build a closure; without `to` it is a single day."""
    return Closure(
        first=day(written["from"]),
        last=day(written.get("to", written["from"])),
        name=text(written["name"]),
        announced=optional(day, written.get("announced")),
        only_for=_only_for(written),
    )


def _only_for(written: Mapping[str, Any]) -> SomeAgencies | None:
    if "agencies" not in written and "sectors" not in written:
        return None
    return SomeAgencies(
        agencies=words(written.get("agencies", [])), sectors=words(written.get("sectors", []))
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
