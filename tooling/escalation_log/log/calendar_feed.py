"""Read GOV.UK's feed of bank holidays, and refuse it where anything in it is unusual."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from escalation_log.model.errors import EscalogError

DIVISIONS = ("england-and-wales", "northern-ireland", "scotland")
# In bytes. The feed has about 30 KB, so anything longer than this is not the feed.
LONGEST = 1_000_000
# Every nation has eight to eleven bank holidays a year. With fewer, some are missing.
FEWEST, MOST = 7, 15
FIRST_YEAR, LAST_YEAR = 2012, 2099

_TITLE = re.compile(r"[^\W\d_][\w '(),./&–-]{0,99}|\d[\w '(),./&–-]{1,99}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedHolidays:
    """A nation's published bank holidays, by day, for every year from the first to the last."""

    first_year: int
    last_year: int
    holidays: Mapping[date, str]


def read_feed(data: bytes) -> Mapping[str, PublishedHolidays]:
    """Parse the feed, by nation; raise EscalogError where anything in it is not as expected."""
    if len(data) > LONGEST:
        raise _refused(f"it has {len(data)} bytes")
    try:
        feed = json.loads(data, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError):
        raise _refused("it is no JSON, or names something twice") from None
    if not isinstance(feed, dict) or sorted(feed) != sorted(DIVISIONS):
        raise _refused("its nations are not " + ", ".join(DIVISIONS))
    return {name: _nation(name, feed[name]) for name in DIVISIONS}


def _nation(name: str, written: object) -> PublishedHolidays:
    if not isinstance(written, dict) or written.get("division") != name:
        raise _refused(f"{name} is not described as itself")
    events = written.get("events")
    if not isinstance(events, list) or len(events) > MOST * (LAST_YEAR - FIRST_YEAR):
        raise _refused(f"{name} has no list of events, or a very long one")
    holidays: dict[date, str] = {}
    for number, event in enumerate(events, start=1):
        day, title = _event(f"{name}, event {number}", event)
        if day in holidays:
            raise _refused(f"{name} lists {day} twice")
        holidays[day] = title
    return _complete(name, holidays)


def _event(place: str, event: object) -> tuple[date, str]:
    if not isinstance(event, dict):
        raise _refused(f"{place} is no event")
    written, title, notes = (event.get(key) for key in ("date", "title", "notes"))
    if not isinstance(written, str) or not _DATE.fullmatch(written):
        raise _refused(f"{place} has no date")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise _refused(f"{place} has an impossible date") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR or day.weekday() >= _SATURDAY:
        raise _refused(f"{place} is on {day}, a weekend or a year that cannot be")
    if not isinstance(title, str) or not isinstance(notes, str):
        raise _refused(f"{place} has no title, or no notes")
    title = title.replace("’", "'").strip()
    if not _TITLE.fullmatch(title):
        raise _refused(f"{place} has a title with characters that no bank holiday has")
    is_substitute = notes.casefold().startswith("substitute")
    return day, f"{title} (substitute day)" if is_substitute else title


def _complete(name: str, holidays: Mapping[date, str]) -> PublishedHolidays:
    """Refuse a nation's holidays with gaps: for five months the feed once lacked past years."""
    years = Counter(day.year for day in holidays)
    if not years:
        raise _refused(f"{name} has no bank holidays")
    first, last = min(years), max(years)
    for year in range(first, last + 1):
        if not FEWEST <= years[year] <= MOST:
            raise _refused(f"{name} has {years[year]} bank holidays in {year}")
    return PublishedHolidays(first_year=first, last_year=last, holidays=holidays)


def _without_repeats(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refused(why: str) -> EscalogError:
    return EscalogError(
        f"This is not GOV.UK's feed of bank holidays as it has always been: {why}.",
        hint="Nothing was changed. Look at https://www.gov.uk/bank-holidays yourself.",
    )
