"""A log as read from disk: its rulebooks, its cases and its problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any

from escalation_log.checks.subjects import Finding
from escalation_log.files.places import locate
from escalation_log.files.reading import read
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case
from escalation_log.model.faulty_files import EarlierState, NotJudged, case_file_of
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.problems import DataPath, Problem, Severity
from escalation_log.model.rulebook import Rulebook
from escalation_log.model.statements import Statements

# A list with one item may be written as that item under a key in the singular.
_ALONE = {"children": "child"}
# These keys stand in the model's paths; a short form of `done` leaves them out of the file.
_MAY_BE_LEFT_OUT = frozenset({"any", "all"})


def placed(
    file: str, data: bytes, schema: str, found: Iterable[tuple[str, Finding]]
) -> tuple[Problem, ...]:
    """Turn findings in a readable file into problems with line and column."""
    found = tuple(found)
    if not found:
        return ()
    written = read(file, data, schema)
    paths = {finding.path: _as_written(finding.path, written) for _, finding in found}
    places = locate(data, paths.values())
    return tuple(
        Problem(
            file=file,
            rule=rule,
            message=_on_one_line(finding.message),
            path=paths[finding.path],
            line=places[paths[finding.path]][0],
            column=places[paths[finding.path]][1],
            severity=finding.severity,
            is_consequence=finding.is_consequence,
        )
        for rule, finding in found
    )


def _on_one_line(message: str) -> str:
    """Write a blank for what cannot be printed, such as a line break in the name of a clause."""
    return "".join(sign if sign.isprintable() else " " for sign in message)


def placed_in_case(
    file: str,
    data: bytes,
    case: Case,
    waiting: Iterable[WaitingEvent],
    found: Iterable[tuple[str, Finding]],
) -> tuple[Problem, ...]:
    """Turn findings in a case into problems, each in the file that has the event concerned."""
    by_file: dict[str | None, list[tuple[str, Finding]]] = {}
    for rule, finding in found:
        match finding.path:
            case ("events", int(index), *rest):
                event, place = case.events[index], case.place_of(index + 1)
                path = ("event", *rest) if place is None else ("events", place, *rest)
                own = event.id if place is None else None
                by_file.setdefault(own, []).append((rule, replace(finding, path=path)))
            case _:
                by_file.setdefault(None, []).append((rule, finding))
    problems = placed(file, data, "case", by_file.pop(None, ()))
    for each in waiting:
        problems += placed(each.file, each.data, "waiting", by_file.pop(each.id, ()))
    return problems


def _as_written(path: DataPath, written: Any) -> DataPath:
    """Give the path in the file, where one value may be a list and a key may be left out."""
    steps: list[str | int] = []
    here = written
    for step in path:
        if isinstance(step, int):
            if isinstance(here, list):
                steps.append(step)
                here = here[step] if step < len(here) else None
        elif not isinstance(here, dict):
            steps.append(step)
        elif step in here or step not in _MAY_BE_LEFT_OUT:
            key = step if step in here else _ALONE.get(step, step)
            steps.append(key)
            here = here.get(key)
    return tuple(steps)


# From which commit on what is recorded stands, the cases that retention took, and those held.
BASELINE_FILE = "policies/history.yaml"
DESTROYED_FILE = "cases/destroyed.yaml"
HOLDS_FILE = "cases/holds.yaml"
# How the name of a file of statements ends, after its edition's version.
STATEMENTS = ".statements.yaml"
# The cases of an edition are still judged where this rule is the only one with problems.
EDITION_CHANGED = "edition-changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case that could be read; `file` is its path relative to the log, with forward slashes.

    `earlier` is given where the file has problems, and the case is what an earlier commit held.
    """

    file: str
    case: Case
    earlier: EarlierState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The result of a check: problems and warnings in order, and the number of files checked."""

    problems: tuple[Problem, ...]
    files: int

    @classmethod
    def of(cls, problems: Iterable[Problem], *, files: int) -> Findings:
        """Sort problems, and leave out repeats."""
        return cls(problems=tuple(sorted(set(problems), key=attrgetter("sort_key"))), files=files)


@dataclass(frozen=True, kw_only=True)
class Log:
    """Everything in a log that could be read.

    `policies` and `statements` are by edition, `policy_texts` and `partnerships` by the policy's
    id; `rulebooks`, by edition, holds those without a problem. `cases` are as their files are now;
    `earlier` are the last sound states of those whose files have problems, as far as Git has one,
    and `not_judged` are the rest. `problems` are all problems and warnings, sorted, without
    repeats. `others` are references of cases that belong to the log, and are not in its folder.
    """

    root: Path
    calendars: Mapping[str, Calendar]
    partnerships: Mapping[str, Partnership]
    policies: Mapping[str, Policy]
    policy_files: Mapping[str, str]
    policy_texts: Mapping[str, str]
    statements: Mapping[str, Statements]
    rulebooks: Mapping[str, Rulebook]
    cases: tuple[CaseFile, ...]
    problems: tuple[Problem, ...]
    files: int
    earlier: tuple[CaseFile, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()
    others: frozenset[str] = frozenset()

    def rulebook(self, case: Case) -> Rulebook:
        """Return the rules that a case is judged by; raise KeyError if missing or faulty."""
        return self.rulebooks[case.edition]

    @cached_property
    def sound_cases(self) -> tuple[CaseFile, ...]:
        """The cases without a problem whose rules have none but that an edition was changed."""
        faulty = {
            case_file_of(problem.file)
            for problem in self.problems
            if problem.severity is Severity.PROBLEM
        }
        return tuple(
            each
            for each in self.cases
            if each.file not in faulty and each.case.edition in self.rulebooks
        )

    @cached_property
    def judged_cases(self) -> tuple[CaseFile, ...]:
        """The sound cases, and those that stand by an earlier state, by reference."""
        cases = (*self.sound_cases, *self.earlier)
        return tuple(sorted(cases, key=attrgetter("case.reference", "file")))

    @property
    def faulty_rules(self) -> tuple[str, ...]:
        """The files under policies/ that have problems; whatever needs one of them is left out.

        Nothing needs the statements of an edition.
        """
        faulty = {
            problem.file
            for problem in self.problems
            if problem.severity is Severity.PROBLEM
            and problem.rule != EDITION_CHANGED
            and problem.file.startswith("policies/")
            and not problem.file.endswith(STATEMENTS)
        }
        return tuple(sorted(faulty))
