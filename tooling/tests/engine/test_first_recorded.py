"""The first recorded of several starting points, and where a deadline of before still counts."""

from __future__ import annotations

from datetime import date

import pytest

from escalation_log.model.policies import Policy
from tests.engine.judging import Judged, judge, made_up_policy

BEGUN = "at: 2026-03-02 09:00, kind: disagreement\n"  # a Monday
TOLD = "at: 2026-03-03 09:00, kind: notified, whom: chair\n"
DONE = "at: 2026-03-03 12:00, kind: discussed\n"
TO_TWO = "at: 2026-03-04 09:00, kind: escalated, to: stage-2\n"
BACK = "at: 2026-03-05 09:00, kind: escalated, to: stage-1\n"


def policy(stage: str, entered: str, keys: str) -> Policy:
    """Make a policy of two stages with one duty of one of them, or of the whole case."""
    duty = f"""
  - id: {"case/act" if stage == "case" else "act"}
    title: Act
    role: worker
    clause: "1"
    trigger: {{first_recorded: [{{event: notified, whom: chair}}, {{entered: {entered}}}]}}
    met_by: {{event: discussed}}
    {keys}
"""
    stages = "".join(
        f"- id: {each}\n  title: Stage\n  duties:{duty if each == stage else ' []'}\n"
        for each in ("stage-1", "stage-2")
    )
    return made_up_policy(stages, f"duties:{duty}" if stage == "case" else "")


def starts(events: str, rules: Policy) -> list[int | str | None]:
    """Give what started the occurrences of the policy's duty."""
    judged = judge(events, "2026-03-09", rules)
    return [row.started_by for row in judged.assessment.duties if not row.is_own]


def test_a_move_backwards_begins_the_search_anew_for_a_duty_of_a_stage() -> None:
    rules = policy("stage-1", "stage-1", "lapses: true")
    assert starts(BEGUN + TOLD + DONE + TO_TWO + BACK, rules) == [2, 5]


def test_a_move_backwards_begins_no_search_anew_for_a_duty_of_the_case() -> None:
    rules = policy("case", "stage-1", "each_time: true")
    assert starts(BEGUN + TOLD + DONE + TO_TWO + BACK, rules) == [2]


def test_a_move_forwards_begins_no_search_anew() -> None:
    rules = policy("stage-2", "stage-2", "each_time: true")
    assert starts(BEGUN + TOLD + DONE + TO_TWO, rules) == [2]


TWO_DUTIES = """\
- id: stage-1
  title: One
  duties:
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {event: STARTS}
      limit: {working_days: 5}
      KEYS
      met_by: {event: discussed}
    - id: next
      title: Go on
      role: worker
      clause: "2"
      trigger: TRIGGER
      limit: {same_working_day: true}
      met_by: {event: notified}
- id: stage-2
  title: Two
  duties: []
"""
OVER = "{deadline: stage-1/act, when: over}"


def after(
    events: str, as_of: str, keys: str, *, starts_with: str = "raised", trigger: str = OVER
) -> Judged:
    """Judge what the deadline of one duty of a stage starts."""
    stages = TWO_DUTIES.replace("STARTS", starts_with).replace("KEYS", keys)
    return judge(events, as_of, made_up_policy(stages.replace("TRIGGER", trigger)))


RAISED = "at: 2026-03-02 09:00, kind: raised\n"  # five working days end with Monday 9 March
RAISED_AGAIN = "at: 2026-03-04 09:00, kind: raised\n"  # until Wednesday 11 March


def test_a_deadline_of_before_a_stage_was_left_counts_where_the_duty_began_but_once() -> None:
    judged = after(RAISED + TO_TWO + BACK, "2026-03-10", "lapses: true")
    assert judged.occurrences("stage-1/act") == ["lapsed"]
    assert judged["stage-1/next"].due_on == date(2026, 3, 10)


def test_each_deadline_of_a_duty_that_began_twice_in_its_stage_counts() -> None:
    judged = after(RAISED + DONE + RAISED_AGAIN, "2026-03-10", "each_time: true")
    assert judged.occurrences("stage-1/act") == ["met", "due-soon"]
    assert judged["stage-1/next"].due_on == date(2026, 3, 10)


def test_a_deadline_that_was_kept_hides_no_later_one_that_was_not() -> None:
    unless = "{deadline: stage-1/act, when: over, unless: met}"
    events = RAISED + DONE + RAISED_AGAIN
    judged = after(events, "2026-03-12", "each_time: true", trigger=unless)
    assert judged.occurrences("stage-1/act") == ["met", "overdue"]
    assert judged["stage-1/next"].due_on == date(2026, 3, 12)


def test_a_move_that_starts_a_duty_does_not_leave_its_stage_after_it() -> None:
    to_two = TO_TWO.replace("03-04", "03-03")  # until Tuesday 10 March
    met = DONE.replace("03-03", "03-04")
    keys = "each_time: true\n      owed_until: case"
    judged = after(BEGUN + to_two + met + BACK, "2026-03-11", keys, starts_with="escalated")
    assert [row.due_on for row in judged.assessment.duties if row.duty.id == "stage-1/act"] == [
        date(2026, 3, 10),
        date(2026, 3, 12),
    ]
    assert judged["stage-1/next"].due_on == date(2026, 3, 11)


REOPENED = """\
at: 2026-03-12 09:00, kind: resolved
at: 2026-03-13 09:00, kind: reopened
"""


@pytest.mark.parametrize(
    ("events", "states"),
    [
        # The case is open as before: what the deadline asked for has been done.
        ("at: 2026-03-12 09:00, kind: update\n", ["met"]),
        (REOPENED + "at: 2026-03-13 10:00, kind: update\n", ["met", "due-soon"]),
    ],
)
def test_what_a_deadline_started_starts_once_in_each_opening_of_the_case(
    events: str, states: list[str]
) -> None:
    trigger = f"{{earliest: [{OVER}, {{event: update}}]}}"
    told = "at: 2026-03-10 09:00, kind: notified, whom: chair\n"
    judged = after(RAISED + told + events, "2026-03-13 12:00", "lapses: true", trigger=trigger)
    assert judged.occurrences("stage-1/next") == states
