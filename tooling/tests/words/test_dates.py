"""Days and moments in words, and around changes of the clocks against the standard library."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from escalation_log.engine.clock import moment_at
from escalation_log.model.moments import Moment
from escalation_log.words.dates import (
    day_words,
    last_day_words,
    moment_iso,
    moment_words,
    until_words,
)
from tests.engine.clock_changes import CHANGES, NAMES, moments_around, wall_of
from tests.words.samples import DAY, NINE, at


def written_plainly(moment: Moment, times_shown: int) -> str:
    local = moment.local
    words = f"{local:%A} {local.day} {local:%B} {local.year} at {local:%H:%M}"
    return words if times_shown == 1 else f"{words} ({local:%Z})"


@pytest.mark.parametrize(("zone_name", "on"), CHANGES, ids=NAMES)
def test_every_time_around_a_change_is_told_as_the_clocks_show_it(zone_name: str, on: date) -> None:
    moments = list(moments_around(ZoneInfo(zone_name), on))
    times_shown = Counter(wall_of(moment.local) for moment in moments)
    said = [moment_words(moment) for moment in moments]
    assert said == [written_plainly(each, times_shown[wall_of(each.local)]) for each in moments]
    assert len(set(said)) == len(moments)  # so that two moments are never told alike
    assert [moment_iso(each) for each in moments] == [each.local.isoformat() for each in moments]


@pytest.mark.parametrize("year", [2025, 2026, 2028])
def test_every_hour_of_a_year_in_london_is_told_as_the_clocks_show_it(year: int) -> None:
    zone = ZoneInfo("Europe/London")
    begin = datetime(year, 1, 1, tzinfo=UTC)
    moments = [moment_at(begin + timedelta(hours=hour), zone) for hour in range(8760)]
    times_shown = Counter(wall_of(moment.local) for moment in moments)
    assert sum(number == 2 for number in times_shown.values()) == 1
    for moment in moments:
        assert moment_words(moment) == written_plainly(moment, times_shown[wall_of(moment.local)])
        assert day_words(moment.on) == f"{moment.on:%A} {moment.on.day} {moment.on:%B %Y}"


def test_a_date_alone_has_no_time_even_where_its_midnight_comes_twice() -> None:
    moment = moment_at(datetime(2026, 11, 1, 4, tzinfo=UTC), ZoneInfo("America/Havana"))
    assert moment_words(moment) == "Sunday 1 November 2026 at 00:00 (CDT)"
    assert moment_words(replace(moment, is_date_alone=True)) == "Sunday 1 November 2026"


@pytest.mark.parametrize(
    ("moment", "words", "iso"),
    [
        (at(DAY), "Monday 9 March 2026", "2026-03-09"),
        (NINE, "Monday 9 March 2026 at 09:05", "2026-03-09T09:05:00+00:00"),
        (
            at(DAY, time(9, 5, 30)),
            "Monday 9 March 2026 at 09:05:30",
            "2026-03-09T09:05:30+00:00",
        ),
        (
            at(date(2026, 10, 25), time(1, 30), timedelta(hours=1)),
            "Sunday 25 October 2026 at 01:30 (BST)",
            "2026-10-25T01:30:00+01:00",
        ),
        (
            at(date(2026, 10, 25), time(1, 30), timedelta()),
            "Sunday 25 October 2026 at 01:30 (GMT)",
            "2026-10-25T01:30:00+00:00",
        ),
    ],
)
def test_moments(moment: Moment, words: str, iso: str) -> None:
    assert moment_words(moment) == words
    assert moment_iso(moment) == iso


@pytest.mark.parametrize(
    ("zone", "hour", "words"),
    [
        # At midnight the clocks of Beirut go back to the evening before.
        ("Asia/Beirut", 19, "Saturday 24 October 2026 at 22:30"),
        ("Asia/Beirut", 20, "Saturday 24 October 2026 at 23:30 (EEST)"),
        ("Asia/Beirut", 21, "Saturday 24 October 2026 at 23:30 (EET)"),
        ("Asia/Beirut", 22, "Sunday 25 October 2026 at 00:30"),
        ("Europe/London", 23, "Sunday 25 October 2026 at 00:30"),
        ("Europe/London", 24, "Sunday 25 October 2026 at 01:30 (BST)"),
        ("Europe/London", 25, "Sunday 25 October 2026 at 01:30 (GMT)"),
        ("Europe/London", 26, "Sunday 25 October 2026 at 02:30"),
    ],
)
def test_only_an_hour_that_comes_twice_is_told_apart(zone: str, hour: int, words: str) -> None:
    half_past = datetime(2026, 10, 24, 0, 30, tzinfo=UTC) + timedelta(hours=hour)
    assert moment_words(moment_at(half_past, ZoneInfo(zone))) == words


def test_days_are_written_the_same_whatever_the_language_of_the_computer() -> None:
    assert day_words(date(2024, 2, 29)) == "Thursday 29 February 2024"


def test_what_has_no_deadline_is_given_no_day() -> None:
    assert until_words(None, None) == last_day_words(None, None) == ""
