"""An independent calendar, slow and plain: read from its file, and asked day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.naive_holidays import DAY, usual_bank_holidays

NATIONS = ("england-and-wales", "scotland", "northern-ireland")

# "agency" or "sector", and which.
Named = tuple[str, str]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Closed:
    """Days on which nothing is worked, when that became known, and when it was taken back.

    With `only_for`, agencies and sectors, they are closed only to those.
    """

    first: date
    last: date
    name: str
    announced: date | None = None
    withdrawn: date | None = None
    only_for: frozenset[Named] | None = None

    def is_in_force(self, known_on: date) -> bool:
        if self.announced is not None and self.announced > known_on:
            return False
        return self.withdrawn is None or self.withdrawn > known_on


@dataclass
class NaiveCalendar:
    """A nation's bank holidays and a partnership's closures, in the order of the files.

    Closures for some agencies count once it is said whose days these are (`of_those`).
    """

    nation: str
    published_to: int
    closed: Sequence[Closed]
    asked: set[date] = field(default_factory=set)
    acting: Sequence[frozenset[Named]] | None = None

    def of_those(self, acting: Iterable[tuple[str, str | None]]) -> NaiveCalendar:
        """Give the calendar of what some agencies must do together, each with its sector."""
        named = [
            frozenset({("agency", agency)} | (set() if sector is None else {("sector", sector)}))
            for agency, sector in acting
        ]
        return replace(self, asked=set(), acting=named)

    def is_closed_to_all(self, closed: Closed) -> bool:
        """Say whether a closure is for everybody, or else for each of those who act."""
        if closed.only_for is None:
            return True
        return self.acting is not None and all(each & closed.only_for for each in self.acting)

    def why_closed(self, day: date, known_on: date) -> str | None:
        """Say why a day is not worked, or None; remember each weekday that was asked about."""
        if day.weekday() >= 5:
            return WEEKDAYS[day.weekday()]
        self.asked.add(day)
        taken_back = False
        for closed in self.closed:
            if closed.first <= day <= closed.last and self.is_closed_to_all(closed):
                if closed.is_in_force(known_on):
                    return closed.name
                taken_back |= closed.withdrawn is not None and closed.withdrawn <= known_on
        if day.year > self.published_to and not taken_back:
            return usual_bank_holidays(self.nation, day.year).get(day)
        return None

    def works(self, day: date, known_on: date) -> bool:
        return self.why_closed(day, known_on) is None

    def next_worked(self, day: date, known_on: date) -> date:
        day += DAY
        while not self.works(day, known_on):
            day += DAY
        return day


def read_calendar(path: Path, closures: Iterable[Mapping[str, Any]] = ()) -> NaiveCalendar:
    """Read a calendar's file; closures are mappings as in a partnership's file."""
    raw = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    closed = [
        Closed(
            first=row["on"],
            last=row["on"],
            name=row["name"],
            announced=row.get("announced"),
            withdrawn=row.get("withdrawn"),
        )
        for row in raw["bank_holidays"]
    ]
    closed += [
        Closed(
            first=row["from"],
            last=row.get("to", row["from"]),
            name=row["name"],
            announced=row.get("announced"),
            only_for=only_for(row),
        )
        for row in closures
    ]
    return NaiveCalendar(
        nation=raw["calendar"], published_to=raw["published_to"], closed=tuple(closed)
    )


def only_for(row: Mapping[str, Any]) -> frozenset[Named] | None:
    """Give the agencies and sectors that a closure is only for, None where it is for all."""
    named = [("agency", agency) for agency in row.get("agencies", ())]
    named += [("sector", sector) for sector in row.get("sectors", ())]
    return frozenset(named) or None
