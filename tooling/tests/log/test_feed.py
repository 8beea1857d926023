"""The feed is foreign: it is believed as it has always been, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from escalation_log.log.calendar_feed import read_feed
from escalation_log.model.errors import EscalogError
from tests.calendars import shipped
from tests.log.feeds import DIVISIONS, event, feed, written

SCOTLAND = "scotland"


def test_the_feed_says_what_the_calendars_say() -> None:
    for name, nation in read_feed(written(feed(2012, 2028))).items():
        expected = {
            holiday.on: holiday.name
            for holiday in shipped(name).holidays
            if holiday.withdrawn is None
        }
        assert nation.holidays == expected
        assert (nation.first_year, nation.last_year) == (2012, 2028)


def test_keys_that_nobody_asks_for_do_no_harm() -> None:
    content = feed()
    content[SCOTLAND]["events"][0]["welsh_title"] = "Dydd Calan"
    assert set(read_feed(written(content))) == set(DIVISIONS)


def _set(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        content[SCOTLAND]["events"][3][key] = value

    return change


def _without_a_nation(content: dict[str, Any]) -> None:
    del content[SCOTLAND]


def _with_a_nation(content: dict[str, Any]) -> None:
    content["wales"] = content[SCOTLAND]


def _swapped(content: dict[str, Any]) -> None:
    content[SCOTLAND], content["northern-ireland"] = content["northern-ireland"], content[SCOTLAND]


def _twice(content: dict[str, Any]) -> None:
    content[SCOTLAND]["events"].append(content[SCOTLAND]["events"][0])


def _without_a_year(content: dict[str, Any]) -> None:
    events = content[SCOTLAND]["events"]
    events[:] = [each for each in events if not each["date"].startswith("2023")]


def _without_most_of_a_year(content: dict[str, Any]) -> None:
    events = content[SCOTLAND]["events"]
    events[:] = [each for each in events if not each["date"].startswith("2028-0")]


def _empty(content: dict[str, Any]) -> None:
    content[SCOTLAND]["events"] = []


@pytest.mark.parametrize(
    "change",
    [
        _without_a_nation,
        _with_a_nation,
        _swapped,
        _twice,
        _without_a_year,
        _without_most_of_a_year,
        _empty,
        _set("date", "2023-02-30"),
        _set("date", "2023-1-2"),
        _set("date", "\u0662\u0660\u0662\u0663-01-02"),
        _set("date", "1066-10-14"),
        _set("date", "2023-01-01"),
        _set("date", None),
        _set("title", None),
        _set("title", ""),
        _set("title", "A title\nwith two lines"),
        _set("title", "[a link](https://example.org)"),
        _set("title", "@example-team"),
        _set("title", "<!-- -->"),
        _set("title", "x" * 200),
        _set("title", "}, withdrawn: 2020-01-01"),
        _set("notes", 7),
    ],
)
def test_a_feed_with_anything_amiss_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    content = feed()
    change(content)
    with pytest.raises(EscalogError, match=r"not GOV\.UK's feed") as refused:
        read_feed(written(content))
    assert "Nothing was changed." in str(refused.value.hint)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>Moved</html>",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b" " * 1_000_001,
        b'{"scotland": 1, "scotland": 2}',
    ],
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(EscalogError):
        read_feed(data)


def test_an_event_that_is_no_event_is_refused() -> None:
    content = feed()
    content[SCOTLAND]["events"][0] = "2020-01-01"
    with pytest.raises(EscalogError):
        read_feed(written(content))
    content[SCOTLAND]["events"] = {"2020": [event(date(2020, 1, 1))]}
    with pytest.raises(EscalogError):
        read_feed(written(content))
