"""What the log of four policies does not show: odd limits, dates taken away, feeds' addresses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser  # type: ignore[import-untyped]
import pytest
from icalendar import Calendar

from escalation_log.engine.assess import assess
from escalation_log.export.calendar_items import CalendarItem, calendar_items_of
from escalation_log.export.icalendar_text import calendar_text, event_text
from escalation_log.log.opening import open_log
from escalation_log.model.cases import Case
from escalation_log.model.policies import Policy
from escalation_log.site.feed_files import OVERDUE, feed_files
from escalation_log.site.publication import publication_of
from escalation_log.words.states import RING_NOW
from tests.engine.judging import (
    calendar,
    case_of,
    made_up_policy,
    moment,
    one_duty,
    rulebook_of,
    shipped_partnership,
)
from tests.logs import FOUR
from tests.site.summaries import summaries_of

HOUR = timedelta(hours=1)
RAISED = "at: 2026-03-02 10:00, kind: raised\n"


def entries(
    case: Case, policy: Policy, as_of: str, first_year: int | None = None
) -> tuple[CalendarItem, ...]:
    days_off = calendar()
    if first_year is not None:
        holidays = tuple(each for each in days_off.holidays if each.on.year >= first_year)
        days_off = replace(days_off, first_year=first_year, holidays=holidays)
    rules = rulebook_of(policy, days_off=days_off)
    return calendar_items_of(case, rules, case.header, assess(case, rules, moment(as_of)))


def event_of(entry: CalendarItem) -> Any:
    text = calendar_text("One", [event_text(entry)], changed_at=entry.changed_at)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return event


def test_a_deadline_within_the_day_is_a_moment_with_alarms_before_it() -> None:
    policy = one_duty("limit: {hours: 22}")
    (entry,) = entries(case_of(RAISED, policy), policy, "2026-03-02")
    event = event_of(entry)
    # What began at the deadline would look like time that is left.
    assert event["DTSTART"].dt == datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 3, 3, 8, tzinfo=UTC)
    # On the day itself, nine would be too late.
    before, same = (alarm["TRIGGER"].dt for alarm in event.walk("VALARM"))
    assert (before, same) == (-22.5 * HOUR, -HOUR / 2)
    assert "Before Tuesday 3 March 2026 at 08:00" in entry.description


def test_summer_time_is_told_in_utc() -> None:
    policy = one_duty("limit: {hours: 48}")
    case = case_of("at: 2026-03-27 15:00, kind: raised\n", policy)
    (entry,) = entries(case, policy, "2026-03-27 16:00")
    event = event_of(entry)
    # Forty-eight hours by the clock, of which one was skipped that night.
    assert event["DTEND"].dt == datetime(2026, 3, 29, 15, tzinfo=UTC)
    before, same = (alarm["TRIGGER"].dt for alarm in event.walk("VALARM"))
    # Friday at nine in winter time, Sunday at nine in summer time.
    assert event["DTSTART"].dt + before == datetime(2026, 3, 27, 9, tzinfo=UTC)
    assert event["DTSTART"].dt + same == datetime(2026, 3, 29, 8, tzinfo=UTC)


def test_where_the_calendar_begins_the_day_before_is_the_one_that_rings() -> None:
    policy = one_duty("limit: {hours: 2}")
    case = case_of("at: 2026-01-01 10:00, kind: raised\n", policy)
    (entry,) = entries(case, policy, "2026-01-01 11:00", first_year=2026)
    assert entry.alarms == (-26.5 * HOUR, -2.5 * HOUR)


def test_a_duty_of_the_whole_case_has_no_stage() -> None:
    policy = made_up_policy(
        """
        - id: stage-1
          title: One
          duties: []
        """,
        """\
        duties:
          - id: case/tell
            title: Tell
            role: worker
            clause: "1"
            trigger: {event: raised}
            limit: {working_days: 1}
            met_by: {event: discussed}
        """,
    )
    (entry,) = entries(case_of(RAISED, policy), policy, "2026-03-02")
    assert entry.uid == "XX-2026-0001.case.tell.1.1@escalation-log"
    assert "Stage" not in entry.description


def test_what_must_be_done_at_once_says_to_ring_while_it_is_to_be_done() -> None:
    policy = one_duty("limit: {at_once: true}")
    (entry,) = entries(case_of(RAISED, policy), policy, "2026-03-02 10:05")
    assert entry.description.startswith(f"{RING_NOW}\n")
    done = RAISED + "at: 2026-03-02 11:00, kind: discussed\n"
    (entry,) = entries(case_of(done, policy), policy, "2026-03-02 12:00")
    assert entry.is_cancelled
    assert RING_NOW not in entry.description


def test_neutral_words_say_to_ring_as_well() -> None:
    partnership = replace(shipped_partnership("knowsley"), wants_neutral_words=True)
    policy = one_duty("limit: {at_once: true}")
    rules = rulebook_of(policy, partnership=partnership)

    def told(events: str, as_of: str) -> str:
        case = case_of(events, policy)
        judged = assess(case, rules, moment(as_of))
        (entry,) = calendar_items_of(case, rules, case.header, judged)
        return entry.description

    assert told(RAISED, "2026-03-02 10:05").startswith(
        f"{RING_NOW}\nBy the end of Monday 2 March 2026: something has to be done ("
    )
    done = told(RAISED + "at: 2026-03-02 11:00, kind: discussed\n", "2026-03-02 12:00")
    assert done.startswith("This no longer has to be done (")


def test_what_a_correction_undid_says_so() -> None:
    policy = one_duty("limit: {working_days: 1}")
    case = case_of(
        RAISED
        + "at: 2026-03-02 12:00, kind: correction, of: 1, correct: {kind: update}, reason: x\n",
        policy,
    )
    (entry,) = entries(case, policy, "2026-03-02")
    assert entry.is_cancelled
    assert entry.description.startswith(
        "This no longer has to be done: what was recorded since undid it."
    )
    assert event_of(entry)["STATUS"] == "CANCELLED"
    assert entries(case, policy, "2026-03-16 12:00") == (entry,)
    assert entries(case, policy, "2026-03-16 12:01") == ()


@pytest.mark.parametrize("shift", range(4))
def test_lines_fold_between_characters_and_never_within_what_is_escaped(shift: int) -> None:
    policy = one_duty("limit: {working_days: 1}")
    (entry,) = entries(case_of(RAISED, policy), policy, "2026-03-02")
    told = "x" * shift + "\u00e9\u20ac\U0001f642;,\\\n" * 40
    changed = replace(entry, summary=told, description=told)
    lines = event_text(changed).encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])
    assert not [each for each in lines if (len(each) - len(each.rstrip(b"\\"))) % 2]
    event = event_of(changed)
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (told, told)


def test_feeds_that_know_where_they_are_say_so() -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    log = open_log(FOUR, as_of=noon)
    publication = publication_of(
        log, noon, site_url="https://escalations.example/log", has_feeds=True
    )
    summaries = summaries_of(publication)
    written = {file.address: file.write(summaries) for file in feed_files(publication)}
    read = feedparser.parse(written["feeds/overdue.atom"])
    assert [each.href for each in read.feed.links] == [
        "https://escalations.example/log/feeds/overdue.atom"
    ]
    assert read.entries[0].link.startswith("https://escalations.example/log/cases/2026/")
    address = "feeds/agencies/knowsley/housing.ics"
    housing = Calendar.from_ical(written[address])
    assert housing["SOURCE"] == f"https://escalations.example/log/{address}"
    silent = publication_of(log, noon, has_feeds=True)
    read = feedparser.parse(
        next(each.write(summaries) for each in feed_files(silent) if each.address == OVERDUE)
    )
    assert [each.href for each in read.feed.links] == ["overdue.atom"]
    assert read.entries[0].link.startswith("../cases/2026/")
    neutral = [
        replace(
            each,
            feed=replace(
                each.feed, missed=tuple(replace(one, is_neutral=True) for one in each.feed.missed)
            ),
        )
        for each in summaries
    ]
    read = feedparser.parse(
        next(each.write(neutral) for each in feed_files(silent) if each.address == OVERDUE)
    )
    assert {each.link for each in read.entries} == {"../tracker.html"}
    assert "SOURCE" not in Calendar.from_ical(
        next(each.write(()) for each in feed_files(silent) if each.address == address)
    )
