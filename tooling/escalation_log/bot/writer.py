"""Send the requests that change something on GitHub, and check before sending one again."""

from __future__ import annotations

from collections.abc import Mapping

from escalation_log.bot.client import Client
from escalation_log.bot.faults import FORBIDDEN, GONE, UNPROCESSABLE, Refused, Stopped, Unsure
from escalation_log.bot.issue_plan import Existing, IssueChange, Note, Wanted
from escalation_log.bot.issues import accounts_in, comment_number_in, found_in, item_of
from escalation_log.bot.marker import OURS, comment_text, opening_body
from escalation_log.bot.plan import fields_to_send
from escalation_log.bot.reader import Reader


class Writer:
    """Writes to one repository; its methods raise as `Client.write` does."""

    def __init__(self, client: Client, reader: Reader) -> None:
        self._client = client
        self._reader = reader

    @property
    def repository(self) -> str:
        """The repository that is written to."""
        return self._client.repository

    def open(self, wanted: Wanted) -> Existing:
        """Open an issue; raise Stopped where the next run would not recognise it."""
        body = {
            "title": wanted.title,
            "body": opening_body(wanted.part, wanted.below),
            "labels": sorted(wanted.labels),
        }
        return self._client.write(
            "POST",
            "issues",
            body,
            asked=f"open the issue {wanted.title!r}",
            read=self._opened,
            find=lambda: self._reader.opened(wanted.key),
        )

    def change(self, change: IssueChange, before: Existing) -> Existing:
        """Change an issue, and return it as it is afterwards.

        `before` is the issue when the change was planned; what people have changed since is kept.
        Raise Refused where the issue is no longer the bot's.
        """
        present = self._present(change, before)
        if change.note is not None:
            try:
                self._comment(change.number, change.note)
            except Refused as refused:
                # The conversation is locked. What the issue says is kept true all the same.
                if refused.status != FORBIDDEN:
                    raise
        return self._patch(change, before, present)

    def assign(self, number: int, accounts: tuple[str, ...]) -> tuple[str, ...]:
        """Assign an issue to accounts; return those that GitHub did not accept.

        Where it refuses all of them because of one, each is tried by itself.
        """
        try:
            return self._assign(number, accounts)
        except Refused as refused:
            if refused.status != UNPROCESSABLE or len(accounts) == 1:
                raise
            left = [each for each in accounts if not self._is_assigned(number, each)]
            if len(left) == len(accounts):
                raise
            return tuple(left)

    def _is_assigned(self, number: int, account: str) -> bool:
        """Assign an issue to one account; return False where GitHub does not accept it."""
        try:
            return not self._assign(number, (account,))
        except Refused as refused:
            if refused.status != UNPROCESSABLE:
                raise
            return False

    def _assign(self, number: int, accounts: tuple[str, ...]) -> tuple[str, ...]:
        def left(value: object) -> tuple[str, ...]:
            taken = accounts_in(value)
            return tuple(each for each in accounts if each.casefold() not in taken)

        def find() -> tuple[str, ...] | None:
            issue = self._client.get(f"issues/{number}", asked=f"read issue {number}")
            return None if left(issue) else ()

        return self._client.write(
            "POST",
            f"issues/{number}/assignees",
            {"assignees": list(accounts)},
            asked=f"assign issue {number}",
            read=left,
            find=find,
        )

    def _opened(self, value: object) -> Existing:
        found = found_in(value)
        if found is None:
            raise Unsure("GitHub's answer to a new issue is not that issue.")
        if not self._reader.is_us(found.author):
            raise Stopped(
                f"Issue {found.issue.number} was opened, but by {found.author}, not by "
                f"{self._reader.account}; the next run would not know it as its own.",
                hint=f"If that is the account of your token, say so: --account {found.author}.",
            )
        if OURS not in {label.casefold() for label in found.issue.labels}:
            raise Stopped(
                f"Issue {found.issue.number} was opened, but GitHub left out its labels, by which "
                "issues are found again.",
                hint="The token's account needs the right to write to "
                f"{self._client.repository}, not only to read it.",
            )
        return found.issue

    def _present(self, change: IssueChange, before: Existing) -> Existing:
        present = self._reader.issue(change.number)
        if present is None or present.key not in {before.key, change.key}:
            raise Refused(
                410,
                f"Issue {change.number} was deleted, or lost the bot's mark, since it was listed.",
                hint="The next run sees to it.",
            )
        return present

    def _comment(self, number: int, note: Note) -> None:
        """Write a comment that is not there yet; of two written at one moment the first is kept."""

        def find() -> tuple[int, ...] | None:
            return self._reader.comments(number, note.mark) or None

        there = find()
        if there is None:
            self._client.write(
                "POST",
                f"issues/{number}/comments",
                {"body": comment_text(note)},
                asked=f"write a comment to issue {number}",
                read=lambda value: (comment_number_in(item_of(value)),),
                find=find,
            )
            there = find() or ()
        for second in there[1:]:
            self._take_back(number, second, note)

    def _take_back(self, number: int, comment: int, note: Note) -> None:
        def find() -> bool | None:
            return comment not in self._reader.comments(number, note.mark) or None

        try:
            self._client.write(
                "DELETE",
                f"issues/comments/{comment}",
                None,
                asked=f"delete a comment of issue {number} that stands there twice",
                read=lambda _: True,
                find=find,
            )
        except Refused as refused:
            # Perhaps the other run has done it.
            if refused.status not in GONE or find() is None:
                raise

    def _patch(self, change: IssueChange, before: Existing, present: Existing) -> Existing:
        seen = present

        def fields() -> Mapping[str, object]:
            return fields_to_send(change, before, seen)

        def find() -> Existing | None:
            nonlocal seen
            seen = self._present(change, before)
            return None if fields() else seen

        if not fields():
            return present
        return self._client.write(
            "PATCH",
            f"issues/{change.number}",
            fields,
            asked=f"change issue {change.number}",
            read=_changed,
            find=find,
        )


def _changed(value: object) -> Existing:
    found = found_in(value)
    if found is None:
        raise Unsure("GitHub's answer to a change of an issue is not that issue.")
    return found.issue
