"""West Sussex's edition against its document: what counts, what does not, and other readings."""

from __future__ import annotations

import pytest

from escalation_log.model.assessments import Breach, DepartureRule, DutyState
from escalation_log.model.policies import Force, Policy
from tests.engine.judging import judge
from tests.shipped.doing import (
    DAY,
    Acted,
    Asked,
    check_states,
    check_what_counts,
    edition,
    hourly,
    others_with_changes,
)

BEGUN = ("disagreement, by: receiving",)
TRIED = (*BEGUN, "raised, by: raising, how: email")
TWO = (*TRIED, "escalated, to: stage-2, by: raising")
THREE = (*TWO, "escalated, to: stage-3, by: raising")
FOUR = (*THREE, "escalated, to: stage-4, by: raising")
WRITTEN = ("email", "letter", "message", "online-form", "in-writing")
SPOKEN = ("face-to-face", "phone", "video-call", "meeting")
LOOKED_AFTER = "child: {pseudonym: C-7F3KQ, plan: looked-after}\n"
CONFERENCE = "planned, what: child-protection-conference, on: 2026-03-20"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return edition("west-sussex", "2019-06")


ASKED = [
    Asked(
        duty="stage-1/consult-manager",
        before=BEGUN,
        right=("consulted, by: raising, whom: own-manager",),
        wrong=(
            ("consulted, by: receiving, whom: own-manager", "by"),
            ("consulted, whom: own-manager", "by"),
            ("consulted, by: receiving, whom: iro", "by"),
            ("consulted, by: raising, whom: iro", "whom"),
            ("consulted, by: raising", "whom"),
        ),
    ),
    Asked(
        duty="stage-1/attempt",
        before=BEGUN,
        right=("raised, by: raising, how: email",),
        wrong=(("raised, by: receiving", "by"), ("raised", "by")),
    ),
    Asked(
        duty="stage-1/attempt",
        before=BEGUN,
        right=("no-answer, by: raising, how: phone",),
        wrong=(("no-answer, by: receiving", "by"),),
    ),
    Asked(duty="stage-1/attempt", before=BEGUN, right=("discussed, by: receiving",)),
    Asked(duty="stage-1/attempt", before=BEGUN, right=("meeting",)),
    Asked(duty="stage-1/attempt", before=BEGUN, right=("resolved",)),
    Asked(
        duty="stage-1/discuss",
        before=BEGUN,
        right=("discussed, by: receiving, how: phone",),
        wrong=tuple((f"discussed, by: raising, how: {how}", "how") for how in WRITTEN),
    ),
    Asked(duty="stage-1/discuss", before=BEGUN, right=("meeting",)),
    Asked(
        duty="stage-1/confirm-by-email",
        before=(*TRIED, "not-resolved"),
        right=("confirmed-in-writing, by: receiving, how: email",),
        wrong=(
            ("confirmed-in-writing, by: raising, how: letter", "how"),
            ("confirmed-in-writing, by: raising", "how"),
        ),
    ),
    Asked(
        duty="stage-1/contact-manager",
        before=(*TRIED, "not-resolved"),
        right=("escalated, to: stage-2, by: raising",),
    ),
    Asked(
        duty="stage-2/resolve",
        before=TWO,
        right=("raised, by: raising, how: phone",),
        wrong=(("raised, by: receiving", "by"), ("raised", "by")),
    ),
    Asked(duty="stage-2/resolve", before=TWO, right=("discussed, how: email",)),
    Asked(duty="stage-2/resolve", before=TWO, right=("meeting",)),
    Asked(duty="stage-2/resolve", before=TWO, right=("resolved, by: receiving",)),
    Asked(
        duty="stage-2/report",
        before=(*TWO, "not-resolved"),
        right=("escalated, to: stage-3, by: receiving",),
    ),
    Asked(duty="stage-3/resolve", before=THREE, right=("discussed, by: receiving",)),
    Asked(duty="stage-3/resolve", before=THREE, right=("meeting",)),
    Asked(duty="stage-3/resolve", before=THREE, right=("resolved, by: raising",)),
    Asked(
        duty="stage-3/inform-business-team",
        before=(*THREE, "not-resolved"),
        right=("notified, whom: business-team, by: receiving",),
        wrong=(("notified, whom: chair, by: raising", "whom"),),
    ),
    Asked(
        duty="stage-3/go-on",
        before=(*THREE, "not-resolved"),
        right=("escalated, to: stage-4, by: receiving",),
    ),
    Asked(
        duty="stage-3/go-on",
        before=(*THREE, "not-resolved"),
        right=("referred, whom: chair, by: raising",),
        wrong=(("referred, whom: business-team, by: raising", "whom"),),
    ),
    Asked(
        duty="stage-4/refer",
        before=FOUR,
        right=("referred, whom: chair",),
        wrong=(("referred, whom: business-team, by: raising", "whom"),),
    ),
    Asked(
        duty="stage-4/resolve",
        before=FOUR,
        right=("decided, by: partnership",),
        wrong=(("decided, by: receiving", "by"), ("decided", "by")),
    ),
    Asked(duty="stage-4/resolve", before=FOUR, right=("resolved, by: partnership",)),
    Asked(
        duty="case/notify-business-team",
        before=TWO,
        right=("notified, whom: business-team, by: raising",),
        wrong=(
            ("notified, whom: business-team, by: receiving", "by"),
            ("notified, whom: business-team, by: partnership", "by"),
            ("notified, whom: business-team", "by"),
            ("notified, whom: chair, by: raising", "whom"),
        ),
    ),
    Asked(
        duty="case/inform-business-team",
        before=(*TWO, "resolved, by: receiving"),
        right=("notified, whom: business-team, by: receiving",),
        wrong=(
            ("notified, whom: business-team, by: partnership", "by"),
            ("notified, whom: business-team", "by"),
            ("notified, whom: raising-worker, by: receiving", "whom"),
        ),
    ),
    Asked(
        duty="case/confirm",
        before=(*TRIED, "resolved, by: receiving"),
        right=("confirmed-in-writing, by: raising, how: email",),
        wrong=(
            ("confirmed-in-writing, by: partnership, how: letter", "by"),
            ("confirmed-in-writing, how: letter", "by"),
            *((f"confirmed-in-writing, by: receiving, how: {how}", "how") for how in SPOKEN),
        ),
    ),
    Asked(
        duty="case/share-record",
        before=(*TRIED, "discussed"),
        right=("record-shared, by: receiving, whom: [other-party, raising-worker]",),
        wrong=(
            ("record-shared, by: raising, whom: other-party", "whom"),
            ("record-shared, by: raising", "whom"),
        ),
    ),
    Asked(duty="case/debrief", before=(*TRIED, "resolved"), right=("debrief",)),
    Asked(
        duty="case/tell-iro",
        before=BEGUN,
        right=("consulted, by: raising, whom: iro",),
        wrong=(
            ("consulted, by: raising, whom: own-manager", "whom"),
            ("notified, by: raising, whom: cp-chair", "whom"),
        ),
        header=LOOKED_AFTER,
    ),
    Asked(
        duty="case/tell-cp-chair",
        before=(*BEGUN, CONFERENCE),
        right=("notified, by: raising, whom: cp-chair",),
        wrong=(("notified, by: raising, whom: iro", "whom"),),
    ),
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.duty)
def test_the_act_that_the_document_asks_for_counts_and_no_other(
    asked: Asked, policy: Policy
) -> None:
    check_what_counts(asked, policy)


def test_every_duty_is_tried(policy: Policy) -> None:
    assert {each.duty for each in ASKED} == {duty.id for duty in policy.all_duties}


def test_force_follows_the_documents_word_or_a_reading_says_why(policy: Policy) -> None:
    guides = {duty.id for duty in policy.all_duties if duty.force is Force.GUIDE}
    assert guides == {duty.id for duty in policy.all_duties if duty.word == "ideally"}
    advice = {duty.id: duty.word for duty in policy.all_duties if duty.advice}
    assert advice == {"case/debrief": "may", "case/tell-cp-chair": "make sure"}
    otherwise = {
        duty.id: duty.word
        for duty in policy.all_duties
        if duty.word not in ("must", "should", "ideally") and duty.id != "case/debrief"
    }
    assert otherwise == {
        "stage-2/report": "reports",
        "stage-4/resolve": "may",
        "case/tell-cp-chair": "make sure",
    }
    readings = {duty.id: duty.our_reading for duty in policy.all_duties}
    assert all(readings[duty] for duty in otherwise)


def test_after_stage_three_the_referral_is_owed_and_a_settlement_ends_it_without_a_mark(
    policy: Policy,
) -> None:
    given_up = (*THREE, "not-resolved, by: raising")
    row = judge(hourly(*given_up), "2026-05-01", policy)["stage-3/go-on"]
    assert row.state is DutyState.OUTSTANDING
    row = judge(hourly(*given_up, "resolved"), "2026-05-01", policy)["stage-3/go-on"]
    assert (row.state, row.breach) == (DutyState.LAPSED, Breach.NONE)


def test_a_team_told_before_stage_two_need_not_be_told_again(policy: Policy) -> None:
    told = "notified, whom: business-team, by: raising"
    events = hourly(*TRIED, told, *TWO[2:], "resolved")
    row = judge(events, DAY, policy)["case/notify-business-team"]
    assert (row.state, row.met_by) == (DutyState.MET, 3)
    by_the_other_side = hourly(*TRIED, "notified, whom: business-team, by: receiving", "resolved")
    row = judge(by_the_other_side, DAY, policy)["case/notify-business-team"]
    assert row.state is DutyState.NOT_STARTED


@pytest.mark.parametrize(
    ("duty", "events"),
    [
        ("stage-1/attempt", (*BEGUN, "not-resolved, by: raising", "escalated, to: stage-2")),
        ("stage-2/resolve", (*TWO, "not-resolved, by: raising", "escalated, to: stage-3")),
        ("stage-3/resolve", (*THREE, "not-resolved, by: raising", "escalated, to: stage-4")),
        ("stage-3/resolve", FOUR),
        ("case/notify-business-team", (*TWO, "resolved")),
        ("case/tell-iro", (*TWO, "resolved")),
        ("stage-3/inform-business-team", (*FOUR, "decided, by: partnership")),
    ],
)
def test_giving_up_or_silence_ends_with_no_record(
    duty: str, events: tuple[str, ...], policy: Policy
) -> None:
    row = judge(hourly(*events), DAY, policy, header=LOOKED_AFTER)[duty]
    assert row.state is DutyState.NO_RECORD


def test_a_recommendation_resolves_nothing_and_ends_no_case(policy: Policy) -> None:
    judged = judge(hourly(*FOUR, "recommended, by: partnership"), DAY, policy)
    assert judged["stage-4/resolve"].state is DutyState.OUTSTANDING
    assert judged.assessment.stage == "stage-4"
    assert judged.assessment.state == "open"


def test_the_other_side_takes_the_case_up_for_nobody(policy: Policy) -> None:
    events = hourly(*TRIED, "not-resolved", "escalated, to: stage-2, by: receiving")
    row = judge(events, DAY, policy)["stage-1/contact-manager"]
    assert row.state is DutyState.LAPSED
    assert [(each.event, each.field.value) for each in row.does_not_count] == [(4, "by")]


@pytest.mark.parametrize(
    ("duty", "events"),
    [
        ("stage-1/contact-manager", (*TRIED, "not-resolved", "resolved")),
        ("stage-2/report", (*TWO, "not-resolved", "resolved")),
    ],
)
def test_what_is_settled_after_all_leaves_nothing_to_take_up(
    duty: str, events: tuple[str, ...], policy: Policy
) -> None:
    assert judge(hourly(*events), DAY, policy)[duty].state is DutyState.LAPSED


def test_one_late_notice_is_not_a_telling_in_time_of_two_things(policy: Policy) -> None:
    late = "notified, whom: business-team, by: raising"
    judged = judge(hourly(*FOUR, "decided, by: partnership", late), DAY, policy)
    for duty in ("case/notify-business-team", "stage-3/inform-business-team"):
        assert judged[duty].state is DutyState.NO_RECORD
        assert judged[duty].met_at is not None


def test_nobody_informs_of_what_no_manager_resolved(policy: Policy) -> None:
    judged = judge(hourly(*FOUR, "decided, by: partnership"), DAY, policy)
    for duty in ("case/inform-business-team", "case/confirm"):
        assert judged[duty].state is DutyState.NOT_STARTED


RISK = "reason: immediate-risk, by: raising"
PANEL = "panel-convened, by: partnership, agencies:"


@pytest.mark.parametrize(
    ("events", "found"),
    [
        (FOUR, []),
        ((*BEGUN, "consulted, by: raising, whom: own-manager", "escalated, to: stage-2"), []),
        ((*BEGUN, "no-answer, by: raising", "escalated, to: stage-2"), []),
        ((*BEGUN, "escalated, to: stage-2"), [(2, DepartureRule.REQUIRES)]),
        (("escalated, to: stage-2",), [(1, DepartureRule.REQUIRES)]),
        ((*BEGUN, f"escalated, to: stage-2, {RISK}"), []),
        ((*BEGUN, "immediate-risk", "escalated, to: stage-2"), []),
        ((*TRIED, "escalated, to: stage-3"), [(3, DepartureRule.MOVE)]),
        ((*TRIED, "immediate-risk", "escalated, to: stage-4"), [(4, DepartureRule.MOVE)]),
        ((*TRIED, f"escalated, to: stage-4, {RISK}"), []),
        ((*TWO, f"escalated, to: stage-4, {RISK}"), []),
        ((*THREE, f"escalated, to: stage-4, {RISK}"), []),
        ((*THREE, "escalated, to: stage-2"), [(5, DepartureRule.MOVE)]),
        ((*THREE, f"escalated, to: stage-2, {RISK}"), [(5, DepartureRule.MOVE)]),
        (
            (*FOUR, f"{PANEL} [northside-academy, childrens-social-care]"),
            [(6, DepartureRule.PANEL_SIZE)],
        ),
        ((*FOUR, f"{PANEL} [police, housing, midwifery]"), []),
        ((*FOUR, f"{PANEL} [northside-academy, childrens-social-care, police, housing]"), []),
    ],
)
def test_each_departure_that_can_happen(
    events: tuple[str, ...], found: list[tuple[int, DepartureRule]], policy: Policy
) -> None:
    departures = judge(hourly(*events), DAY, policy).assessment.departures
    assert [(each.event, each.rule) for each in departures] == found


def test_no_other_departure_can_happen(policy: Policy) -> None:
    assert all(each.ended_by == () for each in policy.stages)
    assert all(duty.limit is None for duty in policy.all_duties)
    (panel,) = (each.panel for each in policy.stages if each.panel is not None)
    assert panel.concerned_must is False


def test_a_bypass_for_immediate_harm_leaves_no_mark_and_a_skipped_stage_does(
    policy: Policy,
) -> None:
    for reason, state in ((f", {RISK}", DutyState.LAPSED), ("", DutyState.NO_RECORD)):
        judged = judge(hourly(*TWO, f"escalated, to: stage-4{reason}"), DAY, policy)
        assert judged["stage-2/resolve"].state is state


ACTED = [
    Acted(
        reading="talk",
        other=0,
        events=TWO,
        duty="stage-1/discuss",
        adopted="lapsed",
        by_other="no-record",
    ),
    Acted(
        reading="talk",
        other=0,
        events=(*TRIED, "not-resolved", "escalated, to: stage-2"),
        duty="stage-1/confirm-by-email",
        adopted="lapsed",
        by_other="no-record",
    ),
    Acted(
        reading="confirm",
        other=0,
        events=(*TRIED, "resolved"),
        duty="case/confirm",
        adopted="outstanding",
        by_other="not-started",
    ),
    Acted(
        reading="confirm",
        other=1,
        events=(*FOUR, "decided, by: partnership"),
        duty="case/confirm",
        adopted="not-started",
        by_other="outstanding",
    ),
    Acted(
        reading="parties",
        other=0,
        events=(*TWO, "resolved", "confirmed-in-writing, by: receiving"),
        duty="case/confirm",
        adopted="met",
        by_other="outstanding",
    ),
    Acted(
        reading="parties",
        other=1,
        events=(*TWO, "resolved", "confirmed-in-writing, by: partnership"),
        duty="case/confirm",
        adopted="outstanding",
        by_other="met",
    ),
    Acted(
        reading="outcome",
        other=0,
        events=FOUR,
        duty="stage-3/inform-business-team",
        adopted="outstanding",
        by_other="not-started",
    ),
    Acted(
        reading="resolved-by",
        other=0,
        events=(*FOUR, "decided, by: partnership"),
        duty="case/inform-business-team",
        adopted="not-started",
        by_other="outstanding",
    ),
    Acted(
        reading="refer",
        other=0,
        events=(*FOUR, "referred, by: raising, whom: chair"),
        duty="stage-4/refer",
        adopted="met",
        by_other="outstanding",
    ),
    Acted(
        reading="record",
        other=1,
        events=(*TRIED, "discussed"),
        duty="case/share-record",
        adopted="outstanding",
        by_other="not-started",
    ),
    Acted(
        reading="iro",
        other=0,
        events=(*TRIED, "resolved"),
        duty="case/tell-iro",
        adopted="no-record",
        by_other="lapsed",
        header=LOOKED_AFTER,
    ),
    Acted(
        reading="cp-chair",
        other=0,
        events=(*TRIED, "resolved"),
        duty="case/tell-cp-chair",
        adopted="not-started",
        by_other="no-record",
        header="child: {pseudonym: C-7F3KQ, plan: child-protection}\n",
    ),
]


@pytest.mark.parametrize("acted", ACTED, ids=lambda acted: f"{acted.reading}-{acted.other}")
def test_what_another_reading_makes_of_an_act(acted: Acted, policy: Policy) -> None:
    check_states(acted, policy)


def other(policy: Policy, reading: str, index: int = 0) -> Policy:
    """Give the edition by another reading."""
    found = next(each for each in policy.readings if each.id == reading).others[index].edition
    assert found is not None
    return found


def departs(events: tuple[str, ...], rules: Policy) -> list[DepartureRule]:
    return [each.rule for each in judge(hourly(*events), DAY, rules).assessment.departures]


def test_a_decision_received_may_be_read_to_initiate_stage_one(policy: Policy) -> None:
    events = (*BEGUN, "escalated, to: stage-2")
    assert departs(events, policy) == [DepartureRule.REQUIRES]
    assert departs(events, other(policy, "initiated")) == []
    row = judge(hourly(*BEGUN), DAY, policy)["stage-1/attempt"]
    assert "Safe: ask your manager and go to the other worker before stage two." in row.safe


def test_consulting_after_the_talk_may_be_read_as_too_late(policy: Policy) -> None:
    events = hourly(*BEGUN, "discussed", "consulted, by: raising, whom: own-manager")
    row = judge(events, DAY, policy)["stage-1/consult-manager"]
    assert (row.state, row.breach) == (DutyState.MET, Breach.NONE)
    assert row.safe == ("Safe: ask your manager first, then talk.",)
    row = judge(events, DAY, other(policy, "order"))["stage-1/consult-manager"]
    assert (row.state, row.breach) == (DutyState.MET, Breach.BREACH)


def test_the_team_may_be_told_at_each_stage(policy: Policy) -> None:
    events = hourly(*TWO, "notified, whom: business-team, by: raising", *FOUR[-2:])
    row = judge(events, DAY, policy)["case/notify-business-team"]
    assert (row.state, row.safe) == (
        DutyState.MET,
        ("Safe: tell the Business Team at each stage from two on.",),
    )
    judged = judge(events, DAY, other(policy, "notify"))
    for stage in ("stage-3", "stage-4"):
        assert judged[f"{stage}/notify-business-team"].state is DutyState.OUTSTANDING


def test_whose_an_act_is_may_be_read_otherwise(policy: Policy) -> None:
    for duty, reading, index, roles in (
        ("stage-4/refer", "refer", 1, ("raising-senior-manager", "senior-managers")),
        ("case/share-record", "record", 0, ("whoever-acted", "managers")),
    ):
        editions = (policy, other(policy, reading, index))
        found = [judge(hourly(*FOUR), DAY, rules)[duty].role for rules in editions]
        assert found == list(roles)


def test_discretion_may_be_read_to_be_for_the_start_only(policy: Policy) -> None:
    events = (*TWO, f"escalated, to: stage-4, {RISK}")
    assert departs(events, policy) == []
    assert departs(events, other(policy, "discretion")) == [DepartureRule.MOVE]
    start = (*BEGUN, f"escalated, to: stage-4, {RISK}")
    assert departs(start, other(policy, "discretion")) == []


def test_every_other_reading_that_the_rules_can_express_is_tried(policy: Policy) -> None:
    tried = {(each.reading, each.other) for each in ACTED}
    by_hand = {("initiated", 0), ("order", 0), ("notify", 0), ("refer", 1), ("record", 0)}
    assert tried | by_hand | {("discretion", 0)} == others_with_changes(policy)


def test_what_no_rule_can_express_is_said_in_words(policy: Policy) -> None:
    words = {
        reading.id: reading.safe
        for reading in policy.readings
        if any(each.edition is None for each in reading.others)
    }
    assert set(words) == {"panel", "iro"}
    assert all(words.values())
    row = judge(hourly(*FOUR), DAY, policy)["stage-4/resolve"]
    assert row.safe == (words["panel"],)


def test_no_reading_gives_a_date(policy: Policy) -> None:
    for rules in (policy, *(other(policy, *each) for each in others_with_changes(policy))):
        assert not any(duty.has_date for duty in rules.all_duties)


def test_where_harm_is_immediate_the_logs_own_alert_asks_for_the_same_day(policy: Policy) -> None:
    row = judge(hourly(*BEGUN, "immediate-risk"), DAY, policy)["case/own-alert"]
    assert (row.is_own, str(row.due_on), row.breach) == (True, DAY, Breach.NONE)
