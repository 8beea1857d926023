"""Open a log: read, check and put together everything in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from escalation_log.checks.rules import OF_THE_LOG, findings_of
from escalation_log.checks.subjects import Finding, LogToCheck
from escalation_log.log.announcements import Branch
from escalation_log.log.code_owners import CODE_OWNERS_FILE, code_owners_problems
from escalation_log.log.contents import (
    DESTROYED_FILE,
    HOLDS_FILE,
    CaseFile,
    Findings,
    Log,
    placed,
)
from escalation_log.log.disk import SUFFIX, FoundCase, read_bytes
from escalation_log.log.faulty_cases import (
    earlier_states,
    faulty_in,
    not_judged,
    problems_of_rules,
)
from escalation_log.log.found_cases import found_cases
from escalation_log.log.history_reading import HistoryFiles, read_history_files
from escalation_log.log.lock import LOCK_FILE, read_lock
from escalation_log.log.page_texts import read_pages
from escalation_log.log.plain_files import repositories
from escalation_log.log.public_texts import public_texts
from escalation_log.log.rulebooks import Rulebooks, kind_of, read_rulebooks
from escalation_log.log.screened_files import screened
from escalation_log.log.shown_names import shown
from escalation_log.log.strays import strays
from escalation_log.log.workers import Casework, Checked, check_cases
from escalation_log.model.errors import EscalogError
from escalation_log.model.problems import Problem

Advance: TypeAlias = Callable[[int], None]
_LONDON = ZoneInfo("Europe/London")
# As of this moment no event lies in the future. Commands that are given a moment of their own check
# with it.
END_OF_TIME = datetime(9000, 1, 1, tzinfo=UTC)


def _ignore(done: int) -> None:
    """Ignore the progress."""


class NotOfTheLog(EscalogError):
    """A named path is not a file of the log."""


def open_log(
    root: Path,
    *,
    as_of: datetime,
    advance: Advance = _ignore,
    paths: Sequence[Path] | None = None,
    branch: Branch | None = None,
    others: Collection[str] = (),
) -> Log:
    """Read and check a whole log as of a moment.

    `branch` tells when closures came in; without it, it is what is checked out in the folder, and
    what is not committed came in at the moment. `advance` is called with the number of case files
    finished since the last call. With `paths`, only the findings in these files and folders are
    returned; raise NotOfTheLog for a path outside the log. `others` are references of cases that
    belong to the log, and are not in this folder.
    """
    reading = _Reading.of(root, as_of, advance, branch, others, keep_cases=True)
    problems = reading.all_problems()
    cases = [each for checked in reading.checked for each in checked.cases]
    cases.sort(key=attrgetter("case.reference", "file"))
    faulty = faulty_in(problems)
    earlier = earlier_states(reading.casework, reading.found, faulty)
    return replace(
        _log_of(root, reading.rulebooks, cases, reading.findings(problems, paths)),
        earlier=earlier,
        not_judged=not_judged(root, faulty, earlier, problems_of_rules(reading.rulebooks, cases)),
        others=reading.others,
    )


def open_rules(root: Path, *, as_of: datetime) -> Log:
    """Read and check the policies of a log as of a moment, without reading any case file."""
    rulebooks = read_rulebooks(root, as_of)
    return _log_of(root, rulebooks, (), Findings.of(rulebooks.problems, files=len(rulebooks.files)))


def _log_of(root: Path, rulebooks: Rulebooks, cases: Iterable[CaseFile], findings: Findings) -> Log:
    return Log(
        root=root,
        calendars=rulebooks.parts.calendars,
        partnerships=rulebooks.parts.partnerships,
        policies=rulebooks.parts.policies,
        policy_files=rulebooks.policy_files,
        policy_texts=rulebooks.policy_texts,
        statements=rulebooks.parts.statements,
        rulebooks=rulebooks.by_edition,
        cases=tuple(cases),
        problems=findings.problems,
        files=findings.files,
    )


def check_log(
    root: Path,
    *,
    as_of: datetime,
    advance: Advance = _ignore,
    paths: Sequence[Path] | None = None,
    others: Collection[str] = (),
) -> Findings:
    """Check a whole log without keeping its cases; the arguments are those of `open_log`.

    The texts beside those of cases are screened here alone, since that takes a while.
    """
    reading = _Reading.of(root, as_of, advance, None, others, keep_cases=False)
    problems = (
        *reading.all_problems(),
        *repositories(root),
        *public_texts(root, reading.rulebooks),
    )
    return reading.findings(problems, paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """Everything read from a log: rules, cases and problems."""

    root: Path
    others: frozenset[str]
    rulebooks: Rulebooks
    casework: Casework
    checked: tuple[Checked, ...]
    found: Mapping[str, FoundCase]
    lock: Mapping[str, str]
    record: HistoryFiles
    pages: tuple[str, ...]
    problems: tuple[Problem, ...]

    @classmethod
    def of(
        cls,
        root: Path,
        as_of: datetime,
        advance: Advance,
        branch: Branch | None,
        others: Collection[str],
        *,
        keep_cases: bool,
    ) -> _Reading:
        rulebooks = read_rulebooks(root, as_of, branch or Branch(root=root, now=as_of))
        found, odd = found_cases(root)
        casework = Casework(
            root=root, rulebook_parts=rulebooks.parts, rulebooks=rulebooks.by_edition, as_of=as_of
        )
        checked = check_cases(casework, found, keep_cases=keep_cases, advance=advance)
        lock, faulty_lines = read_lock(root)
        record = read_history_files(root)
        pages, faulty_pages = read_pages(root)
        lists = _screened_lists(root, record.files, rulebooks)
        owners = _code_owners(root, rulebooks)
        found_each = (problem for each in checked for problem in each.problems)
        return cls(
            root=root,
            others=frozenset(others),
            rulebooks=rulebooks,
            casework=casework,
            checked=checked,
            found={each.file: each for each in found},
            lock=lock,
            record=record,
            pages=pages,
            problems=(
                *rulebooks.problems,
                *odd,
                *strays(root),
                *faulty_lines,
                *record.problems,
                *lists,
                *owners,
                *faulty_pages,
                *found_each,
            ),
        )

    def all_problems(self) -> tuple[Problem, ...]:
        """Return the problems of all files, those of the cases together among them."""
        return (*self.problems, *self._across())

    def findings(self, problems: Sequence[Problem], paths: Sequence[Path] | None) -> Findings:
        """Return the problems sorted and without repeats, of all files or of those in `paths`."""
        waiting = (each.file for case in self.found.values() for each in case.waiting)
        rules = (*self.rulebooks.files, *self.record.files)
        files = {*rules, *self.found, *waiting, *self.pages}
        files.update(each.file for each in problems)
        if (self.root / LOCK_FILE).is_file():
            files.add(LOCK_FILE)
        if any(each.reviewers for each in self.rulebooks.parts.partnerships.values()):
            files.add(CODE_OWNERS_FILE)
        selected = files if paths is None else _selected(self.root, paths, files)
        return Findings.of(
            (each for each in problems if each.file in selected), files=len(selected)
        )

    def _across(self) -> Iterator[Problem]:
        """Check the cases against each other, and find the line of each problem."""
        subject = LogToCheck(
            cases=tuple(each for checked in self.checked for each in checked.listing),
            named=self.others
            | {file.rpartition("/")[2].removesuffix(SUFFIX) for file in self.found},
            rulebook_parts=self.rulebooks.parts,
            policy_files=self.rulebooks.policy_files,
            statements_files=self.rulebooks.statements_files,
            partnership_files=self.rulebooks.partnership_files,
            lock=self.lock,
            today=self.casework.as_of.astimezone(_LONDON).date(),
            holds=self.record.holds,
            holds_file=HOLDS_FILE,
            taken=self.record.taken.cases,
            taken_file=DESTROYED_FILE,
        )
        by_file: dict[str, list[tuple[str, Finding]]] = {}
        for rule, found in findings_of(OF_THE_LOG, subject):
            by_file.setdefault(found.file, []).append((rule, found))
        for file, findings in by_file.items():
            kind, data = self._read_again(file)
            yield from (data,) if isinstance(data, Problem) else placed(file, data, kind, findings)

    def _read_again(self, file: str) -> tuple[str, bytes | Problem]:
        if file in self.found:
            return "case", read_bytes(self.root, self.found[file].path)
        if file in (HOLDS_FILE, DESTROYED_FILE):
            kind = "holds" if file == HOLDS_FILE else "destroyed"
            return kind, read_bytes(self.root, self.root / file)
        return kind_of(file) or "policy", self.rulebooks.data[file]


def _screened_lists(root: Path, files: Iterable[str], rulebooks: Rulebooks) -> Iterator[Problem]:
    """Screen the lists of cases taken and held, in which people write on whose authority."""
    for file in files:
        data = read_bytes(root, root / file)
        if isinstance(data, bytes):
            yield from screened(file, data, rulebooks.parts.partnerships, is_read=False)


def _code_owners(root: Path, rulebooks: Rulebooks) -> Iterator[Problem]:
    """Check who reviews, unless a partnership's file could not be read."""
    if rulebooks.has_every_partnership:
        yield from code_owners_problems(root, rulebooks.parts.partnerships.values())


def _selected(root: Path, paths: Sequence[Path], files: set[str]) -> frozenset[str]:
    """Return the names of the log's files that the paths name; a folder names all within it."""
    selected: set[str] = set()
    for path in paths:
        inside = _name_within(root, path)
        prefix = "" if inside == "." else f"{inside}/"
        meant = {file for file in files if file == inside or file.startswith(prefix)}
        if inside is None or not meant:
            raise NotOfTheLog(
                f"{path} is no file of the log in {root}.",
                hint="Cases stand in cases/, policies, partnerships and calendars in policies/.",
            )
        selected |= meant
    return frozenset(selected)


def _name_within(root: Path, path: Path) -> str | None:
    """Return a path as findings name it, links by their own name; None outside the log."""
    full, resolved_root = path.parent.resolve() / path.name, root.resolve()
    if not full.is_relative_to(resolved_root):
        return None
    return "." if full == resolved_root else shown(resolved_root, full)
