"""Read the files by which a log keeps its history: baseline, cases that were taken, and holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from escalation_log.files.history_files import parse_baseline, parse_destroyed, parse_holds
from escalation_log.log.contents import BASELINE_FILE, DESTROYED_FILE, HOLDS_FILE
from escalation_log.log.disk import read_bytes
from escalation_log.log.whole_texts import lost_in
from escalation_log.model.destroyed import Extent, Hold, Taken, standing_holds
from escalation_log.model.problems import Problem
from escalation_log.words.dates import day_words


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFiles:
    """What the files say that are there, and the problems of those that cannot be read."""

    taken: Taken
    holds: tuple[Hold, ...]
    files: frozenset[str]
    problems: tuple[Problem, ...]

    @property
    def held(self) -> Mapping[str, Hold]:
        """The holds that stand, by the reference of their case."""
        return standing_holds(self.holds)


def destroyed_words(root: Path, reference: str) -> str | None:
    """Say when a case was destroyed and on whose authority; None for one that was not."""
    for each in reversed(read_history_files(root).taken.cases):
        if each.reference == reference and each.extent is Extent.DESTROYED:
            when = f"{reference} was destroyed on {day_words(each.on)}"
            return f"{when}, on the authority of: {each.authority}. Its texts and dates are gone."
    return None


def read_history_files(root: Path) -> HistoryFiles:
    """Read the files of a log, where it has them."""
    problems: list[Problem] = []
    files: set[str] = set()

    def found(file: str, parse: Callable[[str, bytes], Any], schema: str) -> Any:
        path = root / file
        if not (path.exists() or path.is_symlink()):
            return None
        files.add(file)
        data = read_bytes(root, path)
        said = (data,) if isinstance(data, Problem) else parse(file, data)
        faults = [each for each in said if isinstance(each, Problem)] if type(said) is tuple else []
        problems.extend(faults)
        if not faults and isinstance(data, bytes):
            problems.extend(lost_in(file, data, schema))
        return None if faults else said

    found(BASELINE_FILE, parse_baseline, "history")
    return HistoryFiles(
        taken=found(DESTROYED_FILE, parse_destroyed, "destroyed") or Taken(),
        holds=found(HOLDS_FILE, parse_holds, "holds") or (),
        files=frozenset(files),
        problems=tuple(problems),
    )
