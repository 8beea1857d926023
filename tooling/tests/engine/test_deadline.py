"""Limits run to deadlines: days, hours, ends of days, and the years that are not published."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from escalation_log.engine.calendar import OutsideCalendarError
from escalation_log.engine.deadline import deadline_for
from escalation_log.model.patterns import (
    CalendarDays,
    Hours,
    SameWorkingDay,
    TimedLimit,
    WorkingDays,
)
from escalation_log.model.policies import Counting, CountingRules
from escalation_log.model.receipts import CountedBy, DayReckoned, Deadline, HoursRun, Provisional
from tests.calendars import shipped
from tests.engine.moments import LONDON, at

ENGLAND = shipped("england-and-wales")
SCOTLAND = shipped("scotland")
RULES = CountingRules(counting=Counting.DAY_AFTER_TRIGGER, zone=LONDON)
LATER = date(2028, 1, 1)


def run(limit: TimedLimit, trigger: str, rules: CountingRules = RULES) -> Deadline:
    return deadline_for(limit, at(trigger), rules, ENGLAND, LATER)


def test_five_working_days_from_a_monday_end_with_the_next_monday() -> None:
    deadline = run(WorkingDays(5), "2026-03-02 10:15")
    assert deadline.due_on == deadline.original_due_on == date(2026, 3, 9)
    assert deadline.due.local.isoformat() == "2026-03-10T00:00:00+00:00"
    assert deadline.due.on == date(2026, 3, 10)
    assert not deadline.is_provisional


def test_the_receipt_says_how_days_were_counted_and_shows_each() -> None:
    rules = CountingRules(
        counting=Counting.TRIGGER_DAY_COUNTS,
        zone=LONDON,
        cut_off=time(16),
        day_ends=time(17, 30),
    )
    deadline = run(WorkingDays(2), "2026-03-06 09:00", rules)
    counted_by, *days = deadline.steps
    assert counted_by == CountedBy(
        counting=Counting.TRIGGER_DAY_COUNTS,
        calendar="england-and-wales",
        calendar_hash=ENGLAND.content_hash,
        known_on=date(2026, 3, 6),
        cut_off="16:00",
        day_ends="17:30",
    )
    assert all(isinstance(day, DayReckoned) for day in days)
    assert len(days) == 4
    assert deadline.due.local.isoformat() == "2026-03-09T17:30:00+00:00"


def test_without_cut_off_and_end_of_day_the_receipt_says_so() -> None:
    counted_by = run(WorkingDays(1), "2026-03-06 09:00").steps[0]
    assert isinstance(counted_by, CountedBy)
    assert (counted_by.cut_off, counted_by.day_ends) == (None, "24:00")


@pytest.mark.parametrize(
    ("trigger", "days", "due_on", "due"),
    [
        # The last day in time is the day before the clocks change, the day itself, the day after.
        ("2026-03-26", 1, "2026-03-27", "2026-03-28T00:00:00+00:00"),
        ("2026-03-27", 1, "2026-03-30", "2026-03-31T00:00:00+01:00"),
        ("2026-10-22", 1, "2026-10-23", "2026-10-24T00:00:00+01:00"),
        ("2026-10-23", 1, "2026-10-26", "2026-10-27T00:00:00+00:00"),
        # In the first hour of a summer's day, that day is the trigger's.
        ("2026-07-02 00:00", 1, "2026-07-03", "2026-07-04T00:00:00+01:00"),
        ("2026-07-02 00:59", 1, "2026-07-03", "2026-07-04T00:00:00+01:00"),
        ("2026-07-01 23:30+00:00", 1, "2026-07-03", "2026-07-04T00:00:00+01:00"),
        # Christmas on a Friday, a Saturday, a Sunday and a Monday.
        ("2020-12-24 12:00", 3, "2020-12-31", "2021-01-01T00:00:00+00:00"),
        ("2021-12-24 12:00", 1, "2021-12-29", "2021-12-30T00:00:00+00:00"),
        ("2022-12-23 12:00", 1, "2022-12-28", "2022-12-29T00:00:00+00:00"),
        ("2023-12-22 12:00", 3, "2023-12-29", "2023-12-30T00:00:00+00:00"),
        ("2023-12-22 12:00", 4, "2024-01-02", "2024-01-03T00:00:00+00:00"),
        # Easter, the latest and the earliest within reach.
        ("2026-04-02 09:00", 1, "2026-04-07", "2026-04-08T00:00:00+01:00"),
        ("2016-03-24 09:00", 1, "2016-03-29", "2016-03-30T00:00:00+01:00"),
        # Leap years.
        ("2024-02-28 09:00", 1, "2024-02-29", "2024-03-01T00:00:00+00:00"),
        ("2024-02-29 09:00", 1, "2024-03-01", "2024-03-02T00:00:00+00:00"),
        ("2023-02-28 09:00", 1, "2023-03-01", "2023-03-02T00:00:00+00:00"),
    ],
)
def test_working_days_through_the_year(trigger: str, days: int, due_on: str, due: str) -> None:
    deadline = run(WorkingDays(days), trigger)
    assert deadline.due_on == date.fromisoformat(due_on)
    assert deadline.due.local.isoformat() == due


def test_easter_monday_is_worked_in_scotland() -> None:
    trigger = at("2026-04-02 09:00")
    assert deadline_for(WorkingDays(1), trigger, RULES, SCOTLAND, LATER).due_on == date(2026, 4, 6)


@pytest.mark.parametrize(
    ("trigger", "hours", "due", "due_on", "change"),
    [
        ("2026-03-02 10:15", 24, "2026-03-03T10:15:00+00:00", "2026-03-03", 0),
        ("2026-03-06 16:00", 48, "2026-03-08T16:00:00+00:00", "2026-03-08", 0),
        # The clocks go forward, and back.
        ("2026-03-28 10:00", 24, "2026-03-29T11:00:00+01:00", "2026-03-29", 60),
        ("2026-03-28 01:30", 24, "2026-03-29T02:30:00+01:00", "2026-03-29", 60),
        ("2026-10-24 10:00", 24, "2026-10-25T09:00:00+00:00", "2026-10-25", -60),
        ("2026-10-24 01:30", 24, "2026-10-25T01:30:00+01:00", "2026-10-25", 0),
        ("2026-10-24 01:30", 25, "2026-10-25T01:30:00+00:00", "2026-10-25", -60),
        ("2026-10-25 01:30+00:00", 24, "2026-10-26T01:30:00+00:00", "2026-10-26", 0),
        ("2026-10-25 01:30+01:00", 24, "2026-10-26T00:30:00+00:00", "2026-10-26", -60),
        # A date alone runs from the end of its day.
        ("2026-03-02", 24, "2026-03-04T00:00:00+00:00", "2026-03-03", 0),
        ("2026-03-28", 24, "2026-03-30T01:00:00+01:00", "2026-03-30", 60),
        ("2026-03-29", 24, "2026-03-31T00:00:00+01:00", "2026-03-30", 0),
        ("2026-10-24", 24, "2026-10-25T23:00:00+00:00", "2026-10-25", -60),
        # A deadline at midnight has the day before as its last in time.
        ("2026-03-02 00:00", 24, "2026-03-03T00:00:00+00:00", "2026-03-02", 0),
        ("2026-07-01 00:30", 24, "2026-07-02T00:30:00+01:00", "2026-07-02", 0),
        ("2026-02-28 09:00", 24, "2026-03-01T09:00:00+00:00", "2026-03-01", 0),
        ("2024-02-28 09:00", 24, "2024-02-29T09:00:00+00:00", "2024-02-29", 0),
    ],
)
def test_hours_are_clock_hours(
    trigger: str, hours: int, due: str, due_on: str, change: int
) -> None:
    deadline = run(Hours(hours), trigger)
    assert deadline.due.local.isoformat() == due
    assert deadline.due_on == deadline.original_due_on == date.fromisoformat(due_on)
    (step,) = deadline.steps
    assert isinstance(step, HoursRun)
    assert (step.hours, step.due) == (hours, deadline.due)
    assert repr(step.clock_change_minutes) == str(change)
    assert (step.due.at - step.start.at).total_seconds() == hours * 3600


def test_hours_know_no_cut_off_no_end_of_day_and_no_horizon() -> None:
    rules = CountingRules(
        counting=Counting.NEXT_WORKING_DAY_AFTER_TRIGGER,
        zone=LONDON,
        cut_off=time(16),
        day_ends=time(17),
    )
    assert run(Hours(24), "2026-03-07 16:30", rules).due == at("2026-03-08 16:30")
    far = run(Hours(24), "2040-01-01 10:00", rules)
    assert far.due == at("2040-01-02 10:00")
    assert far.is_provisional is False
    early = run(Hours(24), "2011-12-31 10:00", rules)
    assert early.due == at("2012-01-01 10:00")


def test_the_same_working_day_ends_with_the_day() -> None:
    rules = CountingRules(
        counting=Counting.DAY_AFTER_TRIGGER, zone=LONDON, cut_off=time(16), day_ends=time(17)
    )
    assert run(SameWorkingDay(), "2026-04-02 15:59", rules).due == at("2026-04-02 17:00")
    assert run(SameWorkingDay(), "2026-04-02 16:00", rules).due == at("2026-04-07 17:00")
    assert run(SameWorkingDay(), "2026-04-04 15:59", rules).due == at("2026-04-07 17:00")
    assert run(SameWorkingDay(), "2026-04-02", rules).due == at("2026-04-02 17:00")
    assert run(WorkingDays(0), "2026-04-04", rules) == run(SameWorkingDay(), "2026-04-04", rules)


def test_a_day_that_is_over_does_not_count_as_the_first() -> None:
    rules = CountingRules(counting=Counting.TRIGGER_DAY_COUNTS, zone=LONDON, day_ends=time(17))
    # Thursday before Easter; Friday and Monday are bank holidays.
    assert run(WorkingDays(1), "2026-04-02 16:59", rules).due == at("2026-04-02 17:00")
    assert run(WorkingDays(1), "2026-04-02 17:00", rules).due == at("2026-04-07 17:00")
    assert run(WorkingDays(2), "2026-04-02 18:30", rules).due == at("2026-04-08 17:00")
    assert run(WorkingDays(1), "2026-04-02", rules).due == at("2026-04-02 17:00")
    after = CountingRules(counting=Counting.DAY_AFTER_TRIGGER, zone=LONDON, day_ends=time(17))
    assert run(WorkingDays(1), "2026-04-02 18:30", after).due == at("2026-04-07 17:00")


def test_a_date_alone_is_not_past_a_cut_off_at_midnight() -> None:
    rules = CountingRules(counting=Counting.DAY_AFTER_TRIGGER, zone=LONDON, cut_off=time(0))
    assert run(WorkingDays(1), "2026-03-02", rules).due_on == date(2026, 3, 3)
    assert run(WorkingDays(1), "2026-03-02 00:00", rules).due_on == date(2026, 3, 4)


def test_calendar_days_may_end_on_any_day() -> None:
    assert run(CalendarDays(3), "2026-04-03 10:00").due_on == date(2026, 4, 6)
    assert run(CalendarDays(7), "2026-12-25").due_on == date(2027, 1, 1)
    assert run(CalendarDays(366), "2024-02-29").due_on == date(2025, 3, 1)


def test_a_day_that_ends_in_the_repeated_hour_ends_the_first_time() -> None:
    rules = CountingRules(counting=Counting.DAY_AFTER_TRIGGER, zone=LONDON, day_ends=time(1, 30))
    deadline = run(CalendarDays(1), "2026-10-24", rules)
    assert deadline.due.local.isoformat() == "2026-10-25T01:30:00+01:00"


@pytest.mark.parametrize(
    ("limit", "trigger", "is_provisional"),
    [
        (WorkingDays(1), "2028-12-28", False),
        (WorkingDays(2), "2028-12-28", True),
        (WorkingDays(0), "2028-12-30", True),
        (SameWorkingDay(), "2028-12-29", False),
        (SameWorkingDay(), "2028-12-30", True),
        # Days of any kind move with no bank holiday.
        (CalendarDays(30), "2028-12-28", False),
    ],
)
def test_past_the_published_years_a_deadline_is_provisional(
    limit: TimedLimit, trigger: str, is_provisional: bool
) -> None:
    deadline = run(limit, trigger)
    assert deadline.is_provisional is is_provisional
    assert (Provisional(published_to=2028) in deadline.steps) is is_provisional


def test_the_first_days_after_the_horizon_are_foreseen() -> None:
    deadline = run(WorkingDays(2), "2028-12-28")
    assert deadline.due_on == date(2029, 1, 2)
    assert deadline_for(WorkingDays(2), at("2028-12-28"), RULES, SCOTLAND, LATER).due_on == date(
        2029, 1, 3
    )


@pytest.mark.parametrize(
    ("limit", "trigger"),
    [
        (WorkingDays(1), "2011-12-30"),
        (SameWorkingDay(), "2011-12-31"),
        (CalendarDays(1), "2011-12-31"),
        (WorkingDays(20), "2100-12-20"),
        (WorkingDays(10_000), "2090-01-04"),
        (CalendarDays(10), "2100-12-30"),
        (CalendarDays(10**9), "2026-01-05"),
        (SameWorkingDay(), "9999-12-31"),
        (Hours(24), "2100-12-31 00:01"),
        (Hours(24), "2100-12-31"),
        (Hours(10**12), "2026-01-05"),
        (Hours(1), "9999-12-31"),
        (Hours(1), "9999-12-31 23:59"),
    ],
)
def test_a_count_outside_the_calendar_is_refused(limit: TimedLimit, trigger: str) -> None:
    with pytest.raises(OutsideCalendarError):
        run(limit, trigger)


def test_the_last_hours_of_2100_are_counted() -> None:
    assert run(Hours(24), "2100-12-31 00:00").due_on == date(2100, 12, 31)


def test_ten_thousand_working_days_are_counted() -> None:
    deadline = run(WorkingDays(10_000), "2026-03-02 10:15")
    assert deadline.is_provisional
    numbers = [step.number for step in deadline.steps if isinstance(step, DayReckoned)]
    assert max(number or 0 for number in numbers) == 10_000


def test_another_zone_has_days_of_its_own() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    rules = CountingRules(counting=Counting.DAY_AFTER_TRIGGER, zone=tokyo)
    trigger = at("2026-03-02 23:30+00:00", tokyo)
    deadline = deadline_for(WorkingDays(1), trigger, rules, ENGLAND, LATER)
    assert deadline.due_on == date(2026, 3, 4)
    assert deadline.due.at == datetime(2026, 3, 4, 15, tzinfo=UTC)
