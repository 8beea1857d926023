"""A clock that is behind what the log holds: nothing is written or published by it."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from escalation_log.log.opening import END_OF_TIME, open_log
from escalation_log.log.slow_clock import refuse_slow_clock, shown_by_events, slow_clock
from escalation_log.model.errors import EscalogError
from tests.cli.running import Ran, run
from tests.log.feeds import feed, written
from tests.logs import CALENDARS, FIFTH
from tests.repositories import Repository, repository_of
from tests.site.building import copy_log
from tests.site.building import run as build

CASE = "cases/2026/SK-2026-0002.yaml"
SAYS = "This machine's clock says "
NOW = datetime.now(UTC)
TOMORROW = NOW + timedelta(days=1)
# Long after whenever the tests run, in a year that the calendars foresee.
LATER = f"{NOW.year + 3}-03-02 10:00"
EVENT = f"  - {{at: {LATER}, kind: discussed, by: raising, how: phone}}\n"
HEAD = ("--head", "a" * 40, "--missing", "example-team:change")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return repository_of(tmp_path / "log", FIFTH, CALENDARS.parents[1])


def commit_at(repository: Repository, moment: datetime) -> None:
    """Commit everything as if it were that moment."""
    repository.commit()
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    environment = {**os.environ, "GIT_COMMITTER_DATE": moment.isoformat()}
    subprocess.run(
        [*command, "commit", "--amend", "--quiet", "--no-edit", "--allow-empty"],
        cwd=repository.folder,
        env=environment,
        check=True,
    )


def writing(tmp_path: Path) -> dict[str, tuple[str | Path, ...]]:
    path = tmp_path / "feed.json"
    path.write_bytes(written(feed(last=2029)))
    return {
        "lock": ("lock",),
        "calendars": ("calendars", "--feed", path),
        "post-effect": ("post-effect", *HEAD),
        "sync": ("sync",),
        "site": ("export", "--format", "site", "--to", tmp_path / "site"),
        "public site": ("export", "--format", "site", "--public", "--to", tmp_path / "site"),
    }


def refused(ran: Ran) -> None:
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"Error: {SAYS}")
    assert "so nothing was written.\nSet the clock of this machine" in ran.err


@pytest.mark.parametrize(
    "name", ["lock", "calendars", "post-effect", "sync", "site", "public site"]
)
def test_by_a_clock_before_the_newest_commit_nothing_is_written(
    name: str, repository: Repository, tmp_path: Path
) -> None:
    (repository.log / "policies" / "editions.lock").unlink(missing_ok=True)
    commit_at(repository, TOMORROW)
    arguments = writing(tmp_path)[name]
    ran = run(*arguments, log=repository.log, environment={})
    refused(ran)
    assert f"the newest commit is of {TOMORROW:%Y-%m-%d %H:%M} UTC." in ran.err
    assert not (tmp_path / "site").exists()
    assert not (repository.log / "policies" / "editions.lock").exists()
    commit_at(repository, NOW)
    ran = run(*arguments, log=repository.log, environment={})
    assert SAYS not in ran.err


@pytest.mark.parametrize("name", ["lock", "sync", "site"])
def test_by_a_clock_before_an_event_that_is_not_committed_nothing_is_written(
    name: str, repository: Repository, tmp_path: Path
) -> None:
    repository.append(CASE, EVENT)
    arguments = writing(tmp_path)[name]
    ran = run(*arguments, log=repository.log, environment={})
    refused(ran)
    assert f"of {CASE} was entered at {LATER}" in ran.err
    assert f"If it is right, correct the event: escalog check {CASE}" in ran.err


def test_an_event_that_git_has_longer_than_it_says_is_mistyped_and_stops_nobody(
    repository: Repository, tmp_path: Path
) -> None:
    repository.append(CASE, EVENT)
    commit_at(repository, NOW)
    for name in ("lock", "sync"):
        ran = run(*writing(tmp_path)[name], log=repository.log, environment={})
        assert SAYS not in ran.err
    ran = run("check", "--format", "json", log=repository.log)
    assert {each["rule"] for each in json.loads(ran.out)["problems"]} >= {"not-in-future"}


def test_what_only_reads_says_it_once(repository: Repository) -> None:
    repository.append(CASE, EVENT)
    ran = run("assess", log=repository.log)
    assert ran.code == 0
    assert ran.err.count(SAYS) == 1
    assert SAYS not in run("assess", "--as-of", LATER, log=repository.log).err
    ran = run("sync", "--dry-run", log=repository.log, environment={})
    assert ran.code == 0
    assert ran.err.count(SAYS) == 1


def test_clocks_may_differ_a_little(repository: Repository) -> None:
    commit_at(repository, NOW + timedelta(minutes=4))
    refuse_slow_clock(repository.log, NOW)
    with pytest.raises(EscalogError, match="newest commit"):
        refuse_slow_clock(repository.log, NOW - timedelta(minutes=2))


def test_without_git_an_event_bears_witness(tmp_path: Path) -> None:
    log = copy_log(tmp_path / "log", cases=True)
    opened = open_log(log, as_of=END_OF_TIME)
    newest = max(
        (event.recorded or event.at).on for each in opened.cases for event in each.case.events
    )
    midnight = datetime(newest.year, newest.month, newest.day, tzinfo=UTC)
    before, after = midnight - timedelta(days=2), midnight + timedelta(days=2)
    assert slow_clock(log, before) is None
    assert slow_clock(log, after, opened) is None
    assert shown_by_events(log, after, opened) is None
    found = slow_clock(log, before, opened)
    assert found is not None
    assert found == shown_by_events(log, before, opened)
    assert f"was entered at {newest}" in found.words


def test_a_site_is_not_built_unless_its_moment_is_given(tmp_path: Path) -> None:
    repository = repository_of(tmp_path / "log")
    copy_log(tmp_path / "other", cases=True)
    for name in ("site", "mkdocs.yml"):
        (tmp_path / "other" / name).rename(repository.log / name)
    commit_at(repository, TOMORROW)
    assert build(repository.log).returncode == 0
    settings = repository.log / "mkdocs.yml"
    lines = settings.read_text("utf-8").splitlines(keepends=True)
    settings.write_text("".join(each for each in lines if "as_of:" not in each), "utf-8")
    done = build(repository.log)
    assert done.returncode == 1
    assert SAYS in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
