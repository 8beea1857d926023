"""A change of urgency brings its own limit, counted from the change; the earliest governs."""

from __future__ import annotations

from datetime import date

import pytest

from escalation_log.model.patterns import Hours, WorkingDays
from escalation_log.model.receipts import UrgencyChanged
from tests.engine.judging import judge, made_up_policy, moment, one_duty

RAISED = "at: 2026-03-04 10:00, kind: raised\n"  # a Wednesday
STANDARD = "urgency: standard\n"
URGENCY = "limit: {by_urgency: {urgent: {hours: 24}, standard: {working_days: 5}}}"


def test_a_change_of_urgency_adds_its_own_limit_and_the_earliest_governs() -> None:
    policy = one_duty(URGENCY)
    changed = RAISED + "at: 2026-03-05 12:00, kind: changed, urgency: urgent\n"
    row = judge(changed, "2026-03-05", policy, header="urgency: standard\n")["stage-1/act"]
    assert row.due == moment("2026-03-06 12:00")
    (step,) = (step for step in row.receipt if isinstance(step, UrgencyChanged))
    assert (step.event, step.urgency, step.governs) == (2, "urgent", True)
    calmer = RAISED + "at: 2026-03-04 12:00, kind: changed, urgency: standard\n"
    row = judge(calmer, "2026-03-04", policy, header="urgency: urgent\n")["stage-1/act"]
    assert row.due == moment("2026-03-05 10:00")


def changed(at: str, urgency: str) -> str:
    return f"at: {at}, kind: changed, urgency: {urgency}\n"


def told(events: str, as_of: str, limit: str = URGENCY) -> tuple[date | None, list[UrgencyChanged]]:
    """Give the day on which a standard concern is due, and what is told of changes."""
    row = judge(events, as_of, one_duty(limit), header=STANDARD)["stage-1/act"]
    return row.due_on, [step for step in row.receipt if isinstance(step, UrgencyChanged)]


def test_each_change_is_told_with_its_own_limit_and_date() -> None:
    # Standard: until Wednesday 11 March; 24 hours from Friday noon are until Saturday.
    events = (
        RAISED + changed("2026-03-06 12:00", "urgent") + changed("2026-03-06 13:00", "standard")
    )
    assert told(events, "2026-03-06") == (
        date(2026, 3, 7),
        [
            UrgencyChanged(
                event=2,
                urgency="urgent",
                limit=Hours(24),
                due=moment("2026-03-07 12:00"),
                due_on=date(2026, 3, 7),
                governs=True,
            ),
            UrgencyChanged(
                event=3,
                urgency="standard",
                limit=WorkingDays(5),
                due=moment("2026-03-14 00:00"),
                due_on=date(2026, 3, 13),
                governs=False,
            ),
        ],
    )


def test_only_a_change_while_the_duty_is_open_brings_a_limit() -> None:
    before = changed("2026-03-03 09:00", "urgent") + changed("2026-03-03 10:00", "standard")
    after = "at: 2026-03-05 10:00, kind: discussed\n" + changed("2026-03-05 11:00", "urgent")
    assert told(before + RAISED + after, "2026-03-06") == (date(2026, 3, 11), [])
    due_on, found = told(before + RAISED + changed("2026-03-05 10:00", "urgent"), "2026-03-05")
    assert (due_on, len(found)) == (date(2026, 3, 6), 1)


def test_a_change_of_something_else_brings_no_limit() -> None:
    events = RAISED + "at: 2026-03-05 10:00, kind: changed, plan: looked-after\n"
    assert told(events, "2026-03-05") == (date(2026, 3, 11), [])
    then_urgent = events + changed("2026-03-05 11:00", "urgent")
    assert told(then_urgent, "2026-03-05")[0] == date(2026, 3, 6)


@pytest.mark.parametrize(
    "limit",
    [
        "limit: {by_urgency: {urgent: {words: soon}, standard: {working_days: 5}}}",
        "limit: {working_days: 5}",
    ],
)
def test_an_urgency_without_a_date_of_its_own_changes_none(limit: str) -> None:
    events = RAISED + changed("2026-03-05 10:00", "urgent")
    assert told(events, "2026-03-05", limit) == (date(2026, 3, 11), [])


def test_a_change_that_starts_the_clock_is_told_by_the_limit_alone() -> None:
    stage = f"""\
- id: stage-1
  title: One
  duties:
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {{event: changed}}
      {URGENCY}
      met_by: {{event: discussed}}
"""
    events = RAISED + changed("2026-03-05 10:00", "urgent")
    row = judge(events, "2026-03-05", made_up_policy(stage), header=STANDARD)["stage-1/act"]
    assert (row.started_by, row.due) == (2, moment("2026-03-06 10:00"))
    assert not any(isinstance(step, UrgencyChanged) for step in row.receipt)
