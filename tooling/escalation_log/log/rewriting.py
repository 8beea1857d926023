"""Take out of the files of an old commit what the log no longer has, to rewrite its history.

Git's own `filter-branch` asks for this, one commit after another. What is taken is what HEAD says:
the texts and pseudonyms that were taken out there, and the cases that were destroyed there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from escalation_log.files.free_texts import events_of_file, free_texts, pseudonyms
from escalation_log.files.history_files import parse_destroyed, parse_holds
from escalation_log.files.reading import read
from escalation_log.files.waiting_file import WaitingEvent, parse_waiting
from escalation_log.log.contents import DESTROYED_FILE, HOLDS_FILE
from escalation_log.log.disk import ordinary_bytes
from escalation_log.log.drafts import replace_files
from escalation_log.log.earlier_versions import earlier_versions
from escalation_log.log.redacting import without
from escalation_log.log.retention import with_rows
from escalation_log.log.revisions import files_with, run_git
from escalation_log.log.sealing import HashedCase, read_case
from escalation_log.log.snapshots import Contents, Snapshot
from escalation_log.model.cases import PSEUDONYM, PSEUDONYM_TAKEN_OUT, TEXT_TAKEN_OUT
from escalation_log.model.destroyed import DestroyedCase, Extent, Hold, Taken, standing_holds
from escalation_log.model.errors import EscalogError
from escalation_log.model.faulty_files import case_file_of, file_of_case
from escalation_log.model.problems import DataPath

_HEAD = "HEAD"
# What a file has from which something was taken out.
_SIGNS = rf"{TEXT_TAKEN_OUT[:-1]}|{PSEUDONYM_TAKEN_OUT}|redaction"


def take_out_of_tree(root: Path, commit: str) -> int:
    """Take out of the files of a commit, which stand in a folder, what HEAD no longer has.

    Return how many files that changed. Raise EscalogError where a case is held.
    """
    contents = Contents(root)
    head = Snapshot.of_commit(root, _HEAD, contents, within=("cases",))
    _refuse_held(head)
    taken = _taken(head)
    destroyed = [each for each in taken.cases if each.extent is Extent.DESTROYED]
    gone = {file_of_case(each.reference) for each in destroyed}
    changed = 0
    for file in sorted({case_file_of(each) for each in files_with(root, _HEAD, _SIGNS, "cases")}):
        if file not in gone and file not in (DESTROYED_FILE, HOLDS_FILE):
            changed += _take_out(root, commit, head, file)
    rows: list[DestroyedCase] = []
    for each in {each.reference: each for each in destroyed}.values():
        file = file_of_case(each.reference)
        rows += _rows(root, commit, contents, each)
        changed += _remove(root, file)
    if rows:
        quarters = [each.counts for each in taken.quarters]
        changed += _write({root / DESTROYED_FILE: with_rows(root, rows, quarters)})
    return changed


def _write(contents: Mapping[Path, bytes]) -> int:
    """Write what is not so already; return how many files that were."""
    new = {
        path: data
        for path, data in contents.items()
        if path.is_symlink() or not path.is_file() or ordinary_bytes(path) != data
    }
    replace_files(new)
    return len(new)


def _taken(snapshot: Snapshot) -> Taken:
    data = snapshot.data(DESTROYED_FILE)
    taken = Taken() if data is None else parse_destroyed(DESTROYED_FILE, data)
    return taken if isinstance(taken, Taken) else Taken()


def _refuse_held(head: Snapshot) -> None:
    data = head.data(HOLDS_FILE)
    said = () if data is None else parse_holds(HOLDS_FILE, data)
    held = standing_holds(tuple(each for each in said if isinstance(each, Hold)))
    if held or any(not isinstance(each, Hold) for each in said):
        raise EscalogError(
            f"Nothing is rewritten while a case is held: {', '.join(sorted(held)) or HOLDS_FILE}.",
            hint="Every commit would have another name, and those who hold a case rely on them.",
        )


def _remove(root: Path, file: str) -> int:
    """Remove a case's file, and what waits beside it; return how many files that were."""
    folder = root / file.removesuffix(".yaml")
    found = [*([root / file] if (root / file).exists() else []), *folder.glob("*")]
    for each in found:
        each.unlink()
    with suppress(OSError):
        folder.rmdir()
    return len(found)


# The texts and pseudonyms of an event, by their places within it.
_Words = Mapping[DataPath, str]


@dataclass(frozen=True, slots=True)
class _Recorded:
    """An event: what it says without its words, and the words."""

    coded: Mapping[str, Any]
    words: _Words


def _take_out(root: Path, commit: str, head: Snapshot, file: str) -> int:
    """Take out of a case what is no longer in it; return how many files that changed."""
    now = head.data(file)
    written = None if now is None else read(file, now, "case")
    if not isinstance(written, dict):
        return 0
    known = [*_recorded(written, written)]
    for each in sorted(head.files):
        if case_file_of(each) == file != each:
            data = head.data(each)
            event = None if data is None else parse_waiting(each, data)
            if isinstance(event, WaitingEvent):
                beside = {"event": {**event.written, "id": event.id}}
                known += _recorded(beside, written)
    top = dict(_words(written, written))
    changed: dict[Path, bytes] = {}
    case = None
    for path in _files_here(root, file):
        name = path.relative_to(root).as_posix()
        schema = "case" if name == file else "waiting"
        data = b"" if path.is_symlink() else ordinary_bytes(path)
        here = read(name, data, schema)
        if isinstance(here, tuple):
            # What cannot be read counts as what could be read last.
            data, found = _last_readable(root, name, schema, commit)
            if found is None:
                path.unlink()
                continue
            here = found
        if path.is_symlink():
            path.unlink()
        case = here if schema == "case" else case
        changed[path] = without(name, data, schema, _going(here, case, name, known, top))
    return _write(changed)


def _files_here(root: Path, file: str) -> Iterator[Path]:
    if (root / file).is_file():
        yield root / file
    folder = root / file.removesuffix(".yaml")
    if folder.is_dir():
        yield from sorted(folder.glob("*.yaml"))


def _last_readable(
    root: Path, file: str, schema: str, commit: str
) -> tuple[bytes, dict[str, Any] | None]:
    for _, data in earlier_versions(root, [file], commit):
        found = read(file, data, schema)
        if isinstance(found, dict):
            return data, found
    return b"", None


def _words(
    data: Mapping[str, Any], case: Mapping[str, Any] | None
) -> Iterator[tuple[DataPath, str]]:
    yield from free_texts(data, case)
    yield from pseudonyms(data)


def _recorded(data: Mapping[str, Any], case: Mapping[str, Any] | None) -> Iterator[_Recorded]:
    """Give the events of a file, each parted from its words."""
    words = dict(_words(data, case))
    blank: Any = deepcopy(data)
    for path in words:
        here = blank
        for step in path[:-1]:
            here = here[step]
        del here[path[-1]]
    events = dict(events_of_file(blank))
    for place, _ in events_of_file(data):
        depth = len(place)
        yield _Recorded(
            events[place],
            {path[depth:]: text for path, text in words.items() if path[:depth] == place},
        )


def _going(
    data: Mapping[str, Any],
    case: Mapping[str, Any] | None,
    name: str,
    known: Sequence[_Recorded],
    top: _Words,
) -> dict[DataPath, str]:
    """Say what to write where, so that a file has nothing that was taken out later."""
    going = {}
    for path, text in _words(data, case):
        if path[0] not in ("event", "events") and _is_gone(text, top.get(path)):
            going[path] = _instead(path)
    for (place, event), here in zip(events_of_file(data), _recorded(data, case), strict=True):
        id_ = event.get("id") or (PurePosixPath(name).stem if place == ("event",) else None)
        alike = [each for each in known if _is_same(here, each, id_)]
        for path, text in here.words.items():
            now = [each.words.get(path) for each in alike]
            if alike and text not in now and any(_is_gone(text, each) for each in now):
                going[(*place, *path)] = _instead(path)
    return going


def _is_same(here: _Recorded, there: _Recorded, id_: str | None) -> bool:
    if id_ is not None:
        return there.coded.get("id") == id_
    return here.coded == there.coded


def _is_gone(text: str, now: str | None) -> bool:
    return now is None or (now != text and now.strip() in (TEXT_TAKEN_OUT, PSEUDONYM_TAKEN_OUT))


def _instead(path: DataPath) -> str:
    return PSEUDONYM_TAKEN_OUT if path[-1] == PSEUDONYM else TEXT_TAKEN_OUT


def _rows(
    root: Path, commit: str, contents: Contents, last: DestroyedCase
) -> Iterator[DestroyedCase]:
    """Give the hashes that a destroyed case had until a commit, the latest first.

    A seal of that time is made of the one that the case had then. There is none of before the case
    had a salt: it would be the same as one that somebody makes of a guess.
    """
    file = file_of_case(last.reference)
    within = (file, file.removesuffix(".yaml"))
    said = run_git(root, "log", "--full-history", "--format=%H", commit, "--", *within)
    for each in (commit, *said.decode("ascii").split()):
        hashed = _hashed_at(Snapshot.of_commit(root, each, contents, within=within), file)
        if hashed.hash is not None and hashed.is_salted:
            yield replace(last, case_hash=hashed.hash)


def _hashed_at(snapshot: Snapshot, file: str) -> HashedCase:
    waiting = [(each, snapshot.data(each)) for each in sorted(snapshot.files) if each != file]
    return HashedCase.of(*read_case(file, snapshot.data(file), waiting))
