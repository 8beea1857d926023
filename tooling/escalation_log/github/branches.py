"""The branch of a proposal: read as it was last fetched, and put anew where it differs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from escalation_log.errors import EscalogError
from escalation_log.github.faults import as_one_line

_REMOTE = "origin"
_AUTHOR = "github-actions[bot]"
_ADDRESS = "41898282+github-actions[bot]@users.noreply.github.com"
# Git asks this for the token, which so never stands in a command or a file.
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
    """Read a file as the branch last fetched has it; None where there is no such branch or file."""
    done = _run(root, ["show", f"refs/remotes/{_REMOTE}/{branch}:./{file}"])
    return done.stdout if done.returncode == 0 else None


def push(root: Path, *, branch: str, title: str, files: Sequence[str]) -> None:
    """Commit files, as they lie in a folder, on top of what is checked out, and put a branch there.

    What is checked out, and Git's index, stay as they are. Raise EscalogError where Git refuses, or
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
