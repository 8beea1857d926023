"""What GitHub has: our issues, listed and looked up, and whether a comment was written already."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from escalation_log.github.client import Client
from escalation_log.github.entries import Found, author_of, entries_in, found_in, text_in
from escalation_log.github.faults import Refused, Stopped
from escalation_log.github.labels import OURS
from escalation_log.github.marker import mark_in
from escalation_log.github.memory import Memory, Remembered
from escalation_log.github.model import Existing, Key, State

# GitHub answers so about an issue that was deleted, or moved to another repository.
_GONE = frozenset({301, 410})
_NOT_FOUND = 404


class Reader:
    """Reads the issues and comments of `account`; what others wrote is left out."""

    def __init__(self, client: Client, *, account: str) -> None:
        self._client = client
        self.account = account

    def issues(self, sought: Collection[Key], memory: Memory | None) -> tuple[Found, ...]:
        """List our issues by their label and, where some seem to be missing, look for them.

        `sought` are the keys of issues that should be open. Raises Stopped where GitHub has none
        of the issues that an earlier run knew of, and where ours seem to be another account's.
        """
        listed = self._listed({"labels": OURS}, "list the issues of this log")
        found = self._ours(listed)
        missing = set(sought) - _keys(found)
        if (not found and (missing or memory)) or (missing and memory is None):
            by_us = {"creator": self.account}
            found |= self._ours(self._listed(by_us, f"list the issues of {self.account}"))
        for each in memory.issues if memory else ():
            if each.number not in found and (each.state is State.OPEN or each.key in sought):
                found |= self._ours(self._looked_up(each))
        if not found:
            self._object_to_nothing(sought, listed, memory)
        return tuple(found[number] for number in sorted(found))

    def issue(self, number: int) -> Existing | None:
        """Read one issue; None where it is gone or no longer ours."""
        found = self._ours(self._read(number))
        return found[number].issue if found else None

    def opened(self, key: Key) -> Existing | None:
        """Look among the newest issues for one of ours with this key."""
        newest = {"state": "all", "sort": "created", "direction": "desc"}
        page = next(self._client.pages("issues", newest, asked="list the newest issues"))
        issues = (each.issue for each in self._ours(_found(page)).values())
        return next((issue for issue in issues if issue.key == key), None)

    def has_comment(self, number: int, mark: str) -> bool:
        """Look whether an issue has a comment of ours with this mark."""
        asked = f"read the comments of issue {number}"
        return any(
            self.is_us(author_of(comment)) and mark_in(text_in(comment, "body")) == mark
            for page in self._client.pages(f"issues/{number}/comments", {}, asked=asked)
            for comment in entries_in(page)
        )

    def is_us(self, account: str) -> bool:
        """Say whether an account is the bot's; GitHub takes no notice of capitals."""
        return account.casefold() == self.account.casefold()

    def _listed(self, chosen: Mapping[str, str], asked: str) -> Mapping[int, Found]:
        # The oldest first, so that an issue opened meanwhile moves no other to another page.
        parameters = {**chosen, "state": "all", "sort": "created", "direction": "asc"}
        found: dict[int, Found] = {}
        for page in self._client.pages("issues", parameters, asked=asked):
            found |= _found(page)
        return found

    def _looked_up(self, remembered: Remembered) -> Mapping[int, Found]:
        try:
            found = self._read(remembered.number)
        except Refused as refused:
            if refused.status != _NOT_FOUND:
                raise
            raise self._lost(
                f"has no issue {remembered.number}, which an earlier run knew"
            ) from None
        for each in found.values():
            if each.issue.key == remembered.key and not self.is_us(each.author):
                raise self._not_us(each)
        return found

    def _read(self, number: int) -> Mapping[int, Found]:
        try:
            value = self._client.get(f"issues/{number}", asked=f"read issue {number}")
        except Refused as refused:
            if refused.status in _GONE:
                return {}
            raise
        return _found([value])

    def _ours(self, found: Mapping[int, Found]) -> dict[int, Found]:
        return {number: each for number, each in found.items() if self.is_us(each.author)}

    def _object_to_nothing(
        self, sought: Collection[Key], listed: Mapping[int, Found], memory: Memory | None
    ) -> None:
        for each in listed.values():
            if each.issue.key in sought:
                raise self._not_us(each)
        if memory is not None and memory.issues:
            number = len(memory.issues)
            raise self._lost(f"lists no issue of this log, but an earlier run knew of {number}")

    def _lost(self, what: str) -> Stopped:
        return Stopped(
            f"GitHub {what}. Nothing was written.",
            hint=f"Look at the issues of {self._client.repository}, and whether --repository and "
            "--account are right. If the issues were deleted on purpose, run "
            "`escalog sync --forget`, or the workflow Overdue with `forget` ticked.",
        )

    def _not_us(self, found: Found) -> Stopped:
        return Stopped(
            f"Issue {found.issue.number} has this log's mark, but {found.author} opened it, not "
            f"{self.account}. Nothing was written.",
            hint=f"If that is the account of your token, say so: --account {found.author}.",
        )


def _found(page: Collection[object]) -> dict[int, Found]:
    found = (found_in(value) for value in page)
    return {each.issue.number: each for each in found if each is not None}


def _keys(found: Mapping[int, Found]) -> frozenset[Key]:
    return frozenset(each.issue.key for each in found.values())
