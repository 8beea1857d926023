"""What a rule finds: a place in a file, words, and how grave it is."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.model.problems import Path, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found; `path` speaks of the model, where every list is a list."""

    path: Path
    message: str
    severity: Severity = Severity.PROBLEM


@dataclass(frozen=True, slots=True)
class FindingIn:
    """A finding of a rule on the whole log, with the file that it concerns."""

    file: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class FindingInText:
    """A finding in a text without keys; `line` and `column` count from 1."""

    line: int
    column: int
    message: str
