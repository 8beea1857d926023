"""The times around a change of the clocks, midnight's too, against counting them one by one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from escalation_log.engine.clock import (
    ClockReading,
    clock_reading,
    day_moment,
    end_of_day,
    last_day_before,
    moment_at,
    moment_of,
    next_midnight,
    protective_due,
    start_of_day,
)
from escalation_log.model.moments import Stamp
from tests.engine.clock_changes import CHANGES, NAMES, STEP, times_around, wall_of

pytestmark = pytest.mark.parametrize(("zone_name", "on"), CHANGES, ids=NAMES)
READINGS = {0: ClockReading.NEVER, 1: ClockReading.ONCE, 2: ClockReading.TWICE}


def shown(zone: ZoneInfo, on: date) -> dict[datetime, list[datetime]]:
    """Give the instants at which each time is shown, the first one first."""
    instants: dict[datetime, list[datetime]] = defaultdict(list)
    for at, local in times_around(zone, on):
        instants[wall_of(local)].append(at)
    return instants


def test_a_time_is_shown_as_often_as_it_comes(zone_name: str, on: date) -> None:
    zone = ZoneInfo(zone_name)
    instants = shown(zone, on)
    readings = set()
    wall = min(instants)
    while wall <= max(instants):
        reading = READINGS[len(instants.get(wall, ()))]
        assert clock_reading(Stamp(on=wall.date(), time=wall.time()), zone) is reading, wall
        readings.add(reading)
        wall += STEP
    assert len(readings) == 2


def test_a_time_without_an_offset_is_the_first_and_with_one_is_each(
    zone_name: str, on: date
) -> None:
    zone = ZoneInfo(zone_name)
    for wall, instants in shown(zone, on).items():
        written = Stamp(on=wall.date(), time=wall.time())
        assert moment_of(written, zone).at == instants[0]
        for at in instants:
            offset = at.astimezone(zone).utcoffset()
            moment = moment_of(Stamp(on=wall.date(), time=wall.time(), offset=offset), zone)
            assert moment == moment_at(at, zone)
            assert (moment.at, moment.on, wall_of(moment.local)) == (at, wall.date(), wall)


def test_a_day_begins_and_ends_with_its_first_and_last_moment(zone_name: str, on: date) -> None:
    zone = ZoneInfo(zone_name)
    first: dict[date, datetime] = {}
    for at, local in times_around(zone, on):
        first.setdefault(local.date(), at)
    days = sorted(first)[1:-1]
    for day in days:
        assert start_of_day(day, zone).at == first[day]
        assert day_moment(day, zone).at == first[day]
    for day, after in pairwise(days):
        for end in (next_midnight(day, zone), end_of_day(day, zone, None)):
            assert end.at == first[after]
            assert last_day_before(end, zone) == day
        assert protective_due(Stamp(on=day), zone, None).due.at == first[after]


def test_a_stated_moment_is_late_by_the_day_before_it(zone_name: str, on: date) -> None:
    zone = ZoneInfo(zone_name)
    for at, local in times_around(zone, on):
        written = Stamp(on=local.date(), time=local.time(), offset=local.utcoffset())
        due, due_on = protective_due(written, zone, time(17))
        assert due.at == at
        assert due_on == (at - timedelta(minutes=1)).astimezone(zone).date()
