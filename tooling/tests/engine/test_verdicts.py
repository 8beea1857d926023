"""What counts, what shows when nothing shows it, what must be done at once, and departures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from escalation_log.model.assessments import Breach, Departure, DepartureRule, DutyState
from escalation_log.model.patterns import WorkingDays
from escalation_log.model.policies import Force, Policy
from escalation_log.model.receipts import LapsedBy, MetBy, NoRecord, SaferBy, WhyLapsed
from tests.engine.judging import (
    Judged,
    judge,
    made_up_policy,
    moment,
    shipped_partnership,
)

BEGUN = "at: 2026-03-04 10:00, kind: disagreement\n"  # a Wednesday
TO_TWO = "at: 2026-03-06 10:00, kind: escalated, to: stage-2\n"
RESOLVED = "at: 2026-03-09 10:00, kind: resolved\n"


def two_stages(
    keys: str = "",
    *,
    met_by: str = "{event: notified, whom: chair}",
    stage: str = "",
    rest: str = "",
) -> str:
    """Write two stages; `keys` are those of the first one's duty, `stage` of the first stage."""
    lines = "".join(f"      {line}\n" for line in keys.splitlines())
    return f"""\
- id: stage-1
  title: One
{stage}  duties:
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {{entered: stage-1}}
      met_by: {met_by}
{lines}- id: stage-2
  title: Two
{rest}  duties: []
- id: stage-3
  title: Three
  duties: []
"""


def act(events: str, as_of: str, keys: str = "", *, met_by: str = "", rest: str = "") -> Judged:
    """Judge events under two stages."""
    stages = two_stages(keys, met_by=met_by) if met_by else two_stages(keys)
    return judge(events, as_of, made_up_policy(stages, rest))


@pytest.mark.parametrize(
    ("met_by", "event", "why"),
    [
        ("raised, by: raising", "raised, by: receiving", "by: receiving, not raising"),
        ("raised, by: raising", "raised", "by: , not raising"),
        ("notified, whom: chair", "notified, whom: iro", "whom: iro, not chair"),
        ("raised, how: [email]", "raised", "how: , not email"),
        ("raised, how: [email]", "raised, how: phone", "how: phone, not email"),
        (
            "discussed, how: {not: [email, letter]}",
            "discussed, how: email",
            "how: email, ruled out with email letter",
        ),
        (
            "discussed, by: raising, how: {not: [email]}",
            "discussed, by: receiving, how: phone",
            "by: receiving, not raising",
        ),
    ],
)
def test_an_act_by_to_or_in_what_the_policy_does_not_ask_does_not_count(
    met_by: str, event: str, why: str
) -> None:
    events = f"{BEGUN}at: 2026-03-05 10:00, kind: {event}\n"
    row = act(events, "2026-03-05", met_by=f"{{event: {met_by}}}")["stage-1/act"]
    assert row.state is DutyState.OUTSTANDING
    (found,) = row.does_not_count
    assert found in row.receipt
    assert (found.kind, found.moment) == (event.partition(",")[0], moment("2026-03-05 10:00"))
    asked = {True: "ruled out with", False: "not"}[found.excluded]
    words = f"{found.field}: {' '.join(found.given)}, {asked} {' '.join(found.asked)}"
    assert (found.event, words) == (2, why)


@pytest.mark.parametrize(
    ("met_by", "event"),
    [
        ("{event: discussed, how: {not: [email]}}", "kind: discussed"),
        ("{event: discussed, how: {not: [email]}}", "kind: discussed, how: phone"),
        ("{event: raised, by: [raising, receiving]}", "kind: raised, by: receiving"),
    ],
)
def test_what_is_not_ruled_out_counts(met_by: str, event: str) -> None:
    row = act(f"{BEGUN}at: 2026-03-05 10:00, {event}\n", "2026-03-05", met_by=met_by)["stage-1/act"]
    assert (row.state, row.does_not_count) == (DutyState.MET, ())


def test_only_what_came_before_the_act_is_said_not_to_count() -> None:
    events = (
        BEGUN
        + """at: 2026-03-05 10:00, kind: notified, whom: iro
        at: 2026-03-05 11:00, kind: notified, whom: chair
        at: 2026-03-05 12:00, kind: notified, whom: iro"""
    )
    row = act(events, "2026-03-05")["stage-1/act"]
    assert (row.met_by, [each.event for each in row.does_not_count]) == (3, [2])


def test_an_act_that_counts_hides_none_after_it_that_does_not() -> None:
    both = "{all: [{event: raised, by: raising}, {event: raised, by: receiving}]}"
    raised = "at: 2026-03-05 10:00, kind: raised, by: raising\n"
    events = f"{BEGUN}{raised}at: 2026-03-05 11:00, kind: raised\n"
    row = act(events, "2026-03-05", met_by=both)["stage-1/act"]
    assert [each.event for each in row.does_not_count] == [3]


@pytest.mark.parametrize(("stage", "found"), [("stage-1", [2]), ("stage-2", [])])
def test_what_does_not_count_is_said_of_an_act_of_the_stage_that_is_asked_for(
    stage: str, found: list[int]
) -> None:
    events = f"{BEGUN}at: 2026-03-05 10:00, kind: notified, whom: iro\n"
    met_by = f"{{event: notified, whom: chair, stage: {stage}}}"
    row = act(events, "2026-03-05", met_by=met_by)["stage-1/act"]
    assert [each.event for each in row.does_not_count] == found


def test_all_of_several_are_told_by_one_event_or_several() -> None:
    both = "{event: notified, whom: {all: [chair, iro]}}"
    one = BEGUN + "at: 2026-03-05 10:00, kind: notified, whom: [iro, chair]\n"
    assert act(one, "2026-03-05", met_by=both)["stage-1/act"].met_by == 2
    first = BEGUN + "at: 2026-03-05 10:00, kind: notified, whom: iro\n"
    row = act(first, "2026-03-05", met_by=both)["stage-1/act"]
    assert (row.state, row.does_not_count) == (DutyState.OUTSTANDING, ())
    last = first + "at: 2026-03-06 10:00, kind: notified, whom: chair\n"
    assert act(last, "2026-03-06", met_by=both)["stage-1/act"].met_by == 3


def test_what_must_be_done_and_is_not_by_the_end_of_its_stage_has_no_record() -> None:
    row = act(BEGUN + TO_TWO, "2026-03-06")["stage-1/act"]
    assert (row.state, row.breach, row.late) == (DutyState.NO_RECORD, Breach.NONE, None)
    assert row.receipt[-1] == NoRecord(event=2, kind="escalated", moment=moment("2026-03-06 10:00"))
    assert act(BEGUN, "2026-03-06")["stage-1/act"].state is DutyState.OUTSTANDING


@pytest.mark.parametrize(
    ("keys", "ending", "rest", "why"),
    [
        ("force: guide", TO_TWO, "", WhyLapsed.ENDED),
        ("lapses: true", TO_TWO, "", WhyLapsed.SAYS_SO),
        ("", "at: 2026-03-06 10:00, kind: withdrawn\n", "", WhyLapsed.WITHDRAWN),
        (
            "",
            "at: 2026-03-06 10:00, kind: escalated, to: stage-3, reason: danger\n",
            'moves: [{from: any, to: stage-3, when: danger, clause: "1"}]\n',
            WhyLapsed.ALLOWED_MOVE,
        ),
    ],
)
def test_some_endings_leave_no_mark(keys: str, ending: str, rest: str, why: WhyLapsed) -> None:
    row = act(BEGUN + ending, "2026-03-06", keys, rest=rest)["stage-1/act"]
    assert row.state is DutyState.LAPSED
    (lapsed,) = (step for step in row.receipt if isinstance(step, LapsedBy))
    assert lapsed.why is why


def test_a_case_withdrawn_later_carries_no_mark_of_an_earlier_stage_until_it_is_reopened() -> None:
    withdrawn = BEGUN + TO_TWO + "at: 2026-03-09 10:00, kind: withdrawn\n"
    assert act(withdrawn, "2026-03-08")["stage-1/act"].state is DutyState.NO_RECORD
    row = act(withdrawn, "2026-03-09")["stage-1/act"]
    assert row.state is DutyState.LAPSED
    (lapsed,) = (step for step in row.receipt if isinstance(step, LapsedBy))
    assert lapsed.why is WhyLapsed.WITHDRAWN
    reopened = withdrawn + "at: 2026-03-10 10:00, kind: reopened\n"
    assert act(reopened, "2026-03-10")["stage-1/act"].state is DutyState.NO_RECORD


def test_a_reason_that_the_policy_knows_for_another_move_leaves_the_mark() -> None:
    moves = 'moves: [{from: stage-2, to: stage-3, when: danger, clause: "1"}]\n'
    events = BEGUN + "at: 2026-03-06 10:00, kind: escalated, to: stage-3, reason: danger\n"
    judged = act(events, "2026-03-06", rest=moves)
    assert judged["stage-1/act"].state is DutyState.NO_RECORD
    assert [each.rule for each in judged.assessment.departures] == [DepartureRule.MOVE]


def test_cases_opened_before_marks_were_made_carry_none() -> None:
    policy = made_up_policy(two_stages())
    for since, state in (("2026-03-05", DutyState.LAPSED), ("2026-03-04", DutyState.NO_RECORD)):
        partnership = replace(shipped_partnership("knowsley"), marks_from=date.fromisoformat(since))
        judged = judge(BEGUN + TO_TWO, "2026-03-06", policy, partnership=partnership)
        assert judged["stage-1/act"].state is state


def test_what_is_owed_until_the_case_ends_may_be_done_in_a_later_stage() -> None:
    owed = "owed_until: case"
    assert act(BEGUN + TO_TWO, "2026-03-06", owed)["stage-1/act"].state is DutyState.OUTSTANDING
    row = act(BEGUN + TO_TWO + RESOLVED, "2026-03-09", owed)["stage-1/act"]
    assert row.state is DutyState.NO_RECORD
    done = BEGUN + TO_TWO + "at: 2026-03-07, kind: notified, whom: chair\n" + RESOLVED
    assert act(done, "2026-03-09", owed)["stage-1/act"].state is DutyState.MET


def test_what_the_ending_itself_starts_is_owed_after_it() -> None:
    keys = ""
    stages = two_stages(keys).replace("{entered: stage-1}", "{event: resolved}")
    row = judge(BEGUN + RESOLVED, "2026-06-01", made_up_policy(stages))["stage-1/act"]
    assert row.state is DutyState.OUTSTANDING


def test_an_act_in_time_recorded_later_clears_the_mark_and_the_row_keeps_until_when() -> None:
    late = "at: 2026-03-05 09:00, recorded: 2026-04-09 12:00, kind: notified, whom: chair\n"
    events = BEGUN + TO_TWO + late
    assert act(events, "2026-04-08")["stage-1/act"].state is DutyState.NO_RECORD
    row = act(events, "2026-04-09")["stage-1/act"]
    assert (row.state, row.no_record_until) == (DutyState.MET, date(2026, 4, 9))
    assert row.receipt[-1] == NoRecord(
        event=2, kind="escalated", moment=moment("2026-03-06 10:00"), until=date(2026, 4, 9)
    )
    # What was recorded by the end of the chance, the moment itself included, was never missing.
    for recorded in ("2026-03-05 18:00", "2026-03-06 10:00"):
        soon = late.replace("2026-04-09 12:00", recorded)
        row = act(BEGUN + soon + TO_TWO, "2026-04-09")["stage-1/act"]
        assert (row.state, row.no_record_until) == (DutyState.MET, None)
        assert row.receipt[-1] == MetBy(
            event=2, kind="notified", moment=moment("2026-03-05 09:00"), in_time=None
        )


def test_an_act_after_the_chance_leaves_the_mark_and_says_when() -> None:
    events = BEGUN + TO_TWO + "at: 2026-03-08 09:00, kind: notified, whom: chair\n"
    row = act(events, "2026-03-09")["stage-1/act"]
    assert (row.state, row.met_by, row.met_at) == (
        DutyState.NO_RECORD,
        3,
        moment("2026-03-08 09:00"),
    )
    assert row.receipt[-2:] == (
        NoRecord(event=2, kind="escalated", moment=moment("2026-03-06 10:00")),
        MetBy(event=3, kind="notified", moment=moment("2026-03-08 09:00"), in_time=None),
    )
    guide = act(events, "2026-03-09", "force: guide")["stage-1/act"]
    assert (guide.state, guide.met_by, guide.met_at) == (DutyState.LAPSED, None, None)
    assert guide.receipt[-1] == LapsedBy(
        event=2, kind="escalated", moment=moment("2026-03-06 10:00")
    )


def test_what_was_done_in_part_within_the_chance_and_in_part_after_it_says_when() -> None:
    both = "{event: notified, whom: {all: [chair, iro]}}"
    told = "at: 2026-03-05 09:00, kind: notified, whom: iro\n"
    events = BEGUN + told + TO_TWO + "at: 2026-03-08 09:00, kind: notified, whom: chair\n"
    row = act(events, "2026-03-09", met_by=both)["stage-1/act"]
    assert (row.state, row.met_by) == (DutyState.NO_RECORD, 4)


@pytest.mark.parametrize("met_by", ["notified", "[notified, reopened]"])
def test_reopening_begins_a_new_row(met_by: str) -> None:
    events = BEGUN + "at: 2026-03-05 10:00, kind: resolved\n"
    events += "at: 2026-03-09 10:00, kind: reopened\n"
    events += "at: 2026-03-09 11:00, kind: notified, whom: chair\n"
    judged = act(events, "2026-03-10", met_by=f"{{event: {met_by}}}")
    assert judged.occurrences("stage-1/act") == ["no-record", "met"]
    assert judged["stage-1/act"].met_by is None


@pytest.mark.parametrize(
    ("keys", "in_time"), [("limit: {working_days: 5}", True), ("force: guide", None)]
)
def test_what_was_done_in_time_does_not_lapse_with_its_stage(
    keys: str, in_time: bool | None
) -> None:
    done = "at: 2026-03-05 09:00, recorded: 2026-03-09, kind: notified, whom: chair\n"
    row = act(BEGUN + done + TO_TWO, "2026-03-09", keys)["stage-1/act"]
    assert row.receipt[-1] == MetBy(
        event=2, kind="notified", moment=moment("2026-03-05 09:00"), in_time=in_time
    )
    # Nothing had been missing that leaves a mark.
    assert row.no_record_until is None


AT_ONCE = """\
- id: stage-1
  title: One
  duties:
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {event: immediate-risk}
      limit: {at_once: true}
      each_time: true
      met_by: {event: notified, whom: chair}
    - id: other
      title: Other
      role: worker
      clause: "1"
      trigger: {entered: stage-1}
      limit: {working_days: 3}
      met_by: {event: raised}
- id: stage-2
  title: Two
  duties: []
"""
RISK = "at: 2026-03-07 20:00, kind: immediate-risk\n"  # a Saturday evening


@pytest.mark.parametrize("rest", ["", 'cut_off: "12:00"\nday_ends: "17:00"\n'])
def test_at_once_is_the_day_itself_whatever_day_it_is(rest: str) -> None:
    policy = made_up_policy(AT_ONCE, rest)
    row = judge(BEGUN + RISK, "2026-03-07 23:59", policy)["stage-1/act"]
    assert (row.state, row.due_on, row.due) == (
        DutyState.DUE_NOW,
        date(2026, 3, 7),
        moment("2026-03-08 00:00"),
    )
    row = judge(BEGUN + RISK, "2026-03-10 09:00", policy)["stage-1/act"]
    assert (row.state, row.breach, row.days_late) == (DutyState.OVERDUE, Breach.BREACH, 3)


def test_what_was_done_earlier_on_the_same_day_counts() -> None:
    policy = made_up_policy(AT_ONCE)
    earlier = "at: 2026-03-07 08:00, kind: notified, whom: chair\n"
    assert judge(BEGUN + earlier + RISK, "2026-03-08", policy)["stage-1/act"].met_by == 2
    day_before = earlier.replace("03-07", "03-06")
    row = judge(BEGUN + day_before + RISK, "2026-03-08", policy)["stage-1/act"]
    assert row.state is DutyState.OVERDUE


@pytest.mark.parametrize(
    "ending", ["kind: resolved", "kind: escalated, to: stage-2", "kind: withdrawn"]
)
def test_at_once_outlives_its_stage_and_its_case_until_its_day_is_over(ending: str) -> None:
    policy = made_up_policy(AT_ONCE)
    events = f"{BEGUN}{RISK}at: 2026-03-07 21:00, {ending}\n"
    assert judge(events, "2026-03-07 23:00", policy)["stage-1/act"].state is DutyState.DUE_NOW
    done = events + "at: 2026-03-07 22:00, kind: notified, whom: chair\n"
    assert judge(done, "2026-03-09", policy)["stage-1/act"].state is DutyState.MET
    row = judge(events, "2026-03-09", policy)["stage-1/act"]
    assert (row.state, row.breach, row.days_late) == (DutyState.LAPSED, Breach.BREACH, 1)


GUIDE = "guide_after: {met: stage-1/act}\n"
TOLD = "at: 2026-03-05 20:00, kind: notified, whom: chair\n"
EARLY_RISK = "at: 2026-03-05 19:00, kind: immediate-risk\n"


def test_silence_about_a_risk_makes_no_limit_a_guide() -> None:
    policy = made_up_policy(AT_ONCE, GUIDE)
    silent = judge(BEGUN + EARLY_RISK, "2026-03-20", policy)["stage-1/other"]
    assert (silent.force, silent.breach) == (Force.REQUIRED, Breach.BREACH)
    told = judge(BEGUN + EARLY_RISK + TOLD, "2026-03-20", policy)["stage-1/other"]
    assert (told.force, told.breach) == (Force.GUIDE, Breach.OVER_GUIDE)


def test_limits_bind_again_once_the_risk_is_over_and_no_mark_is_taken_away() -> None:
    policy = made_up_policy(AT_ONCE, GUIDE)
    over = "at: 2026-03-06 12:00, kind: risk-over\n"
    row = judge(BEGUN + EARLY_RISK + TOLD + over, "2026-03-20", policy)["stage-1/other"]
    assert (row.force, row.breach) == (Force.REQUIRED, Breach.BREACH)
    late = over.replace("03-06", "03-12")
    row = judge(BEGUN + EARLY_RISK + TOLD + late, "2026-03-20", policy)["stage-1/other"]
    assert (row.force, row.breach) == (Force.GUIDE, Breach.OVER_GUIDE)


def departures(events: str, stages: str, rest: str = "") -> tuple[Departure, ...]:
    return judge(events, "2026-03-20", made_up_policy(stages, rest)).assessment.departures


def test_a_stage_skipped_or_gone_back_to_is_a_departure_and_not_refused() -> None:
    skipped = BEGUN + "at: 2026-03-06 10:00, kind: escalated, to: stage-3\n"
    assert departures(skipped, two_stages()) == (
        Departure(
            event=2, rule=DepartureRule.MOVE, clause=None, origin="stage-1", target="stage-3"
        ),
    )
    back = skipped + "at: 2026-03-09 10:00, kind: escalated, to: stage-2\n"
    assert [each.event for each in departures(back, two_stages())] == [2, 3]
    assert departures(BEGUN + TO_TWO, two_stages()) == ()


def test_a_stage_entered_before_what_it_requires_is_a_departure() -> None:
    stages = two_stages(rest="  requires: {event: discussed, in: stage-1}\n  unless: danger\n")
    moves = 'moves: [{from: stage-1, to: stage-2, when: danger, clause: "1"}]\n'
    (found,) = departures(BEGUN + TO_TWO, stages, moves)
    assert (found.event, found.rule, found.asked) == (2, DepartureRule.REQUIRES, ("discussed",))
    talked = BEGUN + "at: 2026-03-05 10:00, kind: discussed\n" + TO_TWO
    assert departures(talked, stages, moves) == ()
    in_danger = BEGUN + TO_TWO.replace("stage-2", "stage-2, reason: danger")
    assert departures(in_danger, stages, moves) == ()


PANEL = "  panel: {agencies: 3, concerned: must, clause: '9'}\n"


def test_a_panel_too_small_or_without_an_agency_concerned_is_a_departure() -> None:
    stages = two_stages(stage=PANEL)
    small = BEGUN + (
        "at: 2026-03-05 10:00, kind: panel-convened, agencies: [police, northside-academy]\n"
    )
    assert [(each.rule, each.clause, each.asked) for each in departures(small, stages)] == [
        (DepartureRule.PANEL_SIZE, "9", ()),
        (DepartureRule.PANEL_SIDES, "9", ("childrens-social-care",)),
    ]
    where_possible = stages.replace("must", "where-possible")
    assert [each.rule for each in departures(small, where_possible)] == [DepartureRule.PANEL_SIZE]


def test_an_order_broken_is_a_departure_and_the_breach_that_it_is() -> None:
    stages = two_stages("limit: {before: {event: meeting}}")
    events = BEGUN + "at: 2026-03-05 10:00, kind: meeting\n"
    judged = judge(events, "2026-03-06", made_up_policy(stages))
    assert judged["stage-1/act"].breach is Breach.BREACH
    assert judged.assessment.departures == (
        Departure(event=2, rule=DepartureRule.ORDER, clause="1", duty="stage-1/act"),
    )


@pytest.mark.parametrize(("by", "found"), [("raising", 0), ("receiving", 1), ("", 0)])
def test_a_case_ended_by_a_side_that_may_not_end_it_is_a_departure(by: str, found: int) -> None:
    stages = two_stages(stage="  ended_by: [raising]\n")
    events = BEGUN + RESOLVED.strip() + (f", by: {by}" if by else "") + "\n"
    assert len(departures(events, stages)) == found


def test_a_tier_records_how_far_a_stage_has_gone_and_its_clocks_go_on() -> None:
    stages = two_stages(
        "limit: {working_days: 5}", stage="  tiers: {head: The head, board: The board}\n"
    )
    events = (
        BEGUN
        + """at: 2026-03-05 10:00, kind: escalated, to: stage-1, tier: head
        at: 2026-03-06 10:00, kind: escalated, to: stage-1, tier: board"""
    )
    judged = judge(events, "2026-03-12", made_up_policy(stages))
    assert (judged.assessment.tier, judged.assessment.departures) == ("board", ())
    assert judged.occurrences("stage-1/act") == ["overdue"]
    assert judged["stage-1/act"].due_on == date(2026, 3, 11)
    moved = events + "\nat: 2026-03-09 10:00, kind: escalated, to: stage-2"
    assert judge(moved, "2026-03-12", made_up_policy(stages)).assessment.tier is None


@pytest.mark.parametrize(
    ("by", "after", "agreed"),
    [
        ("receiving", "", False),
        ("receiving", "kind: agreed, by: raising", True),
        ("receiving", "kind: confirmed-in-writing, by: raising", True),
        ("receiving", "kind: confirmed-in-writing, by: receiving", False),
        ("raising", "", True),
        ("partnership", "", None),
    ],
)
def test_a_case_ended_by_the_receiving_side_alone_waits_for_the_raising_one(
    by: str, after: str, agreed: bool | None
) -> None:
    events = f"{BEGUN}{RESOLVED.strip()}, by: {by}\n"
    events += f"at: 2026-03-10 10:00, {after}\n" if after else ""
    assert act(events, "2026-03-20").assessment.agreed is agreed
    assert act(events, "2026-03-05").assessment.agreed is None
    withdrawn = events.replace("kind: resolved", "kind: withdrawn")
    assert act(withdrawn, "2026-03-20").assessment.agreed is None


def test_an_open_case_always_has_a_date() -> None:
    judged = act(BEGUN, "2026-03-05")
    alert = judged["case/own-alert"]
    # Ten working days from Wednesday 4 March.
    assert (alert.due_on, alert.state, alert.is_own) == (
        date(2026, 3, 18),
        DutyState.RUNNING,
        True,
    )
    late = act(BEGUN, "2026-03-19")["case/own-alert"]
    assert (late.state, late.breach, late.days_late) == (DutyState.OVERDUE, Breach.NONE, 1)
    partnership = replace(shipped_partnership("knowsley"), ageing_alert=WorkingDays(2))
    policy = made_up_policy(two_stages())
    sooner = judge(BEGUN, "2026-03-05", policy, partnership=partnership)["case/own-alert"]
    assert sooner.due_on == date(2026, 3, 6)
    dated = act(BEGUN, "2026-03-05", "limit: {working_days: 5}").assessment.duties
    assert not any(row.is_own for row in dated)
    closed = act(BEGUN + RESOLVED, "2026-03-20").assessment.duties
    assert not any(row.is_own for row in closed)


def test_where_the_policy_says_no_immediately_the_logs_own_alert_does() -> None:
    events = BEGUN + RISK
    row = act(events, "2026-03-07 21:00")["case/own-alert"]
    assert (row.state, row.due_on) == (DutyState.DUE_NOW, date(2026, 3, 7))
    row = act(events, "2026-03-09")["case/own-alert"]
    assert (row.state, row.breach) == (DutyState.OVERDUE, Breach.NONE)
    told = events + "at: 2026-03-07 22:00, kind: notified, whom: iro\n"
    assert act(told, "2026-03-09")["case/own-alert"].state is DutyState.MET
    policy = made_up_policy(AT_ONCE)
    assert not any(
        row.is_own and row.due_on == date(2026, 3, 7)
        for row in judge(events, "2026-03-09", policy).assessment.duties
    )


def test_safeguards_are_to_be_reviewed_once_their_day_is_over() -> None:
    measures = "kind: safeguards, measures: [school-monitoring]"
    events = f"{BEGUN}at: 2026-03-05 10:00, {measures}, review_on: 2026-03-10\n"
    ids = [row.duty.id for row in act(events, "2026-03-10").assessment.duties]
    assert "case/own-safeguards-review" not in ids
    row = act(events, "2026-03-12")["case/own-safeguards-review"]
    assert (row.state, row.due_on, row.days_late) == (
        DutyState.OVERDUE,
        date(2026, 3, 10),
        2,
    )
    again = events + "at: 2026-03-11 10:00, kind: safeguards, measures: [school-monitoring]\n"
    ids = [row.duty.id for row in act(again, "2026-03-12").assessment.duties]
    assert "case/own-safeguards-review" not in ids


PROTECT = "at: 2026-03-05 10:00, kind: protective-timescale, protect_by: 2026-03-10\n"
PAST = "case/own-protective-date"


def past_protection(events: str, as_of: str, policy: Policy | None = None) -> list[date | None]:
    """Give the last day in time of each row that says that a protective date is past."""
    judged = judge(events, as_of, policy or made_up_policy(two_stages()))
    rows = [row for row in judged.assessment.duties if row.duty.id == PAST]
    assert all((row.state, row.is_own) == (DutyState.OVERDUE, True) for row in rows)
    assert all(row.breach is Breach.NONE for row in rows)
    return [row.due_on for row in rows]


def test_a_date_set_to_protect_that_no_duty_carries_does_not_pass_in_silence() -> None:
    events = BEGUN + PROTECT
    assert past_protection(events, "2026-03-10") == []
    assert past_protection(events, "2026-03-11") == [date(2026, 3, 10)]
    row = act(events, "2026-03-14")[PAST]
    assert (row.duty.title, row.days_late) == ("Past the date set to protect this child", 4)
    later = events + "at: 2026-03-06 10:00, kind: protective-timescale, protect_by: 2026-03-20\n"
    assert past_protection(later, "2026-03-11") == []
    assert past_protection(later, "2026-03-21") == [date(2026, 3, 20)]


@pytest.mark.parametrize(
    ("event", "is_past"),
    [
        ("at: 2026-03-06 10:00, kind: risk-over", False),
        ("at: 2026-03-12 10:00, kind: safeguards, measures: [safety-plan]", False),
        # What was agreed before the date does not say how it goes on after it.
        ("at: 2026-03-06 10:00, kind: safeguards, measures: [safety-plan]", True),
        ("at: 2026-03-06 10:00, kind: escalated, to: stage-2", True),
        ("at: 2026-03-12 10:00, kind: resolved", False),
        ("at: 2026-03-12 10:00, kind: update", True),
    ],
)
def test_what_answers_a_protective_date_that_is_past(event: str, is_past: bool) -> None:
    found = past_protection(f"{BEGUN}{PROTECT}{event}\n", "2026-03-13")
    assert found == [date(2026, 3, 10)] * is_past


@pytest.mark.parametrize(("force", "is_past"), [("required", False), ("guide", True)])
def test_a_breach_of_a_protective_date_is_not_told_twice(force: str, is_past: bool) -> None:
    keys = f"limit: {{working_days: 9}}\nor_protective: true\nforce: {force}"
    policy = made_up_policy(two_stages(keys))
    found = past_protection(BEGUN + PROTECT, "2026-03-12", policy)
    assert found == [date(2026, 3, 10)] * is_past


def test_a_protective_date_of_an_adult_says_so() -> None:
    policy = made_up_policy(two_stages(), "subject: adult\n")
    row = judge(BEGUN + PROTECT, "2026-03-12", policy)[PAST]
    assert row.duty.title == "Past the date set to protect this adult"


def test_a_side_may_dispute_a_mark() -> None:
    reply = "kind: disputed, by: raising, duty: stage-1/act, reason: was-done"
    events = f"{BEGUN}{TO_TWO}at: 2026-03-09 10:00, {reply}\n"
    assert act(events, "2026-03-10")["stage-1/act"].disputed == "was-done"
    assert act(events, "2026-03-08")["stage-1/act"].disputed is None
    other = events.replace("stage-1/act", "stage-1/other")
    assert act(other, "2026-03-10")["stage-1/act"].disputed is None
    ended = f"{BEGUN}{RESOLVED}at: 2026-03-09 11:00, {reply}\n"
    again = act(f"{ended}at: 2026-03-10 10:00, kind: reopened\n", "2026-03-10")
    replies = [again.occurrence("stage-1/act", each).disputed for each in (1, 2)]
    assert replies == ["was-done", None]


READINGS = """\
readings:
  - id: sooner
    clause: "1"
    question: From when?
    adopted: From the day after.
    others:
      - says: The first day counts.
        changes: {counting: trigger-day-counts}
      - says: Four days only.
        changes: {duties: {stage-1/act: {limit: {working_days: 4}}}}
  - id: words
    clause: "1"
    question: Whom?
    adopted: The chair.
    safe: "Safe: tell both."
    others:
      - says: The reviewing officer too.
        changes: {duties: {stage-1/act: {met_by: {event: notified, whom: {all: [chair, iro]}}}}}
  - id: dated
    clause: "2"
    question: By when?
    adopted: No date.
    others:
      - says: Within two days.
        changes: {duties: {stage-1/undated: {limit: {working_days: 2}}}}
"""


def test_a_started_row_has_the_earliest_day_that_any_reading_asks_for() -> None:
    undated = """\
    - id: undated
      title: Undated
      role: worker
      clause: "2"
      trigger: {entered: stage-1}
      met_by: {event: meeting}
"""
    stages = two_stages("limit: {working_days: 5}").replace(
        "- id: stage-2\n", undated + "- id: stage-2\n", 1
    )
    judged = judge(BEGUN, "2026-03-05", made_up_policy(stages, READINGS))
    row = judged["stage-1/act"]
    assert (row.due_on, row.safe_due_on, row.safe_because, row.safe) == (
        date(2026, 3, 11),
        date(2026, 3, 10),
        "sooner",
        ("Safe: tell both.",),
    )
    (step,) = (step for step in row.receipt if isinstance(step, SaferBy))
    assert (step.says, step.due_on) == ("The first day counts.", date(2026, 3, 10))
    row = judged["stage-1/undated"]
    assert (row.due_on, row.safe_due_on, row.safe_because) == (None, date(2026, 3, 6), "dated")
    plain = judge(BEGUN, "2026-03-05", made_up_policy(stages))["stage-1/act"]
    assert (plain.safe_due_on, plain.safe_because) == (date(2026, 3, 11), None)


def test_words_stand_beside_a_date_where_the_rules_cannot_express_a_reading() -> None:
    stages = two_stages("limit: {working_days: 5}")
    adopted = "    adopted: From the day after.\n"
    readings = READINGS.partition("  - id: dated")[0]
    with_words = readings.replace(adopted, f'{adopted}    safe: "Safe: by the Friday."\n')
    others = "      - says: The first day counts.\n"
    with_friday = with_words.replace(others, f"      - says: To the Friday.\n{others}")
    for written, safe in (
        (with_words, ("Safe: tell both.",)),
        (with_friday, ("Safe: by the Friday.", "Safe: tell both.")),
    ):
        row = judge(BEGUN, "2026-03-05", made_up_policy(stages, written))["stage-1/act"]
        assert (row.safe_due_on, row.safe) == (date(2026, 3, 10), safe)


def test_what_keeps_an_adult_safe_is_reviewed_under_a_policy_for_adults() -> None:
    events = (
        f"{BEGUN}at: 2026-03-05, kind: safeguards, measures: safety-plan, review_on: 2026-03-06\n"
    )
    titles = {
        subject: judge(events, "2026-03-09", made_up_policy(two_stages(), f"subject: {subject}\n"))[
            "case/own-safeguards-review"
        ].duty.title
        for subject in ("child", "adult")
    }
    assert titles == {
        "child": "Review what keeps the child safe",
        "adult": "Review what keeps the adult safe",
    }


def test_a_move_of_the_same_day_may_meet_what_must_be_done_at_once() -> None:
    case_duty = policy_of_the_case("{event: immediate-risk}", "limit: {at_once: true}")
    earlier = "at: 2026-03-07 08:00, kind: escalated, to: stage-2\n"
    assert judge(BEGUN + earlier + RISK, "2026-03-07", case_duty)["case/act"].met_by == 2
    later = earlier.replace("08:00", "21:00")
    assert judge(BEGUN + RISK + later, "2026-03-07", case_duty)["case/act"].met_by == 3
    day_before = earlier.replace("03-07", "03-06")
    row = judge(BEGUN + day_before + RISK, "2026-03-07", case_duty)["case/act"]
    assert row.state is DutyState.DUE_NOW


def policy_of_the_case(trigger: str, keys: str = "") -> Policy:
    """Make a policy of two stages with one duty of the whole case, met by a move or a notice."""
    duties = f"""\
duties:
  - id: case/act
    title: Act
    role: worker
    clause: "1"
    trigger: {trigger}
    met_by: {{event: [notified, escalated]}}
    {keys}
"""
    return made_up_policy(two_stages(), duties)


@pytest.mark.parametrize(
    ("by", "state"),
    [
        ("", DutyState.OUTSTANDING),
        (", by: raising", DutyState.OUTSTANDING),
        (", by: receiving", DutyState.NOT_STARTED),
    ],
)
def test_a_trigger_may_leave_out_a_side(by: str, state: DutyState) -> None:
    policy = policy_of_the_case("{event: immediate-risk, by: {not: receiving}}")
    events = f"{BEGUN}at: 2026-03-05 10:00, kind: immediate-risk{by}\n"
    assert judge(events, "2026-03-05", policy)["case/act"].state is state


@pytest.mark.parametrize(
    ("force", "state"), [("required", DutyState.NO_RECORD), ("guide", DutyState.LAPSED)]
)
def test_what_only_a_guides_date_asked_for_leaves_no_mark(force: str, state: DutyState) -> None:
    timed = f"limit: {{working_days: 1}}\nforce: {force}"
    stages = two_stages(timed).replace(
        "- id: stage-2\n",
        """\
    - id: refer
      title: Refer
      role: worker
      clause: "1"
      trigger: {deadline: stage-1/act, when: over}
      met_by: {event: referred, whom: iro}
- id: stage-2
""",
        1,
    )
    row = judge(BEGUN + RESOLVED, "2026-03-10", made_up_policy(stages))["stage-1/refer"]
    assert (row.state, row.started_by) == (state, "stage-1/act")
    why = [step.why for step in row.receipt if isinstance(step, LapsedBy)]
    assert why == ([] if force == "required" else [WhyLapsed.BY_A_GUIDE])
