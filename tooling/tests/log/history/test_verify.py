"""`verify` judges every step of a real branch, and finds the commit that has a seal."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.log.opening import open_log
from escalation_log.log.sealing import seal_of_log
from escalation_log.log.seals import case_hash
from escalation_log.log.verifying import Verified, verify
from escalation_log.model.seal import Seal
from tests.cli.running import run
from tests.log.small_log import BASE
from tests.repositories import Repository, git, repository_of, tried
from tests.waiting import waits

CASE = "cases/2026/HB-2026-0001.yaml"
REFERENCE = "HB-2026-0001"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
UPDATE = "  - at: 2026-03-0{day} 08:00\n    kind: update\n    by: raising\n    note: {note}\n"
WAITS = "at: 2026-03-06, kind: update, by: raising, recorded: 2026-03-06 08:15"


def day(number: int) -> str:
    return f"2026-03-0{number}T09:00:00+00:00"


@pytest.fixture
def log(tmp_path: Path) -> Repository:
    """Give a repository whose log lies in a folder of it, with a commit a day."""
    repository = repository_of(tmp_path / "repository", BASE, within="our log")
    git(repository.folder, "commit", "--quiet", "--amend", "--no-edit", at=day(1))
    return repository


def update(log: Repository, number: int, note: str = "Short.") -> str:
    """Record something, and commit it on its day."""
    log.append(CASE, UPDATE.format(day=number, note=note))
    return log.commit(at=day(number))


def verified(log: Repository, seal: str | None = None) -> Verified:
    return verify(log.log, NOW, seal=seal, advance=lambda _: None)


def told(log: Repository) -> list[tuple[str | None, str, str]]:
    return [(each.commit, each.file, each.rule) for each in verified(log).problems]


def sealed(log: Repository) -> Seal:
    return seal_of_log(open_log(log.log, as_of=NOW))


def commit_of_seal(log: Repository, seal: str) -> str | None:
    found = verified(log, seal)
    assert bool(found.problems) == (found.sealed is None)
    return None if found.sealed is None else found.sealed.step.commit


def test_each_step_that_adds_stands(log: Repository) -> None:
    update(log, 2)
    log.folder.joinpath("README.md").write_text("Elsewhere.\n")
    log.commit(at=day(3))
    update(log, 4)
    found = verified(log)
    assert (found.problems, found.steps) == ((), 3)
    assert found.seal == sealed(log)


def test_a_problem_names_the_commit_that_did_it(log: Repository) -> None:
    """What was put back afterwards is still told: for a while it was not there."""
    update(log, 2)
    log.edit(CASE, "note: Short.", "note: Long.")
    changed = log.commit(at=day(3))
    log.edit(CASE, "note: Long.", "note: Short.")
    put_back = log.commit(at=day(4))
    rule = "events-stand"
    assert told(log) == [(changed, CASE, rule), (put_back, CASE, rule)]


def test_a_merge_that_drops_what_it_merged_is_found_though_it_changes_nothing(
    log: Repository,
) -> None:
    git(log.folder, "checkout", "--quiet", "-b", "change")
    update(log, 2)
    git(log.folder, "checkout", "--quiet", "main")
    (log.folder / "README.md").write_text("Elsewhere.\n")
    log.commit(at=day(3))
    git(log.folder, *("merge", "--quiet", "-s", "ours", "-m", "Merge", "change"), at=day(4))
    merge = git(log.folder, "rev-parse", "HEAD")
    assert told(log) == [(merge, CASE, "events-stand")]


@pytest.mark.parametrize("is_renumbered", [True, False])
def test_a_merge_renumbers_what_a_correction_names(log: Repository, is_renumbered: bool) -> None:
    before = log.path(CASE).read_text("utf-8")
    number = before.count("- at:") + before.count("- {at:") + 1
    correction = (
        "  - {{at: 2026-03-04 09:00, kind: correction, by: raising, of: {}, "
        "correct: {{at: 2026-03-04 07:00}}, reason: A slip.}}\n"
    )
    ours, theirs = (UPDATE.format(day=each, note="Short.") for each in (3, 4))
    git(log.folder, "checkout", "--quiet", "-b", "change")
    log.append(CASE, theirs + correction.format(number))
    log.commit(at=day(4))
    git(log.folder, "checkout", "--quiet", "main")
    log.append(CASE, ours)
    log.commit(at=day(4))
    tried(log.folder, "merge", "--quiet", "--no-commit", "change")
    named = number + is_renumbered
    log.path(CASE).write_text(before + ours + theirs + correction.format(named))
    merge = log.commit(at=day(5))
    found = [(each.commit, each.message) for each in verified(log).problems]
    words = (
        f"This is of event {number} of the branch that recorded it. In this merge that is event "
        f"{number + 1}, since others came in before it. Type: of: {number + 1}"
    )
    assert found == ([] if is_renumbered else [(merge, words)])


def test_the_dates_of_commits_that_touch_nothing_are_judged_too(log: Repository) -> None:
    update(log, 5)
    (log.folder / "README.md").write_text("Elsewhere.\n")
    back = log.commit(at=day(2))
    assert told(log) == [(back, "cases", "commit-dates")]


def test_what_was_done_before_the_baseline_is_not_told(log: Repository) -> None:
    update(log, 2)
    log.edit(CASE, "note: Short.", "note: Long.")
    changed = log.commit(at=day(3))
    log.path("policies/history.yaml").write_text(f"baseline: {changed}\n")
    log.commit(at=day(4))
    update(log, 5)
    assert (told(log), verified(log).steps) == ([], 2)


def test_a_baseline_that_is_no_commit_of_the_branch_is_told(log: Repository) -> None:
    log.path("policies/history.yaml").write_text(f"baseline: {'f' * 40}\n")
    log.commit(at=day(2))
    assert (None, "policies/history.yaml", "baseline-stands") in told(log)


def test_the_commit_of_an_old_seal_is_found(log: Repository) -> None:
    seals = {}
    for number in (2, 3, 4):
        commit = update(log, number)
        seals[commit] = sealed(log).value
    assert len(set(seals.values())) == 3
    assert {commit: commit_of_seal(log, seal) for commit, seal in seals.items()} == dict(
        zip(seals, seals, strict=True)
    )
    assert commit_of_seal(log, f"sha256:{'0' * 64}") is None


def test_a_seal_of_what_was_changed_since_is_found_nowhere_where_history_was_exchanged(
    log: Repository,
) -> None:
    update(log, 2)
    seal = sealed(log).value
    assert commit_of_seal(log, seal) is not None
    log.edit(CASE, "at: 2026-03-02 08:00", "at: 2026-03-01 08:00")
    git(log.folder, "commit", "--quiet", "--all", "--amend", "--no-edit", at=day(2))
    assert told(log) == []
    found = verified(log, seal)
    assert [each.rule for each in found.problems] == ["seal-stands"]


def test_a_seal_stands_where_words_were_taken_out_of_git(log: Repository) -> None:
    update(log, 2, note="Too much.")
    log.edit(CASE, "theme:", "salt: 0123456789abcdef0123456789abcdef\ntheme:")
    log.commit(at=day(3))
    seal = sealed(log).value
    text = log.path(CASE).read_text("utf-8")
    git(log.folder, "reset", "--quiet", "--hard", "HEAD^1")
    log.edit(CASE, "note: Too much.", "note: Taken out.")
    git(log.folder, "commit", "--quiet", "--all", "--amend", "--no-edit", at=day(2))
    log.path(CASE).write_text(text.replace("Too much.", "Taken out."), "utf-8")
    anew = log.commit(at=day(3))
    assert commit_of_seal(log, seal) == anew
    assert sealed(log).value == seal


def test_a_seal_stands_where_a_case_was_destroyed_and_taken_out_of_git(log: Repository) -> None:
    other = "cases/2026/HB-2026-0002.yaml"
    text = log.path(CASE).read_text("utf-8").replace(REFERENCE, "HB-2026-0002")
    log.path(other).write_text(text, "utf-8")
    log.commit(at=day(2))
    seal = sealed(log)
    destroyed = case_hash(open_log(log.log, as_of=NOW).cases[1].case, "")
    log.path(other).unlink()
    amend = ("commit", "--quiet", "--all", "--amend", "--no-edit", "--allow-empty")
    git(log.folder, *amend, at=day(2))
    update(log, 3)
    later = sealed(log).value
    log.path("cases/destroyed.yaml").write_text(
        "cases:\n  - reference: HB-2026-0002\n    extent: destroyed\n"
        f"    hash: {destroyed}\n    on: 2026-03-04\n    authority: The schedule\n"
    )
    log.commit(at=day(4))
    assert commit_of_seal(log, seal.value) is not None
    assert sealed(log).cases == seal.cases
    assert sealed(log).value != later


def test_folded_or_waiting_the_seal_is_the_same(log: Repository) -> None:
    assert run("fold", "--salt", log=log.log).code == 0
    waits(log.log, WAITS, case=f"2026/{REFERENCE}")
    first = log.commit(at=day(6))
    waiting = sealed(log)
    assert run("fold", log=log.log).code == 0
    log.commit(at=day(7))
    assert sealed(log) == waiting
    assert verified(log).seal == waiting
    assert commit_of_seal(log, waiting.value) == first


def test_what_it_lacks_is_counted(log: Repository) -> None:
    assert (sealed(log).cases, sealed(log).unsalted, sealed(log).unread) == (1, 1, 0)
    path = waits(log.log, WAITS, case=f"2026/{REFERENCE}")
    path.write_text("No event.\n")
    log.path("cases/2026/HB-2026-0002.yaml").write_text("No case.\n")
    log.commit(at=day(6))
    lacking = sealed(log)
    assert (lacking.cases, lacking.unsalted, lacking.unread) == (1, 1, 2)
    assert verified(log).seal == lacking


def test_in_the_folder_and_in_the_commit_all_shipped_cases_have_one_seal(tmp_path: Path) -> None:
    repository = repository_of(tmp_path)
    git(repository.folder, "commit", "--quiet", "--amend", "--no-edit", at=day(1))
    assert run("fold", "--salt", log=repository.log).code == 0
    repository.commit(at=day(2))
    found = verified(repository)
    assert found.problems == ()
    assert found.seal == sealed(repository)
    assert (found.seal.unsalted, found.seal.unread) == (0, 0)
