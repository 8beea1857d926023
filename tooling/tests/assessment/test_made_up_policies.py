"""What the policy language can say, judged on policies made for one test each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from escalation_log.assessment import assess
from escalation_log.model.assessments import Breach, DutyState, Late, LateUnit
from escalation_log.model.calendars import Closure
from escalation_log.model.limits import (
    CalendarDays,
    Hours,
    SameWorkingDay,
    TimedLimit,
    WorkingDays,
)
from escalation_log.model.policies import Force
from escalation_log.model.receipts import Governs
from tests.assessment.judging import (
    ONE_STAGE,
    calendar,
    case_of,
    judge,
    made_up_policy,
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


def test_a_changed_urgency_concerns_duties_that_start_afterwards() -> None:
    policy = one_duty(
        "limit: {by_urgency: {urgent: {same_working_day: true}, standard: {working_days: 5}}}"
    )
    before = "at: 2026-03-26 09:00, kind: changed, urgency: urgent\n" + RAISED
    after = RAISED + "at: 2026-03-27 12:00, kind: changed, urgency: urgent\n"
    header = "urgency: standard\n"
    assert judge(before, "2026-03-28", policy, header=header)["stage-1/act"].due_on == date(
        2026, 3, 27
    )
    assert judge(after, "2026-03-28", policy, header=header)["stage-1/act"].due_on == date(
        2026, 4, 7
    )


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


def test_a_protective_timescale_gives_a_date_where_the_policy_has_none() -> None:
    policy = one_duty("or_protective: true")
    events = RAISED + "at: 2026-03-27 11:00, kind: protective-timescale, protect_by: 2026-03-30\n"
    row = judge(events, "2026-03-31", policy)["stage-1/act"]
    assert (row.due_on, row.governed_by, row.breach) == (
        date(2026, 3, 30),
        Governs.PROTECTIVE_TIMESCALE,
        Breach.BREACH,
    )


TIMESCALES = "limit: {working_days: 5}\n      or_protective: true"


def test_the_latest_recorded_protective_timescale_governs_but_undoes_no_breach() -> None:
    policy = one_duty(TIMESCALES)
    first = RAISED + "at: 2026-03-27 11:00, kind: protective-timescale, protect_by: 2026-03-30\n"
    relaxed = first + "at: 2026-03-28, kind: protective-timescale, protect_by: 2026-04-01\n"
    assert judge(relaxed, "2026-03-29", policy)["stage-1/act"].due_on == date(2026, 4, 1)
    lifted = first + "at: 2026-03-28, kind: protective-timescale, protect_by: 2026-05-01\n"
    assert judge(lifted, "2026-03-29", policy)["stage-1/act"].due_on == date(2026, 4, 7)
    too_late = first + "at: 2026-03-31, kind: protective-timescale, protect_by: 2026-04-01\n"
    row = judge(too_late, "2026-03-31", policy)["stage-1/act"]
    assert (row.due_on, row.breach) == (date(2026, 3, 30), Breach.BREACH)


def test_a_protective_timescale_never_reaches_back_to_a_duty_already_met() -> None:
    events = (
        RAISED
        + """at: 2026-03-30, kind: discussed
        at: 2026-03-31, kind: protective-timescale, protect_by: 2026-03-31 12:00"""
    )
    row = judge(events, "2026-04-01", one_duty(TIMESCALES))["stage-1/act"]
    assert (row.due_on, row.state) == (date(2026, 4, 7), DutyState.MET)


def test_it_binds_duties_that_start_later_but_before_it() -> None:
    protective = "at: 2026-03-26 09:00, kind: protective-timescale, protect_by: 2026-03-30\n"
    row = judge(protective + RAISED, "2026-03-28", one_duty(TIMESCALES))["stage-1/act"]
    assert row.due_on == date(2026, 3, 30)
    passed = protective + RAISED.replace("03-27", "03-31")
    assert judge(passed, "2026-03-31", one_duty(TIMESCALES))["stage-1/act"].due_on == date(
        2026, 4, 9
    )


def test_an_event_recorded_late_counts_when_it_happened_and_the_history_keeps_the_breach() -> None:
    policy = one_duty("limit: {working_days: 1}")
    events = RAISED + "at: 2026-03-30 16:00, recorded: 2026-04-02 09:00, kind: discussed\n"
    before = judge(events, "2026-04-01", policy)["stage-1/act"]
    assert (before.state, before.breach) == (DutyState.OVERDUE, Breach.BREACH)
    row = judge(events, "2026-04-02", policy)["stage-1/act"]
    assert (row.state, row.breach) == (DutyState.MET, Breach.NONE)
    (past,) = row.breach_history
    assert past.because == "recorded late (event 2)"


def test_a_correction_moves_the_clock_and_the_history_keeps_the_breach() -> None:
    policy = one_duty("limit: {working_days: 1}")
    correction = (
        "at: 2026-04-02 09:00, kind: correction, of: 1, "
        "correct: {at: 2026-04-01 09:00}, reason: Wrong day\n"
    )
    assert judge(RAISED + correction, "2026-04-01", policy)["stage-1/act"].breach is Breach.BREACH
    row = judge(RAISED + correction, "2026-04-02", policy)["stage-1/act"]
    assert (row.due_on, row.breach, row.started_by) == (date(2026, 4, 2), Breach.NONE, 1)
    assert [past.because for past in row.breach_history] == ["correction (event 2)"]


def test_a_breach_that_a_correction_takes_away_altogether_is_still_kept() -> None:
    policy = one_duty("limit: {working_days: 1}")
    correction = (
        "at: 2026-04-02 09:00, kind: correction, of: 1, correct: {kind: update}, reason: Not so\n"
    )
    row = judge(RAISED + correction, "2026-04-03", policy)["stage-1/act"]
    assert (row.state, row.breach) == (DutyState.NOT_STARTED, Breach.NONE)
    assert [past.because for past in row.breach_history] == ["correction (event 2)"]


def test_a_holiday_announced_after_the_trigger_moves_the_deadline_later() -> None:
    policy = one_duty("limit: {working_days: 5}")
    events = "at: 2022-09-09 10:00, kind: raised\n"  # the funeral's holiday became known next day
    before = judge(events, "2022-09-09", policy)["stage-1/act"]
    assert before.due_on == date(2022, 9, 16)
    longer = one_duty("limit: {working_days: 6}")
    row = judge(events, "2022-09-21", longer)["stage-1/act"]
    assert (row.due_on, row.original_due_on) == (date(2022, 9, 20), date(2022, 9, 19))


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


def test_a_closure_announced_after_the_fact_ends_a_breach_and_the_history_keeps_it() -> None:
    policy = one_duty("limit: {working_days: 1}")
    closure = Closure(
        first=date(2026, 3, 30), last=date(2026, 3, 30), name="Flood", announced=date(2026, 4, 2)
    )
    known = Closure(first=date(2026, 3, 24), last=date(2026, 3, 24), name="Known for years")
    days_off = replace(calendar(), closures=(known, closure))
    events = RAISED + "at: 2026-03-31 10:00, kind: discussed\n"
    before = judge(events, "2026-04-01", policy, days_off=days_off)["stage-1/act"]
    assert before.breach is Breach.BREACH
    row = judge(events, "2026-04-02", policy, days_off=days_off)["stage-1/act"]
    assert (row.breach, row.due_on, row.original_due_on) == (
        Breach.NONE,
        date(2026, 3, 31),
        date(2026, 3, 30),
    )
    (past,) = row.breach_history
    assert past.because == "newly announced closure (Flood, 2026-03-30)"
    assert past.until.local.isoformat() == "2026-04-02T00:00:00+01:00"


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
    threshold: TimedLimit, as_of: str, state: DutyState
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
    threshold: TimedLimit | None, soon_at: str, as_of: str
) -> None:
    partnership = replace(shipped_partnership("knowsley"), due_soon=threshold)
    policy = one_duty("limit: {working_days: 5}")
    row = judge(RAISED, as_of, policy, partnership=partnership)["stage-1/act"]
    assert row.soon_at == moment(soon_at)
    untimed = judge(RAISED, as_of, one_duty("limit: {words: soon}"))["stage-1/act"]
    assert untimed.soon_at is None


def test_a_deadline_at_the_very_start_of_the_calendar_is_near_on_its_own_day() -> None:
    policy = one_duty("limit: {same_working_day: true}")
    row = judge("at: 2012-01-03 10:00, kind: raised", "2012-01-03", policy)["stage-1/act"]
    assert row.soon_at == moment("2012-01-03 00:00")


def test_a_partnerships_own_alert_marks_what_has_no_number_and_is_no_breach() -> None:
    partnership = replace(shipped_partnership("knowsley"), ageing_alert=WorkingDays(10))
    policy = one_duty("force: required")
    row = judge(RAISED, "2026-04-15", policy, partnership=partnership)["stage-1/act"]
    assert (row.is_ageing, row.breach) == (True, Breach.NONE)
    assert not judge(RAISED, "2026-04-14", policy, partnership=partnership)["stage-1/act"].is_ageing
    advice = one_duty("advice: true")
    assert not judge(RAISED, "2026-04-15", advice, partnership=partnership)["stage-1/act"].is_ageing


def test_a_header_correction_changes_what_conditions_ask_about() -> None:
    policy = one_duty("applies_when: {raising.sector: health}")
    events = (
        RAISED
        + "at: 2026-03-30 10:00, kind: header-correction, reason: Wrong agency,"
        + " correct: {raising: {agency: midwifery, role: practitioner}}\n"
    )
    before = judge(events, "2026-03-28", policy)["stage-1/act"]
    assert before.state is DutyState.NOT_APPLICABLE
    assert judge(events, "2026-03-30", policy)["stage-1/act"].state is DutyState.OUTSTANDING


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


def test_over_days_off_lateness_is_in_calendar_days() -> None:
    policy = one_duty("limit: {working_days: 4}")  # due on Thursday 2 April, before Easter
    row = judge(RAISED, "2026-04-06", policy)["stage-1/act"]
    assert (row.due_on, row.days_late) == (date(2026, 4, 2), 0)
    assert row.late == Late(amount=4, unit=LateUnit.CALENDAR_DAYS)


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


def test_a_case_under_an_edition_that_was_corrected_shows_both_dates() -> None:
    policy = one_duty("limit: {working_days: 1}")
    erratum = replace(one_duty("limit: {working_days: 2}"), version="1.1", corrects="1")
    case = case_of(RAISED, policy)
    assessment = assess(
        case,
        policy,
        calendar(),
        moment("2026-03-31"),
        partnership=shipped_partnership("knowsley"),
        erratum=erratum,
    )
    (row,) = assessment.duties
    assert (row.due_on, row.breach) == (date(2026, 3, 30), Breach.BREACH)
    assert row.erratum is not None
    assert (row.erratum.edition, row.erratum.due_on) == ("made-up@1.1", date(2026, 3, 31))
    assert row.receipt[-1] is row.erratum


def test_an_erratum_that_changes_no_date_is_not_mentioned() -> None:
    policy = one_duty("limit: {working_days: 1}")
    assessment = assess(
        case_of(RAISED, policy),
        policy,
        calendar(),
        moment("2026-03-31"),
        partnership=shipped_partnership("knowsley"),
        erratum=replace(policy, version="1.1", corrects="1"),
    )
    assert [row.erratum for row in assessment.duties] == [None]
