"""No quarter that is shown changes where a case is reduced or destroyed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from escalation_log.log.retention import YEARS_SHOWN, years_after
from escalation_log.site.statistics.public_counts import QUARTERS
from escalation_log.statistics.quarters import back_from, ended_quarters
from tests.cli.running import run
from tests.log.taking_out.old_log import SEEN, file_of, old_log
from tests.log.taking_out.taking import AUTHORITY, command
from tests.repositories import Repository

TODAY = datetime.now(UTC).date()
LEARNING = """\
  - at: {day} 10:00
    kind: learning
    by: partnership
    themes: [communication]
    action: A list that both keep.
"""
REPORT = "policies/knowsley/reports/2021-q1.html"


@pytest.fixture
def log(tmp_path: Path) -> Repository:
    return old_log(tmp_path / "log")


def learned(log: Repository, number: int, day: date) -> None:
    log.append(file_of(number), LEARNING.format(day=day))
    log.commit("Learn")


def pages(log: Repository, folder: Path, as_of: str, *words: str) -> dict[str, str]:
    """Build a site, and give its statistics and reports."""
    ran = run("export", "--format", "site", "--to", folder, "--as-of", as_of, *words, log=log.log)
    assert ran.code == 0, ran.err
    found = [*folder.rglob("statistics*"), *folder.glob("policies/*/reports/*")]
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in found
        if path.is_file()
    }


def test_what_is_shown_stays_to_the_letter(log: Repository, tmp_path: Path) -> None:
    """A case of which something is counted in a quarter that is shown cannot be taken yet."""
    learned(log, 4, TODAY - timedelta(days=400))
    board = pages(log, tmp_path / "board", str(TODAY))
    public = pages(log, tmp_path / "public", SEEN, "--public")
    then = pages(log, tmp_path / "then", SEEN)
    assert any("KN-2021-0004" in page for page in board.values())
    assert "12 cases were opened" in then[REPORT]
    assert len(public) > 1
    listed = command("retention", log=log)
    assert "KN-2021-0004" not in listed
    for how in ("--reduce", "--destroy"):
        ran = run("retention", how, "KN-2021-0004", *AUTHORITY, log=log.log)
        assert (ran.code, ran.out) == (3, "")
        assert "This case has to be kept" in ran.err
        command("retention", how, "KN-2021-0005", *AUTHORITY, log=log)
        log.commit(how)
        assert pages(log, tmp_path / f"board{how}", str(TODAY)) == board
        assert pages(log, tmp_path / f"public{how}", SEEN, "--public") == public
    now = pages(log, tmp_path / "now", SEEN)
    assert "destroyed" not in then[REPORT]
    assert "11 cases were opened" in now[REPORT]
    assert "destroyed since then and are not counted here: 1." in now[REPORT]


def test_from_what_was_counted_last_a_case_is_kept_as_long_as_statistics_go_back(
    log: Repository,
) -> None:
    learned(log, 4, date(2022, 1, 3))
    listed = command("retention", log=log)
    ended = "ended Thursday 4 February 2021, kept until"
    assert f"KN-2021-0004: {ended} Friday 3 January 2025." in listed
    assert command("retention", "--destroy", "KN-2021-0004", *AUTHORITY, log=log)


@pytest.mark.parametrize("later", range(0, 4 * 366, 13))
def test_nothing_older_is_shown(later: int) -> None:
    day = date(2026, 1, 1) + timedelta(days=later)
    first = back_from(ended_quarters(day, QUARTERS)[-1], QUARTERS)[-1]
    assert years_after(first.first_on, YEARS_SHOWN) > day
