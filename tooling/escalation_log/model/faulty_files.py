"""Case files that have problems: the earlier state that a case stands by, or none at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from escalation_log.model.problems import Problem

REFERENCE = re.compile(r"[A-Z]{2,4}-[0-9]{4}-[0-9]{4}")
_PLAIN = re.compile(rf"cases(/[0-9]{{4}})?/{REFERENCE.pattern}\.ya?ml")
_WAITING = re.compile(rf"(?P<case>(?:.*/)?{REFERENCE.pattern})/[^/]*")


def file_of_case(reference: str) -> str:
    """Return the file of a case by its reference.

    >>> file_of_case("KN-2026-0007")
    'cases/2026/KN-2026-0007.yaml'
    """
    return f"cases/{reference.split('-')[1]}/{reference}.yaml"


def case_file_of(file: str) -> str:
    """Give the case's file beside which a file of a waiting event stands; any other file itself.

    >>> case_file_of("cases/2026/KN-2026-0007/20261130T1015-discussed-k3f9.yaml")
    'cases/2026/KN-2026-0007.yaml'
    """
    waiting = _WAITING.fullmatch(file)
    return file if waiting is None else f"{waiting['case']}.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierState:
    """The commit with the last state of a case file that passes today's rules.

    `commit` is the whole name of the commit, `on` its date; `problems` are those that the file has
    had since.
    """

    commit: str
    on: date
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJudged:
    """A case that cannot be judged, and the problems of its file, or of the rules it needs.

    `reference` is None where the file's name is no reference; `position` is the file's place among
    those of its folder, by name, the first being 1.
    """

    file: str
    reference: str | None
    position: int
    problems: tuple[Problem, ...]

    @property
    def prefix(self) -> str:
        """The letters with which the reference begins, a partnership's own; empty without one."""
        return "" if self.reference is None else self.reference.partition("-")[0]

    @property
    def shown_file(self) -> str:
        """The file, where its name and its folder hold nothing but a reference; else empty."""
        return self.file if _PLAIN.fullmatch(self.file) else ""

    @property
    def is_file_faulty(self) -> bool:
        """Whether its own file has the problems, and not its policy, partnership or calendar."""
        return any(problem.file == self.file for problem in self.problems)
