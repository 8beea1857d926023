"""Chance that a seed decides: the same draws on every machine and under every Python."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

_T = TypeVar("_T")
_MASK = (1 << 64) - 1


class Chance:
    """A stream of draws (SplitMix64), a stream of its own for each list of names."""

    def __init__(self, *names: str | int) -> None:
        digest = sha256("/".join(map(str, names)).encode()).digest()
        self._state = int.from_bytes(digest[:8], "big")

    def below(self, limit: int) -> int:
        """Draw a whole number from 0, less than a limit."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return (mixed ^ (mixed >> 31)) % limit

    def between(self, least: int, most: int) -> int:
        """Draw a whole number, both ends included."""
        return least + self.below(most - least + 1)

    def happens(self, percent: int) -> bool:
        """Say whether something happens that does so often out of a hundred."""
        return self.below(100) < percent

    def pick(self, options: Sequence[_T]) -> _T:
        """Draw one of several."""
        return options[self.below(len(options))]

    def weighted(self, options: Sequence[tuple[_T, int]]) -> _T:
        """Draw one of several, each with its weight; one weight at least is not zero."""
        drawn = self.below(sum(weight for _, weight in options))
        for option, weight in options:
            drawn -= weight
            if drawn < 0:
                return option
        raise ValueError("no weights")

    def several(self, options: Sequence[_T], many: int) -> tuple[_T, ...]:
        """Draw so many different ones of several, in their own order."""
        left = list(range(len(options)))
        drawn = [left.pop(self.below(len(left))) for _ in range(min(many, len(options)))]
        return tuple(options[index] for index in sorted(drawn))
