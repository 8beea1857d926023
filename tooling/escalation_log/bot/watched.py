"""Ask GitHub how the schedule of a workflow does: whether it ran, and how its last run ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from urllib.parse import quote, urlencode

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Unsure
from escalation_log.bot.issues import GitHubItem, item_of, items_in, text_in
from escalation_log.bot.working_hours import is_working_hour
from escalation_log.model.errors import EscalogError

# Only hours from Monday to Friday count, because the schedule does not do all at weekends.
LIMIT = timedelta(hours=24)
# The steps of overdue.yml by which a run is known that did all there was to do, but for cases that
# could not be judged as their files are: the first succeeds, and the second alone fails.
DOING, UNJUDGED_STEP = "Print the plan and do it", "Say that not every case could be judged"

# Their runs at night and at weekends do only what cannot wait.
_KEEP_HOURS = frozenset({"overdue.yml"})
_SATURDAY = 5
_DAY = timedelta(days=1)


class Health(StrEnum):
    """How a schedule does."""

    WELL = "well"
    SILENT = "did not run"
    FAILED = "failed"
    UNJUDGED = "ran, and could not judge every case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A workflow of a repository, and when a scheduled run of it last succeeded; None for never."""

    workflow: str
    page: str
    succeeded_at: datetime | None
    health: Health = Health.WELL


def weekday_time(since: datetime, until: datetime) -> timedelta:
    """Count the time between two moments that lies from Monday to Friday, in UTC.

    >>> friday, monday = datetime(2026, 3, 6, 17, 17, tzinfo=UTC), datetime(2026, 3, 9, 10, 17)
    >>> weekday_time(friday, monday.replace(tzinfo=UTC)) == timedelta(hours=17)
    True
    """
    at, until = since.astimezone(UTC), until.astimezone(UTC)
    counted = timedelta()
    while at < until:
        midnight = datetime.combine(at.date() + _DAY, time(), UTC)
        if at.weekday() < _SATURDAY:
            counted += min(midnight, until) - at
        at = midnight
    return counted


def is_long_ago(at: datetime, now: datetime) -> bool:
    """Say whether a moment lies a day of the working week back, or more."""
    return weekday_time(at, now) >= LIMIT


_WORKFLOW = re.compile(r"[\w-]+\.ya?ml")


def checked_workflow(name: str) -> str:
    """Return the name of a workflow's file; raise EscalogError where it is not one."""
    if not _WORKFLOW.fullmatch(name):
        raise EscalogError(
            f"{name!r} is no name of a workflow.",
            hint="Write the name of its file, without a folder: --workflow overdue.yml.",
        )
    return name


# Other runs do not count: one started by hand may be a rehearsal, and one after a push does not
# show that the schedule works.
_EVENT = "schedule"


def read_watched(client: Client, workflow: str, *, server: str, now: datetime) -> Watched:
    """Ask how the schedule of a workflow does; raise as `Client.get` does.

    One that has never succeeded is silent only once GitHub has known the workflow for a day.
    """
    runs = (run for run in _runs(client, workflow, "success") if run.get("conclusion") == "success")
    succeeded_at = max((at for at, _ in _counting(workflow, runs)), default=None)
    health = Health.WELL
    if is_long_ago(succeeded_at or _known_since(client, workflow), now):
        health = _health(client, workflow, now)
    return Watched(
        workflow=workflow,
        page=f"{server}/{client.repository}/actions/workflows/{workflow}",
        succeeded_at=succeeded_at,
        health=health,
    )


def _known_since(client: Client, workflow: str) -> datetime:
    path = f"actions/workflows/{quote(workflow)}"
    known = item_of(client.get(path, asked=f"describe the workflow {workflow}"))
    return _moment(text_in(known, "created_at"))


def _health(client: Client, workflow: str, now: datetime) -> Health:
    """Say why no run has succeeded, by the last one that had everything to do."""
    runs = _runs(client, workflow, "completed")
    ended = max(_counting(workflow, runs), key=_first, default=None)
    if ended is None or is_long_ago(ended[0], now):
        return Health.SILENT
    return Health.UNJUDGED if _was_all_but_judged(client, ended[1]) else Health.FAILED


def _was_all_but_judged(client: Client, run: GitHubItem) -> bool:
    """Say whether nothing failed in a run but the judging of a case."""
    number = run.get("id")
    if not isinstance(number, int):
        raise Unsure("GitHub's answer holds a run without a number.")
    path = f"actions/runs/{number}/jobs?{urlencode({'per_page': '100'})}"
    jobs = item_of(client.get(path, asked="list the steps of a run")).get("jobs")
    steps = [
        (text_in(step, "name"), text_in(step, "conclusion"))
        for job in _items(jobs)
        for step in _items(job.get("steps"))
    ]
    done = {name for name, conclusion in steps if conclusion == "success"}
    failed = [name for name, conclusion in steps if conclusion not in {"success", "skipped"}]
    return DOING in done and failed == [UNJUDGED_STEP]


def _items(value: object) -> Iterator[GitHubItem]:
    return items_in(value if isinstance(value, list) else ())


def _runs(client: Client, workflow: str, status: str) -> Iterator[GitHubItem]:
    wanted = {"event": _EVENT, "status": status, "branch": "main", "per_page": "100"}
    path = f"actions/workflows/{quote(workflow)}/runs?{urlencode(wanted)}"
    listed = item_of(client.get(path, asked=f"list the runs of {workflow}")).get("workflow_runs")
    if not isinstance(listed, list):
        raise Unsure(f"GitHub's answer holds no runs of {workflow}.")
    return (run for run in items_in(listed) if run.get("event") == _EVENT)


def _counting(workflow: str, runs: Iterable[GitHubItem]) -> Iterator[tuple[datetime, GitHubItem]]:
    """Give the runs that had everything to do, with when they began."""
    for run in runs:
        at = _moment(text_in(run, "run_started_at") or text_in(run, "created_at"))
        if workflow not in _KEEP_HOURS or is_working_hour(at):
            yield at, run


def _first(ended: tuple[datetime, GitHubItem]) -> datetime:
    return ended[0]


def _moment(written: str) -> datetime:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Unsure("GitHub's answer holds a run, or a workflow, without the moment it began.")
    return at
