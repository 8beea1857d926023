"""What is published is added, what moves is marked, and nothing is ever taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from escalation_log.files.calendar_file import parse_calendar
from escalation_log.log.calendar_feed import PublishedHolidays, read_feed
from escalation_log.log.calendar_merging import (
    Merged,
    applied,
    change_lines,
    doubt_lines,
    edited,
    merge,
)
from escalation_log.model.calendars import BankHoliday, Calendar
from escalation_log.model.errors import EscalogError
from tests.calendars import shipped, with_holiday
from tests.log.feeds import DIVISIONS, event, feed, written
from tests.logs import CALENDARS

FOUND = date(2026, 11, 22)
CORONATION = date(2027, 6, 14)
NATION = "england-and-wales"


def nation(content: Mapping[str, Any], name: str = NATION) -> PublishedHolidays:
    return read_feed(written(content))[name]


def changed(*, without: str = "", on: date | None = None) -> PublishedHolidays:
    content = feed()
    events = content[NATION]["events"]
    events[:] = [each for each in events if each["date"] != without]
    if on is not None:
        events.append(event(on))
    return nation(content)


def after(text: str, merged: Merged) -> tuple[str, Calendar]:
    """Write what is new into a text, and read it again."""
    new = edited(text, merged, published_on="22 November 2026")
    calendar = parse_calendar("calendar.yaml", new.encode())
    assert isinstance(calendar, Calendar), calendar
    return new, calendar


def text_of(name: str = NATION) -> str:
    return (CALENDARS / f"{name}.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", DIVISIONS)
@pytest.mark.parametrize("first", [2012, 2019, 2026])
def test_where_nothing_is_new_nothing_changes(name: str, first: int) -> None:
    merged = merge(shipped(name), nation(feed(first), name), found_on=FOUND)
    assert merged == Merged()
    assert not merged.changes_something


@pytest.mark.parametrize("name", DIVISIONS)
def test_new_years_are_added_with_every_other_line_as_it_was(name: str) -> None:
    calendar = shipped(name)
    merged = merge(calendar, nation(feed(2021, 2030), name), found_on=FOUND)
    assert merged.years == (2029, 2030)
    assert merged.added == merged.published
    assert (merged.withdrawn, merged.doubts) == ((), ())
    new, read = after(text_of(name), merged)
    assert read.published_to == 2030
    assert read.holidays == applied(calendar, merged)
    old_lines, new_lines = text_of(name).splitlines(), new.splitlines()
    assert [line for line in new_lines[: len(old_lines)] if line not in old_lines] == [
        line.replace("21 August 2026", "22 November 2026")
        for line in old_lines
        if line.startswith("source:")
    ] + ["published_to: 2030"]
    assert new_lines[len(old_lines)] == ""
    assert new_lines[len(old_lines) + 1].startswith("  - {on: 2029-01-01, name: New Year's Day")
    assert new.endswith("}\n")


def test_a_new_day_in_a_published_year_is_announced_on_the_day_of_finding() -> None:
    merged = merge(shipped(NATION), changed(on=CORONATION), found_on=FOUND)
    assert merged.announced == (
        BankHoliday(on=CORONATION, name="Bank holiday for a coronation", announced=FOUND),
    )
    new, read = after(text_of(), merged)
    assert read.holidays == applied(shipped(NATION), merged)
    line = "  - {on: 2027-06-14, name: Bank holiday for a coronation, announced: 2026-11-22}"
    assert set(new.splitlines()) - set(text_of().splitlines()) == {
        line,
        *(each for each in new.splitlines() if each.startswith("source:")),
    }
    (said,) = change_lines("England and Wales", merged)
    assert said == (
        "England and Wales: Monday 14 June 2027 is now a bank holiday (Bank holiday for a "
        "coronation), found on Sunday 22 November 2026."
    )


def test_a_day_that_moves_is_withdrawn_and_announced() -> None:
    feed_ = changed(without="2027-05-03", on=date(2027, 5, 7))
    merged = merge(shipped(NATION), feed_, found_on=FOUND)
    assert [holiday.on for holiday in merged.withdrawn] == [date(2027, 5, 3)]
    new, read = after(text_of(), merged)
    assert read.holidays == applied(shipped(NATION), merged)
    assert "{on: 2027-05-03, name: Early May bank holiday, withdrawn: 2026-11-22}" in new
    lines = list(doubt_lines("England and Wales", shipped(NATION), feed_, merged))
    assert lines == [
        "England and Wales: Monday 3 May 2027 would be one by the usual rules, and is not listed.",
        "England and Wales: Friday 7 May 2027 would be none by the usual rules, and is listed.",
    ]


def test_what_an_earlier_proposal_found_keeps_its_day() -> None:
    feed_ = changed(without="2027-05-03", on=CORONATION)
    first = merge(shipped(NATION), feed_, found_on=FOUND)
    _, earlier = after(text_of(), first)
    again = merge(shipped(NATION), feed_, found_on=date(2026, 11, 29), earlier=earlier)
    assert again == first


def test_what_was_found_too_long_ago_to_be_entered_is_found_anew() -> None:
    feed_ = changed(without="2027-05-03", on=CORONATION)
    _, earlier = after(text_of(), merge(shipped(NATION), feed_, found_on=FOUND))
    today = date(2026, 11, 30)
    again = merge(shipped(NATION), feed_, found_on=today, earlier=earlier)
    assert again == merge(shipped(NATION), feed_, found_on=today)
    assert [each.announced for each in again.announced] == [today]


def test_once_merged_nothing_is_new() -> None:
    feed_ = changed(without="2027-05-03", on=CORONATION)
    _, calendar = after(text_of(), merge(shipped(NATION), feed_, found_on=FOUND))
    assert merge(calendar, feed_, found_on=date(2026, 12, 2)) == Merged()


def test_days_gone_by_are_never_changed_only_doubted() -> None:
    feed_ = changed(without="2023-05-08", on=date(2023, 5, 9))
    merged = merge(shipped(NATION), feed_, found_on=FOUND)
    assert not merged.changes_something
    (doubt,) = doubt_lines("England and Wales", shipped(NATION), feed_, merged)
    assert "2023-05-09" in doubt
    assert "nothing was changed for it" in doubt


def test_a_day_that_comes_back_is_for_a_person_to_see() -> None:
    calendar = with_holiday(
        shipped(NATION), BankHoliday(on=CORONATION, name="Coronation", withdrawn=FOUND)
    )
    merged = merge(calendar, changed(on=CORONATION), found_on=FOUND)
    assert not merged.changes_something
    assert "published again" in merged.doubts[0]


def test_years_that_the_feed_no_longer_has_stay() -> None:
    merged = merge(shipped(NATION), nation(feed(2022, 2027)), found_on=FOUND)
    assert not merged.changes_something
    assert "the calendar's later years stay" in merged.doubts[0]


def test_so_much_gone_at_once_is_refused() -> None:
    content = feed()
    events = content[NATION]["events"]
    gone = {"2026-12-25", "2027-05-03", "2028-05-01"}
    events[:] = [each for each in events if each["date"] not in gone]
    with pytest.raises(EscalogError, match="lacks 3 bank holidays to come"):
        merge(shipped(NATION), nation(content), found_on=FOUND)


def test_a_year_that_was_skipped_is_refused() -> None:
    old = replace(
        shipped(NATION),
        published_to=2020,
        holidays=tuple(each for each in shipped(NATION).holidays if each.on.year <= 2020),
    )
    with pytest.raises(EscalogError, match="lacks the year 2021"):
        merge(old, nation(feed(2026)), found_on=FOUND)


BLOCKS = """\
# Ours.
calendar: england-and-wales
title: England and Wales
source: by hand
first_year: 2026
published_to: 2028
bank_holidays:
- on: 2026-12-25   # a Friday
  name: Christmas Day   # as ever
# The next year.
- {on: 2027-12-27, name: "Christmas Day, kept late"} # quoted
"""


def test_files_written_in_other_ways_keep_their_ways() -> None:
    calendar = parse_calendar("calendar.yaml", BLOCKS.encode())
    assert isinstance(calendar, Calendar)
    merged = Merged(
        announced=(
            BankHoliday(on=date(2026, 12, 24), name="Eve: a day, early", announced=FOUND),
            BankHoliday(on=date(2026, 12, 28), name="Boxing Day", announced=FOUND),
            BankHoliday(on=date(2028, 1, 3), name="2nd January", announced=FOUND),
        ),
        withdrawn=tuple(replace(each, withdrawn=FOUND) for each in calendar.holidays),
    )
    new, read = after(BLOCKS, merged)
    assert read.holidays == applied(calendar, merged)
    assert new == (
        """\
# Ours.
calendar: england-and-wales
title: England and Wales
source: by hand
first_year: 2026
published_to: 2028
bank_holidays:
- {on: 2026-12-24, name: "Eve: a day, early", announced: 2026-11-22}
- on: 2026-12-25   # a Friday
  name: Christmas Day   # as ever
  withdrawn: 2026-11-22
- {on: 2026-12-28, name: Boxing Day, announced: 2026-11-22}
# The next year.
- {on: 2027-12-27, name: "Christmas Day, kept late", withdrawn: 2026-11-22} # quoted

- {on: 2028-01-03, name: 2nd January, announced: 2026-11-22}
"""
    )
