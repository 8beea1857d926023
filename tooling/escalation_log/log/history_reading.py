"""Read the files by which a log keeps its history: the baseline, and the cases that were taken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from escalation_log.files.history_files import parse_baseline, parse_destroyed
from escalation_log.log.contents import BASELINE_FILE, DESTROYED_FILE
from escalation_log.log.disk import read_bytes
from escalation_log.model.destroyed import DestroyedCase
from escalation_log.model.problems import Problem

_PARSERS = {BASELINE_FILE: parse_baseline, DESTROYED_FILE: parse_destroyed}


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFiles:
    """The references of the cases that were taken; the files that are there, and their problems."""

    destroyed: frozenset[str]
    files: frozenset[str]
    problems: tuple[Problem, ...]


def read_history_files(root: Path) -> HistoryFiles:
    """Read both files of a log, where it has them."""
    problems: list[Problem] = []
    destroyed: set[str] = set()
    there = [file for file in _PARSERS if (root / file).exists() or (root / file).is_symlink()]
    for file in there:
        data = read_bytes(root, root / file)
        found = (data,) if isinstance(data, Problem) else _PARSERS[file](file, data)
        for each in () if isinstance(found, str) else found:
            if isinstance(each, DestroyedCase):
                destroyed.add(each.reference)
            else:
                problems.append(each)
    return HistoryFiles(
        destroyed=frozenset(destroyed), files=frozenset(there), problems=tuple(problems)
    )
