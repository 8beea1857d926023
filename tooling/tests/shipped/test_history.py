"""What was recorded in the shipped log stands, here and in a repository that begins with it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.log.history import history
from escalation_log.log.verifying import verify
from tests.logs import REPOSITORY
from tests.repositories import Repository, git, tried
from tests.shipped.present import CASES

BASELINE = REPOSITORY / "policies" / "history.yaml"
# Later than the newest commit, whatever the clock says.
LATER = datetime(9000, 1, 1, tzinfo=UTC)


def has_its_history() -> bool:
    """Say whether this is a clone of the log with all its history, and not a copy of its files."""
    if not BASELINE.is_file():
        return False
    (line,) = [each for each in BASELINE.read_text("utf-8").splitlines() if each[:1] != "#"]
    is_held = tried(REPOSITORY, "merge-base", "--is-ancestor", line.split()[1], "HEAD")
    shallow = tried(REPOSITORY, "rev-parse", "--is-shallow-repository")
    return is_held.returncode == 0 and shallow.stdout.strip() == "false"


@pytest.mark.skipif(not has_its_history(), reason="a copy of the log without its history")
def test_every_step_since_the_baseline_stands() -> None:
    verified = verify(REPOSITORY, LATER, advance=lambda _: None)
    assert verified.problems == ()
    assert verified.steps > 0


@pytest.mark.skipif(not (BASELINE.is_file() and CASES), reason="the shipped log was deleted")
def test_in_a_repository_of_its_own_it_needs_a_baseline_of_its_own(tmp_path: Path) -> None:
    for name in ("policies", "cases"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    git(tmp_path, "init", "--quiet")
    log = Repository(folder=tmp_path, log=tmp_path)
    first = log.commit()
    assert [each.rule for each in verify(tmp_path, LATER, advance=lambda _: None).problems] == [
        "baseline-stands"
    ]
    log.path("policies/history.yaml").write_text(f"baseline: {first}\n", "utf-8")
    log.commit()
    case = CASES[0].relative_to(REPOSITORY).as_posix()
    log.append(case, "# A remark.\n")
    log.commit()
    assert history(tmp_path, first, "HEAD", LATER).problems == ()
    assert verify(tmp_path, LATER, advance=lambda _: None).problems == ()
    log.path(case).unlink()
    gone = log.commit()
    assert [each.file for each in history(tmp_path, first, "HEAD", LATER).problems] == [case]
    told = verify(tmp_path, LATER, advance=lambda _: None).problems
    assert [(each.commit, each.file, each.rule) for each in told] == [(gone, case, "case-stands")]
