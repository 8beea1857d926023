"""What a policy may say beyond the shipped four, with every date counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from escalation_log.model.assessments import Breach, DutyState
from escalation_log.model.patterns import CountedIn
from escalation_log.model.receipts import (
    AlsoAllowed,
    CountedBack,
    DayReckoned,
    EveryDayCounts,
    NotPlanned,
    Reckoning,
)
from tests.engine.judging import calendar, judge, made_up_policy, moment, one_duty

RAISED = "at: 2026-03-04 10:00, kind: raised\n"  # a Wednesday
COUNTINGS = ("day-after-trigger", "next-working-day-after-trigger", "trigger-day-counts")


def counting(rule: str) -> str:
    """Name a counting rule with a cut-off that every trigger here is after."""
    return f'counting: {rule}\ncut_off: "09:00"\n'


@pytest.mark.parametrize("rule", COUNTINGS)
@pytest.mark.parametrize(
    ("limit", "trigger", "due_on"),
    [
        ("{calendar_days: 84}", "2026-04-03", "2026-06-26"),  # from Good Friday
        ("{calendar_days: 1}", "2026-03-06", "2026-03-07"),
        ("{weeks: 2}", "2026-03-07", "2026-03-21"),  # from a Saturday
        ("{months: 1}", "2026-01-31", "2026-02-28"),
        ("{months: 1}", "2024-01-31", "2024-02-29"),
        ("{months: 12}", "2024-02-29", "2025-02-28"),
        ("{months: 11}", "2026-02-15", "2027-01-15"),
        ("{months: 1, rolls: next-working-day}", "2026-01-28", "2026-03-02"),
        ("{months: 1, rolls: previous-working-day}", "2026-01-28", "2026-02-27"),
        ("{weeks: 1, rolls: next-working-day}", "2026-03-27", "2026-04-07"),  # over Easter
        ("{calendar_days: 7, rolls: previous-working-day}", "2026-03-27", "2026-04-02"),
        ("{weeks: 1, rolls: next-working-day}", "2026-03-04", "2026-03-11"),
    ],
)
def test_every_day_counts_whatever_the_rule_and_the_cut_off_say(
    rule: str, limit: str, trigger: str, due_on: str
) -> None:
    policy = one_duty(f"limit: {limit}", counting(rule))
    row = judge(f"at: {trigger} 10:00, kind: raised\n", trigger, policy)["stage-1/act"]
    assert str(row.due_on) == due_on
    assert any(isinstance(step, EveryDayCounts) for step in row.receipt)
    assert row.is_provisional is False


def test_a_rolled_day_says_where_it_went_and_why() -> None:
    policy = one_duty("limit: {weeks: 1, rolls: next-working-day}")
    row = judge("at: 2026-03-27 10:00, kind: raised\n", "2026-03-28", policy)["stage-1/act"]
    rolled = [
        (step.on.day, step.reckoning, step.name)
        for step in row.receipt
        if isinstance(step, DayReckoned)
        and step.reckoning in (Reckoning.ROLLED, Reckoning.ROLLED_TO)
    ]
    assert rolled == [
        (3, Reckoning.ROLLED, "Good Friday"),
        (4, Reckoning.ROLLED, "Saturday"),
        (5, Reckoning.ROLLED, "Sunday"),
        (6, Reckoning.ROLLED, "Easter Monday"),
        (7, Reckoning.ROLLED_TO, None),
    ]


def test_lateness_after_calendar_days_is_in_calendar_days() -> None:
    policy = one_duty("limit: {weeks: 1}")
    row = judge(RAISED, "2026-03-16", policy)["stage-1/act"]  # due on Wednesday 11 March
    assert (row.state, row.breach, row.days_late) == (DutyState.OVERDUE, Breach.BREACH, 5)


@pytest.mark.parametrize(
    ("parts", "due_on", "late", "other"),
    [
        # Five working days are 11 March, seven days are 11 March too: the first in the list.
        ("[{working_days: 5}, {calendar_days: 6}]", "2026-03-10", 6, "2026-03-11"),
        ("[{working_days: 3}, {calendar_days: 6}]", "2026-03-09", 5, "2026-03-10"),
    ],
)
def test_of_several_limits_the_earliest_governs_in_its_own_unit(
    parts: str, due_on: str, late: int, other: str
) -> None:
    policy = one_duty(f"limit: {{sooner_of: {parts}}}")
    row = judge(RAISED, "2026-03-16", policy)["stage-1/act"]
    assert (str(row.due_on), row.days_late) == (due_on, late)
    (also,) = (step for step in row.receipt if isinstance(step, AlsoAllowed))
    assert str(also.due_on) == other


def test_hours_may_be_the_sooner_limit() -> None:
    policy = one_duty("limit: {sooner_of: [{hours: 24}, {working_days: 1}]}")
    row = judge("at: 2026-03-06 10:00, kind: raised\n", "2026-03-06", policy)["stage-1/act"]
    assert row.due == moment("2026-03-07 10:00")


PLANNED = "plannings: {conference: the conference}\n"


def before(days: str = "working_days_before: 2") -> str:
    """Write a limit that runs backwards from the conference."""
    return f"limit: {{{days}, event: {{planned: conference}}}}"


def test_a_limit_runs_back_from_the_latest_known_plan() -> None:
    policy = one_duty(before(), PLANNED)
    row = judge(RAISED, "2026-03-05", policy)["stage-1/act"]
    assert (row.state, row.due) == (DutyState.OUTSTANDING, None)
    assert NotPlanned(planned="conference", days=2, unit=CountedIn.WORKING_DAYS) in row.receipt
    plan = "at: 2026-03-05 09:00, kind: planned, what: conference, on: 2026-04-07\n"
    row = judge(RAISED + plan, "2026-03-20", policy)["stage-1/act"]
    # From Tuesday 7 April back over Easter: Thursday 2 and Wednesday 1 April.
    assert (row.due_on, row.state) == (date(2026, 4, 1), DutyState.RUNNING)
    sooner = "at: 2026-03-06 09:00, kind: planned, what: conference, on: 2026-03-10\n"
    row = judge(RAISED + plan + sooner, "2026-03-06", policy)["stage-1/act"]
    assert row.due_on == date(2026, 3, 6)
    assert judge(RAISED + plan + sooner, "2026-03-05", policy)["stage-1/act"].due_on == date(
        2026, 4, 1
    )


def test_a_plan_made_too_late_asks_for_the_day_on_which_it_was_recorded() -> None:
    policy = one_duty(before("calendar_days_before: 5"), PLANNED)
    plan = "at: 2026-03-09 09:00, kind: planned, what: conference, on: 2026-03-11\n"
    row = judge(RAISED + plan, "2026-03-10", policy)["stage-1/act"]
    assert (row.due_on, row.breach, row.days_late) == (date(2026, 3, 9), Breach.BREACH, 1)
    (back,) = (step for step in row.receipt if isinstance(step, CountedBack))
    assert back.recorded_on == date(2026, 3, 9)


@pytest.mark.parametrize(("rest", "day_ends"), [("", "24:00"), ('day_ends: "17:00"\n', "17:00")])
def test_a_receipt_tells_from_what_it_counts_back(rest: str, day_ends: str) -> None:
    plan = "at: 2026-03-06 09:00, kind: planned, what: conference, on: 2026-03-11\n"
    # Another plan, recorded later, says nothing of the conference.
    other = "at: 2026-03-09 09:00, kind: planned, what: visit, on: 2026-03-30\n"
    plannings = "plannings: {conference: the conference, visit: a visit}\n"
    # Five days back is Friday 6 March itself, on which it was planned; six are Thursday.
    for days, recorded_on in ((5, None), (6, date(2026, 3, 6))):
        policy = one_duty(before(f"calendar_days_before: {days}"), plannings + rest)
        row = judge(RAISED + plan + other, "2026-03-10", policy)["stage-1/act"]
        (back,) = (step for step in row.receipt if isinstance(step, CountedBack))
        assert row.due_on == date(2026, 3, 6)
        assert back == CountedBack(
            event=2,
            planned="conference",
            planned_on=date(2026, 3, 11),
            days=days,
            unit=CountedIn.CALENDAR_DAYS,
            calendar="england-and-wales",
            calendar_hash=calendar().content_hash,
            known_on=date(2026, 3, 6),
            day_ends=day_ends,
            recorded_on=recorded_on,
        )


def triggered(trigger: str, rest: str = "") -> str:
    """Write two duties of one stage; the second is started by `trigger`."""
    return f"""\
- id: stage-1
  title: One
  duties:
    - id: answer
      title: Answer
      role: worker
      clause: "1"
      trigger: {{event: raised}}
      limit: {{working_days: 2}}
      met_by: {{event: discussed}}
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {trigger}
      limit: {{same_working_day: true}}
      met_by: {{event: notified, whom: chair}}
{rest}- id: stage-2
  title: Two
  duties: []
"""


def test_a_deadline_that_is_over_happens_at_the_first_late_moment() -> None:
    policy = made_up_policy(triggered("{deadline: stage-1/answer, when: over}"))
    # Due on Friday 6 March, over with Saturday: the same working day is Monday.
    assert judge(RAISED, "2026-03-06", policy)["stage-1/act"].state is DutyState.NOT_STARTED
    row = judge(RAISED, "2026-03-07 00:00", policy)["stage-1/act"]
    assert (row.due_on, row.started_by) == (date(2026, 3, 9), "stage-1/answer")
    left = RAISED + "at: 2026-03-06 17:00, kind: escalated, to: stage-2\n"
    assert judge(left, "2026-03-20", policy)["stage-1/act"].state is DutyState.NOT_STARTED


def test_a_day_that_ends_in_the_afternoon_starts_no_duty_that_is_late_at_once() -> None:
    ends = 'day_ends: "17:00"\n'
    policy = made_up_policy(triggered("{deadline: stage-1/answer, when: over}"), ends)
    row = judge(RAISED, "2026-03-06 17:00", policy)["stage-1/act"]
    assert (row.due, row.state) == (moment("2026-03-09 17:00"), DutyState.DUE_SOON)
    evening = one_duty("limit: {same_working_day: true}", ends)
    events = "at: 2026-03-06 18:00, kind: raised\n"
    assert judge(events, "2026-03-06 18:00", evening)["stage-1/act"].due_on == date(2026, 3, 9)
    events = "at: 2026-03-06 16:59, kind: raised\n"
    assert judge(events, "2026-03-06 17:00", evening)["stage-1/act"].due_on == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("met", "state"),
    [
        ("at: 2026-03-06 12:00, kind: discussed\n", DutyState.NOT_STARTED),
        ("at: 2026-03-09 12:00, kind: discussed\n", DutyState.OVERDUE),
        ("", DutyState.OVERDUE),
    ],
)
def test_a_deadline_may_start_a_duty_only_where_it_was_not_kept(met: str, state: DutyState) -> None:
    policy = made_up_policy(triggered("{deadline: stage-1/answer, when: over, unless: met}"))
    assert judge(RAISED + met, "2026-03-11", policy)["stage-1/act"].state is state


def test_the_last_of_several_triggers_starts_a_duty_once_all_have_happened() -> None:
    policy = made_up_policy(triggered("{latest: [{event: raised}, {event: meeting}]}"))
    assert judge(RAISED, "2026-03-20", policy)["stage-1/act"].state is DutyState.NOT_STARTED
    both = RAISED + "at: 2026-03-05 09:00, kind: meeting\nat: 2026-03-06 09:00, kind: meeting\n"
    row = judge(both, "2026-03-05", policy)["stage-1/act"]
    assert (row.started_by, row.due_on) == (2, date(2026, 3, 5))
    assert judge(both, "2026-03-20", policy).occurrences("stage-1/act") == ["overdue"]


def test_conditions_may_be_alternatives() -> None:
    either = (
        "applies_when: {any: [{child.plan: looked-after}, {raising.sector: health}]}\n"
        "      limit: {working_days: 1}"
    )
    policy = one_duty(either)
    plan = "child: {pseudonym: C-7F3KQ, plan: looked-after}\n"
    assert judge(RAISED, "2026-03-04", policy, header=plan)["stage-1/act"].due is not None
    state = judge(RAISED, "2026-03-04", policy)["stage-1/act"].state
    assert state is DutyState.NOT_APPLICABLE


@pytest.mark.parametrize(
    "limit",
    [
        "limit: {sooner_of: [{working_days: 5}, {calendar_days: 3}]}",
        # Nothing is planned, so that only the protective timescale gives a date.
        before("calendar_days_before: 5"),
    ],
)
def test_a_protective_date_is_missed_by_the_days_of_the_limit(limit: str) -> None:
    policy = one_duty(f"{limit}\n      or_protective: true", PLANNED)
    protect = "at: 2026-03-04 11:00, kind: protective-timescale, protect_by: 2026-03-06\n"
    # From Friday 6 to Monday 9 March.
    row = judge(RAISED + protect, "2026-03-09", policy)["stage-1/act"]
    assert (row.due_on, row.days_late) == (date(2026, 3, 6), 3)
