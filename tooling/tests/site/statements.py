"""Statements made up for the tests of pages."""

from __future__ import annotations

from collections.abc import Iterable

from escalation_log.model.statements import Became, Own, Pointer, Statement, Statements


def stating(
    *lines: tuple[str, str, str | None, Iterable[tuple[Became, str]]],
    own: Iterable[tuple[Became, str, str]] = (),
) -> Statements:
    """Make statements of a clause, what it says, its modal word and what became of it."""
    return Statements(
        edition="any@1",
        statements=tuple(
            Statement(
                clause=clause,
                says=says,
                word=word,
                became=tuple(Pointer(kind, value) for kind, value in became),
            )
            for clause, says, word, became in lines
        ),
        own=tuple(Own(what=Pointer(kind, value), why=why) for kind, value, why in own),
    )
