"""A policy's rules of counting, and the days between a deadline and another day."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from escalation_log.engine.clock import (
    calendar_days_between,
    working_days_before,
    working_days_between,
)
from escalation_log.model.policies import Counting, CountingRules, Policy, Source
from tests.calendars import shipped

SCOTLAND = shipped("scotland")


def test_the_rules_are_the_policys() -> None:
    policy = Policy(
        id="anyshire",
        version="1",
        title="Escalation policy",
        source=Source(document="Procedures"),
        effective_from=date(2026, 1, 1),
        calendar="scotland",
        time_zone="Europe/London",
        counting=Counting.TRIGGER_DAY_COUNTS,
        cut_off=time(16),
        day_ends=time(17),
        scope_differ="agencies",
        roles={},
        recipients={},
        themes={},
        stages=(),
        duties=(),
        moves=(),
        content_hash="",
    )
    assert CountingRules.of(policy) == CountingRules(
        counting=Counting.TRIGGER_DAY_COUNTS,
        zone=ZoneInfo("Europe/London"),
        cut_off=time(16),
        day_ends=time(17),
    )


@pytest.mark.parametrize(
    ("after", "to", "working", "calendar"),
    [
        (date(2026, 6, 12), date(2026, 6, 16), 1, 4),
        (date(2026, 6, 12), date(2026, 6, 15), 0, 3),
        (date(2026, 6, 12), date(2026, 6, 12), 0, 0),
        (date(2026, 6, 16), date(2026, 6, 12), 0, 0),
    ],
)
def test_days_between_leave_out_the_first_and_take_in_the_last(
    after: date, to: date, working: int, calendar: int
) -> None:
    assert working_days_between(SCOTLAND, after, to, known_on=to) == working
    assert calendar_days_between(after, to) == calendar


def test_days_between_are_counted_as_known_on_a_date() -> None:
    after, to = date(2026, 6, 12), date(2026, 6, 16)
    assert working_days_between(SCOTLAND, after, to, known_on=date(2026, 2, 2)) == 2
    assert working_days_between(SCOTLAND, after, to, known_on=date(2026, 2, 3)) == 1


def test_the_working_day_before_is_found_as_known_on_a_date() -> None:
    on = date(2026, 6, 16)
    assert working_days_before(SCOTLAND, on, 1, date(2026, 2, 2)) == date(2026, 6, 15)
    assert working_days_before(SCOTLAND, on, 1, date(2026, 2, 3)) == date(2026, 6, 12)
    assert working_days_before(SCOTLAND, on, 2, date(2026, 2, 3)) == date(2026, 6, 11)
    assert working_days_before(SCOTLAND, on, 0, date(2026, 2, 3)) == on
    assert working_days_before(SCOTLAND, date(2026, 6, 14), 1, on) == date(2026, 6, 12)
