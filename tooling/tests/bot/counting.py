"""How many faults the tests made, said at the end of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

import pytest

Recorder: TypeAlias = Callable[[str, object], None]

# What a test records of itself: how many faults it made, at how many calls of undisturbed runs,
# how many processes it killed, and which scenario of the matrix it tries.
FAULTS, CALLS, KILLS = "faults made", "calls met", "processes killed"
SCENARIO = "scenario of the matrix"


def say_faults(terminal: pytest.TerminalReporter) -> None:
    """Close a run with the number of faults after which the end was the same."""
    counts: Counter[str] = Counter()
    scenarios: set[object] = set()
    for report in terminal.stats.get("passed", ()):
        for name, number in report.user_properties:
            if name in {FAULTS, CALLS, KILLS}:
                counts[name] += int(str(number))
            elif name == SCENARIO:
                scenarios.add(number)
    if counts[FAULTS]:
        terminal.write_line(
            f"{counts[FAULTS]} faults at {counts[CALLS]} calls, in {len(scenarios)} scenarios of "
            f"the matrix, {counts[KILLS]} processes killed: the same end each time."
        )
