"""Fold the events that wait beside their cases into the cases' files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from escalation_log.files.case_file import parse_case
from escalation_log.files.folding import NotFoldableError, fold_into, salted, stands_already
from escalation_log.files.waiting_file import WaitingEvent, parse_waiting
from escalation_log.log.disk import FoundCase, read_bytes
from escalation_log.log.found_cases import case_files
from escalation_log.log.opening import check_log
from escalation_log.log.seals import new_salt
from escalation_log.model.cases import Case
from escalation_log.model.faulty_files import case_file_of
from escalation_log.model.problems import Problem, Severity

# The branch from which the pull request comes that folds events.
FOLD_BRANCH = "fold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """What becomes of the events that wait beside a case, and of a case without a salt.

    `data` is the case's file as it is to be; empty where it stays as it is, since the events stand
    in it already, or since `hindrance` says why they cannot. `waiting` are the files that go.
    `is_salted` says that the case is given a salt.
    """

    case: FoundCase
    data: bytes = b""
    waiting: tuple[Path, ...] = ()
    hindrance: str = ""
    is_salted: bool = False


_FAULTY = "The case, or an event that waits beside it, has problems. See them: escalog check {}"
_NOT_AS_TEXT = (
    "Its events are not written one below the other, each with a dash, so none can be added as "
    "text. Write them so, and fold again."
)


_NO_PLACE_FOR_SALT = (
    "It has no salt, and there is no line with its policy below which one can be written. Write it "
    'yourself, beside `policy`: salt: "{}"'
)
_SALT = re.compile(rb"(?m)^salt:")


def finished_folds(root: Path) -> Iterator[Fold]:
    """Find the events that a run folded which was stopped before it removed their files."""
    for found in case_files(root):
        data = read_bytes(root, found.path) if found.waiting else b""
        if isinstance(data, Problem):
            continue
        waiting = tuple(
            path for path, event in _waiting(root, found) if stands_already(event, found.file, data)
        )
        if waiting:
            yield Fold(case=found, waiting=waiting)


def folds(root: Path, *, as_of: datetime, gives_salts: bool = False) -> Iterator[Fold]:
    """Plan what is done to every case beside which events wait.

    With `gives_salts` each case without a salt is given one too. A salt is random, so two people
    who each give one are in conflict, where two folds of the same events are not.
    Nothing is written into a case with problems; one beside which nothing waits is passed over.
    """
    found = [
        each
        for each in case_files(root)
        if each.waiting or (gives_salts and _lacks_salt(root, each))
    ]
    if not found:
        return
    problems = check_log(root, as_of=as_of).problems
    faulty = {case_file_of(each.file) for each in problems if each.severity is Severity.PROBLEM}
    for each in found:
        if each.file not in faulty:
            yield _fold(root, each, gives_salts=gives_salts)
        elif each.waiting:
            yield Fold(case=each, hindrance=_FAULTY.format(each.file))


def _fold(root: Path, found: FoundCase, *, gives_salts: bool) -> Fold:
    data = read_bytes(root, found.path)
    waiting = dict(_waiting(root, found))
    events = tuple(waiting.values())
    case = data if isinstance(data, Problem) else parse_case(found.file, data, events)
    if isinstance(data, Problem) or not isinstance(case, Case) or len(events) < len(found.waiting):
        return Fold(case=found, hindrance=_FAULTY.format(found.file))
    salt = new_salt() if gives_salts and case.salt is None else None
    if salt is not None:
        try:
            data = salted(found.file, data, salt)
        except NotFoldableError:
            return Fold(case=found, hindrance=_NO_PLACE_FOR_SALT.format(salt))
        case = replace(case, salt=salt)
    if events:
        try:
            data = fold_into(found.file, data, case, events)
        except NotFoldableError:
            return Fold(case=found, hindrance=_NOT_AS_TEXT)
    return Fold(case=found, data=data, waiting=tuple(waiting), is_salted=salt is not None)


def _lacks_salt(root: Path, found: FoundCase) -> bool:
    data = read_bytes(root, found.path)
    if isinstance(data, Problem) or _SALT.search(data):
        return False
    case = parse_case(found.file, data)
    return isinstance(case, Case) and case.salt is None


def remove_waiting(fold: Fold) -> None:
    """Remove the files of the events that are folded, and their folder where nothing is left."""
    for path in fold.waiting:
        path.unlink()
    for path in fold.waiting[:1]:
        with suppress(OSError):
            path.parent.rmdir()


def _waiting(root: Path, found: FoundCase) -> Iterator[tuple[Path, WaitingEvent]]:
    for each in found.waiting:
        data = read_bytes(root, each.path)
        event = data if isinstance(data, Problem) else parse_waiting(each.file, data)
        if isinstance(event, WaitingEvent):
            yield each.path, event
