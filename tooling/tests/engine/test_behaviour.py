"""The duties of the four policies begin, are met and end as the documents say."""

from __future__ import annotations

from datetime import date

from escalation_log.model.assessments import Breach, DutyState
from tests.engine.judging import judge

KNOWSLEY_TALKS = """
at: 2026-03-02 10:00, kind: disagreement
at: 2026-03-03 10:00, kind: raised
at: 2026-03-04 10:00, kind: discussed
"""
KNOWSLEY_SENIORS = (
    KNOWSLEY_TALKS
    + """
at: 2026-03-04 11:00, kind: not-resolved
at: 2026-03-04 12:00, kind: escalated, to: stage-2
at: 2026-03-05 11:00, kind: not-resolved
at: 2026-03-05 12:00, kind: escalated, to: stage-3
"""
)


def test_knowsley_resolving_before_the_time_is_up_cancels_the_same_day_escalation() -> None:
    judged = judge(KNOWSLEY_TALKS + "at: 2026-03-05 10:00, kind: resolved\n", "2026-03-20")
    assert judged["stage-2/escalate"].state is DutyState.NOT_STARTED


def test_knowsley_an_answer_without_an_outcome_still_goes_up_when_the_time_is_up() -> None:
    row = judge(KNOWSLEY_TALKS, "2026-03-07")["stage-2/escalate"]
    assert (row.started_by, row.due_on) == ("stage-1/respond", date(2026, 3, 6))
    assert (row.state, row.breach) == (DutyState.OVERDUE, Breach.BREACH)


def test_knowsley_a_record_of_a_discussion_is_owed_after_the_case_is_closed() -> None:
    judged = judge(KNOWSLEY_TALKS + "at: 2026-03-05 10:00, kind: resolved\n", "2026-03-20")
    assert judged["case/record-discussion"].state is DutyState.OUTSTANDING
    assert judged["case/record-outcome"].state is DutyState.OUTSTANDING


def test_knowsley_each_discussion_is_recorded() -> None:
    events = (
        KNOWSLEY_TALKS
        + "at: 2026-03-04 11:00, kind: record-updated\n"
        + "at: 2026-03-05 10:00, kind: meeting\n"
    )
    assert judge(events, "2026-03-05").occurrences("case/record-discussion") == [
        "met",
        "outstanding",
    ]


def test_knowsley_the_notice_is_owed_before_stage_four() -> None:
    to_the_chair = "at: 2026-03-12 10:00, kind: escalated, to: stage-4\n"
    assert judge(KNOWSLEY_SENIORS, "2026-03-06")["stage-3/notice"].state is DutyState.OUTSTANDING
    row = judge(KNOWSLEY_SENIORS + to_the_chair, "2026-03-12")["stage-3/notice"]
    assert (row.state, row.breach) == (DutyState.LAPSED, Breach.BREACH)
    issued = "at: 2026-03-11 10:00, kind: notice-issued\n"
    row = judge(KNOWSLEY_SENIORS + issued + to_the_chair, "2026-03-12")["stage-3/notice"]
    assert (row.state, row.breach) == (DutyState.MET, Breach.NONE)


def test_knowsley_the_chairs_time_runs_from_being_told_or_else_from_the_escalation() -> None:
    to_the_chair = KNOWSLEY_SENIORS + "at: 2026-03-12 10:00, kind: escalated, to: stage-4\n"
    assert judge(to_the_chair, "2026-03-12")["stage-4/recommend"].due_on == date(2026, 3, 19)
    told = to_the_chair + "at: 2026-03-16 10:00, kind: notified, whom: chair\n"
    assert judge(told, "2026-03-16")["stage-4/recommend"].due_on == date(2026, 3, 23)


def test_knowsley_a_referral_counts_before_the_case_is_moved() -> None:
    events = (
        KNOWSLEY_SENIORS
        + "at: 2026-03-11 10:00, kind: referred, whom: chair\n"
        + "at: 2026-03-12 10:00, kind: escalated, to: stage-4\n"
    )
    assert judge(events, "2026-03-12").occurrences("stage-4/refer") == ["met"]


def test_knowsley_a_response_to_the_chair_is_looked_for_but_never_overdue() -> None:
    events = (
        KNOWSLEY_SENIORS
        + "at: 2026-03-12 10:00, kind: escalated, to: stage-4\n"
        + "at: 2026-03-16 10:00, kind: recommended\n"
    )
    judged = judge(events, "2026-12-31")
    assert judged.assessment.state == "concluded"
    assert judged["stage-4/response"].state is DutyState.OUTSTANDING


BARNSLEY_INFORMAL = """
at: 2026-03-02 10:00, kind: disagreement
at: 2026-03-02 11:00, kind: consulted, by: raising
"""


def test_barnsley_a_lead_consulted_informally_is_not_asked_for_again() -> None:
    events = BARNSLEY_INFORMAL + "at: 2026-03-03 10:00, kind: escalated, to: stage-1\n"
    judged = judge(events, "2026-03-04", "barnsley")
    assert judged.occurrences("stage-1/consult-lead") == ["met"]
    assert judged.occurrences("stage-1/consult-lead-receiving") == ["outstanding"]


def test_barnsley_an_informal_settlement_leaves_no_record_to_send() -> None:
    events = BARNSLEY_INFORMAL + "at: 2026-03-03 10:00, kind: resolved\n"
    judged = judge(events, "2026-03-04", "barnsley")
    assert judged["case/send-record"].state is DutyState.NOT_STARTED
    assert judged["stage-0/resolve"].state is DutyState.MET


def test_barnsley_the_partners_decision_ends_the_case_and_is_made_known() -> None:
    events = """
at: 2026-03-02 10:00, kind: disagreement
at: 2026-03-02 11:00, kind: escalated, to: stage-3, reason: significant-concern
at: 2026-03-04 11:00, kind: decided
"""
    judged = judge(events, "2026-03-04", "barnsley")
    assert judged.assessment.state == "concluded"
    assert judged["stage-1/resolve"].state is DutyState.NOT_STARTED
    for duty in ("stage-3/inform-all", "case/send-record", "case/learning"):
        assert judged[duty].state is DutyState.OUTSTANDING


WEST_SUSSEX_SENIORS = """
at: 2026-03-02 10:00, kind: disagreement
at: 2026-03-02 11:00, kind: discussed
at: 2026-03-02 12:00, kind: escalated, to: stage-2
at: 2026-03-03 12:00, kind: escalated, to: stage-3
"""


def test_west_sussex_the_business_team_is_told_once_of_the_disagreement() -> None:
    told = WEST_SUSSEX_SENIORS + "at: 2026-03-04 10:00, kind: notified, whom: business-team\n"
    assert judge(told, "2026-03-04", "west-sussex").occurrences("case/notify-business-team") == [
        "met"
    ]


def test_west_sussex_the_outcome_of_stage_three_is_told_after_the_case_moved_on() -> None:
    moved = WEST_SUSSEX_SENIORS + "at: 2026-03-05 10:00, kind: escalated, to: stage-4\n"
    row = judge(moved, "2026-03-05", "west-sussex")["stage-3/inform-business-team"]
    assert row.state is DutyState.OUTSTANDING
    told = moved + "at: 2026-03-06 10:00, kind: notified, whom: business-team\n"
    row = judge(told, "2026-03-06", "west-sussex")["stage-3/inform-business-team"]
    assert row.state is DutyState.MET


def test_west_sussex_one_email_serves_for_two_duties() -> None:
    events = """
at: 2026-03-02 10:00, kind: disagreement
at: 2026-03-02 11:00, kind: discussed
at: 2026-03-02 12:00, kind: resolved
at: 2026-03-02 13:00, kind: confirmed-in-writing, how: email
"""
    judged = judge(events, "2026-03-02", "west-sussex")
    for duty in ("stage-1/confirm-by-email", "case/confirm"):
        assert (judged[duty].state, judged[duty].met_by) == (DutyState.MET, 4)


def test_west_sussex_an_email_that_the_concern_continues_may_come_before_the_outcome() -> None:
    events = """
at: 2026-03-02 10:00, kind: disagreement
at: 2026-03-02 11:00, kind: discussed
at: 2026-03-02 12:00, kind: confirmed-in-writing, how: email
at: 2026-03-02 13:00, kind: not-resolved
at: 2026-03-02 14:00, kind: escalated, to: stage-2
"""
    judged = judge(events, "2026-03-02", "west-sussex")
    assert judged.occurrences("stage-1/confirm-by-email") == ["met"]


def test_west_sussex_nothing_of_the_policys_own_is_ever_overdue() -> None:
    judged = judge(WEST_SUSSEX_SENIORS, "2026-12-31", "west-sussex")
    assert {row.due for row in judged.assessment.duties if not row.is_own} == {None}
    # The partnership's own alert is: ten working days from Tuesday 3 March, where all was left.
    assert [(row.due_on, row.state) for row in judged.assessment.duties if row.is_own] == [
        (date(2026, 3, 17), DutyState.OVERDUE)
    ]


HACKNEY_MANAGERS = """
at: 2026-03-02 10:00, kind: disagreement
at: 2026-03-03 10:00, kind: discussed
at: 2026-03-04 10:00, kind: escalated, to: stage-2
"""


def test_hackney_the_chair_is_told_only_for_a_child_on_a_plan_or_looked_after() -> None:
    duty = "stage-2/notify-chair-or-iro"
    judged = judge(HACKNEY_MANAGERS, "2026-03-05", "city-and-hackney")
    assert judged[duty].state is DutyState.NOT_APPLICABLE
    looked_after = "child: {pseudonym: C-7F3KQ, plan: looked-after}\n"
    judged = judge(HACKNEY_MANAGERS, "2026-03-05", "city-and-hackney", header=looked_after)
    assert judged[duty].state is DutyState.OUTSTANDING


def test_hackney_going_to_the_commissioner_without_the_members_is_a_breach() -> None:
    events = (
        HACKNEY_MANAGERS
        + "at: 2026-03-05 10:00, kind: escalated, to: stage-3\n"
        + "at: 2026-03-06 10:00, kind: escalated, to: stage-4\n"
    )
    row = judge(events, "2026-03-06", "city-and-hackney")["stage-3/engage-members"]
    assert (row.state, row.breach) == (DutyState.LAPSED, Breach.BREACH)


def test_hackney_the_week_runs_from_the_disagreement_and_only_guides() -> None:
    row = judge(HACKNEY_MANAGERS, "2026-03-04", "city-and-hackney")["stage-1/resolve"]
    assert (row.due_on, row.force, row.state) == (date(2026, 3, 9), "guide", DutyState.MET)


def test_hackney_a_shared_record_is_owed_again_after_what_happens_next() -> None:
    events = (
        HACKNEY_MANAGERS
        + "at: 2026-03-04 11:00, kind: record-shared\n"
        + "at: 2026-03-06 10:00, kind: resolved\n"
    )
    judged = judge(events, "2026-03-06", "city-and-hackney")
    assert judged.occurrences("case/share-record") == ["met", "outstanding"]
