"""What a rule finds: a place in a file, a message and its severity; and shared phrases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from escalation_log.files.value_words import nearest
from escalation_log.model.problems import DataPath, Severity
from escalation_log.words.lists import listed


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault that a rule found.

    `path` leads to the value within the model, in which a field that may have several values is
    always a list, even where the file has a single value.
    """

    path: DataPath
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
    severity: Severity = Severity.PROBLEM


_LONGEST_LIST = 8


def choices(allowed: Iterable[str]) -> str:
    """List the values that may be typed, in the form "`a`, `b` or `c`"."""
    words = [f"`{word}`" for word in allowed]
    more = len(words) - _LONGEST_LIST
    return listed([*words[:_LONGEST_LIST], f"one of {more} more"] if more > 0 else words, "or")


def instead_of(value: str, allowed: Iterable[str]) -> str:
    """Say what to type instead: the likeliest word, then the others.

    The value itself is not repeated, since it might be personal.
    """
    words = list(allowed)
    near = nearest(value, words)
    if near is None:
        return f"Type {choices(words)}."
    others = [word for word in words if word != near]
    return f"Did you mean `{near}`?" + (f" If not, type {choices(others)}." if others else "")
