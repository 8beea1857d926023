"""Events in order, as known at a moment, each in its stage and opening of the case."""

from __future__ import annotations

import pytest

from escalation_log.engine.timeline import Timeline, timeline_of
from escalation_log.model.assessments import CaseState
from escalation_log.model.policies import Policy
from escalation_log.model.rulebook import PolicyIndex
from tests.engine.judging import case_of, made_up_policy, moment, shipped_policy
from tests.engine.moments import at

BEGUN = "at: 2026-03-30 10:00, kind: raised\n"
CONCLUDED = CaseState.CONCLUDED


def fold(events: str, as_of: str = "2026-06-30", policy: Policy | None = None) -> Timeline:
    edition = policy or shipped_policy("knowsley")
    return timeline_of(case_of(events, edition), PolicyIndex.of(edition), moment(as_of))


def visits(timeline: Timeline) -> list[tuple[str, int, int | None]]:
    """Give each visit's stage, and the numbers of the events that entered and left it."""
    return [
        (each.stage, each.entered.event.number, each.left.event.number if each.left else None)
        for each in timeline.visits
    ]


def numbers(timeline: Timeline) -> list[int]:
    return [placed_event.event.number for placed_event in timeline.placed_events]


def test_a_date_alone_stands_after_the_events_of_its_day_that_are_written_before_it() -> None:
    events = (
        BEGUN
        + """at: 2026-03-30 09:00, kind: update
        at: 2026-03-30, kind: discussed
        at: 2026-03-30 09:30, kind: update
        at: 2026-03-30 15:00, kind: update
        at: 2026-03-29, kind: update"""
    )
    assert numbers(fold(events)) == [6, 2, 4, 1, 3, 5]


def test_an_event_happened_and_was_known_by_the_policys_clocks() -> None:
    events = (
        "at: 2026-03-30, kind: raised\nat: 2026-03-30 00:30, kind: update, recorded: 2026-04-01"
    )
    first, second = fold(events).placed_events
    assert (first.moment, first.known) == (at("2026-03-30"), at("2026-03-30"))
    assert (second.moment, second.known) == (at("2026-03-30 00:30"), at("2026-04-01"))


def test_an_event_is_known_from_its_record_and_hides_none_that_follows() -> None:
    events = (
        BEGUN
        + """at: 2026-03-30 11:00, kind: update, recorded: 2026-04-02 00:30
        at: 2026-03-31 09:00, kind: discussed"""
    )
    assert numbers(fold(events, "2026-04-02 00:29")) == [1, 3]
    assert numbers(fold(events, "2026-04-02 00:30")) == [1, 2, 3]


def test_an_event_belongs_to_the_stage_it_names_or_else_to_the_cases() -> None:
    events = (
        BEGUN
        + """at: 2026-03-31 09:00, kind: escalated, to: stage-2
        at: 2026-03-31 10:00, kind: update
        at: 2026-03-31 11:00, kind: update, stage: stage-1
        at: 2026-03-31 12:00, kind: update, stage: stage-9"""
    )
    stages = [
        (placed_event.stage, placed_event.case_stage) for placed_event in fold(events).placed_events
    ]
    assert stages == [
        ("stage-1", "stage-1"),
        ("stage-1", "stage-1"),
        ("stage-2", "stage-2"),
        ("stage-1", "stage-2"),
        ("stage-2", "stage-2"),
    ]


def test_a_move_to_a_stage_that_does_not_exist_moves_nothing() -> None:
    timeline = fold(BEGUN + "at: 2026-03-31 09:00, kind: escalated, to: stage-9\n")
    assert timeline.stage == "stage-1"
    assert [visit.stage for visit in timeline.visits] == ["stage-1"]


def test_each_reopening_begins_another_opening_of_the_case() -> None:
    events = (
        BEGUN
        + """at: 2026-03-31 09:00, kind: reopened
        at: 2026-04-01 09:00, kind: resolved
        at: 2026-04-02 09:00, kind: update
        at: 2026-04-03 09:00, kind: reopened
        at: 2026-04-04 09:00, kind: update
        at: 2026-04-05 09:00, kind: withdrawn
        at: 2026-04-06 09:00, kind: reopened
        at: 2026-04-07 09:00, kind: escalated, to: stage-2"""
    )
    timeline = fold(events)
    assert [each.episode for each in timeline.placed_events] == [0, 0, 0, 0, 1, 1, 1, 2, 2]
    openings = [
        (each.began.event.number, each.ended.event.number if each.ended else None)
        for each in timeline.episodes
    ]
    assert openings == [(1, 3), (5, 7), (8, None)]
    assert visits(timeline) == [
        ("stage-1", 1, 3),
        ("stage-1", 5, 7),
        ("stage-1", 8, 9),
        ("stage-2", 9, None),
    ]


TIERS = """\
- id: stage-1
  title: One
  tiers: {head: The head}
  duties: []
- id: stage-2
  title: Two
  tiers: {director: The director}
  duties: []
"""
TO_HEAD = "at: 2026-03-31 09:00, kind: escalated, to: stage-1, tier: head\n"


def test_a_tier_of_the_cases_stage_begins_no_visit_and_one_of_another_stage_does() -> None:
    to_director = "at: 2026-04-01 09:00, kind: escalated, to: stage-2, tier: director\n"
    timeline = fold(BEGUN + TO_HEAD + to_director, policy=made_up_policy(TIERS))
    assert visits(timeline) == [("stage-1", 1, 3), ("stage-2", 3, None)]
    assert (timeline.stage, timeline.tier) == ("stage-2", "director")


def test_a_case_that_begins_in_a_tier_is_in_it() -> None:
    timeline = fold(TO_HEAD, policy=made_up_policy(TIERS))
    assert visits(timeline) == [("stage-1", 1, None)]
    assert timeline.tier == "head"


def test_a_case_is_in_no_tier_until_it_moves_to_one_and_in_none_when_it_is_reopened() -> None:
    events = (
        BEGUN
        + TO_HEAD
        + """at: 2026-04-01 09:00, kind: resolved
        at: 2026-04-02 09:00, kind: reopened"""
    )
    policy = made_up_policy(TIERS)
    stood = [
        (timeline.stage, timeline.tier)
        for timeline in (
            fold(events, as_of, policy)
            for as_of in ("2026-03-29", "2026-03-30", "2026-03-31", "2026-04-02")
        )
    ]
    assert stood == [(None, None), ("stage-1", None), ("stage-1", "head"), ("stage-1", None)]


def test_what_a_duty_of_the_last_stage_asks_for_ends_no_case_in_an_earlier_stage() -> None:
    policy = made_up_policy(
        """
        - id: stage-1
          title: One
          duties: []
        - id: stage-2
          title: Two
          duties:
            - {id: act, title: Act, role: worker, clause: "1", met_by: {event: decided}}
        """
    )
    decided = "at: 2026-03-31 09:00, kind: decided\n"
    moved = "at: 2026-03-31 08:00, kind: escalated, to: stage-2\n"
    assert fold(BEGUN + decided, policy=policy).state is CaseState.OPEN
    assert fold(BEGUN + moved + decided, policy=policy).state is CONCLUDED


@pytest.mark.parametrize(
    ("met_by", "kind", "state"),
    [
        ("{event: decided}", "decided", CONCLUDED),
        ("{event: decided}", "recommended", CaseState.OPEN),
        ("{any: [{event: meeting}, {event: decided}]}", "decided", CONCLUDED),
        ("{all: [{event: meeting}, {event: recommended}]}", "recommended", CONCLUDED),
        ("{event: meeting}", "meeting", CaseState.OPEN),
        ("{event: decided, by: partnership}", "decided, by: partnership", CONCLUDED),
        ("{event: decided, by: partnership}", "decided, by: raising", CaseState.OPEN),
        ("{event: decided, by: partnership}", "decided", CaseState.OPEN),
        ("{event: decided, how: {not: phone}}", "decided, how: phone", CaseState.OPEN),
        ("{event: decided, stage: stage-1}", "decided", CONCLUDED),
        ("{event: decided, stage: stage-2}", "decided", CaseState.OPEN),
        ("{any: [{event: decided, by: raising}, {event: decided}]}", "decided", CONCLUDED),
    ],
)
def test_what_meets_a_duty_of_the_last_stage_may_conclude_the_case(
    met_by: str, kind: str, state: CaseState
) -> None:
    policy = made_up_policy(
        f"""
        - id: stage-1
          title: One
          duties:
            - {{id: act, title: Act, role: worker, clause: "1", met_by: {met_by}}}
        """
    )
    timeline = fold(BEGUN + f"at: 2026-03-31 09:00, kind: {kind}\n", policy=policy)
    assert timeline.state is state
