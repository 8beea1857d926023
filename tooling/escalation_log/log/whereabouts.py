"""Find the commits, branches and pull requests in which a value stands that was taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import IO

from escalation_log.log.revisions import git_line, run_git

_EVERYWHERE = ("--all", "--reflog")
# GitHub writes the number of a pull request into the first line of what it merges.
_PULL = re.compile(rb"#([0-9]+)")
_BLANKS = re.compile(rb"\s+")
# Not so many objects at a time that they need much memory.
_TOGETHER = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Bringing:
    """A commit that brought the value, or says it in its own message."""

    commit: str
    on: date
    in_message: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where Git has the value: the commits that brought it, the oldest first, and what holds them.

    `refs` are branches and tags; `pulls` are the pull requests that those commits name.
    """

    commits: tuple[Bringing, ...] = ()
    refs: tuple[str, ...] = ()
    pulls: tuple[int, ...] = ()


def whereabouts(root: Path, values: Sequence[str]) -> Whereabouts:
    """Look for values in every commit that this clone knows, those that are no branch's too.

    The values are given to nobody, Git included, so that no list of processes shows them.
    """
    if git_line(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None:
        return Whereabouts()
    forms = [form for value in values for form in _forms(value)]
    contents = frozenset(_contents_with(root, forms))
    found: dict[str, Bringing] = {}
    pulls: set[int] = set()
    for commit, on, message, changed in _commits(root):
        in_message = _holds(message, forms)
        if in_message or changed & contents:
            found[commit] = Bringing(commit=commit, on=on, in_message=in_message)
            pulls.update(int(each) for each in _PULL.findall(message.partition(b"\n")[0]))
    refs: dict[str, None] = {}
    for commit in found:
        said = run_git(root, "for-each-ref", "--format=%(refname:short)", f"--contains={commit}")
        refs |= dict.fromkeys(said.decode("utf-8", "replace").split())
    return Whereabouts(
        commits=tuple(sorted(found.values(), key=lambda each: (each.on, each.commit))),
        refs=tuple(sorted(refs)),
        pulls=tuple(sorted(pulls)),
    )


def _forms(value: str) -> Iterator[bytes]:
    """Give the ways in which a file may have a value, with every stretch of blanks as one."""
    for written in (
        value,
        value.replace("\\", "\\\\").replace('"', '\\"'),
        value.replace("'", "''"),
    ):
        yield _BLANKS.sub(b" ", written.strip().encode("utf-8"))


def _holds(data: bytes, forms: Sequence[bytes]) -> bool:
    words = _BLANKS.sub(b" ", data)
    return any(form in words for form in forms)


def _contents_with(root: Path, forms: Sequence[bytes]) -> Iterator[bytes]:
    """Yield Git's names of the contents that hold a value."""
    said = run_git(root, "rev-list", "--objects", "--no-object-names", *_EVERYWHERE)
    names = list(dict.fromkeys(said.split()))
    for start in range(0, len(names), _TOGETHER):
        asked = b"\n".join((*names[start : start + _TOGETHER], b""))
        found = BytesIO(run_git(root, "cat-file", "--batch", given=asked))
        yield from (name for name, data in _objects(found) if _holds(data, forms))


def _objects(file: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    while line := file.readline():
        name, kind, *size = line.split()
        if not size:
            continue
        data = file.read(int(size[0]))
        file.read(1)
        if kind == b"blob":
            yield name, data


def _commits(root: Path) -> Iterator[tuple[str, date, bytes, frozenset[bytes]]]:
    """Yield every commit, its day, its message, and the contents that it has put somewhere."""
    said = run_git(
        root,
        *("-c", "log.showSignature=false", "-c", "log.showRoot=true"),
        *("log", "-z", "-m", "--raw", "--no-abbrev", "--no-renames", "--no-color"),
        *("--format=%x01%H %cs%n%B%x02", *_EVERYWHERE),
    )
    for part in said.split(b"\x01")[1:]:
        about, _, listed = part.partition(b"\x02")
        head, _, message = about.partition(b"\n")
        commit, day = head.decode("ascii").split()
        changed = frozenset(
            line.split()[3] for line in listed.split(b"\0") if line.lstrip().startswith(b":")
        )
        yield commit, date.fromisoformat(day), message, changed
