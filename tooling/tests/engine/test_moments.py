"""Stamps placed in time: offsets, both changes of the clocks, ends of days, the ends of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.engine.clock import (
    ClockReading,
    clock_reading,
    day_moment,
    moment_at,
    moment_of,
    next_midnight,
    protective_due,
)
from escalation_log.model.moments import Stamp
from tests.engine.moments import LONDON, at, stamp


@pytest.mark.parametrize(
    ("text", "in_utc", "on", "local"),
    [
        ("2026-03-02 10:15", "2026-03-02T10:15", "2026-03-02", "2026-03-02T10:15:00+00:00"),
        ("2026-07-02 10:15", "2026-07-02T09:15", "2026-07-02", "2026-07-02T10:15:00+01:00"),
        # In the first hour of a summer's day it is still the day before in UTC.
        ("2026-07-02 00:00", "2026-07-01T23:00", "2026-07-02", "2026-07-02T00:00:00+01:00"),
        ("2026-07-02 00:59", "2026-07-01T23:59", "2026-07-02", "2026-07-02T00:59:00+01:00"),
        # An offset goes before the zone's, and the day is the zone's.
        ("2026-07-01 23:30+00:00", "2026-07-01T23:30", "2026-07-02", "2026-07-02T00:30:00+01:00"),
        ("2026-03-02 00:30+05:30", "2026-03-01T19:00", "2026-03-01", "2026-03-01T19:00:00+00:00"),
        # The repeated hour: without an offset the first; with one, the one it names.
        ("2026-10-25 01:30", "2026-10-25T00:30", "2026-10-25", "2026-10-25T01:30:00+01:00"),
        ("2026-10-25 01:30+01:00", "2026-10-25T00:30", "2026-10-25", "2026-10-25T01:30:00+01:00"),
        ("2026-10-25 01:30+00:00", "2026-10-25T01:30", "2026-10-25", "2026-10-25T01:30:00+00:00"),
        # The skipped hour is moved forward.
        ("2026-03-29 01:30", "2026-03-29T01:30", "2026-03-29", "2026-03-29T02:30:00+01:00"),
    ],
)
def test_a_stamp_is_placed_in_utc_with_its_local_day_and_time(
    text: str, in_utc: str, on: str, local: str
) -> None:
    moment = at(text)
    assert moment.at == datetime.fromisoformat(in_utc).replace(tzinfo=UTC)
    assert moment.at.tzinfo is UTC
    assert moment.on == date.fromisoformat(on)
    assert moment.local.isoformat() == local
    assert not moment.is_date_alone


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-03-02", "2026-03-02T00:00:00+00:00"),
        ("2026-03-29", "2026-03-29T00:00:00+00:00"),
        ("2026-03-30", "2026-03-30T00:00:00+01:00"),
        ("2026-10-25", "2026-10-25T00:00:00+01:00"),
        ("2026-10-26", "2026-10-26T00:00:00+00:00"),
    ],
)
def test_a_date_alone_is_the_start_of_its_day(text: str, local: str) -> None:
    moment = at(text)
    assert moment.is_date_alone
    assert moment.on.isoformat() == text
    assert moment.local.isoformat() == local
    assert moment.at == moment.local
    assert moment == day_moment(date.fromisoformat(text), LONDON)


@pytest.mark.parametrize(
    ("zone", "on", "local"),
    [
        # Where the clocks change at midnight, that midnight is skipped or comes twice.
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-24T01:00:00+03:00"),
        ("America/Havana", date(2026, 11, 1), "2026-11-01T00:00:00-04:00"),
    ],
)
def test_a_day_starts_once_where_its_midnight_does_not(zone: str, on: date, local: str) -> None:
    moment = day_moment(on, ZoneInfo(zone))
    assert moment.local.isoformat() == local
    assert moment.on == on


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("2026-03-29 00:59", ClockReading.ONCE),
        ("2026-03-29 01:00", ClockReading.NEVER),
        ("2026-03-29 01:59", ClockReading.NEVER),
        ("2026-03-29 02:00", ClockReading.ONCE),
        ("2026-03-29 01:30+00:00", ClockReading.ONCE),
        ("2026-03-29", ClockReading.ONCE),
        ("2026-10-25 00:59", ClockReading.ONCE),
        ("2026-10-25 01:00", ClockReading.TWICE),
        ("2026-10-25 01:59", ClockReading.TWICE),
        ("2026-10-25 02:00", ClockReading.ONCE),
        ("2026-10-25 01:30+01:00", ClockReading.ONCE),
        ("2026-10-25 01:30+00:00", ClockReading.ONCE),
        ("2026-10-25", ClockReading.ONCE),
        ("2026-07-02 10:15", ClockReading.ONCE),
    ],
)
def test_the_clocks_say_whether_they_skip_or_repeat_a_time(
    text: str, reading: ClockReading
) -> None:
    assert clock_reading(stamp(text), LONDON) is reading


@pytest.mark.parametrize(
    ("on", "local"),
    [
        (date(2026, 3, 28), "2026-03-29T00:00:00+00:00"),
        (date(2026, 3, 29), "2026-03-30T00:00:00+01:00"),
        (date(2026, 10, 24), "2026-10-25T00:00:00+01:00"),
        (date(2026, 10, 25), "2026-10-26T00:00:00+00:00"),
        (date(2026, 12, 31), "2027-01-01T00:00:00+00:00"),
        (date(2024, 2, 28), "2024-02-29T00:00:00+00:00"),
    ],
)
def test_the_next_midnight_ends_a_day_of_any_length(on: date, local: str) -> None:
    moment = next_midnight(on, LONDON)
    assert moment.local.isoformat() == local
    assert moment.on == on + timedelta(days=1)
    assert not moment.is_date_alone


@pytest.mark.parametrize(
    ("text", "day_ends", "local", "due_on"),
    [
        ("2026-03-04 12:00", None, "2026-03-04T12:00:00+00:00", "2026-03-04"),
        ("2026-03-04 12:00", time(17), "2026-03-04T12:00:00+00:00", "2026-03-04"),
        ("2026-03-04", None, "2026-03-05T00:00:00+00:00", "2026-03-04"),
        ("2026-03-04", time(17), "2026-03-04T17:00:00+00:00", "2026-03-04"),
        # Midnight is the first late moment, so the day before is the last in time.
        ("2026-03-04 00:00", None, "2026-03-04T00:00:00+00:00", "2026-03-03"),
        ("2026-03-04 00:01", None, "2026-03-04T00:01:00+00:00", "2026-03-04"),
        ("2026-07-04", None, "2026-07-05T00:00:00+01:00", "2026-07-04"),
        ("2026-07-04", time(17), "2026-07-04T17:00:00+01:00", "2026-07-04"),
        ("2026-07-04 00:30", None, "2026-07-04T00:30:00+01:00", "2026-07-04"),
        ("2026-07-01 23:00+00:00", None, "2026-07-02T00:00:00+01:00", "2026-07-01"),
    ],
)
def test_a_stated_deadline_falls_at_its_time_or_at_the_end_of_its_day(
    text: str, day_ends: time | None, local: str, due_on: str
) -> None:
    due, on = protective_due(stamp(text), LONDON, day_ends)
    assert due.local.isoformat() == local
    assert on == date.fromisoformat(due_on)
    assert not due.is_date_alone


def test_an_instant_is_read_by_the_clocks_of_a_zone() -> None:
    moment = moment_at(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), LONDON)
    assert (moment.on, moment.local.isoformat()) == (
        date(2026, 7, 2),
        "2026-07-02T00:30:00+01:00",
    )


OFFSETS = st.timedeltas(min_value=timedelta(hours=-23), max_value=timedelta(hours=23))
ZONES = st.sampled_from(
    ["Europe/London", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Niue", "Africa/Cairo"]
)


@given(
    on=st.dates() | st.sampled_from([date.min, date.max]),
    time_of_day=st.none() | st.times(),
    offset=st.none() | OFFSETS,
    zone=ZONES.map(ZoneInfo),
    day_ends=st.none() | st.times(),
)
def test_every_stamp_has_its_moment(
    on: date,
    time_of_day: time | None,
    offset: timedelta | None,
    zone: ZoneInfo,
    day_ends: time | None,
) -> None:
    written = Stamp(on=on, time=time_of_day, offset=offset if time_of_day else None)
    moment = moment_of(written, zone)
    assert moment.at.tzinfo is UTC
    assert moment.local.astimezone(UTC) == moment.at
    assert moment.is_date_alone == (time_of_day is None)
    due, _ = protective_due(written, zone, day_ends)
    assert due.local.astimezone(UTC) == due.at
    assert clock_reading(written, zone) in ClockReading
