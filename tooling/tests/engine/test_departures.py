"""A departure names the event, the clause, and what the policy asks for instead."""

from __future__ import annotations

import pytest

from escalation_log.model.assessments import Departure, DepartureRule
from tests.engine.judging import judge, made_up_policy

BEGUN = "at: 2026-03-04 10:00, kind: disagreement\n"  # a Wednesday
TALKED = "at: 2026-03-05 10:00, kind: discussed\n"
THREE_STAGES = """\
- id: stage-1
  title: One
  duties: []
- id: stage-2
  title: Two
  clause: "2"
{second}  duties: []
- id: stage-3
  title: Three
  clause: "3"
  duties: []
"""
# By danger a case goes from the second stage to the third, by loss from the second to the first.
MOVES = """\
moves:
  - {from: stage-2, to: stage-3, when: danger, clause: "8"}
  - {from: stage-2, to: stage-1, when: loss, clause: "9"}
"""


def moved(to: str, reason: str = "", *, day: int = 6) -> str:
    """Write a move on a day in March."""
    why = f", reason: {reason}" if reason else ""
    return f"at: 2026-03-{day:02} 10:00, kind: escalated, to: {to}{why}\n"


def departures(events: str, second: str = "") -> list[Departure]:
    """Judge events where the second stage has these keys."""
    policy = made_up_policy(THREE_STAGES.format(second=second), MOVES)
    return list(judge(BEGUN + events, "2026-03-20", policy).assessment.departures)


def departed(event: int, clause: str, origin: str, target: str, reason: str | None) -> Departure:
    return Departure(
        event=event,
        rule=DepartureRule.MOVE,
        clause=clause,
        origin=origin,
        target=target,
        reason=reason,
    )


TO_THREE = moved("stage-2") + moved("stage-3", "danger", day=9)


@pytest.mark.parametrize(
    ("events", "found"),
    [
        (moved("stage-2"), []),
        (moved("stage-2", "no-agreement"), []),
        (moved("stage-2") + moved("stage-3", day=9), []),
        # The policy has this reason for this move, though the next stage comes without it.
        (TO_THREE, []),
        (moved("stage-2") + moved("stage-1", "loss", day=9), []),
        # A reason that is for another route, though the move is to the next stage.
        (moved("stage-2", "danger"), [departed(2, "2", "stage-1", "stage-2", "danger")]),
        (moved("stage-3"), [departed(2, "3", "stage-1", "stage-3", None)]),
        (moved("stage-3", "danger"), [departed(2, "3", "stage-1", "stage-3", "danger")]),
        (TO_THREE + moved("stage-2", day=10), [departed(4, "2", "stage-3", "stage-2", None)]),
    ],
)
def test_a_move_is_one_to_the_next_stage_or_one_that_the_policy_has(
    events: str, found: list[Departure]
) -> None:
    assert departures(events) == found


REQUIRES = "  requires: {event: discussed, in: stage-1}\n  unless: danger\n"


def test_a_reason_that_lifts_what_a_stage_requires_is_one_for_entering_it() -> None:
    assert departures(TALKED + moved("stage-2", "danger"), REQUIRES) == []
    assert departures(moved("stage-2", "danger"), REQUIRES) == []
    # It is still no reason to enter another stage.
    assert departures(TALKED + moved("stage-2", "loss"), REQUIRES) == [
        departed(3, "2", "stage-1", "stage-2", "loss")
    ]


@pytest.mark.parametrize(("written", "clause"), [("", "2"), (", clause: '5'", "5")])
def test_what_a_stage_requires_is_told_with_its_clause_and_the_stage_it_belongs_to(
    written: str, clause: str
) -> None:
    requires = f"  requires: {{event: [meeting, discussed], in: stage-1{written}}}\n"
    assert departures(moved("stage-2"), requires) == [
        Departure(
            event=2,
            rule=DepartureRule.REQUIRES,
            clause=clause,
            origin="stage-1",
            target="stage-2",
            asked=("discussed", "meeting"),
        )
    ]


def test_what_a_stage_requires_came_before_the_move_and_is_not_the_move() -> None:
    requires = "  requires: {event: escalated, in: stage-1}\n"
    assert [each.rule for each in departures(moved("stage-2"), requires)] == [
        DepartureRule.REQUIRES
    ]
    # The head of service was asked within the first stage.
    tiers = THREE_STAGES.replace("  title: One\n", "  title: One\n  tiers: {{head: The head}}\n")
    policy = made_up_policy(tiers.format(second=requires), MOVES)
    asked = "at: 2026-03-05 10:00, kind: escalated, to: stage-1, tier: head\n"
    events = BEGUN + asked + moved("stage-2")
    assert judge(events, "2026-03-20", policy).assessment.departures == ()


def test_what_a_stage_requires_is_asked_when_it_is_entered_and_not_of_its_tiers() -> None:
    second = "  requires: {event: discussed, in: stage-1}\n  tiers: {head: The head}\n"
    asked = "at: 2026-03-09 10:00, kind: escalated, to: stage-2, tier: head\n"
    found = departures(moved("stage-2") + asked, second)
    assert [(each.event, each.rule) for each in found] == [(2, DepartureRule.REQUIRES)]


def test_a_move_to_a_stage_that_the_policy_does_not_have_is_no_departure() -> None:
    assert departures(moved("stage-9")) == []


@pytest.mark.parametrize(
    ("agencies", "found"),
    [
        ("[northside-academy, childrens-social-care, police]", []),
        (
            "[northside-academy, childrens-social-care]",
            [Departure(event=2, rule=DepartureRule.PANEL_SIZE, clause="9", number=3)],
        ),
    ],
)
def test_a_panel_has_at_least_so_many_agencies(agencies: str, found: list[Departure]) -> None:
    stages = THREE_STAGES.format(second="").replace(
        "  title: One\n",
        "  title: One\n  panel: {agencies: 3, concerned: must, clause: '9'}\n",
    )
    events = f"{BEGUN}at: 2026-03-05 10:00, kind: panel-convened, agencies: {agencies}\n"
    judged = judge(events, "2026-03-20", made_up_policy(stages, MOVES))
    assert list(judged.assessment.departures) == found


def test_who_may_end_a_case_in_its_stage_is_told_with_the_stages_clause() -> None:
    ended_by = "  ended_by: [raising, partnership]\n"
    resolved = "at: 2026-03-09 10:00, kind: resolved, by: receiving\n"
    assert departures(moved("stage-2") + resolved, ended_by) == [
        Departure(
            event=3,
            rule=DepartureRule.ENDED_BY,
            clause="2",
            asked=("raising", "partnership"),
        )
    ]
