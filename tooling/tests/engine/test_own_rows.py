"""Rows of the log's own, beside those of a policy's duties."""

from __future__ import annotations

from datetime import date

import pytest

from tests.engine.judging import judge, made_up_policy

RAISED = "at: 2026-06-04 10:00, kind: raised\n"  # a Thursday, in summer time
RISK = "at: 2026-06-06 20:00, kind: immediate-risk\n"  # a Saturday


def at_once(trigger: str) -> str:
    """Write one stage with one duty that something starts and that must be done at once."""
    return f"""\
- id: stage-1
  title: One
  duties:
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {trigger}
      limit: {{at_once: true}}
      met_by: {{event: notified, whom: chair}}
"""


@pytest.mark.parametrize(
    ("trigger", "own"),
    [
        ("{event: immediate-risk}", []),
        ("{earliest: [{event: meeting}, {event: immediate-risk}]}", []),
        # The policy says immediately, but of something else.
        ("{event: meeting}", [date(2026, 6, 6)]),
        ("{entered: stage-1}", [date(2026, 6, 6)]),
    ],
)
def test_an_own_alert_of_a_risk_where_no_duty_answers_one_at_once(
    trigger: str, own: list[date]
) -> None:
    told = "at: 2026-06-04 11:00, kind: notified, whom: chair\n"
    judged = judge(RAISED + told + RISK, "2026-06-06 21:00", made_up_policy(at_once(trigger)))
    rows = [row for row in judged.assessment.duties if row.duty.id == "case/own-alert"]
    assert [row.due_on for row in rows] == own


def test_at_once_ends_with_the_day_by_the_clocks_of_the_policy() -> None:
    policy = made_up_policy(at_once("{event: immediate-risk}"))
    events = RAISED + RISK + "at: 2026-06-06 21:00, kind: resolved\n"
    for at, state in (("2026-06-06 23:59", "met"), ("2026-06-07 00:30", "lapsed")):
        told = f"at: {at}, kind: notified, whom: chair\n"
        assert judge(events + told, "2026-06-08", policy).occurrences("stage-1/act") == [state]


def test_a_date_set_to_protect_that_was_past_when_it_was_set_is_told() -> None:
    policy = made_up_policy(at_once("{event: immediate-risk}"))
    set_late = "at: 2026-06-05 12:00, kind: protective-timescale, protect_by: 2026-06-05 11:00\n"
    row = judge(RAISED + set_late, "2026-06-05 13:00", policy)["case/own-protective-date"]
    assert (row.due_on, row.state) == (date(2026, 6, 5), "overdue")
