"""Keep the card on a pull request as one comment, and update it.

The document with the card comes from a workflow that ran code of the pull request, so it is not
trusted. Its number counts only where GitHub names the same commit, issue numbers are looked up
here, and every sentence is shown as plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Stopped, Unsure
from escalation_log.bot.issue_plan import IssueKey, State
from escalation_log.bot.issues import GitHubItem, author_of, item_of, items_in, text_in
from escalation_log.bot.reader import Reader
from escalation_log.effect.card import MARK, card, merged_card, missing_card
from escalation_log.effect.gates import MAIN, Proposal
from escalation_log.effect.next_step import OpenPull
from escalation_log.effect.value import Effect, IssueTurn
from escalation_log.model.errors import EscalogError

# So many of the pull requests that were closed last are looked at.
_NEWEST = 30
# The number of attempts to list the comments where GitHub's list is incomplete.
_LOOKS = 3


def read_proposal(client: Client, number: int, *, head: str | None) -> Proposal:
    """Read a pull request's newest commit, where it is to go, and its labels.

    Raise EscalogError where it stands at another commit than `head`, or GitHub does not say.
    """
    proposal = _proposal_in(_pull(client, number), number)
    if head is not None and proposal.commit != head:
        raise EscalogError(
            f"Pull request {number} stands at commit {proposal.commit} by now, and not at {head}.",
            hint="The check of its newest commit says what holds.",
        )
    return proposal


def read_open_pull(
    client: Client, number: int, *, head: str, sites: Mapping[str, str]
) -> OpenPull | None:
    """Read a pull request and the names of the files that it changes.

    Return None where it is closed, or stands at another commit than `head`. `sites` are the
    addresses of the restricted sites, by the first letters of references.
    """
    pull = _pull(client, number)
    if not _is_open_at(pull, head):
        return None
    return _open_pull(client, pull, number, sites)


def _pull(client: Client, number: int) -> GitHubItem:
    return item_of(client.get(f"pulls/{number}", asked=f"read pull request {number}"))


def _open_pull(client: Client, pull: GitHubItem, number: int, sites: Mapping[str, str]) -> OpenPull:
    asked = f"list the files of pull request {number}"
    files: set[str] = set()
    gone: set[str] = set()
    for page in client.pages(f"pulls/{number}/files", {}, asked=asked):
        for file in items_in(page):
            name, before = text_in(file, "filename"), text_in(file, "previous_filename")
            files |= {name, before} - {""}
            gone |= {before or name} if before or file.get("status") == "removed" else set()
    return OpenPull(
        proposal=_proposal_in(pull, number),
        files=frozenset(files),
        gone=frozenset(gone),
        merges_itself=isinstance(pull.get("auto_merge"), dict),
        is_draft=pull.get("draft") is True,
        sites=sites,
    )


def _proposal_in(pull: GitHubItem, number: int) -> Proposal:
    commit, into = (_end_of(pull, name) for name in ("head", "base"))
    labels = pull.get("labels")
    sha, branch = text_in(commit, "sha"), text_in(into, "ref")
    if not sha or not branch or not isinstance(labels, list):
        raise EscalogError(
            f"GitHub does not say at which commit pull request {number} stands, or its labels.",
            hint="Run the workflow again.",
        )
    names = frozenset(text_in(each, "name") for each in labels if isinstance(each, dict))
    return Proposal(number=number, commit=sha, into=branch, labels=names)


def _end_of(pull: GitHubItem, name: str) -> GitHubItem:
    """Return where a pull request comes from or goes to."""
    end = pull.get(name)
    return end if isinstance(end, dict) else {}


class Posted(StrEnum):
    """What was done with a card; the values are words for people."""

    WRITTEN = "written"
    UPDATED = "brought up to date"
    LEFT = "left as it is: it says the same"
    OUTDATED = "not written: the pull request has other commits by now, or is closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comment:
    """A card that is already on a pull request."""

    number: int
    text: str


class Poster:
    """Writes cards to one repository as one account; its methods raise as `Client` does.

    `sites` are the addresses of the restricted sites, by the first letters of references.
    """

    def __init__(
        self, client: Client, reader: Reader, sites: Mapping[str, str] | None = None
    ) -> None:
        self._client = client
        self._reader = reader
        self._sites = sites or {}

    def post(self, effect: Effect, *, head: str) -> Posted:
        """Write or update the card; `head` is the commit that the check ran for.

        Raise EscalogError where the effect names no pull request.
        """
        number = effect.pull_request
        if number is None:
            raise EscalogError(
                "The file names no pull request.",
                hint="Write it within a workflow on pull requests, or with --pull-request NUMBER.",
            )

        def write(pull: GitHubItem) -> str:
            opened = _open_pull(self._client, pull, number, self._sites)
            return card(effect, self._numbers(effect), opened)

        return self._put(number, head, write)

    def post_missing(self, branch: str, *, head: str) -> Iterator[tuple[int, Posted]]:
        """Write that the effect of a commit is not known; yield the pull requests that stand at it.

        They are looked up by their `branch`, OWNER:BRANCH, since the event of a run does not name
        those of forks.
        """
        wanted = {"state": "open", "head": branch}
        for page in self._client.pages("pulls", wanted, asked="list the pull requests of a branch"):
            for pull in items_in(page):
                number = pull.get("number")
                if isinstance(number, int) and _is_open_at(pull, head):
                    yield number, self._put(number, head, lambda _: missing_card())

    def tell_merged(self, is_built: Callable[[str], bool]) -> Iterator[int]:
        """Say on the cards of what was merged lately where to look; yield the numbers.

        `is_built` says of a commit whether the site was built with it.
        """
        newest = {"state": "closed", "base": MAIN, "sort": "updated", "direction": "desc"}
        asked = "list the pull requests that were merged"
        page = next(self._client.pages("pulls", newest, asked=asked), ())
        for pull in islice(items_in(page), _NEWEST):
            number = pull.get("number")
            commit = text_in(pull, "merge_commit_sha")
            is_merged = bool(text_in(pull, "merged_at")) and is_built(commit)
            if not is_merged or not isinstance(number, int):
                continue
            standing = self._ours(self._comments(number))
            if standing is None:
                continue
            merged = _open_pull(self._client, pull, number, self._sites)
            text = merged_card(standing.text, merged)
            if _plain(standing.text) != _plain(text):
                self._write("PATCH", f"issues/comments/{standing.number}", number, text)
                yield number

    def _put(self, number: int, head: str, write: Callable[[GitHubItem], str]) -> Posted:
        pull = _pull(self._client, number)
        if not _is_open_at(pull, head):
            return Posted.OUTDATED
        text = write(pull)
        standing = self._standing_among(number, pull.get("comments"))
        if standing is None:
            self._write("POST", f"issues/{number}/comments", number, text)
            return Posted.WRITTEN
        if _plain(standing.text) == _plain(text):
            return Posted.LEFT
        self._write("PATCH", f"issues/comments/{standing.number}", number, text)
        return Posted.UPDATED

    def _numbers(self, effect: Effect) -> dict[IssueKey, int]:
        """Look up the numbers of the issues on the card: open ones that close, and the reverse."""
        meant = {issue.key: issue.turn for case in effect.cases for issue in case.issues}
        if not meant:
            return {}
        return {
            found.issue.key: found.issue.number
            for found in self._reader.issues((), None)
            if found.issue.key in meant
            and (found.issue.state is State.OPEN) is (meant[found.issue.key] is IssueTurn.CLOSES)
        }

    def _standing_among(self, number: int, comments: object) -> _Comment | None:
        """Find our card among the comments; list them again while GitHub counts more."""
        for _ in range(_LOOKS):
            listed = list(self._comments(number))
            if not isinstance(comments, int) or len(listed) >= comments:
                return self._ours(listed)
        raise Stopped(
            f"GitHub lists fewer comments of pull request {number} than it counts, so that the "
            "card may be among the others.",
            hint="Run the workflow again.",
        )

    def _comments(self, number: int) -> Iterator[GitHubItem]:
        asked = f"read the comments of pull request {number}"
        for page in self._client.pages(f"issues/{number}/comments", {}, asked=asked):
            yield from items_in(page)

    def _ours(self, comments: Iterable[GitHubItem]) -> _Comment | None:
        """Find our card, the first if there are several."""
        for entry in comments:
            found, text = entry.get("id"), text_in(entry, "body")
            is_ours = self._reader.is_us(author_of(entry)) and text.startswith(MARK)
            if is_ours and isinstance(found, int):
                return _Comment(number=found, text=text)
        return None

    def _write(self, method: str, path: str, number: int, text: str) -> None:
        def find() -> bool | None:
            standing = self._ours(self._comments(number))
            is_there = standing is not None and _plain(standing.text) == _plain(text)
            return is_there or None

        self._client.write(
            method,
            path,
            {"body": text},
            asked=f"write the card on pull request {number}",
            read=_is_written,
            find=find,
        )


def _is_open_at(pull: GitHubItem, head: str) -> bool:
    """Say whether a pull request is open and stands at that commit."""
    sha = text_in(_end_of(pull, "head"), "sha")
    return text_in(pull, "state") == State.OPEN and sha == head


def _is_written(value: object) -> bool:
    if not text_in(item_of(value), "body").startswith(MARK):
        raise Unsure("GitHub's answer to a comment is not that comment.")
    return True


def _plain(text: str) -> str:
    """Take out what GitHub and browsers change in a text, which is its line ends."""
    return text.replace("\r\n", "\n").strip()
