"""Barnsley's edition against its document: what counts, what does not, and other readings."""

from __future__ import annotations

from datetime import date

import pytest

from escalation_log.files.partnership_file import parse_partnership
from escalation_log.model.assessments import Breach, CaseState, DepartureRule, DutyState
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Force, Policy
from tests.engine.judging import Judged, judge
from tests.logs import REPOSITORY
from tests.shipped.doing import (
    DAY,
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
TRIED = (*BEGUN, "raised, by: raising, how: email")
ONE = (*TRIED, "escalated, to: stage-1, by: raising")
TWO = (*ONE, "escalated, to: stage-2, by: raising")
THREE = (*TWO, "escalated, to: stage-3, by: raising")
DECIDED = "decided, by: partnership"
SPOKEN = ("face-to-face", "phone", "video-call", "meeting")
HEALTH = "raising: {agency: health-visiting, role: practitioner}\n"
HEALTH_ANSWERS = "receiving: {agency: midwifery, role: practitioner}\n"
WHY_NOT = "considered, what: straight-to-stage-three, why: The child is in hospital."


@pytest.fixture(scope="module")
def policy() -> Policy:
    return edition("barnsley", "v4")


def consults(duty: str, side: str, other_side: str) -> tuple[Asked, Asked]:
    """Ask for a side's talk with its own lead, recorded as such or as done."""
    consulted = Asked(
        duty=f"stage-1/{duty}",
        before=ONE,
        right=(f"consulted, by: {side}, whom: own-lead",),
        wrong=(
            (f"consulted, by: {other_side}, whom: own-lead", "by"),
            ("consulted, whom: own-lead", "by"),
            (f"consulted, by: {side}, whom: designated-nurse", "whom"),
            (f"consulted, by: {side}", "whom"),
        ),
    )
    done = Asked(
        duty=f"stage-1/{duty}",
        before=ONE,
        right=(f"done, duty: stage-1/{duty}, by: {side}",),
        wrong=((f"done, duty: stage-1/{duty}, by: {other_side}", "by"),),
    )
    return consulted, done


def updates(stage: str, before: tuple[str, ...]) -> tuple[Asked, ...]:
    """Ask for news of the side that started it to the Partnership Manager, of any kind."""
    wrong = (
        ("update, by: receiving, whom: partnership-manager", "by"),
        ("update, whom: partnership-manager", "by"),
        ("update, by: raising, whom: other-party", "whom"),
        ("update, by: raising", "whom"),
        ("notified, by: receiving, whom: partnership-manager", "by"),
        ("record-shared, by: raising, whom: raising-worker", "whom"),
    )
    return tuple(
        Asked(
            duty=f"{stage}/update",
            before=before,
            right=(f"{kind}, by: raising, whom: partnership-manager",),
            wrong=wrong,
        )
        for kind in ("update", "notified", "record-shared")
    )


def after_resolution(stage: str, before: tuple[str, ...]) -> tuple[Asked, ...]:
    """Ask for what the receiving line manager answers for, once a stage has resolved it."""
    resolved = (*before, "resolved, by: receiving")
    confirmed = Asked(
        duty=f"{stage}/confirm",
        before=resolved,
        right=("confirmed-in-writing, by: receiving, how: online-form",),
        wrong=(
            ("confirmed-in-writing, by: raising, how: email", "by"),
            ("confirmed-in-writing, by: partnership, how: letter", "by"),
            ("confirmed-in-writing", "by"),
            *((f"confirmed-in-writing, by: receiving, how: {how}", "how") for how in SPOKEN),
        ),
    )
    told = (
        Asked(
            duty=f"{stage}/{duty}",
            before=resolved,
            right=(f"{act}, whom: {whom}",),
            wrong=(("notified, by: receiving, whom: other-party", "whom"),),
        )
        for duty, whom in (
            ("tell-worker", "raising-worker"),
            ("tell-partnership-manager", "partnership-manager"),
        )
        for act in ("notified, by: raising", "update, by: receiving", "record-shared")
    )
    return (confirmed, *told)


ASKED = [
    Asked(
        duty="stage-0/resolve",
        before=BEGUN,
        right=("raised, by: raising, how: email",),
        wrong=(("raised, by: receiving", "by"), ("raised", "by")),
    ),
    Asked(
        duty="stage-0/resolve",
        before=BEGUN,
        right=("no-answer, by: raising",),
        wrong=(("no-answer, by: receiving", "by"),),
    ),
    Asked(duty="stage-0/resolve", before=BEGUN, right=("discussed",)),
    Asked(duty="stage-0/resolve", before=BEGUN, right=("meeting, by: receiving",)),
    Asked(duty="stage-0/resolve", before=BEGUN, right=("resolved",)),
    Asked(
        duty="stage-0/escalate",
        before=(*TRIED, "not-resolved"),
        right=("escalated, to: stage-1",),
    ),
    *consults("consult-lead", "raising", "receiving"),
    *consults("consult-lead-receiving", "receiving", "raising"),
    Asked(
        duty="stage-1/notify",
        before=ONE,
        right=("notified, by: raising, whom: partnership-manager, how: phone",),
        wrong=(
            ("notified, by: receiving, whom: partnership-manager", "by"),
            ("notified, whom: partnership-manager", "by"),
            ("notified, by: raising, whom: partnership-representative", "whom"),
        ),
    ),
    Asked(duty="stage-1/start-record", before=ONE, right=("record-started",)),
    Asked(duty="stage-1/discuss", before=ONE, right=("discussed, how: phone",)),
    Asked(duty="stage-1/discuss", before=ONE, right=("meeting",)),
    Asked(duty="stage-1/discuss", before=ONE, right=("resolved",)),
    Asked(duty="stage-1/resolve", before=ONE, right=("resolved",)),
    Asked(duty="stage-1/resolve", before=ONE, right=("not-resolved",)),
    Asked(duty="stage-1/resolve", before=ONE, right=("escalated, to: stage-2",)),
    *updates("stage-1", ONE),
    Asked(
        duty="stage-1/escalate",
        before=(*ONE, "not-resolved"),
        right=("escalated, to: stage-2",),
    ),
    *after_resolution("stage-1", ONE),
    Asked(
        duty="stage-2/notify",
        before=TWO,
        right=("notified, whom: partnership-manager",),
        wrong=(("notified, by: raising, whom: partnership-representative", "whom"),),
    ),
    Asked(
        duty="stage-2/tell-representative",
        before=TWO,
        right=("notified, by: receiving, whom: partnership-representative",),
        wrong=(
            ("notified, by: raising, whom: partnership-manager", "whom"),
            ("notified, by: raising, whom: designated-nurse", "whom"),
        ),
        header=HEALTH,
    ),
    *(
        Asked(
            duty="stage-2/tell-designated-nurse",
            before=TWO,
            right=("notified, whom: designated-nurse",),
            wrong=(("notified, by: raising, whom: partnership-representative", "whom"),),
            header=header,
        )
        for header in (HEALTH, HEALTH_ANSWERS)
    ),
    Asked(duty="stage-2/discuss", before=TWO, right=("discussed, how: email",)),
    Asked(duty="stage-2/discuss", before=TWO, right=("meeting",)),
    Asked(duty="stage-2/discuss", before=TWO, right=("resolved",)),
    Asked(duty="stage-2/resolve", before=TWO, right=("resolved",)),
    Asked(duty="stage-2/resolve", before=TWO, right=("not-resolved",)),
    Asked(duty="stage-2/resolve", before=TWO, right=("escalated, to: stage-3",)),
    *updates("stage-2", TWO),
    Asked(duty="stage-2/update-record", before=TWO, right=("record-updated",)),
    Asked(duty="stage-2/update-record", before=TWO, right=("record-started",)),
    Asked(
        duty="stage-2/escalate",
        before=(*TWO, "not-resolved"),
        right=("escalated, to: stage-3",),
    ),
    *after_resolution("stage-2", TWO),
    Asked(
        duty="stage-2/tell-representative-resolution",
        before=(*TWO, "resolved"),
        right=("notified, whom: partnership-representative",),
        wrong=(("notified, by: receiving, whom: partnership-manager", "whom"),),
    ),
    Asked(
        duty="stage-3/notify",
        before=THREE,
        right=("notified, whom: partnership-manager",),
        wrong=(("notified, by: raising, whom: partnership-representative", "whom"),),
    ),
    Asked(
        duty="stage-3/resolve",
        before=THREE,
        right=(DECIDED,),
        wrong=(
            ("decided, by: receiving", "by"),
            ("decided, by: raising", "by"),
            ("decided", "by"),
        ),
    ),
    Asked(duty="stage-3/resolve", before=THREE, right=("resolved",)),
    *updates("stage-3", THREE),
    Asked(duty="stage-3/update-record", before=THREE, right=("record-updated",)),
    Asked(
        duty="stage-3/inform-all",
        before=(*THREE, DECIDED),
        right=("notified, by: partnership, whom: all-involved",),
        wrong=(
            ("notified, by: raising, whom: all-involved", "by"),
            ("notified, whom: all-involved", "by"),
            ("notified, by: partnership, whom: raising-worker", "whom"),
        ),
    ),
    Asked(
        duty="case/straight-to-stage-three",
        before=(*TRIED, "immediate-risk"),
        right=("escalated, to: stage-3, reason: immediate-risk",),
    ),
    Asked(
        duty="case/straight-to-stage-three",
        before=(*ONE, "considered, what: straight-to-stage-three"),
        right=("escalated, to: stage-3, reason: significant-concern",),
    ),
    Asked(duty="case/straight-to-stage-three", before=(*TWO, "immediate-risk"), right=(WHY_NOT,)),
    Asked(
        duty="case/send-record",
        before=(*ONE, "resolved"),
        right=("record-shared, whom: partnership-manager",),
        wrong=(
            ("record-shared, whom: raising-worker", "whom"),
            ("record-shared, by: raising", "whom"),
        ),
    ),
    Asked(
        duty="case/send-record",
        before=(*THREE, DECIDED),
        right=("done, duty: case/send-record",),
    ),
    Asked(duty="case/learning", before=(*ONE, "resolved"), right=("learning",)),
    Asked(
        duty="case/learning",
        before=(*ONE, "resolved"),
        right=("considered, what: learning, why: Nothing new.",),
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
    assert not any(duty.advice for duty in policy.all_duties)
    for duty in policy.all_duties:
        by_word = Force.GUIDE if duty.word == "for guidance only" else Force.REQUIRED
        assert duty.force is by_word or duty.our_reading, duty.id
    words = {duty.word for duty in policy.all_duties}
    assert words == {"must", "will", "should", "escalate", "for guidance only"}


@pytest.mark.parametrize(
    ("duty", "events"),
    [
        ("stage-0/resolve", (*BEGUN, "not-resolved", "escalated, to: stage-1")),
        ("stage-1/discuss", (*ONE, "not-resolved", "escalated, to: stage-2")),
        ("stage-2/discuss", (*TWO, "not-resolved", "escalated, to: stage-3")),
        ("stage-1/consult-lead", TWO),
        ("stage-1/consult-lead-receiving", TWO),
        ("stage-1/notify", TWO),
        ("stage-2/notify", THREE),
        ("stage-2/tell-representative", THREE),
        ("stage-2/tell-designated-nurse", THREE),
        ("stage-3/notify", (*THREE, DECIDED)),
        ("stage-1/start-record", (*THREE, DECIDED)),
        ("stage-2/update-record", (*THREE, DECIDED)),
        ("stage-3/update-record", (*THREE, DECIDED)),
        ("case/straight-to-stage-three", (*ONE, "immediate-risk", "resolved")),
    ],
)
def test_giving_up_or_silence_ends_with_no_record(
    duty: str, events: tuple[str, ...], policy: Policy
) -> None:
    row = judge(hourly(*events), DAY, policy, header=HEALTH)[duty]
    assert row.state is DutyState.NO_RECORD


@pytest.mark.parametrize("events", [(*ONE, "record-started"), (*THREE, "record-started")])
def test_records_may_be_kept_later_and_notices_of_a_beginning_may_not(
    events: tuple[str, ...], policy: Policy
) -> None:
    judged = judge(hourly(*events), DAY, policy)
    assert judged["stage-1/start-record"].state is DutyState.MET
    late = judge(hourly(*TWO, "notified, by: raising, whom: partnership-manager"), DAY, policy)
    row = late["stage-1/notify"]
    assert (row.state, row.met_by) == (DutyState.NO_RECORD, 5)


@pytest.mark.parametrize("stage", ["stage-0", "stage-1", "stage-2"])
def test_what_is_settled_after_all_leaves_nothing_to_take_up(stage: str, policy: Policy) -> None:
    before = {"stage-0": TRIED, "stage-1": ONE, "stage-2": TWO}[stage]
    judged = judge(hourly(*before, "not-resolved", "resolved"), DAY, policy)
    assert judged[f"{stage}/escalate"].state is DutyState.LAPSED


@pytest.mark.parametrize(
    "events",
    [(*ONE, "decided, by: raising"), (*ONE, DECIDED), (*THREE, "decided, by: receiving")],
)
def test_only_the_safeguarding_partners_decision_concludes(
    events: tuple[str, ...], policy: Policy
) -> None:
    judged = judge(hourly(*events), DAY, policy)
    assert judged.assessment.state is CaseState.OPEN
    for duty in ("stage-3/inform-all", "case/send-record", "case/learning"):
        assert judged[duty].state is DutyState.NOT_STARTED, duty
    concluded = judge(hourly(*THREE, DECIDED), DAY, policy)
    assert concluded.assessment.state is CaseState.CONCLUDED
    assert concluded["case/send-record"].state is DutyState.OUTSTANDING


def test_a_consultation_before_the_stage_counts(policy: Policy) -> None:
    events = (*BEGUN, "consulted, by: receiving, whom: own-lead", *ONE[1:])
    row = judge(hourly(*events), DAY, policy)["stage-1/consult-lead-receiving"]
    assert (row.state, row.met_by) == (DutyState.MET, 2)


def test_who_stands_in_for_health_is_told_only_where_a_side_belongs_to_health(
    policy: Policy,
) -> None:
    row = judge(hourly(*TWO), DAY, policy)["stage-2/tell-designated-nurse"]
    assert row.state is DutyState.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("header", "role"), [("", "head-of-service"), (HEALTH, "designated-nurse")]
)
def test_who_takes_it_to_the_partners_depends_on_the_raising_side(
    header: str, role: str, policy: Policy
) -> None:
    judged = judge(hourly(*TWO, "not-resolved"), DAY, policy, header=header)
    assert judged["stage-2/escalate"].role == role
    assert judge(hourly(*THREE), DAY, policy, header=header)["stage-3/notify"].role == role


STRAIGHT = "case/straight-to-stage-three"


@pytest.mark.parametrize(
    ("events", "states"),
    [
        (TWO, ["not-started"]),
        ((*ONE, "immediate-risk"), ["outstanding"]),
        ((*ONE, "immediate-risk", "considered, what: straight-to-stage-three"), ["outstanding"]),
        ((*ONE, "immediate-risk", WHY_NOT), ["met"]),
        ((*ONE, "immediate-risk", "considered, what: learning, why: None."), ["outstanding"]),
        ((*ONE, "immediate-risk", WHY_NOT, "immediate-risk"), ["met", "outstanding"]),
        ((*ONE, WHY_NOT), ["met"]),
        ((*TRIED, "escalated, to: stage-1, reason: significant-concern"), ["outstanding"]),
        ((*TRIED, "escalated, to: stage-3, reason: significant-concern"), ["met"]),
        ((*THREE, "immediate-risk"), ["not-started"]),
    ],
)
def test_a_significant_concern_goes_straight_or_says_why_not(
    events: tuple[str, ...], states: list[str], policy: Policy
) -> None:
    assert judge(hourly(*events), DAY, policy).occurrences(STRAIGHT) == states


CONCERN = "reason: significant-concern"


@pytest.mark.parametrize(
    ("events", "found"),
    [
        (THREE, []),
        ((*BEGUN, "no-answer, by: raising", "escalated, to: stage-1"), []),
        ((*BEGUN, "discussed", "escalated, to: stage-1"), []),
        ((*BEGUN, "escalated, to: stage-1"), [(2, DepartureRule.REQUIRES)]),
        (("escalated, to: stage-1",), [(1, DepartureRule.REQUIRES)]),
        (
            (*BEGUN, f"escalated, to: stage-1, {CONCERN}"),
            [(2, DepartureRule.MOVE), (2, DepartureRule.REQUIRES)],
        ),
        ((*TRIED, f"escalated, to: stage-1, {CONCERN}"), [(3, DepartureRule.MOVE)]),
        ((*ONE, f"escalated, to: stage-2, {CONCERN}"), [(4, DepartureRule.MOVE)]),
        ((*TWO, f"escalated, to: stage-3, {CONCERN}"), []),
        ((*BEGUN, f"escalated, to: stage-3, {CONCERN}"), []),
        ((*ONE, f"escalated, to: stage-3, {CONCERN}"), []),
        ((*ONE, "escalated, to: stage-3, reason: immediate-risk"), []),
        ((*ONE, "escalated, to: stage-3"), [(4, DepartureRule.MOVE)]),
        ((*TRIED, "escalated, to: stage-2"), [(3, DepartureRule.MOVE)]),
        ((*TRIED, f"escalated, to: stage-2, {CONCERN}"), [(3, DepartureRule.MOVE)]),
        ((*TWO, "escalated, to: stage-1"), [(5, DepartureRule.MOVE)]),
        ((*TWO, "escalated, to: stage-2, tier: head-of-service"), []),
    ],
)
def test_each_departure_that_can_happen(
    events: tuple[str, ...], found: list[tuple[int, DepartureRule]], policy: Policy
) -> None:
    departures = judge(hourly(*events), DAY, policy).assessment.departures
    assert [(each.event, each.rule) for each in departures] == found


def test_no_other_departure_can_happen(policy: Policy) -> None:
    assert all((each.panel, each.ended_by) == (None, ()) for each in policy.stages)
    dated = {duty.id.rpartition("/")[2] for duty in policy.all_duties if duty.can_be_missed}
    assert dated == {"resolve", "update", "confirm"}


def test_the_bypass_leaves_no_mark_and_a_skipped_stage_does(policy: Policy) -> None:
    for reason, state in ((f", {CONCERN}", DutyState.LAPSED), ("", DutyState.NO_RECORD)):
        judged = judge(hourly(*ONE, f"escalated, to: stage-3{reason}"), DAY, policy)
        assert judged["stage-1/consult-lead"].state is state


def test_a_tier_is_recorded_and_the_days_of_the_stage_run_on(policy: Policy) -> None:
    events = STAGE_TWO + "at: 2026-03-05 10:00, kind: escalated, to: stage-2, tier: next-tier\n"
    judged = judge(events, "2026-03-05", policy)
    assert judged.assessment.tier == "next-tier"
    assert judged["stage-2/resolve"].due_on == date(2026, 3, 9)


# A stage entered on Monday 2 March: five working days end with Monday 9 March.
STAGE_ONE = "at: 2026-03-02 10:00, kind: escalated, to: stage-1, by: raising\n"
STAGE_TWO = STAGE_ONE.replace("stage-1", "stage-2")
# Wednesday before Easter: the working days after it are 2, 7, 8, 9 and 10 April.
EASTER = "at: 2026-04-01 10:00, kind: escalated, to: stage-3, by: raising\n"
SETTLED = STAGE_ONE + "at: 2026-03-04 10:00, kind: resolved, by: receiving\n"

DATED = [
    Dated(
        reading="count",
        other=0,
        events=STAGE_ONE,
        as_of="2026-03-02",
        duty="stage-1/resolve",
        adopted="2026-03-09",
        by_other="2026-03-06",
    ),
    Dated(
        reading="count",
        other=0,
        events=SETTLED,
        as_of="2026-03-04",
        duty="stage-1/confirm",
        adopted="2026-03-11",
        by_other="2026-03-10",
    ),
    Dated(
        reading="count",
        other=1,
        events=STAGE_ONE,
        as_of="2026-03-02",
        duty="stage-1/resolve",
        adopted="2026-03-09",
        by_other="2026-03-09",
    ),
    Dated(
        reading="guidance",
        other=0,
        events=SETTLED,
        as_of="2026-03-04",
        duty="stage-1/confirm",
        adopted="2026-03-11",
        by_other="2026-03-11",
    ),
    Dated(
        reading="guidance",
        other=1,
        events=EASTER,
        as_of="2026-04-01",
        duty="stage-3/resolve",
        adopted="2026-04-10",
        by_other="2026-04-10",
    ),
    Dated(
        reading="days",
        other=0,
        events=EASTER,
        as_of="2026-04-01",
        duty="stage-3/resolve",
        adopted="2026-04-10",
        by_other="2026-04-06",
    ),
    Dated(
        reading="start",
        other=0,
        events=STAGE_ONE + "at: 2026-03-04 10:00, kind: discussed\n",
        as_of="2026-03-04",
        duty="stage-1/resolve",
        adopted="2026-03-09",
        by_other="2026-03-11",
    ),
    Dated(
        reading="tiers",
        other=0,
        events=STAGE_TWO,
        as_of="2026-03-02",
        duty="stage-2/resolve",
        adopted="2026-03-09",
        by_other="2026-03-09",
    ),
    Dated(
        reading="update",
        other=0,
        events=STAGE_TWO,
        as_of="2026-03-02",
        duty="stage-2/update",
        adopted="2026-03-09",
        by_other="2026-03-09",
    ),
]


@pytest.mark.parametrize("dated", DATED, ids=lambda dated: f"{dated.reading}-{dated.other}")
def test_the_date_by_each_reading_is_the_one_counted_by_hand(dated: Dated, policy: Policy) -> None:
    check_dates(dated, policy)


def other(policy: Policy, reading: str, index: int = 0) -> Policy:
    """Give the edition by another reading."""
    found = next(each for each in policy.readings if each.id == reading).others[index].edition
    assert found is not None
    return found


def test_the_confirmation_binds_and_may_be_read_as_a_guide(policy: Policy) -> None:
    row = judge(SETTLED, "2026-03-12", policy)["stage-1/confirm"]
    assert (row.breach, row.days_late) == (Breach.BREACH, 1)
    row = judge(SETTLED, "2026-03-12", other(policy, "guidance"))["stage-1/confirm"]
    assert (row.breach, row.days_late) == (Breach.OVER_GUIDE, 1)


@pytest.mark.parametrize(
    ("reading", "duty", "events"),
    [
        (("guidance", 1), "stage-1/resolve", STAGE_ONE),
        (("guidance", 1), "stage-2/resolve", STAGE_TWO),
        (("guidance", 1), "stage-3/resolve", EASTER),
        (("update", 0), "stage-1/update", STAGE_ONE),
        (("update", 0), "stage-2/update", STAGE_TWO),
        (("update", 0), "stage-3/update", EASTER),
    ],
)
def test_what_guides_may_be_read_to_bind(
    reading: tuple[str, int], duty: str, events: str, policy: Policy
) -> None:
    assert judge(events, "2026-04-20", policy)[duty].breach is Breach.OVER_GUIDE
    assert judge(events, "2026-04-20", other(policy, *reading))[duty].breach is Breach.BREACH


def test_office_hours_end_the_same_day_earlier(policy: Policy) -> None:
    row = judge(STAGE_ONE, "2026-03-09 17:00", policy)["stage-1/resolve"]
    assert row.breach is Breach.NONE
    row = judge(STAGE_ONE, "2026-03-09 17:00", other(policy, "count", 1))["stage-1/resolve"]
    assert row.breach is Breach.OVER_GUIDE


def test_each_tier_may_have_days_of_its_own(policy: Policy) -> None:
    events = STAGE_TWO + "at: 2026-03-05 10:00, kind: escalated, to: stage-2, tier: next-tier\n"
    rules = other(policy, "tiers")
    judged = judge(events, "2026-03-05", rules)
    days = [judged.occurrence("stage-2/resolve", number).due_on for number in (1, 2)]
    assert days == [date(2026, 3, 9), date(2026, 3, 12)]


def test_updates_may_run_through_the_whole_process(policy: Policy) -> None:
    # Told on Monday and moved on Thursday: the days run on, where those of a stage begin anew.
    events = STAGE_ONE + (
        "at: 2026-03-02 11:00, kind: notified, by: raising, whom: partnership-manager\n"
        "at: 2026-03-05 10:00, kind: escalated, to: stage-2, by: raising\n"
    )
    judged = judge(events, "2026-03-05", other(policy, "update", 2))
    assert judged.occurrence("case/update", 2).due_on == date(2026, 3, 9)
    assert judge(events, "2026-03-05", policy)["stage-2/update"].due_on == date(2026, 3, 12)


def test_updates_may_be_asked_for_at_each_step_as_well(policy: Policy) -> None:
    events = hourly(*ONE, "discussed", "notified, by: raising, whom: partnership-manager")
    step = "case/update-at-each-step"
    rules = other(policy, "update", 1)
    assert judge(events, DAY, rules).occurrences(step) == ["met"]
    again = hourly(*ONE, "notified, by: raising, whom: partnership-manager", "discussed")
    assert judge(again, DAY, rules).occurrences(step) == ["outstanding"]
    row = judge(events, DAY, policy)["stage-1/update"]
    safe = "Safe: update the Partnership Manager at each step, and within the days."
    assert safe in row.safe


ACTED = [
    Acted(
        reading="aware",
        other=0,
        events=(*ONE, "resolved", "notified, by: raising, whom: raising-worker"),
        duty="stage-1/tell-worker",
        adopted="met",
        by_other="outstanding",
    ),
    Acted(
        reading="aware",
        other=0,
        events=(*TWO, "resolved", "notified, by: partnership, whom: raising-worker"),
        duty="stage-2/tell-worker",
        adopted="met",
        by_other="outstanding",
    ),
    Acted(
        reading="nurse",
        other=0,
        events=(*TWO, "notified, whom: designated-nurse"),
        duty="stage-2/tell-representative",
        adopted="outstanding",
        by_other="met",
        header=HEALTH,
    ),
    Acted(
        reading="nurse",
        other=1,
        events=TWO,
        duty="stage-2/tell-designated-nurse",
        adopted="outstanding",
        by_other="not-applicable",
        header=HEALTH_ANSWERS,
    ),
    Acted(
        reading="representative",
        other=0,
        events=(*TWO, "notified, by: raising, whom: partnership-representative"),
        duty="stage-2/tell-representative",
        adopted="met",
        by_other="outstanding",
    ),
    Acted(
        reading="straight",
        other=0,
        events=(*ONE, "immediate-risk", WHY_NOT),
        duty=STRAIGHT,
        adopted="met",
        by_other="outstanding",
    ),
    Acted(
        reading="straight",
        other=1,
        events=(*ONE, "immediate-risk"),
        duty=STRAIGHT,
        adopted="outstanding",
        by_other="not-started",
    ),
    Acted(
        reading="straight",
        other=1,
        events=(*ONE, "immediate-risk", "not-resolved"),
        duty=STRAIGHT,
        adopted="outstanding",
        by_other="outstanding",
    ),
    Acted(
        reading="straight",
        other=2,
        events=(*ONE, "considered, what: straight-to-stage-three"),
        duty=STRAIGHT,
        adopted="outstanding",
        by_other="not-started",
    ),
    Acted(
        reading="mailbox",
        other=0,
        events=(*ONE, "notified, by: raising, whom: partnership-manager, how: phone"),
        duty="stage-1/notify",
        adopted="met",
        by_other="outstanding",
    ),
    Acted(
        reading="keeper",
        other=0,
        events=(*ONE, "record-started, by: raising"),
        duty="stage-1/start-record",
        adopted="met",
        by_other="outstanding",
    ),
    Acted(
        reading="keeper",
        other=1,
        events=BEGUN,
        duty="stage-1/start-record",
        adopted="not-started",
        by_other="outstanding",
    ),
    Acted(
        reading="learning",
        other=0,
        events=(*ONE, "resolved"),
        duty="case/learning",
        adopted="outstanding",
        by_other="not-started",
    ),
]


@pytest.mark.parametrize("acted", ACTED, ids=lambda acted: f"{acted.reading}-{acted.other}")
def test_what_another_reading_makes_of_an_act(acted: Acted, policy: Policy) -> None:
    check_states(acted, policy)


def test_the_worker_may_be_told_of_by_the_manager_who_started_it(policy: Policy) -> None:
    events = hourly(*ONE, "resolved")
    assert judge(events, DAY, policy)["stage-1/tell-worker"].role == "receiving-line-manager"
    row = judge(events, DAY, other(policy, "aware", 1))["stage-1/tell-worker"]
    assert row.role == "initiating-lead"


def test_trying_to_talk_may_be_read_as_not_enough(policy: Policy) -> None:
    def rules_departed(rules: Policy) -> list[DepartureRule]:
        return [each.rule for each in judge(hourly(*ONE), DAY, rules).assessment.departures]

    assert rules_departed(policy) == []
    assert rules_departed(other(policy, "before")) == [DepartureRule.REQUIRES]
    row = judge(hourly(*TRIED), DAY, policy)["stage-0/resolve"]
    assert row.safe == ("Safe: talk before you go formal.",)


@pytest.mark.parametrize(
    ("duty", "side"), [("consult-lead", "raising"), ("consult-lead-receiving", "receiving")]
)
def test_consulting_in_the_stage_may_be_read_as_too_late(
    duty: str, side: str, policy: Policy
) -> None:
    events = hourly(*ONE, f"consulted, by: {side}, whom: own-lead")
    row = judge(events, DAY, policy)[f"stage-1/{duty}"]
    assert (row.state, row.breach) == (DutyState.MET, Breach.NONE)
    assert row.safe == ("Safe: consult your lead before the stage begins.",)
    row = judge(events, DAY, other(policy, "consult"))[f"stage-1/{duty}"]
    assert (row.state, row.breach) == (DutyState.MET, Breach.BREACH)


def test_every_other_reading_that_the_rules_can_express_is_tried(policy: Policy) -> None:
    tried = {(each.reading, each.other) for each in DATED}
    tried |= {(each.reading, each.other) for each in ACTED}
    by_hand = {("update", 1), ("update", 2), ("aware", 1), ("before", 0), ("consult", 0)}
    assert tried | by_hand == others_with_changes(policy)
    assert {
        reading.id
        for reading in policy.readings
        if any(each.edition is None for each in reading.others)
    } == {"scope"}


@pytest.fixture(scope="module")
def partnership() -> Partnership:
    path = REPOSITORY / "policies" / "barnsley" / "partnership.yaml"
    parsed = parse_partnership(path.name, path.read_bytes())
    assert isinstance(parsed, Partnership), parsed
    return parsed


@pytest.mark.parametrize(
    ("agency", "role"),
    [("early-help", "initiating-line-manager"), ("riverside-charity", "initiating-lead")],
)
def test_who_acts_without_a_safeguarding_lead_is_the_agencys_to_say(
    agency: str, role: str, policy: Policy, partnership: Partnership
) -> None:
    header = f"raising: {{agency: {agency}, role: practitioner}}\n"

    def judged(events: tuple[str, ...]) -> Judged:
        return judge(hourly(*events), DAY, policy, header=header, partnership=partnership)

    assert judged(ONE)["stage-1/notify"].role == role
    assert judged(BEGUN)["stage-1/notify"].role == role
    assert judged(ONE)["stage-1/discuss"].role == "leads"


def test_where_harm_is_immediate_the_logs_own_alert_asks_for_the_same_day(policy: Policy) -> None:
    row = judge(hourly(*BEGUN, "immediate-risk"), DAY, policy)["case/own-alert"]
    assert (row.is_own, str(row.due_on), row.breach) == (True, DAY, Breach.NONE)
