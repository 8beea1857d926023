"""Find a log's root folder, list its files and read them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from escalation_log.log.shown_names import is_personal, listing_of, shown
from escalation_log.model.errors import EscalogError
from escalation_log.model.problems import Problem, Severity


def find_root(start: Path) -> Path:
    """Find the root of the log that a folder is in; raise EscalogError where there is none."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "policies").is_dir():
            return folder
    raise EscalogError(
        f"{start} lies in no log: neither it nor a folder above it holds policies/.",
        hint="Go to the folder of your log, or name it: escalog --log DIR ...",
    )


SUFFIX = ".yaml"
# What a link leads to can become another without a change of the log.
LINKED = "This is a link, and links are not followed. Put here what it leads to."
_FOLDER = "This is a folder, and a file is expected here. Rename or move it."
_NO_FILE = "This is no ordinary file, so it is not read. Remove it."
# In bytes. No parser accepts a file as large as this; a file beyond it is not read at all.
LARGEST_READ = 1024 * 1024
# The same for pictures and other files of a site that are no text.
LARGEST_ASSET = 64 * LARGEST_READ


class FoundFile(NamedTuple):
    """A file under a folder of the log; `file` is its name as findings show it."""

    file: str
    path: Path


class FoundCase(NamedTuple):
    """A case's file, and those of the events that wait beside it."""

    file: str
    path: Path
    waiting: tuple[FoundFile, ...] = ()


def files_under(root: Path, folder: str) -> Iterator[FoundFile | Problem]:
    """Walk a folder of the log: yield its files in order, and a problem for what cannot be walked.

    Hidden files and the copies that editors make are skipped. Links are not followed: one that is
    named like a case counts as a file, which nobody can read.
    """
    waiting = [root / folder]
    listing = listing_of(root)
    while waiting:
        here = waiting.pop()
        entries = _entries(root, here)
        if isinstance(entries, Problem):
            yield entries
            continue
        folders = []
        for entry in entries:
            path = here / entry.name
            if is_personal(name := shown(root, path, listing)):
                yield _named_for_somebody(name)
            if path.suffix == SUFFIX:
                yield FoundFile(file=name, path=path)
            elif entry.is_symlink():
                yield _problem(root, path, LINKED)
            elif entry.is_dir():
                folders.append(path)
            else:
                yield FoundFile(file=name, path=path)
        waiting.extend(reversed(folders))


def _entries(root: Path, folder: Path) -> list[os.DirEntry[str]] | Problem:
    """List what a folder holds and is shown, in order; nothing where it is gone."""
    if folder.is_symlink():
        return _problem(root, folder, LINKED)
    try:
        with os.scandir(folder) as found:
            shown_ones = [
                each for each in found if each.name[0] not in ".#" and not each.name.endswith("~")
            ]
    except FileNotFoundError:
        return []
    except OSError as error:
        return _problem(root, folder, f"This folder cannot be read: {error.strerror}.")
    return sorted(shown_ones, key=attrgetter("name"))


def read_bytes(root: Path, path: Path, limit: int = LARGEST_READ) -> bytes | Problem:
    """Read a regular file of at most `limit` bytes; return a problem for others, links too."""
    try:
        if path.is_symlink():
            return _problem(root, path, LINKED)
        return _ordinary(path, limit)
    except _NotOrdinary as error:
        return _problem(root, path, str(error))
    except OSError as error:
        return _problem(root, path, f"This file cannot be read: {error.strerror}.")


def ordinary_bytes(path: Path, limit: int = LARGEST_READ) -> bytes:
    """Read a regular file of at most `limit` bytes, or the one that a link leads to.

    Raise EscalogError for anything else, such as a pipe, whose end nobody can wait for.
    """
    try:
        return _ordinary(path, limit)
    except _NotOrdinary as error:
        raise EscalogError(f"{path}: {error}") from None


def require_ordinary(path: Path, limit: int = LARGEST_READ) -> None:
    """Raise EscalogError where such a read would, of a file that something else will read."""
    try:
        _refuse_odd(path.stat(), limit)
    except _NotOrdinary as error:
        raise EscalogError(f"{path}: {error}") from None


def ordinary_text(path: Path, limit: int = LARGEST_READ) -> str:
    """Read such a file as text in UTF-8; a byte order mark at its start is passed over."""
    try:
        return ordinary_bytes(path, limit).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EscalogError(f"{path} is no text in UTF-8.", hint="Save it anew.") from error


class _NotOrdinary(Exception):
    """What stands in the place of a file is none, or it is too large; the message says which."""


# Opening a pipe waits for who writes to it, unless that is asked not to. Windows has neither.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _ordinary(path: Path, limit: int) -> bytes:
    _refuse_odd(path.stat(), limit)
    with os.fdopen(os.open(path, os.O_RDONLY | _AT_ONCE), "rb") as file:
        # Another one may have taken its place since, and this one may still grow.
        _refuse_odd(os.fstat(file.fileno()), limit)
        data = file.read(limit + 1)
    if len(data) > limit:
        raise _too_large(limit)
    return data


def _refuse_odd(status: os.stat_result, limit: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise _NotOrdinary(_FOLDER)
    if not stat.S_ISREG(status.st_mode):
        raise _NotOrdinary(_NO_FILE)
    if status.st_size > limit:
        raise _too_large(limit)


def _too_large(limit: int) -> _NotOrdinary:
    larger = f"This file is larger than {limit // 1024} KB, far more than any file of a log"
    return _NotOrdinary(f"{larger} needs, so it is not read.")


def _problem(root: Path, path: Path, message: str) -> Problem:
    # Imported here, because commands that only look for a log need not load the rules.
    from escalation_log.checks.rules import READABLE

    return Problem(file=shown(root, path), rule=READABLE.name, message=message)


def _named_for_somebody(name: str) -> Problem:
    from escalation_log.checks.rules import PERSONAL_DATA

    return Problem(
        file=name,
        rule=PERSONAL_DATA.name,
        message="Nothing that identifies a person belongs in a name. Rename it. Where it was "
        "recorded already, see docs/redaction.md.",
        severity=Severity.WARNING,
    )
