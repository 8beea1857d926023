"""Find the bot's issues and comments on GitHub, and object where they seem to be lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Refused, Stopped
from escalation_log.bot.issue_plan import Existing, IssueKey, State
from escalation_log.bot.issues import (
    FoundIssue,
    accounts_of,
    author_of,
    comment_number_in,
    found_in,
    items_in,
    text_in,
)
from escalation_log.bot.marker import OURS, mark_in
from escalation_log.bot.memory import Memory, Remembered

# The statuses with which GitHub answers for an issue that was deleted or moved to another
# repository.
_GONE = frozenset({301, 410})
_NOT_FOUND = 404
# In seconds.
_UNTIL_ASKED_AGAIN = 5.0


class Reader:
    """Reads the issues and comments that the bot wrote, and ignores all others.

    `account` names its account, and may name behind commas those that it had before. `unread` are
    issues that an earlier run knew and that GitHub did not show when they were listed.
    """

    def __init__(self, client: Client, *, account: str) -> None:
        self._client = client
        self._accounts = accounts_of(account)
        self.account = self._accounts[0]
        self.unread: tuple[Remembered, ...] = ()
        self._known: Mapping[int, IssueKey] = {}

    def issues(self, sought: Collection[IssueKey], memory: Memory | None) -> tuple[FoundIssue, ...]:
        """List the bot's issues by their label; where some seem to be missing, search for them.

        Where there are none but should be, the list is asked for once more. A remembered one from
        which somebody took the mark is found by its number and its title.

        `sought` are the keys of issues that should be open. A remembered one that GitHub does not
        show, as it does not once it was moved out of sight, is noted in `unread`. Raise Stopped
        where GitHub has none of the issues that an earlier run knew of, and where the issues seem
        to be another account's.
        """
        cared_for = [
            each
            for each in (memory.issues if memory else ())
            if each.state is State.OPEN or each.key in sought
        ]
        self._known = {each.number: each.key for each in cared_for}
        listed = self._by_label()
        found = self._ours(listed)
        missing = set(sought) - {each.issue.key for each in found.values()}
        if (not found and (missing or memory)) or (missing and memory is None):
            found |= self._by_us()
        if not found and not listed and (missing or memory):
            if memory is not None:
                self._client.pause(_UNTIL_ASKED_AGAIN)
            listed = self._by_label()
            found = self._ours(listed)
        unread: list[Remembered] = []
        for each in cared_for:
            if each.number not in found:
                seen = self._looked_up(each)
                found |= self._ours(seen or {})
                unread += [each] if seen is None else []
        if any(each.key in sought for each in unread):
            found |= self._by_us()
        if not found:
            self._object_to_nothing(sought, listed, memory)
        self.unread = tuple(each for each in unread if each.number not in found)
        return tuple(found[number] for number in sorted(found))

    def issue(self, number: int) -> Existing | None:
        """Read one issue; return None where it is gone or no longer the bot's."""
        found = self._ours(self._read(number))
        return found[number].issue if found else None

    def opened(self, key: IssueKey) -> Existing | None:
        """Look among the newest issues for one of the bot's with this key."""
        newest = {"state": "all", "sort": "created", "direction": "desc"}
        page = next(self._client.pages("issues", newest, asked="list the newest issues"))
        issues = (each.issue for each in self._ours(self._found(page)).values())
        return next((issue for issue in issues if issue.key == key), None)

    def comments(self, number: int, mark: str) -> tuple[int, ...]:
        """List the comments of the bot with this mark below an issue, the oldest first."""
        asked = f"read the comments of issue {number}"
        found: list[int] = []
        for page in self._client.pages(f"issues/{number}/comments", {}, asked=asked):
            for comment in items_in(page):
                said = self.is_us(author_of(comment)) and mark_in(text_in(comment, "body"))
                if said == mark:
                    found.append(comment_number_in(comment))
        return tuple(sorted(found))

    def is_us(self, account: str) -> bool:
        """Say whether an account is or was the bot's; GitHub ignores case in their names."""
        return account.casefold() in {each.casefold() for each in self._accounts}

    def _by_label(self) -> Mapping[int, FoundIssue]:
        return self._listed({"labels": OURS}, "list the issues of this log")

    def _by_us(self) -> Mapping[int, FoundIssue]:
        found: dict[int, FoundIssue] = {}
        for account in self._accounts:
            found |= self._listed({"creator": account}, f"list the issues of {account}")
        return self._ours(found)

    def _listed(self, chosen: Mapping[str, str], asked: str) -> Mapping[int, FoundIssue]:
        # The oldest come first, so that an issue opened meanwhile does not move others to another
        # page.
        parameters = {**chosen, "state": "all", "sort": "created", "direction": "asc"}
        found: dict[int, FoundIssue] = {}
        for page in self._client.pages("issues", parameters, asked=asked):
            found |= self._found(page)
        return found

    def _looked_up(self, remembered: Remembered) -> Mapping[int, FoundIssue] | None:
        """Read an issue that an earlier run knew; None where GitHub does not show it."""
        try:
            found = self._read(remembered.number)
        except Refused as refused:
            if refused.status != _NOT_FOUND:
                raise
            return None
        for each in found.values():
            if each.issue.key == remembered.key and not self.is_us(each.author):
                raise self._not_us(each)
        return found

    def _read(self, number: int) -> Mapping[int, FoundIssue]:
        try:
            value = self._client.get(f"issues/{number}", asked=f"read issue {number}")
        except Refused as refused:
            if refused.status in _GONE:
                return {}
            raise
        return self._found([value])

    def _found(self, page: Collection[object]) -> dict[int, FoundIssue]:
        found = (found_in(value, self._known) for value in page)
        return {each.issue.number: each for each in found if each is not None}

    def _ours(self, found: Mapping[int, FoundIssue]) -> dict[int, FoundIssue]:
        return {number: each for number, each in found.items() if self.is_us(each.author)}

    def _object_to_nothing(
        self, sought: Collection[IssueKey], listed: Mapping[int, FoundIssue], memory: Memory | None
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

    def _not_us(self, found: FoundIssue) -> Stopped:
        return Stopped(
            f"Issue {found.issue.number} has this log's mark, but {found.author} opened it, not "
            f"{self.account}. Nothing was written.",
            hint=f"If that is the account of your token, say so: --account {found.author}. If it "
            f"was the bot's before {self.account}: --account {self.account},{found.author}.",
        )
