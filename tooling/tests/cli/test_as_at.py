"""`escalog as-at`: what the log knew at a moment, whatever is said of it since."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.log.small_log import BASE, CASE
from tests.repositories import Repository, git, repository_of

BEGUN, LATER = "2026-03-02T09:00:00+00:00", "2026-03-06T09:00:00+00:00"
REFERENCE = "HB-2026-0001"
# Said to have been recorded at once, and committed four days later.
UPDATE = "  - at: 2026-03-02 10:00\n    kind: update\n    by: raising\n"


@pytest.fixture
def log(tmp_path: Path) -> Repository:
    """Give a repository with a case of the second of March, to which something came on the 6th."""
    repository = repository_of(tmp_path / "repository", BASE, within="our log")
    git(repository.folder, "commit", "--quiet", "--amend", "--no-edit", at=BEGUN)
    repository.edit(CASE, "kind: resolved", "kind: not-resolved")
    git(repository.folder, "commit", "--quiet", "--all", "--amend", "--no-edit", at=BEGUN)
    repository.append(CASE, UPDATE)
    repository.append(CASE, "  - at: 2026-03-02 11:00\n    kind: resolved\n    by: raising\n")
    repository.commit(at=LATER)
    return repository


def state(log: Repository, *words: str) -> str:
    ran = run(*words, "--format", "json", log=log.log)
    (case,) = json.loads(ran.out)["cases"]
    return str(case["state"])


def test_what_came_in_later_is_not_known(log: Repository) -> None:
    assert state(log, "assess", "--as-of", "2026-03-04") == "resolved"
    assert state(log, "as-at", "2026-03-04") == "open"
    assert state(log, "as-at", "2026-03-06 08:59") == "open"
    assert state(log, "as-at", "2026-03-06 09:00") == "resolved"
    assert state(log, "as-at", "2026-03-06", REFERENCE) == "resolved"


def test_it_prints_what_assess_said_then(log: Repository, tmp_path: Path) -> None:
    git(log.folder, "worktree", "add", "--quiet", tmp_path / "then", "HEAD^1")
    for form in ("table", "json", "csv"):
        then = run(
            *("assess", "--as-of", "2026-03-04", "--format", form), log=tmp_path / "then/our log"
        )
        now = run("as-at", "2026-03-04", "--format", form, log=log.log)
        assert (now.code, now.out) == (then.code, then.out)
    assert now.err.startswith("As of the commit ")


def test_what_only_another_branch_held_had_not_come_in(log: Repository) -> None:
    git(log.folder, "checkout", "--quiet", "-b", "change")
    log.append(CASE, "  - at: 2026-03-07 08:00\n    kind: reopened\n    by: raising\n")
    log.commit(at="2026-03-07T09:00:00+00:00")
    git(log.folder, "checkout", "--quiet", "main")
    git(
        *(log.folder, "merge", "--quiet", "--no-ff", "-m", "Merge", "change"),
        at="2026-03-09T09:00:00+00:00",
    )
    assert state(log, "as-at", "2026-03-08") == "resolved"
    assert state(log, "as-at", "2026-03-09") == "open"


def test_the_log_of_then_may_be_written_out(log: Repository, tmp_path: Path) -> None:
    out = tmp_path / "out" / "then"
    ran = run("as-at", "2026-03-04", "--out", out, log=log.log)
    assert f"The log of then is in {out}." in ran.err
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert (out / CASE).read_text("utf-8") == git(log.log, "show", f"HEAD^1:./{CASE}") + "\n"
    assert run("check", log=out).code == 0
    assert [each.name for each in out.parent.iterdir()] == ["then"]
    ran = run("as-at", "2026-03-04", "--out", out, log=log.log)
    assert (ran.code, ran.out) == (2, "")
    assert f"{out} is not empty" in ran.err


def test_before_the_first_commit_nothing_had_come_in(log: Repository) -> None:
    ran = run("as-at", "2026-03-01", log=log.log)
    assert (ran.code, ran.out) == (3, "")
    assert "The first commit is of 2026-03-02 09:00 UTC." in ran.err


def test_a_case_that_had_problems_then_is_not_judged(log: Repository) -> None:
    text = log.path(CASE).read_text("utf-8")
    log.path(CASE).write_text("No case.\n")
    log.commit(at="2026-03-08T09:00:00+00:00")
    log.path(CASE).write_text(text, "utf-8")
    log.commit(at="2026-03-09T09:00:00+00:00")
    ran = run("as-at", "2026-03-08", "--format", "json", log=log.log)
    assert ran.code == 1
    assert [each["reference"] for each in json.loads(ran.out)["not_judged"]] == [REFERENCE]
    assert run("as-at", "2026-03-09", log=log.log).code == 0
