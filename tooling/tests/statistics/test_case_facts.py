"""What statistics take from a judged case."""

from __future__ import annotations

from datetime import date

from escalation_log.engine.assess import assess
from escalation_log.engine.timeline import timeline_of
from escalation_log.model.assessments import CaseState
from escalation_log.statistics.case_facts import CaseFacts, Learning, case_facts
from tests.engine.judging import (
    case_of,
    moment,
    rulebook_of,
)

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


def facts(events: str, as_of: str = "2026-03-20 10:00") -> CaseFacts:
    rules = rulebook_of("knowsley")
    case, at = case_of(events, rules.policy), moment(as_of)
    timeline = timeline_of(case, rules.index, at)
    judged = assess(case, rules, at, timeline=timeline)
    return case_facts(timeline, judged, rules.policy)


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
