"""Problems: faults found in files, as values that can be collected and sorted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

DataPath: TypeAlias = tuple[str | int, ...]


class Severity(StrEnum):
    """How grave a finding is: only a problem fails the check.

    A departure is what happened, and is against the policy.
    """

    PROBLEM = "problem"
    DEPARTURE = "departure"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding. `line` and `column` count from 1; `path` leads to the value within the file.

    `commit` is the commit that did it, where that is known. `is_consequence` says that another
    file's problems brought it about, which are told first.

    The message says what was found, what was expected and what to type instead, and never repeats
    a value that could be personal.
    """

    file: str
    rule: str
    message: str
    path: DataPath = ()
    line: int | None = None
    column: int | None = None
    severity: Severity = Severity.PROBLEM
    commit: str | None = None
    is_consequence: bool = False

    @property
    def place(self) -> str:
        """The path as people write it: `events[2].at`, the first event being `events[0]`."""
        words = ""
        for step in self.path:
            words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
        return words

    @property
    def sort_key(self) -> tuple[bool, str, int, int, str, str, str]:
        """Order findings by file, line, place, rule and message, consequences after causes."""
        line, column = self.line or 0, self.column or 0
        return (
            self.is_consequence,
            self.file,
            line,
            column,
            self.place,
            self.rule,
            self.message,
        )
