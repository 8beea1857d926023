"""What statistics take from a judged case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from escalation_log.engine.assess import assess
from escalation_log.engine.timeline import timeline_of
from escalation_log.model.assessments import CaseState
from escalation_log.model.policies import Policy
from escalation_log.model.statements import Countersignature
from escalation_log.statistics.case_facts import CaseFacts, Learning, Mark, OffRoute, case_facts
from tests.engine.judging import case_of, made_up_policy, moment, rulebook_of

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
