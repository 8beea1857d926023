"""Quarters, and when each is counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from escalation_log.statistics.quarters import Quarter, ended_quarters, quarter_of, settled_quarters

LONDON = ZoneInfo("Europe/London")
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(day=DAYS)
def test_every_day_has_one_quarter(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.holds(day)
    assert not quarter.before.holds(day)
    assert not quarter.following.holds(day)
    assert quarter.before.following == quarter.following.before == quarter
    assert quarter.last_on + timedelta(days=1) == quarter.following.first_on
    assert day.replace(day=1) in quarter.months
    assert quarter.before < quarter < quarter.following


def test_a_report_is_of_a_quarter_that_has_ended() -> None:
    ended = ended_quarters(date(2026, 3, 31), 2)
    assert [each.words for each in ended] == ["October to December 2025", "July to September 2025"]
    assert [each.id for each in ended] == ["2025-q4", "2025-q3"]
    assert ended_quarters(date(2026, 4, 1), 1) == (Quarter(year=2026, number=1),)


def test_the_public_sees_a_quarter_from_a_fixed_moment_on() -> None:
    spring = Quarter(year=2026, number=2)
    moment = spring.counted_at(LONDON)
    assert moment.local.isoformat() == "2026-08-12T00:00:00+01:00"
    assert settled_quarters(moment.at, LONDON, 5)[0] == spring
    assert settled_quarters(moment.at - timedelta(seconds=1), LONDON, 1) == (spring.before,)


@given(moment=st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))
def test_a_quarter_that_is_out_stays_out(moment: datetime) -> None:
    quarters = settled_quarters(moment, LONDON, 5)
    assert all(each.counted_at(LONDON).at <= moment for each in quarters)
    assert quarters[0].following.counted_at(LONDON).at > moment
    assert [each.before for each in quarters[:-1]] == list(quarters[1:])
