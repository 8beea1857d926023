"""From what rules find in the model to problems with their place in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from escalation_log.checks import Finding
from escalation_log.model.problems import Path, Problem
from escalation_log.parsing.places import locate
from escalation_log.parsing.reading import read

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


def _as_written(path: Path, written: Any) -> Path:
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
