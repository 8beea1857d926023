"""The real check.yml on pull requests, and effect-card.yml after it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from tests.bot.bench.workflows import Ran, Workflows
from tests.bot.committing import committed
from tests.engine.judging import LONDON
from tests.logs import FOUR
from tests.thoroughness import whole

CASE = "cases/2026/KN-2026-0008.yaml"
PARTNERSHIP = "policies/knowsley/partnership.yaml"
# An event of the present: an old one would need an agreement.
UPDATED = f"""\
  - at: {datetime.now(LONDON):%Y-%m-%d %H:%M}
    kind: update
    by: receiving
"""
CLOSURE = """\
closures:
  - {from: 2026-11-23, to: 2026-11-27, name: Flood, announced: 2026-11-20}
"""


def text(file: str) -> str:
    return (FOUR / file).read_text("utf-8")


def proposed(workflows: Workflows, files: Mapping[str, str]) -> None:
    """Propose files as pull request 1."""
    workflows.repository.commit(files, to="refs/pull/1/merge")


def check(
    workflows: Workflows,
    *,
    jobs: tuple[str, ...] = (),
    action: str = "labeled",
    sha: str = "0" * 40,
) -> dict[str, Ran]:
    pull: dict[str, Any] = {
        "number": 1,
        "head": {"ref": "change", "sha": sha},
        "base": {"ref": "main"},
    }
    ran = workflows.run(
        "check.yml",
        "pull_request",
        payload={"action": action, "number": 1, "pull_request": pull},
        jobs=jobs,
    )
    return {each.job: each for each in ran}


@pytest.fixture
def checked(workflows: Workflows) -> Workflows:
    committed(workflows)
    return workflows


def test_a_change_in_order_passes_and_leaves_its_effect(checked: Workflows) -> None:
    proposed(checked, {CASE: text(CASE) + UPDATED})
    ran = check(checked)
    assert {job: each.succeeded for job, each in ran.items()} == {
        "log": True,
        "history": True,
        "effect": True,
        "tooling": True,
    }, "\n".join(each.log for each in ran.values())
    assert "the tests of the tool are left out" in ran["tooling"].output
    effect = json.loads((checked.artifacts / "effect" / "effect.json").read_text("utf-8"))
    assert (effect["pull_request"], effect["elsewhere"]) == (1, 0)
    assert not checked.github.calls


def test_what_is_wrong_is_marked_on_its_line(checked: Workflows) -> None:
    wrong = text(CASE).replace("kind: raised", "kind: razed")
    line = 1 + wrong.splitlines().index("    kind: razed")
    proposed(checked, {CASE: wrong})
    ran = check(checked, jobs=("log", "effect"))
    assert not ran["log"].succeeded
    assert f"file={CASE},line={line}" in ran["log"].log + ran["log"].output
    assert ran["effect"].succeeded, ran["effect"].log


def test_dates_that_move_need_agreement(checked: Workflows) -> None:
    changed = text(PARTNERSHIP).replace("closures: []\n", CLOSURE)
    assert changed != text(PARTNERSHIP)
    proposed(checked, {PARTNERSHIP: changed})
    sha = checked.github.open_pull("Close for a flood", head="change")["head"]["sha"]
    checked.github.label(1, f"impact agreed {'0' * 32}", "impact agreed")
    ran = check(checked, jobs=("effect",), action="edited", sha=sha)["effect"]
    assert not ran.succeeded
    assert "KN-2026-0008" in ran.output
    assert f"agrees to commit {sha}" in ran.log + ran.output
    assert (checked.artifacts / "effect" / "effect.json").is_file()
    (checked.artifacts / "effect").rename(checked.artifacts / "earlier")
    checked.github.label(1, f"impact agreed {sha[:32]}")
    agreed = check(checked, jobs=("effect",), action="synchronize", sha=sha)["effect"]
    assert agreed.succeeded, agreed.log
    assert "KN-2026-0008" in agreed.output


def test_an_entry_of_a_merge_queue_is_held_against_what_it_stands_on(checked: Workflows) -> None:
    """An entry of a queue holds those before it, whose dates are agreed to by themselves."""
    changed = text(PARTNERSHIP).replace("closures: []\n", CLOSURE)
    before = checked.repository.commit({PARTNERSHIP: changed}, to="gh-readonly-queue/main/pr-1-ab")
    queue = f"gh-readonly-queue/main/pr-2-{before}"
    checked.repository.commit(
        {CASE: text(CASE) + UPDATED}, onto="gh-readonly-queue/main/pr-1-ab", to=queue
    )
    group = {"base_sha": before, "base_ref": "refs/heads/main", "head_ref": f"refs/heads/{queue}"}
    (ran,) = checked.run(
        "check.yml",
        "merge_group",
        payload={"action": "checks_requested", "merge_group": group},
        ref=queue,
        jobs=("effect",),
    )
    assert ran.succeeded, ran.log
    assert "Nothing in this change needs an agreement." in ran.output
    assert not checked.github.calls


def test_where_the_tool_is_changed_all_of_it_is_tested(checked: Workflows) -> None:
    proposed(checked, {".ci/run": "echo everything is tested\nexit 1\n"})
    ran = check(checked, jobs=("tooling",))["tooling"]
    assert not ran.succeeded
    assert "everything is tested" in ran.output


def test_the_card_is_written_by_what_is_on_the_main_branch(checked: Workflows) -> None:
    proposed(checked, {CASE: text(CASE) + UPDATED})
    checked.github.open_pull("Record an update", head="change")
    check(checked, jobs=("effect",))
    shown = checked.github.pulls()[0]["head"]["sha"]
    run = {"id": 1, "event": "pull_request", "head_branch": "change", "head_sha": shown}
    for _ in range(2):
        merge, ran = checked.run("effect-card.yml", "workflow_run", payload={"workflow_run": run})
        assert merge.skipped
        assert ran.succeeded, ran.log
    (comment,) = checked.github.comments(1)
    assert "KN-2026-0008" in comment["body"]


@pytest.mark.parametrize("is_fork", [True, whole(False)])
def test_without_an_effect_the_card_says_that_it_is_not_known(
    checked: Workflows, is_fork: bool
) -> None:
    owner = checked.github.fork() if is_fork else checked.github.repository.split("/")[0]
    pull = checked.github.open_pull("Change the tool", head=f"{owner}:change")
    run = {"id": 1, "event": "pull_request", "head_branch": "change", "pull_requests": []}
    run |= {"head_sha": pull["head"]["sha"], "head_repository": {"owner": {"login": owner}}}
    _, ran = checked.run("effect-card.yml", "workflow_run", payload={"workflow_run": run})
    assert ran.succeeded, ran.log
    (comment,) = checked.github.comments(1)
    assert "could not be worked out" in comment["body"]


def test_of_a_check_that_waits_to_be_approved_no_card_says_that_nothing_is_known(
    checked: Workflows,
) -> None:
    checked.github.open_pull("Bank holidays", head="change")
    shown = checked.github.pulls()[0]["head"]["sha"]
    run = {"id": 1, "event": "pull_request", "head_branch": "change", "head_sha": shown}
    run |= {"pull_requests": [{"number": 1}], "conclusion": "action_required"}
    ran = checked.run("effect-card.yml", "workflow_run", payload={"workflow_run": run})
    assert all(each.skipped for each in ran)
    assert not checked.github.comments(1)


def test_without_an_effect_there_is_no_card_and_no_fault(checked: Workflows) -> None:
    run = {"id": 1, "event": "pull_request", "head_branch": "change", "head_sha": "0" * 40}
    _, ran = checked.run("effect-card.yml", "workflow_run", payload={"workflow_run": run})
    assert ran.succeeded, ran.log
    assert not checked.github.calls


def test_what_only_adds_to_cases_is_merged_by_itself_where_that_is_wanted(
    checked: Workflows,
) -> None:
    wanted = f"{text(PARTNERSHIP)}merging: by-itself\n"
    checked.repository.commit({PARTNERSHIP: wanted})
    proposed(checked, {CASE: text(CASE) + UPDATED, PARTNERSHIP: wanted})
    checked.github.open_pull("Record an update", head="change")
    checked.github.settings.pull_files[1] = (CASE,)
    assert check(checked, jobs=("effect",))["effect"].succeeded
    shown = checked.github.pulls()[0]["head"]["sha"]
    run = {"id": 1, "event": "pull_request", "head_branch": "change", "head_sha": shown}
    ran = checked.run(
        "effect-card.yml",
        "workflow_run",
        payload={"workflow_run": run},
        variables={"ESCALOG_AUTO_MERGE": "true"},
        secrets={
            "ESCALOG_MERGE_TOKEN": checked.github.mint(contents="write", pull_requests="write")
        },
    )
    assert all(each.succeeded for each in ran), [each.log for each in ran]
    assert 1 in checked.github.settings.auto_merge.enabled
    (comment,) = checked.github.comments(1)
    assert comment["body"].splitlines()[1].startswith("**Nothing to do.** It is merged by itself")
