"""A closure that does not say when it was announced, in real repositories."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from escalation_log.log.opening import open_log
from escalation_log.model.calendars import Closure
from tests.cli.running import run
from tests.log.small_log import BASE
from tests.logs import FOUR
from tests.repositories import Repository, git, repository_of

HARBOUR = "policies/harbour/partnership.yaml"
KNOWSLEY = "policies/knowsley/partnership.yaml"
BASELINE = "policies/history.yaml"
CLOSURES = "closures:\n"
OLD = "  - {from: 2026-12-29, to: 2026-12-31, name: Offices closed, announced: 2026-09-01}\n"
FIRST = "2026-03-01T09:00:00+00:00"
# In London it is the day after already.
LATE = "2026-07-09T23:30:00+00:00"
LATER = "2026-08-03T09:00:00+00:00"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOVE = "  - {from: 2026-11-25, name: Office move}\n"


def begun(folder: Path, source: Path, within: str = "") -> Repository:
    """Start a repository whose first commit is of the spring."""
    repository = repository_of(folder, source, within=within)
    git(repository.folder, "commit", "--quiet", "--amend", "--no-edit", at=FIRST)
    return repository


@pytest.fixture
def small(tmp_path: Path) -> Repository:
    """Give a repository with a small log in a folder of it."""
    return begun(tmp_path / "repository", BASE, within="our log")


@pytest.fixture
def knowsley(tmp_path: Path) -> Repository:
    """Give a repository with the log of four policies, in which nothing is closed."""
    return begun(tmp_path / "repository", FOUR)


def closed(log: Path) -> list[tuple[date, date, date | None]]:
    """Give the closures that a log counts with: first day, last day, announcement."""
    closures: tuple[Closure, ...] = (
        open_log(log, as_of=NOW).rulebooks["harbour@2026-01"].calendar.closures
    )
    return [
        (each.first, each.last, each.announced)
        for each in closures
        if each.name != "Offices closed"
    ]


def on(month: int, day: int) -> date:
    return date(2026, month, day)


def test_what_came_with_its_file_has_always_been_known(small: Repository) -> None:
    small.edit(HARBOUR, CLOSURES, CLOSURES + MOVE)
    small.commit()
    git(small.folder, "checkout", "--quiet", "--orphan", "anew")
    small.commit("Begin anew")
    assert closed(small.log) == [(on(11, 25), on(11, 25), None)]


def test_a_closure_counts_as_announced_on_the_day_of_its_commit(small: Repository) -> None:
    small.edit(HARBOUR, CLOSURES, CLOSURES + MOVE)
    small.commit(at=LATE)
    # Neither another change of the file nor another place in it makes it come in again.
    small.edit(HARBOUR, "name: Front door", "name: The front door")
    small.edit(HARBOUR, MOVE, "")
    small.edit(HARBOUR, OLD, OLD + MOVE)
    small.commit(at=LATER)
    assert closed(small.log) == [(on(11, 25), on(11, 25), on(7, 10))]


def test_each_day_off_has_the_day_on_which_it_came(small: Repository) -> None:
    small.edit(HARBOUR, CLOSURES, CLOSURES + MOVE)
    small.commit(at=LATE)
    small.edit(HARBOUR, "from: 2026-11-25", "from: 2026-11-24, to: 2026-11-27")
    small.commit(at=LATER)
    small.edit(HARBOUR, "to: 2026-11-27", "to: 2026-11-30")
    assert closed(small.log) == [
        (on(11, 24), on(11, 24), on(8, 3)),
        (on(11, 25), on(11, 25), on(7, 10)),
        (on(11, 26), on(11, 27), on(8, 3)),
        (on(11, 28), on(11, 30), on(11, 22)),
    ]


def test_a_closure_that_went_and_came_again_counts_from_then(small: Repository) -> None:
    small.edit(HARBOUR, CLOSURES, CLOSURES + MOVE)
    small.commit(at=LATE)
    small.edit(HARBOUR, MOVE, "")
    small.commit(at=LATER)
    small.edit(HARBOUR, CLOSURES, CLOSURES + MOVE)
    small.commit(at="2026-09-01T09:00:00+00:00")
    assert closed(small.log) == [(on(11, 25), on(11, 25), on(9, 1))]


def test_a_branch_brings_it_with_its_merge(small: Repository) -> None:
    git(small.folder, "checkout", "--quiet", "-b", "change")
    small.edit(HARBOUR, CLOSURES, CLOSURES + MOVE)
    small.commit(at=LATE)
    git(small.folder, "checkout", "--quiet", "main")
    git(small.folder, "merge", "--quiet", "--no-ff", "-m", "Merge", "change", at=LATER)
    assert closed(small.log) == [(on(11, 25), on(11, 25), on(8, 3))]


def test_what_came_up_to_the_baseline_has_always_been_known(small: Repository) -> None:
    small.edit(HARBOUR, CLOSURES, CLOSURES + MOVE)
    baseline = small.commit(at=LATE)
    small.path(BASELINE).write_text(f"baseline: {baseline}\n")
    small.edit(HARBOUR, CLOSURES, CLOSURES + "  - {from: 2026-11-30, name: Training day}\n")
    small.commit(at=LATER)
    assert closed(small.log) == [
        (on(11, 25), on(11, 25), None),
        (on(11, 30), on(11, 30), on(8, 3)),
    ]


def test_a_baseline_of_another_log_counts_as_none(small: Repository) -> None:
    small.path(BASELINE).write_text(f"baseline: {40 * 'a'}\n")
    small.edit(HARBOUR, CLOSURES, CLOSURES + MOVE)
    small.commit(at=LATE)
    assert closed(small.log) == [(on(11, 25), on(11, 25), on(7, 10))]


def test_without_the_whole_history_it_has_always_been_known(
    small: Repository, tmp_path: Path
) -> None:
    small.edit(HARBOUR, CLOSURES, CLOSURES + MOVE)
    small.commit(at=LATE)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", small.folder.as_uri(), shallow)
    copied = shutil.copytree(small.log, tmp_path / "copied")
    always = [(on(11, 25), on(11, 25), None)]
    assert closed(shallow / "our log") == always
    assert closed(copied) == always


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("closures:\n" + OLD, "closures: [\n" + OLD.replace("  - ", "").rstrip() + ",\n{MOVE}]\n"),
        ("closures:\n" + OLD, '"closures":\n{MOVE}' + OLD.replace("  -", "-")),
        (
            "closures:\n" + OLD,
            "closures: # Of our own.\n\n# Soon:\n" + (OLD + "{MOVE}").replace("  -", "-"),
        ),
    ],
    ids=["at the margin within brackets", "a key in quotes", "a list at the margin"],
)
def test_it_is_found_however_the_list_is_written(
    small: Repository, before: str, after: str
) -> None:
    line = "{from: 2026-11-25, name: Office move}"
    written = line if "[" in after else f"- {line}\n"
    small.edit(HARBOUR, before, after.replace("{MOVE}", ""))
    small.commit(at="2026-06-01T09:00:00+00:00")
    small.edit(HARBOUR, after.replace("{MOVE}", ""), after.replace("{MOVE}", written))
    small.commit(at=LATE)
    assert closed(small.log) == [(on(11, 25), on(11, 25), on(7, 10))]


def row(log: Path, as_of: str, *command: str) -> Any:
    """Give the row that is asked of the case KN-2026-0008 in its second stage."""
    ran = run(*command, "--as-of", as_of, "--format", "json", log=log)
    (case,) = json.loads(ran.out)["cases"]
    (found,) = [each for each in case["duties"] if each["id"] == "stage-1/respond"]
    return found


def test_a_closure_after_the_trigger_moves_a_deadline_and_the_first_date_is_kept(
    knowsley: Repository,
) -> None:
    """The answer that was asked for on 20 November would have been due on the 25th."""
    knowsley.edit(KNOWSLEY, "closures: []\n", CLOSURES + MOVE)
    knowsley.commit("Close", at="2026-11-23T10:00:00+00:00")
    told = row(knowsley.log, "2026-11-24", "assess", "KN-2026-0008")
    assert (told["due_on"], told["original_due_on"]) == ("2026-11-26", "2026-11-25")
    before = row(knowsley.log, "2026-11-22", "assess", "KN-2026-0008")
    assert (before["due_on"], before["original_due_on"]) == ("2026-11-25", "2026-11-25")
    explained = run("explain", "KN-2026-0008", "--as-of", "2026-11-24", log=knowsley.log).out
    words = (
        "First due Wednesday 25 November 2026; Office move on Wednesday 25 November 2026, "
        "announced on Monday 23 November 2026, after the trigger: the later date, Thursday 26 "
        "November 2026, governs."
    )
    assert words in " ".join(explained.split())
    written = MOVE.replace("}", ", announced: 2026-11-23}")
    knowsley.edit(KNOWSLEY, MOVE, written)
    assert (
        run("explain", "KN-2026-0008", "--as-of", "2026-11-24", log=knowsley.log).out == explained
    )


def test_as_at_counts_as_the_log_of_then_did(knowsley: Repository) -> None:
    knowsley.edit(KNOWSLEY, "closures: []\n", CLOSURES + MOVE)
    knowsley.commit("Close", at="2026-11-23T10:00:00+00:00")
    told = row(knowsley.log, "2026-11-24", "assess", "KN-2026-0008")
    then = run("as-at", "2026-11-24", "KN-2026-0008", "--format", "json", log=knowsley.log)
    (case,) = json.loads(then.out)["cases"]
    assert told in case["duties"]


def impact(log: Path, base: str, as_of: str = "2026-11-24") -> Any:
    """Tell whose dates move between a commit and what stands in the folder."""
    asked = ("--base", base, "--as-of", as_of, "--format", "json")
    return json.loads(run("impact", *asked, log=log).out)


def test_effect_counts_both_sides_by_their_own_history(knowsley: Repository) -> None:
    base = git(knowsley.folder, "rev-parse", "HEAD")
    knowsley.edit(KNOWSLEY, "closures: []\n", CLOSURES + MOVE)
    closure = "closure added: Wednesday 25 November 2026 (Office move)"
    for commits in (False, True):
        if commits:
            knowsley.commit("Close", at="2026-11-23T10:00:00+00:00")
        told = [each for each in impact(knowsley.log, base)["moved"] if "0008" in each["reference"]]
        assert [(each["before"], each["after"], each["why"]) for each in told] == [
            ("Wednesday 25 November 2026", "Thursday 26 November 2026", [closure])
        ]
    assert impact(knowsley.log, "HEAD")["moved"] == []


def test_a_branch_that_takes_a_closure_over_does_not_bring_it(knowsley: Repository) -> None:
    git(knowsley.folder, "checkout", "--quiet", "-b", "change")
    knowsley.edit(KNOWSLEY, "phone: 0151 443 4786", "phone: 0151 443 4787")
    knowsley.commit("Ring another", at="2026-11-18T10:00:00+00:00")
    git(knowsley.folder, "checkout", "--quiet", "main")
    knowsley.edit(KNOWSLEY, "closures: []\n", CLOSURES + MOVE)
    # Before the trigger, so that the deadline never moved.
    knowsley.commit("Close", at="2026-11-18T11:00:00+00:00")
    git(knowsley.folder, "checkout", "--quiet", "change")
    took = ("merge", "--quiet", "--no-ff", "--message", "Take over", "main")
    git(knowsley.folder, *took, at="2026-11-23T12:00:00+00:00")
    # The merge is still to come then.
    told = impact(knowsley.log, "main", as_of="2026-11-22")
    assert (told["rules"], told["moved"]) == ([], [])
