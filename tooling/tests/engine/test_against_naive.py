"""The engine against the naive counter: thousands of triggers, all limits, rules and calendars."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from escalation_log.engine.clock import moment_of
from escalation_log.engine.deadline import PlannedDay, deadline_before, deadline_for
from escalation_log.files.calendar_file import build_closure, with_closures
from escalation_log.model.calendars import BankHoliday, Calendar
from escalation_log.model.moments import Stamp
from escalation_log.model.patterns import (
    AtOnce,
    CalendarDays,
    CountedIn,
    DaysBefore,
    Hours,
    Months,
    Rolls,
    SameWorkingDay,
    SimpleTime,
    SoonerOf,
    TimedLimit,
    Weeks,
    WorkingDays,
)
from escalation_log.model.policies import Counting, CountingRules
from escalation_log.model.receipts import (
    AlsoAllowed,
    CountedBack,
    CountedBy,
    DayReckoned,
    Deadline,
    EveryDayCounts,
    OnTheDay,
)
from tests.calendars import shipped
from tests.logs import CALENDARS
from tests.naive import (
    Answer,
    Back,
    Question,
    RollsTo,
    Rules,
    Unit,
    answer,
    answer_back,
    soonest,
)
from tests.naive_calendar import NATIONS, Closed, NaiveCalendar, read_calendar
from tests.naive_receipts import Entry, UntrueReceiptError, replay, replay_back
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
    written = [
        {key: str(value) if isinstance(value, date) else value for key, value in closure.items()}
        for closure in closures
    ]
    return (
        read_calendar(CALENDARS / f"{nation}.yaml", closures),
        with_closures(shipped(nation), map(build_closure, written)),
    )


def unknown_nation(
    closures: Iterable[Mapping[str, object]] = (),
) -> tuple[NaiveCalendar, Calendar]:
    """Give a nation of whose holidays past the published years nobody knows."""
    naive, calendar = both("scotland", closures)
    return replace(naive, nation="atlantis"), replace(calendar, id="atlantis")


def restless(nation: str) -> tuple[NaiveCalendar, Calendar]:
    """Give a nation that announces days off at short notice, and takes every other one back."""
    naive, calendar = both(nation)
    chance = random.Random(nation)
    days: list[Closed] = []
    announced = date(2013, 1, 1)
    while announced < date(2028, 6, 1):
        announced += timedelta(days=chance.randrange(5, 40))
        on = announced + timedelta(days=chance.randrange(1, 30))
        withdrawn = announced + timedelta(days=chance.randrange(1, 10))
        if naive.why_closed(on, date(2040, 1, 1)) is None and on not in [day.first for day in days]:
            back = withdrawn if len(days) % 2 else None
            days.append(Closed(on, on, f"Extra day {len(days)}", announced, back))
    extra = tuple(
        BankHoliday(on=day.first, name=day.name, announced=day.announced, withdrawn=day.withdrawn)
        for day in days
    )
    return (
        replace(naive, closed=(*naive.closed, *days)),
        replace(calendar, holidays=(*calendar.holidays, *extra)),
    )


def limit_of(question: Question) -> SimpleTime:
    rolls = None if question.rolls_to is None else Rolls(question.rolls_to)
    match question.unit:
        case "working_days":
            return WorkingDays(question.amount)
        case "calendar_days":
            return CalendarDays(question.amount, rolls)
        case "weeks":
            return Weeks(question.amount, rolls)
        case "months":
            return Months(question.amount, rolls)
        case "hours":
            return Hours(question.amount)
        case "same_working_day":
            return SameWorkingDay()
        case "at_once":
            return AtOnce()


def clock(text: str | None) -> time | None:
    return None if text in (None, "24:00") else time.fromisoformat(text or "")


def rules_of(rules: Rules) -> CountingRules:
    return CountingRules(
        counting=Counting(rules.counting),
        zone=ZoneInfo(rules.zone),
        cut_off=clock(rules.cut_off),
        day_ends=clock(rules.day_ends),
    )


def ask(
    question: Question, calendar: Calendar, known_on: date, limit: TimedLimit | None = None
) -> Deadline:
    """Put a naive question to the engine, or another limit with the same trigger and rules."""
    rules = rules_of(question.rules)
    trigger = moment_of(Stamp(on=question.on, time=clock(question.at)), rules.zone)
    return deadline_for(limit or limit_of(question), trigger, rules, calendar, known_on)


def told_of(deadline: Deadline) -> Answer:
    return Answer(
        due=deadline.due.at,
        due_on=deadline.due_on,
        original_due_on=deadline.original_due_on,
        is_provisional=deadline.is_provisional,
    )


def entries_of(deadline: Deadline) -> list[Entry]:
    return [
        (step.on, step.reckoning.value, step.number, step.name)
        for step in deadline.steps
        if isinstance(step, DayReckoned)
    ]


def knowledge_of(deadline: Deadline, known_on: date) -> date:
    """Give the date of the calendar that a receipt says it used."""
    counted_by = (s for s in deadline.steps if isinstance(s, CountedBy | EveryDayCounts))
    return next((step.known_on for step in counted_by), known_on)


def assert_receipt_is_true(
    deadline: Deadline, question: Question, naive: NaiveCalendar, known_on: date
) -> None:
    """Replay a receipt; clock hours have no days, and at once only its own."""
    entries = entries_of(deadline)
    if question.unit == "hours":
        assert entries == []
    elif question.unit == "at_once":
        assert entries == []
        assert OnTheDay(on=question.on) in deadline.steps
    else:
        knowledge = knowledge_of(deadline, known_on)
        assert replay(entries, question, naive, knowledge) == deadline.due_on


def triggers(chance: random.Random, calendar: NaiveCalendar) -> Iterator[date]:
    """Give days of all years, some within a fortnight of something unusual, or before news."""
    news = [
        day
        for closed in calendar.closed
        for day in (closed.announced, closed.withdrawn)
        if day is not None and day > date(2012, 2, 1)
    ]
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
        yield chance.choice(news) - timedelta(days=chance.randrange(14))


def minutes_skipped(on: date, at: str | None) -> bool:
    """Say whether the clocks skip a time, of which the two counters have different readings."""
    if at is None:
        return False
    wall = datetime.combine(on, time.fromisoformat(at), tzinfo=ZoneInfo("Europe/London"))
    return wall.utcoffset() != wall.replace(fold=1).utcoffset() and on.month == 3


UNITS: tuple[tuple[Unit, int], ...] = (
    ("working_days", 12),
    ("working_days", 12),
    ("working_days", 400),
    ("calendar_days", 30),
    ("calendar_days", 30),
    ("weeks", 12),
    ("months", 13),
    ("months", 60),
    ("hours", 100),
    ("same_working_day", 1),
    ("at_once", 1),
)
ROLLS: tuple[RollsTo | None, ...] = (None, "next-working-day", "previous-working-day")
LOOKED = (-30, 0, 1, 5, 30, 600)
TIMES = (None, "00:00", "00:30", "01:30", "09:00", "12:29", "12:30", "15:59", "16:00", "17:00")


def questions(chance: random.Random, calendar: NaiveCalendar) -> Iterator[tuple[Question, date]]:
    for on in triggers(chance, calendar):
        at = chance.choice((*TIMES, "23:59"))
        if on < date(2012, 1, 1) or minutes_skipped(on, at):
            continue
        yield (
            drawn(chance, on, at, chance.choice(RULES)),
            on + timedelta(days=chance.choice(LOOKED)),
        )


def drawn(chance: random.Random, on: date, at: str | None, rules: Rules) -> Question:
    unit, most = chance.choice(UNITS)
    least = 0 if unit == "working_days" else 1
    rolls_to = chance.choice(ROLLS) if unit in ("calendar_days", "weeks", "months") else None
    return Question(unit, chance.randint(least, most), on, at, rules, rolls_to)


READ = {
    **{nation: both(nation) for nation in NATIONS},
    **{f"{nation}, offices closed": both(nation, CLOSURES) for nation in NATIONS},
    **{f"{nation}, restless": restless(nation) for nation in NATIONS},
    "a nation nobody knows": unknown_nation(CLOSURES),
}


@pytest.mark.parametrize("count", [250, whole(2000)])
@pytest.mark.parametrize("name", sorted(READ))
def test_engine_and_naive_counter_agree_on_drawn_deadlines(name: str, count: int) -> None:
    naive, calendar = READ[name]
    chance = random.Random(name)
    asked = questions(chance, naive)
    moved = 0
    for _ in range(count):
        question, known_on = next(asked)
        deadline = ask(question, calendar, known_on)
        assert told_of(deadline) == answer(question, naive, known_on), (question, known_on)
        moved += deadline.due_on != deadline.original_due_on
        assert_receipt_is_true(deadline, question, naive, known_on)
    assert moved > 0 or "," not in name


SOME_CLOSED = (
    {
        "from": date(2026, 2, 16),
        "to": date(2026, 2, 18),
        "name": "Half term",
        "sectors": ["school"],
    },
    {
        "from": date(2026, 2, 19),
        "to": date(2026, 2, 20),
        "name": "Moot",
        "sectors": ["school"],
        "agencies": ["police"],
    },
    {
        "from": date(2026, 2, 23),
        "to": date(2026, 2, 25),
        "name": "Inspection",
        "announced": date(2026, 2, 17),
        "agencies": ["eastside", "police"],
    },
    {"from": date(2026, 2, 26), "name": "Offices closed"},
)
EAST, WEST, POLICE = ("eastside", "school"), ("westside", "school"), ("police", "police")
# Those who must act, each with its sector, and two working days from Tuesday 17 February, by hand.
ACTING: tuple[tuple[tuple[tuple[str, str | None], ...], date], ...] = (
    # Closed from the 16th to the 26th: 27 February, 2 March.
    ((EAST,), date(2026, 3, 2)),
    # No inspection here: the 23rd, the 24th.
    ((WEST,), date(2026, 2, 24)),
    # No half term: the 18th, the 27th.
    ((POLICE,), date(2026, 2, 27)),
    # An agency that is named like a sector is not of it: the 18th, the 19th.
    ((("school", "charity"),), date(2026, 2, 19)),
    # Only one of the two has the inspection.
    ((EAST, WEST), date(2026, 2, 24)),
    # Only one of the two has half term.
    ((EAST, POLICE), date(2026, 2, 27)),
    # All three have only the moot: the 18th, the 23rd.
    ((EAST, WEST, POLICE), date(2026, 2, 23)),
    # Only closures for all are the partnership's: the 18th, the 19th.
    ((("partnership", None),), date(2026, 2, 19)),
)


@pytest.mark.parametrize(("acting", "by_hand"), ACTING)
@pytest.mark.parametrize("counting", list(Counting))
def test_engine_and_naive_counter_agree_where_some_agencies_are_closed(
    counting: Counting, acting: tuple[tuple[str, str | None], ...], by_hand: date
) -> None:
    naive, calendar = both("england-and-wales", SOME_CLOSED)
    theirs, ours = naive.of_those(acting), calendar.shared_by(dict(acting))
    rules = Rules(counting=counting, cut_off="16:00")
    for ahead in range(30):
        on = date(2026, 2, 5) + timedelta(days=ahead)
        for days, at in ((1, "09:00"), (5, "16:00")):
            question = Question("working_days", days, on, at, rules)
            for known_on in (on, date(2026, 2, 17), date(2026, 6, 1)):
                deadline = ask(question, ours, known_on)
                assert told_of(deadline) == answer(question, theirs, known_on), question
                assert_receipt_is_true(deadline, question, theirs, known_on)
        back = Back("working_days", 4, on + timedelta(days=9), on, rules)
        plan = PlannedDay(event=1, on=back.planned_on, recorded_on=on)
        limit = DaysBefore(4, CountedIn.WORKING_DAYS, "conference")
        told = deadline_before(limit, plan, rules_of(rules), ours, date(2026, 6, 1))
        assert told_of(told) == answer_back(back, theirs, date(2026, 6, 1)), back
    known_on = date(2026, 6, 1)
    two = Question("working_days", 2, date(2026, 2, 17), "09:00", RULES[0])
    assert answer(two, theirs, known_on).due_on == ask(two, ours, known_on).due_on == by_hand


@pytest.mark.parametrize("count", [150, whole(1500)])
@pytest.mark.parametrize("nation", NATIONS)
def test_engine_and_naive_counter_agree_on_the_sooner_of_drawn_limits(
    nation: str, count: int
) -> None:
    naive, calendar = READ[f"{nation}, restless"]
    chance = random.Random(f"{nation} sooner")
    asked = questions(chance, naive)
    governing = set()
    for _ in range(count):
        first, known_on = next(asked)
        parts = [first]
        while len({limit_of(part) for part in parts}) < 3:
            parts.append(drawn(chance, first.on, first.at, first.rules))
        limit = SoonerOf(tuple(limit_of(part) for part in parts))
        deadline = ask(first, calendar, known_on, limit)
        index, expected = soonest(parts, naive, known_on)
        assert told_of(deadline) == expected, (parts, known_on)
        assert_receipt_is_true(deadline, parts[index], naive, known_on)
        others = {
            step.limit: (step.due.at, step.due_on)
            for step in deadline.steps
            if isinstance(step, AlsoAllowed)
        }
        for part in parts:
            alone = answer(part, naive, known_on)
            if limit_of(part) != limit_of(parts[index]):
                assert others[limit_of(part)] == (alone.due, alone.due_on), part
        governing.add(parts[index].unit)
    assert governing == {unit for unit, _ in UNITS}


@pytest.mark.parametrize("count", [150, whole(1500)])
@pytest.mark.parametrize("nation", NATIONS)
def test_engine_and_naive_counter_agree_on_days_before_something_planned(
    nation: str, count: int
) -> None:
    naive, calendar = READ[f"{nation}, restless"]
    chance = random.Random(f"{nation} back")
    days = triggers(chance, naive)
    taken_back = [each for each in naive.closed if each.withdrawn is not None]
    late = moved = 0
    for number in range(count):
        if number % 3:
            planned_on = next(day for day in days if day > date(2013, 1, 1))
            recorded_on = planned_on - timedelta(days=chance.choice((0, 1, 3, 8, 20, 60, 200)))
        else:
            closed = chance.choice(taken_back)
            assert closed.withdrawn is not None
            planned_on = closed.first + timedelta(days=chance.randrange(1, 9))
            recorded_on = min(closed.withdrawn - timedelta(days=1), planned_on)
        known_on = recorded_on + timedelta(days=chance.choice((0, 1, 5, 30, 600)))
        is_worked = chance.choice((True, True, False))
        back = Back(
            "working_days" if is_worked else "calendar_days",
            chance.randint(1, 15),
            planned_on,
            recorded_on,
            chance.choice(RULES),
        )
        limit = DaysBefore(back.amount, CountedIn(back.unit), "conference")
        plan = PlannedDay(event=1, on=planned_on, recorded_on=recorded_on)
        deadline = deadline_before(limit, plan, rules_of(back.rules), calendar, known_on)
        assert told_of(deadline) == answer_back(back, naive, known_on), (back, known_on)
        late += deadline.due_on == recorded_on
        moved += deadline.due_on != deadline.original_due_on
        steps = [step for step in deadline.steps if isinstance(step, CountedBack)]
        assert [(step.planned_on, step.days) for step in steps] == [(planned_on, back.amount)]
        last = replay_back(entries_of(deadline), back, naive, steps[0].known_on)
        assert max(last, recorded_on) == deadline.due_on
    assert late > 0
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
                deadline = ask(question, calendar, known_on)
                assert told_of(deadline) == answer(question, naive, known_on), question
                assert_receipt_is_true(deadline, question, naive, known_on)


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
    deadline = ask(QUESTION, calendar, QUESTION.on)
    assert entries_of(deadline) == TRUE
    last = replay(TRUE, QUESTION, naive, knowledge_of(deadline, QUESTION.on))
    assert last == deadline.due_on == date(2026, 4, 9)


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


ROLLING = Question(
    "weeks",
    1,
    date(2026, 3, 27),
    "16:30",
    Rules(counting="day-after-trigger", cut_off="16:00"),
    "next-working-day",
)
ROLLED: list[Entry] = [
    (date(2026, 3, 27), "day-zero", None, None),
    *((date(2026, 3, 27) + timedelta(days=day), "counted", day, None) for day in range(1, 8)),
    (date(2026, 4, 3), "rolled", None, "Good Friday"),
    (date(2026, 4, 4), "rolled", None, "Saturday"),
    (date(2026, 4, 5), "rolled", None, "Sunday"),
    (date(2026, 4, 6), "rolled", None, "Easter Monday"),
    (date(2026, 4, 7), "rolled-to", None, None),
]
MONTHLY = Question("months", 1, date(2026, 1, 31), None, Rules(counting="day-after-trigger"), None)
LATER: list[Entry] = [
    (date(2026, 1, 31), "day-zero", None, None),
    (date(2026, 2, 28), "later", 1, None),
]
CONFERENCE = Back(
    "working_days", 2, date(2026, 4, 7), date(2026, 3, 2), Rules(counting="day-after-trigger")
)
BACK: list[Entry] = [
    (date(2026, 4, 7), "day-zero", None, None),
    (date(2026, 4, 6), "skipped", None, "Easter Monday"),
    (date(2026, 4, 5), "skipped", None, "Sunday"),
    (date(2026, 4, 4), "skipped", None, "Saturday"),
    (date(2026, 4, 3), "skipped", None, "Good Friday"),
    (date(2026, 4, 2), "back", 1, None),
    (date(2026, 4, 1), "back", 2, None),
]


def test_true_receipts_of_weeks_months_and_days_back_are_replayed() -> None:
    naive = read_calendar(CALENDARS / "england-and-wales.yaml")
    assert replay(ROLLED, ROLLING, naive, ROLLING.on) == date(2026, 4, 7)
    assert replay(LATER, MONTHLY, naive, MONTHLY.on) == date(2026, 2, 28)
    assert replay_back(BACK, CONFERENCE, naive, CONFERENCE.recorded_on) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("untrue", "question"),
    [
        (ROLLED[:-1], ROLLING),
        (ROLLED[:8], ROLLING),
        ([*ROLLED[:4], *ROLLED[5:]], ROLLING),
        ([*ROLLED[:8], *ROLLED[9:]], ROLLING),
        ([*ROLLED[:8], (date(2026, 4, 3), "rolled", None, "Friday"), *ROLLED[9:]], ROLLING),
        ([*ROLLED[:8], (date(2026, 4, 3), "rolled-to", None, None)], ROLLING),
        ([*ROLLED, (date(2026, 4, 8), "rolled-to", None, None)], ROLLING),
        ([(date(2026, 3, 27), "moved", None, "cut-off 16:00"), *ROLLED[1:]], ROLLING),
        (ROLLED, replace(ROLLING, rolls_to="previous-working-day")),
        (ROLLED, replace(ROLLING, rolls_to=None)),
        (LATER[:1], MONTHLY),
        ([LATER[0], (date(2026, 3, 3), "later", 1, None)], MONTHLY),
        ([LATER[0], (date(2026, 2, 28), "later", 2, None)], MONTHLY),
        ([*LATER, (date(2026, 2, 27), "rolled-to", None, None)], MONTHLY),
    ],
)
def test_an_untrue_receipt_of_weeks_or_months_is_refused(
    untrue: list[Entry], question: Question
) -> None:
    naive = read_calendar(CALENDARS / "england-and-wales.yaml")
    with pytest.raises(UntrueReceiptError):
        replay(untrue, question, naive, question.on)


@pytest.mark.parametrize(
    "untrue",
    [
        BACK[:-1],
        BACK[1:],
        [*BACK[:2], *BACK[3:]],
        [BACK[0], (date(2026, 4, 6), "back", 1, None), *BACK[2:]],
        [*BACK[:5], (date(2026, 4, 2), "skipped", None, "closed"), BACK[6]],
        [*BACK[:4], (date(2026, 4, 3), "skipped", None, "Easter"), *BACK[5:]],
        [*BACK[:6], (date(2026, 4, 1), "back", 3, None)],
    ],
)
def test_an_untrue_receipt_of_days_back_is_refused(untrue: list[Entry]) -> None:
    naive = read_calendar(CALENDARS / "england-and-wales.yaml")
    with pytest.raises(UntrueReceiptError):
        replay_back(untrue, CONFERENCE, naive, CONFERENCE.recorded_on)


def test_a_trigger_that_stays_is_not_told_as_moved() -> None:
    naive = read_calendar(CALENDARS / "england-and-wales.yaml")
    early = replace(QUESTION, at="15:59")
    with pytest.raises(UntrueReceiptError):
        replay(TRUE, early, naive, early.on)
