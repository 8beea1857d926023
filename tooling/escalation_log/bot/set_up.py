"""Read how a repository is set up on GitHub, each part by itself, and write nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Forbidden, Refused, Unsure
from escalation_log.bot.issues import (
    GitHubItem,
    accounts_of,
    found_in,
    item_of,
    items_in,
    text_in,
)
from escalation_log.bot.marker import OURS
from escalation_log.bot.watched import Watched, read_watched

_T = TypeVar("_T")

MAIN = "main"
BOT = "overdue.yml"
SWITCH = "watch.yml"
MERGING = "auto-merge"
PAGES = "github-pages"

_NOT_FOUND = 404
# GitHub gives no more of its variables at once.
_PAGE_SIZE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """What GitHub did not show: what it said, and the right that shows it.

    `asks_for_plan` is true where it said that the repository's plan has no such thing.
    """

    because: str
    right: str
    asks_for_plan: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruleset:
    """A set of rules for `main`; `bypassing` counts who may pass by, None where it is not shown."""

    number: int
    bypassing: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What the bot and the workflows need of a repository, as it was at a moment.

    `environments` has the branches that may deploy to each, None for any branch. `secrets` are the
    names of those of the repository, `merging_secrets` of those of the environment `auto-merge`;
    they are asked for only where changes are to be merged by themselves.
    `watch_ran_at` is when the newest run of `watch.yml` by its schedule began, however it ended.
    """

    asked_at: datetime
    repository: GitHubItem
    actions: GitHubItem | Unseen
    allowed: GitHubItem | Unseen | None
    token: GitHubItem | Unseen
    rules: Sequence[GitHubItem] | Unseen
    rulesets: Sequence[Ruleset | Unseen]
    variables: Mapping[str, str] | Unseen
    pages: GitHubItem | Unseen | None
    environments: Mapping[str, Sequence[str] | Unseen | None] | Unseen
    workflows: Mapping[str, str] | Unseen
    bot: Watched | Unseen
    watch_ran_at: datetime | Unseen | None
    label_is_there: bool | Unseen
    bot_has_issues: bool | Unseen
    secrets: frozenset[str] | Unseen = frozenset()
    merging_secrets: frozenset[str] | Unseen = frozenset()


def read_set_up(client: Client, *, account: str, server: str, now: datetime) -> SetUp:
    """Ask GitHub for everything; raise as `Client.get` does where the repository is not shown.

    `account` is whose issues are the bot's, `server` the address of GitHub's pages.
    """
    repository = item_of(client.get("", asked="describe the repository"))
    administration = "Administration: read"
    actions = _item(client, "actions/permissions", "say what Actions may do", administration)
    rules = _seen(lambda: _rules_of_main(client), "Metadata: read")
    variables = _seen(lambda: _variables(client, repository), "Variables: read")
    return SetUp(
        asked_at=now,
        repository=repository,
        actions=actions,
        allowed=_allowed(client, actions, administration),
        token=_item(
            client, "actions/permissions/workflow", "say what workflows may do", administration
        ),
        rules=rules,
        rulesets=() if isinstance(rules, Unseen) else tuple(_rulesets(client, rules)),
        variables=variables,
        pages=_pages(client, repository),
        environments=_seen(lambda: _environments(client), "Actions: read"),
        workflows=_seen(lambda: _workflows(client), "Actions: read"),
        bot=_seen(lambda: read_watched(client, BOT, server=server, now=now), "Actions: read"),
        watch_ran_at=_seen(lambda: _ran_at(client, SWITCH), "Actions: read"),
        label_is_there=_seen(lambda: _has_label(client), "Issues: read"),
        bot_has_issues=_seen(lambda: _has_issues(client, account), "Issues: read"),
        **(_merging_secrets(client) if merges_by_itself(variables) else {}),
    )


def merges_by_itself(variables: Mapping[str, str] | Unseen) -> bool:
    """Say whether the variables ask for changes of cases to be merged by themselves."""
    return not isinstance(variables, Unseen) and variables.get("ESCALOG_AUTO_MERGE") == "true"


def _merging_secrets(client: Client) -> Mapping[str, frozenset[str] | Unseen]:
    """Read the names of secrets, in both places; what they hold GitHub shows to nobody."""
    environment = f"environments/{MERGING}/secrets"
    return {
        "secrets": _seen(lambda: _names(client, "actions/secrets"), "Secrets: read"),
        "merging_secrets": _seen(lambda: _names(client, environment), "Environments: read"),
    }


def _seen(ask: Callable[[], _T], right: str) -> _T | Unseen:
    try:
        return ask()
    except (Forbidden, Refused) as fault:
        return Unseen(
            because=fault.message,
            right=right,
            asks_for_plan="upgrade to" in fault.message.casefold(),
        )


def _item(client: Client, path: str, asked: str, right: str) -> GitHubItem | Unseen:
    return _seen(lambda: item_of(client.get(path, asked=asked)), right)


def _allowed(
    client: Client, actions: GitHubItem | Unseen, right: str
) -> GitHubItem | Unseen | None:
    """Read which actions may be used, where only some may."""
    if isinstance(actions, Unseen) or actions.get("allowed_actions") != "selected":
        return None
    path = "actions/permissions/selected-actions"
    return _item(client, path, "say which actions may be used", right)


def _rules_of_main(client: Client) -> Sequence[GitHubItem]:
    pages = client.pages(f"rules/branches/{MAIN}", {}, asked=f"list the rules of {MAIN}")
    return tuple(item for page in pages for item in items_in(page))


def _rulesets(client: Client, rules: Iterable[GitHubItem]) -> Iterator[Ruleset | Unseen]:
    numbers = {number for rule in rules if isinstance(number := rule.get("ruleset_id"), int)}
    for number in sorted(numbers):
        found = _item(client, f"rulesets/{number}", "describe a ruleset", "Administration: write")
        if isinstance(found, Unseen):
            yield found
            continue
        actors = found.get("bypass_actors")
        count = len(actors) if isinstance(actors, list) else None
        yield Ruleset(number=number, bypassing=count)


def _variables(client: Client, repository: GitHubItem) -> Mapping[str, str]:
    """Read the variables that workflows are given; those of the repository go before."""
    owner = repository.get("owner")
    is_of_organisation = isinstance(owner, dict) and owner.get("type") == "Organization"
    places = ("organization-variables", "variables") if is_of_organisation else ("variables",)
    return {
        text_in(each, "name"): text_in(each, "value")
        for place in places
        for each in _listed(client, f"actions/{place}", "variables", "list the variables")
    }


def _pages(client: Client, repository: GitHubItem) -> GitHubItem | Unseen | None:
    """Read the settings of Pages; None where there are none.

    GitHub says 404 of them as well where a token may not see them.
    """
    try:
        return item_of(client.get("pages", asked="describe its Pages"))
    except (Forbidden, Refused) as fault:
        if repository.get("has_pages") is not True and _is_missing(fault):
            return None
        return Unseen(because=fault.message, right="Pages: read")


def _environments(client: Client) -> Mapping[str, Sequence[str] | Unseen | None]:
    listed = _listed(client, "environments", "environments", "list the environments")
    return {
        name: _deploying(client, each)
        for each in listed
        if (name := text_in(each, "name")) in {MERGING, PAGES}
    }


def _deploying(client: Client, environment: GitHubItem) -> Sequence[str] | Unseen | None:
    policy = environment.get("deployment_branch_policy")
    if not isinstance(policy, dict):
        return None
    if policy.get("custom_branch_policies") is not True:
        return ("every protected branch",)
    name = quote(text_in(environment, "name"))
    return _seen(
        lambda: tuple(
            text_in(each, "name")
            for each in _listed(
                client,
                f"environments/{name}/deployment-branch-policies",
                "branch_policies",
                "say which branches may deploy",
            )
        ),
        "Actions: read",
    )


def _workflows(client: Client) -> Mapping[str, str]:
    listed = _listed(client, "actions/workflows", "workflows", "list the workflows")
    return {
        text_in(each, "path").rpartition("/")[2]: text_in(each, "state")
        for each in listed
        if text_in(each, "path").startswith(".github/workflows/")
    }


def _ran_at(client: Client, workflow: str) -> datetime | None:
    path = f"actions/workflows/{workflow}/runs?event=schedule&branch={MAIN}&per_page=1"
    listed = item_of(client.get(path, asked=f"list the runs of {workflow}")).get("workflow_runs")
    if not isinstance(listed, list):
        raise Unsure(f"GitHub's answer holds no runs of {workflow}.")
    for run in items_in(listed):
        began = text_in(run, "run_started_at") or text_in(run, "created_at")
        try:
            return datetime.fromisoformat(began)
        except ValueError:
            raise Unsure(f"GitHub does not say when a run of {workflow} began.") from None
    return None


def _has_label(client: Client) -> bool:
    try:
        client.get(f"labels/{OURS}", asked=f"describe the label {OURS}")
    except Refused as fault:
        if _is_missing(fault):
            return False
        raise
    return True


def _has_issues(client: Client, account: str) -> bool:
    return any(
        found_in(item) is not None
        for each in accounts_of(account)
        for page in client.pages(
            "issues", {"creator": each, "state": "open"}, asked="list the bot's open issues"
        )
        for item in items_in(page)
    )


def _names(client: Client, path: str) -> frozenset[str]:
    listed = _listed(client, path, "secrets", "list the names of secrets")
    return frozenset(text_in(each, "name") for each in listed)


def _listed(client: Client, path: str, member: str, asked: str) -> Iterator[GitHubItem]:
    """Read a list that GitHub puts into an object, page by page."""
    number = 1
    while True:
        answer = client.get(f"{path}?per_page={_PAGE_SIZE}&page={number}", asked=asked)
        page = item_of(answer).get(member)
        if not isinstance(page, list):
            raise Unsure(f"GitHub's answer has no list when asked to {asked}.")
        yield from items_in(page)
        if len(page) < _PAGE_SIZE:
            return
        number += 1


def _is_missing(fault: Forbidden | Refused) -> bool:
    return isinstance(fault, Refused) and fault.status == _NOT_FOUND
