"""Time two ways of doing the same work, in turns."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The best time of each way in seconds, for `items` pieces of work, and the promised ratio.

    `note` holds anything else worth knowing.
    """

    name: str
    against: str
    items: int
    ours: float
    theirs: float
    promised: float
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times as fast this tool is as the other way."""
        return self.theirs / self.ours

    @property
    def is_kept(self) -> bool:
        """Whether the promise is kept."""
        return self.ratio >= self.promised


def compare(
    name: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    against: str,
    items: int,
    promised: float,
    rounds: int = ROUNDS,
) -> Comparison:
    """Time two ways in turns, so that a slow machine slows both, and keep the best times."""
    times = [(_seconds(ours), _seconds(theirs)) for _ in range(rounds)]
    return Comparison(
        name=name,
        against=against,
        items=items,
        ours=min(mine for mine, _ in times),
        theirs=min(other for _, other in times),
        promised=promised,
    )


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
