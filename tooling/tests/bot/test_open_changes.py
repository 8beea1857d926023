"""`escalog open-changes` notes which cases open pull requests change, and the site says so."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Stopped
from escalation_log.bot.open_pulls import read_open_changes
from escalation_log.export.open_changes import OPEN_CHANGES_FILE
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.hurried import Hurried
from tests.cli.running import Ran, run
from tests.site.both_sites import export
from tests.site.building import copy_log

RIGHTS = {"contents": "read", "pull_requests": "read"}
# What somebody called the pull request must not be kept.
NAME = "Zebedee Quillfeather"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Give a log with a site of its own."""
    return copy_log(tmp_path / "log", cases=True)


def noted(github: GitHub, log: Path) -> Ran:
    environment = {
        **github.environment,
        "GITHUB_TOKEN": github.mint(**RIGHTS),
        "GITHUB_SERVER_URL": "https://github.example",
    }
    return run("open-changes", log=log, environment=environment)


def propose(github: GitHub, branch: str, *files: str | tuple[str, str]) -> int:
    number = int(github.open_pull(f"{NAME} rang back", head=branch)["number"])
    github.settings.pull_files[number] = files
    return number


def test_cases_are_found_by_the_files_of_what_is_open(github: GitHub, log: Path) -> None:
    first = propose(
        github,
        "one",
        "cases/2026/KN-2026-0006.yaml",
        "cases/2026/BA-2026-0001/20261130T1015-discussed-k3f9.yaml",
        "README.md",
        "cases/destroyed.yaml",
        ("cases/2026/KN-2026-0001.yaml", f"cases/2026/{NAME}.yaml"),
    )
    second = propose(github, "two", "cases/2026/KN-2026-0006.yaml", "docs/KN-2026-0002.yaml")
    closed = propose(github, "three", "cases/2026/KN-2026-0003.yaml")
    github.edit_pull(closed, state="closed")
    propose(github, "fold", "cases/2026/KN-2026-0004.yaml")
    ran = noted(github, log)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"3 cases have changes waiting. Wrote {OPEN_CHANGES_FILE}.\n"
    text = (log / OPEN_CHANGES_FILE).read_text("utf-8")
    assert json.loads(text)["cases"] == {
        "BA-2026-0001": [first],
        "KN-2026-0001": [first],
        "KN-2026-0006": [first, second],
    }
    assert NAME not in text
    assert "rang back" not in text
    assert github.writes == ()


def test_the_site_that_is_built_of_it_leads_to_the_list(github: GitHub, log: Path) -> None:
    number = propose(github, "one", "cases/2026/KN-2026-0006.yaml")
    assert noted(github, log).out == f"1 case has a change waiting. Wrote {OPEN_CHANGES_FILE}.\n"
    assert export(log, log / "plain").code == 0
    page = (log / "plain" / "cases" / "2026" / "KN-2026-0006.html").read_text("utf-8")
    there = f"https://github.example/{github.repository}"
    assert "A change to this case is waiting for a review, as of " in page
    assert f'href="{there}/pulls?q=is%3Apr%20is%3Aopen%20%22KN-2026-0006%22"' in page
    assert f'href="{there}/pull/{number}"' in page
    assert NAME not in page


def test_many_files_are_read_page_by_page(github: GitHub, log: Path) -> None:
    files = [f"cases/2026/KN-2026-{number:04}.yaml" for number in range(1, 251)]
    number = propose(github, "one", *files)
    assert noted(github, log).code == 0
    cases = json.loads((log / OPEN_CHANGES_FILE).read_text("utf-8"))["cases"]
    assert cases == {Path(each).stem: [number] for each in files}


def test_where_github_cannot_be_asked_nothing_is_written(github: GitHub, log: Path) -> None:
    refused = run(
        "open-changes",
        log=log,
        environment={**github.environment, "GITHUB_TOKEN": github.mint(contents="read")},
    )
    assert refused.code == 3
    assert not (log / OPEN_CHANGES_FILE).exists()


def test_a_list_that_breaks_off_is_not_taken_for_the_whole(github: GitHub) -> None:
    propose(github, "one", "cases/2026/KN-2026-0006.yaml")
    for call in range(1, 40):
        github.inject(Fault(call=call, kind=Kind.TRUNCATED))
    token = github.mint(**RIGHTS)
    clock = Hurried().clock
    with (
        Client(repository=github.repository, token=token, api=github.url, clock=clock) as client,
        pytest.raises(Stopped),
    ):
        read_open_changes(client, server="https://github.example", as_of=datetime.now(UTC))
