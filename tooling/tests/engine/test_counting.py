"""The three rules of counting, cut-offs and the days that a receipt shows."""

from __future__ import annotations

from datetime import date, time

import pytest

from escalation_log.engine.calendar import OutsideCalendarError
from escalation_log.engine.counting import (
    count_back,
    count_calendar_days,
    count_months,
    count_working_days,
    same_working_day,
)
from escalation_log.engine.deadline import deadline_for
from escalation_log.model.patterns import Rolls, WorkingDays
from escalation_log.model.policies import Counting, CountingRules
from escalation_log.model.receipts import DayReckoned
from tests.calendars import shipped
from tests.engine.moments import LONDON, at

KNOWN = shipped("england-and-wales").history.known_on(date(2026, 1, 1))
AFTER = Counting.DAY_AFTER_TRIGGER
NEXT = Counting.NEXT_WORKING_DAY_AFTER_TRIGGER
COUNTS = Counting.TRIGGER_DAY_COUNTS
FOUR = time(16)

MONDAY, FRIDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 7)


def told(days: tuple[DayReckoned, ...]) -> list[str]:
    """Write a count shortly: day of the month, part, number, name."""
    return [
        " ".join(
            [
                f"{day.on.day}",
                day.reckoning.value,
                *([] if day.number is None else [str(day.number)]),
                *([] if day.name is None else [day.name]),
                *([] if day.is_foreseen is False else ["foreseen"]),
            ]
        )
        for day in days
    ]


def working(
    days: int, on: date, counting: Counting, at: time | None = None, cut_off: time | None = None
) -> list[str]:
    return told(
        count_working_days(
            KNOWN, days, on=on, at=at, counting=counting, cut_off=cut_off, day_ends=None
        )
    )


def by_calendar(days: int, on: date) -> list[str]:
    return told(count_calendar_days(KNOWN, days, on=on, rolls=None))


WEEKEND = ["7 skipped Saturday", "8 skipped Sunday"]


@pytest.mark.parametrize("counting", [AFTER, NEXT])
def test_a_working_triggers_day_is_day_zero(counting: Counting) -> None:
    assert working(2, MONDAY, counting) == ["2 day-zero", "3 counted 1", "4 counted 2"]


def test_a_working_triggers_day_is_day_one_where_it_counts() -> None:
    assert working(1, MONDAY, COUNTS) == ["2 counted 1"]
    assert working(2, FRIDAY, COUNTS) == ["6 counted 1", *WEEKEND, "9 counted 2"]


def test_a_trigger_on_a_saturday_under_each_rule() -> None:
    sunday = "8 skipped Sunday"
    assert working(1, SATURDAY, AFTER) == ["7 day-zero Saturday", sunday, "9 counted 1"]
    assert working(1, SATURDAY, NEXT) == [
        "7 moved Saturday",
        sunday,
        "9 day-zero",
        "10 counted 1",
    ]
    assert working(1, SATURDAY, COUNTS) == ["7 moved Saturday", sunday, "9 counted 1"]


def test_a_trigger_on_a_bank_holiday_under_each_rule() -> None:
    good_friday = date(2026, 4, 3)
    easter = ["4 skipped Saturday", "5 skipped Sunday", "6 skipped Easter Monday"]
    assert working(1, good_friday, AFTER) == ["3 day-zero Good Friday", *easter, "7 counted 1"]
    assert working(1, good_friday, NEXT) == [
        "3 moved Good Friday",
        *easter,
        "7 day-zero",
        "8 counted 1",
    ]
    assert working(1, good_friday, COUNTS) == ["3 moved Good Friday", *easter, "7 counted 1"]


@pytest.mark.parametrize("at", [FOUR, time(16, 1), time(23, 59)])
def test_at_or_after_the_cut_off_the_next_working_day_is_the_triggers(at: time) -> None:
    moved = ["6 moved cut-off 16:00", *WEEKEND]
    assert working(1, FRIDAY, AFTER, at, FOUR) == [*moved, "9 day-zero", "10 counted 1"]
    assert working(1, FRIDAY, NEXT, at, FOUR) == [*moved, "9 day-zero", "10 counted 1"]
    assert working(1, FRIDAY, COUNTS, at, FOUR) == [*moved, "9 counted 1"]


@pytest.mark.parametrize("at", [None, time(0), time(15, 59), time(15, 59, 59)])
def test_before_the_cut_off_or_without_a_time_the_day_itself_is_the_triggers(
    at: time | None,
) -> None:
    assert working(1, FRIDAY, AFTER, at, FOUR) == ["6 day-zero", *WEEKEND, "9 counted 1"]
    assert working(1, FRIDAY, COUNTS, at, FOUR) == ["6 counted 1"]


def test_a_day_that_is_not_worked_has_no_cut_off() -> None:
    late = time(17)
    assert working(1, SATURDAY, AFTER, late, FOUR) == working(1, SATURDAY, AFTER)
    assert working(1, SATURDAY, NEXT, late, FOUR) == working(1, SATURDAY, NEXT)
    assert working(1, SATURDAY, COUNTS, late, FOUR) == working(1, SATURDAY, COUNTS)


@pytest.mark.parametrize("counting", list(Counting))
def test_no_working_days_mean_the_same_working_day(counting: Counting) -> None:
    rules = CountingRules(counting=counting, zone=LONDON, cut_off=FOUR)

    def no_days(trigger: str) -> list[str]:
        limit, on = WorkingDays(0), date(2026, 3, 31)
        deadline = deadline_for(limit, at(trigger), rules, shipped("england-and-wales"), on)
        return told(tuple(step for step in deadline.steps if isinstance(step, DayReckoned)))

    assert no_days("2026-03-02") == ["2 day-zero"]
    assert no_days("2026-03-07") == ["7 moved Saturday", "8 skipped Sunday", "9 day-zero"]
    assert no_days("2026-03-06 15:59") == ["6 day-zero"]
    assert no_days("2026-03-06 16:00") == ["6 moved cut-off 16:00", *WEEKEND, "9 day-zero"]


@pytest.mark.parametrize(
    ("hour", "days"),
    [
        (time(16, 59), ["6 day-zero"]),
        (time(17), ["6 moved the day ends at 17:00", *WEEKEND, "9 day-zero"]),
    ],
)
def test_the_same_working_day_is_the_next_one_once_the_day_has_ended(
    hour: time, days: list[str]
) -> None:
    same = same_working_day(KNOWN, on=FRIDAY, at=hour, cut_off=None, day_ends=time(17))
    assert told(same) == days


def test_the_same_working_day_obeys_the_cut_off() -> None:
    def same(on: date, at: time | None) -> list[str]:
        return told(same_working_day(KNOWN, on=on, at=at, cut_off=FOUR, day_ends=None))

    assert same(FRIDAY, time(15, 59)) == ["6 day-zero"]
    assert same(FRIDAY, FOUR) == ["6 moved cut-off 16:00", *WEEKEND, "9 day-zero"]
    assert same(FRIDAY, None) == ["6 day-zero"]
    assert same(SATURDAY, time(17)) == ["7 moved Saturday", "8 skipped Sunday", "9 day-zero"]


@pytest.mark.parametrize("day", [FRIDAY, SATURDAY])
def test_calendar_days_take_in_every_day_from_the_one_after(day: date) -> None:
    first = day.day
    assert by_calendar(3, day) == [
        f"{first} day-zero",
        f"{first + 1} counted 1",
        f"{first + 2} counted 2",
        f"{first + 3} counted 3",
    ]


def test_a_leap_day_is_counted() -> None:
    assert working(2, date(2024, 2, 28), AFTER) == ["28 day-zero", "29 counted 1", "1 counted 2"]
    assert working(1, date(2023, 2, 28), AFTER) == ["28 day-zero", "1 counted 1"]
    assert by_calendar(1, date(2028, 2, 28)) == ["28 day-zero", "29 counted 1"]
    assert working(1, date(2024, 2, 29), COUNTS) == ["29 counted 1"]


def test_days_past_the_published_years_are_marked() -> None:
    assert working(2, date(2028, 12, 28), AFTER) == [
        "28 day-zero",
        "29 counted 1",
        "30 skipped Saturday",
        "31 skipped Sunday",
        "1 skipped New Year's Day foreseen",
        "2 counted 2 foreseen",
    ]
    assert working(1, date(2028, 12, 28), AFTER) == ["28 day-zero", "29 counted 1"]


def test_a_trigger_past_the_published_years_is_marked_where_its_day_matters() -> None:
    assert by_calendar(1, date(2029, 1, 2)) == ["2 day-zero", "3 counted 1"]
    holiday = date(2029, 1, 1)
    same = same_working_day(KNOWN, on=holiday, at=None, cut_off=None, day_ends=None)
    assert told(same) == ["1 moved New Year's Day foreseen", "2 day-zero foreseen"]


@pytest.mark.parametrize(
    ("counting", "hour", "cut_off", "first"),
    [
        # The day after the trigger is day one, whatever day the trigger's own is.
        (AFTER, None, None, "2 day-zero"),
        (AFTER, time(9), None, "2 day-zero"),
        (AFTER, None, FOUR, "2 day-zero"),
        # A time and a cut-off would move the trigger, unless its day is a bank holiday.
        (AFTER, time(9), FOUR, "2 day-zero foreseen"),
        # These rules move a trigger on a bank holiday.
        (NEXT, None, None, "2 day-zero foreseen"),
        (COUNTS, None, None, "2 counted 1 foreseen"),
    ],
)
def test_a_triggers_own_day_is_foreseen_only_where_a_bank_holiday_would_change_the_count(
    counting: Counting, hour: time | None, cut_off: time | None, first: str
) -> None:
    assert working(1, date(2029, 1, 2), counting, hour, cut_off)[0] == first


def test_calendar_days_end_where_every_count_does() -> None:
    by_calendar(1, date(2100, 12, 30))
    with pytest.raises(OutsideCalendarError):
        by_calendar(2, date(2100, 12, 30))
    with pytest.raises(OutsideCalendarError):
        working(2, date(2100, 12, 30), AFTER)


@pytest.mark.parametrize(
    ("months", "on", "later"),
    [
        (1, date(2026, 1, 31), "28 later 1"),
        (1, date(2024, 1, 31), "29 later 1"),
        (12, date(2024, 2, 29), "28 later 12"),
        (48, date(2024, 2, 29), "29 later 48"),
        (10, date(2026, 2, 28), "28 later 10"),
        (3, date(2026, 12, 31), "31 later 3"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(
    months: int, on: date, later: str
) -> None:
    assert told(count_months(KNOWN, months, on=on, rolls=None)) == [f"{on.day} day-zero", later]


def test_a_date_past_the_published_years_is_foreseen_where_it_may_roll() -> None:
    on = date(2028, 12, 1)
    assert told(count_months(KNOWN, 1, on=on, rolls=None))[1:] == ["1 later 1"]
    assert told(count_months(KNOWN, 1, on=on, rolls=Rolls.NEXT))[1:] == [
        "1 later 1",
        "1 rolled New Year's Day foreseen",
        "2 rolled-to foreseen",
    ]
    assert told(count_months(KNOWN, 1, on=on, rolls=Rolls.PREVIOUS))[1:] == [
        "1 later 1",
        "1 rolled New Year's Day foreseen",
        "31 rolled Sunday",
        "30 rolled Saturday",
        "29 rolled-to",
    ]


def test_days_are_counted_back_from_what_is_planned() -> None:
    tuesday = date(2026, 4, 7)
    assert told(count_back(KNOWN, 1, on=tuesday, is_working=True)) == [
        "7 day-zero",
        "6 skipped Easter Monday",
        "5 skipped Sunday",
        "4 skipped Saturday",
        "3 skipped Good Friday",
        "2 back 1",
    ]
    assert told(count_back(KNOWN, 2, on=tuesday, is_working=False)) == [
        "7 day-zero",
        "6 back 1",
        "5 back 2",
    ]
    with pytest.raises(OutsideCalendarError):
        count_back(KNOWN, 1, on=date(2012, 1, 1), is_working=False)


def test_months_end_where_every_count_does() -> None:
    assert told(count_months(KNOWN, 12, on=date(2099, 12, 31), rolls=None))[1:] == ["31 later 12"]
    for months, rolls in ((13, None), (12_000 * 8, None)):
        with pytest.raises(OutsideCalendarError):
            count_months(KNOWN, months, on=date(2099, 12, 31), rolls=rolls)
    with pytest.raises(OutsideCalendarError):
        count_months(KNOWN, 1, on=date(2011, 12, 31), rolls=None)
