"""An independent counter, slow and plain: the rules of counting written anew from their words.

It imports nothing from the package, reads calendars from their files, walks from day to day and
asks of each whether it is worked. It answers for itself (`answer`) and checks the days of a
receipt one by one (`replay`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from tests.naive_holidays import DAY, usual_bank_holidays

NATIONS = ("england-and-wales", "scotland", "northern-ireland")

Unit = Literal["working_days", "calendar_days", "hours", "same_working_day"]
# A day, its part in the count, its number among those that count, and why it does not.
Entry = tuple[date, str, int | None, str | None]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Closed:
    """Days on which nothing is worked, when that became known, and when it was taken back."""

    first: date
    last: date
    name: str
    announced: date | None = None
    withdrawn: date | None = None

    def is_in_force(self, known_on: date) -> bool:
        if self.announced is not None and self.announced > known_on:
            return False
        return self.withdrawn is None or self.withdrawn > known_on


@dataclass
class NaiveCalendar:
    """A nation's bank holidays and a partnership's closures, in the order of the files."""

    nation: str
    published_to: int
    closed: Sequence[Closed]
    asked: set[date] = field(default_factory=set)

    def why_closed(self, day: date, known_on: date) -> str | None:
        """Say why a day is not worked, or None; remember each weekday that was asked about."""
        if day.weekday() >= 5:
            return WEEKDAYS[day.weekday()]
        self.asked.add(day)
        taken_back = False
        for closed in self.closed:
            if closed.first <= day <= closed.last:
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


@dataclass(frozen=True)
class Rules:
    """A policy's rules of counting, in its file's own words."""

    counting: str
    cut_off: str | None = None
    day_ends: str = "24:00"
    zone: str = "Europe/London"


@dataclass(frozen=True)
class Question:
    """A limit and its trigger at a local date and perhaps a time, "HH:MM"."""

    unit: Unit
    amount: int
    on: date
    at: str | None
    rules: Rules

    @property
    def is_same_day(self) -> bool:
        return self.unit == "same_working_day" or (self.unit == "working_days" and not self.amount)

    @property
    def rolls(self) -> bool:
        """Whether a trigger on a day that is not worked moves to the next one that is."""
        return self.is_same_day or self.rules.counting != "day-after-trigger"

    @property
    def is_past_cut_off(self) -> bool | None:
        """Whether the trigger came too late on its day; None where that cannot be."""
        if self.rules.cut_off is None or self.at is None:
            return None
        return self.at >= self.rules.cut_off


@dataclass(frozen=True)
class Answer:
    """A deadline: the first late instant in UTC, the last day in time, and what it was at first."""

    due: datetime
    due_on: date
    original_due_on: date
    is_provisional: bool


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
        )
        for row in closures
    ]
    return NaiveCalendar(
        nation=raw["calendar"], published_to=raw["published_to"], closed=tuple(closed)
    )


def first_instant(day: date, at: str, zone: str) -> datetime:
    """Search for the first instant at which the clocks show a time on a day, "24:00" included."""
    hours, minutes = map(int, at.split(":"))
    wanted = datetime.combine(day, time()) + timedelta(hours=hours, minutes=minutes)
    instant = wanted.replace(tzinfo=UTC) - timedelta(hours=15)
    while instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < wanted:
        instant += timedelta(minutes=15)
    return instant


def answer(question: Question, calendar: NaiveCalendar, known_on: date) -> Answer:
    """Find a deadline with what was known of the calendar by a date.

    Days are counted once with what was known on the trigger's day and once for every later date
    on which something became known; the latest of these days is the deadline's.
    """
    zone = question.rules.zone
    if question.unit == "hours":
        due = first_instant(question.on, question.at or "24:00", zone)
        due += timedelta(hours=question.amount)
        due_on = (due - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()
        return Answer(due, due_on, due_on, False)
    first_known = min(question.on, known_on)
    news = {closed.announced for closed in calendar.closed}
    news |= {closed.withdrawn for closed in calendar.closed}
    later = sorted(when for when in news if when is not None and first_known < when <= known_on)
    best = original = last_day(question, calendar, first_known)
    for when in later:
        counted = last_day(question, calendar, when)
        if counted[0] > best[0]:
            best = counted
    return Answer(
        due=first_instant(best[0], question.rules.day_ends, zone),
        due_on=best[0],
        original_due_on=original[0],
        is_provisional=any(day.year > calendar.published_to for day in best[1]),
    )


def last_day(
    question: Question, calendar: NaiveCalendar, known_on: date
) -> tuple[date, frozenset[date]]:
    """Count to the last day in time; say also about which weekdays the calendar was asked."""
    calendar.asked = set()
    day = question.on
    if question.rolls or question.is_past_cut_off is not None:
        is_worked = calendar.works(day, known_on)
        if question.is_past_cut_off if is_worked else question.rolls:
            day = calendar.next_worked(day, known_on)
    number = 1 if question.rules.counting == "trigger-day-counts" else 0
    while not question.is_same_day and number < question.amount:
        day += DAY
        if question.unit == "calendar_days" or calendar.works(day, known_on):
            number += 1
    return day, frozenset(calendar.asked)


class UntrueReceiptError(AssertionError):
    """A receipt says something of a day that the rules do not bear out."""


def replay(
    entries: Sequence[Entry], question: Question, calendar: NaiveCalendar, known_on: date
) -> date:
    """Go through the days of a receipt, check each, and give the last day in time.

    `known_on` is the date whose knowledge the receipt says it rests on. The parts are "moved",
    "day-zero", "counted" and "skipped".
    """
    _claim(entries[0][0] == question.on, question.on, "the count begins with the trigger's day")
    for before, after in pairwise(entries):
        _claim(after[0] == before[0] + DAY, after[0], "no day is left out or told twice")
    _replay_trigger(entries[0], question, calendar, known_on)
    number = 0
    for day, part, told_number, name in entries:
        closed = calendar.why_closed(day, known_on)
        if part == "counted":
            number += 1
            may_be_closed = question.unit == "calendar_days" and not (
                number == 1 and question.rules.counting == "trigger-day-counts"
            )
            _claim(closed is None or may_be_closed, day, f"it is not worked: {closed}")
            _claim(name is None, day, "a day that counts needs no reason")
        if part == "skipped":
            _claim(closed is not None, day, "it is worked, so it is not skipped")
        if part in ("skipped", "day-zero"):
            _claim_name(day, name, closed, calendar)
        _claim(told_number == (number if part == "counted" else None), day, f"number {number}")
    zeros = sum(part == "day-zero" for _, part, _, _ in entries)
    has_zero = question.is_same_day or question.rules.counting != "trigger-day-counts"
    _claim(zeros == has_zero, question.on, "there is one day zero unless the trigger's day counts")
    _claim(number == (0 if question.is_same_day else question.amount), entries[-1][0], "the amount")
    expected, _ = last_day(question, calendar, known_on)
    _claim(entries[-1][0] == expected, entries[-1][0], f"the last day in time is {expected}")
    return expected


def _replay_trigger(
    entry: Entry, question: Question, calendar: NaiveCalendar, known_on: date
) -> None:
    """Check what a receipt says of the trigger's own day."""
    day, part, _, name = entry
    closed = calendar.why_closed(day, known_on)
    if closed is None and question.is_past_cut_off:
        told = f"cut-off {question.rules.cut_off}"
        _claim(part == "moved" and name == told, day, "it is past the cut-off")
    elif closed is not None and question.rolls:
        _claim(part == "moved", day, "a trigger on a day that is not worked is moved")
        _claim_name(day, name, closed, calendar)
    else:
        _claim(part in ("day-zero", "counted"), day, "nothing moves the trigger")


def _claim_name(day: date, told: str | None, closed: str | None, calendar: NaiveCalendar) -> None:
    is_foreseen = day.year > calendar.published_to and day.weekday() < 5
    said = (told is None) == (closed is None) if is_foreseen else told == closed
    _claim(said, day, f"it is {closed or 'worked'}, and the receipt says {told}")


def _claim(is_true: bool, day: date, claim: str) -> None:
    if not is_true:
        raise UntrueReceiptError(f"{day}: {claim}")
