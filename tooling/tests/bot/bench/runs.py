"""Answer what is asked of workflows and their runs, of which tests say what there was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.bot.bench.contract import Operation
from tests.bot.bench.replies import Reply, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of a workflow; `at` is when it started, in GitHub's form.

    `steps` are the steps of its one job by name, with how each ended.
    """

    workflow: str
    at: str
    status: str = "completed"
    conclusion: str | None = "success"
    event: str = "schedule"
    branch: str = "main"
    steps: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True, kw_only=True)
class Runs:
    """The runs there were, the oldest first, and since when GitHub knows the workflows."""

    known_since: str = "2026-01-01T00:00:00Z"
    ran: list[Run] = field(default_factory=list)

    def answer(
        self, asked: Operation, wanted: Mapping[str, str], repository: Mapping[str, Any]
    ) -> Reply:
        """Describe a workflow, list runs, show one, or list the jobs of one."""
        if asked.template.endswith("/{workflow_id}"):
            return _told(as_workflow(asked.named["workflow_id"], self.known_since, repository))
        numbered = [
            (number, run) for number, run in enumerate(self.ran, 1) if _fits(run, asked, wanted)
        ]
        if "run_id" in asked.named:
            mine = [each for each in numbered if str(each[0]) == asked.named["run_id"]]
            if not mine:
                return refusal(404, "Not Found")
            is_list = asked.template.endswith("/jobs")
            return _told((as_jobs if is_list else as_run)(*mine[0], repository))
        found = [as_run(number, run, repository) for number, run in reversed(numbered)]
        size = min(100, int(wanted.get("per_page", "30")))
        start = (int(wanted.get("page", "1")) - 1) * size
        listed = {"total_count": len(found), "workflow_runs": found[start : start + size]}
        return _told(listed)


def _told(data: object) -> Reply:
    return Reply(status=200).carrying(data)


def _fits(run: Run, asked: Operation, wanted: Mapping[str, str]) -> bool:
    since = wanted.get("created", "").removeprefix(">=") if "created" in wanted else ""
    return (
        asked.named.get("workflow_id", run.workflow) == run.workflow
        and wanted.get("status", run.status) in {run.status, run.conclusion}
        and wanted.get("event", run.event) == run.event
        and wanted.get("branch", run.branch) == run.branch
        and run.at >= since
    )


def as_run(number: int, run: Run, repository: Mapping[str, Any]) -> dict[str, Any]:
    """Show a run of a workflow as GitHub does."""
    api, page = repository["url"], repository["html_url"]
    url = f"{api}/actions/runs/{number}"
    places = ("jobs", "logs", "cancel", "rerun", "artifacts")
    return {
        "id": number,
        "name": run.workflow,
        "node_id": f"run-{number}",
        "head_branch": run.branch,
        "head_sha": "0" * 40,
        "path": f".github/workflows/{run.workflow}",
        "display_title": run.workflow,
        "run_number": number,
        "run_attempt": 1,
        "event": run.event,
        "status": run.status,
        "conclusion": run.conclusion,
        "workflow_id": 1,
        "url": url,
        "html_url": f"{page}/actions/runs/{number}",
        "pull_requests": [],
        "created_at": run.at,
        "updated_at": run.at,
        "run_started_at": run.at,
        **{f"{each}_url": f"{url}/{each}" for each in places},
        "check_suite_url": f"{api}/check-suites/{number}",
        "workflow_url": f"{api}/actions/workflows/1",
        "head_commit": None,
        "repository": repository,
        "head_repository": repository,
    }


def as_jobs(number: int, run: Run, repository: Mapping[str, Any]) -> dict[str, Any]:
    """List the one job of a run with its steps, as GitHub does."""
    api, page = repository["url"], repository["html_url"]
    steps = [
        {"name": name, "status": "completed", "conclusion": conclusion, "number": place}
        for place, (name, conclusion) in enumerate(run.steps, 1)
    ]
    job = {
        "id": number,
        "run_id": number,
        "run_url": f"{api}/actions/runs/{number}",
        "node_id": f"job-{number}",
        "head_sha": "0" * 40,
        "url": f"{api}/actions/jobs/{number}",
        "html_url": f"{page}/actions/runs/{number}/job/{number}",
        "status": run.status,
        "conclusion": run.conclusion,
        **dict.fromkeys(("created_at", "started_at", "completed_at"), run.at),
        "name": run.workflow,
        "workflow_name": run.workflow,
        "head_branch": run.branch,
        "check_run_url": f"{api}/check-runs/{number}",
        "labels": ["ubuntu-latest"],
        **dict.fromkeys(("runner_id", "runner_name", "runner_group_id", "runner_group_name")),
        "steps": steps,
    }
    return {"total_count": 1, "jobs": [job]}


def as_workflow(file: str, since: str, repository: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a workflow as GitHub does."""
    url = f"{repository['url']}/actions/workflows/1"
    return {
        "id": 1,
        "node_id": "workflow-1",
        "name": file,
        "path": f".github/workflows/{file}",
        "state": "active",
        "created_at": since,
        "updated_at": since,
        "url": url,
        "html_url": f"{repository['html_url']}/blob/main/.github/workflows/{file}",
        "badge_url": f"{repository['html_url']}/workflows/{file}/badge.svg",
    }
