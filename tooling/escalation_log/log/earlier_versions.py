"""Read what case files were in earlier commits of the branch, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryFile

from escalation_log.log.drafts import temporary_place
from escalation_log.log.revisions import git_line, run_git
from escalation_log.model.errors import EscalogError

# The most versions of one file that are tried.
MOST_VERSIONS = 50
# With more files than this their names might not fit into one command, so all are asked about.
_MANY = 200
_COMMIT = b"\x01"
_FILES = (b"100644", b"100755")
# Settings of whoever runs it would add lines, or follow a file to another name.
_PLAINLY = (
    *("-c", "log.showSignature=false", "-c", "log.follow=false", "-c", "log.showRoot=true"),
    "--literal-pathspecs",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVersion:
    """What a commit made of a file; `content` is Git's name of the bytes, `at` when it came."""

    file: str
    commit: str
    on: date
    at: datetime
    content: bytes


def earlier_versions(
    root: Path, files: Sequence[str], revision: str = "HEAD"
) -> Iterator[tuple[EarlierVersion, bytes]]:
    """Yield the versions of each file up to a revision, its newest first, by first parents.

    Nothing is yielded outside Git, and where Git cannot read what was committed.
    """
    try:
        if git_line(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
            return
        versions = _listed(root, files, revision)
        if versions:
            yield from _contents(root, versions)
    except EscalogError:
        # Without Git, or with a part of the history missing, no earlier state is known.
        return


def _listed(root: Path, files: Sequence[str], revision: str) -> list[EarlierVersion]:
    asked = files if len(files) <= _MANY else ["cases"]
    most = MOST_VERSIONS * len(files)
    said = _log(root, f"--max-count={most}", revision, "--", *asked)
    found: dict[str, list[EarlierVersion]] = {file: [] for file in files}
    for version in _versions_in(said):
        versions = found.get(version.file)
        if versions is not None and len(versions) < MOST_VERSIONS:
            versions.append(version)
    return [version for versions in found.values() for version in versions]


def every_version(
    root: Path, revisions: str = "HEAD", files: Sequence[str] = ("cases",)
) -> Iterator[tuple[EarlierVersion, bytes]]:
    """Yield every committed version of files, or of every file in folders, the oldest first.

    They are those of the line of first parents, of a revision or between two; nothing is yielded
    outside Git.
    """
    if git_line(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is not None:
        versions = tuple(_versions_in(_log(root, "--reverse", revisions, "--", *files)))
        yield from _contents(root, versions)


def deleted_cases(root: Path, *revisions: str) -> frozenset[str]:
    """Name the files in the folder of cases that a commit in the past of revisions deleted."""
    said = run_git(
        root,
        *_PLAINLY,
        *("log", "-z", "--name-only", "--diff-filter=D", "--no-renames", "--no-color", "-m"),
        *("--relative", "--format=", *revisions, "--", "cases"),
    )
    return frozenset(name.decode("utf-8", "replace") for name in said.split(b"\0") if name)


def _log(root: Path, *asked: str) -> bytes:
    return run_git(
        root,
        *_PLAINLY,
        *("log", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-color", "-m"),
        *("--first-parent", "--relative", "--format=%x01%H %cs %ct", *asked),
    )


def _versions_in(said: bytes) -> Iterator[EarlierVersion]:
    """Read what Git lists: a commit, then a line and a name for each file that it changed."""
    commit, on, at = "", date.min, datetime.min
    parts = iter(said.split(b"\0"))
    for part in parts:
        words = part.strip(b"\n")
        if words.startswith(_COMMIT):
            commit, day, seconds = words.removeprefix(_COMMIT).decode().split(" ")
            on, at = date.fromisoformat(day), datetime.fromtimestamp(int(seconds), UTC)
        elif words.startswith(b":"):
            _, mode, _, content, _ = words.split(b" ")
            file = next(parts).decode("utf-8", "replace")
            if mode in _FILES:
                yield EarlierVersion(file=file, commit=commit, on=on, at=at, content=content)


def _contents(
    root: Path, versions: Sequence[EarlierVersion]
) -> Iterator[tuple[EarlierVersion, bytes]]:
    """Read the contents of versions with one Git process; skip what this clone lacks."""
    asked = b"".join(each.content + b"\n" for each in versions)
    # A file without a name is gone with the process, however that ends.
    with TemporaryFile(dir=temporary_place()) as file:
        run_git(root, "cat-file", "--batch", given=asked, into=file)
        file.seek(0)
        for version in versions:
            _, _, size = file.readline().rpartition(b" ")
            if size.strip().isdigit():
                yield version, file.read(int(size))
                file.read(1)
