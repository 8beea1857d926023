"""Knowsley's policy, judged clause by clause on invented events."""

from __future__ import annotations

from datetime import date

import pytest

from escalation_log.model.assessments import Breach, CaseState, DutyState, LateUnit
from escalation_log.model.policies import Force
from escalation_log.model.receipts import Governs
from tests.engine.judging import judge

BEGUN = """
at: 2026-03-02 10:15, kind: disagreement, by: receiving
"""
RAISED = (
    BEGUN
    + """
at: 2026-03-03 09:00, kind: raised, by: raising, how: phone
"""
)


def test_a_case_begins_in_the_first_stage_with_its_first_clock_running() -> None:
    judged = judge(BEGUN, "2026-03-02 12:00")
    assert (judged.assessment.state, judged.assessment.stage) == (CaseState.OPEN, "stage-1")
    row = judged["stage-1/raise"]
    assert (row.state, row.started_by, row.due_on) == (DutyState.RUNNING, 1, date(2026, 3, 4))
    assert row.due is not None
    assert row.due.local.isoformat() == "2026-03-05T00:00:00+00:00"
    assert (row.original_due_on, row.governed_by) == (row.due_on, Governs.LIMIT)
    assert judged["stage-1/respond"].state is DutyState.NOT_STARTED
    assert judged["stage-1/state-issue"].state is DutyState.OUTSTANDING


@pytest.mark.parametrize(
    ("as_of", "state", "breach", "days_late"),
    [
        ("2026-03-02", DutyState.RUNNING, Breach.NONE, 0),
        ("2026-03-03 00:00", DutyState.DUE_SOON, Breach.NONE, 0),
        ("2026-03-04", DutyState.DUE_SOON, Breach.NONE, 0),
        ("2026-03-05 00:00", DutyState.OVERDUE, Breach.BREACH, 1),
        ("2026-03-08", DutyState.OVERDUE, Breach.BREACH, 2),
        ("2026-03-09", DutyState.OVERDUE, Breach.BREACH, 3),
    ],
)
def test_the_state_follows_the_moment(
    as_of: str, state: DutyState, breach: Breach, days_late: int
) -> None:
    row = judge(BEGUN, as_of)["stage-1/raise"]
    assert (row.state, row.breach, row.days_late) == (state, breach, days_late)


def test_an_event_exactly_at_the_first_late_moment_is_late_and_a_minute_before_is_in_time() -> None:
    late = judge(BEGUN + "at: 2026-03-05 00:00, kind: raised", "2026-03-05")["stage-1/raise"]
    assert (late.state, late.breach, late.days_late) == (DutyState.MET_LATE, Breach.BREACH, 1)
    in_time = judge(BEGUN + "at: 2026-03-04 23:59, kind: raised", "2026-03-05")["stage-1/raise"]
    assert (in_time.state, in_time.breach, in_time.late) == (DutyState.MET, Breach.NONE, None)


def test_a_breach_outlives_the_case() -> None:
    judged = judge(
        BEGUN
        + """at: 2026-03-09 10:00, kind: raised
        at: 2026-03-09 15:00, kind: resolved""",
        "2026-06-01",
    )
    assert judged.assessment.state is CaseState.RESOLVED
    row = judged["stage-1/raise"]
    assert (row.state, row.breach, row.days_late) == (DutyState.MET_LATE, Breach.BREACH, 3)


def test_the_deadline_to_respond_starts_the_duty_to_escalate_the_same_day() -> None:
    # Raised on Tuesday 3 March, so the answer is due by Friday 6 March.
    early = judge(RAISED, "2026-03-05")["stage-2/escalate"]
    assert early.state is DutyState.NOT_STARTED
    row = judge(RAISED, "2026-03-06 09:00")["stage-2/escalate"]
    assert (row.state, row.started_by, row.due_on) == (
        DutyState.DUE_SOON,
        "stage-1/respond",
        date(2026, 3, 6),
    )
    after = judge(RAISED, "2026-03-09")["stage-2/escalate"]
    assert (after.state, after.breach, after.days_late) == (
        DutyState.OVERDUE,
        Breach.BREACH,
        1,
    )


def test_not_resolved_starts_it_earlier_and_escalating_that_day_meets_it() -> None:
    events = (
        RAISED
        + """at: 2026-03-04 11:00, kind: discussed
        at: 2026-03-04 12:00, kind: not-resolved
        at: 2026-03-04 16:00, kind: escalated, to: stage-2"""
    )
    judged = judge(events, "2026-03-05")
    row = judged["stage-2/escalate"]
    assert (row.started_by, row.state, row.met_by) == (4, DutyState.MET, 5)
    assert judged.assessment.stage == "stage-2"
    assert judged["stage-2/resolve"].due_on == date(2026, 3, 11)


def test_an_event_of_the_deadlines_own_day_comes_before_the_deadline() -> None:
    escalated = judge(RAISED + "at: 2026-03-06 17:00, kind: escalated, to: stage-2", "2026-03-06")[
        "stage-2/escalate"
    ]
    assert (escalated.state, escalated.started_by, escalated.due) == (DutyState.MET, None, None)
    resolved = judge(RAISED + "at: 2026-03-06 17:00, kind: resolved", "2026-03-09")
    assert resolved["stage-2/escalate"].state is DutyState.NOT_STARTED


def test_escalating_before_the_deadline_meets_the_duty_without_a_clock() -> None:
    row = judge(RAISED + "at: 2026-03-04, kind: escalated, to: stage-2", "2026-03-20")[
        "stage-2/escalate"
    ]
    assert (row.state, row.met_by, row.due, row.breach) == (DutyState.MET, 3, None, Breach.NONE)


def test_a_deadline_triggers_even_if_its_own_duty_was_met() -> None:
    events = RAISED + "at: 2026-03-04 11:00, kind: discussed"
    row = judge(events, "2026-03-06")["stage-2/escalate"]
    assert (row.state, row.started_by) == (DutyState.DUE_SOON, "stage-1/respond")


def test_written_confirmation_runs_from_the_resolution_and_outlives_it() -> None:
    events = (
        RAISED
        + """at: 2026-03-04 16:00, kind: escalated, to: stage-2
        at: 2026-03-06 10:00, kind: resolved"""
    )
    row = judge(events, "2026-03-20")["stage-2/confirm"]
    assert (row.state, row.due_on, row.breach) == (
        DutyState.OVERDUE,
        date(2026, 3, 10),
        Breach.BREACH,
    )
    met = judge(events + "\nat: 2026-03-12, kind: confirmed-in-writing", "2026-03-20")
    assert (met["stage-2/confirm"].state, met["stage-2/confirm"].days_late) == (
        DutyState.MET_LATE,
        2,
    )


def test_a_protective_timescale_shortens_open_duties_and_stays_binding() -> None:
    events = (
        BEGUN
        + """at: 2026-03-02 11:00, kind: protective-timescale, protect_by: 2026-03-03 12:00
        at: 2026-03-03 14:00, kind: raised"""
    )
    row = judge(events, "2026-03-10")["stage-1/raise"]
    assert row.due is not None
    assert (row.due.local.isoformat(), row.due_on) == (
        "2026-03-03T12:00:00+00:00",
        date(2026, 3, 3),
    )
    assert row.governed_by is Governs.PROTECTIVE_TIMESCALE
    assert (row.state, row.breach, row.days_late) == (DutyState.MET_LATE, Breach.BREACH, 0)
    assert row.late is not None
    assert (row.late.amount, row.late.unit) == (120, LateUnit.MINUTES)
    assert row.original_due_on == date(2026, 3, 4)


def test_after_immediate_risk_limits_only_guide_but_the_protective_timescale_binds() -> None:
    events = BEGUN + "at: 2026-03-02 11:00, kind: immediate-risk\n"
    row = judge(events, "2026-03-10")["stage-1/raise"]
    assert (row.force, row.breach) == (Force.GUIDE, Breach.OVER_GUIDE)
    protected = judge(
        events + "at: 2026-03-02 11:30, kind: protective-timescale, protect_by: 2026-03-03",
        "2026-03-10",
    )["stage-1/raise"]
    assert (protected.force, protected.breach, protected.due_on) == (
        Force.REQUIRED,
        Breach.BREACH,
        date(2026, 3, 3),
    )


def test_what_is_owed_immediately_stays_required_after_the_risk() -> None:
    row = judge(BEGUN + "at: 2026-03-02 11:00, kind: immediate-risk\n", "2026-03-10")[
        "case/escalate-immediately"
    ]
    assert (row.state, row.force, row.due) == (DutyState.OUTSTANDING, Force.REQUIRED, None)


def test_an_order_missed_after_the_immediate_risk_is_over_guide() -> None:
    events = CHAIR.replace(
        "at: 2026-03-06, kind: notice-issued", "at: 2026-03-06, kind: immediate-risk"
    )
    assert judge(events, "2026-03-09")["stage-3/notice"].breach is Breach.OVER_GUIDE


def test_a_limit_missed_before_the_immediate_risk_stays_a_breach() -> None:
    events = BEGUN + "at: 2026-03-06 11:00, kind: immediate-risk\n"
    row = judge(events, "2026-03-10")["stage-1/raise"]
    assert (row.force, row.breach) == (Force.REQUIRED, Breach.BREACH)


CHAIR = (
    RAISED
    + """at: 2026-03-04, kind: escalated, to: stage-2
    at: 2026-03-05, kind: escalated, to: stage-3
    at: 2026-03-06, kind: notice-issued
    at: 2026-03-06 10:00, kind: escalated, to: stage-4
    """
)


def test_the_chairs_clock_runs_from_being_told_or_else_from_the_move() -> None:
    assert judge(CHAIR, "2026-03-09")["stage-4/recommend"].due_on == date(2026, 3, 13)
    told = CHAIR + "at: 2026-03-09 10:00, kind: notified, whom: chair\n"
    row = judge(told, "2026-03-10")["stage-4/recommend"]
    assert (row.due_on, row.started_by) == (date(2026, 3, 16), 7)
    concluded = judge(told + "at: 2026-03-11, kind: recommended", "2026-03-20")
    assert concluded.assessment.state is CaseState.CONCLUDED
    assert concluded["stage-4/recommend"].state is DutyState.MET


def test_telling_the_chair_after_the_limit_was_missed_does_not_undo_the_breach() -> None:
    told = CHAIR + "at: 2026-03-16 10:00, kind: notified, whom: chair\n"
    row = judge(told, "2026-03-17")["stage-4/recommend"]
    assert (row.due_on, row.breach, row.started_by) == (date(2026, 3, 13), Breach.BREACH, 6)


def test_an_ordering_limit_is_broken_when_its_event_comes_first() -> None:
    assert judge(CHAIR, "2026-03-09")["stage-3/notice"].breach is Breach.NONE
    without = CHAIR.replace("at: 2026-03-06, kind: notice-issued\n", "")
    row = judge(without, "2026-03-09")["stage-3/notice"]
    assert (row.state, row.breach, row.due) == (DutyState.LAPSED, Breach.BREACH, None)


def test_reopening_begins_the_stage_anew() -> None:
    events = (
        RAISED
        + """at: 2026-03-04 16:00, kind: escalated, to: stage-2
        at: 2026-03-05 10:00, kind: resolved
        at: 2026-03-16 10:00, kind: reopened"""
    )
    judged = judge(events, "2026-03-17")
    assert (judged.assessment.state, judged.assessment.stage) == (CaseState.OPEN, "stage-2")
    assert judged.occurrences("stage-2/resolve") == ["met", "running"]
    again = judged.occurrence("stage-2/resolve", 2)
    assert (again.started_by, again.due_on) == (5, date(2026, 3, 23))


def test_before_the_case_began_nothing_has_started() -> None:
    judged = judge(BEGUN, "2026-03-01")
    assert (judged.assessment.stage, judged.assessment.state) == (None, CaseState.OPEN)
    assert {row.state for row in judged.assessment.duties} <= {
        DutyState.NOT_STARTED,
        DutyState.NOT_APPLICABLE,
    }
