"""Hash what cases record without their words, so that a printed hash bears witness to them."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, timezone
from typing import TypeAlias

from escalation_log.model.cases import (
    TEXTS_OF_HEADER,
    Case,
    Child,
    Event,
    FieldValue,
    Header,
    Party,
)
from escalation_log.model.event_kinds import FREE_TEXTS, EventKind
from escalation_log.model.moments import Stamp

_Plain: TypeAlias = str | int | Sequence["_Plain"] | Mapping[str, "_Plain"] | None

# What follows from the rest of a case, or changes when an event is folded in.
_DERIVED = frozenset({"number", "position", "corrected", "header"})
_SALT_BYTES = 16


def new_salt() -> str:
    """Draw the salt of a case: thirty-two random hex digits."""
    return secrets.token_hex(_SALT_BYTES)


def case_hash(case: Case, salt: str) -> str:
    """Hash the coded facts of a case with its salt, empty where it has none.

    No free text and no pseudonym is among them, so the hash stays when one is taken out. Whether
    an event waits or is folded in makes no difference.
    """
    facts = {
        "header": _coded(case.header, frozenset(TEXTS_OF_HEADER)),
        "events": [_coded(each, _texts_of(each)) for each in case.events],
    }
    words = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    return _hash(f"{salt}\n{words}\n")


def seal_of(hashes: Iterable[tuple[str, str]]) -> str:
    """Hash the hashes of all cases, each with its case's reference, whatever their order."""
    return _hash("".join(f"{reference} {hashed}\n" for reference, hashed in sorted(hashes)))


def _hash(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode('ascii')).hexdigest()}"


def _texts_of(event: Event | None) -> frozenset[str]:
    """Name the fields of an event that hold somebody's own words."""
    coded = frozenset[str]() if event is None else event.kind.row.coded_texts
    return frozenset(FREE_TEXTS) - coded


def _coded(facts: Event | Header, texts: frozenset[str]) -> dict[str, _Plain]:
    """Give the fields that are set, but for texts. So a field that is new changes no old hash."""
    found: dict[str, _Plain] = {}
    for each in fields(facts):
        value = getattr(facts, each.name)
        if value == each.default or each.name in texts | _DERIVED:
            continue
        if each.name == "correct" and isinstance(facts, Event):
            within = _texts_of(facts.corrected).union(TEXTS_OF_HEADER)
            found["correct"] = {
                name: _plain(other) for name, other in facts.correct if name not in within
            }
        else:
            found[each.name] = _plain(value)
    return found


def _plain(value: FieldValue | Child) -> _Plain:
    """Write a value as JSON has it; a child without the pseudonym."""
    match value:
        case Stamp():
            return _moment(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case Child():
            return {"plan": list(value.plan)}
        case Party():
            return {"agency": value.agency, "role": value.role}
        case EventKind():
            return value.value
        case bool() | int() | str() | None:
            return value


def _moment(stamp: Stamp) -> str:
    if stamp.time is None:
        return stamp.on.isoformat()
    zone = None if stamp.offset is None else timezone(stamp.offset)
    return datetime.combine(stamp.on, stamp.time, zone).isoformat()
