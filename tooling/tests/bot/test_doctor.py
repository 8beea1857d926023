"""`escalog doctor` says in each state of set-up the one sentence that helps, and writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from escalation_log.bot.check_list import SCHEDULED
from escalation_log.bot.check_list_text import NAMES as NAMES_OF_STEPS
from escalation_log.bot.main_rules import REQUIRED_CHECKS
from escalation_log.bot.steps import Step
from tests.bot.bench.additions import Run
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.bench.set_up import ACTIONS_APP, SetUp
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


def rules() -> list[dict[str, object]]:
    """Give the rules that docs/workflows.md asks for."""
    checks = [{"context": name, "integration_id": ACTIONS_APP} for name in REQUIRED_CHECKS]
    review = {
        "dismiss_stale_reviews_on_push": True,
        "require_code_owner_review": True,
        "require_last_push_approval": True,
        "required_approving_review_count": 1,
        "required_review_thread_resolution": False,
    }
    required = {
        "required_status_checks": checks,
        "strict_required_status_checks_policy": True,
    }
    return [
        {"type": "deletion"},
        {"type": "non_fast_forward"},
        {"type": "pull_request", "parameters": review},
        {"type": "required_status_checks", "parameters": required},
    ]


def ran(file: str, *, days_ago: int = 0, **more: str) -> Run:
    at = datetime.now(UTC) - timedelta(days=days_ago)
    # The bot's run counts in working hours alone: the newest noon of a day of the working week.
    at = at.replace(hour=12) - timedelta(days=at.hour < 12)
    at -= timedelta(days=max(0, at.weekday() - 4))
    return Run(workflow=file, at=f"{at:%Y-%m-%dT%H:%M:%SZ}", **more)


@pytest.fixture
def whole(github: GitHub) -> GitHub:
    """Give a repository that is set up as docs/setting-up.md asks for."""
    github.settings.pages_are_public = True
    github.settings.set_up = SetUp(
        may_propose=True,
        rules=rules(),
        environments={"github-pages": ["main"]},
        workflows=dict.fromkeys((*SCHEDULED, "watch.yml", "check.yml"), "active"),
    )
    github.add_run(ran("overdue.yml"))
    github.add_run(ran("watch.yml"))
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
    assert list(dict.fromkeys(steps)) == [*Step]


def set_up(**changes: object) -> Callable[[GitHub], None]:
    """Give what changes how a repository is set up."""

    def change(github: GitHub) -> None:
        for name, value in changes.items():
            assert hasattr(github.settings.set_up, name)
            setattr(github.settings.set_up, name, value)

    return change


def rule(kind: str, **changes: object) -> Callable[[GitHub], None]:
    """Give what changes a rule of `main`, or takes it away where nothing is changed in it."""

    def change(github: GitHub) -> None:
        (found,) = [each for each in github.settings.set_up.rules if each["type"] == kind]
        if changes:
            found["parameters"] |= changes
        else:
            github.settings.set_up.rules.remove(found)

    return change


def without_auto_merge(github: GitHub) -> None:
    merging(TOKEN)(github)
    github.settings.set_up.repository["allow_auto_merge"] = False


def hidden_merging(github: GitHub) -> None:
    merging(TOKEN)(github)
    github.settings.set_up.hidden = ("allow_auto_merge",)


def any_source(github: GitHub) -> None:
    checks = github.settings.set_up.rules[-1]["parameters"]["required_status_checks"]
    del checks[1]["integration_id"]


def no_pages(github: GitHub) -> None:
    github.settings.pages_are_public = None


def built_from_a_branch(github: GitHub) -> None:
    github.settings.pages_are_built = "legacy"


def no_runs(github: GitHub) -> None:
    github.settings.runs = [each for each in github.settings.runs if "overdue" not in each.workflow]


def bot_failed(github: GitHub) -> None:
    github.settings.runs = [ran("overdue.yml", conclusion="failure"), ran("watch.yml")]


def watch_is_silent(github: GitHub) -> None:
    github.settings.runs = [ran("overdue.yml"), ran("watch.yml", days_ago=7)]


def off(file: str, state: str) -> Callable[[GitHub], None]:
    def change(github: GitHub) -> None:
        github.settings.set_up.workflows[file] = state

    return change


def label_deleted(github: GitHub) -> None:
    log = ("sync", "--as-of", "2026-11-22 12:00")
    assert run(*log, environment=github.environment).code == 0
    github.delete_label("escalation-log")


def merging(
    *secrets: str, branches: list[str] | None = None, of_all: tuple[str, ...] = ()
) -> Callable[[GitHub], None]:
    def change(github: GitHub) -> None:
        known = github.settings.set_up
        known.variables["ESCALOG_AUTO_MERGE"] = "true"
        known.environments["auto-merge"] = ["main"] if branches is None else branches
        known.secrets = {"auto-merge": [*secrets], "": [*of_all]}
        known.repository |= {"allow_auto_merge": True, "allow_merge_commit": True}

    return change


TOKEN = "ESCALOG_MERGE_TOKEN"
RULESET = "in the ruleset of main under Settings, Rules, Rulesets"
ACTIONS = "under Settings, Actions, General"
VARIABLES = "under Settings, Secrets and variables, Actions, Variables"
STATES: dict[str, tuple[Callable[[GitHub], None], str]] = {
    "archived": (
        set_up(repository={"archived": True}),
        "The repository: The repository is archived, so that nothing runs and nothing is written.",
    ),
    "a branch of another name": (
        set_up(repository={"default_branch": "trunk"}),
        "The repository: The default branch is not called main, the only one that the workflows "
        "run on: rename it under Settings, General.",
    ),
    "public": (
        set_up(repository={"private": False, "visibility": "public"}),
        "The repository: The repository is not private: everybody can see it. Unless every case "
        "is invented, make it private under Settings, General, Danger Zone.",
    ),
    "no issues": (
        set_up(repository={"has_issues": False}),
        "The repository: Its issues are switched off, and the bot has nowhere to say what is "
        "overdue: tick Issues under Settings, General, Features.",
    ),
    "no Actions": (
        set_up(actions={"enabled": False}),
        f"Rights: Actions are switched off: allow them {ACTIONS}.",
    ),
    "own actions alone": (
        set_up(actions={"enabled": True, "allowed_actions": "local_only"}),
        "Rights: Only actions of the owner's own may be used, and the workflows use those that "
        f"GitHub made: allow them {ACTIONS}.",
    ),
    "chosen actions": (
        set_up(actions={"enabled": True, "allowed_actions": "selected"}, owned_allowed=False),
        "Rights: The actions that GitHub made may not be used, and the workflows use them: tick "
        f"“Allow actions created by GitHub” {ACTIONS}.",
    ),
    "rights to write": (
        set_up(default_rights="write"),
        "Rights: A workflow that names no rights may write everything: choose “Read repository "
        f"contents and packages permissions” {ACTIONS}, Workflow permissions.",
    ),
    "no proposals": (
        set_up(may_propose=False),
        "Rights: calendars.yml and fold.yml cannot propose anything: tick “Allow GitHub Actions "
        f"to create and approve pull requests” {ACTIONS}, Workflow permissions.",
    ),
    "may be deleted": (
        rule("deletion"),
        f"Protection: main may be deleted: tick “Restrict deletions” {RULESET}.",
    ),
    "may be pushed over": (
        rule("non_fast_forward"),
        f"Protection: main may be pushed over: tick “Block force pushes” {RULESET}.",
    ),
    "no pull requests": (
        rule("pull_request"),
        "Protection: main may be changed without a pull request: tick “Require a pull request "
        f"before merging” {RULESET}.",
    ),
    "no approval": (
        rule("pull_request", required_approving_review_count=0),
        "Protection: A pull request may be merged without anybody's approval: require one "
        f"{RULESET}.",
    ),
    "stale approvals": (
        rule("pull_request", dismiss_stale_reviews_on_push=False),
        "Protection: An approval counts for commits that nobody has looked at: tick “Dismiss "
        f"stale pull request approvals when new commits are pushed” {RULESET}.",
    ),
    "bypass": (
        set_up(bypassing=[{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}]),
        "Protection: The bypass list has 1 entry, for which no check and no review counts: empty "
        f"it {RULESET}.",
    ),
    "a check from anywhere": (
        any_source,
        "Required checks: Whoever has a token may report What was recorded stands as passed: "
        f"choose GitHub Actions as the source of each {RULESET}.",
    ),
    "not up to date": (
        rule("required_status_checks", strict_required_status_checks_policy=False),
        "Required checks: What was checked may no longer be what main becomes: tick “Require "
        f"branches to be up to date before merging” {RULESET}.",
    ),
    "Pages not yet on": (
        no_pages,
        "Pages: Pages is not switched on: choose GitHub Actions as the source under Settings, "
        f"Pages, or set ESCALOG_PAGES to none {VARIABLES}.",
    ),
    "Pages of a branch": (
        built_from_a_branch,
        "Pages: Pages is built from a branch: choose GitHub Actions as the source under Settings, "
        "Pages.",
    ),
    "restricted site on public Pages": (
        set_up(variables={"ESCALOG_PAGES": "restricted"}),
        "Pages: The restricted site is to be on Pages, which everybody can read: private Pages "
        "need GitHub Enterprise Cloud; without it set ESCALOG_PAGES to public and serve the "
        "restricted site yourselves (docs/serving.md).",
    ),
    "another word for Pages": (
        set_up(variables={"ESCALOG_PAGES": "private"}),
        "Pages: ESCALOG_PAGES says neither public, restricted nor none: correct it "
        f"{VARIABLES}.",
    ),
    "anybody deploys": (
        set_up(environments={"github-pages": None}),
        "Pages: Other branches than main may deploy to the environment github-pages: choose "
        "“Selected branches and tags” under Settings, Environments, github-pages, and name main "
        "alone.",
    ),
    "a schedule that GitHub switched off": (
        off("calendars.yml", "disabled_inactivity"),
        "Schedules: calendars.yml is switched off, as GitHub does where nothing has happened in a "
        "public repository for 60 days: choose Enable workflow under Actions, in each of them.",
    ),
    "a schedule that somebody switched off": (
        off("overdue.yml", "disabled_manually"),
        "Schedules: overdue.yml is switched off, by somebody: choose Enable workflow under "
        "Actions, in each of them.",
    ),
    "a bot that never ran": (
        no_runs,
        "Schedules: The schedule of overdue.yml has never succeeded. Start it once by hand under "
        "Actions, Overdue, Run workflow, and ask again in an hour of the working day.",
    ),
    "a chosen moment": (
        set_up(variables={"ESCALOG_AS_OF": "2026-01-20"}),
        "Schedules: ESCALOG_AS_OF is set, so that the bot judges by a chosen moment and not by "
        f"the present: delete it {VARIABLES}.",
    ),
    "the bot's label deleted": (
        label_deleted,
        "Labels: The label escalation-log was deleted, and by it the bot finds its issues: make "
        "it again under Issues, Labels, and give it to each issue that the bot has opened.",
    ),
    "no secret": (
        merging(),
        "Secrets: The environment auto-merge has no secret ESCALOG_MERGE_TOKEN, without which "
        "nothing is merged by itself: add it under Settings, Environments, auto-merge.",
    ),
    "a secret for every branch": (
        merging(TOKEN, of_all=(TOKEN,)),
        "Secrets: ESCALOG_MERGE_TOKEN is a secret of the repository, which a workflow on any "
        "branch is given: delete it under Settings, Secrets and variables, Actions, and keep it "
        "in the environment auto-merge alone.",
    ),
    "a secret for other branches": (
        merging(TOKEN, branches=["main", "x"]),
        "Secrets: Other branches than main may deploy to the environment auto-merge: choose "
        "“Selected branches and tags” under Settings, Environments, auto-merge, and name main "
        "alone.",
    ),
    "no merging by itself": (
        without_auto_merge,
        "Secrets: Nothing is merged by itself: tick “Allow auto-merge” under Settings, General, "
        "Pull Requests.",
    ),
    "a watch that does not run": (
        watch_is_silent,
        "Dead man's switch: watch.yml has not run by its schedule for a day of the working week, "
        "so that nobody is told when the bot is silent: choose Actions, Watch, Run workflow, and "
        "ask again tomorrow.",
    ),
    "no watch": (
        off("watch.yml", "deleted"),
        "Dead man's switch: GitHub knows no watch.yml: put the files of .github/workflows on main.",
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_gets_the_one_sentence_that_helps(whole: GitHub, state: str) -> None:
    change, sentence = STATES[state]
    change(whole)
    whole.forget_calls()
    done = doctor(whole)
    assert amiss(done) == [f"missing  {sentence}"]
    assert done.out.endswith("9 steps: 1 thing missing, 0 not seen. Nothing was written.\n")
    assert (done.code, done.err) == (1, "")
    assert not whole.writes


def test_a_plan_without_rules_is_named(whole: GitHub) -> None:
    whole.settings.set_up.needs_plan = True
    words = (
        "GitHub keeps no rules for a private repository on a free plan, so that nothing protects "
        "main: the owner needs a paid one, such as GitHub Team."
    )
    assert amiss(doctor(whole)) == [
        f"missing  Protection: {words}",
        f"missing  Required checks: {words}",
    ]


def queued(github: GitHub) -> None:
    rule("required_status_checks", strict_required_status_checks_policy=False)(github)
    queue = {
        "check_response_timeout_minutes": 60,
        "grouping_strategy": "ALLGREEN",
        "max_entries_to_build": 5,
        "max_entries_to_merge": 5,
        "merge_method": "MERGE",
        "min_entries_to_merge": 1,
        "min_entries_to_merge_wait_minutes": 5,
    }
    github.settings.set_up.rules.append({"type": "merge_queue", "parameters": queue})


def closed_pages(github: GitHub) -> None:
    github.settings.pages_are_public = False
    github.settings.set_up.variables["ESCALOG_PAGES"] = "restricted"


def chosen_actions(github: GitHub) -> None:
    github.settings.set_up.actions["allowed_actions"] = "selected"


def several_pages_of_variables(github: GitHub) -> None:
    named = {f"OTHER_{number:02}": "x" for number in range(45)}
    github.settings.set_up.variables = {**named, "ESCALOG_PAGES": "none"}
    github.settings.pages_are_public = None


ALSO_RIGHT = (queued, closed_pages, chosen_actions, several_pages_of_variables, merging(TOKEN))


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


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            set_up(bypassing=None),
            "Protection: Who may pass by the rules of main could not be seen: the token needs "
            "“Administration: write”. GitHub shows it only to whoever may change the rules: look "
            f"at “Bypass list” {RULESET}, which must be empty.",
        ),
        (
            hidden_merging,
            "Secrets: Whether “Allow auto-merge” is ticked could not be seen: the token needs "
            "“Contents: write”. Look under Settings, General, Pull Requests.",
        ),
    ],
)
def test_what_github_keeps_to_whoever_may_change_it_is_said(
    whole: GitHub, change: Callable[[GitHub], None], words: str
) -> None:
    change(whole)
    done = doctor(whole)
    assert (done.code, amiss(done)) == (3, [f"unseen   {words}"])


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


def test_the_checks_and_the_schedules_are_those_of_the_workflow_files() -> None:
    assert set(REQUIRED_CHECKS) == set(jobs_of_the_check())
    scheduled = {name for name in NAMES if "schedule" in workflow(name)["on"]}
    assert scheduled == {*SCHEDULED, "watch.yml"}


def jobs_of_the_check() -> Iterator[str]:
    for job in workflow("check.yml")["jobs"].values():
        versions = job.get("strategy", {}).get("matrix", {}).get("python", [])
        yield from [f"{job['name']} ({each})" for each in versions] or [job["name"]]


def test_the_check_list_has_every_step_in_its_order() -> None:
    text = (REPOSITORY / "docs" / "setting-up.md").read_text("utf-8")
    assert re.findall(r"^## \d\. (.+)$", text, re.MULTILINE) == [*NAMES_OF_STEPS.values()]
    assert re.findall(r"^## (\d)\.", text, re.MULTILINE) == [
        str(number) for number in range(1, len(Step) + 1)
    ]
