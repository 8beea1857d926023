"""A second process, for work that two can share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext

_TASKS = Path("/proc/self/task")


def has_two_processors() -> bool:
    """Say whether a second process would have a processor to itself."""
    return (os.cpu_count() or 1) > 1


def second_process() -> ForkContext | SpawnContext:
    """Give the way to start another process from this one.

    Where this process has one thread, the other is a copy of it, ready at once. A copy of several
    threads may wait for ever for one that it has not, so that it is then started afresh, which
    takes a third of a second, and is sent what it is given.
    """
    from multiprocessing import get_context

    return get_context("fork") if _has_one_thread() else get_context("spawn")


def _has_one_thread() -> bool:
    """Count all threads, those of libraries too; where nobody says, there may be more than one."""
    try:
        return len(list(_TASKS.iterdir())) == 1
    except OSError:
        return False
