"""An edition as another reading would have it."""

from __future__ import annotations

from typing import Any

import pytest

from escalation_log.files.other_readings import changed_edition
from escalation_log.files.policy_file import parse_policy
from escalation_log.model.problems import Problem

EDITION: dict[str, Any] = {
    "policy": "made-up",
    "version": "1",
    "title": "A policy",
    "source": {"document": "none"},
    "effective_from": "2015-01-01",
    "calendar": "scotland",
    "time_zone": "Europe/London",
    "counting": "day-after-trigger",
    "scope": {"agencies": "different"},
    "roles": {"worker": "The worker"},
    "themes": {"thresholds": "Thresholds"},
    "stages": [
        {
            "id": "stage-1",
            "title": "One",
            "panel": {"agencies": 3, "concerned": "must"},
            "duties": [
                {
                    "id": "act",
                    "title": "Act",
                    "role": "worker",
                    "clause": "1",
                    "limit": {"working_days": 1},
                    "met_by": {"event": "raised"},
                }
            ],
        }
    ],
}
DUTY = {"title": "Tell", "role": "worker", "clause": "1", "met_by": {"event": "notified"}}


def test_duties_are_changed_added_and_taken_away() -> None:
    changes = {"duties": {"stage-1/act": {"limit": None}, "case/tell": DUTY}}
    changed = changed_edition(EDITION, changes)
    assert "limit" not in changed["stages"][0]["duties"][0]
    assert changed["duties"] == [{"id": "case/tell", **DUTY}]
    gone = changed_edition(EDITION, {"duties": {"stage-1/act": None, "stage-1/none": None}})
    assert gone["stages"][0]["duties"] == []
    assert EDITION["stages"][0]["duties"][0]["limit"] == {"working_days": 1}


def test_panels_and_other_keys_are_changed() -> None:
    assert "panel" not in changed_edition(EDITION, {"panel": {"stage-1": None}})["stages"][0]
    fewer = {"agencies": 2, "concerned": "must"}
    changed = changed_edition(EDITION, {"panel": {"stage-1": fewer}, "cut_off": "12:00"})
    assert (changed["stages"][0]["panel"], changed["cut_off"]) == (fewer, "12:00")


@pytest.mark.parametrize(
    "changes",
    [
        {"duties": {"stage-9/act": {"clause": "2"}}},
        {"panel": {"stage-9": None}},
        {"duties": {"stage-1/act": {"limit": {"working_days": "soon"}}}},
    ],
)
def test_what_is_no_policy_is_refused(changes: dict[str, Any]) -> None:
    assert changed_edition(EDITION, changes) is None


def test_a_policy_with_such_a_reading_is_refused_with_its_place() -> None:
    text = """\
format: 1
policy: made-up
version: "1"
title: A policy
source: {document: none}
effective_from: 2015-01-01
calendar: scotland
time_zone: Europe/London
counting: day-after-trigger
scope: {agencies: different}
roles: {worker: The worker}
themes: {thresholds: Thresholds}
stages: [{id: stage-1, title: One}]
readings:
  - id: one
    clause: "1"
    question: When?
    adopted: Then.
    others: [{says: Now., changes: {duties: {stage-9/act: null}}}]
  - {id: two, clause: "1", question: Who?, adopted: You., others: [{says: I.}]}
  - id: three
    clause: "1"
    question: How?
    adopted: So.
    others:
      - {says: Thus.}
      - {says: Not so., changes: {panel: {stage-9: null}}}
"""
    problem, further = parse_policy("made-up.yaml", text.encode())  # type: ignore[misc]
    assert isinstance(problem, Problem)
    assert (problem.place, problem.line) == ("readings[0].others[0].changes", 19)
    assert isinstance(further, Problem)
    assert (further.place, further.line) == ("readings[2].others[1].changes", 27)
    assert problem.message.startswith("With these changes the edition is no policy.")
