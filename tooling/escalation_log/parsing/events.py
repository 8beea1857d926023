"""The header and the events of a case, from data that the schema has accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from escalation_log.model.cases import Child, Event, FieldValue, Header, Party
from escalation_log.model.kinds import EventKind
from escalation_log.parsing.fields import day, plans, stamp, text, words


def build_event(number: int, written: Mapping[str, Any]) -> Event:
    """Build an event; what a correction brings about is not its own to say."""
    values: dict[str, Any] = {name: _EVENT_FIELDS[name](value) for name, value in written.items()}
    return Event(number=number, **values)


def build_header(written: Mapping[str, Any]) -> Header:
    """Build a case's header; other keys of the file are passed over."""
    policy, _, version = written["policy"].partition("@")
    values: dict[str, Any] = {
        _HEADER_NAMES.get(name, name): build(written[name])
        for name, build in _HEADER_FIELDS.items()
        if name in written
    }
    return Header(reference=written["reference"], policy=policy, version=version, **values)


def _correct(written: Mapping[str, Any]) -> tuple[tuple[str, FieldValue], ...]:
    """Build the fields that a correction names, under the names of the model, sorted."""
    fields = [
        (_HEADER_NAMES.get(name, name), None if value is None else _CORRECTABLE[name](value))
        for name, value in written.items()
    ]
    return tuple(sorted(fields, key=itemgetter(0)))


def _child(written: Mapping[str, Any]) -> Child:
    return Child(pseudonym=written["pseudonym"], plan=plans(written.get("plan", "none")))


def _only_child(written: Mapping[str, Any]) -> tuple[Child, ...]:
    return (_child(written),)


def _children(written: list[Mapping[str, Any]]) -> tuple[Child, ...]:
    return tuple(_child(child) for child in written)


def _party(written: Mapping[str, Any]) -> Party:
    return Party(agency=written["agency"], role=written["role"])


def _parties(written: Mapping[str, Any] | list[Mapping[str, Any]]) -> tuple[Party, ...]:
    if isinstance(written, list):
        return tuple(_party(party) for party in written)
    return (_party(written),)


_EVENT_FIELDS: dict[str, Callable[[Any], Any]] = {
    "at": stamp,
    "kind": {kind.value: kind for kind in EventKind}.__getitem__,
    "by": str,
    "recorded": stamp,
    "stage": str,
    "how": str,
    "note": text,
    "to": str,
    "reason": text,
    "whom": words,
    "what": str,
    "agencies": words,
    "protect_by": stamp,
    "measures": words,
    "review_on": day,
    "plan": plans,
    "urgency": str,
    "references": words,
    "duty": str,
    "until": stamp,
    "agreed_by": words,
    "themes": words,
    "action": text,
    "of": int,
    "correct": _correct,
}
_HEADER_FIELDS: dict[str, Callable[[Any], Any]] = {
    "theme": str,
    "child": _only_child,
    "children": _children,
    "raising": _party,
    "receiving": _parties,
    "concern": text,
    "outcome_sought": text,
    "urgency": str,
    "links": words,
}
_CORRECTABLE = {**_HEADER_FIELDS, **_EVENT_FIELDS}
_HEADER_NAMES = {"child": "children"}
