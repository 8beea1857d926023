"""Seal what a log says, in its folder or in a commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeAlias

from escalation_log.files.case_file import parse_case
from escalation_log.files.history_files import parse_destroyed
from escalation_log.files.waiting_file import WaitingEvent, parse_waiting
from escalation_log.log.contents import DESTROYED_FILE, Log
from escalation_log.log.disk import FoundCase, read_bytes
from escalation_log.log.found_cases import case_files
from escalation_log.log.held_records import kind_in_history
from escalation_log.log.seals import case_hash, seal_of
from escalation_log.log.snapshots import Contents, Snapshot
from escalation_log.model.cases import Case
from escalation_log.model.destroyed import DestroyedCase, Extent, Taken
from escalation_log.model.faulty_files import case_file_of
from escalation_log.model.problems import Problem
from escalation_log.model.seal import Seal

# A file's name and bytes; None where it is no ordinary file.
FileData: TypeAlias = tuple[str, bytes | None]


class HashedCase(NamedTuple):
    """The hash of a case, none where nobody can read it, and how many of its files that are."""

    hash: str | None
    is_salted: bool
    unread: int

    @classmethod
    def of(cls, case: Case | None, unread: int) -> HashedCase:
        """Hash a case with its own salt."""
        if case is None:
            return cls(None, is_salted=False, unread=unread)
        return cls(case_hash(case, case.salt or ""), case.salt is not None, unread)


def read_case(
    file: str, data: bytes | None, waiting: Iterable[FileData]
) -> tuple[Case | None, int]:
    """Read a case with the events that wait beside it, and count the files nobody can read.

    An event that a fold wrote into the case before it was stopped counts once.
    """
    events, unread = [], 0
    for name, written in waiting:
        event = () if written is None else parse_waiting(name, written)
        if not isinstance(event, WaitingEvent):
            unread += 1
        elif not (data and event.id.encode() in data and _stands_already(event, file, data)):
            events.append(event)
    case = () if data is None else parse_case(file, data, events)
    return (case, unread) if isinstance(case, Case) else (None, unread + 1)


def _stands_already(event: WaitingEvent, file: str, data: bytes) -> bool:
    # Imported here, because it needs the careful parser, which is slow to load.
    from escalation_log.files.folding import stands_already

    return stands_already(event, file, data)


def read_found(root: Path, found: FoundCase) -> tuple[Case | None, int]:
    """Read a case as it stands in the folder."""
    waiting = [(each.file, _bytes(root, each.path)) for each in found.waiting]
    return read_case(found.file, _bytes(root, found.path), waiting)


def _bytes(root: Path, path: Path) -> bytes | None:
    data = read_bytes(root, path)
    return None if isinstance(data, Problem) else data


def seal_of_log(log: Log) -> Seal:
    """Seal a log as it stands in its folder."""
    sound = {each.file: each.case for each in log.sound_cases}
    hashed = {
        each.file: HashedCase.of(
            *((sound[each.file], 0) if each.file in sound else read_found(log.root, each))
        )
        for each in case_files(log.root)
    }
    path = log.root / DESTROYED_FILE
    return _seal(hashed, _destroyed_in(_bytes(log.root, path) if path.exists() else None))


class Sealer:
    """Seals commits, and reads what several of them share once."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._known: dict[tuple[str, ...], HashedCase] = {}

    def seal(self, snapshot: Snapshot, taken: Iterable[DestroyedCase] = ()) -> Seal:
        """Seal what a commit says; cases that are `taken` count so if it says nothing of them."""
        waiting: dict[str, list[str]] = {}
        for file in sorted(snapshot.files):
            if kind_in_history(file) == "waiting":
                waiting.setdefault(case_file_of(file), []).append(file)
        cases = [file for file in snapshot.files if kind_in_history(file) == "case"]
        new = [file for file in cases if self._key(snapshot, file, waiting) not in self._known]
        snapshot.fetch([*new, *(name for file in new for name in waiting.get(file, ()))])
        hashed = {file: self._hashed(snapshot, file, waiting) for file in cases}
        return _seal(hashed, (*taken, *_destroyed_in(snapshot.data(DESTROYED_FILE))))

    def _hashed(
        self, snapshot: Snapshot, file: str, waiting: Mapping[str, list[str]]
    ) -> HashedCase:
        key = self._key(snapshot, file, waiting)
        if key not in self._known:
            beside = [(name, snapshot.data(name)) for name in waiting.get(file, ())]
            self._known[key] = HashedCase.of(*read_case(file, snapshot.data(file), beside))
        return self._known[key]

    def _key(
        self, snapshot: Snapshot, file: str, waiting: Mapping[str, list[str]]
    ) -> tuple[str, ...]:
        names = (file, *waiting.get(file, ()))
        return (*names, *(snapshot.files[name].content for name in names))


def destroyed_in(snapshot: Snapshot) -> tuple[DestroyedCase, ...]:
    """List the cases that retention destroyed, as a commit has them."""
    return _destroyed_in(snapshot.data(DESTROYED_FILE))


def _destroyed_in(data: bytes | None) -> tuple[DestroyedCase, ...]:
    taken = Taken() if data is None else parse_destroyed(DESTROYED_FILE, data)
    rows = taken.cases if isinstance(taken, Taken) else ()
    return tuple(each for each in rows if each.extent is Extent.DESTROYED)


def _seal(hashed: Mapping[str, HashedCase], destroyed: Iterable[DestroyedCase]) -> Seal:
    hashes = {each.reference: each.case_hash for each in destroyed}
    hashes.update(
        (PurePosixPath(file).stem, case.hash)
        for file, case in sorted(hashed.items())
        if case.hash is not None
    )
    read = [case for case in hashed.values() if case.hash is not None]
    return Seal(
        value=seal_of(hashes.items()),
        cases=len(hashes),
        unsalted=sum(not case.is_salted for case in read),
        unread=sum(case.unread for case in hashed.values()),
    )
