"""When each event came to the main branch, read from real repositories."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.log.entries import Entries, entries_of_log, event_count
from escalation_log.model.cases import EventKey
from tests.log.small_log import BASE, CASE
from tests.logs import FOUR
from tests.repositories import Repository, git, repository_of

REFERENCE = "HB-2026-0001"
UPDATE = "  - at: 2026-03-04 10:00\n    kind: update\n    by: raising\n"


@pytest.fixture
def small(tmp_path: Path) -> Repository:
    """Give a repository with a small log in a folder of it."""
    return repository_of(tmp_path / "repository", BASE, within="our log")


def at(repository: Repository, commit: str) -> datetime:
    seconds = git(repository.folder, "show", "--no-patch", "--format=%ct", commit)
    return datetime.fromtimestamp(int(seconds), UTC)


def moments(log: Path) -> dict[str, dict[EventKey, datetime]]:
    """Give when each event came, of those whose moment counts."""
    found = {
        reference: {key: each.at for key, each in entries.items() if each.at is not None}
        for reference, entries in entries_of_log(log).items()
    }
    return {reference: each for reference, each in found.items() if each}


def within(log: Path) -> list[int]:
    """Give within how many days each event of the case was to be entered, in the order of keys."""
    entries: Entries = entries_of_log(log)[REFERENCE]
    return [entries[key].within["harbour"] for key in sorted(entries, key=str)]


def counted(repository: Repository) -> int:
    return event_count(CASE, repository.path(CASE).read_bytes())


def test_what_came_with_its_case_has_no_entry(small: Repository) -> None:
    assert moments(small.log) == {}


def test_an_event_enters_with_the_commit_that_brings_it_to_the_branch(small: Repository) -> None:
    first = counted(small) + 1
    git(small.folder, "checkout", "--quiet", "-b", "change")
    small.append(CASE, UPDATE)
    small.commit()
    git(small.folder, "checkout", "--quiet", "main")
    (small.folder / "README.md").write_text("Elsewhere.\n")
    small.commit()
    git(small.folder, "merge", "--quiet", "--no-ff", "--message", "Merge", "change")
    merged = git(small.folder, "rev-parse", "HEAD")
    small.append(CASE, "# A remark.\n")
    small.commit()
    small.append(CASE, UPDATE + UPDATE)
    both = small.commit()
    entered = {first: at(small, merged), first + 1: at(small, both), first + 2: at(small, both)}
    assert moments(small.log) == {REFERENCE: entered}


def test_an_event_in_a_file_of_its_own_enters_with_it(small: Repository) -> None:
    name = "20260304T1000-update-k3f9"
    file = small.path(f"cases/2026/{REFERENCE}/{name}.yaml")
    file.parent.mkdir()
    file.write_text("reference: HB-2026-0001\n")
    came = small.commit()
    file.unlink()
    small.commit()
    assert moments(small.log) == {REFERENCE: {name: at(small, came)}}


def test_what_the_partnership_said_before_an_event_came_holds_for_it(small: Repository) -> None:
    first = counted(small)
    partnership = "policies/harbour/partnership.yaml"
    small.append(CASE, UPDATE)
    small.append(partnership, "entry_within: {calendar_days: 20}\n")
    small.commit()
    small.append(CASE, UPDATE)
    small.commit()
    small.edit(partnership, "calendar_days: 20", "calendar_days: 3")
    small.append(CASE, UPDATE)
    small.commit()
    small.append(partnership, "broken: [\n")
    small.append(CASE, UPDATE)
    small.commit()
    small.append(CASE, UPDATE)
    small.commit()
    assert within(small.log) == [7] * first + [7, 20, 20, 3, 3]


def test_what_came_before_the_baseline_has_no_entry(small: Repository) -> None:
    first = counted(small) + 1
    small.append(CASE, UPDATE)
    baseline = small.commit()
    small.path("policies/history.yaml").write_text(f"# Since then.\nbaseline: {baseline}\n")
    small.append(CASE, UPDATE)
    came = small.commit()
    assert moments(small.log) == {REFERENCE: {first + 1: at(small, came)}}


def test_a_baseline_that_nobody_can_read_makes_nothing_known(small: Repository) -> None:
    small.path("policies/history.yaml").write_text("baseline: main\n")
    small.append(CASE, UPDATE)
    small.commit()
    assert moments(small.log) == {}


def test_a_baseline_of_another_log_counts_as_none(small: Repository, tmp_path: Path) -> None:
    number = counted(small) + 1
    small.path("policies/history.yaml").write_text(f"baseline: {'f' * 40}\n")
    small.append(CASE, UPDATE)
    came = small.commit()
    assert moments(small.log) == {REFERENCE: {number: at(small, came)}}
    clone = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", small.folder.as_uri(), clone)
    assert entries_of_log(clone / "our log") == {}


def test_outside_git_nothing_is_known(tmp_path: Path) -> None:
    assert entries_of_log(tmp_path) == {}


@pytest.mark.parametrize("path", sorted(FOUR.glob("cases/*/*.yaml")), ids=lambda path: path.stem)
def test_events_are_counted_as_they_are_read(path: Path) -> None:
    data = path.read_bytes()
    plain = data + b"  # A remark.\n\n# At the end.\n"
    flowing = data.partition(b"\nevents:")[0] + b"\nevents: [{at: 2026-01-02, kind: update}]\n"
    assert event_count(path.name, data) == event_count(path.name, plain)
    assert event_count(path.name, data) == data.count(b"  - at:") + data.count(b"  - {at:")
    assert event_count(path.name, flowing) == 1
    assert event_count(path.name, b"[") == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("events:\n- at: x\n  note: |\n    - not one\n    - nor this\n- at: y\nconcern: z\n", 2),
        ("events: # Only added to.\n\n# A remark.\n  -\n    at: x\n  - at: y\nlinks:\n  - a\n", 2),
        ("events:\r\n  - at: x\r\n  - at: y\r\n", 2),
    ],
)
def test_only_the_items_of_the_list_are_counted(text: str, count: int) -> None:
    assert event_count("x.yaml", text.encode()) == count
