"""What statistics take from a judged case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from escalation_log.engine.assess import assess
from escalation_log.engine.timeline import timeline_of
from escalation_log.model.assessments import CaseState
from escalation_log.model.policies import Policy
from escalation_log.model.statements import Countersignature
from escalation_log.statistics.answers import Talk, UnansweredCall, second_stage
from escalation_log.statistics.case_facts import CaseFacts, Learning, Mark, OffRoute, case_facts
from tests.engine.judging import case_of, made_up_policy, moment, rulebook_of, shipped_policy

EVENTS = """
  at: 2026-03-02 10:00, kind: disagreement, by: receiving
  at: 2026-03-02 11:00, kind: raised, by: raising
  at: 2026-03-04 11:00, kind: not-resolved, by: receiving
  at: 2026-03-10 11:00, kind: escalated, by: raising, to: stage-2
"""
END = """
  at: 2026-03-12 11:00, kind: resolved, by: receiving
  at: 2026-03-13 11:00, kind: learning, by: partnership, themes: [communication], action: A form
  at: 2026-03-13 12:00, kind: learning, by: partnership, themes: [communication]
"""


def facts(
    events: str,
    as_of: str = "2026-03-20 10:00",
    policy: str | Policy = "knowsley",
    countersigned: Countersignature | None = None,
) -> CaseFacts:
    rules = replace(rulebook_of(policy), countersigned=countersigned)
    case, at = case_of(events, rules.policy), moment(as_of)
    timeline = timeline_of(case, rules.index, at)
    judged = assess(case, rules, at, timeline=timeline)
    return case_facts(timeline, judged, rules)


def test_an_open_case_has_no_end_and_its_running_limits_are_not_settled() -> None:
    found = facts(EVENTS, "2026-03-11 10:00")
    assert (found.reached, found.state, found.ended_on) == ("stage-2", CaseState.OPEN, None)
    assert found.days_taken is None
    assert {limit.stage for limit in found.limits} == {"stage-1", "stage-2"}
    late = [limit for limit in found.limits if not limit.is_kept]
    assert [limit.due_on for limit in late] == [date(2026, 3, 5), date(2026, 3, 4)]
    assert all(limit.is_required for limit in found.limits)


def test_a_resolved_case_has_its_days_and_its_learning() -> None:
    found = facts(EVENTS + END)
    assert (found.opened_on, found.ended_on) == (date(2026, 3, 2), date(2026, 3, 12))
    assert found.days_taken == 10
    on = date(2026, 3, 13)
    assert found.learning == (
        Learning(on, ("communication",), (), "A form"),
        Learning(on, ("communication",), (), ""),
    )


def test_a_withdrawn_case_took_no_days() -> None:
    found = facts(EVENTS + "at: 2026-03-12 11:00, kind: withdrawn, by: raising")
    assert found.ended_on == date(2026, 3, 12)
    assert found.days_taken is None


THREE_STAGES = """
- id: stage-1
  title: One
  duties:
    - id: tell
      title: Tell the chair
      role: worker
      clause: "1"
      trigger: {entered: stage-1}
      met_by: {event: notified, whom: chair}
    - id: first
      title: Talk before it goes on
      role: worker
      clause: "1"
      trigger: {entered: stage-1}
      limit: {before: {event: escalated}}
      met_by: {event: discussed}
- {id: stage-2, title: Two, duties: []}
- {id: stage-3, title: Three, duties: []}
"""
SKIPPING = """
  at: 2026-03-02 10:00, kind: disagreement, by: receiving
  at: 2026-03-05 10:00, kind: escalated, by: raising, to: stage-3
"""


def test_marks_and_what_left_the_route_are_no_limits() -> None:
    """The wrong order is counted as the limit that it misses, and not a second time."""
    found = facts(SKIPPING, policy=made_up_policy(THREE_STAGES))
    on = date(2026, 3, 5)
    acting = ("northside-academy", "childrens-social-care")
    assert found.marks == (Mark("stage-1", acting, on, is_countersigned=False),)
    assert found.off_route == (OffRoute("stage-1", on),)
    assert found.limits == ()
    by_the_way = SKIPPING.replace("stage-3", "stage-2")
    assert facts(by_the_way, policy=made_up_policy(THREE_STAGES)).off_route == ()


def test_a_mark_that_was_cleared_is_none() -> None:
    told = "at: 2026-03-04 10:00, kind: notified, whom: chair, recorded: 2026-03-09 10:00"
    found = facts(SKIPPING + told, policy=made_up_policy(THREE_STAGES))
    assert found.marks == ()
    before = facts(SKIPPING + told, "2026-03-06 10:00", policy=made_up_policy(THREE_STAGES))
    assert len(before.marks) == 1


def test_the_log_s_own_reminders_are_no_limits() -> None:
    reviewed = """
      at: 2026-03-02 10:00, kind: disagreement, by: receiving
      at: 2026-03-03 10:00, kind: safeguards, measures: [school-monitoring], review_on: 2026-03-05
      at: 2026-03-04 10:00, kind: safeguards, measures: [school-monitoring], review_on: 2026-04-05
    """
    assert facts(reviewed, policy=made_up_policy(THREE_STAGES)).limits == ()


def test_whether_the_edition_is_countersigned_goes_with_what_is_counted() -> None:
    signed = Countersignature(role="Chair", on=date(2026, 3, 1))
    policy = made_up_policy(THREE_STAGES)
    assert facts(EVENTS, countersigned=signed).is_countersigned
    assert all(limit.is_countersigned for limit in facts(EVENTS, countersigned=signed).limits)
    assert not any(limit.is_countersigned for limit in facts(EVENTS).limits)
    assert all(
        each.is_countersigned for each in facts(SKIPPING, policy=policy, countersigned=signed).marks
    )


def answers_in(events: str, as_of: str = "2026-03-20 10:00") -> list[tuple[str, int | None]]:
    found = facts(EVENTS + events, as_of).answers
    assert all(each.agencies == ("childrens-social-care",) for each in found)
    return [(each.on.isoformat(), each.days) for each in found]


def test_an_answer_at_stage_two_is_the_first_talk_or_reply_of_the_receiving_side() -> None:
    talk = "at: 2026-03-12 10:00, kind: discussed, by: raising\n"
    assert answers_in(talk) == [("2026-03-12", 2)]
    reply = "at: 2026-03-11 10:00, kind: not-resolved, by: receiving\n"
    assert answers_in(reply + talk) == [("2026-03-11", 1)]
    # What the raising side says alone is no answer, nor what belongs to the stage before.
    for other in (
        "at: 2026-03-11 10:00, kind: not-resolved, by: raising\n",
        "at: 2026-03-11 10:00, kind: discussed, by: receiving, stage: stage-1\n",
        "at: 2026-03-11 10:00, kind: no-answer, by: raising\n",
        "at: 2026-03-11 10:00, kind: update, by: receiving\n",
    ):
        assert answers_in(other + talk) == [("2026-03-12", 2)]
        assert answers_in(other) == []


def test_a_stage_two_that_ends_without_an_answer_is_counted_on_that_day() -> None:
    moved = "at: 2026-03-17 10:00, kind: escalated, by: raising, to: stage-3\n"
    assert answers_in(moved) == [("2026-03-17", None)]
    later = moved + "at: 2026-03-18 10:00, kind: discussed\n"
    assert answers_in(later) == [("2026-03-17", None)]
    assert answers_in(END) == [("2026-03-12", 2)]


def test_a_second_visit_of_stage_two_is_asked_anew() -> None:
    back = """
      at: 2026-03-11 10:00, kind: meeting
      at: 2026-03-12 10:00, kind: escalated, to: stage-3
      at: 2026-03-13 10:00, kind: escalated, to: stage-2
      at: 2026-03-18 10:00, kind: resolved, by: receiving
    """
    assert answers_in(back) == [("2026-03-11", 1), ("2026-03-18", 5)]


def test_stage_two_is_the_second_that_is_not_informal() -> None:
    assert second_stage(shipped_policy("knowsley")) == "stage-2"
    assert second_stage(shipped_policy("barnsley")) == "stage-2"
    policy = made_up_policy(
        """
        - {id: talk, title: Talk, informal: true, duties: []}
        - {id: only, title: Only, duties: []}
        """
    )
    assert second_stage(policy) is None
    assert facts("at: 2026-03-02 10:00, kind: raised\n", policy=policy).answers == ()


def test_a_call_without_an_answer_is_to_the_other_side() -> None:
    found = facts(
        EVENTS
        + """
        at: 2026-03-11 10:00, kind: no-answer, by: raising
        at: 2026-03-11 11:00, kind: no-answer, by: receiving
        at: 2026-03-11 12:00, kind: no-answer, by: raising, whom: [chair]
        """,
        countersigned=Countersignature(role="Chair", on=date(2026, 3, 1)),
    ).calls
    on = date(2026, 3, 11)
    assert found == (
        UnansweredCall(("childrens-social-care",), on, True),
        UnansweredCall(("northside-academy",), on, True),
        UnansweredCall((), on, True),
    )


def test_reasons_are_those_of_a_talk_or_of_how_it_ended() -> None:
    found = facts(
        EVENTS
        + """
        at: 2026-03-11 10:00, kind: discussed, rationale: Below the threshold
        at: 2026-03-12 10:00, kind: update
        at: 2026-03-13 10:00, kind: resolved, by: receiving
        """
    ).talks
    assert sorted(found) == [
        Talk(date(2026, 3, 4), False),
        Talk(date(2026, 3, 11), True),
        Talk(date(2026, 3, 13), False),
    ]


def test_what_came_about_is_what_was_said_last() -> None:
    assert facts(EVENTS + END).came_about is None
    said = END + "at: 2026-03-14 10:00, kind: outcome, came_about: "
    assert facts(f"{EVENTS}{said}no\n").came_about == "no"
    again = f"{said}no\nat: 2026-03-18 10:00, kind: outcome, came_about: in-part\n"
    assert facts(EVENTS + again).came_about == "in-part"
