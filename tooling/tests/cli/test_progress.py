"""A progress bar for long work, on a terminal only, gone once the work is done."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.terminal import python_on_terminal
from tests.logs import FOUR

# By a clock of its own, so that work takes as long as it says on any machine.
WORK = """
import time
present = 0.0
time.monotonic = lambda: present
from escalation_log.cli.session import Session
with Session().progress("Working", 2, while_writing={while_writing}) as advance:
    for _ in range(2):
        present += {seconds}
        advance(1)
print("Done.")
"""


def test_long_work_on_a_terminal_shows_a_bar_and_then_takes_it_away() -> None:
    shown = python_on_terminal("-c", WORK.format(seconds=0.5, while_writing=False))
    assert "Working" in shown
    assert "2/2" in shown
    last = shown.rpartition("\x1b[2K")[2]
    assert (last.strip(), "Working" in last) == ("Done.", False)


@pytest.mark.parametrize(("seconds", "while_writing"), [(0.0, False), (0.5, True)])
def test_short_work_shows_none_nor_does_work_that_writes_to_the_same_terminal(
    seconds: float, while_writing: bool
) -> None:
    shown = python_on_terminal("-c", WORK.format(seconds=seconds, while_writing=while_writing))
    assert "Working" not in shown
    assert shown.endswith("Done.\n")


def test_without_a_terminal_nothing_is_shown() -> None:
    script = WORK.format(seconds=0.5, while_writing=False)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, cwd=FOUR, check=True, text=True
    )
    assert (done.stdout, done.stderr) == ("Done.\n", "")
