"""Checks the days of a receipt one by one, by the naive counter's own rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from tests.naive import Back, Question, day_later, last_day, last_day_back
from tests.naive_calendar import NaiveCalendar
from tests.naive_holidays import DAY

# A day, its part in the count, its number among those that count, and why it does not.
Entry = tuple[date, str, int | None, str | None]


class UntrueReceiptError(AssertionError):
    """A receipt says something of a day that the rules do not bear out."""


def replay(
    entries: Sequence[Entry], question: Question, calendar: NaiveCalendar, known_on: date
) -> date:
    """Go through the days of a receipt, check each, and give the last day in time.

    `known_on` is the date whose knowledge the receipt says it rests on. The parts are "moved",
    "day-zero", "counted", "skipped", for months "later", and for a date that may roll "rolled" and
    "rolled-to".
    """
    _claim(bool(entries), question.on, "there is a day")
    _claim(entries[0][0] == question.on, question.on, "the count begins with the trigger's day")
    if question.takes_every_day:
        _replay_every_day(entries, question, calendar, known_on)
    else:
        _replay_worked_days(entries, question, calendar, known_on)
    expected, _ = last_day(question, calendar, known_on)
    _claim(entries[-1][0] == expected, entries[-1][0], f"the last day in time is {expected}")
    return expected


def replay_back(
    entries: Sequence[Entry], back: Back, calendar: NaiveCalendar, known_on: date
) -> date:
    """Go through days that are counted back, check each, and give the last of them."""
    _claim(
        entries[0] == (back.planned_on, "day-zero", None, None), back.planned_on, "it is planned"
    )
    number = 0
    for before, (day, part, told_number, name) in pairwise(entries):
        _claim(day == before[0] - DAY, day, "no day is left out or told twice")
        closed = None if back.unit == "calendar_days" else calendar.why_closed(day, known_on)
        number += closed is None
        _claim(part == ("back" if closed is None else "skipped"), day, f"it is {part}")
        _claim(told_number == (number if closed is None else None), day, f"number {number}")
        _claim_name(day, name, closed, calendar)
    _claim(number == back.amount, entries[-1][0], "the amount")
    expected, _ = last_day_back(back, calendar, known_on)
    _claim(entries[-1][0] == expected, entries[-1][0], f"the last day is {expected}")
    return expected


def _replay_every_day(
    entries: Sequence[Entry], question: Question, calendar: NaiveCalendar, known_on: date
) -> None:
    """Check a count in which no day is left out, and where the date goes from its last day."""
    told = [entry for entry in entries if not entry[1].startswith("rolled")]
    rolled = entries[len(told) :]
    days = 7 * question.amount if question.unit == "weeks" else question.amount
    if question.unit == "months":
        later = day_later(question.on, "months", question.amount)
        true: list[Entry] = [(later, "later", question.amount, None)]
    else:
        true = [
            (question.on + number * DAY, "counted", number, None) for number in range(1, days + 1)
        ]
    _claim(
        told == [(question.on, "day-zero", None, None), *true],
        question.on,
        "every day counts, from the one after the trigger's",
    )
    _claim(bool(rolled) == (question.rolls_to is not None), question.on, "it rolls where it may")
    step = -DAY if question.rolls_to == "previous-working-day" else DAY
    for number, (day, part, told_number, name) in enumerate(rolled):
        _claim(day == told[-1][0] + number * step, day, "no day is left out as it rolls")
        closed = calendar.why_closed(day, known_on)
        _claim(part == ("rolled-to" if closed is None else "rolled"), day, f"it is {part}")
        _claim(told_number is None, day, "a day that is rolled from is not counted")
        _claim_name(day, name, closed, calendar)
    _claim(not rolled or rolled[-1][1] == "rolled-to", question.on, "it comes to a day worked")


def _replay_worked_days(
    entries: Sequence[Entry], question: Question, calendar: NaiveCalendar, known_on: date
) -> None:
    """Check a count of worked days, and of the others between them."""
    for before, after in pairwise(entries):
        _claim(after[0] == before[0] + DAY, after[0], "no day is left out or told twice")
    _replay_trigger(entries[0], question, calendar, known_on)
    number = 0
    for day, part, told_number, name in entries:
        closed = calendar.why_closed(day, known_on)
        if part == "counted":
            number += 1
            _claim(closed is None, day, f"it is not worked: {closed}")
            _claim(name is None, day, "a day that counts needs no reason")
        if part == "skipped":
            _claim(closed is not None, day, "it is worked, so it is not skipped")
        if part in ("skipped", "day-zero"):
            _claim_name(day, name, closed, calendar)
        _claim(part in ("moved", "day-zero", "counted", "skipped"), day, "a part of such a count")
        _claim(told_number == (number if part == "counted" else None), day, f"number {number}")
    zeros = sum(part == "day-zero" for _, part, _, _ in entries)
    has_zero = question.is_same_day or question.rules.counting != "trigger-day-counts"
    _claim(zeros == has_zero, question.on, "there is one day zero unless the trigger's day counts")
    _claim(number == (0 if question.is_same_day else question.amount), entries[-1][0], "the amount")


def _replay_trigger(
    entry: Entry, question: Question, calendar: NaiveCalendar, known_on: date
) -> None:
    """Check what a receipt says of the trigger's own day."""
    day, part, _, name = entry
    closed = calendar.why_closed(day, known_on)
    if closed is None and question.too_late_because is not None:
        told = question.too_late_because
        _claim(part == "moved" and name == told, day, f"it is too late on its day: {told}")
    elif closed is not None and question.moves:
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
