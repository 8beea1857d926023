"""One case of a log, open for recording, as of a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from escalation_log.checks.rules import OF_CASES, findings_of
from escalation_log.checks.subjects import CaseToCheck, Finding, RulebookParts
from escalation_log.files.case_file import parse_case
from escalation_log.files.waiting_file import WaitingEvent, parse_waiting
from escalation_log.log.contents import Log
from escalation_log.log.disk import read_bytes
from escalation_log.log.found_cases import case_files
from escalation_log.log.judged_case import JudgedCase, judged_case
from escalation_log.model.cases import Case
from escalation_log.model.errors import EscalogError
from escalation_log.model.moments import Moment
from escalation_log.model.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A case with the bytes of its file and of the events that wait, judged as of `now`.

    `references` are those of all cases of the log. `now` is in the time zone of the policy.
    """

    data: bytes
    waiting: tuple[WaitingEvent, ...]
    judged: JudgedCase
    parts: RulebookParts
    references: tuple[str, ...]
    now: Moment

    @property
    def file(self) -> str:
        """The case's file."""
        return self.judged.file

    @property
    def case(self) -> Case:
        """The case as it was recorded."""
        return self.judged.case

    def judge(self, case: Case) -> JudgedCase:
        """Judge a state of the case as of the moment."""
        return judged_case(self.file, case, self.judged.rulebook, self.now)

    def with_waiting(self, events: Sequence[WaitingEvent]) -> Desk | tuple[Problem, ...]:
        """Add events that wait; give the problems where the case could not be read with them."""
        waiting = (*self.waiting, *events)
        case = parse_case(self.file, self.data, waiting)
        if not isinstance(case, Case):
            return case
        return replace(self, waiting=waiting, judged=self.judge(case))

    def findings(self, case: Case) -> Iterator[Finding]:
        """Apply the rules on cases to a state of the case."""
        subject = CaseToCheck(
            case=case,
            rulebook=self.judged.rulebook,
            rulebook_parts=self.parts,
            as_of=self.now.at,
        )
        return (found for _, found in findings_of(OF_CASES, subject))


def rulebook_parts_of(log: Log) -> RulebookParts:
    """Give what the rulebooks of a log are made of."""
    return RulebookParts(
        policies=log.policies,
        statements=log.statements,
        partnerships=log.partnerships,
        calendars=log.calendars,
        editions=frozenset(log.policies),
        files=frozenset(log.policy_files.values()),
    )


def references_in(log: Log) -> tuple[str, ...]:
    """List the references of the cases of a log, those that nobody can read among them."""
    unread = (each.reference for each in log.not_judged if each.reference)
    return tuple(sorted({*(each.case.reference for each in log.cases), *unread, *log.others}))


def desk_of(log: Log, judged: JudgedCase) -> Desk:
    """Open a case of a log for recording; raise EscalogError where its file has problems."""
    if judged.earlier is not None:
        raise EscalogError(
            f"{judged.file} has problems, and nothing can be recorded before they are mended.",
            hint="Type `escalog check`, which says what to type instead.",
        )
    files = {each.file: each for each in case_files(log.root)}
    found = files[judged.file]
    waiting = (parse_waiting(each.file, _bytes(log.root, each.path)) for each in found.waiting)
    known = {each.id for each in judged.case.waiting}
    return Desk(
        data=_bytes(log.root, found.path),
        waiting=tuple(
            each for each in waiting if isinstance(each, WaitingEvent) and each.id in known
        ),
        judged=judged,
        parts=rulebook_parts_of(log),
        references=references_in(log),
        now=judged.assessment.as_of,
    )


def _bytes(root: Path, path: Path) -> bytes:
    data = read_bytes(root, path)
    if isinstance(data, Problem):
        raise EscalogError(data.message)
    return data


# The fields of an event, or of the top of a case, as a file has them.
Written = Mapping[str, object]
