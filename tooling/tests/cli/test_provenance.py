"""`escalog provenance`: who brought each event into the log, read from real branches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.log.small_log import BASE, CASE
from tests.repositories import Repository, git, repository_of
from tests.waiting import waits

UPDATE = "  - at: 2026-03-04 10:00\n    kind: update\n    by: raising\n"
WAITS = "at: 2026-03-06, kind: update, by: raising, recorded: 2026-03-06 08:15"
ID = "20260306T0815-update-k3f9"
REFERENCE = "HB-2026-0001"
FIRST, SECOND, THIRD = (f"2026-03-0{day}T09:00:00+00:00" for day in (7, 8, 9))


@pytest.fixture
def log(tmp_path: Path) -> Repository:
    """Give a repository whose log lies in a folder of it."""
    repository = repository_of(tmp_path / "repository", BASE, within="our log")
    git(repository.folder, "commit", "--quiet", "--amend", "--no-edit", at=FIRST)
    return repository


def head(log: Repository) -> str:
    return git(log.folder, "rev-parse", "HEAD")


def commit_by(log: Repository, name: str, at: str) -> str:
    git(log.folder, "add", "--all")
    git(
        log.folder,
        "commit",
        "--quiet",
        "-m",
        "Change",
        f"--author={name} <{name}@x.example>",
        at=at,
    )
    return head(log)


def told(log: Repository) -> list[tuple[object, ...]]:
    ran = run("provenance", REFERENCE, "--format", "json", log=log.log)
    assert (ran.code, ran.err) == (0, "")
    fields = ("event", "kind", "entry", "commit", "written_in", "written_by")
    return [tuple(each[name] for name in fields) for each in json.loads(ran.out)["events"]]


def test_each_event_has_the_commit_that_brought_it(log: Repository) -> None:
    first = head(log)
    log.append(CASE, UPDATE)
    second = commit_by(log, "one", SECOND)
    log.append(CASE, UPDATE)
    rows = told(log)
    assert {row[2:4] for row in rows[:3]} == {("2026-03-07T09:00:00+00:00", first)}
    assert rows[3:] == [
        (4, "update", "2026-03-08T09:00:00+00:00", second, second, "one"),
        (5, "update", None, None, None, None),
    ]


def test_where_it_came_by_a_merge_the_writer_is_whoever_wrote_it(log: Repository) -> None:
    git(log.folder, "checkout", "--quiet", "-b", "change")
    log.append(CASE, UPDATE)
    wrote = commit_by(log, "one", FIRST)
    waits(log.log, WAITS, case=f"2026/{REFERENCE}")
    waited = commit_by(log, "two", SECOND)
    git(log.folder, "checkout", "--quiet", "main")
    (log.folder / "README.md").write_text("Elsewhere.\n")
    commit_by(log, "three", SECOND)
    git(log.folder, "merge", "--quiet", "--no-ff", "-m", "Merge", "change", at=THIRD)
    entry = ("2026-03-09T09:00:00+00:00", head(log))
    assert told(log)[3:] == [
        (4, "update", *entry, wrote, "one"),
        (ID, "update", *entry, waited, "two"),
    ]


def test_folding_and_taking_a_text_out_change_no_origin(log: Repository) -> None:
    log.append(CASE, UPDATE.replace("raising\n", "raising\n    note: Too much.\n"))
    waits(log.log, WAITS, case=f"2026/{REFERENCE}")
    commit_by(log, "one", SECOND)
    before = told(log)
    assert run("fold", log=log.log).code == 0
    log.edit(CASE, "note: Too much.", "note: Taken out.")
    commit_by(log, "two", THIRD)
    assert told(log) == before


def test_people_read_a_table(log: Repository) -> None:
    log.append(CASE, UPDATE)
    second = commit_by(log, "one", SECOND)
    log.append(CASE, UPDATE)
    ran = run("provenance", REFERENCE.lower(), log=log.log)
    header, *_, fourth, fifth = ran.out.splitlines()
    assert header.split() == ["EVENT", "KIND", "CAME", "IN", "COMMIT", "WRITTEN", "BY", "IN"]
    assert fourth.split() == ["4", "update", "2026-03-08", "09:00", second[:12], "one"]
    assert fifth.split() == ["5", "update", "not", "committed", "yet"]


def test_names_are_in_no_export_and_on_no_page(log: Repository, tmp_path: Path) -> None:
    log.append(CASE, UPDATE)
    commit_by(log, "Findable Person", SECOND)
    assert "Findable Person" in run("provenance", REFERENCE, log=log.log).out
    for form in ("json", "csv", "ics", "atom"):
        assert "Findable" not in run("export", "--format", form, log=log.log).out
    out = tmp_path / "out"
    assert run("export", "--format", "site", "--to", out, log=log.log).code == 0
    assert not [each for each in out.rglob("*.*") if b"Findable" in each.read_bytes()]


def test_what_is_not_there_is_said(log: Repository, own_log: Path) -> None:
    ran = run("provenance", "HB-2026-0009", log=log.log)
    assert (ran.code, ran.out) == (3, "")
    assert "There is no case 'HB-2026-0009' in this log." in ran.err
    assert run("provenance", REFERENCE, log=own_log).code == 3
    log.path(CASE).write_text("No case.\n")
    ran = run("provenance", REFERENCE, log=log.log)
    assert ran.code == 3
    assert f"Mend it first: escalog check {CASE}" in ran.err
