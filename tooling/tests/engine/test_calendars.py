"""The tests' calendars, held against the `holidays` library and the law's pattern."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import holidays
import pytest

from escalation_log.engine.calendar import is_working_day, not_working_because
from tests.calendars import shipped
from tests.naive_calendar import NATIONS
from tests.naive_holidays import usual_bank_holidays

TODAY_KNOWN = date(2026, 8, 21)
SUBDIVISIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}


def days_from(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


@pytest.mark.parametrize("nation", NATIONS)
def test_every_weekday_from_2012_to_2028_agrees_with_the_holidays_library(nation: str) -> None:
    known = shipped(nation).history.known_on(TODAY_KNOWN)
    library = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation])
    differing = [
        day
        for day in days_from(date(2012, 1, 1), date(2028, 12, 31))
        if day.weekday() < 5 and is_working_day(known, day) == (day in library)
    ]
    assert differing == []


# What was moved or added: each a day that the usual pattern lacks, or has and was worked.
UNUSUAL = {
    date(2012, 5, 28): "Spring bank holiday, moved for the Diamond Jubilee",
    date(2012, 6, 4): "its new day",
    date(2012, 6, 5): "Diamond Jubilee",
    date(2020, 5, 4): "early May bank holiday, moved for VE Day",
    date(2020, 5, 8): "its new day",
    date(2022, 5, 30): "Spring bank holiday, moved for the Platinum Jubilee",
    date(2022, 6, 2): "its new day",
    date(2022, 6, 3): "Platinum Jubilee",
    date(2022, 9, 19): "State Funeral",
    date(2023, 5, 8): "Coronation",
}
WORLD_CUP = date(2026, 6, 15)


@pytest.mark.parametrize("nation", NATIONS)
def test_only_the_days_moved_and_added_differ_from_the_usual_pattern(nation: str) -> None:
    known = shipped(nation).history.known_on(TODAY_KNOWN)
    usual = {day for year in range(2012, 2029) for day in usual_bank_holidays(nation, year)}
    differing = {
        day
        for day in days_from(date(2012, 1, 1), date(2028, 12, 31))
        if day.weekday() < 5 and is_working_day(known, day) == (day in usual)
    }
    assert differing == UNUSUAL.keys() | ({WORLD_CUP} if nation == "scotland" else set())


@pytest.mark.parametrize("nation", NATIONS)
def test_a_calendar_names_each_day_once_in_order_and_none_on_a_weekend(nation: str) -> None:
    days = [holiday.on for holiday in shipped(nation).holidays]
    assert days == sorted(set(days))
    assert [day for day in days if day.weekday() >= 5] == []


@pytest.mark.parametrize("nation", NATIONS)
def test_names_say_which_days_are_substitutes(nation: str) -> None:
    known = shipped(nation).history.known_on(TODAY_KNOWN)
    for year in range(2012, 2029):
        for day, name in usual_bank_holidays(nation, year).items():
            told = not_working_because(known, day)
            if day not in UNUSUAL and (nation, day) != ("scotland", date(2023, 1, 2)):
                assert told is not None, day
                assert told.endswith("(substitute day)") == name.endswith("(substitute day)"), day


VE_DAY = (date(2020, 5, 4), date(2020, 5, 8))


@pytest.mark.parametrize(
    ("nation", "announced"),
    [
        ("england-and-wales", date(2019, 6, 7)),
        ("northern-ireland", date(2019, 6, 7)),
        ("scotland", date(2019, 7, 2)),
    ],
)
def test_the_move_for_ve_day_was_known_later_in_scotland(nation: str, announced: date) -> None:
    history = shipped(nation).history
    before = history.known_on(announced - timedelta(days=1))
    after = history.known_on(announced)
    assert [is_working_day(before, day) for day in VE_DAY] == [False, True]
    assert [is_working_day(after, day) for day in VE_DAY] == [True, False]


@pytest.mark.parametrize(
    ("nation", "on", "announced"),
    [
        *((nation, date(2022, 6, 2), date(2020, 11, 12)) for nation in NATIONS),
        *((nation, date(2022, 6, 3), date(2020, 11, 12)) for nation in NATIONS),
        *((nation, date(2022, 9, 19), date(2022, 9, 10)) for nation in NATIONS),
        *((nation, date(2023, 5, 8), date(2022, 11, 6)) for nation in NATIONS),
        ("scotland", WORLD_CUP, date(2026, 2, 3)),
    ],
)
def test_a_late_holiday_is_unknown_until_announced(nation: str, on: date, announced: date) -> None:
    history = shipped(nation).history
    assert is_working_day(history.known_on(announced - timedelta(days=1)), on)
    assert not is_working_day(history.known_on(announced), on)


@pytest.mark.parametrize("nation", NATIONS)
def test_the_spring_holiday_of_2022_counts_until_it_was_moved(nation: str) -> None:
    history = shipped(nation).history
    on = date(2022, 5, 30)
    assert not_working_because(history.known_on(date(2020, 11, 11)), on) == "Spring bank holiday"
    assert is_working_day(history.known_on(date(2020, 11, 12)), on)


@pytest.mark.parametrize("nation", ["england-and-wales", "northern-ireland"])
def test_the_world_cup_holiday_is_scotlands_alone(nation: str) -> None:
    assert is_working_day(shipped(nation).history.known_on(TODAY_KNOWN), WORLD_CUP)


@pytest.mark.parametrize(
    ("nation", "on", "name"),
    [
        # Christmas on each day of the weekend, and the years around it.
        ("england-and-wales", date(2020, 12, 25), "Christmas Day"),
        ("england-and-wales", date(2020, 12, 28), "Boxing Day (substitute day)"),
        ("england-and-wales", date(2021, 12, 27), "Christmas Day (substitute day)"),
        ("england-and-wales", date(2021, 12, 28), "Boxing Day (substitute day)"),
        ("england-and-wales", date(2022, 12, 26), "Boxing Day"),
        ("england-and-wales", date(2022, 12, 27), "Christmas Day (substitute day)"),
        ("england-and-wales", date(2022, 1, 3), "New Year's Day (substitute day)"),
        ("england-and-wales", date(2022, 1, 4), None),
        ("scotland", date(2022, 1, 3), "New Year's Day (substitute day)"),
        ("scotland", date(2022, 1, 4), "2nd January (substitute day)"),
        # As published: not which of the two days is the substitute, as in 2017, but both.
        ("scotland", date(2017, 1, 2), "2nd January"),
        ("scotland", date(2017, 1, 3), "New Year's Day (substitute day)"),
        ("scotland", date(2023, 1, 2), "New Year's Day (substitute day)"),
        ("scotland", date(2023, 1, 3), "2nd January (substitute day)"),
        # Easter.
        ("england-and-wales", date(2026, 4, 3), "Good Friday"),
        ("england-and-wales", date(2026, 4, 6), "Easter Monday"),
        ("scotland", date(2026, 4, 6), None),
        ("northern-ireland", date(2026, 4, 6), "Easter Monday"),
        # Summer, and the days of one nation.
        ("england-and-wales", date(2026, 8, 31), "Summer bank holiday"),
        ("scotland", date(2026, 8, 31), None),
        ("scotland", date(2026, 8, 3), "Summer bank holiday"),
        ("scotland", date(2026, 11, 30), "St Andrew's Day"),
        ("scotland", date(2024, 12, 2), "St Andrew's Day (substitute day)"),
        ("northern-ireland", date(2026, 3, 17), "St Patrick's Day"),
        ("northern-ireland", date(2024, 3, 18), "St Patrick's Day (substitute day)"),
        (
            "northern-ireland",
            date(2026, 7, 13),
            "Battle of the Boyne (Orangemen's Day) (substitute day)",
        ),
        ("england-and-wales", date(2026, 7, 13), None),
        # A leap day is a day like others.
        ("england-and-wales", date(2024, 2, 29), None),
        ("england-and-wales", date(2020, 2, 29), "Saturday"),
        ("england-and-wales", date(2026, 8, 30), "Sunday"),
    ],
)
def test_days_are_called_by_their_names(nation: str, on: date, name: str | None) -> None:
    assert not_working_because(shipped(nation).history.known_on(TODAY_KNOWN), on) == name
