"""GitHub's issues and comments as they come: plain data, read with care."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from escalation_log.github.faults import Unsure
from escalation_log.github.marker import existing_of
from escalation_log.github.model import Existing, State

Entry: TypeAlias = Mapping[str, object]

# An issue changed no later than this after its opening was changed by nobody since.
_SETTLING = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An issue with our mark, and the account that opened it.

    `is_untouched` says that it is open, assigned to nobody, and as it was when it was opened.
    """

    issue: Existing
    author: str
    is_untouched: bool


def found_in(value: object) -> Found | None:
    """Recognise an issue with our mark; None for any other, and for a pull request."""
    entry = entry_of(value)
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
    )
    if issue is None:
        return None
    return Found(issue=issue, author=author_of(entry), is_untouched=_is_untouched(entry, issue))


def author_of(entry: Entry) -> str:
    """Give the account that wrote an issue or a comment; empty where it is no more."""
    user = entry.get("user")
    return text_in(user, "login") if isinstance(user, dict) else ""


def accounts_in(value: object) -> frozenset[str]:
    """Give the accounts to which an issue is assigned, in small letters."""
    accounts = entry_of(value).get("assignees")
    return frozenset(
        text_in(each, "login").casefold()
        for each in (accounts if isinstance(accounts, list) else ())
        if isinstance(each, dict)
    )


def entry_of(value: object) -> Entry:
    """Take a value for an entry; raise Unsure where it is none."""
    if not isinstance(value, dict):
        raise _surprise("no such entry")
    return value


def entries_in(page: Sequence[object]) -> Iterator[Entry]:
    """Take the values of a page for entries; raise as `entry_of` does."""
    return map(entry_of, page)


def text_in(entry: Entry, field: str) -> str:
    """Give a text; empty where there is none."""
    value = entry.get(field)
    return value if isinstance(value, str) else ""


def _labels(entry: Entry) -> Iterator[str]:
    labels = entry.get("labels")
    for label in labels if isinstance(labels, list) else ():
        if isinstance(label, str):
            yield label
        elif isinstance(label, dict):
            yield text_in(label, "name")


def _is_untouched(entry: Entry, issue: Existing) -> bool:
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
