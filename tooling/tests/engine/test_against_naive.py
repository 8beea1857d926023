"""The engine against the naive counter: thousands of triggers, all limits, rules and calendars."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from escalation_log.engine.clock import moment_of
from escalation_log.engine.deadline import deadline_for
from escalation_log.files.calendar_file import build_closure, with_closures
from escalation_log.model.calendars import Calendar
from escalation_log.model.moments import Stamp
from escalation_log.model.patterns import (
    CalendarDays,
    Hours,
    SameWorkingDay,
    TimedLimit,
    WorkingDays,
)
from escalation_log.model.policies import Counting, CountingRules
from escalation_log.model.receipts import CountedBy, DayReckoned
from tests.calendars import shipped
from tests.logs import CALENDARS
from tests.naive import (
    NATIONS,
    Answer,
    Entry,
    NaiveCalendar,
    Question,
    Rules,
    Unit,
    UntrueReceiptError,
    answer,
    read_calendar,
    replay,
)
from tests.thoroughness import whole

CLOSURES = (
    {"from": date(2024, 12, 27), "to": date(2025, 1, 2), "name": "Offices closed"},
    {
        "from": date(2026, 12, 29),
        "to": date(2027, 1, 5),
        "name": "Offices closed",
        "announced": date(2026, 11, 30),
    },
    {
        "from": date(2030, 5, 1),
        "to": date(2030, 5, 9),
        "name": "Moving house",
        "announced": date(2030, 4, 24),
    },
)
RULES = [
    Rules(counting=counting, cut_off=cut_off, day_ends=day_ends)
    for counting in Counting
    for cut_off, day_ends in ((None, "24:00"), ("16:00", "24:00"), ("12:30", "17:00"))
]


def both(
    nation: str, closures: Iterable[Mapping[str, object]] = ()
) -> tuple[NaiveCalendar, Calendar]:
    """Read a calendar twice: as the naive counter does, and as the package does."""
    written = [{key: str(value) for key, value in closure.items()} for closure in closures]
    return (
        read_calendar(CALENDARS / f"{nation}.yaml", closures),
        with_closures(shipped(nation), map(build_closure, written)),
    )


def limit_of(question: Question) -> TimedLimit:
    match question.unit:
        case "working_days":
            return WorkingDays(question.amount)
        case "calendar_days":
            return CalendarDays(question.amount)
        case "hours":
            return Hours(question.amount)
        case "same_working_day":
            return SameWorkingDay()


def clock(text: str | None) -> time | None:
    return None if text in (None, "24:00") else time.fromisoformat(text or "")


def ask(question: Question, calendar: Calendar, known_on: date) -> tuple[Answer, list[Entry], date]:
    """Put a naive question to the engine; give answer, days of the receipt and their knowledge."""
    rules = CountingRules(
        counting=Counting(question.rules.counting),
        zone=ZoneInfo(question.rules.zone),
        cut_off=clock(question.rules.cut_off),
        day_ends=clock(question.rules.day_ends),
    )
    trigger = moment_of(Stamp(on=question.on, time=clock(question.at)), rules.zone)
    deadline = deadline_for(limit_of(question), trigger, rules, calendar, known_on)
    entries: list[Entry] = [
        (step.on, step.reckoning.value, step.number, step.name)
        for step in deadline.steps
        if isinstance(step, DayReckoned)
    ]
    knowledge = [step.known_on for step in deadline.steps if isinstance(step, CountedBy)]
    told = Answer(
        due=deadline.due.at,
        due_on=deadline.due_on,
        original_due_on=deadline.original_due_on,
        is_provisional=deadline.is_provisional,
    )
    return told, entries, knowledge[0] if knowledge else known_on


def triggers(chance: random.Random, calendar: NaiveCalendar) -> Iterator[date]:
    """Give days of all years, every other one within a fortnight of something unusual."""
    unusual = [
        day
        for closed in calendar.closed
        for day in (closed.first, closed.announced, closed.withdrawn)
        if day is not None
    ]
    unusual += [date(2024, 2, 29), date(2028, 2, 29), date(2028, 12, 29), date(2030, 5, 1)]
    unusual += [date(year, month, 27) for year in range(2015, 2030) for month in (3, 10)]
    while True:
        yield date(2012, 1, 20) + timedelta(days=chance.randrange(365 * 20))
        yield chance.choice(unusual) + timedelta(days=chance.randrange(-14, 15))


def minutes_skipped(on: date, at: str | None) -> bool:
    """Say whether the clocks skip a time, of which the two counters have different readings."""
    if at is None:
        return False
    wall = datetime.combine(on, time.fromisoformat(at), tzinfo=ZoneInfo("Europe/London"))
    return wall.utcoffset() != wall.replace(fold=1).utcoffset() and on.month == 3


def questions(chance: random.Random, calendar: NaiveCalendar) -> Iterator[tuple[Question, date]]:
    units: tuple[tuple[Unit, int], ...] = (
        ("working_days", 12),
        ("working_days", 12),
        ("working_days", 400),
        ("calendar_days", 30),
        ("hours", 100),
        ("same_working_day", 1),
    )
    times = [None, "00:00", "00:30", "01:30", "09:00", "12:29", "12:30", "15:59", "16:00", "23:59"]
    for on in triggers(chance, calendar):
        unit, most = chance.choice(units)
        at = chance.choice(times)
        if on < date(2012, 1, 1) or minutes_skipped(on, at):
            continue
        least = 0 if unit == "working_days" else 1
        question = Question(unit, chance.randint(least, most), on, at, chance.choice(RULES))
        yield question, on + timedelta(days=chance.choice((-30, 0, 1, 5, 30, 600)))


@pytest.mark.parametrize("count", [250, whole(2000)])
@pytest.mark.parametrize("closures", [(), CLOSURES], ids=["no closures", "closures"])
@pytest.mark.parametrize("nation", NATIONS)
def test_engine_and_naive_counter_agree_on_drawn_deadlines(
    nation: str, closures: tuple[dict[str, object], ...], count: int
) -> None:
    naive, calendar = both(nation, closures)
    chance = random.Random(f"{nation}{len(closures)}")
    asked = questions(chance, naive)
    moved = 0
    for _ in range(count):
        question, known_on = next(asked)
        told, entries, knowledge = ask(question, calendar, known_on)
        assert told == answer(question, naive, known_on), (question, known_on)
        moved += told.due_on != told.original_due_on
        if question.unit != "hours":
            assert replay(entries, question, naive, knowledge) == told.due_on
    assert moved > 0


@pytest.mark.parametrize("counting", list(Counting))
@pytest.mark.parametrize("nation", NATIONS)
def test_engine_and_naive_counter_agree_on_every_day_of_the_worst_years(
    nation: str, counting: Counting
) -> None:
    naive, calendar = both(nation, CLOSURES)
    rules = Rules(counting=counting, cut_off="16:00")
    for first in (date(2019, 12, 1), date(2021, 12, 1), date(2026, 12, 1), date(2028, 12, 1)):
        for ahead in range(45):
            for days, at in ((1, "09:00"), (5, "16:00")):
                on = first + timedelta(days=ahead)
                question = Question("working_days", days, on, at, rules)
                known_on = on + timedelta(days=20)
                told, entries, knowledge = ask(question, calendar, known_on)
                assert told == answer(question, naive, known_on), question
                assert replay(entries, question, naive, knowledge) == told.due_on


QUESTION = Question(
    "working_days",
    2,
    date(2026, 4, 2),
    "16:30",
    Rules(counting="day-after-trigger", cut_off="16:00"),
)
TRUE: list[Entry] = [
    (date(2026, 4, 2), "moved", None, "cut-off 16:00"),
    (date(2026, 4, 3), "skipped", None, "Good Friday"),
    (date(2026, 4, 4), "skipped", None, "Saturday"),
    (date(2026, 4, 5), "skipped", None, "Sunday"),
    (date(2026, 4, 6), "skipped", None, "Easter Monday"),
    (date(2026, 4, 7), "day-zero", None, None),
    (date(2026, 4, 8), "counted", 1, None),
    (date(2026, 4, 9), "counted", 2, None),
]


def test_a_true_receipt_is_replayed_to_its_last_day() -> None:
    naive, calendar = both("england-and-wales")
    told, entries, knowledge = ask(QUESTION, calendar, QUESTION.on)
    assert entries == TRUE
    assert replay(TRUE, QUESTION, naive, knowledge) == told.due_on == date(2026, 4, 9)


@pytest.mark.parametrize(
    "untrue",
    [
        TRUE[1:],
        TRUE[:-1],
        TRUE[:3] + TRUE[4:],
        [*TRUE, (date(2026, 4, 10), "counted", 3, None)],
        [(date(2026, 4, 2), "day-zero", None, None), *TRUE[1:]],
        [(date(2026, 4, 2), "moved", None, "Thursday"), *TRUE[1:]],
        [TRUE[0], (date(2026, 4, 3), "skipped", None, "Easter"), *TRUE[2:]],
        [*TRUE[:5], (date(2026, 4, 7), "skipped", None, "closed"), *TRUE[6:]],
        [*TRUE[:6], (date(2026, 4, 8), "counted", 2, None), TRUE[7]],
        [*TRUE[:6], (date(2026, 4, 8), "counted", 1, "worked"), TRUE[7]],
        [TRUE[0], (date(2026, 4, 3), "counted", 1, None), *TRUE[2:]],
        [*TRUE[:5], (date(2026, 4, 7), "counted", 1, None), (date(2026, 4, 8), "counted", 2, None)],
    ],
)
def test_an_untrue_receipt_is_refused(untrue: list[Entry]) -> None:
    naive = read_calendar(CALENDARS / "england-and-wales.yaml")
    with pytest.raises(UntrueReceiptError):
        replay(untrue, QUESTION, naive, QUESTION.on)


def test_a_trigger_that_stays_is_not_told_as_moved() -> None:
    naive = read_calendar(CALENDARS / "england-and-wales.yaml")
    early = replace(QUESTION, at="15:59")
    with pytest.raises(UntrueReceiptError):
        replay(TRUE, early, naive, early.on)
