"""From the bytes of a file of statements to the statements of an edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escalation_log.files.fields import day, optional, text
from escalation_log.files.reading import read
from escalation_log.model.problems import Problem
from escalation_log.model.statements import (
    Became,
    Countersignature,
    Own,
    Pointer,
    Statement,
    Statements,
)


def parse_statements(file: str, data: bytes) -> Statements | tuple[Problem, ...]:
    """Read the statements of an edition; `checks` tests whether what they point at exists."""
    written = read(file, data, "statements")
    if isinstance(written, tuple):
        return written
    return Statements(
        edition=written["edition"],
        countersigned=optional(_countersignature, written.get("countersigned")),
        statements=tuple(_statement(statement) for statement in written["statements"]),
        own=tuple(_own(own) for own in written.get("own", ())),
    )


def _countersignature(written: Mapping[str, Any]) -> Countersignature:
    return Countersignature(role=text(written["role"]), on=day(written["on"]))


def _statement(written: Mapping[str, Any]) -> Statement:
    return Statement(
        clause=text(written["clause"]),
        says=text(written["says"]),
        word=optional(text, written.get("word")),
        became=tuple(_pointer(pointer) for pointer in written["became"]),
    )


def _own(written: Mapping[str, Any]) -> Own:
    what = {key: value for key, value in written.items() if key != "why"}
    return Own(what=_pointer(what), why=text(written["why"]))


def _pointer(written: Mapping[str, Any]) -> Pointer:
    [(key, value)] = written.items()
    kind = Became(key)
    return Pointer(kind) if kind is Became.LEAVES_NO_TRACE else Pointer(kind, text(value))
