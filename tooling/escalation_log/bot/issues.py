"""Read issues and comments out of GitHub's answers, and check what is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Unsure
from escalation_log.bot.issue_plan import Existing, IssueKey, State
from escalation_log.bot.marker import existing_of

GitHubItem: TypeAlias = Mapping[str, object]

# An issue whose last change is no later than this after its opening has not been changed by
# anybody.
_SETTLING = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIssue:
    """An issue with the bot's mark, and the account that opened it.

    `is_untouched` says that it is open, assigned to nobody, and unchanged since it was opened.
    """

    issue: Existing
    author: str
    is_untouched: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOrPull:
    """An issue or a pull request as GitHub has it; the lines of its body end in LF."""

    number: int
    title: str
    body: str


def entry_in(item: GitHubItem, what: str) -> IssueOrPull:
    """Read an issue or a pull request, which `what` names; raise Unsure where it has no number."""
    number = item.get("number")
    if not isinstance(number, int):
        raise Unsure(f"GitHub's answer holds {what} without a number.")
    body = text_in(item, "body").replace("\r\n", "\n")
    return IssueOrPull(number=number, title=text_in(item, "title"), body=body)


def comment_number_in(item: GitHubItem) -> int:
    """Return by what GitHub calls a comment; raise Unsure where it has nothing of the kind."""
    number = item.get("id")
    if not isinstance(number, int):
        raise Unsure("GitHub's answer holds a comment without a number.")
    return number


def change_entry(client: Client, path: str, fields: Mapping[str, str], *, named: str) -> None:
    """Change fields of an issue or a pull request; `named` is what messages call it."""

    def find() -> bool | None:
        item = item_of(client.get(path, asked=f"read {named}"))
        present = {name: text_in(item, name).replace("\r\n", "\n") for name in fields}
        return present == fields or None

    client.write("PATCH", path, fields, asked=f"change {named}", read=bool, find=find)


def found_in(value: object, known: Mapping[int, IssueKey] | None = None) -> FoundIssue | None:
    """Read an issue with the bot's mark; return None for any other, and for a pull request.

    `known` are keys by number, of issues that are the bot's also without the mark.
    """
    entry = item_of(value)
    if "pull_request" in entry:
        return None
    number = entry.get("number")
    if not isinstance(number, int):
        raise _surprise("an issue without a number")
    issue = existing_of(
        number=number,
        state=State.CLOSED if entry.get("state") == "closed" else State.OPEN,
        title=text_in(entry, "title"),
        body=text_in(entry, "body"),
        labels=_labels(entry),
        closed_at=text_in(entry, "closed_at") or None,
        known_as=(known or {}).get(number),
    )
    if issue is None:
        return None
    return FoundIssue(
        issue=issue, author=author_of(entry), is_untouched=_is_untouched(entry, issue)
    )


def author_of(entry: GitHubItem) -> str:
    """Return the account that wrote an issue or a comment; empty where it no longer exists."""
    user = entry.get("user")
    return text_in(user, "login") if isinstance(user, dict) else ""


def accounts_of(names: str) -> tuple[str, ...]:
    """Split what names the bot's account and, behind commas, those that it had before.

    >>> accounts_of("example-bot, github-actions[bot]")
    ('example-bot', 'github-actions[bot]')
    """
    return tuple(name for part in names.split(",") if (name := part.strip()))


def accounts_in(value: object) -> frozenset[str]:
    """Return the accounts to which an issue is assigned, in lower case."""
    accounts = item_of(value).get("assignees")
    return frozenset(
        text_in(each, "login").casefold()
        for each in (accounts if isinstance(accounts, list) else ())
        if isinstance(each, dict)
    )


def item_of(value: object) -> GitHubItem:
    """Return a value as a JSON object; raise Unsure where it is not one."""
    if not isinstance(value, dict):
        raise _surprise("no such entry")
    return value


def items_in(page: Sequence[object]) -> Iterator[GitHubItem]:
    """Yield the values of a page as JSON objects; raise as `item_of` does."""
    return map(item_of, page)


def text_in(entry: GitHubItem, field: str) -> str:
    """Return a field's text; empty where it has none."""
    value = entry.get(field)
    return value if isinstance(value, str) else ""


def _labels(entry: GitHubItem) -> Iterator[str]:
    labels = entry.get("labels")
    for label in labels if isinstance(labels, list) else ():
        if isinstance(label, str):
            yield label
        elif isinstance(label, dict):
            yield text_in(label, "name")


def _is_untouched(entry: GitHubItem, issue: Existing) -> bool:
    if issue.state is State.CLOSED or accounts_in(entry):
        return False
    try:
        opened_at = datetime.fromisoformat(text_in(entry, "created_at"))
        changed_at = datetime.fromisoformat(text_in(entry, "updated_at"))
    except ValueError:
        return False
    return changed_at - opened_at <= _SETTLING


def _surprise(what: str) -> Unsure:
    return Unsure(f"GitHub's answer holds {what} where one was to be expected.")
