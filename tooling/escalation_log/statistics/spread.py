"""The number of days within which a share of something happened."""

from __future__ import annotations

from collections.abc import Sequence

# With fewer than these no percentages and quartiles are given, since one case would change them.
FEW_CASES = 10


def within(days: Sequence[int], part: int, whole: int) -> int:
    """Find the smallest number of days within which so many parts of the whole happened.

    `days` are sorted, and there is at least one.

    >>> within([1, 2, 3, 4, 20], 1, 2), within([1, 2, 3, 4, 20], 9, 10)
    (3, 20)
    """
    return days[-(-len(days) * part // whole) - 1]
