"""In many sampled cases nothing that must be done ends in silence, and no mark is unfair."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.log.opening import open_rules
from tests.engine.judging import case_of, judge, made_up_policy
from tests.engine.marks import sampled_faults, silent_rows, unfair_marks
from tests.logs import FIFTH, FOUR
from tests.thoroughness import whole

TWO_STAGES = """
- id: stage-1
  title: One
  duties:
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {event: raised}
      met_by: {event: discussed}
- id: stage-2
  title: Two
  duties: []
- id: stage-3
  title: Three
  duties: []
"""
RAISED = "at: 2026-03-04 10:00, kind: raised\n"


@pytest.mark.parametrize("count", [400, whole(10_000)])
def test_nothing_ends_in_silence_and_no_mark_is_unfair(count: int, tmp_path: Path) -> None:
    for source in (FOUR, FIFTH):
        shutil.copytree(source / "policies", tmp_path / "policies", dirs_exist_ok=True)
    rules = open_rules(tmp_path, as_of=datetime(2026, 6, 30, tzinfo=UTC))
    faults, shares = sampled_faults(tuple(rules.rulebooks.values()), count)
    sys.stdout.write(shares)
    assert faults == []
    assert len(rules.rulebooks) == 5


@pytest.mark.parametrize("ending", ["kind: resolved", "kind: escalated, to: stage-2"])
def test_the_question_would_notice_silence_and_an_unfair_mark(ending: str) -> None:
    """It is put to the verdicts on a policy by which the duty is advice, and to altered ones."""
    advised = TWO_STAGES.replace(
        "trigger: {event: raised}", "trigger: {event: raised}\n      advice: true"
    )
    required = made_up_policy(TWO_STAGES)
    events = f"{RAISED}at: 2026-03-05 10:00, {ending}\n"
    case = case_of(events, required)
    silent = judge(events, "2026-03-06", made_up_policy(advised)).assessment
    rows = tuple(replace(row, duty=required.all_duties[0]) for row in silent.duties[:1])
    altered = replace(silent, duties=rows)
    assert list(silent_rows(case, altered, required)) == ["XX-2026-0001 stage-1/act#1: lapsed"]
    marked = judge(events, "2026-03-06", required).assessment
    assert list(silent_rows(case, marked, required)) == []
    assert list(unfair_marks(case, marked, required)) == []
    withdrawn = case_of(f"{RAISED}at: 2026-03-05 10:00, kind: withdrawn\n", required)
    assert list(unfair_marks(withdrawn, marked, required)) == [
        "XX-2026-0001 stage-1/act#1: event 2"
    ]
