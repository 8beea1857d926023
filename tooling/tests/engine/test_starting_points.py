"""What starts a duty and what meets it, judged on policies made for one test each."""

from __future__ import annotations

from datetime import date

import pytest

from escalation_log.model.assessments import Breach, DutyState
from escalation_log.model.policies import Force
from tests.engine.judging import (
    ONE_STAGE,
    judge,
    made_up_policy,
    one_duty,
)

RAISED = "at: 2026-03-27 10:15, kind: raised\n"  # a Friday; the clocks go forward on Sunday


def test_all_of_several_events_meet_a_duty_when_the_last_has_come() -> None:
    policy = made_up_policy(
        ONE_STAGE.replace(
            "{event: discussed}",
            "{all: [{event: discussed}, {any: [{event: meeting}, {event: debrief}]}]}",
        ).rstrip()
        + "\n      limit: {working_days: 5}\n"
    )
    events = RAISED + "at: 2026-03-30 09:00, kind: meeting\n"
    assert judge(events, "2026-03-30", policy)["stage-1/act"].met_by is None
    both = events + "at: 2026-03-31 09:00, kind: discussed\n"
    assert judge(both, "2026-03-31", policy)["stage-1/act"].met_by == 3


def test_a_duty_may_start_each_time_its_trigger_happens() -> None:
    policy = one_duty("limit: {working_days: 1}\n      each_time: true")
    events = (
        RAISED
        + """at: 2026-03-27 12:00, kind: raised
        at: 2026-03-27 13:00, kind: discussed
        at: 2026-03-30 09:00, kind: raised"""
    )
    assert judge(events, "2026-03-30", policy).occurrences("stage-1/act") == ["met", "due-soon"]
    once = judge(events, "2026-03-30", one_duty("limit: {working_days: 1}"))
    assert once.occurrences("stage-1/act") == ["met"]


def test_a_condition_that_comes_true_in_the_stage_starts_the_duty_then() -> None:
    policy = one_duty("limit: {working_days: 2}\n      applies_when: {child.plan: looked-after}")
    assert judge(RAISED, "2026-03-30", policy)["stage-1/act"].state is DutyState.NOT_APPLICABLE
    changed = RAISED + "at: 2026-03-30 09:00, kind: changed, plan: looked-after\n"
    row = judge(changed, "2026-03-30", policy)["stage-1/act"]
    assert (row.state, row.started_by, row.due_on) == (DutyState.RUNNING, 2, date(2026, 4, 1))
    undone = changed + "at: 2026-03-31 09:00, kind: changed, plan: none\n"
    assert judge(undone, "2026-03-31", policy)["stage-1/act"].state is DutyState.DUE_SOON


@pytest.mark.parametrize(
    ("condition", "applies"),
    [
        ("theme: thresholds", True),
        ("theme: other", False),
        ("urgency: urgent", True),
        ("urgency: standard", False),
        ("receiving.agency: [housing, childrens-social-care]", True),
        ("receiving.sector: health", False),
        ("raising.agency: northside-academy", True),
    ],
)
def test_conditions_ask_about_the_case(condition: str, applies: bool) -> None:
    policy = one_duty(f"applies_when: {{{condition}}}")
    row = judge(RAISED, "2026-03-27", policy, header="urgency: urgent\n")["stage-1/act"]
    assert row.state is (DutyState.OUTSTANDING if applies else DutyState.NOT_APPLICABLE)


def test_without_an_urgency_no_condition_on_it_holds() -> None:
    policy = one_duty("applies_when: {urgency: urgent}")
    assert judge(RAISED, "2026-03-27", policy)["stage-1/act"].state is DutyState.NOT_APPLICABLE


def test_any_child_may_meet_a_condition() -> None:
    policy = one_duty("limit: {working_days: 2}\n      applies_when: {child.plan: looked-after}")
    header = (
        "children: [{pseudonym: C-7F3KQ, plan: none}, {pseudonym: C-7F3KR, plan: [looked-after]}]\n"
    )
    row = judge(RAISED, "2026-03-27", policy, header=header)["stage-1/act"]
    assert row.state is DutyState.RUNNING


def test_the_first_recorded_may_stand_for_a_duty_without_a_number() -> None:
    trigger = "{first_recorded: [{event: notified, whom: chair}, {event: raised}]}"
    policy = made_up_policy(ONE_STAGE.replace("{event: raised}", trigger))
    events = RAISED + "at: 2026-04-30, kind: notified, whom: chair\n"
    assert judge(events, "2026-04-30", policy)["stage-1/act"].started_by == 2


def test_neither_of_two_starting_points_starts_nothing() -> None:
    trigger = "{first_recorded: [{event: notified, whom: chair}, {event: raised}]}"
    policy = made_up_policy(ONE_STAGE.replace("{event: raised}", trigger))
    row = judge("at: 2026-03-27, kind: disagreement\n", "2026-04-30", policy)["stage-1/act"]
    assert row.state is DutyState.NOT_STARTED


TWO_STAGES = """
- id: stage-1
  title: One
  duties:
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {event: raised}
      limit: {hours: 4}
      met_by: {event: discussed}
- id: stage-2
  title: Two
  duties:
    - id: tell
      title: Tell
      role: worker
      clause: "2"
      trigger: {deadline: stage-1/act}
      limit: {hours: 2}
      met_by: {event: notified, whom: [chair, iro]}
    - id: keep
      title: Keep
      role: manager
      clause: "2"
      trigger: {entered: {from: stage-2}}
      survives: true
      met_by: {event: done}
"""


def test_a_deadline_in_hours_triggers_at_its_moment() -> None:
    policy = made_up_policy(TWO_STAGES)
    assert judge(RAISED, "2026-03-27 14:14", policy)["stage-2/tell"].state is DutyState.NOT_STARTED
    row = judge(RAISED, "2026-03-27 14:15", policy)["stage-2/tell"]
    assert row.due is not None
    assert (row.started_by, row.due.local.isoformat()) == (
        "stage-1/act",
        "2026-03-27T16:15:00+00:00",
    )


def test_what_a_deadline_asks_for_may_have_been_done_while_its_clock_ran() -> None:
    policy = made_up_policy(TWO_STAGES)
    events = RAISED + "at: 2026-03-27 12:00, kind: notified, whom: iro\n"
    row = judge(events, "2026-03-28", policy)["stage-2/tell"]
    assert (row.state, row.started_by, row.met_by, row.breach) == (
        DutyState.MET,
        "stage-1/act",
        2,
        Breach.NONE,
    )


def test_what_a_first_entry_starts_is_started_by_no_later_one() -> None:
    events = (
        RAISED
        + """at: 2026-03-27 11:00, kind: escalated, to: stage-2
        at: 2026-03-27 11:30, kind: done, duty: stage-2/keep
        at: 2026-03-27 12:00, kind: resolved
        at: 2026-03-30 12:00, kind: reopened"""
    )
    judged = judge(events, "2026-04-30", made_up_policy(TWO_STAGES))
    assert judged.occurrences("stage-2/keep") == ["met"]


def test_a_duty_that_survives_outlives_the_case_and_is_met_by_its_own_done() -> None:
    policy = made_up_policy(TWO_STAGES)
    events = (
        RAISED
        + """at: 2026-03-27 11:00, kind: escalated, to: stage-2
        at: 2026-03-27 12:00, kind: resolved"""
    )
    assert judge(events, "2026-04-30", policy)["stage-2/keep"].state is DutyState.OUTSTANDING
    other = events + "\nat: 2026-03-30, kind: done, duty: stage-2/tell"
    assert judge(other, "2026-04-30", policy)["stage-2/keep"].state is DutyState.OUTSTANDING
    done = events + "\nat: 2026-03-30, kind: done, duty: stage-2/keep"
    assert judge(done, "2026-04-30", policy)["stage-2/keep"].state is DutyState.MET


def test_a_stages_duty_does_not_start_once_the_stage_has_passed() -> None:
    policy = made_up_policy(TWO_STAGES)
    events = """at: 2026-03-26 11:00, kind: disagreement
        at: 2026-03-27 09:00, kind: escalated, to: stage-2
        at: 2026-03-27 10:15, kind: raised"""
    assert judge(events, "2026-03-28", policy)["stage-1/act"].state is DutyState.NOT_STARTED


def test_an_event_of_an_earlier_stage_asks_for_nothing_that_was_done_since() -> None:
    policy = made_up_policy(TWO_STAGES.replace("{deadline: stage-1/act}", "{event: not-resolved}"))
    events = """at: 2026-03-26 11:00, kind: disagreement
        at: 2026-03-27 08:00, kind: notified, whom: chair
        at: 2026-03-27 09:00, kind: escalated, to: stage-2
        at: 2026-03-27 10:15, kind: not-resolved, stage: stage-1"""
    row = judge(events, "2026-03-31", policy)["stage-2/tell"]
    assert (row.state, row.started_by, row.met_by, row.breach) == (
        DutyState.MET,
        4,
        2,
        Breach.NONE,
    )


def test_an_event_that_names_a_stage_never_entered_looks_no_further_back() -> None:
    policy = made_up_policy(TWO_STAGES.replace("{deadline: stage-1/act}", "{event: not-resolved}"))
    events = """at: 2026-03-27 09:00, kind: escalated, to: stage-2
        at: 2026-03-27 10:15, kind: not-resolved, stage: stage-1"""
    row = judge(events, "2026-03-27 11:00", policy)["stage-2/tell"]
    assert (row.state, row.started_by) == (DutyState.DUE_SOON, 2)


def test_a_duty_met_before_the_risk_keeps_its_force() -> None:
    policy = one_duty("limit: {working_days: 5}", "guide_after: {event: immediate-risk}\n")
    events = RAISED + "at: 2026-03-30 09:00, kind: discussed\n"
    events += "at: 2026-03-31 09:00, kind: immediate-risk\n"
    assert judge(events, "2026-04-01", policy)["stage-1/act"].force is Force.REQUIRED
