"""The files of a log as a commit has them, or as they stand in the folder, hidden ones too."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from escalation_log.log.disk import LARGEST_READ
from escalation_log.log.revisions import LOG_FOLDERS, git_line, prefix_of, run_git
from escalation_log.model.errors import EscalogError

LINK = "120000"
PROGRAM = "100755"
_ORDINARY = frozenset({"100644", PROGRAM})
# Of a file that is neither ordinary nor a link.
_NO_FILE = "000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """How a file is kept: its mode as Git writes it, and the name that Git gives its bytes."""

    mode: str
    content: str
    size: int

    @property
    def is_ordinary(self) -> bool:
        """Whether it is a file of its own: no link, no repository within this one."""
        return self.mode in _ORDINARY


class Contents:
    """The bytes of what a repository keeps, each read once.

    `openings` has of case files, by their contents, the edition and whether the case is invented:
    what is asked of every case each time that one is new.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.openings: dict[str, tuple[str, bool]] = {}
        self._known: dict[str, bytes] = {}

    @cached_property
    def prefix(self) -> str:
        """The path of the log in the repository: empty, or with a slash at its end."""
        return prefix_of(self.root)

    def keep(self, content: str, data: bytes) -> None:
        """Remember bytes that were read from the folder."""
        self._known[content] = data

    def fetch(self, contents: Iterable[str]) -> None:
        """Read what will be asked for, with one Git process."""
        missing = list(dict.fromkeys(each for each in contents if each not in self._known))
        if not missing:
            return
        said = run_git(
            self.root,
            *("cat-file", "--batch"),
            given="".join(f"{each}\n" for each in missing).encode(),
        )
        start = 0
        for each in missing:
            end = said.index(b"\n", start)
            _, _, size = said[start:end].rpartition(b" ")
            if not size.isdigit():
                raise EscalogError(
                    "This clone lacks a part of what was committed.",
                    hint="Clone the repository whole: without --filter.",
                )
            start = end + 1 + int(size) + 1
            self._known[each] = said[end + 1 : start - 1]

    def of(self, content: str) -> bytes:
        """Give the bytes that have a name."""
        self.fetch([content])
        return self._known[content]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The files of a log at one moment, by name; `commit` is None for what stands in the folder."""

    root: Path
    commit: str | None
    files: Mapping[str, Stored]
    contents: Contents

    @classmethod
    def of_commit(
        cls,
        root: Path,
        commit: str,
        contents: Contents,
        *,
        within: tuple[str, ...] = LOG_FOLDERS,
    ) -> Snapshot:
        """List the files of a commit's own tree, in some of its folders or of some names."""
        files = dict(_listed(contents, commit, within))
        return cls(root=root, commit=commit, files=files, contents=contents)

    @classmethod
    def of_folder(cls, root: Path, contents: Contents) -> Snapshot:
        """List the files that stand in the folder, committed or not."""
        files = dict(_found(root, contents))
        return cls(root=root, commit=None, files=files, contents=contents)

    def data(self, file: str) -> bytes | None:
        """Give the bytes of an ordinary file that is not too large; None for any other."""
        stored = self.files.get(file)
        if stored is None or not stored.is_ordinary or stored.size > LARGEST_READ:
            return None
        return self.contents.of(stored.content)

    def fetch(self, files: Iterable[str]) -> None:
        """Read the bytes of files together."""
        wanted = (self.files.get(file) for file in files)
        self.contents.fetch(
            each.content
            for each in wanted
            if each is not None and each.is_ordinary and each.size <= LARGEST_READ
        )


def _listed(
    contents: Contents, commit: str, within: tuple[str, ...]
) -> Iterator[tuple[str, Stored]]:
    prefix = contents.prefix
    folders = [f"{prefix}{folder}" for folder in within]
    said = run_git(contents.root, "ls-tree", "-rlz", "--full-tree", commit, "--", *folders)
    for line in filter(None, said.split(b"\0")):
        about, _, name = line.partition(b"\t")
        mode, _, content, size = about.decode("ascii").split()
        file = os.fsdecode(name).removeprefix(prefix)
        yield file, Stored(mode=mode, content=content, size=int(size) if size.isdigit() else 0)


def _found(root: Path, contents: Contents) -> Iterator[tuple[str, Stored]]:
    algorithm = git_line(root, "rev-parse", "--show-object-format") or "sha1"
    # Where Git does not go by the modes that the system has, neither does this.
    has_modes = git_line(root, "config", "--type=bool", "core.fileMode") != "false"
    waiting = [root / folder for folder in LOG_FOLDERS]
    while waiting:
        here = waiting.pop()
        if here.is_dir() and not here.is_symlink():
            waiting.extend(sorted(here.iterdir(), reverse=True))
            continue
        try:
            status = here.lstat()
            file = here.relative_to(root).as_posix()
            if stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST_READ:
                data = here.read_bytes()
                content = _name_of(data, algorithm)
                contents.keep(content, data)
                is_program = has_modes and status.st_mode & stat.S_IXUSR
                mode = PROGRAM if is_program else "100644"
                yield file, Stored(mode=mode, content=content, size=len(data))
            else:
                mode = "100644" if stat.S_ISREG(status.st_mode) else _NO_FILE
                mode = LINK if stat.S_ISLNK(status.st_mode) else mode
                yield file, Stored(mode=mode, content="", size=status.st_size)
        except FileNotFoundError:
            continue


def _name_of(data: bytes, algorithm: str) -> str:
    """Give the name that Git gives to bytes."""
    return hashlib.new(algorithm, b"blob %d\0" % len(data) + data).hexdigest()
