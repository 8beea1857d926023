"""Knowsley's edition against its document: who must do what, how, and what other readings ask."""

from __future__ import annotations

from datetime import date

import pytest

from escalation_log.model.assessments import Breach, CaseState, DepartureRule, DutyState
from escalation_log.model.policies import Force, Policy
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
RAISED = (*BEGUN, "raised, by: raising")
TWO = (*RAISED, "escalated, to: stage-2, by: raising")
THREE = (*TWO, "escalated, to: stage-3, by: raising")
FOUR = (*THREE, "escalated, to: stage-4, by: raising")
WRITTEN = ("email", "letter", "message", "online-form", "in-writing")
SPOKEN = ("face-to-face", "phone", "video-call", "meeting")
IN_WRITING = (
    ("confirmed-in-writing, by: raising, how: email", "by"),
    ("confirmed-in-writing, how: email", "by"),
    *((f"confirmed-in-writing, by: receiving, how: {how}", "how") for how in SPOKEN),
)
CONFIRMED = ("confirmed-in-writing, by: receiving, how: email",)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return edition("knowsley", "2020-06")


ASKED = [
    Asked(
        duty="stage-1/raise",
        before=BEGUN,
        right=("raised, by: raising, how: in-writing",),
        wrong=(("raised, by: receiving", "by"), ("raised", "by")),
    ),
    Asked(
        duty="stage-1/respond",
        before=RAISED,
        right=("discussed, by: raising, how: phone",),
        wrong=tuple((f"discussed, by: receiving, how: {how}", "how") for how in WRITTEN),
    ),
    Asked(duty="stage-1/respond", before=RAISED, right=("meeting",)),
    Asked(
        duty="stage-1/state-issue",
        before=(*BEGUN, "considered, what: significant-issue"),
        right=(
            "done, duty: stage-1/state-issue, by: raising",
            "done, duty: stage-1/state-issue, by: receiving",
        ),
        wrong=(("done, duty: stage-1/state-issue, by: partnership", "by"),),
    ),
    Asked(
        duty="stage-2/escalate",
        before=(*RAISED, "not-resolved, by: raising"),
        right=("escalated, to: stage-2, by: receiving",),
    ),
    Asked(duty="stage-2/resolve", before=TWO, right=("resolved, by: receiving",)),
    Asked(duty="stage-2/resolve", before=TWO, right=("not-resolved",)),
    Asked(duty="stage-2/resolve", before=TWO, right=("escalated, to: stage-3",)),
    Asked(
        duty="stage-2/seek-advice",
        before=TWO,
        right=("consulted, whom: designated-professional",),
        wrong=(("consulted, whom: line-manager", "whom"), ("consulted", "whom")),
    ),
    Asked(
        duty="stage-2/consider-commissioners",
        before=TWO,
        right=("considered, what: commissioners",),
        wrong=(("notified, whom: chair", "whom"),),
    ),
    Asked(
        duty="stage-2/confirm",
        before=(*TWO, "resolved, by: receiving"),
        right=CONFIRMED,
        wrong=IN_WRITING,
    ),
    Asked(
        duty="stage-3/escalate",
        before=(*TWO, "not-resolved"),
        right=("escalated, to: stage-3, by: raising",),
    ),
    Asked(duty="stage-3/resolve", before=THREE, right=("resolved, by: receiving",)),
    Asked(
        duty="stage-3/copy-business-manager",
        before=THREE,
        right=("notified, whom: business-manager",),
        wrong=(("notified, whom: directors", "whom"), ("consulted, whom: chair", "whom")),
    ),
    Asked(
        duty="stage-3/involve-directors",
        before=THREE,
        right=(
            "notified, whom: directors, by: raising",
            "consulted, whom: directors, by: receiving",
        ),
        wrong=(
            ("notified, whom: directors, by: partnership", "by"),
            ("notified, whom: business-manager, by: raising", "whom"),
        ),
    ),
    Asked(duty="stage-3/notice", before=THREE, right=("notice-issued, by: receiving",)),
    Asked(
        duty="stage-3/confirm",
        before=(*THREE, "resolved, by: receiving"),
        right=CONFIRMED,
        wrong=IN_WRITING,
    ),
    Asked(
        duty="stage-4/refer",
        before=(*THREE, "not-resolved"),
        right=("referred, whom: vice-chair, by: partnership",),
        wrong=(("referred, whom: business-manager, by: raising", "whom"),),
    ),
    Asked(
        duty="stage-4/recommend",
        before=(*FOUR, "notified, whom: vice-chair"),
        right=("recommended, by: partnership",),
        wrong=(("recommended, by: receiving", "by"), ("recommended", "by")),
    ),
    Asked(
        duty="stage-4/response",
        before=(*FOUR, "recommended, by: partnership"),
        right=("response, by: receiving",),
        wrong=(("response, by: partnership", "by"), ("response", "by")),
    ),
    Asked(
        duty="case/escalate-immediately",
        before=(*BEGUN, "immediate-risk"),
        right=("notified, whom: safeguarding-lead, by: receiving",),
        wrong=(("notified, whom: business-manager, by: raising", "whom"), ("consulted", "whom")),
    ),
    Asked(
        duty="case/escalate-immediately",
        before=(*BEGUN, "immediate-risk"),
        right=("escalated, to: stage-2",),
    ),
    Asked(
        duty="case/record-discussion",
        before=(*RAISED, "discussed, how: phone"),
        right=("record-updated, by: raising", "record-shared, by: receiving"),
        wrong=(("record-updated, by: partnership", "by"), ("record-updated", "by")),
    ),
    Asked(duty="case/record-outcome", before=(*RAISED, "not-resolved"), right=("record-updated",)),
    Asked(duty="case/record-outcome", before=(*RAISED, "resolved"), right=("record-shared",)),
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.duty)
def test_the_act_that_the_document_asks_for_counts_and_no_other(
    asked: Asked, policy: Policy
) -> None:
    check_what_counts(asked, policy)


def test_every_duty_is_tried(policy: Policy) -> None:
    assert {each.duty for each in ASKED} == {duty.id for duty in policy.all_duties}


def test_every_duty_has_the_documents_word(policy: Policy) -> None:
    words = {duty.id: duty.word for duty in policy.all_duties}
    assert all(words.values())
    assert {word for word in words.values() if word and "where" in word} == {
        "should, where necessary",
        "should, where relevant",
    }


def test_a_move_to_the_chair_tells_no_manager_of_the_risk(policy: Policy) -> None:
    events = f"""{hourly(*THREE)}
        at: 2026-03-05 09:00, kind: immediate-risk
        at: 2026-03-05 10:00, kind: escalated, to: stage-4"""
    row = judge(events, "2026-03-05", policy)["case/escalate-immediately"]
    assert row.state is DutyState.DUE_NOW


def test_an_issue_is_stated_only_where_it_is_recorded_as_significant(policy: Policy) -> None:
    row = judge(hourly(*RAISED, "resolved"), "2026-03-04", policy)["stage-1/state-issue"]
    assert row.state is DutyState.NOT_STARTED
    events = hourly(*BEGUN, "considered, what: significant-issue", "resolved")
    assert judge(events, "2026-03-04", policy)["stage-1/state-issue"].state is DutyState.NO_RECORD


@pytest.mark.parametrize("before", [RAISED, TWO, THREE, FOUR])
def test_an_issue_found_significant_at_any_stage_is_stated(
    before: tuple[str, ...], policy: Policy
) -> None:
    significant = (*before, "considered, what: significant-issue")
    row = judge(hourly(*significant), "2026-03-04", policy)["stage-1/state-issue"]
    assert (row.state, row.started_by) == (DutyState.OUTSTANDING, len(significant))
    stated = tuple(
        f"done, duty: stage-1/state-issue, by: {side}" for side in ("raising", "receiving")
    )
    again = (*significant, *stated, "considered, what: significant-issue")
    assert judge(hourly(*again), "2026-03-04", policy).occurrences("stage-1/state-issue") == ["met"]


def test_an_issue_found_not_significant_is_not_asked_about(policy: Policy) -> None:
    events = hourly(*RAISED, "considered, what: significant-issue, why: A small matter.")
    row = judge(events, "2026-03-04", policy)["stage-1/state-issue"]
    assert row.state is DutyState.NOT_STARTED


def test_only_the_raising_sides_concern_asks_for_an_answer(policy: Policy) -> None:
    judged = judge(hourly(*BEGUN, "raised, by: receiving"), "2026-03-04", policy)
    assert judged["stage-1/raise"].state is DutyState.RUNNING
    assert judged["stage-1/respond"].state is DutyState.NOT_STARTED


def test_a_notice_issued_with_the_referral_counts_whichever_is_entered_first(
    policy: Policy,
) -> None:
    events = (*TWO, "notice-issued, by: raising", *THREE[-1:], *FOUR[-1:])
    judged = judge(hourly(*events), "2026-03-04", policy)
    assert judged.occurrences("stage-3/notice") == ["met"]
    row = judged["stage-3/notice"]
    assert (row.met_by, row.breach) == (4, Breach.NONE)
    assert judged.assessment.departures == ()


def test_a_recommendation_of_a_side_neither_ends_the_case_nor_asks_for_an_answer(
    policy: Policy,
) -> None:
    judged = judge(hourly(*FOUR, "recommended, by: receiving"), "2026-03-20", policy)
    assert (judged.assessment.state, judged.assessment.stage) == (CaseState.OPEN, "stage-4")
    row = judged["stage-4/recommend"]
    # Entered on Wednesday 4 March, so five working days end with Wednesday 11 March.
    assert (row.state, row.due_on, row.breach, row.days_late) == (
        DutyState.OVERDUE,
        date(2026, 3, 11),
        Breach.BREACH,
        7,
    )
    assert judged["stage-4/response"].state is DutyState.NOT_STARTED
    events = hourly(*FOUR, "recommended, by: receiving", "recommended, by: partnership")
    judged = judge(events, "2026-03-20", policy)
    assert judged.assessment.state is CaseState.CONCLUDED
    assert judged["stage-4/response"].started_by == 7


# Raised on Monday 2 March, so that an answer is due by Thursday.
SILENT = """\
at: 2026-03-02 09:00, kind: disagreement, by: receiving
at: 2026-03-02 10:00, kind: raised, by: raising
"""


def test_silence_is_the_receiving_sides_and_the_next_morning_is_in_time(policy: Policy) -> None:
    events = SILENT + "at: 2026-03-06 09:00, kind: escalated, to: stage-2, by: raising\n"
    judged = judge(events, "2026-03-06", policy)
    assert judged["stage-1/respond"].breach is Breach.BREACH
    row = judged["stage-2/escalate"]
    assert (row.due_on, row.state, row.breach, row.safe_due_on) == (
        date(2026, 3, 6),
        DutyState.MET,
        Breach.NONE,
        date(2026, 3, 5),
    )


def test_silence_about_a_risk_loosens_nothing(policy: Policy) -> None:
    risk = SILENT + "at: 2026-03-03 10:00, kind: immediate-risk, by: raising\n"
    silent = judge(risk, "2026-03-20", policy)
    row = silent["case/escalate-immediately"]
    assert (row.state, row.breach, row.days_late) == (DutyState.OVERDUE, Breach.BREACH, 17)
    assert (silent["stage-1/respond"].force, silent["stage-1/respond"].breach) == (
        Force.REQUIRED,
        Breach.BREACH,
    )
    told = risk + "at: 2026-03-03 11:00, kind: notified, whom: line-manager, by: raising\n"
    row = judge(told, "2026-03-20", policy)["stage-1/respond"]
    assert (row.force, row.breach) == (Force.GUIDE, Breach.OVER_GUIDE)


STAGE_THREE = (
    SILENT
    + """\
at: 2026-03-02 11:00, kind: escalated, to: stage-2
at: 2026-03-02 12:00, kind: escalated, to: stage-3
"""
)
RISK = """\
at: 2026-03-02 13:00, kind: immediate-risk, by: raising
at: 2026-03-02 14:00, kind: notified, whom: line-manager, by: raising
"""


@pytest.mark.parametrize(("risk", "state"), [("", DutyState.NO_RECORD), (RISK, DutyState.LAPSED)])
def test_a_guides_date_asks_for_no_referral(risk: str, state: DutyState, policy: Policy) -> None:
    # Five working days from Monday end with Monday 9 March.
    resolved = "at: 2026-03-11 10:00, kind: resolved, by: receiving\n"
    row = judge(STAGE_THREE + risk + resolved, "2026-03-12", policy)["stage-4/refer"]
    assert (row.state, row.started_by) == (state, "stage-3/resolve")


def test_the_chairs_time_runs_from_being_told_else_from_the_referral(policy: Policy) -> None:
    referred = (
        STAGE_THREE
        + """\
at: 2026-03-04 10:00, kind: escalated, to: stage-4
at: 2026-03-05 10:00, kind: referred, whom: chair
"""
    )
    row = judge(referred, "2026-03-05", policy)["stage-4/recommend"]
    assert (row.started_by, row.due_on) == (6, date(2026, 3, 12))
    told = referred + "at: 2026-03-06 10:00, kind: notified, whom: vice-chair\n"
    row = judge(told, "2026-03-06", policy)["stage-4/recommend"]
    assert (row.started_by, row.due_on) == (7, date(2026, 3, 13))
    late = referred + "at: 2026-03-16 10:00, kind: notified, whom: chair\n"
    row = judge(late, "2026-03-16", policy)["stage-4/recommend"]
    assert (row.started_by, row.breach) == (6, Breach.BREACH)


@pytest.mark.parametrize("early", ["notified, whom: chair", "referred, whom: vice-chair"])
def test_word_to_the_chair_at_stage_two_does_not_use_up_the_chairs_time(
    early: str, policy: Policy
) -> None:
    events = f"""{hourly(*TWO, early, *THREE[-1:])}
        at: 2026-03-16 10:00, kind: escalated, to: stage-4"""
    judged = judge(events, "2026-03-16", policy)
    assert judged.occurrences("stage-4/recommend") == ["running"]
    row = judged["stage-4/recommend"]
    assert (row.started_by, row.due_on) == (6, date(2026, 3, 23))


@pytest.mark.parametrize(
    "before",
    [
        (*THREE, "notified, whom: chair", "escalated, to: stage-2", *THREE[-1:]),
        (*FOUR, "referred, whom: chair", "escalated, to: stage-3"),
    ],
)
def test_a_case_that_went_back_gives_the_chair_the_time_anew(
    before: tuple[str, ...], policy: Policy
) -> None:
    # Entered again on Monday 16 March, so five working days end with Monday 23 March.
    events = f"""{hourly(*before)}
        at: 2026-03-16 10:00, kind: escalated, to: stage-4"""
    judged = judge(events, "2026-03-16", policy)
    assert judged.occurrences("stage-4/recommend") == ["lapsed", "running"]
    row = judged.occurrence("stage-4/recommend", 2)
    assert (row.started_by, row.due_on) == (len(before) + 1, date(2026, 3, 23))


def test_what_is_owed_to_the_end_may_be_done_at_stage_four(policy: Policy) -> None:
    events = hourly(*FOUR, "notified, whom: business-manager, by: raising")
    assert judge(events, "2026-03-04", policy)["stage-3/copy-business-manager"].met_by == 6
    judged = judge(hourly(*FOUR, "recommended, by: partnership"), "2026-03-04", policy)
    for duty in ("copy-business-manager", "involve-directors"):
        assert judged[f"stage-3/{duty}"].state is DutyState.NO_RECORD


@pytest.mark.parametrize(
    ("events", "found"),
    [
        (FOUR[:-1], []),
        ((*THREE, "notice-issued", "escalated, to: stage-4"), []),
        ((*RAISED, "escalated, to: stage-3"), [(3, DepartureRule.MOVE)]),
        ((*RAISED, "immediate-risk", "escalated, to: stage-3"), [(4, DepartureRule.MOVE)]),
        ((*THREE, "escalated, to: stage-2"), [(5, DepartureRule.MOVE)]),
        (FOUR, [(5, DepartureRule.ORDER)]),
    ],
)
def test_each_departure_that_can_happen(
    events: tuple[str, ...], found: list[tuple[int, DepartureRule]], policy: Policy
) -> None:
    departures = judge(hourly(*events), "2026-03-04", policy).assessment.departures
    assert [(each.event, each.rule) for each in departures] == found


def test_no_other_departure_can_happen(policy: Policy) -> None:
    assert policy.moves == ()
    assert [(each.panel, each.requires, each.ended_by) for each in policy.stages] == [
        (None, None, ())
    ] * 4


DATED = [
    Dated(
        reading="count",
        other=0,
        events=SILENT,
        as_of="2026-03-02",
        duty="stage-1/respond",
        adopted="2026-03-05",
        by_other="2026-03-04",
    ),
    Dated(
        reading="count",
        other=1,
        events=SILENT,
        as_of="2026-03-02",
        duty="stage-1/respond",
        adopted="2026-03-05",
        by_other="2026-03-05",
    ),
    Dated(
        reading="raise",
        other=0,
        events="""\
at: 2026-03-02 09:00, kind: disagreement, by: receiving
at: 2026-03-04 09:00, kind: disagreement, by: raising
""",
        as_of="2026-03-04",
        duty="stage-1/raise",
        adopted="2026-03-04",
        by_other="2026-03-06",
    ),
    Dated(
        reading="three",
        other=0,
        events="""\
at: 2026-03-02 09:00, kind: disagreement, by: receiving
at: 2026-03-03 09:00, kind: raised, by: raising
""",
        as_of="2026-03-03",
        duty="stage-1/respond",
        adopted="2026-03-06",
        by_other="2026-03-05",
    ),
    Dated(
        reading="three",
        other=1,
        events=SILENT
        + "at: 2026-03-02 11:00, kind: protective-timescale, protect_by: 2026-03-04\n",
        as_of="2026-03-03",
        duty="stage-1/respond",
        adopted="2026-03-05",
        by_other="2026-03-04",
    ),
    Dated(
        reading="unable",
        other=0,
        events=SILENT + "at: 2026-03-03 09:00, kind: not-resolved\n",
        as_of="2026-03-06",
        duty="stage-2/escalate",
        adopted="2026-03-03",
        by_other="2026-03-06",
    ),
    Dated(
        reading="silence",
        other=0,
        events=SILENT,
        as_of="2026-03-06",
        duty="stage-2/escalate",
        adopted="2026-03-06",
        by_other="2026-03-05",
    ),
    Dated(
        reading="failure",
        other=0,
        events=SILENT + "at: 2026-03-02 11:00, kind: escalated, to: stage-2\n",
        as_of="2026-03-10",
        duty="stage-3/escalate",
        adopted="2026-03-10",
        by_other="2026-03-09",
    ),
    Dated(
        reading="weekend",
        other=0,
        events=SILENT + "at: 2026-03-07 11:00, kind: not-resolved\n",
        as_of="2026-03-09",
        duty="stage-2/escalate",
        # The time to answer was over with Thursday.
        adopted="2026-03-06",
        by_other="2026-03-06",
    ),
    Dated(
        reading="weekend",
        other=0,
        events=SILENT
        + "at: 2026-03-02 11:00, kind: escalated, to: stage-2\n"
        + "at: 2026-03-07 11:00, kind: not-resolved\n",
        as_of="2026-03-09",
        duty="stage-3/escalate",
        adopted="2026-03-09",
        by_other="2026-03-07",
    ),
    Dated(
        reading="further",
        other=0,
        events=SILENT + "at: 2026-03-09 11:00, kind: escalated, to: stage-2\n",
        as_of="2026-03-09",
        duty="stage-2/resolve",
        adopted="2026-03-16",
        by_other="2026-03-12",
    ),
    Dated(
        reading="notice",
        other=0,
        events=STAGE_THREE,
        as_of="2026-03-02",
        duty="stage-3/notice",
        adopted=None,
        by_other="2026-03-02",
    ),
    Dated(
        reading="chair",
        other=0,
        events=STAGE_THREE
        + "at: 2026-03-02 13:00, kind: escalated, to: stage-4\n"
        + "at: 2026-03-02 13:05, kind: referred, whom: chair\n"
        + "at: 2026-03-03 13:05, kind: notified, whom: chair\n",
        as_of="2026-03-03",
        duty="stage-4/recommend",
        adopted="2026-03-10",
        by_other="2026-03-09",
    ),
]
TOLD = (*BEGUN, "immediate-risk, by: raising")
ACTED = [
    Acted(
        reading="whom",
        other=0,
        events=(*TOLD, "notified, whom: safeguarding-lead, by: raising"),
        duty="case/escalate-immediately",
        adopted="met",
        by_other="due-now",
    ),
    Acted(
        reading="whom",
        other=1,
        events=(*TOLD, "notified, whom: line-manager, by: raising"),
        duty="case/escalate-immediately",
        adopted="met",
        by_other="due-now",
    ),
    Acted(
        reading="teller",
        other=0,
        events=(*TOLD, "notified, whom: line-manager, by: raising"),
        duty="case/escalate-immediately",
        adopted="met",
        by_other="due-now",
    ),
    Acted(
        reading="respective",
        other=0,
        events=(*RAISED, "not-resolved", "escalated, to: stage-2"),
        duty="stage-2/escalate",
        adopted="met",
        by_other="due-soon",
    ),
    Acted(
        reading="notice",
        other=2,
        events=FOUR,
        duty="stage-3/notice",
        adopted="lapsed",
        by_other="no-record",
    ),
    Acted(
        reading="directors",
        other=0,
        events=(*THREE, "notified, whom: directors, by: raising"),
        duty="stage-3/involve-directors",
        adopted="outstanding",
        by_other="met",
    ),
    Acted(
        reading="outcome",
        other=0,
        events=(*RAISED, "not-resolved"),
        duty="case/record-outcome",
        adopted="outstanding",
        by_other="not-started",
    ),
    Acted(
        reading="significant",
        other=0,
        events=RAISED,
        duty="stage-1/state-issue",
        adopted="not-started",
        by_other="outstanding",
    ),
    Acted(
        reading="significant",
        other=1,
        events=(
            *BEGUN,
            "considered, what: significant-issue",
            "done, duty: stage-1/state-issue, by: raising",
        ),
        duty="stage-1/state-issue",
        adopted="outstanding",
        by_other="met",
    ),
]
# Tried below: what another reading makes of forces, roles and routes.
_ELSEWHERE = {
    ("threshold", 0),
    ("thereafter", 0),
    ("notice", 1),
    ("health", 0),
    ("policy-issue", 0),
}


@pytest.mark.parametrize("dated", DATED, ids=lambda dated: f"{dated.reading}-{dated.other}")
def test_each_other_reading_has_its_date(dated: Dated, policy: Policy) -> None:
    check_dates(dated, policy)


@pytest.mark.parametrize("acted", ACTED, ids=lambda acted: f"{acted.reading}-{acted.other}")
def test_each_other_reading_has_its_acts(acted: Acted, policy: Policy) -> None:
    check_states(acted, policy)


def test_every_other_reading_is_tried(policy: Policy) -> None:
    tried = {(each.reading, each.other) for each in DATED}
    tried |= {(each.reading, each.other) for each in ACTED}
    assert tried | _ELSEWHERE == others_with_changes(policy)


def read_otherwise(reading: str, other: int, policy: Policy) -> Policy:
    found = next(each for each in policy.readings if each.id == reading).others[other].edition
    assert found is not None
    return found


def test_office_hours_end_the_day_sooner(policy: Policy) -> None:
    other = read_otherwise("count", 1, policy)
    row = judge(SILENT, "2026-03-02", other)["stage-1/respond"]
    assert row.due == moment("2026-03-05 17:00")


@pytest.mark.parametrize(
    ("reading", "told", "force"),
    [
        ("threshold", "at: 2026-03-03 11:00, kind: notified, whom: line-manager\n", "required"),
        ("thereafter", "", "guide"),
    ],
)
def test_other_readings_loosen_the_limits_otherwise(
    reading: str, told: str, force: str, policy: Policy
) -> None:
    risk = SILENT + "at: 2026-03-03 10:00, kind: immediate-risk, by: raising\n" + told
    row = judge(risk, "2026-03-20", read_otherwise(reading, 0, policy))["stage-1/respond"]
    assert row.force.value == force


def test_the_notice_may_be_the_senior_managers(policy: Policy) -> None:
    row = judge(hourly(*THREE), "2026-03-04", read_otherwise("notice", 1, policy))["stage-3/notice"]
    assert row.role == "senior-managers"


@pytest.mark.parametrize(
    ("reading", "move"),
    [
        ("health", "escalated, to: stage-3, reason: named-or-designated-professional"),
        ("policy-issue", "escalated, to: stage-4, reason: policy-issue"),
    ],
)
def test_other_readings_open_other_routes(reading: str, move: str, policy: Policy) -> None:
    events = hourly(*RAISED, move)
    departures = judge(events, "2026-03-04", policy).assessment.departures
    assert [each.rule for each in departures] == [DepartureRule.MOVE]
    other = read_otherwise(reading, 0, policy)
    assert judge(events, "2026-03-04", other).assessment.departures == ()
