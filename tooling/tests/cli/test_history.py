"""`escalog history` says what was done to what was recorded, in three forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run, run_process
from tests.repositories import Repository, git, repository_of

CASE = "cases/2026/KN-2026-0008.yaml"
GONE = "cases/2026/KN-2026-0007.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Give a log in Git, to be changed."""
    return repository_of(tmp_path)


def tampered(repository: Repository) -> str:
    """Change an event and delete a case; give what was recorded."""
    repository.edit(CASE, "kind: raised", "kind: discussed")
    repository.path(GONE).unlink()
    return git(repository.folder, "rev-parse", "HEAD")[:12]


def test_where_all_stands_it_says_so(repository: Repository) -> None:
    ran = run("history", "--base", "HEAD", log=repository.log)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(" files checked: no problems.\n")


def test_a_problem_is_a_line_with_its_place_and_what_to_type(repository: Repository) -> None:
    base = tampered(repository)
    ran = run("history", "--base", "HEAD", log=repository.log)
    gone, changed, total = ran.out.splitlines()
    assert (ran.code, ran.err) == (1, "")
    assert gone == (
        f"{GONE} This case was recorded and is gone. A case that ends is kept; to end it, record "
        f"`withdrawn`. Put it back: git restore --source={base} -- {GONE} [case-stands]"
    )
    assert changed.startswith(f"{CASE}:19:5 events[1]: Event 2 was changed after it was recorded: ")
    assert total.endswith(" files checked: 2 problems.")


def test_what_programs_get_is_the_document_of_check(repository: Repository) -> None:
    tampered(repository)
    ran = run("history", "--base", "HEAD", "--format", "json", log=repository.log)
    document = json.loads(ran.out)
    assert ran.code == 1
    assert list(document) == ["schema_version", "problems", "files"]
    assert [(each["file"], each["line"], each["rule"]) for each in document["problems"]] == [
        (GONE, None, "case-stands"),
        (CASE, 19, "events-stand"),
    ]


def test_github_marks_the_lines(repository: Repository) -> None:
    tampered(repository)
    ran = run("history", "--base", "HEAD", "--format", "github", log=repository.log)
    assert ran.code == 1
    assert f"::error file={CASE},line=19,col=5,title=Event 2 (events-stand)::" in ran.out
    assert f"::error file={GONE},title=case-stands::" in ran.out


def test_a_commit_may_be_judged_in_place_of_the_folder(repository: Repository) -> None:
    tampered(repository)
    assert run("history", "--base", "HEAD", "--head", "HEAD", log=repository.log).code == 0
    repository.commit("Tamper")
    assert run("history", "--base", "HEAD^1", "--head", "HEAD", log=repository.log).code == 1
    assert run("history", "--base", "HEAD", log=repository.log).code == 0


def test_before_the_first_commit_nothing_is_recorded(repository: Repository) -> None:
    git(repository.folder, "checkout", "--quiet", "--orphan", "anew")
    ran = run("history", "--base", "HEAD", log=repository.log)
    assert (ran.code, ran.out) == (0, "0 files checked: no problems.\n")


def test_without_a_base_it_is_wrong_usage(repository: Repository) -> None:
    ran = run("history", log=repository.log)
    assert ran.code == 2
    assert "Missing option '--base'" in ran.err


def test_where_it_cannot_look_it_says_so(repository: Repository) -> None:
    ran = run_process("history", "--base", "origin/main", cwd=repository.log)
    assert (ran.code, ran.out) == (3, "")
    assert "Git knows no revision 'origin/main' here" in ran.err
