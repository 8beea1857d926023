"""Counts with their nouns, and names one after another."""

from __future__ import annotations

from collections.abc import Iterable


def counted(amount: int, noun: str, nouns: str | None = None) -> str:
    """Write an amount with its noun in the singular or plural.

    >>> counted(1, "working day"), counted(2, "working day"), counted(0, "breach", "breaches")
    ('1 working day', '2 working days', '0 breaches')
    """
    return f"{amount} {noun if amount == 1 else nouns or f'{noun}s'}"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Write names one after another, with a word before the last one.

    >>> listed(["Police"]), listed(["Police", "Housing"]), listed("abc", "or")
    ('Police', 'Police and Housing', 'a, b or c')
    """
    every = tuple(names)
    return f" {last} ".join(filter(None, (", ".join(every[:-1]), *every[-1:])))
