"""City & Hackney's edition against its document: who must do what, how, and other readings."""

from __future__ import annotations

from datetime import date

import pytest

from escalation_log.model.assessments import Breach, CaseState, DepartureRule, DutyState
from escalation_log.model.policies import Policy
from tests.engine.judging import judge, moment
from tests.shipped.doing import (
    Acted,
    Asked,
    Dated,
    check_dates,
    check_states,
    check_what_counts,
    edition,
    hourly,
    others_with_changes,
)

BEGUN = ("disagreement, by: receiving",)
TWO = (*BEGUN, "escalated, to: stage-2, by: raising")
THREE = (*TWO, "escalated, to: stage-3, by: raising")
FOUR = (*THREE, "escalated, to: stage-4, by: raising")
PROTECTED = "child: {pseudonym: C-7F3KQ, plan: child-protection}\n"
BOTH_PLANS = "child: {pseudonym: C-7F3KQ, plan: [child-protection, looked-after]}\n"
MEMBERS = (
    "consulted, whom: agency-members, by: raising, how: meeting",
    "consulted, whom: agency-members, by: receiving",
)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return edition("city-and-hackney", "2021-12")


ASKED = [
    Asked(duty="stage-1/discuss", before=BEGUN, right=("discussed, by: receiving, how: phone",)),
    Asked(duty="stage-1/discuss", before=BEGUN, right=("discussed, how: email",)),
    Asked(duty="stage-1/discuss", before=BEGUN, right=("meeting",)),
    Asked(duty="stage-1/resolve", before=BEGUN, right=("resolved, by: receiving",)),
    Asked(duty="stage-1/resolve", before=BEGUN, right=("not-resolved",)),
    Asked(duty="stage-1/resolve", before=BEGUN, right=("escalated, to: stage-2",)),
    Asked(
        duty="stage-1/consult-supervisor",
        before=BEGUN,
        right=("consulted, whom: line-manager, by: raising",),
        wrong=(
            ("consulted, whom: line-manager, by: receiving", "by"),
            ("consulted, whom: iro, by: raising", "whom"),
            ("consulted, by: raising", "whom"),
        ),
    ),
    Asked(
        duty="stage-1/contact-manager",
        before=(*BEGUN, "not-resolved"),
        right=("escalated, to: stage-2, by: raising",),
    ),
    Asked(duty="stage-2/resolve", before=TWO, right=("discussed, how: video-call",)),
    Asked(
        duty="stage-2/report",
        before=(*TWO, "not-resolved"),
        right=("escalated, to: stage-3, by: receiving",),
    ),
    Asked(
        duty="stage-2/consider-meeting",
        before=TWO,
        right=("considered, what: professionals-meeting",),
    ),
    Asked(
        duty="stage-2/notify-chair-or-iro",
        before=TWO,
        right=("notified, whom: iro, by: receiving",),
        wrong=(
            ("notified, whom: agency-members, by: raising", "whom"),
            ("consulted, by: raising", "whom"),
        ),
        header=PROTECTED,
    ),
    Asked(duty="stage-3/resolve", before=THREE, right=("discussed, how: phone",)),
    Asked(duty="stage-3/consider-meeting", before=THREE, right=("meeting",)),
    Asked(
        duty="stage-3/engage-members",
        before=THREE,
        right=MEMBERS,
        wrong=(
            ("consulted, whom: agency-members, by: partnership", "by"),
            ("consulted, whom: cp-chair, by: raising", "whom"),
        ),
    ),
    Asked(
        duty="stage-3/go-on",
        before=(*THREE, "not-resolved"),
        right=("escalated, to: stage-4, by: receiving",),
    ),
    Asked(
        duty="stage-3/go-on",
        before=(*THREE, "not-resolved"),
        right=("referred, whom: icsc, by: raising",),
        wrong=(
            ("referred, whom: icsc, by: receiving", "by"),
            ("referred, whom: agency-members, by: raising", "whom"),
        ),
    ),
    Asked(
        duty="stage-4/refer",
        before=FOUR,
        right=("referred, whom: icsc, by: raising, how: email",),
        wrong=(
            ("referred, whom: icsc, by: receiving, how: email", "by"),
            ("referred, whom: icsc, how: email", "by"),
            ("referred, whom: icsc, by: raising, how: phone", "how"),
            ("referred, whom: icsc, by: raising", "how"),
            ("referred, whom: agency-members, by: raising, how: email", "whom"),
        ),
    ),
    Asked(duty="stage-4/resolve", before=FOUR, right=("resolved, by: receiving",)),
    Asked(
        duty="stage-4/resolve",
        before=FOUR,
        right=("decided, by: partnership",),
        wrong=(("decided, by: raising", "by"), ("decided", "by")),
    ),
    Asked(
        duty="case/inform-safeguarding-lead",
        before=(*BEGUN, "immediate-risk, by: raising"),
        right=("notified, whom: safeguarding-lead, by: raising",),
        wrong=(
            ("notified, whom: safeguarding-lead, by: receiving", "by"),
            ("notified, whom: safeguarding-lead", "by"),
            ("notified, whom: line-manager, by: raising", "whom"),
        ),
    ),
    Asked(
        duty="case/inform-safeguarding-lead-receiving",
        before=(*BEGUN, "immediate-risk, by: receiving"),
        right=("consulted, whom: safeguarding-lead, by: receiving",),
        wrong=(("notified, whom: safeguarding-lead, by: raising", "by"),),
    ),
    Asked(
        duty="case/share-record",
        before=(*BEGUN, "discussed"),
        right=("record-shared, whom: [other-party, raising-worker], by: receiving",),
        wrong=(("record-shared, whom: other-party", "whom"), ("record-shared", "whom")),
    ),
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.duty)
def test_the_act_that_the_document_asks_for_counts_and_no_other(
    asked: Asked, policy: Policy
) -> None:
    check_what_counts(asked, policy)


def test_every_duty_is_tried(policy: Policy) -> None:
    assert {each.duty for each in ASKED} == {duty.id for duty in policy.all_duties}


def test_every_duty_has_the_documents_word(policy: Policy) -> None:
    words = {duty.id: duty.word or "" for duty in policy.all_duties}
    assert all(words.values())
    advised = {duty.id for duty in policy.all_duties if duty.advice}
    assert advised == {duty for duty, word in words.items() if word == "can" or "consider" in word}


def test_who_may_consult_is_not_only_who_suspects_harm(policy: Policy) -> None:
    # 1.6 speaks of any worker who feels that a decision is not safe or not appropriate.
    roles = {duty.id: duty.role for duty in policy.all_duties}
    assert roles["stage-1/consult-supervisor"] == "concerned-worker"
    assert "harm" not in policy.roles["concerned-worker"]


@pytest.mark.parametrize(
    ("duty", "before"),
    [
        ("stage-1/contact-manager", BEGUN),
        ("stage-2/report", TWO),
        ("stage-3/go-on", THREE),
    ],
)
def test_after_giving_up_the_next_step_is_owed_and_a_settlement_ends_it_without_a_mark(
    duty: str, before: tuple[str, ...], policy: Policy
) -> None:
    given_up = (*before, "not-resolved, by: raising")
    row = judge(hourly(*given_up), "2026-05-01", policy)[duty]
    assert row.state is DutyState.OUTSTANDING
    settled = judge(hourly(*given_up, "resolved, by: raising"), "2026-05-01", policy)[duty]
    assert (settled.state, settled.breach) == (DutyState.LAPSED, Breach.NONE)


def test_what_was_told_before_stage_two_need_not_be_told_again(policy: Policy) -> None:
    told = "notified, whom: cp-chair, by: raising"
    events = hourly(*BEGUN, told, *TWO[1:], told)
    row = judge(events, "2026-03-04", policy, header=PROTECTED)["stage-2/notify-chair-or-iro"]
    assert (row.state, row.met_by) == (DutyState.MET, 2)
    ended = hourly(*BEGUN, told, *TWO[1:], "resolved, by: raising")
    row = judge(ended, "2026-03-04", policy, header=PROTECTED)["stage-2/notify-chair-or-iro"]
    assert row.state is DutyState.MET


def test_members_engaged_at_stage_two_are_engaged(policy: Policy) -> None:
    events = hourly(*TWO, MEMBERS[0], *THREE[2:], MEMBERS[1], *FOUR[3:])
    judged = judge(events, "2026-03-04", policy)
    row = judged["stage-3/engage-members"]
    assert (row.state, row.breach, row.met_by) == (DutyState.MET, Breach.NONE, 5)
    assert judged.assessment.departures == ()
    one = judge(hourly(*TWO, MEMBERS[0], *THREE[2:], *FOUR[3:]), "2026-03-04", policy)
    assert one["stage-3/engage-members"].breach is Breach.BREACH


def test_to_give_up_is_no_attempt_through_discussion(policy: Policy) -> None:
    # A talk of the workers is none of their managers, either.
    events = hourly(*BEGUN, "discussed", *TWO[1:], "not-resolved", *THREE[2:], "not-resolved")
    judged = judge(
        events + "\nat: 2026-03-04 20:00, kind: escalated, to: stage-4", "2026-03-04", policy
    )
    assert judged["stage-1/discuss"].state is DutyState.MET
    assert judged["stage-2/resolve"].state is DutyState.NO_RECORD
    assert judged["stage-3/resolve"].state is DutyState.NO_RECORD


def test_recommendations_resolve_nothing(policy: Policy) -> None:
    judged = judge(hourly(*FOUR, "recommended, by: partnership"), "2026-03-04", policy)
    assert judged["stage-4/resolve"].state is DutyState.OUTSTANDING
    assert judged.assessment.state is CaseState.OPEN


@pytest.mark.parametrize("by", ["", ", by: raising", ", by: partnership"])
def test_every_alarm_but_the_receiving_sides_is_for_the_raising_agencys_lead(
    by: str, policy: Policy
) -> None:
    judged = judge(hourly(*BEGUN, f"immediate-risk{by}"), "2026-03-04", policy)
    assert judged["case/inform-safeguarding-lead"].state is DutyState.DUE_NOW
    other = judged["case/inform-safeguarding-lead-receiving"]
    assert other.state is DutyState.NOT_STARTED


def test_the_receiving_sides_alarm_is_for_its_own_lead(policy: Policy) -> None:
    events = f"{hourly(*BEGUN)}\nat: 2026-03-07 23:00, kind: immediate-risk, by: receiving"
    judged = judge(events, "2026-03-09", policy)  # a Saturday, and the Monday after
    row = judged["case/inform-safeguarding-lead-receiving"]
    assert (row.state, row.breach, row.days_late) == (DutyState.OVERDUE, Breach.BREACH, 2)
    assert judged["case/inform-safeguarding-lead"].state is DutyState.NOT_STARTED


def test_a_plan_begun_at_stage_three_is_still_told(policy: Policy) -> None:
    events = hourly(*THREE, "changed, plan: [looked-after], by: receiving")
    row = judge(events, "2026-03-04", policy)["stage-2/notify-chair-or-iro"]
    assert (row.state, row.started_by) == (DutyState.OUTSTANDING, 4)
    assert "Safe: the plan's own, both for both." in row.safe
    ended = events + "\nat: 2026-03-04 20:00, kind: resolved, by: receiving"
    row = judge(ended, "2026-03-04", policy)["stage-2/notify-chair-or-iro"]
    assert row.state is DutyState.NO_RECORD


def test_a_missed_protective_date_is_over_the_guide_and_no_breach(policy: Policy) -> None:
    events = """\
at: 2026-03-02 09:00, kind: disagreement
at: 2026-03-02 10:00, kind: protective-timescale, protect_by: 2026-03-04
"""
    row = judge(events, "2026-03-05", policy)["stage-1/resolve"]
    assert (row.due_on, row.breach) == (date(2026, 3, 4), Breach.OVER_GUIDE)
    assert "Safe: keep the date set to protect the child." in row.safe


def test_stage_three_goes_up_tier_by_tier(policy: Policy) -> None:
    events = hourly(*THREE, "escalated, to: stage-3, tier: second-tier")
    judged = judge(events, "2026-03-04", policy)
    assert (judged.assessment.tier, judged.assessment.departures) == ("second-tier", ())


THIRD = """\
receiving:
  - {agency: childrens-social-care, role: team-manager}
  - {agency: police, role: practitioner}
"""
PANEL = "panel-convened, agencies: [{}], by: partnership"


@pytest.mark.parametrize(
    ("events", "header", "found"),
    [
        ((*THREE, *MEMBERS, *FOUR[3:]), "", []),
        ((*BEGUN, "escalated, to: stage-3"), "", [(2, DepartureRule.MOVE)]),
        (
            (*BEGUN, "immediate-risk, by: raising", "escalated, to: stage-4"),
            "",
            [(3, DepartureRule.MOVE)],
        ),
        ((*THREE, "escalated, to: stage-2"), "", [(4, DepartureRule.MOVE)]),
        (FOUR, "", [(4, DepartureRule.ORDER)]),
        ((*THREE, MEMBERS[0], *FOUR[3:]), "", [(5, DepartureRule.ORDER)]),
        (
            (
                *THREE,
                *MEMBERS,
                *FOUR[3:],
                PANEL.format("northside-academy, childrens-social-care, housing"),
            ),
            "",
            [],
        ),
        (
            (*THREE, *MEMBERS, *FOUR[3:], PANEL.format("northside-academy, childrens-social-care")),
            "",
            [(7, DepartureRule.PANEL_SIZE)],
        ),
        (
            (*THREE, *MEMBERS, *FOUR[3:], PANEL.format("northside-academy, housing, police")),
            "",
            [(7, DepartureRule.PANEL_SIDES)],
        ),
        (
            (
                *THREE,
                *MEMBERS,
                *FOUR[3:],
                PANEL.format("northside-academy, childrens-social-care, housing"),
            ),
            THIRD,
            [(7, DepartureRule.PANEL_SIDES)],
        ),
        (
            (
                *THREE,
                *MEMBERS,
                *FOUR[3:],
                PANEL.format("northside-academy, childrens-social-care, police, housing"),
            ),
            THIRD,
            [],
        ),
    ],
)
def test_each_departure_that_can_happen(
    events: tuple[str, ...],
    header: str,
    found: list[tuple[int, DepartureRule]],
    policy: Policy,
) -> None:
    judged = judge(hourly(*events), "2026-03-04", policy, header=header)
    assert [(each.event, each.rule) for each in judged.assessment.departures] == found


def test_no_other_departure_can_happen(policy: Policy) -> None:
    assert policy.moves == ()
    assert [(each.requires, each.ended_by) for each in policy.stages] == [(None, ())] * 4


MONDAY = "at: 2026-03-02 09:00, kind: disagreement, by: receiving\n"
WEDNESDAY_TWO = "at: 2026-03-04 09:00, kind: escalated, to: stage-2\n"
WEDNESDAY_THREE = "at: 2026-03-04 10:00, kind: escalated, to: stage-3\n"
DATED = [
    Dated(
        reading="count",
        other=0,
        events=MONDAY,
        as_of="2026-03-02",
        duty="stage-1/resolve",
        adopted="2026-03-09",
        by_other="2026-03-06",
    ),
    Dated(
        reading="count",
        other=1,
        events=MONDAY,
        as_of="2026-03-02",
        duty="stage-1/resolve",
        adopted="2026-03-09",
        by_other="2026-03-09",
    ),
    Dated(
        reading="week",
        other=0,
        # Over Good Friday and Easter Monday, 3 and 6 April.
        events="at: 2026-04-01 09:00, kind: disagreement\n",
        as_of="2026-04-01",
        duty="stage-1/resolve",
        adopted="2026-04-10",
        by_other="2026-04-08",
    ),
    Dated(
        reading="where",
        other=0,
        events=MONDAY + WEDNESDAY_TWO,
        as_of="2026-03-04",
        duty="stage-2/resolve",
        adopted=None,
        by_other="2026-03-11",
    ),
    Dated(
        reading="where",
        other=0,
        events=MONDAY + WEDNESDAY_TWO + WEDNESDAY_THREE,
        as_of="2026-03-04",
        duty="stage-3/resolve",
        adopted=None,
        by_other="2026-03-11",
    ),
    Dated(
        reading="where",
        other=1,
        events=MONDAY + WEDNESDAY_TWO + WEDNESDAY_THREE,
        as_of="2026-03-04",
        duty="stage-3/resolve",
        adopted=None,
        by_other="2026-03-09",
    ),
    Dated(
        reading="from",
        other=0,
        events=MONDAY + "at: 2026-03-04 09:00, kind: discussed\n",
        as_of="2026-03-04",
        duty="stage-1/resolve",
        adopted="2026-03-09",
        by_other="2026-03-11",
    ),
]
RISK = (*BEGUN, "immediate-risk, by: raising", "notified, whom: safeguarding-lead, by: raising")
ACTED = [
    Acted(
        reading="attempt",
        other=0,
        events=(*BEGUN, "discussed"),
        duty="stage-1/resolve",
        adopted="running",
        by_other="met",
    ),
    Acted(
        reading="email",
        other=0,
        events=(*BEGUN, "discussed, how: email"),
        duty="stage-1/discuss",
        adopted="met",
        by_other="outstanding",
    ),
    Acted(
        reading="lead",
        other=0,
        events=RISK,
        duty="case/inform-safeguarding-lead-receiving",
        adopted="not-started",
        by_other="due-now",
    ),
    Acted(
        reading="managers",
        other=0,
        events=(*TWO, "not-resolved"),
        duty="stage-2/resolve",
        adopted="outstanding",
        by_other="met",
    ),
    Acted(
        reading="meeting",
        other=0,
        events=(*TWO, "resolved"),
        duty="stage-2/consider-meeting",
        adopted="lapsed",
        by_other="no-record",
    ),
    Acted(
        reading="officer",
        other=0,
        events=(*TWO, "notified, whom: iro, by: raising"),
        duty="stage-2/notify-chair-or-iro",
        adopted="met",
        by_other="outstanding",
        header=PROTECTED,
    ),
    Acted(
        reading="officer",
        other=1,
        events=(*TWO, "notified, whom: iro, by: raising"),
        duty="stage-2/notify-chair-or-iro",
        adopted="met",
        by_other="outstanding",
        header=BOTH_PLANS,
    ),
    Acted(
        reading="later-plan",
        other=0,
        events=(*THREE, "changed, plan: [looked-after], by: receiving"),
        duty="stage-2/notify-chair-or-iro",
        adopted="outstanding",
        by_other="not-started",
    ),
    Acted(
        reading="notifier",
        other=0,
        events=(*TWO, "notified, whom: iro, by: receiving"),
        duty="stage-2/notify-chair-or-iro",
        adopted="met",
        by_other="outstanding",
        header=PROTECTED,
    ),
    Acted(
        reading="notifier",
        other=1,
        events=(*TWO, "notified, whom: iro, by: raising"),
        duty="stage-2/notify-chair-or-iro",
        adopted="met",
        by_other="outstanding",
        header=PROTECTED,
    ),
    Acted(
        reading="members",
        other=0,
        events=(*THREE, "notified, whom: agency-members, by: partnership"),
        duty="stage-3/engage-members",
        adopted="outstanding",
        by_other="met",
    ),
    Acted(
        reading="members",
        other=1,
        events=(*THREE, MEMBERS[0]),
        duty="stage-3/engage-members",
        adopted="outstanding",
        by_other="met",
    ),
    Acted(
        reading="referral",
        other=0,
        events=(*FOUR, "referred, whom: icsc, by: raising, how: email"),
        duty="stage-4/refer",
        adopted="met",
        by_other="outstanding",
    ),
    Acted(
        reading="referral",
        other=1,
        events=(*FOUR, "referred, whom: icsc, by: receiving, how: email"),
        duty="stage-4/refer",
        adopted="outstanding",
        by_other="met",
    ),
]


@pytest.mark.parametrize("dated", DATED, ids=lambda dated: f"{dated.reading}-{dated.other}")
def test_each_other_reading_has_its_date(dated: Dated, policy: Policy) -> None:
    check_dates(dated, policy)


@pytest.mark.parametrize("acted", ACTED, ids=lambda acted: f"{acted.reading}-{acted.other}")
def test_each_other_reading_has_its_acts(acted: Acted, policy: Policy) -> None:
    check_states(acted, policy)


def test_every_other_reading_is_tried(policy: Policy) -> None:
    tried = {(each.reading, each.other) for each in DATED}
    tried |= {(each.reading, each.other) for each in ACTED}
    # The duty that a record of its own would be is tried below.
    assert tried | {("record", 0)} == others_with_changes(policy)


def read_otherwise(reading: str, other: int, policy: Policy) -> Policy:
    found = next(each for each in policy.readings if each.id == reading).others[other].edition
    assert found is not None
    return found


def test_a_record_of_discussions_may_be_a_duty_of_its_own(policy: Policy) -> None:
    events = hourly(*BEGUN, "discussed", "record-shared, whom: raising-worker")
    assert judge(events, "2026-03-04", policy)["case/share-record"].met_by == 3
    events = hourly(*BEGUN, "discussed")
    row = judge(events, "2026-03-04", policy)["case/share-record"]
    assert "Safe: keep a record of each discussion as well." in row.safe
    other = read_otherwise("record", 0, policy)
    assert judge(events, "2026-03-04", other)["case/keep-record"].state is DutyState.OUTSTANDING


def test_by_the_plans_own_officer_each_plan_has_its_own_duty(policy: Policy) -> None:
    events = hourly(*TWO, "notified, whom: cp-chair, by: raising")
    other = read_otherwise("officer", 0, policy)
    judged = judge(events, "2026-03-04", other, header=BOTH_PLANS)
    assert judged["stage-2/notify-chair-or-iro"].state is DutyState.MET
    assert judged["stage-2/notify-iro"].state is DutyState.OUTSTANDING


def test_office_hours_end_the_day_sooner(policy: Policy) -> None:
    other = read_otherwise("count", 1, policy)
    row = judge(MONDAY, "2026-03-02", other)["stage-1/resolve"]
    assert row.due == moment("2026-03-09 17:00")
