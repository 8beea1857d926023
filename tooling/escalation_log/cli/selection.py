"""Select the cases a command is about, judge them one by one, and choose the exit code."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TypeVar
from zoneinfo import ZoneInfo

import click

from escalation_log.cli.session import LONDON, Session, say
from escalation_log.log.announcements import Branch
from escalation_log.log.contents import EDITION_CHANGED, CaseFile, Log
from escalation_log.log.found_cases import count_case_files
from escalation_log.log.history_reading import destroyed_words
from escalation_log.log.judged_case import JudgedCase, judged_case
from escalation_log.log.opening import END_OF_TIME, open_log
from escalation_log.model.assessments import Breach
from escalation_log.model.errors import EscalogError
from escalation_log.model.faulty_files import NotJudged
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.problems import Severity
from escalation_log.words.earlier_states import commit_words

fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(["breach"]),
    help="Exit with 1 where a required limit was missed; a guide does not count.",
)


class BreachWatch:
    """Passes judged cases on to a writer; afterwards `has_breach` says whether any had a breach."""

    def __init__(self, judged: Iterable[JudgedCase]) -> None:
        self._judged = judged
        self.has_breach = False

    def __iter__(self) -> Iterator[JudgedCase]:
        """Yield the judged cases one after another."""
        for judged in self._judged:
            self.has_breach |= any(row.breach is Breach.BREACH for row in judged.assessment.duties)
            yield judged


_REFERENCE = re.compile(r"[A-Za-z]{2,4}-[0-9]{4}-[0-9]{4}")
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The selected cases, by reference; `not_judged` are the selected ones that cannot be judged.

    `moment` gives the moment asked about in a time zone, by the zone's name; it raises
    click.BadParameter where the moment is unclear there.
    """

    log: Log
    cases: tuple[CaseFile, ...]
    not_judged: tuple[NotJudged, ...]
    are_named: bool
    moment: Callable[[str], Moment]

    @property
    def earlier(self) -> tuple[CaseFile, ...]:
        """The cases that stand by an earlier state, because their files have problems."""
        return tuple(each for each in self.cases if each.earlier is not None)

    @property
    def is_whole(self) -> bool:
        """Whether every selected case is judged as its file is now."""
        return not self.not_judged and not self.earlier

    def moment_for(self, cases: Iterable[CaseFile]) -> Moment:
        """Return the moment in the zone that all their policies share, otherwise in London's."""
        zones = {self.log.rulebook(each.case).policy.time_zone for each in cases}
        return self.moment(zones.pop() if len(zones) == 1 else LONDON.key)

    def judged(self, file: CaseFile) -> JudgedCase:
        """Judge one case."""
        book = self.log.rulebook(file.case)
        moment = self.moment(book.policy.time_zone)
        return judged_case(file.file, file.case, book, moment, earlier=file.earlier)

    def judged_all(self, advance: Callable[[int], None]) -> Iterator[JudgedCase]:
        """Judge the cases in order; skip one that had not begun unless it was named."""
        for each in self.cases:
            judged = self.judged(each)
            if self.are_named or judged.assessment.stage is not None:
                yield judged
            advance(1)


def select(
    session: Session,
    names: Sequence[str],
    as_of: Stamp | None,
    *,
    only_reads: bool = True,
    branch: Branch | None = None,
) -> Selection:
    """Open the log and select cases; raise click.UsageError for a name that matches none.

    EscalogError is raised for a case that was destroyed. Where the clock is behind, what
    `only_reads` says so, and for the rest EscalogError is raised.
    """
    with session.progress("Reading", count_case_files(session.root_with_cases)) as advance:
        log = open_log(
            session.root,
            as_of=END_OF_TIME,
            advance=advance,
            branch=branch or Branch(root=session.root, now=session.moment(as_of).at),
        )
    if only_reads:
        session.warn_of_slow_clock(log, as_of=as_of)
    else:
        session.refuse_slow_clock(log, as_of=as_of)
    files = {each.file for each in (*log.cases, *log.earlier)}
    files.update(each.file for each in log.not_judged)
    named = (file for name in names for file in _meant(name, log, files, branch))
    wanted = set(named) if names else files
    return Selection(
        log=log,
        cases=tuple(each for each in log.judged_cases if each.file in wanted),
        not_judged=tuple(each for each in log.not_judged if each.file in wanted),
        are_named=bool(names),
        moment=cache(lambda zone: session.moment(as_of, ZoneInfo(zone))),
    )


def _meant(name: str, log: Log, files: set[str], branch: Branch | None) -> set[str]:
    """Find the files that a reference, a file or a folder names.

    A case that was destroyed since is gone from the log of then, too, and `branch` knows of it.
    """
    if _REFERENCE.fullmatch(name):
        reference = name.upper()
        found = {each.file for each in log.cases if each.case.reference == reference}
        found |= {file for file in files if PurePosixPath(file).stem == reference}
        if found:
            return found
    path = Path(name)
    if path.exists():
        inside = _name_within(log.root, path)
        found = {file for file in files if inside == "." or f"{file}/".startswith(f"{inside}/")}
        if found:
            return found
    if (gone := destroyed_words(branch.root if branch else log.root, name.upper())) is not None:
        raise EscalogError(gone)
    references = sorted(PurePosixPath(file).stem for file in files)
    near = difflib.get_close_matches(PurePosixPath(name).stem.upper(), references, n=1, cutoff=0.7)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise click.UsageError(f"There is no case {name!r} in this log.{hint}")


def _name_within(root: Path, path: Path) -> str:
    full, root = path.resolve(), root.resolve()
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else ""


def report_faulty(selection: Selection) -> None:
    """Say on standard error what cannot be judged as its file is now, and which command says why.

    A case that stands by an earlier state is named with its commit.
    """
    for problem in selection.log.problems:
        if problem.severity is Severity.PROBLEM and problem.rule == EDITION_CHANGED:
            say(
                f"Judged by an edition that was changed after cases were opened under it: "
                f"{problem.file}. See escalog check.",
                err=True,
            )
    if selection.is_whole:
        return
    for said in _few(selection.earlier, "By an earlier state", _earlier_words):
        say(said, err=True)
    for said in _few(selection.not_judged, "Not judged", _not_judged_words):
        say(said, err=True)
    say("See what they are, and mend them: escalog check", err=True)


_ItemT = TypeVar("_ItemT")


def _few(items: Sequence[_ItemT], heading: str, words: Callable[[_ItemT], str]) -> Iterator[str]:
    for each in items[:_MOST_NAMED]:
        yield f"{heading}: {words(each)}"
    more = len(items) - _MOST_NAMED
    if more > 0:
        yield f"{heading}: {more} more."


def _earlier_words(file: CaseFile) -> str:
    stood = "" if file.earlier is None else commit_words(file.earlier)
    return f"{file.file}, as it stood in {stood}, because it has had problems since."


def _not_judged_words(case: NotJudged) -> str:
    cause = "it" if case.is_file_faulty else "its policy, partnership or calendar"
    return f"{case.file}, because {cause} has problems."


def finish(selection: Selection, *, is_failed: bool = False) -> None:
    """Say what is not judged as it is; exit with 1 where anything is not, or after a failure."""
    report_faulty(selection)
    if not selection.is_whole or is_failed:
        click.get_current_context().exit(1)
