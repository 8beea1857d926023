"""The real job of check.yml, history.yml and verify.yml: what was recorded stands."""

from __future__ import annotations

import pytest

from tests.bot.bench.workflows import Ran, Workflows
from tests.bot.committing import committed
from tests.logs import FOUR
from tests.thoroughness import whole

CASE = "cases/2026/KN-2026-0008.yaml"
GONE = "cases/2026/KN-2026-0006.yaml"
UPDATED = "  - at: 2026-11-25 09:00\n    kind: update\n    by: receiving\n"
NOBODY = "0" * 40


def text(file: str) -> str:
    return (FOUR / file).read_text("utf-8")


@pytest.fixture
def begun(workflows: Workflows) -> Workflows:
    """Give a repository with a log on its main branch."""
    committed(workflows)
    return workflows


def main_of(workflows: Workflows) -> str:
    return workflows.repository.refs()["refs/heads/main"]


def proposed(workflows: Workflows) -> Ran:
    pull = {"number": 1, "head": {"ref": "change", "sha": NOBODY}, "base": {"ref": "main"}}
    payload = {"action": "opened", "number": 1, "pull_request": pull}
    (ran,) = workflows.run("check.yml", "pull_request", payload=payload, jobs=("history",))
    return ran


def pushed(workflows: Workflows, before: str) -> Ran:
    payload = {"ref": "refs/heads/main", "before": before, "after": main_of(workflows)}
    (ran,) = workflows.run("history.yml", "push", payload=payload)
    return ran


def test_a_pull_request_that_adds_passes_and_one_that_takes_away_fails(begun: Workflows) -> None:
    begun.repository.commit({CASE: text(CASE) + UPDATED}, to="refs/pull/1/merge")
    added = proposed(begun)
    assert added.succeeded, added.log
    begun.repository.commit({GONE: None}, to="refs/pull/1/merge")
    taken = proposed(begun)
    assert not taken.succeeded
    assert f"file={GONE},title=case-stands" in taken.log + taken.output


def test_a_push_is_held_against_the_commit_before_it(begun: Workflows) -> None:
    before = main_of(begun)
    begun.repository.commit({CASE: text(CASE) + UPDATED})
    added = pushed(begun, before)
    assert added.succeeded, added.log
    before = main_of(begun)
    begun.repository.commit({CASE: text(CASE)})
    taken = pushed(begun, before)
    assert not taken.succeeded
    assert f"file={CASE}" in taken.log + taken.output
    assert "branch-stands" not in taken.log + taken.output


def test_a_push_with_force_is_held_against_what_it_pushed_away(begun: Workflows) -> None:
    aside = "refs/heads/aside"
    begun.repository.commit({}, to=aside)
    before = begun.repository.commit({CASE: text(CASE) + UPDATED})
    begun.repository.commit({GONE: text(GONE) + "# A remark.\n"}, onto="aside", to="main")
    ran = pushed(begun, before)
    assert not ran.succeeded
    assert "title=branch-stands" in ran.log + ran.output
    assert f"file={CASE}" in ran.log + ran.output


def test_a_branch_that_is_new_has_nothing_to_be_held_against(begun: Workflows) -> None:
    ran = pushed(begun, NOBODY)
    assert not ran.succeeded
    assert "main is new here" in ran.log + ran.output


@pytest.mark.parametrize("event", ["schedule", whole("push")])
def test_each_step_of_the_branch_is_verified_with_all_of_its_history(
    begun: Workflows, event: str
) -> None:
    """What was put back is told all the same, which the two ends of a push do not show."""
    before = main_of(begun)
    begun.repository.commit({CASE: text(CASE) + UPDATED})
    assert verified(begun, event).succeeded
    changed = begun.repository.commit({CASE: text(CASE)})
    begun.repository.commit({CASE: text(CASE) + UPDATED})
    assert pushed(begun, before).succeeded
    ran = verified(begun, event)
    assert not ran.succeeded
    assert f"(events-stand)::In the commit {changed[:12]}: " in ran.log + ran.output


def verified(workflows: Workflows, event: str) -> Ran:
    payload = {"ref": "refs/heads/main"} if event == "push" else {}
    (ran,) = workflows.run("verify.yml", event, payload=payload)
    return ran
