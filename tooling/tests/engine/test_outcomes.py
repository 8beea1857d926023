"""When it is asked, after the end of a case, whether what was sought came about."""

from __future__ import annotations

from datetime import date

import pytest

from escalation_log.engine.outcomes import outcome_question
from escalation_log.engine.timeline import Timeline, timeline_of
from tests.engine.judging import case_of, moment, rulebook_of, shipped_policy

RAISED = """
at: 2026-03-02 10:00, kind: disagreement, by: receiving
at: 2026-03-02 11:00, kind: raised, by: raising
"""
RESOLVED = RAISED + "at: 2026-03-04 11:00, kind: resolved, by: receiving\n"
# Four weeks after the end, and twelve.
FIRST, SECOND = date(2026, 4, 1), date(2026, 5, 27)


def timeline(events: str) -> Timeline:
    policy = shipped_policy("knowsley")
    rules = rulebook_of(policy)
    return timeline_of(case_of(events, policy), rules.index, moment("2027-01-01"))


def asked(events: str, on: str, weeks: tuple[int, ...] = (4, 12)) -> date | None:
    question = outcome_question(timeline(events), weeks, date.fromisoformat(on))
    return None if question is None else question.asked_on


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-03-31", None),
        ("2026-04-01", FIRST),
        ("2026-04-28", FIRST),
        ("2026-04-29", None),
        ("2026-05-26", None),
        ("2026-05-27", SECOND),
        ("2026-06-23", SECOND),
        ("2026-06-24", None),
    ],
)
def test_a_question_is_put_from_its_day_on_for_four_weeks(on: str, expected: date | None) -> None:
    assert asked(RESOLVED, on) == expected


def test_a_question_says_how_many_weeks_after_which_end() -> None:
    question = outcome_question(timeline(RESOLVED), (4, 12), date(2026, 6, 1))
    assert question is not None
    assert (question.weeks, question.ended.event.number) == (12, 3)


@pytest.mark.parametrize(
    ("said", "on", "expected"),
    [
        ("2026-04-02", "2026-04-03", None),
        ("2026-03-25", "2026-04-03", None),
        ("2026-03-24", "2026-04-03", FIRST),
        # The answer to the first question is none to the second.
        ("2026-04-02", "2026-05-27", SECOND),
        ("2026-05-20", "2026-05-27", None),
    ],
)
def test_what_is_said_from_a_week_before_answers(said: str, on: str, expected: date | None) -> None:
    events = f"{RESOLVED}at: {said} 10:00, kind: outcome, by: raising, came_about: no\n"
    assert asked(events, on) == expected


def test_what_was_said_before_the_case_ended_answers_nothing() -> None:
    early = RAISED + "at: 2026-03-03 10:00, kind: outcome, came_about: yes\n"
    ended = early + "at: 2026-03-04 11:00, kind: resolved, by: receiving\n"
    assert asked(ended, "2026-03-12", weeks=(1,)) == date(2026, 3, 11)


def test_the_next_question_takes_the_place_of_one_that_still_stands() -> None:
    assert asked(RESOLVED, "2026-04-14", weeks=(4, 6)) == FIRST
    assert asked(RESOLVED, "2026-04-15", weeks=(4, 6)) == date(2026, 4, 15)


@pytest.mark.parametrize(
    "events",
    [
        RAISED,
        RAISED + "at: 2026-03-04 11:00, kind: withdrawn\n",
        RESOLVED + "at: 2026-03-20 11:00, kind: reopened\n",
    ],
)
def test_nothing_is_asked_of_a_case_that_is_open_or_was_withdrawn(events: str) -> None:
    assert asked(events, "2026-04-02") is None


def test_nothing_is_asked_where_the_partnership_does_not_want_it() -> None:
    assert asked(RESOLVED, "2026-04-02", weeks=()) is None
    policy = shipped_policy("knowsley")
    rules = rulebook_of(policy)
    before = timeline_of(case_of(RESOLVED, policy), rules.index, moment("2026-03-01"))
    assert outcome_question(before, (4,), FIRST) is None


def test_after_a_second_end_the_weeks_count_from_there() -> None:
    again = """
    at: 2026-03-20 11:00, kind: reopened
    at: 2026-03-25 11:00, kind: resolved, by: receiving
    """
    assert asked(RESOLVED + again, "2026-04-02") is None
    assert asked(RESOLVED + again, "2026-04-22") == date(2026, 4, 22)
