"""Which events meet a duty, put it off, bind it or start it anew, and which change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from escalation_log.model.assessments import Breach, DutyState
from escalation_log.model.partnerships import Partnership
from escalation_log.model.patterns import Hours
from escalation_log.model.policies import Force
from escalation_log.model.receipts import (
    Governs,
    LapsedBy,
    NoRecord,
    ProtectiveApplied,
    RuleApplied,
)
from tests.engine.judging import ONE_STAGE, judge, made_up_policy, one_duty, shipped_partnership

RAISED = "at: 2026-03-27 10:15, kind: raised\n"  # a Friday; the clocks go forward on Sunday
STAGE_TWO = "- {id: stage-2, title: Two, duties: []}\n"
BY_URGENCY = "limit: {by_urgency: {urgent: {hours: 4}, standard: {hours: 48}}}"


def one_stage(*, trigger: str = "{event: raised}", met_by: str = "{event: discussed}") -> str:
    """Write one stage whose duty has another trigger, or is met by something else."""
    return ONE_STAGE.lstrip("\n").replace(
        "trigger: {event: raised}\n      met_by: {event: discussed}",
        f"trigger: {trigger}\n      met_by: {met_by}",
    )


def test_every_duty_has_its_role_and_force_whether_started_or_not() -> None:
    judged = judge("at: 2026-03-02 10:15, kind: disagreement\n", "2026-03-02")
    for row in judged.assessment.duties:
        assert row.force is row.duty.force
        assert row.role == row.duty.role
    early = judge(RAISED + "at: 2026-03-30, kind: escalated, to: stage-2\n", "2026-04-20")
    assert (early["stage-2/escalate"].due, early["stage-2/escalate"].force) == (
        None,
        Force.REQUIRED,
    )


@pytest.mark.parametrize(
    ("agencies", "role"),
    [(["childrens-social-care"], "manager"), (["housing", "childrens-social-care"], "worker")],
)
def test_a_role_may_depend_on_the_sector_of_the_first_receiving_agency(
    agencies: list[str], role: str
) -> None:
    by_sector = "{of: receiving, by_sector: {social-care: manager, other: worker}}"
    policy = made_up_policy(one_stage().replace("role: worker", f"role: {by_sector}"))
    parties = ", ".join(f"{{agency: {agency}, role: practitioner}}" for agency in agencies)
    row = judge(RAISED, "2026-03-28", policy, header=f"receiving: [{parties}]\n")["stage-1/act"]
    assert row.role == role


def standing_in(instead: dict[str, dict[str, str]]) -> Partnership:
    """Give a partnership in which agencies, by id, have others act in place of a role."""
    shipped = shipped_partnership("knowsley")
    agencies = {
        each: replace(agency, instead=instead.get(each, {}))
        for each, agency in shipped.agencies.items()
    }
    return replace(shipped, agencies=agencies)


MANAGER = {"worker": "manager"}
SCHOOL, CARE = {"northside-academy": MANAGER}, {"childrens-social-care": MANAGER}


@pytest.mark.parametrize(
    ("side", "instead", "role"),
    [
        ("raising", SCHOOL, "manager"),
        ("raising", CARE, "worker"),
        ("receiving", CARE, "manager"),
        ("receiving", SCHOOL, "worker"),
        ("both", SCHOOL, "worker"),
        ("both", {**SCHOOL, **CARE}, "manager"),
        ("partnership", {**SCHOOL, **CARE}, "worker"),
        ("raising", {"northside-academy": {"manager": "worker"}}, "worker"),
    ],
)
@pytest.mark.parametrize("events", [RAISED, "at: 2026-03-28 10:00, kind: disagreement\n"])
def test_an_agency_without_a_role_has_another_one_act_on_its_duties(
    events: str, side: str, instead: dict[str, dict[str, str]], role: str
) -> None:
    policy = made_up_policy(one_stage(), f"sides: {{worker: {side}}}\n")
    judged = judge(events, "2026-03-28", policy, partnership=standing_in(instead))
    assert judged["stage-1/act"].role == role


def test_of_several_receiving_agencies_all_must_have_another_one_act() -> None:
    policy = made_up_policy(one_stage(), "sides: {worker: receiving}\n")
    header = """\
        receiving:
          - {agency: childrens-social-care, role: practitioner}
          - {agency: housing, role: practitioner}
        """
    for instead, role in ((CARE, "worker"), ({**CARE, "housing": MANAGER}, "manager")):
        partnership = standing_in(instead)
        judged = judge(RAISED, "2026-03-28", policy, header=header, partnership=partnership)
        assert judged["stage-1/act"].role == role


def test_a_role_by_sector_may_be_replaced_as_well() -> None:
    by_sector = "{by_sector: {education: worker, other: manager}}"
    stages = one_stage().replace("role: worker", f"role: {by_sector}")
    policy = made_up_policy(stages, "sides: {worker: raising}\n")
    judged = judge(RAISED, "2026-03-28", policy, partnership=standing_in(SCHOOL))
    assert judged["stage-1/act"].role == "manager"


def test_what_was_considered_may_have_to_say_why() -> None:
    met_by = "{event: considered, what: meeting, why: given}"
    stages = one_stage().replace("met_by: {event: discussed}", f"met_by: {met_by}")
    assert met_by in stages
    policy = made_up_policy(stages, "considerations: {meeting: A meeting}\n")
    considered = "at: 2026-03-28 12:00, kind: considered, what: meeting"
    row = judge(f"{RAISED}{considered}\n", "2026-03-28", policy)["stage-1/act"]
    assert (row.met_by, row.does_not_count) == (None, ())
    reason = f"{RAISED}{considered}, why: Nobody can come.\n"
    assert judge(reason, "2026-03-28", policy)["stage-1/act"].met_by == 2


@pytest.mark.parametrize(
    ("keys", "ended"), [("limit: {working_days: 9}", LapsedBy), ("force: required", NoRecord)]
)
def test_a_duty_begun_before_its_stage_ends_with_the_move_that_ends_it(
    keys: str, ended: type[LapsedBy | NoRecord]
) -> None:
    stages = one_stage().replace("id: stage-1", "id: stage-2") + f"      {keys}\n"
    policy = made_up_policy(
        "- {id: stage-1, title: Zero, duties: []}\n"
        + stages
        + "- {id: stage-3, title: Three, duties: []}\n"
    )
    events = (
        RAISED
        + """at: 2026-03-30 09:00, kind: escalated, to: stage-2
        at: 2026-03-31 09:00, kind: escalated, to: stage-3"""
    )
    row = judge(events, "2026-04-01", policy)["stage-2/act"]
    (last,) = (step for step in row.receipt if isinstance(step, LapsedBy | NoRecord))
    assert (row.started_by, type(last), last.event) == (1, ended, 3)


def test_limits_guide_from_the_first_event_that_makes_them_a_guide() -> None:
    policy = one_duty(
        "limit: {working_days: 5}", "guide_after: {event: [meeting, immediate-risk]}\n"
    )
    events = (
        RAISED
        + """at: 2026-03-27 11:00, kind: immediate-risk
        at: 2026-03-27 12:00, kind: meeting
        at: 2026-03-27 13:00, kind: immediate-risk"""
    )
    row = judge(events, "2026-03-28", policy)["stage-1/act"]
    (rule,) = (step for step in row.receipt if isinstance(step, RuleApplied))
    assert rule.guide_since_event == 2


def test_a_deadline_past_the_published_years_is_provisional() -> None:
    policy = one_duty("limit: {working_days: 2}")
    for on, is_provisional in (("2028-12-27", False), ("2028-12-28", True)):
        row = judge(f"at: {on} 09:00, kind: raised\n", "2028-12-31", policy)["stage-1/act"]
        assert row.is_provisional is is_provisional
    untimed = judge(RAISED, "2026-03-28", one_duty("force: required"))["stage-1/act"]
    assert untimed.is_provisional is False
    words = one_duty("limit: {words: soon}\n      or_protective: true")
    protective = RAISED + "at: 2026-03-27 11:00, kind: protective-timescale, protect_by: 2026-03-30"
    assert judge(protective, "2026-03-28", words)["stage-1/act"].is_provisional is False


def test_what_comes_after_the_stage_has_ended_meets_nothing() -> None:
    moved = RAISED + "at: 2026-03-30 09:00, kind: escalated, to: stage-2\n"
    events = moved + "at: 2026-03-31 09:00, kind: discussed\n"
    with_days = one_stage() + "      limit: {working_days: 9}\n"
    row = judge(events, "2026-04-01", made_up_policy(with_days + STAGE_TWO))["stage-1/act"]
    assert (row.state, row.met_by) == (DutyState.LAPSED, None)
    # Without a number the mark stays, and the row says when it was done after all.
    row = judge(events, "2026-04-01", made_up_policy(one_stage() + STAGE_TWO))["stage-1/act"]
    assert (row.state, row.met_by) == (DutyState.NO_RECORD, 3)


def test_a_duty_that_was_met_does_not_lapse_as_well() -> None:
    policy = made_up_policy(one_stage() + STAGE_TWO)
    events = RAISED + "at: 2026-03-30 09:00, kind: discussed\n"
    events += "at: 2026-03-31 09:00, kind: escalated, to: stage-2\n"
    row = judge(events, "2026-04-01", policy)["stage-1/act"]
    assert row.state is DutyState.MET
    assert not any(isinstance(step, LapsedBy) for step in row.receipt)


def test_the_move_that_enters_a_stage_meets_nothing_there_but_another_event_may() -> None:
    moves = made_up_policy(
        one_stage(trigger="{entered: stage-1}", met_by="{event: [raised, escalated]}") + STAGE_TWO
    )
    begun = judge("at: 2026-03-27 10:15, kind: escalated, to: stage-1\n", "2026-03-28", moves)
    assert begun["stage-1/act"].state is DutyState.OUTSTANDING
    raised = judge(RAISED, "2026-03-28", moves)["stage-1/act"]
    assert (raised.state, raised.met_by) == (DutyState.MET, 1)
    on_moves = made_up_policy(
        one_stage(trigger="{event: escalated}", met_by="{event: escalated}") + STAGE_TWO
    )
    events = "at: 2026-03-27 10:15, kind: escalated, to: stage-1\n"
    assert judge(events, "2026-03-28", on_moves)["stage-1/act"].met_by == 1


def test_an_event_that_fits_two_starting_points_starts_a_duty_once() -> None:
    policy = made_up_policy(
        one_stage(
            trigger="{earliest: [{event: raised}, {event: [raised, meeting]}]}",
            met_by="{event: raised}",
        ).rstrip()
        + "\n      each_time: true\n"
    )
    twice = RAISED + "at: 2026-03-30 09:00, kind: raised\n"
    assert judge(RAISED, "2026-03-30", policy).occurrences("stage-1/act") == ["met"]
    assert judge(twice, "2026-03-30", policy).occurrences("stage-1/act") == ["met", "met"]


DEADLINE = """
- id: stage-1
  title: One
  duties:
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {event: raised}
      limit: {by_urgency: {urgent: {hours: 4}, standard: {hours: 48}}}
      each_time: true
      met_by: {event: discussed}
    - id: tell
      title: Tell
      role: worker
      clause: "1"
      trigger: {deadline: stage-1/act}
      limit: {by_urgency: {urgent: {hours: 4}, standard: {hours: 48}}}
      met_by: {event: [raised, notified], how: phone}
"""


def test_what_was_done_before_a_deadline_came_is_told_with_the_rule_then_in_force() -> None:
    events = RAISED + "at: 2026-03-27 11:00, kind: notified, whom: chair, how: phone\n"
    changed = "at: 2026-03-26 11:00, kind: changed, urgency: urgent\n"
    for before, urgency, limit in (("", "standard", Hours(48)), (changed, "urgent", Hours(4))):
        judged = judge(
            before + events,
            "2026-03-27 12:00",
            made_up_policy(DEADLINE),
            header="urgency: standard\n",
        )
        row = judged["stage-1/tell"]
        (rule,) = (step for step in row.receipt if isinstance(step, RuleApplied))
        assert (rule.limit, rule.urgency) == (limit, urgency)
        assert (row.state, row.started_by, row.due) == (DutyState.MET, None, None)


def test_the_event_that_starts_a_clock_may_already_do_what_its_deadline_asks_for() -> None:
    events = "at: 2026-03-27 10:15, kind: raised, how: phone\n"
    row = judge(events, "2026-03-27 12:00", made_up_policy(DEADLINE), header="urgency: urgent\n")
    assert row["stage-1/tell"].met_by == 1


def test_a_later_clock_may_come_to_its_deadline_first() -> None:
    events = (
        RAISED
        + """at: 2026-03-27 11:00, kind: discussed
        at: 2026-03-27 12:00, kind: changed, urgency: urgent
        at: 2026-03-27 13:00, kind: raised"""
    )
    row = judge(events, "2026-03-27 17:00", made_up_policy(DEADLINE), header="urgency: standard\n")[
        "stage-1/tell"
    ]
    assert (row.state, row.started_by) == (DutyState.DUE_SOON, "stage-1/act")


def test_a_change_of_urgency_that_starts_a_duty_is_in_force_for_it() -> None:
    policy = made_up_policy(
        one_stage(trigger="{event: changed}").rstrip() + f"\n      {BY_URGENCY}\n"
    )
    events = RAISED + "at: 2026-03-27 12:00, kind: changed, urgency: urgent\n"
    row = judge(events, "2026-03-27", policy, header="urgency: standard\n")["stage-1/act"]
    assert row.due is not None
    assert row.due.local.isoformat() == "2026-03-27T16:00:00+00:00"


@pytest.mark.parametrize(
    ("keys", "force", "since"),
    [
        ("limit: {working_days: 5}", Force.GUIDE, 2),
        ("limit: {before: {event: meeting}}", Force.GUIDE, 2),
        ("force: guide\n      limit: {working_days: 5}", Force.GUIDE, None),
        ("force: guide", Force.GUIDE, None),
        ("force: required", Force.REQUIRED, None),
        ("limit: {words: immediately}", Force.REQUIRED, None),
    ],
)
def test_after_the_event_that_makes_limits_a_guide_only_limits_are(
    keys: str, force: Force, since: int | None
) -> None:
    policy = one_duty(keys, "guide_after: {event: immediate-risk}\n")
    row = judge(RAISED + "at: 2026-03-27 11:00, kind: immediate-risk\n", "2026-03-28", policy)
    (rule,) = (step for step in row["stage-1/act"].receipt if isinstance(step, RuleApplied))
    assert (row["stage-1/act"].force, rule.force, rule.guide_since_event) == (force, force, since)


def extension(at: str, until: str, duty: str = "stage-1/act") -> str:
    agreed = "reason: Leave, agreed_by: [manager]"
    return f"at: {at}, kind: extension, duty: {duty}, until: {until}, {agreed}\n"


GUIDE = "force: guide\n      limit: {working_days: 1}"


@pytest.mark.parametrize(
    ("keys", "until"),
    [
        ("limit: {working_days: 1}", "2026-04-09"),
        (GUIDE, "2026-03-30"),
        ("force: guide", "2026-04-09"),
    ],
    ids=["required", "not later", "no number"],
)
def test_an_extension_puts_off_only_a_guide_and_only_to_a_later_moment(
    keys: str, until: str
) -> None:
    events = RAISED + extension("2026-03-27 11:00", until)
    with_it = judge(events, "2026-03-28", one_duty(keys))["stage-1/act"]
    without = judge(RAISED, "2026-03-28", one_duty(keys))["stage-1/act"]
    assert with_it == without


def test_an_extension_puts_off_its_own_duty_and_no_other() -> None:
    other = RAISED + extension("2026-03-27 11:00", "2026-04-20", "stage-1/other")
    row = judge(other, "2026-03-28", one_duty(GUIDE))["stage-1/act"]
    assert (row.due_on, row.governed_by) == (date(2026, 3, 30), Governs.LIMIT)
    both = other + extension("2026-03-27 12:00", "2026-04-09")
    row = judge(both, "2026-03-28", one_duty(GUIDE))["stage-1/act"]
    assert (row.due_on, row.governed_by) == (date(2026, 4, 9), Governs.EXTENSION)


TIMESCALES = "limit: {working_days: 5}\n      or_protective: true"  # due on Tuesday 7 April


def protective(at: str, protect_by: str) -> str:
    return f"at: {at}, kind: protective-timescale, protect_by: {protect_by}\n"


def test_a_protective_timescale_at_the_limits_own_moment_leaves_the_limit_to_govern() -> None:
    events = RAISED + protective("2026-03-27 11:00", "2026-04-07")
    row = judge(events, "2026-03-28", one_duty(TIMESCALES))["stage-1/act"]
    assert (row.due_on, row.governed_by) == (date(2026, 4, 7), Governs.LIMIT)


def test_a_timescale_that_had_passed_does_not_hide_the_one_that_follows() -> None:
    events = (
        protective("2026-03-26 11:00", "2026-03-27 09:00")
        + protective("2026-03-26 12:00", "2026-03-31")
        + RAISED
    )
    row = judge(events, "2026-03-28", one_duty(TIMESCALES))["stage-1/act"]
    assert (row.due_on, row.governed_by) == (date(2026, 3, 31), Governs.PROTECTIVE_TIMESCALE)


def test_a_timescale_after_the_missed_limit_changes_nothing_though_one_beyond_it_stood() -> None:
    events = (
        RAISED
        + protective("2026-03-27 11:00", "2026-04-20")
        + protective("2026-04-08 11:00", "2026-04-06")
    )
    row = judge(events, "2026-04-09", one_duty(TIMESCALES))["stage-1/act"]
    assert (row.due_on, row.breach) == (date(2026, 4, 7), Breach.BREACH)
    applied = [step.event for step in row.receipt if isinstance(step, ProtectiveApplied)]
    assert applied == [2]
