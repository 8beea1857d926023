"""Which days are worked, by what was known when, before and past the published years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from escalation_log.engine.calendar import (
    OutsideCalendarError,
    is_working_day,
    not_working_because,
    require_day,
)
from escalation_log.engine.clock import working_days_before, working_days_between
from escalation_log.engine.deadline import deadline_for
from escalation_log.files.calendar_file import with_closures
from escalation_log.model.calendars import BankHoliday, Calendar, Closure, KnownCalendar
from escalation_log.model.patterns import WorkingDays
from escalation_log.model.policies import Counting, CountingRules
from escalation_log.model.receipts import Provisional
from tests.calendars import shipped, with_holiday
from tests.engine.moments import LONDON, at
from tests.naive_calendar import NATIONS
from tests.naive_holidays import usual_bank_holidays

LATE = date(2026, 8, 21)
ENGLAND = shipped("england-and-wales")
RULES = CountingRules(counting=Counting.DAY_AFTER_TRIGGER, zone=LONDON)


def known(calendar: Calendar = ENGLAND, on: date = LATE) -> KnownCalendar:
    return calendar.history.known_on(on)


def small(
    *holidays: BankHoliday, closures: tuple[Closure, ...] = (), nation: str = "scotland"
) -> Calendar:
    return Calendar(
        id=nation,
        first_year=2020,
        published_to=2021,
        holidays=holidays,
        closures=closures,
        content_hash="",
    )


def test_the_working_day_before_steps_over_easter_and_is_never_the_day_itself() -> None:
    assert working_days_before(ENGLAND, date(2026, 4, 7), 1, LATE) == date(2026, 4, 2)
    assert working_days_before(ENGLAND, date(2026, 3, 3), 1, LATE) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("after", "to", "days"),
    [
        (date(2026, 3, 2), date(2026, 3, 3), 1),
        (date(2026, 3, 2), date(2026, 3, 9), 5),
        (date(2026, 3, 6), date(2026, 3, 8), 0),
        (date(2026, 4, 2), date(2026, 4, 7), 1),
        (date(2025, 12, 24), date(2026, 1, 2), 4),
        (date(2026, 3, 3), date(2026, 3, 3), 0),
        (date(2026, 3, 9), date(2026, 3, 2), 0),
        (date(2024, 2, 28), date(2024, 3, 1), 2),
    ],
)
def test_working_days_between_leave_out_the_first_day_and_take_in_the_last(
    after: date, to: date, days: int
) -> None:
    assert working_days_between(ENGLAND, after, to, known_on=LATE) == days


def test_a_closure_across_new_year_takes_in_its_first_and_last_day() -> None:
    closure = Closure(first=date(2026, 12, 29), last=date(2027, 1, 5), name="Offices closed")
    calendar = known(with_closures(ENGLAND, [closure]))
    names = {
        day: not_working_because(calendar, date(2026, 12, 28) + timedelta(days=day))
        for day in range(10)
    }
    assert names == {
        0: "Boxing Day (substitute day)",
        1: "Offices closed",
        2: "Offices closed",
        3: "Offices closed",
        4: "New Year's Day",
        5: "Saturday",
        6: "Sunday",
        7: "Offices closed",
        8: "Offices closed",
        9: None,
    }


def test_a_closure_counts_from_its_announcement() -> None:
    closure = Closure(
        first=date(2026, 12, 29),
        last=date(2026, 12, 29),
        name="Offices closed",
        announced=date(2026, 9, 1),
    )
    calendar = with_closures(ENGLAND, [closure])
    assert is_working_day(known(calendar, date(2026, 8, 31)), date(2026, 12, 29))
    assert not is_working_day(known(calendar, date(2026, 9, 1)), date(2026, 12, 29))


def test_a_closure_without_end_is_read_as_far_as_any_count_goes() -> None:
    calendar = with_closures(
        ENGLAND, [Closure(first=date(2026, 12, 29), last=date.max, name="Offices closed")]
    )
    assert not_working_because(known(calendar), date(2100, 12, 31)) == "Offices closed"
    with pytest.raises(OutsideCalendarError):
        working_days_between(calendar, date(2026, 12, 28), date(2101, 1, 3), known_on=LATE)


def test_a_closure_that_ends_before_it_begins_closes_nothing() -> None:
    closure = Closure(first=date(2026, 12, 29), last=date(2026, 12, 22), name="Offices closed")
    assert is_working_day(known(with_closures(ENGLAND, [closure])), date(2026, 12, 29))


def test_a_day_withdrawn_and_appointed_again_counts_by_its_latest_entry() -> None:
    on = date(2021, 6, 4)
    calendar = small(
        BankHoliday(on=on, name="first", withdrawn=date(2021, 1, 4)),
        BankHoliday(on=on, name="second", announced=date(2021, 2, 1)),
    )
    names = [
        not_working_because(known(calendar, day), on)
        for day in (date(2021, 1, 3), date(2021, 1, 4), date(2021, 1, 31), date(2021, 2, 1))
    ]
    assert names == ["first", None, None, "second"]


def test_a_holiday_withdrawn_no_later_than_announced_never_counts() -> None:
    on = date(2021, 6, 4)
    calendar = small(
        BankHoliday(on=on, name="never", announced=date(2021, 1, 5), withdrawn=date(2021, 1, 4))
    )
    assert all(
        is_working_day(known(calendar, day), on)
        for day in (date(2021, 1, 3), date(2021, 1, 4), date(2021, 1, 5))
    )


def test_the_days_of_a_history_are_built_once() -> None:
    history = ENGLAND.history
    assert history.known_on(date(2026, 1, 5)) is history.known_on(date(2026, 1, 6))
    assert history.known_on(date(2022, 9, 9)) is not history.known_on(date(2022, 9, 10))


def test_a_calendar_with_another_day_off_is_another_one_whatever_its_hash() -> None:
    on = date(2021, 6, 4)
    first, second = small(), small(BankHoliday(on=on, name="Jubilee"))
    assert first == small()
    assert hash(first) == hash(small()) == hash(second)
    assert first != second
    assert [is_working_day(known(each, on), on) for each in (first, second)] == [True, False]
    spans = [
        working_days_between(each, date(2021, 6, 3), on, known_on=on) for each in (first, second)
    ]
    assert spans == [1, 0]


def test_changes_are_in_the_order_of_dates_and_withdrawals_before_announcements() -> None:
    changes = ENGLAND.history.changes_between(date(2020, 11, 11), date(2022, 9, 10))
    told = [(each.known_on, each.is_withdrawal, each.first, each.last) for each in changes]
    assert told == [
        (date(2020, 11, 12), True, date(2022, 5, 30), date(2022, 5, 30)),
        (date(2020, 11, 12), False, date(2022, 6, 2), date(2022, 6, 2)),
        (date(2020, 11, 12), False, date(2022, 6, 3), date(2022, 6, 3)),
        (date(2022, 9, 10), False, date(2022, 9, 19), date(2022, 9, 19)),
    ]


def test_changes_between_leave_out_the_first_date_and_take_in_the_last() -> None:
    history = ENGLAND.history
    assert len(history.changes_between(date(2022, 9, 9), date(2022, 9, 10))) == 1
    assert history.changes_between(date(2022, 9, 10), date(2022, 11, 5)) == ()


@pytest.mark.parametrize(
    ("first", "last", "is_concerned"),
    [
        (date(2026, 12, 20), date(2026, 12, 28), False),
        (date(2026, 12, 20), date(2026, 12, 29), True),
        (date(2026, 12, 30), date(2026, 12, 30), True),
        (date(2026, 12, 31), date(2027, 1, 9), True),
        (date(2027, 1, 1), date(2027, 1, 9), False),
    ],
)
def test_a_closure_concerns_a_span_with_one_of_its_days(
    first: date, last: date, is_concerned: bool
) -> None:
    closure = Closure(
        first=date(2026, 12, 29),
        last=date(2026, 12, 31),
        name="Offices closed",
        announced=date(2026, 9, 1),
    )
    changes = with_closures(ENGLAND, [closure]).history.changes_between(
        date(2026, 8, 31), date(2026, 9, 1)
    )
    assert [change.concerns(first, last) for change in changes] == [is_concerned]


@pytest.mark.parametrize("nation", NATIONS)
def test_past_the_published_years_holidays_are_foreseen_by_the_nations_pattern(
    nation: str,
) -> None:
    calendar = known(shipped(nation))
    for year in (2029, 2033, 2044, 2100):
        usual = usual_bank_holidays(nation, year)
        day = date(year, 1, 1)
        while day.year == year:
            expected = day in usual or day.weekday() >= 5
            assert is_working_day(calendar, day) != expected, day
            day += timedelta(days=1)


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2028, 12, 25), "Christmas Day"),
        (date(2028, 12, 30), "Saturday"),
        (date(2029, 1, 1), "New Year's Day"),
        (date(2029, 1, 6), "Saturday"),
        (date(2029, 1, 7), "Sunday"),
        (date(2032, 12, 27), "Christmas Day (substitute day)"),
        (date(2029, 1, 2), None),
    ],
)
def test_foreseen_days_have_names_too(on: date, name: str | None) -> None:
    assert not_working_because(known(), on) == name


def test_weekdays_are_foreseen_from_the_first_one_after_the_published_years() -> None:
    calendar = known(small(), date(2021, 1, 1))
    days = [date(2021, 12, 31) + timedelta(days=ahead) for ahead in range(11)]
    foreseen = [day.day for day in days if calendar.is_foreseen(day)]
    assert foreseen == [3, 4, 5, 6, 7, 10]


def test_what_a_calendar_says_of_a_later_year_goes_before_what_is_foreseen() -> None:
    withdrawn = BankHoliday(on=date(2029, 5, 7), name="Early May", withdrawn=date(2027, 1, 4))
    added = BankHoliday(on=date(2029, 5, 8), name="Jubilee", announced=date(2027, 1, 4))
    calendar = with_holiday(with_holiday(ENGLAND, withdrawn), added)
    days = (withdrawn.on, added.on)
    before, after = (known(calendar, on) for on in (date(2027, 1, 3), date(2027, 1, 4)))
    assert [not_working_because(before, day) for day in days] == ["Early May", None]
    assert [not_working_because(after, day) for day in days] == [None, "Jubilee"]


@pytest.mark.parametrize("on", [date(2011, 12, 31), date(1999, 1, 2), date.min])
def test_days_before_the_calendar_begins_are_refused(on: date) -> None:
    with pytest.raises(OutsideCalendarError) as raised:
        is_working_day(known(), on)
    assert raised.value.message == (
        "The calendar england-and-wales begins in 2012, and the count needs an earlier day."
    )
    assert raised.value.hint == "Look at the year of the date from which the count starts."
    with pytest.raises(OutsideCalendarError):
        require_day(known(), on)


@pytest.mark.parametrize("on", [date(2101, 1, 1), date.max])
def test_days_after_2100_are_refused(on: date) -> None:
    with pytest.raises(OutsideCalendarError) as raised:
        is_working_day(known(), on)
    assert raised.value.message == (
        "Bank holidays can be foreseen to 2100, and the count needs a later day."
    )
    assert raised.value.hint == (
        "Look at the year of the date from which the count starts, and at the limit."
    )


def test_the_first_and_the_last_day_of_all_are_answered() -> None:
    assert not_working_because(known(), date(2012, 1, 1)) == "Sunday"
    require_day(known(), date(2012, 1, 1))
    require_day(known(), date(2100, 12, 31))
    assert is_working_day(known(), date(2100, 12, 31))


def test_nothing_is_foreseen_within_the_published_years_from_the_first_day_to_the_last() -> None:
    # The nation kept both days, and a published year has every holiday, so they are worked here.
    calendar = replace(
        small(nation="england-and-wales"), first_year=1999, published_to=1999
    ).history.known_on(LATE)
    assert not_working_because(calendar, date(1999, 1, 1)) is None
    assert not_working_because(calendar, date(1999, 12, 31)) is None
    assert not_working_because(calendar, date(2000, 1, 3)) == "New Year's Day (substitute day)"


def test_a_calendar_of_an_unknown_nation_is_provisional_past_its_published_years() -> None:
    unknown = small(BankHoliday(on=date(2021, 12, 31), name="Founders' Day"), nation="atlantis")
    calendar = known(unknown, date(2021, 1, 1))
    assert is_working_day(calendar, date(2020, 1, 1))
    assert not_working_because(calendar, date(2021, 12, 31)) == "Founders' Day"
    # Saturday, Sunday, and a Monday of which nobody can say whether it is worked.
    assert not_working_because(calendar, date(2022, 1, 1)) == "Saturday"
    assert is_working_day(calendar, date(2022, 1, 3))
    assert not calendar.is_foreseen(date(2021, 12, 31))
    assert calendar.is_foreseen(date(2022, 1, 3))
    deadline = deadline_for(WorkingDays(1), at("2021-12-30"), RULES, unknown, date(2022, 1, 1))
    assert (deadline.due_on, deadline.is_provisional) == (date(2022, 1, 3), True)
    assert Provisional(published_to=2021) in deadline.steps
    before = deadline_for(WorkingDays(1), at("2021-12-29"), RULES, unknown, date(2022, 1, 1))
    assert (before.due_on, before.is_provisional) == (date(2021, 12, 30), False)
