"""Propose a change as one pull request from a branch of its own, and keep it up to date."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Refused, Stopped, as_one_line
from escalation_log.bot.issues import (
    GitHubItem,
    IssueOrPull,
    change_entry,
    entry_in,
    item_of,
    items_in,
    text_in,
)
from escalation_log.log.drafts import temporary_folder
from escalation_log.log.revisions import git_environment
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
    with temporary_folder() as folder:
        index = {"GIT_INDEX_FILE": str(folder / "index")}
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
    return subprocess.run(  # noqa: S603 - a list, with no shell
        [git, *arguments],
        cwd=root,
        capture_output=True,
        check=False,
        env={**git_environment(), "GIT_TERMINAL_PROMPT": "0", **(more or {})},
    )


BASE = "main"


def propose(client: Client, *, branch: str, title: str, body: str) -> int:
    """Open the pull request of a branch, or update the one that is open; return its number."""
    present = _open_pull(client, branch)
    if present is None:
        return _opened(client, branch, {"title": title, "body": body})
    if (present.title, present.body) != (title, body):
        path, named = f"pulls/{present.number}", f"pull request {present.number}"
        change_entry(client, path, {"title": title, "body": body}, named=named)
    return present.number


def _open_pull(client: Client, branch: str) -> IssueOrPull | None:
    owner = client.repository.partition("/")[0]
    wanted = {"state": "open", "head": f"{owner}:{branch}", "base": BASE}
    pulls = (
        entry_in(item, "a pull request")
        for page in client.pages("pulls", wanted, asked="list the open pull requests")
        for item in items_in(page)
        if _is_of(item, branch)
    )
    return min(pulls, key=lambda pull: pull.number, default=None)


def _opened(client: Client, branch: str, words: Mapping[str, str]) -> int:
    def find() -> int | None:
        found = _open_pull(client, branch)
        return None if found is None else found.number

    try:
        return client.write(
            "POST",
            "pulls",
            {**words, "head": branch, "base": BASE},
            asked="open a pull request",
            read=lambda value: entry_in(item_of(value), "a pull request").number,
            find=find,
        )
    except (Refused, Stopped) as fault:
        raise EscalogError(
            f"{fault.message} The branch {branch} is there.",
            hint="In the repository's settings, under Actions, General, tick “Allow GitHub "
            "Actions to create and approve pull requests”, or open it from there yourself.",
        ) from fault


def _is_of(entry: GitHubItem, branch: str) -> bool:
    head = entry.get("head")
    return isinstance(head, dict) and text_in(head, "ref") == branch and entry["state"] == "open"
