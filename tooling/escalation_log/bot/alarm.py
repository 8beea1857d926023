"""Keep an issue open while a workflow has not succeeded for a day, and close it afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Unsure
from escalation_log.bot.issues import (
    GitHubItem,
    IssueOrPull,
    author_of,
    change_entry,
    entry_in,
    item_of,
    items_in,
    text_in,
)
from escalation_log.bot.working_hours import is_working_hour
from escalation_log.engine.clock import moment_at
from escalation_log.model.errors import EscalogError
from escalation_log.words.dates import moment_words, to_the_minute

LABEL = "escalation-log-watch"
# Only hours from Monday to Friday count, because the schedule does not run at weekends.
LIMIT = timedelta(hours=24)

_MARK = re.compile(r"^<!-- escalation-log-watch workflow=([\w.-]+) -->", re.MULTILINE)
_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What an alarm says of a workflow: its title, what silence means, what to do, how it ended."""

    title: str
    meaning: str
    first: str
    ended: str


_OF_THE_BOT = _Words(
    title="The escalation bot is silent",
    meaning="Since then a stage may have become overdue and nobody was told, and an issue may be "
    "open that should be closed.",
    first="Until this is mended, see what is overdue with `escalog assess`, or on the tracker.",
    ended="That run did all that had been left.",
)
_OF_WORKFLOWS = {
    "verify.yml": _Words(
        title="What was recorded does not verify",
        meaning="Since then something that was recorded may have been changed or removed.",
        first="In a clone, type `git fetch`, `git checkout --detach origin/main` and `escalog "
        "verify`: each problem names its commit. docs/history.md says what to do then.",
        ended="That run found that every step of the branch stands.",
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A workflow of a repository, and when a scheduled run of it last succeeded; None for never."""

    workflow: str
    page: str
    succeeded_at: datetime | None


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


def is_silent(watched: Watched, now: datetime) -> bool:
    """Say whether no scheduled run has succeeded for a day of the working week."""
    return watched.succeeded_at is None or weekday_time(watched.succeeded_at, now) >= LIMIT


def silence_words(watched: Watched) -> str:
    """Say since when no run has succeeded; the words only change with that moment."""
    if watched.succeeded_at is None:
        return f"The schedule of {watched.workflow} has never succeeded."
    at = to_the_minute(moment_at(watched.succeeded_at, ZoneInfo("UTC")))
    return f"The schedule of {watched.workflow} last succeeded on {moment_words(at)} UTC."


def body_of(watched: Watched) -> str:
    """Write the body: what is wrong, what it means, and what to do."""
    words = _words_of(watched)
    return (
        f"{_mark(watched)}\n"
        f"**{silence_words(watched)}** {words.meaning}\n"
        "\n"
        "What to do:\n"
        "\n"
        f"1. {words.first}\n"
        f"2. Open [the runs of {watched.workflow}]({watched.page}). If the last one failed, its "
        "page says why and what to look at.\n"
        "3. If there is none, the schedule is off: choose *Enable workflow* there. GitHub turns "
        "a schedule off when nothing has happened in a public repository for 60 days, and when the "
        "person who last edited the file has left.\n"
        "\n"
        "This issue is kept up to date, and closed once the schedule has succeeded again."
    )


def workflow_marked_in(body: str) -> str | None:
    """Return the workflow that an alarm is about; None for any other issue."""
    found = _MARK.match(body)
    return None if found is None else found[1]


def _words_of(watched: Watched) -> _Words:
    return _OF_WORKFLOWS.get(watched.workflow, _OF_THE_BOT)


def _mark(watched: Watched) -> str:
    return f"<!-- escalation-log-watch workflow={watched.workflow} -->"


# This workflow does not do all there is at night and at weekends, so that a run then shows little.
_KEEPS_HOURS = "overdue.yml"
# Other runs do not count: one started by hand may be a rehearsal, and one after a push does not
# show that the schedule works.
_EVENT = "schedule"
_WORKFLOW = re.compile(r"[\w-]+\.ya?ml")


def checked_workflow(name: str) -> str:
    """Return the name of a workflow's file; raise EscalogError where it is not one."""
    if not _WORKFLOW.fullmatch(name):
        raise EscalogError(
            f"{name!r} is no name of a workflow.",
            hint="Write the name of its file, without a folder: --workflow overdue.yml.",
        )
    return name


def read_watched(client: Client, workflow: str, *, server: str) -> Watched:
    """Ask when the schedule of a workflow last succeeded; raise as `Client.get` does."""
    wanted = {"event": _EVENT, "status": "success", "branch": "main", "per_page": "100"}
    path = f"actions/workflows/{quote(workflow)}/runs?{urlencode(wanted)}"
    listed = item_of(client.get(path, asked=f"list the runs of {workflow}")).get("workflow_runs")
    if not isinstance(listed, list):
        raise Unsure(f"GitHub's answer holds no runs of {workflow}.")
    return Watched(
        workflow=workflow,
        page=f"{server}/{client.repository}/actions/workflows/{workflow}",
        succeeded_at=max(_counting(items_in(listed), workflow), default=None),
    )


def _counting(runs: Iterable[GitHubItem], workflow: str) -> Iterator[datetime]:
    """Give when the runs began that did all there was to do."""
    for run in runs:
        if _is_success(run):
            at = _began_at(run)
            if workflow != _KEEPS_HOURS or is_working_hour(at):
                yield at


def _is_success(run: GitHubItem) -> bool:
    return run.get("conclusion") == "success" and run.get("event") == _EVENT


def _began_at(run: GitHubItem) -> datetime:
    written = text_in(run, "run_started_at") or text_in(run, "created_at")
    try:
        began_at = datetime.fromisoformat(written)
    except ValueError:
        began_at = None
    if began_at is None or began_at.tzinfo is None:
        raise Unsure("GitHub's answer holds a run without the moment at which it began.")
    return began_at


def speak_up(client: Client, account: str, watched: Watched) -> int:
    """Open the alarm about a workflow, or update the one that is open; return its number.

    Alarms are those of `account`; at most one should be open for each workflow.
    """
    title = f"{_words_of(watched).title}: {watched.workflow} has not succeeded for a day"
    body = body_of(watched)
    alarms = _open_alarms(client, account, watched.workflow)
    for other in alarms[1:]:
        _change(client, other, state="closed", state_reason="not_planned")
    if alarms:
        if (alarms[0].title, alarms[0].body) != (title, body):
            _change(client, alarms[0], title=title, body=body)
        return alarms[0].number

    def find() -> int | None:
        found = _open_alarms(client, account, watched.workflow)
        return found[0].number if found else None

    return client.write(
        "POST",
        "issues",
        {"title": title, "body": body, "labels": [LABEL]},
        asked="open an issue",
        read=lambda value: entry_in(item_of(value), "an issue").number,
        find=find,
    )


def fall_silent(client: Client, account: str, watched: Watched) -> tuple[int, ...]:
    """Close the open alarms with the time of the last success; return their numbers."""
    words = silence_words(watched)
    body = f"{_mark(watched)}\n{words} {_words_of(watched).ended}"
    alarms = _open_alarms(client, account, watched.workflow)
    for alarm in alarms:
        _change(client, alarm, state="closed", state_reason="completed", body=body)
    return tuple(alarm.number for alarm in alarms)


def _open_alarms(client: Client, account: str, workflow: str) -> Sequence[IssueOrPull]:
    """List the open alarms, the oldest first, by author: anybody may take a label off."""
    wanted = {"creator": account, "state": "open"}
    found = {
        alarm.number: alarm
        for page in client.pages("issues", wanted, asked="list the bot's open issues")
        for item in items_in(page)
        if (alarm := _alarm_in(item, account, workflow)) is not None
    }
    return tuple(found[number] for number in sorted(found))


def _alarm_in(item: GitHubItem, account: str, workflow: str) -> IssueOrPull | None:
    alarm = entry_in(item, "an issue")
    is_ours = author_of(item).casefold() == account.casefold()
    is_open = "pull_request" not in item and item.get("state") != "closed"
    return alarm if is_ours and is_open and workflow_marked_in(alarm.body) == workflow else None


def _change(client: Client, alarm: IssueOrPull, **fields: str) -> None:
    change_entry(client, f"issues/{alarm.number}", fields, named=f"issue {alarm.number}")
