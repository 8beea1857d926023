"""Keep an issue open while a workflow has not succeeded for a day, and close it afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from escalation_log.bot.client import Client
from escalation_log.bot.issues import (
    GitHubItem,
    IssueOrPull,
    accounts_of,
    author_of,
    change_entry,
    entry_in,
    item_of,
    items_in,
)
from escalation_log.bot.watched import Health, Watched
from escalation_log.engine.clock import moment_at
from escalation_log.words.dates import moment_words, to_the_minute

LABEL = "escalation-log-watch"

_MARK = re.compile(r"^<!-- escalation-log-watch workflow=([\w.-]+) -->", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What an alarm says of a workflow that is not well: its title, what it means, what to do."""

    title: str
    meaning: str
    first: str


_UNTOLD = (
    "Since then a stage may have become overdue and nobody was told, and an issue may be open that "
    "should be closed."
)
_SEE = "Until this is mended, see what is overdue with `escalog assess`, or on the tracker."
# A workflow that is well has no alarm, so that the tables by health leave it out.
_OF_THE_BOT = {
    Health.SILENT: _Words(
        title="The escalation bot is silent: {} has not run for a day", meaning=_UNTOLD, first=_SEE
    ),
    Health.FAILED: _Words(
        title="The escalation bot fails: {} has not succeeded for a day",
        meaning=_UNTOLD,
        first=_SEE,
    ),
    Health.UNJUDGED: _Words(
        title="Not every case can be judged: {} has not succeeded for a day",
        meaning="The bot runs, and keeps the issues of all other cases. A case whose own file has "
        "problems has an issue that says so; where a policy, a partnership or a calendar has them, "
        "only the page of the run names the cases.",
        first="Type `escalog check`: it says what is wrong, on which line, and what to write.",
    ),
}
_UNVERIFIED = "Since then something that was recorded may have been changed or removed."
_VERIFY = (
    "In a clone, type `git fetch`, `git checkout --detach origin/main` and `escalog verify`: each "
    "problem names its commit. docs/history.md says what to do then."
)
# Only the bot's runs can fail for a case that was not judged.
_OF_VERIFYING = {
    Health.SILENT: _Words(
        title="Nothing verifies what was recorded: {} has not run for a day",
        meaning=_UNVERIFIED,
        first=_VERIFY,
    ),
    Health.FAILED: _Words(
        title="What was recorded does not verify: {} has not succeeded for a day",
        meaning=_UNVERIFIED,
        first=_VERIFY,
    ),
}
_ENDED = "That run did all that had been left."
_VERIFIED = "That run found that every step of the branch stands."
_NEXT = {
    Health.SILENT: "Open [the runs of {0}]({1}). The schedule is off, or GitHub does not start it: "
    "choose *Enable workflow* there. GitHub turns a schedule off when nothing has happened in a "
    "public repository for 60 days, and when the person who last edited the file has left.",
    Health.FAILED: "Open [the runs of {0}]({1}). They fail: the page of the last one says why, and "
    "what to look at.",
    Health.UNJUDGED: "Open [the runs of {0}]({1}). The page of the last one names each case that "
    "was not judged.",
}
# What a line for a terminal says of each.
SAID = {
    Health.SILENT: "It did not run: the schedule is off, or GitHub does not start it.",
    Health.FAILED: "It runs and fails: the page of its last run says why.",
    Health.UNJUDGED: "It runs and does all the rest, but not every case can be judged: `escalog "
    "check` says why.",
}


def silence_words(watched: Watched) -> str:
    """Say since when no run has succeeded; the words only change with that moment."""
    if watched.succeeded_at is None:
        yet = "not succeeded yet" if watched.health is Health.WELL else "never succeeded"
        return f"The schedule of {watched.workflow} has {yet}."
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
        f"2. {_NEXT[watched.health].format(watched.workflow, watched.page)}\n"
        "\n"
        "This issue is kept up to date, and closed once the schedule has succeeded again."
    )


def workflow_marked_in(body: str) -> str | None:
    """Return the workflow that an alarm is about; None for any other issue."""
    found = _MARK.match(body)
    return None if found is None else found[1]


def _words_of(watched: Watched) -> _Words:
    words = _OF_VERIFYING if watched.workflow == "verify.yml" else _OF_THE_BOT
    return words[watched.health]


def _mark(watched: Watched) -> str:
    return f"<!-- escalation-log-watch workflow={watched.workflow} -->"


def speak_up(client: Client, account: str, watched: Watched) -> int:
    """Open the alarm about a workflow, or update the one that is open; return its number.

    Alarms are those of `account`, named as for a `Reader`; at most one should be open for each
    workflow.
    """
    title = _words_of(watched).title.format(watched.workflow)
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
    ended = _VERIFIED if watched.workflow == "verify.yml" else _ENDED
    body = f"{_mark(watched)}\n{silence_words(watched)} {ended}"
    alarms = _open_alarms(client, account, watched.workflow)
    for alarm in alarms:
        _change(client, alarm, state="closed", state_reason="completed", body=body)
    return tuple(alarm.number for alarm in alarms)


_LIST = "list the bot's open issues"


def _open_alarms(client: Client, account: str, workflow: str) -> Sequence[IssueOrPull]:
    """List the open alarms, the oldest first, by author: anybody may take a label off."""
    found = {
        alarm.number: alarm
        for each in accounts_of(account)
        for page in client.pages("issues", {"creator": each, "state": "open"}, asked=_LIST)
        for item in items_in(page)
        if (alarm := _alarm_in(item, each, workflow)) is not None
    }
    return tuple(found[number] for number in sorted(found))


def _alarm_in(item: GitHubItem, account: str, workflow: str) -> IssueOrPull | None:
    alarm = entry_in(item, "an issue")
    is_ours = author_of(item).casefold() == account.casefold()
    is_open = "pull_request" not in item and item.get("state") != "closed"
    return alarm if is_ours and is_open and workflow_marked_in(alarm.body) == workflow else None


def _change(client: Client, alarm: IssueOrPull, **fields: str) -> None:
    change_entry(client, f"issues/{alarm.number}", fields, named=f"issue {alarm.number}")
