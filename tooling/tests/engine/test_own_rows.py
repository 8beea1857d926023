"""Rows of the log's own, beside those of a policy's duties."""

from __future__ import annotations

from datetime import date

import pytest

from escalation_log.model.assessments import (
    Breach,
    DutyAssessment,
    DutyState,
    Late,
    LateUnit,
)
from escalation_log.model.calendars import BankHoliday
from escalation_log.model.patterns import AtOnce, WorkingDays
from escalation_log.model.policies import Force
from escalation_log.model.receipts import (
    DayReckoned,
    DueAt,
    LapsedBy,
    MetBy,
    MovedByAnnouncement,
    OnTheDay,
    Provisional,
    RuleApplied,
    StartedBy,
)
from tests.calendars import with_holiday
from tests.engine.judging import calendar, judge, made_up_policy, moment

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


NO_DUTY = """\
- id: stage-1
  title: One
  duties: []
"""
SATURDAY, MIDNIGHT = date(2026, 6, 6), moment("2026-06-07 00:00")
# What an alert of the risk says in any case.
ALERT = (
    StartedBy(moment=moment("2026-06-06 20:00"), event=2, kind="immediate-risk"),
    RuleApplied(
        duty="case/own-alert", clause="", edition="made-up@1", limit=AtOnce(), force="guide"
    ),
    OnTheDay(on=SATURDAY),
    DueAt(due=MIDNIGHT, due_on=SATURDAY, governed_by=None),
)


def alert(events: str, as_of: str) -> DutyAssessment:
    """Judge the log's own alert of a risk, under a policy that says nothing of one."""
    row = judge(RAISED + RISK + events, as_of, made_up_policy(NO_DUTY))["case/own-alert"]
    assert (row.role, row.force, row.breach) == ("own", Force.GUIDE, Breach.NONE)
    assert (row.due, row.due_on, row.original_due_on) == (MIDNIGHT, SATURDAY, SATURDAY)
    assert (row.safe_due_on, row.is_provisional, row.is_own) == (SATURDAY, False, True)
    return row


def test_an_own_alert_of_a_risk_is_due_now_on_its_day_and_then_overdue() -> None:
    row = alert("", "2026-06-06 21:00")
    assert (row.state, row.receipt) == (DutyState.DUE_NOW, ALERT)
    assert (row.met_at, row.met_by, row.late, row.missed_at) == (None, None, None, None)
    row = alert("", "2026-06-08 09:00")
    assert (row.state, row.receipt) == (DutyState.OVERDUE, ALERT)
    assert (row.days_late, row.missed_at) == (2, MIDNIGHT)
    assert row.late == Late(amount=2, unit=LateUnit.CALENDAR_DAYS)


@pytest.mark.parametrize(
    ("at", "state", "in_time", "missed_at"),
    [
        ("2026-06-06 21:00", DutyState.MET, True, None),
        ("2026-06-08 09:00", DutyState.MET_LATE, False, MIDNIGHT),
    ],
)
def test_an_own_alert_of_a_risk_is_met_in_time_or_late(
    at: str, state: DutyState, in_time: bool, missed_at: object
) -> None:
    row = alert(f"at: {at}, kind: notified, whom: chair\n", "2026-06-09")
    assert (row.state, row.missed_at) == (state, missed_at)
    assert (row.met_by, row.met_at) == (3, moment(at))
    met = MetBy(event=3, kind="notified", moment=moment(at), in_time=in_time)
    assert row.receipt == (*ALERT, met)


@pytest.mark.parametrize(("ended", "days_late"), [("2026-06-06 21:00", 1), ("2026-06-08 09:00", 2)])
def test_an_own_alert_of_a_risk_ends_with_the_case_once_its_day_is_over(
    ended: str, days_late: int
) -> None:
    resolved = f"at: {ended}, kind: resolved\n"
    row = alert(resolved, "2026-06-10 09:00")
    assert (row.state, row.days_late, row.missed_at) == (DutyState.LAPSED, days_late, MIDNIGHT)
    assert row.receipt == (*ALERT, LapsedBy(event=3, kind="resolved", moment=moment(ended)))


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2026-06-05 23:59", DutyState.DUE_NOW),
        ("2026-06-06 00:00", DutyState.MET),
        ("2026-06-06 00:30", DutyState.MET),
    ],
)
def test_what_was_done_earlier_on_the_day_of_the_risk_answers_it(at: str, state: DutyState) -> None:
    told = f"at: {at}, kind: notified, whom: chair\n"
    row = judge(RAISED + told + RISK, "2026-06-06 21:00", made_up_policy(NO_DUTY))["case/own-alert"]
    assert (row.started_by, row.state) == (3, state)


def test_an_own_alert_of_a_risk_outlives_the_case_on_its_day() -> None:
    row = alert("at: 2026-06-06 21:00, kind: resolved\n", "2026-06-06 22:00")
    assert (row.state, row.late, row.receipt) == (DutyState.DUE_NOW, None, ALERT)


def test_an_alert_of_a_case_left_alone_says_what_moved_it() -> None:
    # Ten working days from Thursday 4 June are until Thursday 18 June.
    row = judge(RAISED, "2026-06-10", made_up_policy(NO_DUTY))["case/own-alert"]
    assert (row.due_on, row.original_due_on) == (date(2026, 6, 18), date(2026, 6, 18))
    assert row.receipt[1] == RuleApplied(
        duty="case/own-alert",
        clause="",
        edition="made-up@1",
        limit=WorkingDays(10),
        force="guide",
    )
    off = BankHoliday(on=date(2026, 6, 12), name="Extra day", announced=date(2026, 6, 8))
    row = judge(
        RAISED, "2026-06-10", made_up_policy(NO_DUTY), days_off=with_holiday(calendar(), off)
    )["case/own-alert"]
    assert (row.due_on, row.original_due_on) == (date(2026, 6, 19), date(2026, 6, 18))
    assert sum(isinstance(step, MovedByAnnouncement) for step in row.receipt) == 1


def test_an_alert_past_the_last_published_year_is_provisional() -> None:
    # The calendar is published to 2028.
    events = "at: 2028-12-20 10:00, kind: raised\n"
    row = judge(events, "2028-12-21", made_up_policy(NO_DUTY))["case/own-alert"]
    assert row.is_provisional is True
    assert Provisional(published_to=2028) in row.receipt
    assert any(isinstance(step, DayReckoned) and step.is_foreseen for step in row.receipt)


def test_a_date_to_review_what_keeps_a_child_safe_ends_by_the_clocks_of_the_policy() -> None:
    agreed = "kind: safeguards, measures: safety-plan, review_on: 2026-06-06\n"
    events = f"{RAISED}at: 2026-06-05 10:00, {agreed}"
    judged = judge(events, "2026-06-07 09:00", made_up_policy(NO_DUTY))
    row = judged["case/own-safeguards-review"]
    assert (row.started_by, row.due_on, row.due) == (2, SATURDAY, MIDNIGHT)


def test_what_must_be_done_at_once_may_have_been_done_since_the_day_began() -> None:
    policy = made_up_policy(at_once("{event: immediate-risk}"))
    for at, state in (("2026-06-05 23:59", "due-now"), ("2026-06-06 00:30", "met")):
        told = f"at: {at}, kind: notified, whom: chair\n"
        judged = judge(RAISED + told + RISK, "2026-06-06 21:00", policy)
        assert judged.occurrences("stage-1/act") == [state]


def test_what_must_be_done_at_once_lapses_with_the_first_moment_after_its_day() -> None:
    policy = made_up_policy(at_once("{event: immediate-risk}"))
    events = RAISED + RISK + "at: 2026-06-06 21:00, kind: resolved\n"
    for as_of, state in (("2026-06-06 23:59", "due-now"), ("2026-06-07 00:00", "lapsed")):
        assert judge(events, as_of, policy).occurrences("stage-1/act") == [state]
