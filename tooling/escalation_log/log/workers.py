"""Read, parse and check case files, with a second process where there are many."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from escalation_log.checks.listing import Listed, listed_case
from escalation_log.checks.rules import (
    OF_CASES,
    OF_FILES,
    OF_WAITING_EVENTS,
    UNIQUE_IDS,
    findings_of,
)
from escalation_log.checks.subjects import (
    CaseToCheck,
    FileToCheck,
    Finding,
    RulebookParts,
)
from escalation_log.files.case_file import parse_case
from escalation_log.files.waiting_file import WaitingEvent, parse_waiting
from escalation_log.log.contents import CaseFile, placed, placed_in_case
from escalation_log.log.disk import FoundCase, read_bytes
from escalation_log.log.screened_files import screened
from escalation_log.log.whole_texts import lost_in
from escalation_log.model.cases import Case
from escalation_log.model.faulty_files import file_of_case
from escalation_log.model.problems import Problem, Severity
from escalation_log.model.rulebook import Rulebook

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.context import BaseContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Casework:
    """What the check of every case file needs: the rules and the moment."""

    root: Path
    rulebook_parts: RulebookParts
    rulebooks: Mapping[str, Rulebook]
    as_of: datetime

    def check(self, files: Iterable[FoundCase]) -> Checked:
        """Read and check some case files, with the events that wait beside them."""
        cases: list[CaseFile] = []
        listing: list[Listed] = []
        problems: list[Problem] = []
        for found in files:
            data = read_bytes(self.root, found.path)
            if isinstance(data, Problem):
                problems.append(data)
                continue
            waiting, faults = self.waiting(found)
            problems += faults
            waiting, folded = _without_folded(found.file, data, waiting)
            problems += folded
            case, faults = self.read(found.file, data, waiting)
            problems += faults
            problems += self.screened(found.file, data, is_read=case is not None)
            if case is not None:
                problems += lost_in(found.file, data, "case")
                cases.append(CaseFile(file=found.file, case=case))
                listing.append(listed_case(found.file, case))
        return Checked(cases=tuple(cases), listing=tuple(listing), problems=tuple(problems))

    def read(
        self, file: str, data: bytes, waiting: Sequence[WaitingEvent] = ()
    ) -> tuple[Case | None, tuple[Problem, ...]]:
        """Read and check a case's bytes, with the events that wait; None if it cannot be read."""
        parsed = parse_case(file, data, waiting)
        if isinstance(parsed, tuple):
            return None, parsed
        return parsed, placed_in_case(file, data, parsed, waiting, self._findings(file, parsed))

    def waiting(self, found: FoundCase) -> tuple[tuple[WaitingEvent, ...], tuple[Problem, ...]]:
        """Read and check the files of the events that wait; those with problems are left out."""
        events: list[WaitingEvent] = []
        problems: list[Problem] = []
        for each in found.waiting:
            data = read_bytes(self.root, each.path)
            if isinstance(data, Problem):
                problems.append(data)
                continue
            event, faults = self.read_waiting(each.file, data)
            problems += faults
            if event is not None:
                events.append(event)
        return tuple(events), tuple(problems)

    def read_waiting(
        self, file: str, data: bytes
    ) -> tuple[WaitingEvent | None, tuple[Problem, ...]]:
        """Read and check the bytes of an event that waits; None if it has problems."""
        read = parse_waiting(file, data)
        if not isinstance(read, WaitingEvent):
            return None, (*self.screened(file, data, is_read=False), *read)
        subject = FileToCheck(file=file, content=read, rulebook_parts=self.rulebook_parts)
        faults = placed(file, data, "waiting", findings_of(OF_WAITING_EVENTS, subject))
        told = (*self.screened(file, data), *faults, *lost_in(file, data, "waiting"))
        return (None if faults else read), told

    def screened(self, file: str, data: bytes, *, is_read: bool = True) -> Iterator[Problem]:
        """Find what seems to identify somebody beside the texts of a file."""
        return screened(file, data, self.rulebook_parts.partnerships, is_read=is_read)

    def _is_place_taken(self, file: str, case: Case) -> bool:
        """Say whether another file stands where a case belongs by its reference."""
        expected = file_of_case(case.reference)
        if file == expected:
            return False
        # Listed, since some systems take a name in other capitals for the same.
        folder = (self.root / expected).parent
        return folder.is_dir() and (self.root / expected) in folder.iterdir()

    def _findings(self, file: str, case: Case) -> Iterator[tuple[str, Finding]]:
        yield from findings_of(
            OF_FILES,
            FileToCheck(
                file=file,
                content=case,
                rulebook_parts=self.rulebook_parts,
                is_place_taken=self._is_place_taken(file, case),
            ),
        )
        rulebook = self.rulebooks.get(case.edition)
        if rulebook is not None:
            yield from findings_of(
                OF_CASES,
                CaseToCheck(
                    case=case,
                    rulebook=rulebook,
                    rulebook_parts=self.rulebook_parts,
                    as_of=self.as_of,
                ),
            )


_FOLDED = "This event is folded in already, and counts once. `escalog fold` removes this file."


def _without_folded(
    file: str, data: bytes, waiting: tuple[WaitingEvent, ...]
) -> tuple[tuple[WaitingEvent, ...], tuple[Problem, ...]]:
    """Leave out the events that a fold wrote into the case's file before it was stopped."""
    if not any(event.id.encode() in data for event in waiting):
        return waiting, ()
    from escalation_log.files.folding import stands_already

    folded = tuple(event for event in waiting if stands_already(event, file, data))
    told = tuple(
        Problem(
            file=event.file,
            rule=UNIQUE_IDS.name,
            message=_FOLDED,
            line=1,
            column=1,
            severity=Severity.WARNING,
        )
        for event in folded
    )
    return tuple(event for event in waiting if event not in folded), told


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The result for some files; `listing` has what the checks across all cases need of each."""

    cases: tuple[CaseFile, ...]
    listing: tuple[Listed, ...]
    problems: tuple[Problem, ...]


_TASKS = Path("/proc/self/task")
# With fewer files than this, starting a process takes longer than it saves.
_MANY = 500
_BATCH = 25
# The most batches that the other process holds at a time, with the one it is working on.
_AHEAD = 3


def check_cases(
    casework: Casework,
    files: Sequence[FoundCase],
    *,
    keep_cases: bool,
    advance: Callable[[int], None],
) -> tuple[Checked, ...]:
    """Check all case files, in order; return the cases themselves only with `keep_cases`.

    `advance` is called with the number of files finished since the last call, perhaps by another
    thread. Where no second process can be started, this process checks them all.
    """
    batches = [files[start : start + _BATCH] for start in range(0, len(files), _BATCH)]
    if len(files) > _MANY and (os.cpu_count() or 1) > 1:
        return _with_another(casework, batches, keep_cases=keep_cases, advance=advance)
    return tuple(_check_here(casework, batch, advance) for batch in batches)


def _second_process() -> BaseContext:
    """Choose how to start another process from this one.

    A process with one thread is forked: the copy is ready at once. A fork of several threads may
    wait for ever for a lock that a missing thread holds, so the process is then spawned afresh;
    that takes a third of a second, and its arguments are sent to it. So it is where the number of
    threads, those of libraries included, cannot be found out.
    """
    from multiprocessing import get_context

    try:
        threads = len(list(_TASKS.iterdir()))
    except OSError:
        threads = 0
    return get_context("fork" if threads == 1 else "spawn")


def _check_here(
    casework: Casework, batch: Sequence[FoundCase], advance: Callable[[int], None]
) -> Checked:
    checked = casework.check(batch)
    advance(len(batch))
    return checked


def _with_another(
    casework: Casework,
    batches: Sequence[Sequence[FoundCase]],
    *,
    keep_cases: bool,
    advance: Callable[[int], None],
) -> tuple[Checked, ...]:
    """Let another process check batches from the first on, and this one from the last on.

    A batch that was handed over cannot be taken back, so the other process is handed only a few at
    a time.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    def tell(batch: Sequence[FoundCase], future: Future[Checked]) -> None:
        if future.exception() is None:
            advance(len(batch))

    given: list[Future[Checked]] = []
    done: dict[int, Checked] = {}
    with ProcessPoolExecutor(
        max_workers=1,
        mp_context=_second_process(),
        initializer=_prepare,
        initargs=(casework, keep_cases),
    ) as pool:
        while len(given) + len(done) < len(batches):
            batch = batches[len(given)]
            if sum(not future.done() for future in given[-_AHEAD:]) < _AHEAD:
                try:
                    given.append(pool.submit(_check, batch))
                except (BrokenProcessPool, OSError):
                    break
                given[-1].add_done_callback(partial(tell, batch))
            else:
                last = len(batches) - len(done) - 1
                done[last] = _check_here(casework, batches[last], advance)
        for index, future in enumerate(given):
            with suppress(BrokenProcessPool, OSError):
                done[index] = future.result()
    for index, batch in enumerate(batches):
        if index not in done:
            done[index] = _check_here(casework, batch, advance)
    return tuple(done[index] for index in range(len(batches)))


class _Worker:
    """State of the second process: what it was given when it started."""

    casework: Casework
    keeps_cases: bool


def _prepare(casework: Casework, keeps_cases: bool) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    _Worker.casework = casework
    _Worker.keeps_cases = keeps_cases


def _end_with_parent() -> None:
    """Wait for the end of the process that started this one, and end with it.

    Otherwise this one would wait for work for ever once the other was killed.
    """
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _check(files: Sequence[FoundCase]) -> Checked:
    checked = _Worker.casework.check(files)
    return checked if _Worker.keeps_cases else replace(checked, cases=())
