"""Find a log's root folder, list its files and read them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from escalation_log.model.errors import EscalogError
from escalation_log.model.problems import Problem


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
_LINKED_FOLDER = (
    "This is a link to a folder, and such links are not followed. Put the files themselves here."
)
_LEADS_OUT = (
    "This is a link that leads out of the log, so it is not read. Put the file itself here."
)
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


def shown(root: Path, path: Path) -> str:
    """Return a path relative to the log as one printable line, whatever characters it has."""
    return "".join(
        character if character.isprintable() else f"\\x{ord(character):02x}"
        for character in path.relative_to(root).as_posix()
    )


def files_under(root: Path, folder: str) -> Iterator[FoundFile | Problem]:
    """Walk a folder of the log: yield its files in order, and a problem for what cannot be walked.

    Hidden files and the copies that editors make are skipped. Links to folders are not followed.
    """
    waiting = [root / folder]
    while waiting:
        here = waiting.pop()
        if here.is_symlink():
            yield _problem(root, here, _LINKED_FOLDER)
            continue
        try:
            paths = sorted(here.iterdir(), key=attrgetter("name"))
        except FileNotFoundError:
            continue
        except OSError as error:
            yield _problem(root, here, f"This folder cannot be read: {error.strerror}.")
            continue
        folders = []
        for path in paths:
            if path.name.startswith((".", "#")) or path.name.endswith("~"):
                continue
            if path.suffix != SUFFIX and path.is_dir():
                folders.append(path)
            else:
                yield FoundFile(file=shown(root, path), path=path)
        waiting.extend(reversed(folders))


def read_bytes(root: Path, path: Path, limit: int = LARGEST_READ) -> bytes | Problem:
    """Read a regular file within the log of at most `limit` bytes; return a problem for others."""
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root.resolve()):
            return _problem(root, path, _LEADS_OUT)
        return _ordinary(path, limit)
    except _NotOrdinary as error:
        return _problem(root, path, str(error))
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "a link leads to itself"
        return _problem(root, path, f"This file cannot be read: {reason}.")


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
