"""One case file after another: read, parsed, checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from escalation_log.checks import (
    OF_CASES,
    OF_FILES,
    Books,
    CaseInHand,
    FileInHand,
    Finding,
    Listed,
    findings_of,
    listed,
)
from escalation_log.model.cases import Case
from escalation_log.model.problems import Problem
from escalation_log.parsing.cases import parse_case
from escalation_log.store.disk import Found, read_bytes
from escalation_log.store.log import CaseFile, Rulebook
from escalation_log.store.placing import placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Casework:
    """What every case file is checked with."""

    root: Path
    books: Books
    rulebooks: Mapping[str, Rulebook]
    as_of: datetime

    def check(self, files: Iterable[Found]) -> Checked:
        """Read and check some files."""
        cases: list[CaseFile] = []
        listing: list[Listed] = []
        problems: list[Problem] = []
        for found in files:
            data = read_bytes(self.root, found.path)
            if isinstance(data, Problem):
                problems.append(data)
                continue
            parsed = parse_case(found.file, data)
            if isinstance(parsed, tuple):
                problems += parsed
                continue
            cases.append(CaseFile(file=found.file, case=parsed))
            listing.append(listed(found.file, parsed))
            problems += placed(found.file, data, "case", self._findings(found.file, parsed))
        return Checked(cases=tuple(cases), listing=tuple(listing), problems=tuple(problems))

    def _findings(self, file: str, case: Case) -> Iterator[tuple[str, Finding]]:
        yield from findings_of(OF_FILES, FileInHand(file=file, content=case, books=self.books))
        rulebook = self.rulebooks.get(case.edition)
        if rulebook is not None:
            yield from findings_of(
                OF_CASES,
                CaseInHand(
                    case=case,
                    policy=rulebook.policy,
                    partnership=rulebook.partnership,
                    calendar=rulebook.calendar,
                    books=self.books,
                    zone=ZoneInfo(rulebook.policy.time_zone),
                    as_of=self.as_of,
                ),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of some files: the cases, each in short too, and what is wrong."""

    cases: tuple[CaseFile, ...]
    listing: tuple[Listed, ...]
    problems: tuple[Problem, ...]
