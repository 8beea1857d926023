"""The words of `explain` say what `assess` judged, and what an independent counter finds."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.cli.conftest import SAMPLED_AS_OF
from tests.cli.receipts_in_words import (
    GOVERNED,
    ExplainedCase,
    Row,
    clock_of,
    day_of,
    instant_of,
    late_of,
    read,
)
from tests.cli.running import run
from tests.logs import CALENDARS
from tests.naive import (
    Question,
    Rules,
    Unit,
)
from tests.naive import answer as naive_answer
from tests.naive_calendar import NaiveCalendar, read_calendar
from tests.naive_receipts import Entry, replay

# Their dates were recorded and not counted.
OWN_DATES = {"case/own-safeguards-review", "case/own-protective-date"}
BREACHES = {
    "breach": "breach",
    "over guide": "over-guide",
    "over guide as agreed": "over-guide-agreed",
}
LIMITS: dict[str, Unit] = {
    "working day": "working_days",
    "calendar day": "calendar_days",
    "hour": "hours",
}
JSON_NAMES = {
    "started": "started-by",
    "started-by-deadline": "started-by",
    "rule": "rule-applied",
    "counting": "counted-by",
    "counted": "day-reckoned",
    "skipped": "day-reckoned",
    "moved": "day-reckoned",
    "hours": "hours-run",
    "announced": "moved-by-announcement",
    "provisional": "provisional",
    "protective": "protective-applied",
    "extension": "extension-applied",
    "due": "due-at",
    "order": "ordered",
    "no-number": "no-number",
    "met": "met-by",
    "lapsed": "lapsed-by",
    "no-record": "no-record",
    "does-not-count": "does-not-count",
    "own-rule": "rule-applied",
    "every-day": "every-day-counts",
    "on-the-day": "on-the-day",
    "urgency": "urgency-changed",
    "past": "breach-ended",
}


def told_and_judged(log: Path, as_of: str) -> list[tuple[ExplainedCase, dict[str, Any]]]:
    """Run both commands and pair what they say, case by case."""
    explained = run("explain", log / "cases", "--as-of", as_of, log=log)
    assessed = run("assess", log / "cases", "--as-of", as_of, "--format", "json", log=log)
    assert (explained.code, assessed.code) == (0, 0), explained.err + assessed.err
    return list(zip(read(explained.out), json.loads(assessed.out)["cases"], strict=True))


@pytest.mark.parametrize("as_of", ["2026-03-10", "2026-11-20"])
def test_every_shipped_case_is_explained_as_it_is_judged(five_policies: Path, as_of: str) -> None:
    compare_all(five_policies, as_of)


def test_invented_cases_are_explained_as_they_are_judged(sampled: Path) -> None:
    seen = compare_all(sampled, SAMPLED_AS_OF)
    late_news = {"moved-by-announcement", "provisional", "urgency-changed"}
    assert set(seen) == set(JSON_NAMES.values()) - late_news


@pytest.mark.parametrize(
    ("log", "as_of", "shown"),
    [
        # A closure announced two days before it.
        ("fifth_policy", "2026-10-12", "moved-by-announcement"),
        ("fifth_policy", "2026-10-12", "urgency-changed"),
        # Deadlines past the last published year.
        ("five_policies", "2028-12-29", "provisional"),
    ],
)
def test_what_only_some_years_show_is_explained_as_it_is_judged(
    request: pytest.FixtureRequest, tmp_path: Path, log: str, as_of: str, shown: str
) -> None:
    sampling = ("sample", "--cases", "100", "--seed", "4", "--as-of", as_of)
    ran = run(*sampling, "--out", tmp_path / "log", log=request.getfixturevalue(log))
    assert ran.code == 0
    assert compare_all(tmp_path / "log", as_of)[shown]


def compare_all(log: Path, as_of: str) -> Counter[str]:
    """Compare every row, and count the steps that were read back."""
    seen: Counter[str] = Counter()
    recounted = 0
    for told, case in told_and_judged(log, as_of):
        assert told.reference == case["reference"]
        assert told.is_agreed == (case["agreed"] is not False)
        assert told.departures == [
            (each["event"], each["words"], each["clause"]) for each in case["departures"]
        ]
        rows = {(row.id, row.occurrence): row for row in told.rows}
        assert len(rows) == len(told.rows)
        for judged in case["duties"]:
            row = rows.pop((judged["id"], judged["occurrence"]), None)
            if row is None:
                assert told.silent.pop(judged["id"]) == judged["state"]
                assert (judged["due"], judged["receipt"], judged["breach"]) == (None, [], "none")
                continue
            compare(row, judged)
            calendar = calendar_for(log, case["policy"].partition("@")[0], row)
            recounted += calendar is not None
            recount(row, judged, calendar, date.fromisoformat(as_of))
            seen.update(step["step"] for step in judged["receipt"])
        assert not rows
        assert not told.silent
    assert recounted
    return seen


def compare(row: Row, judged: dict[str, Any]) -> None:
    """Hold what is told of a row against what was judged."""
    assert row.title == judged["title"]
    assert row.state == judged["state"]
    assert [BREACHES[note] for note in row.notes if note in BREACHES] == (
        [] if judged["breach"] == "none" else [judged["breach"]]
    )
    assert late_of(row.notes) == judged["late"]
    assert ("provisional" in row.notes) == judged["provisional"] == bool(row.all("provisional"))
    assert ("advice" in row.notes) == judged["advice"]
    assert ("the log’s own" in row.notes) == judged["own"]
    assert [JSON_NAMES[name] for name, _ in row.steps] == [
        step["step"] for step in judged["receipt"]
    ]
    compare_rule(row, judged)
    compare_start(row, judged)
    compare_due(row, judged)
    compare_ending(row, judged)


def compare_rule(row: Row, judged: dict[str, Any]) -> None:
    rule = row.one("rule")
    if judged["own"]:
        # A date to review what keeps the child safe was recorded, and not counted.
        is_counted = judged["id"] == "case/own-alert"
        assert bool(row.all("own-rule")) == is_counted
        assert (rule, judged["clause"], judged["force"]) == (None, "", "guide")
        return
    assert rule is not None
    duty, _, force, since, clause, _ = rule
    assert (duty, clause) == (judged["id"], judged["clause"])
    assert judged["advice"] == (force == "advice")
    if not judged["advice"]:
        assert judged["force"] == ("guide" if since else force)


def compare_start(row: Row, judged: dict[str, Any]) -> None:
    by_event, by_deadline = row.one("started"), row.one("started-by-deadline")
    if by_event is not None:
        assert judged["started_by"] == int(by_event[0])
    elif by_deadline is not None:
        assert judged["started_by"] == by_deadline[0]
    else:
        assert judged["started_by"] is None


def compare_due(row: Row, judged: dict[str, Any]) -> None:
    due = row.one("due")
    if due is None:
        assert (judged["due"], judged["due_on"], judged["governed_by"]) == (None, None, None)
        return
    last_day, late_from, governs = due
    assert day_of(last_day).isoformat() == judged["due_on"]
    assert instant_of(late_from) == datetime.fromisoformat(judged["due"])
    assert (governs and GOVERNED[governs]) == judged["governed_by"]
    if any(governs.endswith("governs") for *_, governs in row.all("urgency")):
        # The limit that ran until the urgency changed is not told day by day.
        assert judged["due_on"] <= judged["original_due_on"]
        return
    assert original_of(row).isoformat() == judged["original_due_on"]


def original_of(row: Row) -> date:
    """Find the first deadline of all, as the steps tell it."""
    extension = row.one("extension")
    if extension is not None:
        return day_of(extension[3])
    for announced in row.all("announced"):
        return day_of(announced[0])
    counted = [said for name, said in row.steps if name in ("counted", "skipped", "moved")]
    if counted:
        return day_of(counted[-1][0])
    due = row.one("due")
    assert due is not None
    hours = row.one("hours")
    return day_of(due[0]) if hours is None else day_of_last_instant(hours[2])


def day_of_last_instant(words: str) -> date:
    """Give the last day in time for a moment that is late; midnight belongs to the day before."""
    day = day_of(words)
    return date.fromordinal(day.toordinal() - 1) if clock_of(words) == "00:00" else day


def compare_ending(row: Row, judged: dict[str, Any]) -> None:
    met = row.one("met")
    if met is None:
        # An act after the chance has ended leaves the mark, and the row says when it was.
        is_late_act = judged["state"] == "no-record" and judged["met_by"] is not None
        assert is_late_act or (judged["met_by"], judged["met_at"]) == (None, None)
    else:
        number, _, when, how = met
        assert judged["met_by"] == int(number)
        written = instant_of(when)
        assert str(written.isoformat()) == judged["met_at"]
        assert (how == ", late") == (judged["state"] == "met-late")
    assert (row.one("lapsed") is not None) == (judged["state"] == "lapsed")
    no_record = row.one("no-record")
    until = None if no_record is None else no_record[3]
    assert (no_record is not None and until is None) == (judged["state"] == "no-record")
    assert (until and day_of(until).isoformat()) == judged["no_record_until"]
    assert [int(each[0]) for each in row.all("does-not-count")] == [
        each["event"] for each in judged["does_not_count"]
    ]
    told = [
        (instant_of(since), instant_of(until), because) for since, until, because in row.all("past")
    ]
    assert told == [
        (
            datetime.fromisoformat(past["from"]),
            datetime.fromisoformat(past["until"]),
            past["because"],
        )
        for past in judged["breach_history"]
    ]


@cache
def calendar_of(log: Path, partnership: str, nation: str) -> NaiveCalendar:
    path = log / "policies" / partnership / "partnership.yaml"
    raw = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return read_calendar(CALENDARS / f"{nation}.yaml", raw.get("closures") or ())


@cache
def any_calendar() -> NaiveCalendar:
    """Give a calendar for what is counted in hours, which asks nothing of it."""
    return read_calendar(CALENDARS / "scotland.yaml")


def calendar_for(log: Path, partnership: str, row: Row) -> NaiveCalendar | None:
    """Read the calendar that a row says it was counted by; None where nothing was counted."""
    counting = row.one("counting")
    return None if counting is None else calendar_of(log, partnership, counting[3])


def recount(row: Row, judged: dict[str, Any], calendar: NaiveCalendar | None, as_of: date) -> None:
    """Count the limit anew from the words alone, and replay each day told."""
    question = None if judged["id"] in OWN_DATES else question_of(row)
    if question is None:
        assert calendar is None
        return
    if question.unit == "calendar_days":
        # Every day counts, from the day after the trigger's.
        assert calendar is None
        assert row.one("every-day") is not None
        counted_on = question.on + timedelta(days=question.amount)
        assert judged["original_due_on"] == counted_on.isoformat()
        return
    hours = row.one("hours")
    if hours is not None:
        expected = naive_answer(question, any_calendar(), as_of)
        assert instant_of(hours[2]) == expected.due
    else:
        counting = row.one("counting")
        assert counting is not None
        assert calendar is not None
        expected = naive_answer(question, calendar, as_of)
        assert replay(entries_of(row), question, calendar, day_of(counting[4])) == expected.due_on
        assert judged["provisional"] == expected.is_provisional
    if judged["governed_by"] == "limit":
        assert datetime.fromisoformat(judged["due"]) == expected.due
        assert judged["due_on"] == expected.due_on.isoformat()
        if not row.all("urgency"):
            assert judged["original_due_on"] == expected.original_due_on.isoformat()


def question_of(row: Row) -> Question | None:
    """Put the question that a row answers; None where its limit has no number."""
    rule, own = row.one("rule"), row.one("own-rule")
    start = row.one("started") or row.one("started-by-deadline")
    said_limit = rule[1] if rule is not None else own[0] if own is not None else None
    assert said_limit is not None
    if start is None:
        return None
    limit = said_limit.removeprefix("every ").partition(", urgency")[0]
    on, at = day_of(start[-1]), clock_of(start[-1])
    for _, _, allowed, _, governs in row.all("urgency"):
        if governs == "it is the earliest and governs":
            # A change of urgency starts a limit of its own, from that moment.
            limit, hours = allowed, row.one("hours")
            if hours is None:
                on, at = entries_of(row)[0][0], None
            else:
                on, at = day_of(hours[1]), clock_of(hours[1])
    counted = re.fullmatch(r"(\d+) (working day|calendar day|hour)s?", limit)
    if counted is None and limit != "the same working day":
        return None
    _, counting, cut_off, day_ends = (None, None, None, "24:00")
    said = row.one("counting")
    if said is not None:
        counting, cut_off, day_ends = said[:3]
    return Question(
        unit="same_working_day" if counted is None else LIMITS[counted[2]],
        amount=0 if counted is None else int(counted[1]),
        on=on,
        at=at,
        rules=Rules(counting=counting or "", cut_off=cut_off, day_ends=day_ends),
    )


def entries_of(row: Row) -> list[Entry]:
    """Give the days told, as the naive counter takes them."""
    entries: list[Entry] = []
    for name, said in row.steps:
        if name == "counted":
            number = int(said[1])
            part = "counted" if number else "day-zero"
            entries.append((day_of(said[0]), part, number or None, said[2]))
        elif name in ("skipped", "moved"):
            entries.append((day_of(said[0]), name, None, said[1]))
    return entries
