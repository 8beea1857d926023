"""Dates and moments are read as people write them; impossible ones are not."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.files.fields import day, day_from, hour, is_date, is_moment, stamp, stamp_from
from escalation_log.model.moments import Stamp

DAY = date(2026, 3, 2)
MORNING = time(10, 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02", Stamp(on=DAY)),
        ("2026-03-02 10:15", Stamp(on=DAY, time=MORNING)),
        ("2026-03-02T10:15", Stamp(on=DAY, time=MORNING)),
        ("2026-03-02 10:15:30", Stamp(on=DAY, time=time(10, 15, 30))),
        ("2026-03-02 10:15Z", Stamp(on=DAY, time=MORNING, offset=timedelta())),
        ("2026-03-02 10:15 Z", Stamp(on=DAY, time=MORNING, offset=timedelta())),
        ("2026-03-02 10:15+01:00", Stamp(on=DAY, time=MORNING, offset=timedelta(hours=1))),
        ("2026-03-02 10:15 -03:30", Stamp(on=DAY, time=MORNING, offset=-timedelta(hours=3.5))),
        ("2026-03-02 10:15 +14:00", Stamp(on=DAY, time=MORNING, offset=timedelta(hours=14))),
        ("2026-03-02 10:15 +0100", Stamp(on=DAY, time=MORNING, offset=timedelta(hours=1))),
        ("2026-03-02T10:15:00+0000", Stamp(on=DAY, time=MORNING, offset=timedelta())),
        (
            "2026-03-02T10:15:00.123456789Z",
            Stamp(on=DAY, time=time(10, 15, 0, 123456), offset=timedelta()),
        ),
        ("2024-02-29", Stamp(on=date(2024, 2, 29))),
        ("1900-01-01", Stamp(on=date(1900, 1, 1))),
        ("2199-12-31", Stamp(on=date(2199, 12, 31))),
    ],
)
def test_moment_is_read(text: str, expected: Stamp) -> None:
    assert stamp_from(text) == expected
    assert stamp(text) == expected
    assert is_moment(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026",
        "2026-3-2",
        "2026-02-30",
        "2026-13-01",
        "1899-12-31",
        "2200-01-01",
        "0000-01-01",
        "9999-12-31",
        "2026-03-02 ",
        " 2026-03-02",
        "2026-03-02\n",
        "2026-03-02 24:00",
        "2026-03-02 10:60",
        "2026-03-02 10:15:60",
        "2026-03-02 10",
        "2026-03-02  10:15",
        "2026-03-02t10:15",
        "2026-03-02 10:15 UTC",
        "2026-03-02 10:15 +01",
        "2026-03-02 10:15.5",
        "2026-03-02 10:15:30.",
        "2026-03-02 10:15 +14:01",
        "2026-03-02 10:15 -15:00",
        "2026-03-02 10:15 +01:60",
        "2026-03-02 +01:00",
        "٢٠٢٦-٠٣-٠٢",
        "20260302",
        "2026-W10-1",
    ],
)
def test_anything_else_is_no_moment(text: str) -> None:
    assert stamp_from(text) is None
    assert not is_moment(text)
    with pytest.raises(ValueError, match="not a moment"):
        stamp(text)


def test_date_has_no_time() -> None:
    assert day_from("2026-03-02") == day("2026-03-02") == DAY
    assert day_from("2026-03-02 10:15") is None
    assert is_date("2026-03-02")
    assert not is_date("2026-02-30")
    with pytest.raises(ValueError, match="not a date"):
        day("2026-02-30")


@pytest.mark.parametrize("value", [None, 1, 1.5, True, [], {}])
def test_what_is_not_text_is_left_to_other_keywords(value: object) -> None:
    assert is_date(value)
    assert is_moment(value)


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert (stamp_from(text) is not None) == is_moment(text)


@pytest.mark.parametrize(
    ("written", "expected"),
    [(None, None), ("24:00", None), ("16:00", time(16)), ("00:01", time(0, 1))],
)
def test_hour_of_the_day(written: str | None, expected: time | None) -> None:
    assert hour(written) == expected
