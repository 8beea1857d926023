"""`escalog screen`: the words of a change are looked at, and none of them is repeated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run
from tests.repositories import Repository, git

NUMBER = "07700 900123"
NAME = "Quillfeather"


def event_of(folder: Path, **pull: Any) -> str:
    file = folder / "event.json"
    file.write_text(json.dumps({"pull_request": pull}), "utf-8")
    return str(file)


def changed(repository: Repository, message: str) -> None:
    git(repository.folder, "commit", "--quiet", "--allow-empty", "--message", message)


def test_words_that_identify_nobody_pass(repository: Repository, tmp_path: Path) -> None:
    changed(repository, "Add an event to KN-2026-0008\n\nCo-authored-by: Jo <jo@mail.example>")
    git(repository.folder, "switch", "--quiet", "--create", "case/KN-2026-0008")
    ran = run("screen", "--base", "HEAD^1", log=repository.log)
    assert (ran.code, ran.out) == (0, "Nothing that seems to identify anybody.\n")
    event = event_of(
        tmp_path,
        title="Record a meeting",
        body="Ring the business manager, 0151 443 4786.",
        head={"ref": "case/KN-2026-0008"},
    )
    assert run("screen", "--base", "HEAD^1", "--event", event, log=repository.log).code == 0


@pytest.mark.parametrize(
    ("pull", "where"),
    [
        ({"title": f"Mrs {NAME} rang"}, "The title of the pull request"),
        ({"body": f"Ring\n{NUMBER}"}, "The description of the pull request"),
        ({"head": {"ref": f"mrs-{NAME}"}}, "The name of the branch"),
        ({"head": {"ref": "case/07700-900123"}}, "The name of the branch"),
    ],
)
def test_words_of_a_pull_request_that_identify_somebody_fail(
    repository: Repository, tmp_path: Path, pull: dict[str, Any], where: str
) -> None:
    event = event_of(tmp_path, **pull)
    ran = run("screen", "--base", "HEAD", "--event", event, log=repository.log)
    assert ran.code == 1
    assert ran.out.startswith(f"{where} seems to hold ")
    assert ran.out.endswith("docs/redaction.md\n")
    assert not any(word in ran.out + ran.err for word in (NAME, NUMBER, "900123"))


def test_a_commit_message_that_identifies_somebody_is_named_by_its_commit(
    repository: Repository,
) -> None:
    changed(repository, f"Mrs {NAME} rang")
    commit = git(repository.folder, "rev-parse", "HEAD").strip()
    ran = run("screen", "--base", "HEAD^1", log=repository.log)
    assert ran.code == 1
    assert ran.out.startswith(f"The message of the commit {commit[:12]} seems to hold a title")
    assert NAME not in ran.out + ran.err


def test_a_branch_here_that_identifies_somebody_fails(repository: Repository) -> None:
    git(repository.folder, "switch", "--quiet", "--create", "ring-07700-900123")
    ran = run("screen", "--base", "HEAD", log=repository.log)
    assert (ran.code, "900123" in ran.out) == (1, False)


@pytest.mark.parametrize("text", ["{", "[]", '{"pull_request": 1, "merge_group": []}'])
def test_an_odd_event_is_no_error_of_the_tool(
    repository: Repository, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "event.json"
    file.write_text(text, "utf-8")
    ran = run("screen", "--base", "HEAD", "--event", str(file), log=repository.log)
    assert ran.code == (3 if text == "{" else 0)
