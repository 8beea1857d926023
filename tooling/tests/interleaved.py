"""Say at the end of a run how many ways of two writers were carried out."""

from __future__ import annotations

import pytest

INTERLEAVED = "interleaved"


def say_interleaved(terminal: pytest.TerminalReporter) -> None:
    """Close a run with the number of ways in which two writers were merged."""
    number = sum(
        int(str(value))
        for report in terminal.stats.get("passed", ())
        for name, value in report.user_properties
        if name == INTERLEAVED
    )
    if number:
        terminal.write_line(
            f"{number} times two writers were merged in both orders: nothing lost, nothing twice."
        )
