"""Screen the words that a change is proposed with: its branch, its commits, its pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from escalation_log.log.disk import LARGEST_READ
from escalation_log.log.revisions import commit_of, git_line, run_git
from escalation_log.model.errors import EscalogError

# Enough digits of a commit's name for people to type.
_SHORT = 12
# Who wrote a commit stands in it by name and address.
_TRAILER = re.compile(
    r"^(?:Co-authored|Signed-off|Reviewed|Acked|Tested)-by: [^<>\n]*<[^<>\s]+>\s*$",
    re.MULTILINE | re.IGNORECASE,
)


class Words(NamedTuple):
    """Some words of a change: where they stand, as findings say it, and how they are taken out."""

    where: str
    text: str
    advice: str


def words_of_commits(root: Path, base: str, head: str) -> Iterator[Words]:
    """Give the message of each commit that a change brings."""
    first, last = commit_of(root, base), commit_of(root, head)
    said = run_git(root, "log", "-z", "--format=%H%n%B", f"{first}..{last}")
    for each in said.decode("utf-8", "replace").split("\0"):
        commit, _, message = each.partition("\n")
        if message:
            yield Words(
                f"The message of the commit {commit[:_SHORT]}",
                _TRAILER.sub("", message),
                "In the browser, make the change anew on a new branch, propose that, close this "
                "one and delete its branch. With Git, write the message anew (git rebase "
                "--interactive, with `reword`) and push with --force-with-lease.",
            )


def words_of_branch(root: Path) -> Iterator[Words]:
    """Give the name of the branch that is checked out."""
    name = git_line(root, "symbolic-ref", "--quiet", "--short", "HEAD")
    if name:
        yield _branch(name)


def words_of_event(event: Mapping[str, Any]) -> Iterator[Words]:
    """Give the words of the pull request, or of the merge queue, that started a workflow."""
    pull = _mapping(event.get("pull_request"))
    names = (
        _mapping(pull.get("head")).get("ref"),
        _mapping(event.get("merge_group")).get("head_ref"),
    )
    for name in names:
        if isinstance(name, str):
            yield _branch(name)
    for part, called in (("title", "title"), ("body", "description")):
        if isinstance(pull.get(part), str):
            yield Words(
                f"The {called} of the pull request",
                pull[part],
                "Edit it, and delete the version before: click `edited`."
                if part == "body"
                else "Edit it.",
            )


def _branch(name: str) -> Words:
    return Words(
        "The name of the branch",
        re.sub("[-_/.]+", " ", name) if not re.search(r"@|\.[a-z]", name) else name,
        "In the browser, make the change anew on a branch of another name; with Git, push the same "
        "commits under another name. Propose that, and delete this branch.",
    )


def read_event(path: Path) -> Mapping[str, Any]:
    """Read the event that started a workflow; raise EscalogError where that cannot be done."""
    import json

    try:
        with path.open("rb") as opened:
            event = json.loads(opened.read(LARGEST_READ * 4))
    except (OSError, ValueError, RecursionError) as error:
        raise EscalogError(
            "The event that started the workflow cannot be read.",
            hint="Give the file that GITHUB_EVENT_PATH names.",
        ) from error
    return _mapping(event)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
