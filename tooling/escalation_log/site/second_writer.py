"""Another process that writes pages of cases, some before it knows what stands around them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TypeAlias

from escalation_log.log.contents import CaseFile
from escalation_log.log.workers import second_process
from escalation_log.site.publication import Publication
from escalation_log.site.sharing import Turns, become_second
from escalation_log.site.stamping import DraftedPage, Drafting, Press, tidy
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import CaseSummary

CaseSummaries: TypeAlias = tuple[CaseSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What there is to write, in batches of cases."""

    publication: Publication
    templates: Templates
    batches: tuple[tuple[CaseFile, ...], ...]


class SecondWriter:
    """Another process, and the batches of which both take the next until none is left.

    Where it cannot be had, or ends too soon, this one takes the rest, and writes again what the
    other has not told of.
    """

    def __init__(self, work: Work) -> None:
        context = second_process()
        self._turns = Turns(context, len(work.batches))
        self._line, theirs = context.Pipe()
        self._process = context.Process(
            target=_draft_and_write,
            args=(work, self._turns, theirs, self._line),
            daemon=True,
        )
        with suppress(OSError):
            self._process.start()
        theirs.close()

    def write(
        self, press: Press, write_here: Callable[[int, Press], CaseSummaries]
    ) -> dict[int, CaseSummaries]:
        """Write with it until every batch is taken; give by batch the cases in short.

        Batches that it took and has not told of, having ended, are missing.
        """
        found: dict[int, CaseSummaries] = {}
        # Whoever has ended does not listen, and says no more.
        with suppress(OSError):
            self._line.send(press)
        for number in self._turns:
            found[number] = write_here(number, press)
            with suppress(EOFError, OSError):
                while self._line.poll():
                    found |= self._line.recv()
        with suppress(EOFError, OSError):
            while True:
                found |= self._line.recv()
        return found

    def stop(self) -> None:
        """End it, whatever it has still to do."""
        if self._process.pid is not None:
            self._process.terminate()
            self._process.join()
        self._line.close()
        self._turns.close()


def _draft_and_write(work: Work, turns: Turns, line: Connection, other_end: Connection) -> None:
    """Do the other process's part, and tell of each batch once its pages are written."""
    become_second(other_end)
    # Where anything goes wrong here, it does so in the first process as well, which says what.
    with suppress(Exception):
        _go_through(work, turns, line)


def _go_through(work: Work, turns: Turns, line: Connection) -> None:
    drafting = Drafting(work.publication, work.templates)
    drafted: dict[int, list[DraftedPage]] = {}
    press: Press | None = None
    for number in turns:
        drafted[number] = [drafting.draft(file) for file in work.batches[number]]
        tidy()
        if press is None and line.poll():
            press = line.recv()
        if press is not None:
            _write(drafted, press, line)
    if press is None:
        _write(drafted, line.recv(), line)


def _write(drafted: dict[int, list[DraftedPage]], press: Press, line: Connection) -> None:
    for number, drafts in drafted.items():
        line.send({number: tuple(press.write(draft) for draft in drafts)})
    drafted.clear()
