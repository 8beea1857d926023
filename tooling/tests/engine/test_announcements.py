"""Holidays announced, moved and withdrawn after a trigger: the later deadline governs."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from escalation_log.engine.clock import working_days_between
from escalation_log.engine.deadline import deadline_for
from escalation_log.files.calendar_file import with_closures
from escalation_log.model.calendars import BankHoliday, Calendar, Closure
from escalation_log.model.patterns import (
    AtOnce,
    CalendarDays,
    Months,
    Rolls,
    SameWorkingDay,
    SoonerOf,
    TimedLimit,
    Weeks,
    WorkingDays,
)
from escalation_log.model.policies import Counting, CountingRules
from escalation_log.model.receipts import CountedBy, DayReckoned, Deadline, MovedByAnnouncement
from tests.calendars import shipped, with_holiday
from tests.engine.moments import LONDON, at

ENGLAND = shipped("england-and-wales")
SCOTLAND = shipped("scotland")
RULES = CountingRules(counting=Counting.DAY_AFTER_TRIGGER, zone=LONDON)


def run(
    limit: TimedLimit,
    trigger: str,
    known_on: date,
    *,
    calendar: Calendar = ENGLAND,
    rules: CountingRules = RULES,
) -> Deadline:
    return deadline_for(limit, at(trigger), rules, calendar, known_on)


def moves(deadline: Deadline) -> list[MovedByAnnouncement]:
    return [step for step in deadline.steps if isinstance(step, MovedByAnnouncement)]


def skipped(deadline: Deadline) -> list[str | None]:
    return [
        step.name
        for step in deadline.steps
        if isinstance(step, DayReckoned) and step.number is None
    ]


def knowledge_of(deadline: Deadline) -> date:
    (counted_by,) = (step for step in deadline.steps if isinstance(step, CountedBy))
    return counted_by.known_on


def test_the_state_funeral_moves_a_deadline_from_the_day_it_was_announced() -> None:
    before = run(WorkingDays(7), "2022-09-08 11:00", date(2022, 9, 9))
    assert before.due_on == before.original_due_on == date(2022, 9, 19)
    assert moves(before) == []

    after = run(WorkingDays(7), "2022-09-08 11:00", date(2022, 9, 10))
    assert (after.original_due_on, after.due_on) == (date(2022, 9, 19), date(2022, 9, 20))
    assert after.due == at("2022-09-21 00:00")
    assert moves(after) == [
        MovedByAnnouncement(
            original_due_on=date(2022, 9, 19),
            due_on=date(2022, 9, 20),
            day=date(2022, 9, 19),
            name="Bank Holiday for the State Funeral of Queen Elizabeth II",
            announced=date(2022, 9, 10),
        )
    ]
    assert knowledge_of(before) == date(2022, 9, 8)
    assert knowledge_of(after) == date(2022, 9, 10)
    assert "Bank Holiday for the State Funeral of Queen Elizabeth II" in skipped(after)


def test_a_trigger_on_the_day_of_the_announcement_knows_of_it() -> None:
    deadline = run(WorkingDays(5), "2022-09-12 09:00", date(2022, 9, 12))
    assert deadline.due_on == deadline.original_due_on == date(2022, 9, 20)
    on_the_day = run(WorkingDays(6), "2022-09-10 09:00", date(2022, 9, 10))
    assert on_the_day.due_on == on_the_day.original_due_on == date(2022, 9, 20)
    assert moves(deadline) == moves(on_the_day) == []


def test_an_announcement_of_a_later_day_moves_nothing() -> None:
    deadline = run(WorkingDays(5), "2022-09-08 11:00", date(2022, 12, 1))
    assert deadline.due_on == deadline.original_due_on == date(2022, 9, 15)
    assert knowledge_of(deadline) == date(2022, 9, 8)


def test_the_first_day_after_the_last_in_time_moves_nothing() -> None:
    deadline = run(WorkingDays(6), "2022-09-08 11:00", date(2022, 12, 1))
    assert deadline.due_on == deadline.original_due_on == date(2022, 9, 16)


def test_a_knowledge_before_the_trigger_is_all_there_is() -> None:
    deadline = run(WorkingDays(7), "2022-09-12 11:00", date(2022, 9, 9))
    assert deadline.due_on == deadline.original_due_on == date(2022, 9, 21)
    assert knowledge_of(deadline) == date(2022, 9, 9)


def until(calendar: Calendar, trigger: str, target: date) -> WorkingDays:
    """Give the limit that ended on a day by what was known on the trigger's."""
    start = date.fromisoformat(trigger)
    return WorkingDays(working_days_between(calendar, start, target, known_on=start))


@pytest.mark.parametrize("calendar", [ENGLAND, SCOTLAND], ids=["england", "scotland"])
@pytest.mark.parametrize(
    "target", [date(2020, 5, day) for day in (1, 5, 6, 7, 8, 11)], ids=lambda day: f"{day:%d}"
)
def test_ve_day_was_moved_and_not_added(calendar: Calendar, target: date) -> None:
    # The 4th was worked in place of the 8th: no deadline comes later, and none may come sooner.
    trigger = "2019-05-29"
    limit = until(calendar, trigger, target)
    deadline = run(limit, trigger, date(2020, 5, 1), calendar=calendar)
    assert deadline.due_on == deadline.original_due_on == target
    assert moves(deadline) == []
    assert knowledge_of(deadline) == date(2019, 5, 29)


@pytest.mark.parametrize(
    ("calendar", "announced"),
    [(ENGLAND, date(2019, 6, 7)), (SCOTLAND, date(2019, 7, 2))],
    ids=["england", "scotland"],
)
def test_from_the_announcement_on_deadlines_count_with_the_moved_day(
    calendar: Calendar, announced: date
) -> None:
    for trigger, due_on in ((announced - timedelta(days=1), 11), (announced, 11)):
        limit = until(calendar, trigger.isoformat(), date(2020, 5, due_on))
        deadline = run(limit, trigger.isoformat(), date(2020, 5, 1), calendar=calendar)
        name = "Early May bank holiday" + (" (VE day)" if trigger == announced else "")
        assert name in skipped(deadline)


def test_the_added_day_of_the_platinum_jubilee_is_named_and_not_the_one_moved() -> None:
    deadline = run(WorkingDays(400), "2020-11-02", date(2022, 1, 4))
    assert [(move.day, move.original_due_on, move.due_on) for move in moves(deadline)] == [
        (date(2022, 6, 3), date(2022, 6, 6), date(2022, 6, 7))
    ]


@pytest.mark.parametrize(
    ("calendar", "due_on"),
    [(SCOTLAND, date(2026, 6, 16)), (ENGLAND, date(2026, 6, 15))],
    ids=["scotland", "england"],
)
def test_the_world_cup_moves_deadlines_in_scotland_alone(calendar: Calendar, due_on: date) -> None:
    limit = until(calendar, "2026-02-02", date(2026, 6, 15))
    before = run(limit, "2026-02-02", date(2026, 2, 2), calendar=calendar)
    after = run(limit, "2026-02-02", date(2026, 2, 3), calendar=calendar)
    assert before.due_on == before.original_due_on == after.original_due_on == date(2026, 6, 15)
    assert after.due_on == due_on


def test_a_trigger_after_the_announcement_counts_around_the_world_cup() -> None:
    deadline = run(WorkingDays(1), "2026-06-12", date(2026, 6, 12), calendar=SCOTLAND)
    assert deadline.due_on == deadline.original_due_on == date(2026, 6, 16)


def test_each_announcement_that_moves_a_deadline_is_told_in_turn() -> None:
    calendar = with_holiday(
        with_holiday(
            ENGLAND,
            BankHoliday(on=date(2026, 3, 4), name="first", announced=date(2026, 3, 3)),
        ),
        BankHoliday(on=date(2026, 3, 10), name="second", announced=date(2026, 3, 5)),
    )
    deadline = run(WorkingDays(5), "2026-03-02", date(2026, 3, 31), calendar=calendar)
    assert deadline.original_due_on == date(2026, 3, 9)
    assert [(move.name, move.original_due_on, move.due_on) for move in moves(deadline)] == [
        ("first", date(2026, 3, 9), date(2026, 3, 10)),
        ("second", date(2026, 3, 10), date(2026, 3, 11)),
    ]
    assert knowledge_of(deadline) == date(2026, 3, 5)
    between = run(WorkingDays(5), "2026-03-02", date(2026, 3, 4), calendar=calendar)
    assert [move.name for move in moves(between)] == ["first"]


def test_an_announcement_that_concerns_other_days_hides_none_that_follows() -> None:
    calendar = with_holiday(
        with_holiday(
            ENGLAND,
            BankHoliday(on=date(2026, 3, 20), name="too late", announced=date(2026, 3, 3)),
        ),
        BankHoliday(on=date(2026, 3, 9), name="in time", announced=date(2026, 3, 5)),
    )
    deadline = run(WorkingDays(5), "2026-03-02", date(2026, 3, 31), calendar=calendar)
    assert [move.name for move in moves(deadline)] == ["in time"]


def test_two_days_announced_at_once_are_each_told() -> None:
    calendar = with_holiday(
        with_holiday(
            ENGLAND,
            BankHoliday(on=date(2026, 3, 4), name="first", announced=date(2026, 3, 3)),
        ),
        BankHoliday(on=date(2026, 3, 5), name="second", announced=date(2026, 3, 3)),
    )
    deadline = run(WorkingDays(5), "2026-03-02", date(2026, 3, 31), calendar=calendar)
    assert [(move.name, move.original_due_on, move.due_on) for move in moves(deadline)] == [
        ("first", date(2026, 3, 9), date(2026, 3, 10)),
        ("second", date(2026, 3, 10), date(2026, 3, 11)),
    ]


def test_a_withdrawal_never_makes_a_deadline_sooner() -> None:
    calendar = with_holiday(
        ENGLAND, BankHoliday(on=date(2026, 3, 4), name="taken back", withdrawn=date(2026, 3, 3))
    )
    deadline = run(WorkingDays(5), "2026-03-02", date(2026, 3, 31), calendar=calendar)
    assert deadline.due_on == deadline.original_due_on == date(2026, 3, 10)
    assert "taken back" in skipped(deadline)
    later = run(WorkingDays(5), "2026-03-03", date(2026, 3, 31), calendar=calendar)
    assert later.due_on == date(2026, 3, 10)
    assert "taken back" not in skipped(later)


def test_a_withdrawal_of_the_triggers_own_day_may_put_a_deadline_off() -> None:
    # A day that is not worked has no cut-off; once it is worked after all, it has one.
    rules = CountingRules(counting=Counting.DAY_AFTER_TRIGGER, zone=LONDON, cut_off=time(16))
    calendar = with_holiday(
        ENGLAND, BankHoliday(on=date(2026, 3, 4), name="taken back", withdrawn=date(2026, 3, 5))
    )
    deadline = run(
        WorkingDays(1), "2026-03-04 17:00", date(2026, 3, 5), calendar=calendar, rules=rules
    )
    assert (deadline.original_due_on, deadline.due_on) == (date(2026, 3, 5), date(2026, 3, 6))
    (move,) = moves(deadline)
    assert (move.name, move.withdrawn, move.announced) == ("taken back", True, date(2026, 3, 5))


def test_a_closure_announced_late_moves_a_deadline_across_new_year() -> None:
    closure = Closure(
        first=date(2026, 12, 29),
        last=date(2027, 1, 4),
        name="Offices closed",
        announced=date(2026, 12, 21),
    )
    calendar = with_closures(ENGLAND, [closure])
    before = run(WorkingDays(5), "2026-12-18", date(2026, 12, 20), calendar=calendar)
    after = run(WorkingDays(5), "2026-12-18", date(2026, 12, 21), calendar=calendar)
    assert before.due_on == date(2026, 12, 29)
    assert after.due_on == date(2027, 1, 5)
    assert [(move.day, move.name) for move in moves(after)] == [
        (date(2026, 12, 29), "Offices closed")
    ]


@pytest.mark.parametrize(
    ("limit", "counting", "trigger", "original", "due_on"),
    [
        (SameWorkingDay(), Counting.DAY_AFTER_TRIGGER, "2026-03-07", "2026-03-09", "2026-03-10"),
        (
            WorkingDays(2),
            Counting.NEXT_WORKING_DAY_AFTER_TRIGGER,
            "2026-03-07",
            "2026-03-11",
            "2026-03-12",
        ),
        (WorkingDays(2), Counting.TRIGGER_DAY_COUNTS, "2026-03-07", "2026-03-10", "2026-03-11"),
        *(
            (limit, counting, "2026-03-07", due_on, due_on)
            for counting in Counting
            for limit, due_on in (
                (CalendarDays(3), "2026-03-10"),
                (Weeks(1), "2026-03-14"),
                (Months(1), "2026-04-07"),
                (AtOnce(), "2026-03-07"),
            )
        ),
        (
            CalendarDays(2, rolls=Rolls.NEXT),
            Counting.TRIGGER_DAY_COUNTS,
            "2026-03-07",
            "2026-03-09",
            "2026-03-10",
        ),
        (
            CalendarDays(2, rolls=Rolls.PREVIOUS),
            Counting.TRIGGER_DAY_COUNTS,
            "2026-03-07",
            "2026-03-09",
            "2026-03-09",
        ),
        (
            SoonerOf((WorkingDays(2), CalendarDays(4))),
            Counting.TRIGGER_DAY_COUNTS,
            "2026-03-07",
            "2026-03-10",
            "2026-03-11",
        ),
    ],
)
def test_a_holiday_moves_working_days_and_what_rolls_and_no_other_limit(
    limit: TimedLimit, counting: Counting, trigger: str, original: str, due_on: str
) -> None:
    monday = BankHoliday(on=date(2026, 3, 9), name="late", announced=date(2026, 3, 8))
    deadline = run(
        limit,
        trigger,
        date(2026, 3, 8),
        calendar=with_holiday(ENGLAND, monday),
        rules=CountingRules(counting=counting, zone=LONDON),
    )
    assert deadline.original_due_on == date.fromisoformat(original)
    assert deadline.due_on == date.fromisoformat(due_on)


def test_knowing_more_never_brings_a_deadline_forward() -> None:
    for days in range(395, 405):
        due = [
            run(WorkingDays(days), "2020-11-02", known_on).due_on
            for known_on in (
                date(2020, 11, 2),
                date(2020, 11, 12),
                date(2022, 9, 10),
                date(2026, 1, 5),
            )
        ]
        assert due == sorted(due)


def test_a_withdrawn_holiday_that_a_date_had_rolled_back_from_moves_it_there() -> None:
    # Ten days from Friday 27 February are Monday 9 March.
    off = BankHoliday(on=date(2026, 3, 9), name="Extra day", withdrawn=date(2026, 3, 3))
    deadline = run(
        CalendarDays(10, rolls=Rolls.PREVIOUS),
        "2026-02-27",
        date(2026, 3, 3),
        calendar=with_holiday(ENGLAND, off),
    )
    assert (deadline.original_due_on, deadline.due_on) == (date(2026, 3, 6), date(2026, 3, 9))
    assert [(move.day, move.withdrawn) for move in moves(deadline)] == [(date(2026, 3, 9), True)]


def test_the_sooner_of_limits_keeps_its_first_date_where_news_makes_another_limit_govern() -> None:
    # Four working days from Monday 2 March are Friday 6 March, five days are Saturday.
    off = BankHoliday(on=date(2026, 3, 6), name="Extra day", announced=date(2026, 3, 5))
    limit = SoonerOf((WorkingDays(4), CalendarDays(5)))
    calendar = with_holiday(ENGLAND, off)
    before = run(limit, "2026-03-02", date(2026, 3, 4), calendar=calendar)
    assert (before.original_due_on, before.due_on) == (date(2026, 3, 6), date(2026, 3, 6))
    after = run(limit, "2026-03-02", date(2026, 3, 5), calendar=calendar)
    assert (after.original_due_on, after.due_on) == (date(2026, 3, 6), date(2026, 3, 7))
    assert [(move.original_due_on, move.due_on, move.day) for move in moves(after)] == [
        (date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 6))
    ]


def test_the_sooner_of_limits_tells_each_move_once_and_only_as_far_as_it_moved_the_date() -> None:
    # From Monday 2 March four working days end with Friday 6, five with Monday 9.
    friday = BankHoliday(on=date(2026, 3, 6), name="Extra day", announced=date(2026, 3, 4))
    known_on = date(2026, 3, 5)
    calendar = with_holiday(ENGLAND, friday)
    limit = SoonerOf((WorkingDays(4), WorkingDays(5)))
    later = run(limit, "2026-03-02", known_on, calendar=calendar)
    assert (later.original_due_on, later.due_on) == (date(2026, 3, 6), date(2026, 3, 9))
    assert [move.due_on for move in moves(later)] == [date(2026, 3, 9)]
    # The seventh day is Monday 9: a second day off moves the working days past it.
    monday = BankHoliday(on=date(2026, 3, 9), name="Another", announced=date(2026, 3, 5))
    both = with_holiday(calendar, monday)
    seventh = run(
        SoonerOf((WorkingDays(4), CalendarDays(7))), "2026-03-02", known_on, calendar=both
    )
    assert (seventh.original_due_on, seventh.due_on) == (date(2026, 3, 6), date(2026, 3, 9))
    assert [(move.original_due_on, move.due_on) for move in moves(seventh)] == [
        (date(2026, 3, 6), date(2026, 3, 9))
    ]
