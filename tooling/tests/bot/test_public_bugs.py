"""What befell other people's issue bots does not befall this one, by the names of the reports.

Each name of the table has a test of that name. Where the fault matrix has what happened as a
scenario, the test uses that one: there the same end is come to after any fault besides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from escalation_log.bot.marker import MOST_BODY_CHARACTERS, length
from escalation_log.effect.card import MARK
from escalation_log.effect.gates import Proposal, label_of
from escalation_log.effect.value import Gate
from tests.bot.answering import Answer, answering
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.bench.rules import Limits
from tests.bot.hurried import Hurried, Killed
from tests.bot.scenarios import MUCH, SCENARIOS, TEAM, Scenario
from tests.bot.test_may_merge import IN_TIME, LATE, may_merge
from tests.bot.test_post_effect import RIGHTS
from tests.bot.wanting import Bot, key, want, wanted_issues
from tests.cli.running import run
from tests.hostile import alive
from tests.hostile.planting import planted_log
from tests.repositories import Repository
from tests.site.building import AS_OF

BUGS = (
    "duplicates after a crash",
    "empty list",
    "secondary limit",
    "body too long",
    "invalid assignee",
    "transferred",
    "foreign issue with our mark",
    "moved repository",
    "runner command in text",
    "fork without pull request",
    "stale approval",
    "cache lost",
    "label deleted",
    "closed by hand",
    "locked",
    "two runs at once",
)


def test_each_bug_has_a_test_of_its_name() -> None:
    assert len(BUGS) == 16
    names = [f"test_{bug.replace(' ', '_')}" for bug in BUGS]
    assert [name for name in names if not callable(globals().get(name))] == []


@pytest.fixture
def bot(github: GitHub, tmp_path: Path) -> Bot:
    return Bot(github=github, memory=tmp_path / "memory.json")


@pytest.fixture
def happened(bot: Bot) -> Callable[[str], list[dict[str, Any]]]:
    """Let a scenario happen and the bot run, then again with nothing to write; give the issues."""

    def happen(name: str) -> list[dict[str, Any]]:
        (scenario,) = (each for each in SCENARIOS if each.name == name)
        scenario.before(bot)
        _twice(replace(bot, account=scenario.account), scenario)
        return bot.github.issues()

    return happen


def _twice(bot: Bot, scenario: Scenario) -> None:
    assert bot.sync(scenario.wanted)[1].is_finished
    bot.github.forget_calls()
    bot.sync(scenario.wanted)
    assert not bot.github.writes


def states(issues: list[dict[str, Any]]) -> list[str]:
    return [each["state"] for each in issues]


@pytest.mark.parametrize("call", range(1, 7))
def test_duplicates_after_a_crash(bot: Bot, call: int) -> None:
    wanted = wanted_issues(want(key(1)), want(key(2)))
    bot.github.inject(Fault(call=call, kind=Kind.KILL_AFTER, kill=bot.hurried.kill))
    if call < 6:
        with pytest.raises(Killed):
            bot.sync(wanted)
    else:
        bot.sync(wanted)
    assert replace(bot, hurried=Hurried()).sync(wanted)[1].is_finished
    assert states(bot.github.issues()) == ["open", "open"]


@pytest.mark.parametrize("remembers", [True, False])
def test_empty_list(bot: Bot, remembers: bool) -> None:
    wanted = wanted_issues(want(key(1)), want(key(2)))
    bot.sync(wanted)
    bot.github.forget_calls()
    if remembers:
        bot.github.inject(Fault(call=1, kind=Kind.EMPTY_LIST, times=1000))
        more = wanted_issues(*wanted.wanted, want(key(3)))
        bot.sync(more)
        bot.github.heal()
    else:
        bot.memory.unlink()
        bot.github.inject(Fault(call=1, kind=Kind.EMPTY_LIST, times=2))
    bot.sync(wanted)
    assert len([call for call in bot.github.writes if call.method == "POST"]) == remembers
    assert len(bot.github.issues()) == 2 + remembers


def test_secondary_limit(bot: Bot) -> None:
    """GitHub allows three a minute, and the bot waits as it is told."""
    bot.github.limits = Limits(a_minute=3, clock=bot.hurried.clock.monotonic)
    wanted = wanted_issues(*(want(key(case)) for case in range(1, 8)))
    assert bot.sync(wanted)[1].is_finished
    assert sum(bot.hurried.waits) >= 60
    assert len(bot.github.issues()) == 7


def test_body_too_long(
    happened: Callable[[str], list[dict[str, Any]]], github: GitHub, bot: Bot
) -> None:
    (issue,) = happened("people filled the body")
    assert length(issue["body"]) <= MOST_BODY_CHARACTERS
    assert issue["body"].endswith("x" * 64_000)
    assert "Look the case up in the log" in issue["body"]
    long = replace(MUCH, key=key(2), part=MUCH.part.replace("KN-2026-0001", "KN-2026-0002"))
    assert bot.sync(wanted_issues(long, others=[key(1)]))[1].is_finished
    assert length(github.issue(2)["body"]) <= MOST_BODY_CHARACTERS


def test_invalid_assignee(happened: Callable[[str], list[dict[str, Any]]]) -> None:
    (issue,) = happened("one of the accounts cannot be assigned")
    assert tuple(each["login"] for each in issue["assignees"]) == TEAM


def test_transferred(happened: Callable[[str], list[dict[str, Any]]]) -> None:
    issues = happened("an issue was moved out of sight")
    assert states(issues) == ["open", "open", "open"]
    assert ["escalation-log case=KN-2026-0001" in str(each["body"]) for each in issues] == [
        False,
        False,
        True,
    ]


def test_foreign_issue_with_our_mark(happened: Callable[[str], list[dict[str, Any]]]) -> None:
    ours, theirs = happened("a person opened an issue with our mark")
    assert (ours["state"], theirs["state"]) == ("closed", "open")
    assert theirs["title"] == "Like yours"
    assert theirs["updated_at"] == theirs["created_at"]


def test_moved_repository(happened: Callable[[str], list[dict[str, Any]]], bot: Bot) -> None:
    """By its new name the issues are found, and by the old one nothing is written."""
    assert states(happened("the repository was moved")) == ["open", "closed"]
    moved = Answer(status=301, data={"message": "Moved Permanently"})
    with answering(moved) as server:
        environment = {**bot.github.environment, "GITHUB_API_URL": server.url}
        ran = run("sync", "--as-of", AS_OF, log=None, environment=environment)
        assert [method for method, *_ in server.asked] == ["GET"]
    assert ran.code == 3
    assert "was renamed, give its present name" in ran.err


def test_runner_command_in_text(github: GitHub, tmp_path: Path) -> None:
    log = planted_log(tmp_path / "log", 3)
    environment = {**github.environment, "GITHUB_ACTIONS": "true"}
    ran = run("sync", "--as-of", AS_OF, log=log, environment=environment)
    assert ran.code == 0, ran.err
    assert alive.in_log(ran.out + ran.err) == []
    assert all("##[" not in each["title"] for each in github.issues())


def test_fork_without_pull_request(github: GitHub) -> None:
    """The event that follows a check of a fork names no pull request."""
    pull = github.open_pull("Record an update", head=f"{github.fork()}:change")
    other = github.open_pull("Of the same name", head="change")
    environment = {**github.environment, "GITHUB_TOKEN": github.mint(**RIGHTS)}
    asked = ("--head", pull["head"]["sha"], "--missing", "example-team:change")
    assert run("post-effect", *asked, environment=environment).code == 0
    (card,) = github.comments(pull["number"])
    assert card["body"].startswith(MARK)
    assert github.comments(other["number"]) == []


def test_stale_approval(github: GitHub, repository: Repository) -> None:
    """An agreement to an earlier commit is none to the newest."""
    head = str(github.open_pull("Change it", head="change")["head"]["sha"])
    repository.append(LATE, f"{IN_TIME}    recorded: 2026-11-24 08:30\n")
    for commit, code in (("0" * 40, 1), (head, 0)):
        proposal = Proposal(number=1, commit=commit, into="main")
        github.label(1, label_of(Gate.ENTRY, proposal))
        assert may_merge(github, repository).code == code


def test_cache_lost(happened: Callable[[str], list[dict[str, Any]]], bot: Bot) -> None:
    assert states(happened("the cache was lost")) == ["open", "closed"]
    said = {}
    for memory in (bot.memory, bot.memory.with_name("lost.json")):
        options = ("--as-of", AS_OF, "--dry-run", "--memory", memory)
        ran = run("sync", *options, log=None, environment=bot.github.environment)
        said[memory.name] = "What earlier runs remembered is lost" in ran.err
    assert said == {"memory.json": False, "lost.json": True}


def test_label_deleted(happened: Callable[[str], list[dict[str, Any]]]) -> None:
    issues = happened("our label was deleted")
    assert states(issues) == ["open", "closed"]
    assert all("escalation-log" in {label["name"] for label in each["labels"]} for each in issues)


def test_closed_by_hand(happened: Callable[[str], list[dict[str, Any]]], github: GitHub) -> None:
    assert states(happened("an issue was closed by hand")) == ["open"]
    (comment,) = github.comments(1)
    assert "somebody closed this issue" in comment["body"]


def test_locked(happened: Callable[[str], list[dict[str, Any]]], github: GitHub) -> None:
    issues = happened("an issue was locked")
    assert [each["title"].rsplit(": ")[-1] for each in issues] == ["breach", "met"]
    assert github.comments(1) == []


@pytest.mark.parametrize("call", range(1, 6))
def test_two_runs_at_once(bot: Bot, call: int, tmp_path: Path) -> None:
    """The second runs while a call of the first is on its way; what is doubled the next closes."""
    wanted = wanted_issues(want(key(1)), want(key(2)))
    second = replace(bot, memory=tmp_path / "of-the-second.json")
    bot.github.meanwhile(call, lambda: second.sync(wanted))
    assert bot.sync(wanted)[1].is_finished
    assert bot.sync(wanted)[1].is_finished
    issues = bot.github.issues()
    still_open = [each["title"] for each in issues if each["state"] == "open"]
    assert sorted(still_open) == sorted(each.title for each in wanted.wanted)
    assert all(bot.github.comments(each["number"]) == [] for each in issues)
