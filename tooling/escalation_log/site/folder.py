"""Replace a folder as a whole, or leave it unchanged."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from escalation_log.model.errors import EscalogError

Put: TypeAlias = Callable[[str, bytes], None]

# Lists the files that this tool wrote into a folder, so that a later run recognises it.
LISTING = ".escalog-files"
_HEAD = "# Written by escalog, which replaces this folder and all that is listed here."


class NotOurs(EscalogError):
    """The folder holds something that this tool did not write."""


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Put]:
    """Give a function that adds a file to a new folder, which replaces `folder` once complete.

    Raise NotOurs, before anything is written, for a folder with files that this tool did not write,
    and EscalogError where nothing can be written.
    """
    target = folder.resolve()
    _refuse_foreign(folder, target)
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")
    listed: list[str] = []

    def put(address: str, content: bytes) -> None:
        path = draft / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        listed.append(address)

    try:
        draft.mkdir(parents=True)
    except OSError as error:
        raise EscalogError(
            f"The folder {folder} cannot be written: {error.strerror}.",
            hint="Name a folder in a place where you may write.",
        ) from error
    try:
        yield put
        put(LISTING, "".join(f"{line}\n" for line in (_HEAD, *sorted(listed))).encode())
        _refuse_foreign(folder, target)
        _swap(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _swap(draft: Path, target: Path) -> None:
    if not target.exists():
        draft.rename(target)
        return
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    target.rename(old)
    try:
        draft.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old)


def _refuse_foreign(folder: Path, target: Path) -> None:
    if folder.is_symlink() and not target.exists():
        raise NotOurs(f"{folder} is a link that leads nowhere.", hint="Name a folder.")
    if not target.exists():
        return
    if not target.is_dir():
        raise NotOurs(f"{folder} is a file.", hint="Name a folder.")
    found = {
        path.relative_to(target).as_posix()
        for path in target.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    foreign = found - _listed(target)
    if foreign:
        raise NotOurs(
            f"{folder} holds what escalog did not write, {min(foreign)} for one.",
            hint="Name a new folder, an empty one, or one that escalog wrote.",
        )


def _listed(target: Path) -> set[str]:
    try:
        lines = (target / LISTING).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {LISTING, *lines[1:]} if lines[:1] == [_HEAD] else set()
