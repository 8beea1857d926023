"""Replace a folder as a whole, or leave it unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeAlias

from escalation_log.log.drafts import drafted_folder, for_its_owner_alone, take_the_place_of
from escalation_log.model.errors import EscalogError

Put: TypeAlias = Callable[[str, bytes], None]

# Lists the files that this tool wrote into a folder, so that a later run recognises it.
LISTING = ".escalog-files"
_HEAD = "# Written by escalog, which replaces this folder and all that is listed here."


class NotOurs(EscalogError):
    """The folder holds something that this tool did not write."""


@contextmanager
def replaced_folder(folder: Path, *, is_restricted: bool = False) -> Iterator[Put]:
    """Give a function that adds a file to a new folder, which replaces `folder` once complete.

    With `is_restricted` only its owner may read it. Raise NotOurs, before anything is written, for
    a folder with files that this tool did not write, and EscalogError where nothing can be written.
    """
    target = folder.resolve()
    _refuse_foreign(folder, target)
    listed: list[str] = []
    with _drafted(folder, target, is_restricted=is_restricted) as draft:

        def put(address: str, content: bytes) -> None:
            path = draft / address
            with for_its_owner_alone(is_restricted=is_restricted):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            listed.append(address)

        yield put
        put(LISTING, "".join(f"{line}\n" for line in (_HEAD, *sorted(listed))).encode())
        _refuse_foreign(folder, target)
        take_the_place_of(target, draft)


@contextmanager
def _drafted(folder: Path, target: Path, *, is_restricted: bool) -> Iterator[Path]:
    with ExitStack() as stack:
        try:
            draft = stack.enter_context(drafted_folder(target, is_restricted=is_restricted))
        except OSError as error:
            raise EscalogError(
                f"The folder {folder} cannot be written: {error.strerror}.",
                hint="Name a folder in a place where you may write.",
            ) from error
        yield draft


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
