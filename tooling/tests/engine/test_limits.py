"""Every kind of limit, judged on policies made for one test each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from escalation_log.model.assessments import Breach, DutyState, Late, LateUnit
from escalation_log.model.patterns import (
    CalendarDays,
    Hours,
    SameWorkingDay,
    Threshold,
    WorkingDays,
)
from tests.engine.judging import (
    judge,
    moment,
    one_duty,
    shipped_partnership,
)

RAISED = "at: 2026-03-27 10:15, kind: raised\n"  # a Friday; the clocks go forward on Sunday


def test_clock_hours_run_through_weekends_and_clock_changes() -> None:
    policy = one_duty("limit: {hours: 48}")
    row = judge(RAISED, "2026-03-27", policy)["stage-1/act"]
    assert row.due is not None
    assert (row.due.local.isoformat(), row.due_on) == (
        "2026-03-29T11:15:00+01:00",
        date(2026, 3, 29),
    )
    late = judge(RAISED, "2026-03-30 09:00", policy)["stage-1/act"]
    assert (late.breach, late.days_late, late.late.unit if late.late else None) == (
        Breach.BREACH,
        1,
        LateUnit.MINUTES,
    )
    later = judge(RAISED, "2026-03-31 12:00", policy)["stage-1/act"]
    assert later.late is not None
    assert (later.late.amount, later.late.unit) == (2, LateUnit.CALENDAR_DAYS)


def test_a_date_alone_starts_hours_at_the_end_of_its_day_and_is_in_time_on_its_day() -> None:
    policy = one_duty("limit: {hours: 24}")
    events = "at: 2026-03-02, kind: raised\nat: 2026-03-03, kind: discussed\n"
    row = judge(events, "2026-03-04", policy)["stage-1/act"]
    assert row.due is not None
    assert (row.due.local.isoformat(), row.due_on) == (
        "2026-03-04T00:00:00+00:00",
        date(2026, 3, 3),
    )
    assert (row.state, row.breach) == (DutyState.MET, Breach.NONE)


def test_calendar_days_count_every_day_and_so_does_their_lateness() -> None:
    policy = one_duty("limit: {calendar_days: 7}")
    row = judge(RAISED, "2026-04-06", policy)["stage-1/act"]
    assert (row.due_on, row.days_late, row.breach) == (date(2026, 4, 3), 3, Breach.BREACH)


def test_the_day_may_end_in_the_afternoon() -> None:
    policy = one_duty("limit: {working_days: 1}", 'day_ends: "17:00"\n')
    row = judge(RAISED, "2026-03-30 17:00", policy)["stage-1/act"]
    assert row.due is not None
    assert (row.due.local.isoformat(), row.due_on) == (
        "2026-03-30T17:00:00+01:00",
        date(2026, 3, 30),
    )
    assert (row.state, row.days_late) == (DutyState.OVERDUE, 0)
    assert row.late is not None
    assert (row.late.amount, row.late.unit) == (0, LateUnit.MINUTES)


@pytest.mark.parametrize(
    ("urgency", "due_on"), [("urgent", date(2026, 3, 27)), ("standard", date(2026, 4, 7))]
)
def test_limits_by_urgency(urgency: str, due_on: date) -> None:
    policy = one_duty(
        "limit: {by_urgency: {urgent: {same_working_day: true}, standard: {working_days: 5}}}"
    )
    row = judge(RAISED, "2026-03-27", policy, header=f"urgency: {urgency}\n")["stage-1/act"]
    assert row.due_on == due_on


def test_a_changed_urgency_adds_its_limit_to_what_runs_and_rules_what_starts_afterwards() -> None:
    policy = one_duty(
        "limit: {by_urgency: {urgent: {same_working_day: true}, standard: {working_days: 5}}}"
    )
    before = "at: 2026-03-26 09:00, kind: changed, urgency: urgent\n" + RAISED
    after = RAISED + "at: 2026-03-27 12:00, kind: changed, urgency: urgent\n"
    header = "urgency: standard\n"
    assert judge(before, "2026-03-28", policy, header=header)["stage-1/act"].due_on == date(
        2026, 3, 27
    )
    # The change adds the same working day, counted from itself; until then Tuesday 7 April stands.
    for as_of, due_on in (("2026-03-27 11:59", "2026-04-07"), ("2026-03-27 12:00", "2026-03-27")):
        row = judge(after, as_of, policy, header=header)["stage-1/act"]
        assert row.due_on == date.fromisoformat(due_on)
    # A calmer urgency takes nothing away from what runs.
    calmer = RAISED + "at: 2026-03-27 12:00, kind: changed, urgency: standard\n"
    row = judge(calmer, "2026-03-28", policy, header="urgency: urgent\n")["stage-1/act"]
    assert row.due_on == date(2026, 3, 27)


def test_without_a_known_urgency_no_number_is_invented() -> None:
    policy = one_duty("limit: {by_urgency: {urgent: {hours: 4}}}")
    row = judge(RAISED, "2026-04-28", policy)["stage-1/act"]
    assert (row.state, row.due, row.breach) == (DutyState.OUTSTANDING, None, Breach.NONE)


@pytest.mark.parametrize("keys", ["limit: {words: as soon as possible}", "force: required"])
def test_a_duty_without_a_number_is_outstanding_for_ever(keys: str) -> None:
    row = judge(RAISED, "2027-03-28", one_duty(keys))["stage-1/act"]
    assert (row.state, row.due_on, row.days_late, row.late) == (
        DutyState.OUTSTANDING,
        None,
        0,
        None,
    )
    met = judge(RAISED + "at: 2026-04-01, kind: discussed", "2027-03-28", one_duty(keys))
    assert met["stage-1/act"].state is DutyState.MET


def test_advice_is_never_overdue() -> None:
    row = judge(RAISED, "2027-03-28", one_duty("limit: {working_days: 1}\n      advice: true"))
    assert (row["stage-1/act"].state, row["stage-1/act"].due) == (DutyState.OUTSTANDING, None)


def test_a_date_alone_on_a_day_off_is_late_by_calendar_days() -> None:
    events = "at: 2026-03-26, kind: raised\nat: 2026-03-28, kind: discussed\n"
    row = judge(events, "2026-03-29", one_duty("limit: {working_days: 1}"))["stage-1/act"]
    assert (row.state, row.days_late) == (DutyState.MET_LATE, 0)
    assert row.late == Late(amount=1, unit=LateUnit.CALENDAR_DAYS)


@pytest.mark.parametrize(
    ("threshold", "as_of", "state"),
    [
        (WorkingDays(3), "2026-03-30", DutyState.RUNNING),
        (WorkingDays(3), "2026-03-31 00:00", DutyState.DUE_SOON),
        (CalendarDays(2), "2026-04-04", DutyState.RUNNING),
        (CalendarDays(2), "2026-04-05", DutyState.DUE_SOON),
        (Hours(24), "2026-04-06 23:59", DutyState.RUNNING),
        (Hours(24), "2026-04-07 00:00", DutyState.DUE_SOON),
        (SameWorkingDay(), "2026-04-06", DutyState.RUNNING),
        (SameWorkingDay(), "2026-04-07 00:00", DutyState.DUE_SOON),
    ],
)
def test_a_partnership_chooses_when_a_deadline_is_due_soon(
    threshold: Threshold, as_of: str, state: DutyState
) -> None:
    partnership = replace(shipped_partnership("knowsley"), due_soon=threshold)
    policy = one_duty("limit: {working_days: 5}")  # due on Tuesday 7 April, after Easter Monday
    row = judge(RAISED, as_of, policy, partnership=partnership)["stage-1/act"]
    assert row.state is state


@pytest.mark.parametrize(
    ("threshold", "soon_at"),
    [
        (None, "2026-04-02 00:00"),  # Good Friday and Easter Monday lie between
        (WorkingDays(3), "2026-03-31 00:00"),
        (CalendarDays(2), "2026-04-05 00:00"),
        (Hours(30), "2026-04-06 18:00"),
        (SameWorkingDay(), "2026-04-07 00:00"),
    ],
)
@pytest.mark.parametrize("as_of", ["2026-03-27", "2026-04-10"])
def test_the_moment_from_which_a_deadline_is_near_is_known_before_and_after(
    threshold: Threshold | None, soon_at: str, as_of: str
) -> None:
    partnership = replace(shipped_partnership("knowsley"), due_soon=threshold)
    policy = one_duty("limit: {working_days: 5}")
    row = judge(RAISED, as_of, policy, partnership=partnership)["stage-1/act"]
    assert row.soon_at == moment(soon_at)
    assert row.soon_at.local.isoformat() == moment(soon_at).local.isoformat()
    untimed = judge(RAISED, as_of, one_duty("limit: {words: soon}"))["stage-1/act"]
    assert untimed.soon_at is None


def test_a_deadline_at_the_very_start_of_the_calendar_is_near_on_its_own_day() -> None:
    policy = one_duty("limit: {same_working_day: true}")
    row = judge("at: 2012-01-03 10:00, kind: raised", "2012-01-03", policy)["stage-1/act"]
    assert row.soon_at == moment("2012-01-03 00:00")


@pytest.mark.parametrize("keys", ["force: required", "advice: true"])
def test_a_partnerships_own_alert_comes_where_nothing_has_a_number_and_is_no_breach(
    keys: str,
) -> None:
    partnership = replace(shipped_partnership("knowsley"), ageing_alert=WorkingDays(9))
    judged = judge(RAISED, "2026-04-14", one_duty(keys), partnership=partnership)
    assert (judged["stage-1/act"].is_ageing, judged["stage-1/act"].due) == (False, None)
    row = judged["case/own-alert"]
    assert (row.due_on, row.is_ageing, row.breach) == (date(2026, 4, 13), True, Breach.NONE)
    # The next event puts it off: nine working days from Monday 13 April.
    later = RAISED + "at: 2026-04-13 09:00, kind: update\n"
    row = judge(later, "2026-04-14", one_duty(keys), partnership=partnership)["case/own-alert"]
    assert (row.due_on, row.is_ageing) == (date(2026, 4, 24), False)


def test_over_days_off_lateness_is_in_calendar_days() -> None:
    policy = one_duty("limit: {working_days: 4}")  # due on Thursday 2 April, before Easter
    row = judge(RAISED, "2026-04-06", policy)["stage-1/act"]
    assert (row.due_on, row.days_late) == (date(2026, 4, 2), 0)
    assert row.late == Late(amount=4, unit=LateUnit.CALENDAR_DAYS)
