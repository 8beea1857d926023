"""Time deadlines with their receipts, against two ways of counting day by day."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from bench.timing import Comparison, compare
from escalation_log.engine.clock import moment_of
from escalation_log.engine.deadline import deadline_for
from escalation_log.model.calendars import Calendar
from escalation_log.model.moments import Stamp
from escalation_log.model.patterns import WorkingDays
from escalation_log.model.policies import Counting, CountingRules
from tests import naive, naive_calendar
from tests.calendars import shipped
from tests.logs import CALENDARS

NATION = "england-and-wales"
ZONE = ZoneInfo("Europe/London")
RULES = CountingRules(counting=Counting.DAY_AFTER_TRIGGER, zone=ZONE)
KNOWN_ON = date(2026, 1, 1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A number of working days from a morning."""

    on: date
    days: int


def against_naive_counter(quick: bool) -> Comparison:
    """Compare with the naive counter of the tests, which gives the same answers.

    It looks up every day, once for each state of knowledge, and gives no receipt.
    """
    calendar, questions = shipped(NATION), questions_of(300 if quick else 3_000)
    closed = naive_calendar.read_calendar(CALENDARS / f"{NATION}.yaml")
    rules = naive.Rules(counting="day-after-trigger")

    def theirs() -> list[date]:
        return [
            naive.answer(
                naive.Question("working_days", each.days, each.on, "10:15", rules),
                closed,
                KNOWN_ON,
            ).due_on
            for each in questions
        ]

    assert engine(questions, calendar) == theirs()
    return compare(
        "deadlines",
        lambda: engine(questions, calendar),
        theirs,
        against="the naive counter",
        items=len(questions),
        promised=5,
    )


def against_bare_walk(quick: bool) -> Comparison:
    """Compare with a plain loop over the `holidays` library, as a short script would have it.

    The loop knows one rule of counting, and no announcements, cut-off, time zone or end of the day,
    so it may be faster. The promised ratio limits how much those features may cost.
    """
    calendar, questions = shipped(NATION), questions_of(2_000 if quick else 20_000)
    library = holidays.country_holidays("GB", subdiv="ENG", years=range(2023, 2027))

    def theirs() -> list[date]:
        return [walk(library, each.on, each.days)[-1][0] for each in questions]

    assert engine(questions, calendar) == theirs()
    return compare(
        "deadlines-bare",
        lambda: engine(questions, calendar),
        theirs,
        against="a bare walk with the holidays library",
        items=len(questions),
        promised=0.4,
    )


def questions_of(number: int) -> list[Question]:
    """Make questions: 1 to 20 working days from days of 2023 to 2025, the same in every run."""
    chance = random.Random(1)
    first = date(2023, 6, 1)
    return [
        Question(on=first + chance.randrange(900) * DAY, days=chance.randint(1, 20))
        for _ in range(number)
    ]


def engine(questions: list[Question], calendar: Calendar) -> list[date]:
    """Answer with the engine, with receipts."""
    morning = time(10, 15)
    return [
        deadline_for(
            WorkingDays(each.days),
            moment_of(Stamp(on=each.on, time=morning), ZONE),
            RULES,
            calendar,
            KNOWN_ON,
        ).due_on
        for each in questions
    ]


def walk(
    library: holidays.HolidayBase, on: date, days: int
) -> list[tuple[date, int | None, str | None]]:
    """Count working days with the library.

    Each day has its number in the count, or the reason why it does not count.
    """
    walked: list[tuple[date, int | None, str | None]] = []
    number = 0
    while number < days:
        on += DAY
        if on.weekday() >= 5:
            walked.append((on, None, on.strftime("%A")))
        elif on in library:
            walked.append((on, None, library[on]))
        else:
            number += 1
            walked.append((on, number, None))
    return walked
