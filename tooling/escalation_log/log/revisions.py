"""Read a log as it was at a revision: write its files from Git into a folder of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from escalation_log.log.disk import files_under, ordinary_bytes
from escalation_log.log.drafts import temporary_folder, temporary_place
from escalation_log.model.errors import EscalogError
from escalation_log.model.problems import Problem

LOG_FOLDERS = ("cases", "policies")

_LINK = b"120000"
_REPOSITORY = b"160000 "
# Nothing that lies beside the commits says what they hold or follow.
_AS_COMMITTED = (
    *("--no-optional-locks", "--no-replace-objects"),
    *("-c", "core.commitGraph=false", "-c", "advice.graftFileDeprecated=false"),
)
_UNSHALLOW = (
    "This clone is shallow: the older history is missing. Fetch it with git fetch --unshallow; in "
    "a workflow, give actions/checkout fetch-depth: 0."
)


class _Entry(NamedTuple):
    """A file of a revision: its mode, the name of its content, and its place in the log."""

    mode: bytes
    content: bytes
    place: PurePosixPath


def commit_of(root: Path, revision: str) -> str:
    """Return the commit that a revision names; raise EscalogError where Git knows none."""
    if git_line(root, "rev-parse", "--is-inside-work-tree") is None:
        raise EscalogError(
            f"{root} lies in no Git repository, so there is nothing to compare it with.",
            hint="Go to a clone of the log's repository. If this is one, Git may not trust the "
            "folder because it belongs to another user: git status says so, and what to do.",
        )
    commit = _commit(root, revision)
    if commit is None:
        raise _not_found(
            root,
            f"Git knows no revision {revision!r} here.",
            "Name a branch, a tag or a commit, like origin/main. What others have pushed must be "
            "fetched first: git fetch.",
        )
    return commit


def merge_base(root: Path, revision: str) -> str:
    """Return the merge base of a revision and HEAD; raise EscalogError where there is none."""
    commit = commit_of(root, revision)
    head = _commit(root, "HEAD")
    if head is None:
        raise EscalogError(
            "Nothing has been committed on this branch yet, so there is nothing to compare.",
            hint="Commit the log first.",
        )
    base = git_line(root, "merge-base", commit, head)
    if base is None:
        raise _not_found(
            root,
            f"What stands here and {revision!r} have no commit in common.",
            "Name a revision that this branch began from, like origin/main.",
        )
    return base


def repositories_within(root: Path, commit: str | None = None) -> tuple[str, ...]:
    """Name what Git holds in the folders of a log as other repositories; nothing outside Git.

    With `commit`, what it holds there, and else what is to be committed next.
    """
    asked = ("ls-files", "--stage") if commit is None else ("ls-tree", "-r", commit)
    try:
        said = run_git(root, *asked, "-z", "--", *LOG_FOLDERS)
    except EscalogError:
        return ()
    lines = (line.partition(b"\t") for line in said.split(b"\0") if line.startswith(_REPOSITORY))
    return tuple(os.fsdecode(name) for _, _, name in lines)


def has_no_commit(root: Path) -> bool:
    """Say whether a folder lies in a repository in which nothing has been committed yet."""
    is_inside = git_line(root, "rev-parse", "--is-inside-work-tree") is not None
    return is_inside and _commit(root, "HEAD") is None


def ask_for_whole_history(root: Path) -> None:
    """Raise EscalogError, with what to type, where a clone lacks its older history."""
    if is_shallow(root):
        raise EscalogError("What was recorded cannot be followed here.", hint=_UNSHALLOW)


def is_shallow(root: Path) -> bool:
    """Say whether a clone lacks its older history."""
    return git_line(root, "rev-parse", "--is-shallow-repository") == "true"


def is_ancestor(root: Path, earlier: str, later: str) -> bool:
    """Say whether a commit is the other one, or lies in its past."""
    return _git(root, "merge-base", "--is-ancestor", earlier, later).returncode == 0


@contextmanager
def laid_out(root: Path, commit: str) -> Iterator[Path]:
    """Write the cases and policies of a commit into a temporary folder; remove it afterwards.

    The contents are those of the commit, without the conversions that a checkout may make. Raise
    EscalogError where the clone lacks some of them.
    """
    with temporary_folder() as folder:
        write_out(root, commit, folder)
        yield folder


def write_out(root: Path, commit: str, folder: Path) -> None:
    """Write the cases and policies of a commit into an empty folder, as `laid_out` does."""
    # Links are made after all files are written, so that no file is written through a link.
    entries = sorted(_entries(root, commit), key=lambda each: each.mode == _LINK)
    for entry, data in _contents(root, entries):
        path = folder / entry.place
        path.parent.mkdir(parents=True, exist_ok=True)
        if entry.mode == _LINK:
            path.symlink_to(os.fsdecode(data))
        else:
            path.write_bytes(data)


def changed_files(before: Path, after: Path) -> tuple[str, ...]:
    """Name the files of a log that differ, byte for byte, between two of its folders."""
    files: set[str] = set()
    for folder in LOG_FOLDERS:
        ours, theirs = _files(before, folder), _files(after, folder)
        for file in ours.keys() | theirs.keys():
            is_in_both = file in ours and file in theirs
            if not is_in_both or _bytes(ours[file]) != _bytes(theirs[file]):
                files.add(file)
    return tuple(sorted(files))


def changed_since(root: Path, commit: str) -> frozenset[str]:
    """Name the files of a log that differ from a commit, and those that it does not have."""
    names: set[str] = set()
    for asked in (
        ("diff", "--name-only", "--no-renames", "--no-ext-diff", "--relative", "-z", commit),
        ("ls-files", "--others", "-z"),
    ):
        said = run_git(root, *asked, "--", *LOG_FOLDERS)
        names.update(os.fsdecode(name) for name in said.split(b"\0") if name)
    return frozenset(names)


def changed_elsewhere(root: Path, commit: str) -> tuple[str, ...]:
    """Name the files of the repository outside the log that differ from a commit."""
    prefix = prefix_of(root)
    ours = tuple(f"{prefix}{folder}/".encode() for folder in LOG_FOLDERS)
    top = git_line(root, "rev-parse", "--show-toplevel") or str(root)
    names: set[bytes] = set()
    for asked in (
        ("diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", commit, "--"),
        ("ls-files", "--others", "--exclude-standard", "-z", "--"),
    ):
        names.update(filter(None, run_git(Path(top), *asked).split(b"\0")))
    outside = sorted(name for name in names if not name.startswith(ours))
    return tuple(name.decode("utf-8", "replace") for name in outside)


def _files(root: Path, folder: str) -> dict[str, Path]:
    return {
        each.file: each.path for each in files_under(root, folder) if not isinstance(each, Problem)
    }


def _bytes(path: Path) -> bytes | None:
    """Read a file, of a link where it leads; return None where it cannot be read."""
    try:
        return os.fsencode(path.readlink()) if path.is_symlink() else ordinary_bytes(path)
    except (OSError, EscalogError):
        return None


def _commit(root: Path, revision: str) -> str | None:
    if not revision.isprintable():
        return None
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return git_line(root, *asked)


def _not_found(root: Path, message: str, hint: str) -> EscalogError:
    """Make an error with a hint; where the older history is missing, the hint is to fetch it."""
    return EscalogError(message, hint=_UNSHALLOW if is_shallow(root) else hint)


def prefix_of(root: Path) -> str:
    """Return the path of the log in its repository: empty, or with a slash at its end."""
    return os.fsdecode(run_git(root, "rev-parse", "--show-prefix").removesuffix(b"\n"))


def _entries(root: Path, commit: str) -> Iterator[_Entry]:
    """List the files that a commit has in the folders of the log."""
    prefix = prefix_of(root)
    folders = [f"{prefix}{folder}" for folder in LOG_FOLDERS]
    listed = run_git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *folders)
    for line in filter(None, listed.split(b"\0")):
        about, _, name = line.partition(b"\t")
        mode, kind, content = about.split(b" ")
        place = PurePosixPath(os.fsdecode(name).removeprefix(prefix))
        if kind == b"blob" and ".." not in place.parts and not place.is_absolute():
            yield _Entry(mode, content, place)


def _contents(root: Path, entries: list[_Entry]) -> Iterator[tuple[_Entry, bytes]]:
    """Read the contents of a revision's files with one Git process."""
    asked = b"".join(each.content + b"\n" for each in entries)
    # A file without a name is gone with the process, however that ends.
    with TemporaryFile(dir=temporary_place()) as file:
        run_git(root, "cat-file", "--batch", given=asked, into=file)
        file.seek(0)
        for entry in entries:
            _, _, size = file.readline().rpartition(b" ")
            if not size.strip().isdigit():
                raise EscalogError(
                    "This clone lacks a part of what was committed.",
                    hint="Clone the repository whole: without --filter.",
                )
            yield entry, file.read(int(size))
            file.read(1)


def files_with(root: Path, revision: str, pattern: str, folder: str) -> tuple[str, ...]:
    """Name the files in a folder of a revision that have what an extended pattern describes."""
    asked = ("grep", "-z", "-l", "-E", "-e", pattern, revision, "--", folder)
    done = _git(root, *asked)
    found = (os.fsdecode(name) for name in done.stdout.split(b"\0") if name)
    return tuple(name.partition(":")[2] for name in found)


def git_environment() -> dict[str, str]:
    """Give the environment for Git: that of this process, without a file of grafts.

    Such a file lets a commit seem to follow another one than it does.
    """
    environment = dict(os.environ)  # noqa: TID251 - Git needs what this process was given
    return {**environment, "GIT_GRAFT_FILE": os.devnull}


def git_line(root: Path, *arguments: str) -> str | None:
    """Run Git and return its one line of output; None where it fails or prints nothing."""
    done = _git(root, *arguments)
    said = done.stdout.decode("utf-8", "replace").strip()
    return said.partition("\n")[0] if done.returncode == 0 and said else None


def run_git(
    root: Path, *arguments: str, given: bytes = b"", into: IO[bytes] | None = None
) -> bytes:
    """Run Git and return its output; raise EscalogError with Git's own message where it fails."""
    done = _git(root, *arguments, given=given, into=into)
    if done.returncode != 0:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise EscalogError(
            f"Git could not read the repository of {root}.",
            hint=f"Git says: {words[-1]}" if words else None,
        )
    return done.stdout or b""


def _git(
    root: Path, *arguments: str, given: bytes = b"", into: IO[bytes] | None = None
) -> subprocess.CompletedProcess[bytes]:
    git = shutil.which("git")
    if git is None:
        raise EscalogError(
            "Git is not installed here, and it keeps what the log was before.",
            hint="Install Git; on Debian: apt-get install git",
        )
    return subprocess.run(  # noqa: S603 - a list, with no shell, and options end before a revision
        [git, *_AS_COMMITTED, *arguments],
        cwd=root,
        env=git_environment(),
        input=given,
        stdout=into or subprocess.PIPE,
        stderr=subprocess.PIPE,
        check=False,
    )
