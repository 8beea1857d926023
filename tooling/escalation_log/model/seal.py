"""The seal of a log, which witnesses keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A hash over the hashes of all cases.

    `cases` is how many they are, with those that were destroyed; `unsalted` how many of them have
    no salt yet. What nobody can read is left out: `unread` is how many files that are.
    """

    value: str
    cases: int
    unsalted: int
    unread: int
