"""What the schemas and docs/events.md say of the kinds of event, made from the kinds' own rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from escalation_log.files.reading import schema_of
from escalation_log.model.event_kinds import Dates, EventKind, KindOfEvent, Turn, kinds_with

_TURNS = {
    Turn.MOVES: "moves the case to another stage",
    Turn.ENDS: "ends the case",
    Turn.MAY_END: "ends the case in its last stage, if it meets a duty of that stage",
    Turn.REOPENS: "opens the case again",
}
_DATES = {
    Dates.FROM_NOW: "may change the dates of what has begun",
    Dates.FROM_BEFORE: "may change what was true before it was recorded",
}
PAGE = """\
# Kinds of event

What happened in a case, the `kind:` of an event in its file, is one of these words. Every event may
have `by`, `recorded`, `stage`, `how` and `note`, and of the other fields those that stand beside
its kind.

`make accept` makes this page and the schemas from the rows of `EventKind`, in
`tooling/escalation_log/model/event_kinds.py`.

| Kind | What happened | Must have | May have | In a case |
| --- | --- | --- | --- | --- |
"""


def schema_texts() -> Iterator[tuple[str, str]]:
    """Give the files of the schemas in which kinds of event stand, as the rows want them."""
    policy = json.loads(json.dumps(schema_of("policy")))
    policy["$defs"]["kind"]["enum"] = list(EventKind)
    yield "case.schema.json", _text(_case())
    yield "policy.schema.json", _text(policy)


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _case() -> dict[str, Any]:
    case: dict[str, Any] = json.loads(json.dumps(schema_of("case")))
    event, kind = case["$defs"]["event"], case["$defs"]["kind"]
    kind["enum"] = list(EventKind)
    kind["enumDescriptions"] = [each.row.meaning for each in EventKind]
    own = frozenset[str]().union(*(each.row.own_fields for each in EventKind))
    # A field keeps the place that it has.
    fields = [*(each for each in event["dependentSchemas"] if each in own)]
    fields += sorted(own.difference(fields))
    event["dependentSchemas"] = {
        field: {
            "properties": {"kind": {"enum": [each for each in EventKind if each in of]}},
        }
        for field in fields
        for of in [kinds_with(field)]
    }
    needing = [each for each in EventKind if each.row.needs]
    needing += [each for each in EventKind if each.row.needs_one_of]
    needing += [each for each in EventKind if each.row.narrows and each not in needing]
    event["if"] = {"properties": {"kind": {"enum": needing}}}
    event["then"] = {
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": each}}, "required": ["kind"]},
                "then": dict(_asked(each, case)),
            }
            for each in needing
        ]
    }
    return case


def _asked(kind: EventKind, case: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Say what an event of a kind must have."""
    row = kind.row
    properties: dict[str, Any]
    if row.needs:
        yield "required", list(row.needs)
    if row.needs_one_of:
        yield "anyOf", [{"required": [field]} for field in row.needs_one_of]
        named = ", ".join(f"`{field}`" for field in row.needs_one_of)
        words = f"an event of kind `{kind}` says what {kind}: give it {named} or both"
        yield "errorMessage", words
    properties = {field: {"$ref": f"#/$defs/{form}"} for field, form in row.narrows}
    if row.reason_is_coded:
        properties["reason"] = {"$ref": "#/$defs/slug"}
    if row.corrects:
        of = case if kind is EventKind.HEADER_CORRECTION else case["$defs"]["event"]
        correct = case["$defs"]["event"]["properties"]["correct"]["properties"]
        names = sorted(correct.keys() & of["properties"].keys())
        properties["correct"] = {"propertyNames": {"enum": names}}
    if properties:
        yield "properties", properties


def events_page() -> str:
    """Write the page that lists the kinds of event."""
    return PAGE + "".join(
        f"| `{kind}` | {kind.row.meaning} | {_must(kind.row)} | {_listed(kind.row.takes)} | "
        f"{'; '.join(_part(kind.row))} |\n"
        for kind in EventKind
    )


def _must(row: KindOfEvent) -> str:
    return _listed(row.needs) or _listed(row.needs_one_of, " or ")


def _listed(fields: tuple[str, ...], between: str = ", ") -> str:
    return between.join(f"`{field}`" for field in fields)


def _part(row: KindOfEvent) -> Iterator[str]:
    if row.begins:
        yield "a case usually begins with it"
    if row.turn is not None:
        yield _TURNS[row.turn]
    if row.dates is not None:
        yield _DATES[row.dates]
