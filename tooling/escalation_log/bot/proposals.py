"""Propose a change as one pull request from a branch of its own, and keep it up to date."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Refused, Stopped, as_one_line
from escalation_log.bot.issues import (
    Entry,
    GitHubItem,
    change_entry,
    entry_in,
    item_of,
    items_in,
    text_in,
)
from escalation_log.model.errors import EscalogError

_REMOTE = "origin"
_AUTHOR = "github-actions[bot]"
_ADDRESS = "41898282+github-actions[bot]@users.noreply.github.com"
# Git runs this to get the token, which so never stands in a command line or a file.
_HELPER = (
    '!f() { test "$1" = get && '
    'printf "username=x-access-token\\npassword=%s\\n" "$GITHUB_TOKEN"; }; f'
)
_SAID = {
    "for-each-ref": "say which branches there are",
    "read-tree": "read what is checked out",
    "add": "take up the changed files",
    "write-tree": "write the changed files down",
    "commit-tree": "commit the change",
    "push": "push the branch of the proposal",
}


def proposed(root: Path, branch: str, file: str) -> bytes | None:
    """Read a file from the branch as last fetched; return None without such a branch or file."""
    done = _run(root, ["show", f"refs/remotes/{_REMOTE}/{branch}:./{file}"])
    return done.stdout if done.returncode == 0 else None


def push(root: Path, *, branch: str, title: str, files: Sequence[str]) -> None:
    """Commit files of a folder on top of the commit checked out, and push the result to a branch.

    What is checked out and Git's index stay unchanged. Raise EscalogError where Git refuses, or
    where somebody has changed the branch since it was fetched.
    """
    there = f"refs/remotes/{_REMOTE}/{branch}"
    known = _said(root, "for-each-ref", "--format=%(objectname)", there)
    with TemporaryDirectory(prefix="escalog-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _said(root, "read-tree", "HEAD", more=index)
        _said(root, "add", "--", *files, more=index)
        tree = _said(root, "write-tree", more=index)
    who = {
        f"GIT_{role}_{field}": value
        for role in ("AUTHOR", "COMMITTER")
        for field, value in (("NAME", _AUTHOR), ("EMAIL", _ADDRESS))
    }
    commit = _said(root, "commit-tree", tree, "-p", "HEAD", "-m", title, more=who)
    here = f"refs/heads/{branch}"
    _said(
        root,
        *("-c", "credential.helper=", "-c", f"credential.helper={_HELPER}"),
        *("push", "--quiet", f"--force-with-lease={here}:{known}", _REMOTE, f"{commit}:{here}"),
    )


def _said(root: Path, *arguments: str, more: Mapping[str, str] | None = None) -> str:
    done = _run(root, arguments, more)
    if done.returncode != 0:
        said = as_one_line(done.stderr.decode("utf-8", "replace"))
        what = next(_SAID[word] for word in arguments if word in _SAID)
        raise EscalogError(f"Git could not {what}: {said}")
    return done.stdout.decode("utf-8", "replace").strip()


def _run(
    root: Path, arguments: Sequence[str], more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    git = shutil.which("git")
    if git is None:
        raise EscalogError("Git is not installed here.", hint="On Debian: apt-get install git")
    environment = dict(os.environ)  # noqa: TID251 - Git needs what this process was given
    return subprocess.run(  # noqa: S603 - a list, with no shell
        [git, *arguments],
        cwd=root,
        capture_output=True,
        check=False,
        env={**environment, "GIT_TERMINAL_PROMPT": "0", **(more or {})},
    )


BASE = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed change: its branch, and the title and body of the pull request."""

    branch: str
    title: str
    body: str


class Proposer:
    """Opens pull requests, or brings up to date the one that is open."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def propose(self, proposal: Proposal) -> int:
        """Open the pull request, or update its title and body; return its number."""
        there = self._open(proposal.branch)
        if there is None:
            return self._opened(proposal)
        if (there.title, there.body) != (proposal.title, proposal.body):
            path, fields = f"pulls/{there.number}", {"title": proposal.title, "body": proposal.body}
            change_entry(self._client, path, fields, named=f"pull request {there.number}")
        return there.number

    def _open(self, branch: str) -> Entry | None:
        owner = self._client.repository.partition("/")[0]
        wanted = {"state": "open", "head": f"{owner}:{branch}", "base": BASE}
        pages = self._client.pages("pulls", wanted, asked="list the open pull requests")
        pulls = [
            entry_in(item, "a pull request")
            for page in pages
            for item in items_in(page)
            if _is_of(item, branch)
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
                fields,
                asked="open a pull request",
                read=lambda value: entry_in(item_of(value), "a pull request").number,
                find=find,
            )
        except (Refused, Stopped) as fault:
            raise EscalogError(
                f"{fault.message} The branch {proposal.branch} is there.",
                hint="In the repository's settings, under Actions, General, tick “Allow GitHub "
                "Actions to create and approve pull requests”, or open it from there yourself.",
            ) from fault


def _is_of(entry: GitHubItem, branch: str) -> bool:
    head = entry.get("head")
    return isinstance(head, dict) and text_in(head, "ref") == branch and entry["state"] == "open"
