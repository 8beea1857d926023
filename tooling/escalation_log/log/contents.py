"""A log as read from the disk: its rulebooks, its cases, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from escalation_log.checks.findings import Finding
from escalation_log.files.places import locate
from escalation_log.files.reading import read
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.problems import DataPath, Problem, Severity
from escalation_log.model.rulebook import Rulebook

# A list of one may be written without brackets, one child under a key of its own.
_ALONE = {"children": "child"}
# Of the two ways in which one `done` among other kinds is met, neither is written.
_MAY_BE_LEFT_OUT = frozenset({"any", "all"})


def placed(
    file: str, data: bytes, schema: str, found: Iterable[tuple[str, Finding]]
) -> tuple[Problem, ...]:
    """Give the findings in a file that could be read as problems with line and column."""
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
            message=finding.message,
            path=paths[finding.path],
            line=places[paths[finding.path]][0],
            column=places[paths[finding.path]][1],
            severity=finding.severity,
        )
        for rule, finding in found
    )


def _as_written(path: DataPath, written: Any) -> DataPath:
    """Follow a path of the model through the file, where a single value may stand for a list."""
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


# The rule whose problems are no reason to stop watching the cases of an edition.
EDITION_CHANGED = "edition-changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case that could be read; `file` is relative to the log, with forward slashes."""

    file: str
    case: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What checking found, problems and warnings in order, and how many files were checked."""

    problems: tuple[Problem, ...]
    files: int


@dataclass(frozen=True, kw_only=True)
class Log:
    """Everything that a log holds and that could be read.

    `policies` is by edition, `policy_texts` and `partnerships` by the policy's id; `rulebooks`, by
    edition, has those that are sound. `problems` are all, warnings too, sorted, without repeats.
    """

    root: Path
    calendars: Mapping[str, Calendar]
    partnerships: Mapping[str, Partnership]
    policies: Mapping[str, Policy]
    policy_files: Mapping[str, str]
    policy_texts: Mapping[str, str]
    rulebooks: Mapping[str, Rulebook]
    cases: tuple[CaseFile, ...]
    problems: tuple[Problem, ...]
    files: int

    def rulebook(self, case: Case) -> Rulebook:
        """Give what a case is judged by; raise KeyError where that is missing or has problems."""
        return self.rulebooks[case.edition]

    @cached_property
    def sound_cases(self) -> tuple[CaseFile, ...]:
        """The cases that can be judged: without a problem, under rules that make sense.

        An edition that was changed after cases were opened under it is a problem, but no reason to
        stop watching those cases.
        """
        faulty = {problem.file for problem in self.problems if problem.severity is Severity.PROBLEM}
        return tuple(
            each
            for each in self.cases
            if each.file not in faulty and each.case.edition in self.rulebooks
        )

    @property
    def faulty_rules(self) -> tuple[str, ...]:
        """The files under policies/ that have problems, so that what needs them is left out."""
        faulty = {
            problem.file
            for problem in self.problems
            if problem.severity is Severity.PROBLEM
            and problem.rule != EDITION_CHANGED
            and problem.file.startswith("policies/")
        }
        return tuple(sorted(faulty))
