"""`escalog verify` in three forms, and the seal as people type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.repositories import Repository, repository_of

CASE = "cases/2026/KN-2026-0008.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Give a log in Git, each case of it with a salt."""
    repository = repository_of(tmp_path)
    assert run("fold", "--salt", log=repository.log).code == 0
    repository.commit("Give salts")
    return repository


def seal_in(repository: Repository) -> str:
    ran = run("verify", "--format", "json", log=repository.log)
    return str(json.loads(ran.out)["seal"]["value"])


def tampered(repository: Repository) -> str:
    repository.edit(CASE, "kind: raised", "kind: discussed")
    return repository.commit("Tamper")


def test_where_all_stands_it_says_so_with_the_seal(repository: Repository) -> None:
    ran = run("verify", log=repository.log)
    first, seal, covers = ran.out.splitlines()
    assert (ran.code, ran.err, first) == (0, "", "1 commit verified: no problems.")
    assert seal == f"Seal of the newest commit: {seal_in(repository)}"
    assert covers.startswith("It covers ")
    assert "salt" not in covers


def test_cases_without_a_salt_are_told(tmp_path: Path) -> None:
    ran = run("verify", log=repository_of(tmp_path).log)
    assert ran.out.splitlines()[-1] == "Give the cases without a salt one: escalog fold --salt"
    assert " of them without a salt.\n" in ran.out


def test_a_problem_names_its_commit_in_each_form(repository: Repository) -> None:
    commit = tampered(repository)
    said = f"In the commit {commit[:12]}: events[1]: Event 2 was changed after it was recorded"
    text = run("verify", log=repository.log)
    assert text.code == 1
    assert text.out.splitlines()[0].startswith(f"{CASE}:20:5 {said}")
    assert text.out.splitlines()[1] == "2 commits verified: 1 problem."
    ran = run("verify", "--format", "json", log=repository.log)
    document = json.loads(ran.out)
    assert ran.code == 1
    assert list(document) == ["schema_version", "problems", "commits", "seal", "sealed"]
    assert [(each["commit"], each["rule"]) for each in document["problems"]] == [
        (commit, "events-stand")
    ]
    ran = run("verify", "--format", "github", log=repository.log)
    assert ran.code == 1
    where = f"file={CASE},line=20,col=5,title=Event 2 (events-stand)"
    assert ran.out.startswith(f"::error {where}::{said.replace('events[1]: ', '')}")


def test_a_seal_is_found_as_it_was_printed_and_as_a_letter_breaks_it(
    repository: Repository,
) -> None:
    seal = seal_in(repository)
    commit = tampered(repository)
    half = len(seal) // 2
    for typed in (seal, seal.removeprefix("sha256:"), f" {seal[:half].upper()}\n {seal[half:]}"):
        ran = run("verify", "--format", "json", "--seal", typed, log=repository.log)
        sealed = json.loads(ran.out)["sealed"]
        assert (sealed["value"], sealed["without_salt"]) == (seal, 0)
        assert sealed["commit"] != commit
    ran = run("verify", "--format", "github", "--seal", seal, log=repository.log)
    assert f"The seal is that of the commit {sealed['commit'][:12]} of " in ran.out
    ran = run("verify", "--seal", seal, log=repository.log)
    assert f"The seal is that of the commit {sealed['commit'][:12]} of " in ran.out


def test_a_seal_that_is_nowhere_is_a_problem(repository: Repository) -> None:
    ran = run("verify", "--seal", "0" * 64, log=repository.log)
    assert ran.code == 1
    assert "cases No commit of this branch has this seal. " in ran.out
    assert "[seal-stands]" in ran.out


@pytest.mark.parametrize("typed", ["", "sha256:", "0" * 63, "0" * 65, "g" * 64, "md5:" + "0" * 64])
def test_what_is_no_seal_is_wrong_usage(typed: str, repository: Repository) -> None:
    ran = run("verify", "--seal", typed, log=repository.log)
    assert ran.code == 2
    assert "This is no seal" in ran.err


def test_outside_git_it_cannot_go_on(own_log: Path) -> None:
    ran = run("verify", log=own_log)
    assert (ran.code, ran.out) == (3, "")
    assert "lies in no Git repository" in ran.err
