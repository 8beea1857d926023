"""An independent counter, slow and plain: the rules of counting written anew from their words.

It imports nothing from the package, walks from day to day and asks a naive calendar of each whether
it is worked (`answer`, `soonest`, `answer_back`). With `naive_receipts` it also checks the days of
a receipt one by one, and with `naive_starts` what started the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from tests.naive_calendar import NaiveCalendar
from tests.naive_holidays import DAY

Unit = Literal[
    "working_days", "calendar_days", "weeks", "months", "hours", "same_working_day", "at_once"
]
RollsTo = Literal["next-working-day", "previous-working-day"]
# The last day of a count, and the weekdays about which the calendar was asked.
Found = tuple[date, frozenset[date]]


@dataclass(frozen=True)
class Rules:
    """A policy's rules of counting, in its file's own words."""

    counting: str
    cut_off: str | None = None
    day_ends: str = "24:00"
    zone: str = "Europe/London"


@dataclass(frozen=True)
class Question:
    """A limit and its trigger at a local date and perhaps a time, "HH:MM".

    `rolls_to` says where a date goes that is not worked, after days, weeks or months of all kinds.
    """

    unit: Unit
    amount: int
    on: date
    at: str | None
    rules: Rules
    rolls_to: RollsTo | None = None

    @property
    def is_same_day(self) -> bool:
        return self.unit == "same_working_day" or (self.unit == "working_days" and not self.amount)

    @property
    def takes_every_day(self) -> bool:
        """Whether every day counts, worked or not, so that neither rule nor cut-off matters."""
        return self.unit in ("calendar_days", "weeks", "months")

    @property
    def moves(self) -> bool:
        """Whether a trigger on a day that is not worked moves to the next one that is."""
        return self.is_same_day or self.rules.counting != "day-after-trigger"

    @property
    def asks_of_the_triggers_day(self) -> bool:
        """Whether it matters for the count if the trigger's own day is worked."""
        return self.moves or (self.rules.cut_off is not None and self.at is not None)

    @property
    def too_late_because(self) -> str | None:
        """Why the trigger came too late on its day, if that is worked; None if it did not."""
        if self.at is None:
            return None
        if self.rules.cut_off is not None and self.at >= self.rules.cut_off:
            return f"cut-off {self.rules.cut_off}"
        counts = self.is_same_day or self.rules.counting == "trigger-day-counts"
        if counts and self.at >= self.rules.day_ends:
            return f"the day ends at {self.rules.day_ends}"
        return None


@dataclass(frozen=True)
class Back:
    """So many days before something planned, by a plan that was recorded on a day."""

    unit: Literal["working_days", "calendar_days"]
    amount: int
    planned_on: date
    recorded_on: date
    rules: Rules


@dataclass(frozen=True)
class Answer:
    """A deadline: the first late instant in UTC, the last day in time, and what it was at first."""

    due: datetime
    due_on: date
    original_due_on: date
    is_provisional: bool


def first_instant(day: date, at: str, zone: str) -> datetime:
    """Search for the first instant at which the clocks show a time on a day, "24:00" included."""
    hours, minutes = map(int, at.split(":"))
    wanted = datetime.combine(day, time()) + timedelta(hours=hours, minutes=minutes)
    instant = wanted.replace(tzinfo=UTC) - timedelta(hours=15)
    while instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < wanted:
        instant += timedelta(minutes=15)
    return instant


def answer(question: Question, calendar: NaiveCalendar, known_on: date) -> Answer:
    """Find a deadline with what was known of the calendar by a date."""
    zone = question.rules.zone
    if question.unit == "hours":
        due = first_instant(question.on, question.at or "24:00", zone)
        due += timedelta(hours=question.amount)
        due_on = (due - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()
        return Answer(due, due_on, due_on, False)
    if question.unit == "at_once":
        return Answer(first_instant(question.on, "24:00", zone), question.on, question.on, False)
    return _with_all_news(
        lambda when: last_day(question, calendar, when),
        calendar,
        (question.on, known_on),
        question.rules,
    )


def soonest(
    questions: Sequence[Question], calendar: NaiveCalendar, known_on: date
) -> tuple[int, Answer]:
    """Find which of several limits is due first, the first of equals, and its deadline.

    What the deadline was at first is the earliest of what each was at first.
    """
    answers = [answer(question, calendar, known_on) for question in questions]
    first = 0
    for number, each in enumerate(answers):
        if each.due < answers[first].due:
            first = number
    original = min(each.original_due_on for each in answers)
    return first, replace(answers[first], original_due_on=original)


def answer_back(back: Back, calendar: NaiveCalendar, known_on: date) -> Answer:
    """Find a deadline before something planned; never before the day that recorded the plan."""
    found = _with_all_news(
        lambda when: last_day_back(back, calendar, when),
        calendar,
        (back.recorded_on, known_on),
        back.rules,
    )
    original = max(found.original_due_on, back.recorded_on)
    if found.due_on >= back.recorded_on:
        return replace(found, original_due_on=original)
    due = first_instant(back.recorded_on, back.rules.day_ends, back.rules.zone)
    return replace(found, due=due, due_on=back.recorded_on, original_due_on=original)


def _with_all_news(
    count: Callable[[date], Found],
    calendar: NaiveCalendar,
    known: tuple[date, date],
    rules: Rules,
) -> Answer:
    """Count with what was known first, then with each later date on which something became known.

    The latest of these days is the deadline's.
    """
    first, last = min(known), known[1]
    news = {closed.announced for closed in calendar.closed}
    news |= {closed.withdrawn for closed in calendar.closed}
    best = original = count(first)
    for when in sorted(when for when in news if when is not None and first < when <= last):
        counted = count(when)
        if counted[0] > best[0]:
            best = counted
    return Answer(
        due=first_instant(best[0], rules.day_ends, rules.zone),
        due_on=best[0],
        original_due_on=original[0],
        is_provisional=any(day.year > calendar.published_to for day in best[1]),
    )


def last_day(question: Question, calendar: NaiveCalendar, known_on: date) -> Found:
    """Count to the last day in time."""
    calendar.asked = set()
    day = question.on
    if question.takes_every_day:
        day = day_later(day, question.unit, question.amount)
        if question.rolls_to is not None:
            step = DAY if question.rolls_to == "next-working-day" else -DAY
            while not calendar.works(day, known_on):
                day += step
        return day, frozenset(calendar.asked)
    if question.asks_of_the_triggers_day:
        is_worked = calendar.works(day, known_on)
        if question.too_late_because is not None if is_worked else question.moves:
            day = calendar.next_worked(day, known_on)
    number = 1 if question.rules.counting == "trigger-day-counts" else 0
    while not question.is_same_day and number < question.amount:
        day += DAY
        if calendar.works(day, known_on):
            number += 1
    return day, frozenset(calendar.asked)


def last_day_back(back: Back, calendar: NaiveCalendar, known_on: date) -> Found:
    """Count back from a planned day, whatever day that is."""
    calendar.asked = set()
    day = back.planned_on
    number = 0
    while number < back.amount:
        day -= DAY
        if back.unit == "calendar_days" or calendar.works(day, known_on):
            number += 1
    return day, frozenset(calendar.asked)


def day_later(day: date, unit: Unit, amount: int) -> date:
    """Walk so many days, weeks or months on, from the first of one month to that of the next.

    >>> day_later(date(2026, 4, 3), "weeks", 12), day_later(date(2026, 1, 31), "months", 1)
    (datetime.date(2026, 6, 26), datetime.date(2026, 2, 28))
    """
    if unit != "months":
        for _ in range(7 * amount if unit == "weeks" else amount):
            day += DAY
        return day
    wanted, found = day.day, day
    while found.day != 1:
        found -= DAY
    for _ in range(amount):
        found += DAY
        while found.day != 1:
            found += DAY
    while found.day < wanted and (found + DAY).day != 1:
        found += DAY
    return found
