"""Which edition corrects another one, as a log's rulebooks have it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from escalation_log.log.contents import Log
from escalation_log.log.opening import open_log
from tests.log.small_log import AS_OF, BASE


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give the small log, to be changed."""
    return shutil.copytree(BASE, tmp_path / "log")


def add(root: Path, version: str, corrects: str, **changed: str) -> None:
    """Add an edition that corrects another one."""
    folder = root / "policies" / "harbour"
    text = (folder / "2026-01.yaml").read_text("utf-8")
    text = text.replace("version: 2026-01\n", f"version: {version}\ncorrects: {corrects}\n")
    for before, after in changed.items():
        assert f"{before}: " in text
        text = text.replace(f"{before}: ", f"{before}: {after} # ", 1)
    (folder / f"{version}.yaml").write_text(text, "utf-8")


def corrected(log: Log) -> str | None:
    """Name the edition that corrects the first one."""
    found = log.rulebooks["harbour@2026-01"].corrected
    return None if found is None else found.policy.version


def test_the_last_of_errata_that_correct_each_other_counts(root: Path) -> None:
    add(root, "2026-01a", "2026-01")
    add(root, "2026-01b", "2026-01a")
    assert corrected(open_log(root, as_of=AS_OF)) == "2026-01b"


def test_an_erratum_with_a_problem_corrects_nothing_and_stops_nothing(root: Path) -> None:
    add(root, "2026-01a", "2026-01", time_zone="Europe/Londn")
    log = open_log(root, as_of=AS_OF)
    assert corrected(log) is None
    assert "known-time-zone" in {problem.rule for problem in log.problems}


def test_an_erratum_counts_by_its_own_calendar(root: Path) -> None:
    shutil.copy(
        root / "policies/calendars/england-and-wales.yaml", root / "policies/calendars/other.yaml"
    )
    other = root / "policies/calendars/other.yaml"
    other.write_text(
        other.read_text("utf-8").replace("calendar: england-and-wales", "calendar: other"), "utf-8"
    )
    add(root, "2026-01a", "2026-01", calendar="other")
    found = open_log(root, as_of=AS_OF).rulebooks["harbour@2026-01"].corrected
    assert found is not None
    assert found.calendar.id == "other"


def test_an_erratum_of_an_edition_that_cannot_be_read_is_not_in_force(root: Path) -> None:
    add(root, "2026-01a", "2026-01")
    first = root / "policies" / "harbour" / "2026-01.yaml"
    first.write_text(first.read_text("utf-8") + "nonsense: 1\n", "utf-8")
    log = open_log(root, as_of=AS_OF)
    assert "harbour@2026-01" not in log.rulebooks
    assert not any("2026-01a" in problem.message for problem in log.problems)
