"""A change proposed as a pull request from a branch of its own: one, kept up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from escalation_log.errors import EscalogError
from escalation_log.github.client import Client
from escalation_log.github.entries import Entry, entries_in, entry_of, text_in
from escalation_log.github.faults import Refused, Stopped, Unsure

BASE = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed: what a branch holds, under a title and a body."""

    branch: str
    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """An open pull request, as GitHub has it."""

    number: int
    title: str
    body: str


class Proposer:
    """Opens pull requests, or brings up to date the one that is open."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def propose(self, proposal: Proposal) -> int:
        """Open the pull request, or say anew what it proposes; give its number."""
        there = self._open(proposal.branch)
        if there is None:
            return self._opened(proposal)
        if (there.title, there.body) != (proposal.title, proposal.body):
            self._change(there.number, {"title": proposal.title, "body": proposal.body})
        return there.number

    def _open(self, branch: str) -> Pull | None:
        owner = self._client.repository.partition("/")[0]
        wanted = {"state": "open", "head": f"{owner}:{branch}", "base": BASE}
        pages = self._client.pages("pulls", wanted, asked="list the open pull requests")
        pulls = [
            _pull_in(entry) for page in pages for entry in entries_in(page) if _is_of(entry, branch)
        ]
        return min(pulls, key=lambda pull: pull.number, default=None)

    def _opened(self, proposal: Proposal) -> int:
        def find() -> int | None:
            found = self._open(proposal.branch)
            return None if found is None else found.number

        fields = {
            "title": proposal.title,
            "body": proposal.body,
            "head": proposal.branch,
            "base": BASE,
        }
        try:
            return self._client.write(
                "POST",
                "pulls",
                lambda: fields,
                asked="open a pull request",
                read=lambda value: _pull_in(entry_of(value)).number,
                find=find,
            )
        except (Refused, Stopped) as fault:
            raise EscalogError(
                f"{fault.message} The branch {proposal.branch} is there.",
                hint="In the repository's settings, under Actions, General, tick “Allow GitHub "
                "Actions to create and approve pull requests”, or open it from there yourself.",
            ) from fault

    def _change(self, number: int, fields: Mapping[str, str]) -> None:
        def find() -> bool | None:
            value = self._client.get(f"pulls/{number}", asked=f"read pull request {number}")
            there = _pull_in(entry_of(value))
            return (there.title, there.body) == (fields["title"], fields["body"]) or None

        asked = f"change pull request {number}"
        self._client.write(
            "PATCH", f"pulls/{number}", lambda: fields, asked=asked, read=bool, find=find
        )


def _is_of(entry: Entry, branch: str) -> bool:
    head = entry.get("head")
    return isinstance(head, dict) and text_in(head, "ref") == branch and entry["state"] == "open"


def _pull_in(entry: Entry) -> Pull:
    number = entry.get("number")
    if not isinstance(number, int):
        raise Unsure("GitHub's answer holds a pull request without a number.")
    body = text_in(entry, "body").replace("\r\n", "\n")
    return Pull(number=number, title=text_in(entry, "title"), body=body)
