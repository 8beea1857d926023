"""`escalog sync`: the plan for a log, printed; against GitHub it is tried beside the bot."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Ran, run


@pytest.fixture(autouse=True)
def _without_a_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_REPOSITORY", "GITHUB_TOKEN", "GITHUB_API_URL", "ESCALOG_ACCOUNT"):
        monkeypatch.delenv(name, raising=False)


def dry(*args: str | Path, log: Path, as_of: str = "2026-11-22 12:00") -> Ran:
    return run("sync", "--dry-run", "--as-of", as_of, *args, log=log)


def test_the_plan_for_a_log_without_issues(own_log: Path) -> None:
    ran = dry(log=own_log)
    assert ran.code == 0
    assert ran.err == "No repository is named: planned as if it had no issues.\n"
    lines = ran.out.splitlines()
    assert lines[0].startswith("open   BA-2026-0006 stage-1  breach; Confirm the outcome")
    assert lines[-3:] == [
        "open   log overview  9 cases open, 4 to be done at once, 5 late",
        "",
        "Issues: 7 to open.",
    ]


def test_a_moment_at_which_nothing_is_late(own_log: Path) -> None:
    assert dry(log=own_log, as_of="2024-01-01").out == (
        "open   log overview  0 cases open\n\nIssues: 1 to open.\n"
    )


def test_a_log_without_any_case_wants_no_issue(own_log: Path) -> None:
    shutil.rmtree(own_log / "cases")
    assert dry(log=own_log).out == "Issues: nothing to do.\n"


def test_a_case_that_cannot_be_judged_has_an_issue_that_says_so(own_log: Path) -> None:
    (own_log / "cases" / "2026" / "KN-2026-0006.yaml").write_text("reference: KN-2026-0006\n")
    ran = dry(log=own_log)
    assert ran.code == 1
    assert "Not judged: cases/2026/KN-2026-0006.yaml, because it has problems." in ran.err
    lines = ran.out.splitlines()
    assert [line for line in lines if "KN-2026-0006" in line] == [
        "open   KN-2026-0006 cannot-be-judged  cannot be judged; its file has 8 problems"
    ]
    assert lines[-1] == "Issues: 6 to open."


def test_without_a_repository_or_a_token_nothing_can_be_done(own_log: Path) -> None:
    ran = run("sync", log=own_log)
    assert ran.code == 3
    assert "--repository OWNER/NAME" in ran.err
    ran = dry("--repository", "example-team/escalations", log=own_log)
    assert ran.code == 3
    assert "GITHUB_TOKEN" in ran.err


def test_issues_about_real_cases_are_written_of_the_present_alone(own_log: Path) -> None:
    asked = ("sync", "--as-of", "2026-11-22", "--repository", "example-team/escalations")
    # Of a demonstration it goes on, and finds that there is no token.
    assert "GITHUB_TOKEN" in run(*asked, log=own_log).err
    partnership = own_log / "policies" / "knowsley" / "partnership.yaml"
    text = partnership.read_text("utf-8")
    real = re.sub(r"(?m)^demonstration:\n(?: .*\n)+", "", text)
    assert real != text
    partnership.write_text(real, "utf-8")
    ran = run(*asked, log=own_log)
    assert ran.code == 2
    assert "written as of the present alone: with --as-of, add --dry-run." in ran.err
    assert dry(log=own_log).code == 0
    # Where its file cannot be read, nobody can say that its cases are invented.
    partnership.write_text("nonsense: [\n", "utf-8")
    assert "written as of the present alone" in run(*asked, log=own_log).err
