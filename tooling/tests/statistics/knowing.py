"""What somebody can work out who knows the code: tried on every log that there can be."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from itertools import product
from typing import TypeVar

Shown = TypeVar("Shown", bound=Hashable)

# A small threshold, so that every log there can be may be tried.
FEW = 3


def tables(classes: int, total: int) -> Iterator[tuple[int, ...]]:
    """Give every way to share out a total."""
    for counts in product(range(total + 1), repeat=classes - 1):
        if sum(counts) <= total:
            yield (*counts, total - sum(counts))


def lowest_tops(found: Iterable[tuple[Shown, tuple[int, ...]]]) -> dict[Shown, list[int]]:
    """Give, for all that is shown alike, the most that each number behind it may be."""
    most: dict[Shown, list[int]] = {}
    for shown, numbers in found:
        known = most.setdefault(shown, list(numbers))
        most[shown] = [max(pair) for pair in zip(known, numbers, strict=True)]
    return most
