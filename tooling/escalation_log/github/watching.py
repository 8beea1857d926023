"""Ask GitHub when a workflow last succeeded, and keep the one issue that speaks up true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote, urlencode

from escalation_log.errors import EscalogError
from escalation_log.github.alarm import (
    LABEL,
    Alarm,
    Watched,
    body_of,
    ended_body_of,
    title_of,
    workflow_marked_in,
)
from escalation_log.github.client import Client
from escalation_log.github.entries import Entry, author_of, entries_in, entry_of, text_in
from escalation_log.github.faults import Unsure
from escalation_log.github.model import State

# A run on demand may have been a rehearsal, and one after a change says nothing of the schedule.
_EVENT = "schedule"
_WORKFLOW = re.compile(r"[\w-]+\.ya?ml")


def checked_workflow(name: str) -> str:
    """Give the name of a workflow's file back; raise EscalogError where it is none."""
    if not _WORKFLOW.fullmatch(name):
        raise EscalogError(
            f"{name!r} is no name of a workflow.",
            hint="Write the name of its file, without a folder: --workflow overdue.yml.",
        )
    return name


def read_watched(client: Client, workflow: str, *, server: str) -> Watched:
    """Ask when the schedule of a workflow last succeeded; raise as `Client.get` does."""
    wanted = {"event": _EVENT, "status": "success", "branch": "main", "per_page": "20"}
    path = f"actions/workflows/{quote(workflow)}/runs?{urlencode(wanted)}"
    listed = entry_of(client.get(path, asked=f"list the runs of {workflow}")).get("workflow_runs")
    if not isinstance(listed, list):
        raise Unsure(f"GitHub's answer holds no runs of {workflow}.")
    return Watched(
        workflow=workflow,
        page=f"{server}/{client.repository}/actions/workflows/{workflow}",
        succeeded_at=max(map(_began_at, filter(_is_success, entries_in(listed))), default=None),
    )


def _is_success(run: Entry) -> bool:
    return run.get("conclusion") == "success" and run.get("event") == _EVENT


def _began_at(run: Entry) -> datetime:
    written = text_in(run, "run_started_at") or text_in(run, "created_at")
    try:
        began_at = datetime.fromisoformat(written)
    except ValueError:
        began_at = None
    if began_at is None or began_at.tzinfo is None:
        raise Unsure("GitHub's answer holds a run without the moment at which it began.")
    return began_at


class Alarms:
    """The issues of `account` that speak up for a workflow; there should be one open at most."""

    def __init__(self, client: Client, *, account: str) -> None:
        self._client = client
        self._account = account

    def speak_up(self, watched: Watched) -> int:
        """Open the issue, or bring it up to date; give its number."""
        title, body = title_of(watched), body_of(watched)
        first, *others = self._open(watched.workflow) or (None,)
        for other in others:
            if other is not None:
                self._change(other, state="closed", state_reason="not_planned")
        if first is None:
            return self._opened(watched.workflow, title, body)
        if (first.title, first.body) != (title, body):
            self._change(first, title=title, body=body)
        return first.number

    def fall_silent(self, watched: Watched) -> tuple[int, ...]:
        """Close what is open, saying when the workflow succeeded; give the numbers."""
        alarms = self._open(watched.workflow)
        body = ended_body_of(watched)
        for alarm in alarms:
            self._change(alarm, state="closed", state_reason="completed", body=body)
        return tuple(alarm.number for alarm in alarms)

    def _open(self, workflow: str) -> tuple[Alarm, ...]:
        """List the open ones, the oldest first, by their author: a label may be taken off."""
        wanted = {"creator": self._account, "state": "open"}
        found = {
            alarm.number: alarm
            for page in self._client.pages("issues", wanted, asked="list the bot's open issues")
            for alarm in self._ours(page, workflow)
        }
        return tuple(found[number] for number in sorted(found))

    def _ours(self, page: object, workflow: str) -> Iterator[Alarm]:
        for entry in entries_in(page if isinstance(page, list) else []):
            alarm = _alarm_in(entry)
            is_ours = author_of(entry).casefold() == self._account.casefold()
            if is_ours and "pull_request" not in entry and _is_about(alarm, workflow):
                yield alarm

    def _opened(self, workflow: str, title: str, body: str) -> int:
        def find() -> int | None:
            found = self._open(workflow)
            return found[0].number if found else None

        return self._client.write(
            "POST",
            "issues",
            lambda: {"title": title, "body": body, "labels": [LABEL]},
            asked="open an issue",
            read=lambda value: _alarm_in(entry_of(value)).number,
            find=find,
        )

    def _change(self, alarm: Alarm, **fields: str) -> None:
        path, asked = f"issues/{alarm.number}", f"change issue {alarm.number}"

        def find() -> bool | None:
            entry = entry_of(self._client.get(path, asked=f"read issue {alarm.number}"))
            now = {name: text_in(entry, name).replace("\r\n", "\n") for name in fields}
            return now == fields or None

        self._client.write("PATCH", path, lambda: fields, asked=asked, read=bool, find=find)


def _is_about(alarm: Alarm, workflow: str) -> bool:
    return alarm.state is State.OPEN and workflow_marked_in(alarm.body) == workflow


def _alarm_in(entry: Entry) -> Alarm:
    number = entry.get("number")
    if not isinstance(number, int):
        raise Unsure("GitHub's answer holds an issue without a number.")
    return Alarm(
        number=number,
        state=State.CLOSED if entry.get("state") == "closed" else State.OPEN,
        title=text_in(entry, "title"),
        body=text_in(entry, "body").replace("\r\n", "\n"),
    )
