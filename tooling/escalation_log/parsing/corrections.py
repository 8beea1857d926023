"""Corrections applied to what they correct, each on top of those before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from escalation_log.model.cases import Event
from escalation_log.parsing.events import build_event, build_header
from escalation_log.parsing.schemas import validator_of

_CORRECTION = "correction"
_HEADER_CORRECTION = "header-correction"
_EITHER_CHILD = {"child": "children", "children": "child"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A correction, the event at `index` from 0, whose result the schema refuses.

    `result` is the event, or with `of_header` the case, as it would be.
    """

    index: int
    correct: dict[str, Any]
    result: dict[str, Any]
    of_header: bool


def build_events(written: dict[str, Any]) -> tuple[tuple[Event, ...], tuple[Misfit, ...]]:
    """Build the events of a case, the corrections among them with what they bring about."""
    events: list[Event] = []
    misfits: list[Misfit] = []
    as_corrected: list[dict[str, Any]] = list(written["events"])
    header = written
    for index, raw in enumerate(written["events"]):
        event = build_event(index + 1, raw)
        if raw["kind"] == _CORRECTION and _is_correctable(written["events"], raw["of"], index):
            target = raw["of"] - 1
            result = _merged(as_corrected[target], raw["correct"])
            if validator_of("case", "event").is_valid(result):
                as_corrected[target] = result
                event = replace(event, corrected=build_event(raw["of"], result))
            else:
                misfits.append(
                    Misfit(index=index, correct=raw["correct"], result=result, of_header=False)
                )
        elif raw["kind"] == _HEADER_CORRECTION:
            result = _merged(header, raw["correct"])
            if validator_of("case").is_valid(result):
                header = result
                event = replace(event, header=build_header(result))
            else:
                misfits.append(
                    Misfit(index=index, correct=raw["correct"], result=result, of_header=True)
                )
        events.append(event)
    return tuple(events), tuple(misfits)


def _is_correctable(events: list[dict[str, Any]], number: int, index: int) -> bool:
    """Say whether a correction may point at that number: an earlier event, itself no correction."""
    return number <= index and events[number - 1]["kind"] not in {_CORRECTION, _HEADER_CORRECTION}


def _merged(before: dict[str, Any], correct: dict[str, Any]) -> dict[str, Any]:
    """Lay corrected fields over what was written; null takes a field away.

    `child` and `children` take each other's place.
    """
    replaced = {_EITHER_CHILD[name] for name in correct if name in _EITHER_CHILD}
    kept = {name: value for name, value in before.items() if name not in replaced}
    return {name: value for name, value in {**kept, **correct}.items() if value is not None}
