"""Write files and folders whole or not at all, and remove what a killed process left behind.

What is being written is a draft: it stands beside its place, and takes it once it is complete. A
process holds a lock on each of its drafts. The system releases the lock when the process ends,
however it ends, so a draft without one belongs to nobody, and the next command removes it.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from escalation_log.model.errors import EscalogError

_SUFFIX = ".escalog"
_DRAFT = re.compile(r"\..+\.[0-9a-f]{16}\.escalog")
_TEMPORARY = "temporary"
_PLACES = ("TMPDIR", "TEMP", "TMP")
_USUAL_PLACE = "/tmp"  # noqa: S108 - what is put there has a name that nobody can guess
# A disk without room, a quota that is used up, and a file longer than the system allows.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# What a restricted file withholds from everybody but its owner, as a mask of permissions.
FOR_ITS_OWNER = 0o077

if sys.platform != "win32":
    import fcntl

    def _lock(descriptor: int) -> bool:
        """Try to lock what a descriptor is of; say whether nobody else holds it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


@contextmanager
def for_its_owner_alone(*, is_restricted: bool = True) -> Iterator[None]:
    """Let what is created within the block be readable by its owner alone."""
    if not is_restricted:
        yield
        return
    mask = os.umask(FOR_ITS_OWNER)
    try:
        yield
    finally:
        os.umask(mask)


@contextmanager
def replaced_file(path: Path, *, is_restricted: bool = False) -> Iterator[IO[bytes]]:
    """Give a file to write to, which replaces `path` at the end of the block.

    If the block raises, the old file stays. A replaced file keeps its permissions; with
    `is_restricted` only its owner may read the new one. Raise EscalogError where nothing can be
    written.
    """
    with _written(path, is_restricted=is_restricted) as (draft, target):
        with _room_for(path), draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _take_the_place(draft, target, keeps_mode=not is_restricted)
    _keep_names(target.parent)


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Replace files by new contents: none of them before all the contents are on the disk."""
    with ExitStack() as stack:
        drafts = []
        for path, data in contents.items():
            drafts.append(stack.enter_context(_written(path)))
            with _room_for(path), drafts[-1][0].open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for draft, target in drafts:
            _take_the_place(draft, target, keeps_mode=True)
    for folder in {target.parent for _, target in drafts}:
        _keep_names(folder)


@contextmanager
def _written(path: Path, *, is_restricted: bool = False) -> Iterator[tuple[Path, Path]]:
    """Give an empty draft and the file that it is to replace; remove the draft if it is left."""
    target = path.resolve()
    remove_left_behind(target.parent)
    with ExitStack() as stack:
        try:
            with for_its_owner_alone(is_restricted=is_restricted):
                draft = stack.enter_context(_draft(target.parent, target.name, is_folder=False))
        except OSError as error:
            raise EscalogError(
                f"{path} cannot be written: {error.strerror}.",
                hint="Name a file in a folder that exists and where you may write.",
            ) from error
        yield draft, target


def _take_the_place(draft: Path, target: Path, *, keeps_mode: bool) -> None:
    if keeps_mode and target.is_file():
        draft.chmod(stat.S_IMODE(target.stat().st_mode))
    draft.replace(target)


@contextmanager
def _room_for(path: Path) -> Iterator[None]:
    """Turn the error of a full disk into one that names the file, which is as it was."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise EscalogError(
            f"{path} cannot be written: {error.strerror}. It is as it was.",
            hint="Make room on the disk, and run the command again.",
        ) from error


@contextmanager
def drafted_folder(target: Path, *, is_restricted: bool = False) -> Iterator[Path]:
    """Give a new folder beside `target`, which is removed at the end unless it was renamed.

    Folders above it are made. With `is_restricted` only its owner may read it.
    """
    if not target.parent.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
    remove_left_behind(target.parent)
    with ExitStack() as stack:
        with for_its_owner_alone(is_restricted=is_restricted):
            draft = stack.enter_context(_draft(target.parent, target.name, is_folder=True))
        with _room_for(target):
            yield draft


def take_the_place_of(target: Path, draft: Path) -> None:
    """Put a drafted folder in the place of another, which is moved aside and removed."""
    if not target.exists():
        draft.rename(target)
        return
    aside = _beside(target.parent, target.name)
    with _held(target):
        target.rename(aside)
        try:
            draft.rename(target)
        except OSError:
            aside.rename(target)
            raise
        shutil.rmtree(aside)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder where the system keeps what is temporary; remove it at the end of the block.

    Only its owner may read it.
    """
    with ExitStack() as stack:
        with for_its_owner_alone():
            folder = stack.enter_context(_draft(temporary_place(), _TEMPORARY, is_folder=True))
        yield folder


def temporary_place() -> Path:
    """Return the folder where the system keeps what is temporary.

    It is the one that `tempfile` chooses, but that tries it with a file, which is left where the
    process is killed just then.
    """
    named = (os.environ.get(name) for name in _PLACES)  # noqa: TID251 - the system says so there
    for place in (*filter(None, named), _USUAL_PLACE):
        if Path(place).is_dir() and os.access(place, os.W_OK | os.X_OK):
            return Path(place).resolve()
    from tempfile import gettempdir

    return Path(gettempdir()).resolve()


@contextmanager
def _draft(parent: Path, name: str, *, is_folder: bool) -> Iterator[Path]:
    """Make an empty file or folder and hold it; remove it at the end of the block if it is left."""
    while True:
        draft = _beside(parent, name)
        if is_folder:
            draft.mkdir()
        else:
            draft.touch(exist_ok=False)
        with _held(draft) as is_ours:
            # Before it was held, another command may have taken it for left behind.
            if not is_ours:
                continue
            try:
                yield draft
            finally:
                _remove(draft)
        return


def _beside(parent: Path, name: str) -> Path:
    return parent / f".{name}.{os.urandom(8).hex()}{_SUFFIX}"


@contextmanager
def _held(draft: Path) -> Iterator[bool]:
    """Hold a lock on a draft during the block; say whether the draft still stands."""
    if sys.platform == "win32":
        yield True
        return
    try:
        descriptor = os.open(draft, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        _lock(descriptor)
        yield draft.exists()
    finally:
        os.close(descriptor)


def remove_left_behind(folder: Path) -> None:
    """Remove the drafts in a folder that no process holds any more."""
    with suppress(OSError), os.scandir(folder) as entries:
        drafts = [Path(entry.path) for entry in entries if _DRAFT.fullmatch(entry.name)]
        for draft in drafts:
            _remove_if_left(draft)


def remove_left_in(root: Path, folders: Iterable[str]) -> None:
    """Remove the drafts that no process holds any more from folders of a log and all within."""
    for folder in folders:
        for here, names, files in os.walk(root / folder):
            for name in (*names, *files):
                if _DRAFT.fullmatch(name):
                    _remove_if_left(Path(here, name))


def remove_temporary_left() -> None:
    """Remove the temporary folders of processes that are gone."""
    with suppress(OSError):
        remove_left_behind(temporary_place())


def _remove_if_left(draft: Path) -> None:
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(draft, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if os.fstat(descriptor).st_uid == os.geteuid() and _lock(descriptor):
                _remove(draft)
        finally:
            os.close(descriptor)


def _remove(draft: Path) -> None:
    if draft.is_dir():
        shutil.rmtree(draft, ignore_errors=True)
    else:
        draft.unlink(missing_ok=True)


def _keep_names(folder: Path) -> None:
    """Let the names in a folder survive a loss of power, where the system can be asked to."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
