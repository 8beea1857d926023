"""The edges of a duty: what starts it, at which moment, what ends it, and what no longer counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from escalation_log.model.assessments import Breach, DutyState, Late, LateUnit
from escalation_log.model.patterns import Hours, WorkingDays
from escalation_log.model.receipts import Governs
from tests.engine.judging import (
    ONE_STAGE,
    judge,
    made_up_policy,
    moment,
    one_duty,
    shipped_partnership,
)

RAISED = "at: 2026-03-27 10:15, kind: raised\n"  # a Friday; the clocks go forward on Sunday
TIMESCALES = "limit: {working_days: 5}\n      or_protective: true"


def one_started_by(trigger: str, keys: str = "force: required") -> str:
    """Write one stage whose duty has another trigger, and keys beside it."""
    stage = ONE_STAGE.replace("trigger: {event: raised}", f"trigger: {trigger}")
    return stage.rstrip() + f"\n      {keys}\n"


def test_a_protective_timescale_given_as_a_date_lasts_to_the_end_of_the_policys_day() -> None:
    events = RAISED + "at: 2026-03-27 11:00, kind: protective-timescale, protect_by: 2026-03-30\n"
    at_midnight = judge(events, "2026-03-30", one_duty(TIMESCALES))["stage-1/act"]
    assert at_midnight.due == moment("2026-03-31 00:00")
    at_five = judge(events, "2026-03-30", one_duty(TIMESCALES, 'day_ends: "17:00"\n'))
    assert at_five["stage-1/act"].due == moment("2026-03-30 17:00")
    assert at_five["stage-1/act"].due_on == date(2026, 3, 30)


@pytest.mark.parametrize("trigger", ["{event: protective-timescale}", "{entered: stage-1}"])
def test_a_protective_timescale_that_begins_the_case_binds_what_it_starts(trigger: str) -> None:
    policy = made_up_policy(one_started_by(trigger, TIMESCALES))
    events = "at: 2026-03-27 11:00, kind: protective-timescale, protect_by: 2026-03-30\n"
    row = judge(events, "2026-03-27", policy)["stage-1/act"]
    assert (row.started_by, row.due_on, row.governed_by) == (
        1,
        date(2026, 3, 30),
        Governs.PROTECTIVE_TIMESCALE,
    )


@pytest.mark.parametrize("ending", ["resolved", "escalated, to: stage-2"])
def test_a_recurring_duty_met_by_what_ends_its_stage_recurs_no_more(ending: str) -> None:
    policy = made_up_policy(
        one_started_by("{event: raised}", "every: {working_days: 5}").replace(
            "{event: discussed}", "{event: [update, resolved, escalated]}"
        )
        + "- {id: stage-2, title: Two, duties: []}\n"
    )
    events = RAISED + f"at: 2026-03-30 09:00, kind: update\nat: 2026-03-31 09:00, kind: {ending}\n"
    assert judge(events, "2026-04-30", policy).occurrences("stage-1/act") == ["met", "met"]


URGENT = "limit: {by_urgency: {urgent: {hours: 4}, standard: {working_days: 5}}}"


def test_the_urgency_in_force_says_whether_the_second_starting_point_was_missed() -> None:
    trigger = "{first_recorded: [{event: notified, whom: chair}, {event: raised}]}"
    policy = made_up_policy(one_started_by(trigger, URGENT))
    changed = "at: 2026-03-26 09:00, kind: changed, urgency: urgent\n"
    told = RAISED + "at: 2026-03-27 15:00, kind: notified, whom: chair\n"
    header = "urgency: standard\n"
    row = judge(told, "2026-03-27", policy, header=header)["stage-1/act"]
    assert (row.started_by, row.breach) == (2, Breach.NONE)
    row = judge(changed + told, "2026-03-27", policy, header=header)["stage-1/act"]
    assert (row.started_by, row.breach) == (2, Breach.BREACH)


def test_of_several_events_that_fit_a_starting_point_the_first_counts() -> None:
    trigger = "{first_recorded: [{earliest: [{event: notified}, {event: raised}]}]}"
    events = RAISED + "at: 2026-03-27 15:00, kind: notified, whom: chair\n"
    policy = made_up_policy(one_started_by(trigger))
    assert judge(events, "2026-03-27", policy)["stage-1/act"].started_by == 1


def test_a_stage_that_was_entered_and_left_is_still_a_starting_point() -> None:
    trigger = "{first_recorded: [{event: notified}, {entered: stage-1}]}"
    policy = made_up_policy(one_started_by(trigger) + "- {id: stage-2, title: Two, duties: []}\n")
    events = RAISED + "at: 2026-03-30 09:00, kind: escalated, to: stage-2\n"
    row = judge(events, "2026-03-30", policy)["stage-1/act"]
    assert (row.started_by, row.state) == (1, DutyState.NO_RECORD)


def test_a_duty_that_began_with_a_change_does_not_begin_twice_in_its_stage() -> None:
    policy = one_duty("applies_when: {child.plan: looked-after}")
    events = (
        RAISED
        + """at: 2026-03-30 09:00, kind: changed, plan: looked-after
        at: 2026-03-30 10:00, kind: discussed
        at: 2026-03-31 09:00, kind: raised"""
    )
    assert judge(events, "2026-03-31", policy).occurrences("stage-1/act") == ["met"]


CHANGED = "at: 2026-03-31 09:00, kind: changed, plan: looked-after\n"


@pytest.mark.parametrize("ending", ["resolved", "escalated, to: stage-2"])
def test_a_change_after_the_stage_has_ended_starts_nothing(ending: str) -> None:
    policy = made_up_policy(
        one_started_by("{event: raised}", "applies_when: {child.plan: looked-after}")
        + "- {id: stage-2, title: Two, duties: []}\n"
    )
    events = RAISED + f"at: 2026-03-30 09:00, kind: {ending}\n" + CHANGED
    assert judge(events, "2026-04-30", policy)["stage-1/act"].state is DutyState.NOT_STARTED


LATER = """at: 2026-03-27 09:00, kind: disagreement
at: 2026-03-27 09:30, kind: escalated, to: stage-2
"""


@pytest.mark.parametrize(
    ("keys", "states"),
    [("owed_until: case", ["outstanding"]), ("force: required", ["not-started"])],
)
def test_only_what_is_owed_until_the_case_ends_begins_after_its_stage(
    keys: str, states: list[str]
) -> None:
    policy = made_up_policy(
        one_started_by("{event: raised}", keys) + "- {id: stage-2, title: Two, duties: []}\n"
    )
    assert judge(LATER + RAISED, "2026-03-27", policy).occurrences("stage-1/act") == states


def test_what_was_done_in_its_stage_does_not_begin_again_after_it() -> None:
    policy = made_up_policy(
        one_started_by("{event: raised}", "owed_until: case")
        + "- {id: stage-2, title: Two, duties: []}\n"
    )
    events = (
        RAISED
        + """at: 2026-03-27 11:00, kind: discussed
        at: 2026-03-27 12:00, kind: escalated, to: stage-2
        at: 2026-03-27 13:00, kind: raised"""
    )
    assert judge(events, "2026-03-27", policy).occurrences("stage-1/act") == ["met"]


RETURNED = """\
- id: stage-1
  title: One
  duties:
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {entered: stage-1}
      limit: {working_days: 5}
      met_by: {event: [resolved, escalated]}
- id: stage-2
  title: Two
  duties:
    - id: next
      title: Go on
      role: worker
      clause: "2"
      trigger: {deadline: stage-1/act, when: over}
      limit: {same_working_day: true}
      met_by: {event: escalated, to: stage-2}
"""


@pytest.mark.parametrize(
    ("left", "back"),
    [
        ("resolved", "reopened"),
        ("escalated, to: stage-2", "escalated, to: stage-1"),
    ],
)
def test_a_deadline_of_before_a_stage_was_left_starts_nothing_once_it_began_anew(
    left: str, back: str
) -> None:
    # By the first start five working days end with Monday 9 March, by the second with Thursday 12.
    events = f"""at: 2026-03-02 09:00, kind: disagreement
        at: 2026-03-03 09:00, kind: {left}
        at: 2026-03-05 09:00, kind: {back}"""
    policy = made_up_policy(RETURNED)
    early = judge(events, "2026-03-12", policy)
    assert [early.occurrence("stage-1/act", each).due_on for each in (1, 2)] == [
        date(2026, 3, 9),
        date(2026, 3, 12),
    ]
    assert early["stage-2/next"].due_on is None
    row = judge(events, "2026-03-13", policy)["stage-2/next"]
    assert (row.started_by, row.due_on) == ("stage-1/act", date(2026, 3, 13))


def test_a_change_that_makes_nothing_true_hides_none_that_follows() -> None:
    policy = one_duty("applies_when: {child.plan: looked-after}")
    before = "at: 2026-03-26 09:00, kind: changed, plan: none\n" + RAISED
    after = RAISED + "at: 2026-03-30 09:00, kind: changed, plan: none\n"
    for events in (before, after):
        assert judge(events + CHANGED, "2026-04-30", policy)["stage-1/act"].started_by == 3


@pytest.mark.parametrize(
    ("trigger", "started_by"),
    [
        ("{first_recorded: [{first_recorded: [MEETING, RAISED]}, {event: update}]}", 1),
        ("{earliest: [{first_recorded: [MEETING, RAISED]}, {event: update}]}", 1),
        ("{latest: [{first_recorded: [MEETING, RAISED]}, {event: raised}]}", 1),
    ],
)
def test_starting_points_may_be_told_within_one_another(trigger: str, started_by: int) -> None:
    written = trigger.replace("MEETING", "{event: meeting}").replace("RAISED", "{event: raised}")
    policy = made_up_policy(one_started_by(written, "limit: {working_days: 1}"))
    events = RAISED + "at: 2026-04-01 09:00, kind: meeting\n"
    assert judge(events, "2026-04-02", policy)["stage-1/act"].started_by == started_by


def test_duties_that_wait_for_each_others_deadlines_never_start() -> None:
    policy = made_up_policy(
        started_by_deadline("limit: {hours: 4}").replace(
            "trigger: {event: raised}", "trigger: {deadline: stage-1/tell}"
        )
    )
    judged = judge(RAISED, "2026-04-30", policy)
    states = {row.duty.id: row.state for row in judged.assessment.duties}
    # With nothing that runs, the partnership's own alert does.
    assert states == {
        "stage-1/act": DutyState.NOT_STARTED,
        "stage-1/tell": DutyState.NOT_STARTED,
        "case/own-alert": DutyState.OVERDUE,
    }


def test_a_changed_urgency_makes_a_condition_true_from_then_on() -> None:
    policy = one_duty("applies_when: {urgency: urgent}")
    changed = "at: 2026-03-26 09:00, kind: changed, urgency: urgent\n"
    row = judge(changed + RAISED, "2026-03-27", policy, header="urgency: standard\n")
    assert row["stage-1/act"].state is DutyState.OUTSTANDING


SOURCE = """
- id: stage-1
  title: One
  duties:
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {event: raised}
      LIMIT
      met_by: {event: discussed}
    - id: tell
      title: Tell
      role: worker
      clause: "1"
      trigger: TRIGGER
      met_by: {event: notified}
- {id: stage-2, title: Two, duties: []}
"""


def started_by_deadline(limit: str, trigger: str = "{deadline: stage-1/act}") -> str:
    return SOURCE.replace("LIMIT", limit).replace("TRIGGER", trigger)


def test_a_deadline_in_hours_comes_before_a_move_of_the_same_day() -> None:
    policy = made_up_policy(started_by_deadline("limit: {hours: 4}"))
    events = RAISED + "at: 2026-03-27 15:00, kind: escalated, to: stage-2\n"
    row = judge(events, "2026-03-28", policy)["stage-1/tell"]
    assert (row.started_by, row.state) == ("stage-1/act", DutyState.NO_RECORD)
    earlier = judge(events.replace("15:00", "14:00"), "2026-03-28", policy)["stage-1/tell"]
    assert earlier.state is DutyState.NOT_STARTED


def test_a_deadlines_day_begins_and_ends_by_the_clocks_of_the_policy() -> None:
    # Due on Monday 30 March, in summer time.
    policy = made_up_policy(started_by_deadline("limit: {working_days: 1}"))
    before = judge(RAISED, "2026-03-29 23:59", policy)["stage-1/tell"]
    assert before.state is DutyState.NOT_STARTED
    row = judge(RAISED, "2026-03-30 00:00", policy)["stage-1/tell"]
    assert (row.state, row.started_by) == (DutyState.OUTSTANDING, "stage-1/act")
    for at, state in (
        ("2026-03-30 23:59", DutyState.NOT_STARTED),
        ("2026-03-31 00:00", DutyState.NO_RECORD),
    ):
        moved = RAISED + f"at: {at}, kind: escalated, to: stage-2\n"
        assert judge(moved, "2026-04-02", policy)["stage-1/tell"].state is state


def test_a_deadline_may_be_one_of_several_starting_points() -> None:
    trigger = "{first_recorded: [{event: meeting}, {deadline: stage-1/act}]}"
    policy = made_up_policy(started_by_deadline("limit: {working_days: 1}", trigger))
    row = judge(RAISED, "2026-03-30", policy)["stage-1/tell"]
    assert (row.state, row.started_by) == (DutyState.OUTSTANDING, "stage-1/act")


@pytest.mark.parametrize(
    ("limit", "trigger"),
    [
        ("limit: {words: soon}", "{deadline: stage-1/act}"),
        ("limit: {hours: 4}", "{deadline: stage-1/unknown}"),
    ],
)
def test_what_has_no_deadline_starts_nothing(limit: str, trigger: str) -> None:
    policy = made_up_policy(started_by_deadline(limit, trigger))
    row = judge(RAISED, "2026-04-30", policy)["stage-1/tell"]
    assert row.state is DutyState.NOT_STARTED


def test_a_deadline_of_the_whole_case_starts_a_duty_in_any_stage() -> None:
    whole = """
        duties:
          - id: case/act
            title: Act
            role: worker
            clause: "1"
            trigger: {event: raised}
            limit: {working_days: 1}
            met_by: {event: discussed}
        """
    policy = made_up_policy(one_started_by("{deadline: case/act}"), whole)
    row = judge(RAISED, "2026-03-30", policy)["stage-1/act"]
    assert (row.state, row.started_by) == (DutyState.OUTSTANDING, "case/act")


BEFORE = "limit: {before: {event: meeting}}"


def test_an_order_is_broken_by_the_event_with_which_the_duty_began() -> None:
    policy = made_up_policy(one_started_by("{entered: stage-1}", BEFORE))
    events = "at: 2026-03-27 10:15, kind: meeting\n"
    assert judge(events, "2026-03-27", policy)["stage-1/act"].breach is Breach.BREACH


def test_an_order_is_not_broken_once_the_duty_has_lapsed_or_been_met() -> None:
    policy = one_duty(BEFORE)
    for ending in ("resolved", "discussed"):
        events = RAISED + f"at: 2026-03-30 09:00, kind: {ending}\n"
        events += "at: 2026-03-31 09:00, kind: meeting\n"
        assert judge(events, "2026-04-01", policy)["stage-1/act"].breach is Breach.NONE


@pytest.mark.parametrize(
    ("as_of", "late"),
    [
        ("2026-03-29 11:14", None),
        ("2026-03-29 11:15", Late(amount=0, unit=LateUnit.MINUTES)),
        ("2026-03-30 11:14", Late(amount=24 * 60 - 1, unit=LateUnit.MINUTES)),
        ("2026-03-30 11:15", Late(amount=1, unit=LateUnit.CALENDAR_DAYS)),
        ("2026-03-30 23:00", Late(amount=1, unit=LateUnit.CALENDAR_DAYS)),
    ],
)
def test_clock_hours_are_late_by_minutes_for_24_hours(as_of: str, late: Late | None) -> None:
    row = judge(RAISED, as_of, one_duty("limit: {hours: 48}"))["stage-1/act"]
    assert row.late == late


def test_working_days_are_late_by_working_days() -> None:
    row = judge(RAISED, "2026-04-07", one_duty("limit: {working_days: 1}"))["stage-1/act"]
    assert (row.days_late, row.late) == (4, Late(amount=4, unit=LateUnit.WORKING_DAYS))


def test_what_is_due_soon_by_the_hour_is_so_from_that_hour() -> None:
    partnership = replace(shipped_partnership("knowsley"), due_soon=Hours(30))
    policy = one_duty("limit: {working_days: 5}")  # late from the start of Wednesday 8 April
    for as_of, state in (
        ("2026-04-06 17:59", DutyState.RUNNING),
        ("2026-04-06 18:00", DutyState.DUE_SOON),
    ):
        row = judge(RAISED, as_of, policy, partnership=partnership)["stage-1/act"]
        assert row.state is state


def test_an_alert_comes_with_the_first_moment_past_its_limit() -> None:
    partnership = replace(shipped_partnership("knowsley"), ageing_alert=WorkingDays(10))
    policy = one_duty("force: required")
    for as_of, is_ageing in (("2026-04-14", False), ("2026-04-15 00:00", True)):
        row = judge(RAISED, as_of, policy, partnership=partnership)["case/own-alert"]
        assert row.is_ageing is is_ageing
