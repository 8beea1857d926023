"""From the bytes of a case file to a case: header, events, and corrections applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from escalation_log.files.fields import day, plans, stamp, text, words
from escalation_log.files.reading import read, validator_of
from escalation_log.model.cases import (
    KINDS_BY_WORD,
    Case,
    Child,
    Event,
    EventKind,
    FieldValue,
    Header,
    Party,
)
from escalation_log.model.problems import Problem


def build_event(number: int, written: Mapping[str, Any]) -> Event:
    """Build an event; for a correction, without `corrected` and `header`."""
    values: dict[str, Any] = {name: EVENT_FIELDS[name](value) for name, value in written.items()}
    if isinstance(values.get("of"), str):
        values["duplicate_of"] = values.pop("of")
    return Event(number=number, **values)


def build_header(written: Mapping[str, Any]) -> Header:
    """Build a case's header from the data of the file; other keys are ignored."""
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


def _party(written: Mapping[str, Any]) -> Party:
    return Party(agency=written["agency"], role=written["role"])


def _parties(written: Mapping[str, Any] | list[Mapping[str, Any]]) -> tuple[Party, ...]:
    return tuple(map(_party, written)) if isinstance(written, list) else (_party(written),)


# In the order in which people read an event.
EVENT_FIELDS: dict[str, Callable[[Any], Any]] = {
    "at": stamp,
    "kind": KINDS_BY_WORD.__getitem__,
    "by": str,
    "to": str,
    "whom": words,
    "what": str,
    "on": day,
    "tier": str,
    "agencies": words,
    "duty": str,
    "of": lambda written: written if isinstance(written, str) else int(written),
    "field": str,
    "came_about": str,
    "correct": _correct,
    "protect_by": stamp,
    "until": stamp,
    "agreed_by": words,
    "measures": words,
    "review_on": day,
    "plan": plans,
    "urgency": str,
    "references": words,
    "themes": words,
    "action": text,
    "reason": text,
    "why": text,
    "authority": text,
    "rationale": text,
    "stage": str,
    "how": str,
    "note": text,
    "recorded": stamp,
}
_HEADER_FIELDS: dict[str, Callable[[Any], Any]] = {
    "theme": str,
    "child": lambda written: (_child(written),),
    "children": lambda written: tuple(map(_child, written)),
    "raising": _party,
    "receiving": _parties,
    "concern": text,
    "outcome_sought": text,
    "urgency": str,
    "links": words,
    "invented": bool,
}
_CORRECTABLE = {**_HEADER_FIELDS, **EVENT_FIELDS}
_HEADER_NAMES = {"child": "children", "invented": "is_invented"}
_EITHER_CHILD = {"child": "children", "children": "child"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A correction, the event at `index` from 0, whose `result`, an event or a case, is refused."""

    index: int
    correct: dict[str, Any]
    result: dict[str, Any]
    of_header: bool


def build_events(written: dict[str, Any]) -> tuple[tuple[Event, ...], tuple[Misfit, ...]]:
    """Build events, corrections with what they give, and list those whose result is refused."""
    events: list[Event] = []
    misfits: list[Misfit] = []
    as_corrected: list[dict[str, Any]] = list(written["events"])
    header = written
    for index, raw in enumerate(written["events"]):
        event = build_event(index + 1, raw)
        of_header = event.kind is EventKind.HEADER_CORRECTION
        if of_header or _is_correctable(event, events):
            target = 0 if of_header else raw["of"] - 1
            result = _merged(header if of_header else as_corrected[target], raw["correct"])
            if not validator_of("case", None if of_header else "event").is_valid(result):
                misfits.append(
                    Misfit(index=index, correct=raw["correct"], result=result, of_header=of_header)
                )
            elif of_header:
                header = result
                event = replace(event, header=build_header(result))
            else:
                as_corrected[target] = result
                event = replace(event, corrected=build_event(raw["of"], result))
        events.append(event)
    return tuple(events), tuple(misfits)


def _is_correctable(event: Event, before: list[Event]) -> bool:
    """Say whether an event corrects one of those before it, which is itself no correction."""
    return (
        event.kind is EventKind.CORRECTION
        and event.of is not None
        and event.of <= len(before)
        and not before[event.of - 1].kind.row.corrects
    )


def _merged(before: dict[str, Any], correct: dict[str, Any]) -> dict[str, Any]:
    """Replace the fields named; null removes one, `child` and `children` replace each other."""
    replaced = {_EITHER_CHILD[name] for name in correct if name in _EITHER_CHILD}
    kept = {name: value for name, value in before.items() if name not in replaced}
    return {name: value for name, value in {**kept, **correct}.items() if value is not None}


def parse_case(file: str, data: bytes) -> Case | tuple[Problem, ...]:
    """Read a case file; `file` is the name that its problems carry."""
    written = read(file, data, "case")
    if isinstance(written, tuple):
        return written
    events, misfits = build_events(written)
    if misfits:
        from escalation_log.files.careful_path import problems_of_corrections

        return problems_of_corrections(file, data, misfits)
    return Case(header=build_header(written), events=events)
