"""`escalog calendars` merges a feed, and proposes what is new in one pull request."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.bot.bench.github import GitHub
from tests.cli.running import Ran, run
from tests.log.feeds import event, feed, written
from tests.logs import FOUR

BRANCH = "bank-holidays"
SCOTLAND = "policies/calendars/scotland.yaml"
RIGHTS = {"contents": "write", "pull_requests": "write"}
Feed = Callable[..., Path]


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Give a clone of a log, whose origin is a bare repository beside it."""
    folder = tmp_path / "log"
    shutil.copytree(FOUR / "policies", folder / "policies")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "The log")
    git(tmp_path, "clone", "--quiet", "--bare", str(folder), "origin.git")
    git(folder, "remote", "add", "origin", str(tmp_path / "origin.git"))
    git(folder, "fetch", "--quiet", "origin")
    return folder


@pytest.fixture
def publish(tmp_path: Path) -> Feed:
    """Give a function that writes a feed with a holiday of Scotland's, or up to a year."""

    def write(*, last: int = 2028, on: str | None = None) -> Path:
        content: dict[str, Any] = feed(last=last)
        if on is not None:
            content["scotland"]["events"].append(event(on, "World Cup bank holiday"))
        path = tmp_path / "bank-holidays.json"
        path.write_bytes(written(content))
        return path

    return write


def coming_monday() -> str:
    """Give a Monday to come, more than a month from now, that is no bank holiday."""
    on = datetime.now(UTC).date() + timedelta(days=60)
    known = {each["date"] for each in feed()["scotland"]["events"]}
    while on.weekday() or str(on) in known:
        on += timedelta(days=1)
    return str(on)


def propose(github: GitHub, log: Path, feed: Path) -> Ran:
    git(log, "checkout", "--quiet", "--", ".")
    git(log, "fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*")
    environment = {**github.environment, "GITHUB_TOKEN": github.mint(**RIGHTS)}
    return run("calendars", "--feed", feed, "--propose", log=log, environment=environment)


def on_branch(log: Path, file: str = SCOTLAND) -> str:
    git(log, "fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*")
    return git(log, "show", f"origin/{BRANCH}:{file}")


def test_where_nothing_is_new_no_file_is_written(log: Path, publish: Feed) -> None:
    done = run("calendars", "--feed", publish(), log=log)
    assert (done.code, done.out) == (0, "Nothing is new.\n")
    assert git(log, "status", "--short") == ""


def test_a_new_year_is_merged_and_the_log_stays_in_order(log: Path, publish: Feed) -> None:
    done = run("calendars", "--feed", publish(last=2029), log=log)
    assert done.out.splitlines() == [
        "England and Wales: 2029 is published, with 8 bank holidays.",
        "Northern Ireland: 2029 is published, with 10 bank holidays.",
        "Scotland: 2029 is published, with 9 bank holidays.",
    ]
    assert run("check", log=log).code == 0
    counted = run(
        "deadline", "--from", "2028-12-29", "--working-days", "1", "--calendar", "scotland", log=log
    )
    assert "Wednesday 3 January 2029" in counted.out
    assert run("calendars", "--feed", publish(last=2029), log=log).out == "Nothing is new.\n"


def test_a_feed_that_is_amiss_changes_nothing(log: Path, tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({"england-and-wales": {}}))
    done = run("calendars", "--feed", path, log=log)
    assert done.code == 3
    assert "Nothing was changed." in done.err
    assert git(log, "status", "--short") == ""


def test_what_is_new_becomes_one_pull_request(github: GitHub, log: Path, publish: Feed) -> None:
    monday = coming_monday()
    head = git(log, "rev-parse", "HEAD")
    done = propose(github, log, publish(on=monday))
    assert done.code == 0, done.err
    assert "Pushed the branch bank-holidays.\nPull request 1 proposes it.\n" in done.out
    today = datetime.now(UTC).date()
    line = f"{{on: {monday}, name: World Cup bank holiday, announced: {today}}}"
    assert line in on_branch(log)
    (pull,) = github.pulls()
    assert (pull["head"]["ref"], pull["base"]["ref"]) == (BRANCH, "main")
    assert "- Scotland: Monday " in pull["body"]
    assert "would be none by the usual rules, and is listed." in pull["body"]
    assert git(log, "rev-parse", f"origin/{BRANCH}^") == head == git(log, "rev-parse", "HEAD")
    assert git(log, "log", "-1", "--format=%an", f"origin/{BRANCH}") == "github-actions[bot]"


def test_a_second_run_pushes_nothing_and_writes_nothing(
    github: GitHub, log: Path, publish: Feed
) -> None:
    found = publish(on=coming_monday())
    propose(github, log, found)
    commit = git(log, "ls-remote", "origin", BRANCH)
    github.forget_calls()
    done = propose(github, log, found)
    assert "The branch bank-holidays says so already.\nPull request 1 proposes it.\n" in done.out
    assert git(log, "ls-remote", "origin", BRANCH) == commit
    assert not github.writes


def test_more_that_is_new_updates_it_and_keeps_the_day_of_finding(
    github: GitHub, log: Path, publish: Feed
) -> None:
    monday = coming_monday()
    propose(github, log, publish(on=monday))
    git(log, "checkout", "--quiet", "--force", "-b", "mended", f"origin/{BRANCH}")
    path = log / SCOTLAND
    today = datetime.now(UTC).date()
    announced = f"announced: {today - timedelta(days=3)}"
    path.write_text(path.read_text("utf-8").replace(f"announced: {today}", announced))
    git(log, "commit", "--quiet", "--all", "-m", "When it was announced")
    git(log, "push", "--quiet", "origin", f"HEAD:{BRANCH}")
    git(log, "checkout", "--quiet", "main")
    done = propose(github, log, publish(on=monday, last=2029))
    assert done.code == 0, done.err
    assert f"{{on: {monday}, name: World Cup bank holiday, {announced}}}" in on_branch(log)
    assert "published_to: 2029" in on_branch(log)
    (pull,) = github.pulls()
    assert "2029 is published" in pull["body"]


def test_a_branch_that_somebody_changed_meanwhile_is_not_overwritten(
    github: GitHub, log: Path, publish: Feed
) -> None:
    propose(github, log, publish(last=2029))
    git(log, "update-ref", f"refs/remotes/origin/{BRANCH}", "HEAD")
    environment = {**github.environment, "GITHUB_TOKEN": github.mint(**RIGHTS)}
    git(log, "checkout", "--quiet", "--", ".")
    found = publish(last=2030)
    done = run("calendars", "--feed", found, "--propose", log=log, environment=environment)
    assert done.code == 3
    assert "Git could not push the branch of the proposal" in done.err
    assert "published_to: 2029" in on_branch(log)


def test_where_github_refuses_the_pull_request_the_setting_is_named(
    github: GitHub, log: Path, publish: Feed
) -> None:
    token = github.mint(contents="write", pull_requests="read")
    environment = {**github.environment, "GITHUB_TOKEN": token}
    feed_of_2029 = publish(last=2029)
    done = run("calendars", "--feed", feed_of_2029, "--propose", log=log, environment=environment)
    assert done.code == 3
    assert "Allow GitHub Actions to create and approve pull requests" in done.err
