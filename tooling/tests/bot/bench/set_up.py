"""Answer what GitHub says of how a repository is set up, which the emulator does not know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.bot.bench.contract import Operation
from tests.bot.bench.operations import REPOSITORY as ANY
from tests.bot.bench.replies import Reply, refusal

MADE_AT = "2026-01-05T09:00:00Z"
# The number that GitHub gives to its own app, Actions.
ACTIONS_APP = 15368
RULESET = 7


@dataclass(slots=True, kw_only=True)
class SetUp:
    """What a test may set: by default nothing is, as in a new repository.

    `rules` are those of `main`, `bypassing` is on the bypass list, None where it is not shown.
    `shared_variables` are those of the organisation. `environments` has the branches that may
    deploy, None for all. `secrets` are names by their environment, "" for the repository.
    `needs_plan` says that the plan has no rulesets. Of the `repository` itself some members may be
    others than the emulator's, or `hidden`.
    """

    actions: dict[str, Any] = field(default_factory=lambda: {"enabled": True})
    owned_allowed: bool = True
    default_rights: str = "read"
    may_propose: bool = False
    rules: list[dict[str, Any]] = field(default_factory=list)
    bypassing: list[dict[str, Any]] | None = field(default_factory=list)
    needs_plan: bool = False
    variables: dict[str, str] = field(default_factory=dict)
    shared_variables: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, list[str]] = field(default_factory=dict)
    environments: dict[str, list[str] | None] = field(default_factory=dict)
    workflows: dict[str, str] = field(default_factory=dict)
    repository: dict[str, Any] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()

    def described(self, repository: dict[str, Any]) -> dict[str, Any]:
        """Give what the emulator says of the repository, with what was set."""
        whole = {**repository, **self.repository}
        return {name: value for name, value in whole.items() if name not in self.hidden}

    def answer(self, asked: Operation, query: Mapping[str, str], address: str) -> Reply | None:
        """Answer for a repository at an address of the interface; None for anything else."""
        place = asked.template.removeprefix(f"{ANY}/")
        if place.startswith("rule"):
            return self._of_rules(place, address)
        if place == "environments":
            every = self.environments.items()
            named = [as_environment(name, branches, address) for name, branches in every]
            return _listed("environments", named, query)
        if place.startswith("environments/"):
            return self._of_environment(place, asked.named["environment_name"], query)
        return self._of_actions(place, query, address)

    def _of_rules(self, place: str, address: str) -> Reply:
        if self.needs_plan:
            said = "Upgrade to GitHub Pro or make this repository public to enable this feature."
            return refusal(403, said)
        if place.startswith("rules/"):
            source = {"ruleset_source_type": "Repository", "ruleset_source": "x"}
            rules = [{**each, **source, "ruleset_id": RULESET} for each in self.rules]
            return _given(rules)
        ruleset = {
            "id": RULESET,
            "name": "main",
            "target": "branch",
            "source_type": "Repository",
            "source": address,
            "enforcement": "active",
            "rules": self.rules,
        }
        shown = {} if self.bypassing is None else {"bypass_actors": self.bypassing}
        return _given({**ruleset, **shown})

    def _of_environment(self, place: str, name: str, query: Mapping[str, str]) -> Reply:
        if name not in self.environments:
            return refusal(404, "Not Found")
        if place.endswith("/secrets"):
            return _secrets(self.secrets.get(name, []), query)
        branches = self.environments[name] or []
        policies = [
            {"id": number, "node_id": f"policy-{number}", "name": each, "type": "branch"}
            for number, each in enumerate(branches, 1)
        ]
        return _listed("branch_policies", policies, query)

    def _of_actions(self, place: str, query: Mapping[str, str], address: str) -> Reply | None:
        if place == "actions/permissions":
            return _given(self.actions)
        if place == "actions/permissions/selected-actions":
            owned = {"github_owned_allowed": self.owned_allowed, "verified_allowed": False}
            return _given({**owned, "patterns_allowed": []})
        if place == "actions/permissions/workflow":
            rights = {"default_workflow_permissions": self.default_rights}
            return _given({**rights, "can_approve_pull_request_reviews": self.may_propose})
        if place == "actions/variables":
            return _variables(self.variables, query)
        if place == "actions/organization-variables":
            return _variables(self.shared_variables, query)
        if place == "actions/secrets":
            return _secrets(self.secrets.get("", []), query)
        if place == "actions/workflows":
            files = enumerate(self.workflows.items(), 1)
            known = [as_workflow(number, *each, address) for number, each in files]
            return _listed("workflows", known, query)
        return None


def _given(data: object) -> Reply:
    return Reply(status=200).carrying(data)


def _listed(member: str, every: list[dict[str, Any]], query: Mapping[str, str]) -> Reply:
    size = int(query.get("per_page", "30"))
    start = (int(query.get("page", "1")) - 1) * size
    return _given({"total_count": len(every), member: every[start : start + size]})


def _variables(values: Mapping[str, str], query: Mapping[str, str]) -> Reply:
    times = {"created_at": MADE_AT, "updated_at": MADE_AT}
    named = [{"name": name, "value": value, **times} for name, value in values.items()]
    return _listed("variables", named, query)


def _secrets(names: list[str], query: Mapping[str, str]) -> Reply:
    times = {"created_at": MADE_AT, "updated_at": MADE_AT}
    return _listed("secrets", [{"name": name, **times} for name in names], query)


def as_environment(name: str, branches: list[str] | None, address: str) -> dict[str, Any]:
    """Show an environment as GitHub does."""
    policy = {"protected_branches": False, "custom_branch_policies": True}
    return {
        "id": 1,
        "node_id": f"environment-{name}",
        "name": name,
        "url": f"{address}/environments/{name}",
        "html_url": f"{address}/environments/{name}",
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
        "deployment_branch_policy": None if branches is None else policy,
    }


def as_workflow(number: int, file: str, state: str, address: str) -> dict[str, Any]:
    """Show a workflow as GitHub does."""
    page = f"{address}/actions/workflows/{number}"
    return {
        "id": number,
        "node_id": f"workflow-{number}",
        "name": file,
        "path": f".github/workflows/{file}",
        "state": state,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
        "url": page,
        "html_url": page,
        "badge_url": f"{page}/badge.svg",
    }
