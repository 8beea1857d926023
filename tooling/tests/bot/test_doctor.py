"""`escalog doctor` says in each state of set-up the one sentence that helps, and writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest

from escalation_log.bot.check_list import WORKFLOWS
from escalation_log.bot.check_list_text import NAMES as NAMES_OF_STEPS
from escalation_log.bot.main_rules import REQUIRED_CHECKS
from escalation_log.bot.set_up_steps import SetUpStep
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.set_ups import (
    STATES,
    TOKEN,
    chosen_actions,
    closed_pages,
    complete,
    hidden_merging,
    merging,
    no_pages,
    no_pages_by_the_organisation,
    not_deployed_yet,
    queued,
    ran,
    set_up,
    several_pages_of_variables,
    the_repository_before_the_organisation,
)
from tests.cli.running import Ran, run
from tests.goldens import Golden
from tests.logs import REPOSITORY
from tests.workflows.files import NAMES, workflow

RIGHTS = (
    *("actions", "actions_variables", "administration", "environments", "issues"),
    *("pages", "secrets"),
)


def doctor(github: GitHub, *options: str, rights: tuple[str, ...] = RIGHTS) -> Ran:
    token = github.mint(**dict.fromkeys(rights, "read"))
    return run("doctor", *options, environment={**github.environment, "GITHUB_TOKEN": token})


@pytest.fixture
def whole(github: GitHub) -> GitHub:
    """Give a repository that is set up as docs/setting-up.md asks for."""
    complete(github)
    return github


def amiss(done: Ran) -> list[str]:
    """Give the lines of what is not done."""
    return [line for line in done.out.splitlines() if line.startswith(("missing", "unseen"))]


def test_where_all_is_done_it_says_so_and_writes_nothing(whole: GitHub, golden: Golden) -> None:
    done = doctor(whole)
    assert (done.code, done.err) == (0, "")
    golden.check("doctor/whole.txt", re.sub(r"on \w+day .* UTC", "on DAY at TIME UTC", done.out))
    assert {call.method for call in whole.calls} == {"GET"}


def test_a_new_repository_is_told_every_step_in_order(github: GitHub, golden: Golden) -> None:
    done = doctor(github)
    assert done.code == 1
    golden.check("doctor/new.txt", done.out)
    listed = json.loads(doctor(github, "--format", "json").out)
    assert (listed["schema_version"], listed["repository"]) == (1, github.repository)
    steps = [each["step"] for each in listed["findings"]]
    assert list(dict.fromkeys(steps)) == [*SetUpStep]


@pytest.mark.parametrize("state", STATES)
def test_each_state_gets_the_one_sentence_that_helps(
    whole: GitHub, golden: Golden, state: str
) -> None:
    STATES[state](whole)
    whole.forget_calls()
    done = doctor(whole)
    (line,) = amiss(done)
    golden.check(f"doctor/states/{state}.txt", f"{line}\n")
    assert line.startswith("missing  ")
    assert done.out.endswith("9 steps: 1 thing missing, 0 not seen. Nothing was written.\n")
    assert (done.code, done.err) == (1, "")
    assert not whole.writes


def test_issues_of_the_account_before_show_that_the_label_was_deleted(whole: GitHub) -> None:
    STATES["the-bots-label-deleted"](whole)
    (line,) = amiss(doctor(whole, "--account", f"example-bot,{whole.account}"))
    assert line.startswith("missing  Labels: The label escalation-log was deleted")
    assert amiss(doctor(whole, "--account", "example-bot")) == []


def test_a_bot_that_fails_is_told_from_one_that_never_ran(whole: GitHub) -> None:
    whole.settings.runs.ran = [
        ran("overdue.yml", days_ago=7),
        ran("overdue.yml", conclusion="failure"),
        ran("watch.yml"),
    ]
    (line,) = amiss(doctor(whole))
    assert line.startswith("missing  Schedules: The schedule of overdue.yml last succeeded on ")
    assert line.endswith("It runs and fails: the page of its last run says why.")


def test_a_plan_without_rules_is_named(whole: GitHub, golden: Golden) -> None:
    whole.settings.set_up.needs_plan = True
    golden.check("doctor/free-plan.txt", "".join(f"{line}\n" for line in amiss(doctor(whole))))


ALSO_RIGHT = (
    *(queued, closed_pages, not_deployed_yet, chosen_actions, several_pages_of_variables),
    *(no_pages_by_the_organisation, the_repository_before_the_organisation, merging(TOKEN)),
)


@pytest.mark.parametrize("change", ALSO_RIGHT)
def test_what_else_is_right(whole: GitHub, change: Callable[[GitHub], None]) -> None:
    change(whole)
    done = doctor(whole)
    assert (done.code, amiss(done)) == (0, [])


def seen_by(right: str) -> tuple[str, ...]:
    return tuple(each for each in RIGHTS if each != right)


@pytest.mark.parametrize(
    ("right", "named", "hidden"),
    [
        ("actions", "Actions: read", ["Pages", "Schedules", "Secrets", "Dead man's switch"]),
        ("actions_variables", "Variables: read", ["Pages", "Secrets"]),
        ("administration", "Administration: read", ["Rights", "Rights"]),
        ("environments", "Environments: read", ["Secrets"]),
        ("issues", "Issues: read", ["Labels"]),
        ("pages", "Pages: read", ["Pages"]),
        ("secrets", "Secrets: read", ["Secrets"]),
    ],
)
def test_what_a_token_may_not_see_is_said_and_not_guessed(
    whole: GitHub, right: str, named: str, hidden: list[str]
) -> None:
    merging(TOKEN)(whole)
    done = doctor(whole, rights=seen_by(right))
    assert [line.partition("  ")[2].strip().partition(":")[0] for line in amiss(done)] == hidden
    for line in amiss(done):
        assert line.startswith("unseen  ")
        assert f" could not be seen: the token needs “{named}”. GitHub refused to " in line
    assert (done.code, done.err) == (3, "")
    assert done.out.endswith(f" 0 things missing, {len(hidden)} not seen. Nothing was written.\n")


HIDDEN = {"bypass-list": set_up(bypassing=None), "merging": hidden_merging}


@pytest.mark.parametrize("state", HIDDEN)
def test_what_github_keeps_to_whoever_may_change_it_is_said(
    whole: GitHub, golden: Golden, state: str
) -> None:
    HIDDEN[state](whole)
    done = doctor(whole)
    (line,) = amiss(done)
    golden.check(f"doctor/hidden/{state}.txt", f"{line}\n")
    assert (done.code, line.startswith("unseen   ")) == (3, True)


def test_pages_that_a_token_may_not_see_are_not_taken_for_none(whole: GitHub) -> None:
    no_pages(whole)
    whole.settings.set_up.repository["has_pages"] = True
    (line,) = amiss(doctor(whole))
    assert line.startswith("unseen   Pages: Whether Pages is open to the public could not be seen")


def test_something_missing_counts_more_than_something_unseen(whole: GitHub) -> None:
    whole.settings.set_up.default_rights = "write"
    assert doctor(whole, rights=seen_by("issues")).code == 1


@pytest.mark.parametrize("kind", [Kind.FORBIDDEN_BEFORE, Kind.NOT_FOUND_BEFORE])
def test_a_repository_that_is_not_shown_ends_it(whole: GitHub, kind: Kind) -> None:
    whole.inject(Fault(call=1, kind=kind))
    done = doctor(whole)
    assert (done.code, done.out) == (3, "")
    assert "GitHub refused to describe the repository" in done.err


def test_an_answer_that_is_lost_is_asked_for_again(whole: GitHub) -> None:
    whole.inject(Fault(call=4, kind=Kind.BAD_GATEWAY_BEFORE))
    done = doctor(whole)
    assert (done.code, amiss(done)) == (0, [])


def test_a_token_that_github_does_not_know_gets_no_list(github: GitHub) -> None:
    known = {**github.environment, "GITHUB_TOKEN": "nobody-knows-it"}
    done = run("doctor", environment=known)
    assert (done.code, done.out) == (3, "")
    assert "GitHub does not accept the token" in done.err


def test_the_checks_and_the_workflows_are_those_of_the_files() -> None:
    assert set(REQUIRED_CHECKS) == set(jobs_of_the_check())
    assert set(NAMES) == {*WORKFLOWS, "watch.yml"}


def jobs_of_the_check() -> Iterator[str]:
    for job in workflow("check.yml")["jobs"].values():
        versions = job.get("strategy", {}).get("matrix", {}).get("python", [])
        yield from [f"{job['name']} ({each})" for each in versions] or [job["name"]]


def test_the_check_list_has_every_step_in_its_order() -> None:
    text = (REPOSITORY / "docs" / "setting-up.md").read_text("utf-8")
    assert re.findall(r"^## \d\. (.+)$", text, re.MULTILINE) == [*NAMES_OF_STEPS.values()]
    assert re.findall(r"^## (\d)\.", text, re.MULTILINE) == [
        str(number) for number in range(1, len(SetUpStep) + 1)
    ]
