"""States of set-up: a complete one, and one in which a single thing is amiss, by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from escalation_log.bot.check_list import WORKFLOWS
from escalation_log.bot.main_rules import REQUIRED_CHECKS
from tests.bot.bench.github import GitHub
from tests.bot.bench.runs import Run
from tests.bot.bench.set_up import ACTIONS_APP, SetUp
from tests.cli.running import run


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


def ran(file: str, *, days_ago: int = 0, conclusion: str = "success") -> Run:
    at = datetime.now(UTC) - timedelta(days=days_ago)
    # The bot's run counts in working hours alone: the newest noon of a day of the working week.
    at = at.replace(hour=12) - timedelta(days=at.hour < 12)
    at -= timedelta(days=max(0, at.weekday() - 4))
    return Run(workflow=file, at=f"{at:%Y-%m-%dT%H:%M:%SZ}", conclusion=conclusion)


def complete(github: GitHub) -> None:
    """Set a repository up as docs/setting-up.md asks for."""
    github.settings.pages_are_public = True
    github.settings.set_up = SetUp(
        may_propose=True,
        rules=rules(),
        environments={"github-pages": ["main"]},
        workflows=dict.fromkeys((*WORKFLOWS, "watch.yml"), "active"),
    )
    github.add_run(ran("overdue.yml"))
    github.add_run(ran("watch.yml"))


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


def no_environment(github: GitHub) -> None:
    merging(TOKEN)(github)
    del github.settings.set_up.environments["auto-merge"]


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
    github.settings.runs.ran = [
        each for each in github.settings.runs.ran if "overdue" not in each.workflow
    ]


def watch_is_silent(github: GitHub) -> None:
    github.settings.runs.ran = [ran("overdue.yml"), ran("watch.yml", days_ago=7)]


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
STATES: dict[str, Callable[[GitHub], None]] = {
    "archived": set_up(repository={"archived": True}),
    "a-branch-of-another-name": set_up(repository={"default_branch": "trunk"}),
    "public": set_up(repository={"private": False, "visibility": "public"}),
    "no-issues": set_up(repository={"has_issues": False}),
    "no-Actions": set_up(actions={"enabled": False}),
    "own-actions-alone": set_up(actions={"enabled": True, "allowed_actions": "local_only"}),
    "chosen-actions": set_up(
        actions={"enabled": True, "allowed_actions": "selected"}, owned_allowed=False
    ),
    "rights-to-write": set_up(default_rights="write"),
    "no-proposals": set_up(may_propose=False),
    "may-be-deleted": rule("deletion"),
    "may-be-pushed-over": rule("non_fast_forward"),
    "no-pull-requests": rule("pull_request"),
    "no-approval": rule("pull_request", required_approving_review_count=0),
    "stale-approvals": rule("pull_request", dismiss_stale_reviews_on_push=False),
    "bypass": set_up(
        bypassing=[{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}]
    ),
    "a-check-from-anywhere": any_source,
    "not-up-to-date": rule("required_status_checks", strict_required_status_checks_policy=False),
    "Pages-not-yet-on": no_pages,
    "Pages-of-a-branch": built_from_a_branch,
    "restricted-site-on-public-Pages": set_up(variables={"ESCALOG_PAGES": "restricted"}),
    "another-word-for-Pages": set_up(variables={"ESCALOG_PAGES": "private"}),
    "anybody-deploys": set_up(environments={"github-pages": None}),
    "a-schedule-that-GitHub-switched-off": off("calendars.yml", "disabled_inactivity"),
    "a-schedule-that-somebody-switched-off": off("overdue.yml", "disabled_manually"),
    "a-bot-that-never-ran": no_runs,
    "a-chosen-moment": set_up(variables={"ESCALOG_AS_OF": "2026-01-20"}),
    "the-bots-label-deleted": label_deleted,
    "no-environment": no_environment,
    "no-secret": merging(),
    "a-secret-for-every-branch": merging(TOKEN, of_all=(TOKEN,)),
    "a-secret-for-other-branches": merging(TOKEN, branches=["main", "x"]),
    "no-merging-by-itself": without_auto_merge,
    "a-watch-that-does-not-run": watch_is_silent,
    "no-watch": off("watch.yml", "deleted"),
}


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


def no_pages_by_the_organisation(github: GitHub) -> None:
    github.settings.pages_are_public = None
    github.settings.set_up.shared_variables["ESCALOG_PAGES"] = "none"


def the_repository_before_the_organisation(github: GitHub) -> None:
    github.settings.set_up.shared_variables["ESCALOG_PAGES"] = "restricted"
    github.settings.set_up.variables["ESCALOG_PAGES"] = "public"


def not_deployed_yet(github: GitHub) -> None:
    del github.settings.set_up.environments["github-pages"]


def chosen_actions(github: GitHub) -> None:
    github.settings.set_up.actions["allowed_actions"] = "selected"


def several_pages_of_variables(github: GitHub) -> None:
    named = {f"OTHER_{number:02}": "x" for number in range(45)}
    github.settings.set_up.variables = {**named, "ESCALOG_PAGES": "none"}
    github.settings.pages_are_public = None
