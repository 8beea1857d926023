"""`escalog fold --propose` puts what was folded into one pull request."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.bot.bench.github import GitHub
from tests.cli.running import Ran, run
from tests.logs import FOUR
from tests.repositories import git
from tests.waiting import waits

RIGHTS = {"contents": "write", "pull_requests": "write"}
CASE, OTHER = "2026/KN-2026-0001", "2026/KN-2026-0002"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Give a clone of a log with two events that wait, whose origin is a bare repository."""
    root = Path(shutil.copytree(FOUR, tmp_path / "log"))
    assert run("fold", "--salt", log=root).code == 0
    waits(root, "at: 2026-05-01, kind: learning, recorded: 2026-05-01 10:00", case=CASE)
    waits(root, "at: 2026-05-02, kind: learning, recorded: 2026-05-02 10:00", case=OTHER)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "The log")
    git(tmp_path, "clone", "--quiet", "--bare", root, "origin.git")
    git(root, "remote", "add", "origin", tmp_path / "origin.git")
    return root


def propose(github: GitHub, log: Path) -> Ran:
    git(log, "checkout", "--quiet", "--force", "main")
    git(log, "fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*")
    environment = {**github.environment, "GITHUB_TOKEN": github.mint(**RIGHTS)}
    return run("fold", "--propose", log=log, environment=environment)


def changed_on_branch(log: Path) -> dict[str, str]:
    git(log, "fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*")
    lines = git(log, "diff", "--name-status", "--no-renames", "main", "origin/fold").splitlines()
    return {file: turn for turn, file in (line.split("\t") for line in lines)}


def test_what_was_folded_becomes_one_pull_request(github: GitHub, log: Path) -> None:
    ran = propose(github, log)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("Pushed the branch fold.\nPull request 1 proposes it.\n")
    (pull,) = github.pulls()
    assert (pull["head"]["ref"], pull["base"]["ref"]) == ("fold", "main")
    assert f"- cases/{CASE}.yaml: 1 event folded in." in pull["body"]
    assert changed_on_branch(log) == {
        f"cases/{CASE}.yaml": "M",
        f"cases/{CASE}/20260501T1000-learning-k3f9.yaml": "D",
        f"cases/{OTHER}.yaml": "M",
        f"cases/{OTHER}/20260502T1000-learning-k3f9.yaml": "D",
    }
    git(log, "checkout", "--quiet", "--force", "origin/fold")
    assert run("check", log=log).code == 0


def test_next_week_the_same_pull_request_has_what_waits_then(github: GitHub, log: Path) -> None:
    propose(github, log)
    git(log, "checkout", "--quiet", "--force", "main")
    waits(log, "at: 2026-05-03, kind: learning, recorded: 2026-05-03 10:00", case=CASE)
    git(log, "add", "--all")
    git(log, "commit", "--quiet", "--message", "One more")
    git(log, "push", "--quiet", "origin", "main")
    assert propose(github, log).code == 0
    (pull,) = github.pulls()
    assert f"- cases/{CASE}.yaml: 2 events folded in." in pull["body"]
    assert len(changed_on_branch(log)) == 5


def test_where_nothing_waits_nothing_is_proposed(github: GitHub, log: Path) -> None:
    run("fold", log=log)
    git(log, "add", "--all")
    git(log, "commit", "--quiet", "--message", "Folded")
    ran = propose(github, log)
    assert (ran.code, ran.out) == (0, "No event waits.\n")
    assert github.pulls() == []


def test_a_dry_run_proposes_nothing(log: Path) -> None:
    ran = run("fold", "--propose", "--dry-run", log=log)
    assert ran.code == 2
    assert "A dry run proposes nothing." in ran.err
