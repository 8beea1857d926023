"""What a schema refuses, keyword by keyword, in words and with its place in the data."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import jsonschema_rs

from escalation_log.files import value_words
from escalation_log.files.schemas import keys_of, schema_of, validator_of
from escalation_log.model.problems import DataPath

Error: TypeAlias = jsonschema_rs.ValidationError
# Where several keywords refuse the same value, the first of these says it best.
_OF_A_VALUE = ("type", "enum", "const", "pattern", "format", "maxLength")
_CONDITIONAL = frozenset({"then", "dependentSchemas", "dependentRequired"})


def refusals_of(value: object, schema: str, definition: str | None = None) -> Iterator[Refusal]:
    """List what a schema, or one of its definitions, has against a value."""
    start = schema_of(schema)
    if definition is not None:
        start = {**start, "$ref": f"#/$defs/{definition}"}
    errors = validator_of(schema, definition).iter_errors(value)
    return _worth_saying(
        [plain for error in errors for plain in _unfolded(_refusal_of(error, value, start))]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One keyword that refuses one value.

    `steps` lead to the keyword from the start of the schema, through references, and `nodes` are
    the schemas on the way, the one that the keyword stands in last. `examples` are those of the
    outermost of them that speaks of the same field.
    """

    error: Error
    path: DataPath
    value: Any
    whole: object
    steps: tuple[str | int, ...]
    nodes: tuple[Any, ...]
    examples: tuple[Any, ...]

    @property
    def keyword(self) -> str:
        """The keyword that refuses."""
        return self.error.kind.name

    @property
    def schema(self) -> Any:
        """The schema that the keyword stands in."""
        return self.nodes[-1]

    def with_reference(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Lay a schema over the definition that it refers to, if it does."""
        name = schema.get("$ref", "").rpartition("/")[2]
        return {**self.nodes[0]["$defs"][name], **schema} if name else schema

    @property
    def unknown_keys(self) -> tuple[str, ...]:
        """The keys that may not stand in the value."""
        kind = self.error.kind
        if isinstance(kind, jsonschema_rs.ValidationErrorKind.AdditionalProperties):
            return tuple(kind.unexpected)
        return ()

    @property
    def missing_key(self) -> str | None:
        """The key that the value lacks."""
        kind = self.error.kind
        return (
            kind.property if isinstance(kind, jsonschema_rs.ValidationErrorKind.Required) else None
        )

    @property
    def is_conditional(self) -> bool:
        """Whether the keyword counts only because of what stands elsewhere."""
        return not _CONDITIONAL.isdisjoint(self.steps)


def _refusal_of(error: Error, whole: Any, start: dict[str, Any]) -> Refusal:
    value = whole
    for step in error.instance_path:
        value = value[step]
    steps = tuple(error.evaluation_path)
    nodes: list[Any] = [start]
    examples: list[Any] = []
    for step in steps[:-1]:
        node = nodes[-1]
        if step == "properties":
            examples = []
        node = start["$defs"][node["$ref"].rpartition("/")[2]] if step == "$ref" else node[step]
        if isinstance(node, dict):
            examples = examples or node.get("examples", [])
        nodes.append(node)
    return Refusal(
        error=error,
        path=tuple(error.instance_path),
        value=value,
        whole=whole,
        steps=steps,
        nodes=tuple(nodes),
        examples=tuple(examples),
    )


def _unfolded(refusal: Refusal) -> Iterator[Refusal]:
    """Where a value may take one of several forms, go on with the form that was meant."""
    if refusal.keyword != "anyOf" or "errorMessage" in refusal.schema:
        yield refusal
        return
    kind = cast(jsonschema_rs.ValidationErrorKind.AnyOf, refusal.error.kind)
    forms = [
        [_refusal_of(error, refusal.whole, refusal.nodes[0]) for error in errors]
        for errors in kind.context
    ]
    meant = next((form for form in forms if not _is_another_form(form, refusal)), forms[0])
    for inner in meant:
        yield from _unfolded(inner)


def _is_another_form(form: list[Refusal], refusal: Refusal) -> bool:
    """Say whether these refusals only mean that the value is of another type altogether."""
    return any(
        inner.path == refusal.path
        and (
            inner.keyword == "type"
            or (inner.keyword == "enum" and not isinstance(inner.value, str))
        )
        for inner in form
    )


def _worth_saying(refusals: list[Refusal]) -> Iterator[Refusal]:
    """Pass over what follows from another refusal.

    What depends on the kind of an event is not said while the kind itself is wrong, and a value is
    refused once.
    """
    refused = {refusal.path for refusal in refusals if not refusal.is_conditional}
    said: set[DataPath] = set()
    for refusal in sorted(refusals, key=_rank):
        if refusal.is_conditional and any(
            (*refusal.path[:length], "kind") in refused for length in range(len(refusal.path) + 1)
        ):
            continue
        if refusal.keyword in _OF_A_VALUE and not is_of_belonging(refusal):
            if refusal.path in said:
                continue
            said.add(refusal.path)
        yield refusal


def _rank(refusal: Refusal) -> int:
    return _OF_A_VALUE.index(refusal.keyword) if refusal.keyword in _OF_A_VALUE else -1


def is_of_belonging(refusal: Refusal) -> bool:
    """Say whether a field is refused that events of this kind do not have."""
    return refusal.steps[-3:] == ("properties", "kind", "enum") and (
        refusal.steps[-5:-4] == ("dependentSchemas",)
    )


# Steps of a schema that group conditions and do not lead to another value.
_GROUPING = frozenset({"required", "then", "allOf", "dependentRequired"})


@dataclass(frozen=True, slots=True)
class SchemaFinding:
    """A refusal in words. `place_at` leads to what to point at, a key that `path` does not name."""

    path: DataPath
    place_at: DataPath
    message: str


def schema_findings(
    value: object, schema: str, definition: str | None = None
) -> Iterator[SchemaFinding]:
    """Put into words what a schema, or one of its definitions, has against a value."""
    refusals = list(refusals_of(value, schema, definition))
    meant = {at for refusal in refusals for at in _meant_keys(refusal)}
    for refusal in refusals:
        if not _is_meant_elsewhere(refusal, meant):
            yield from _said(refusal)


def _meant_keys(refusal: Refusal) -> Iterator[DataPath]:
    """Give the paths of keys that are there after all, if misspelt."""
    for key in refusal.unknown_keys:
        near = value_words.meant_key(key, refusal.schema["properties"])
        if near is not None:
            yield (*refusal.path, near)


def _is_meant_elsewhere(refusal: Refusal, meant: set[DataPath]) -> bool:
    """Say whether a key is only missing because it is misspelt, which is said already."""
    return refusal.missing_key is not None and (*refusal.path, refusal.missing_key) in meant


def _said(refusal: Refusal) -> Iterator[SchemaFinding]:
    path = refusal.path
    if is_of_belonging(refusal):
        field = str(refusal.steps[-4])
        at = (*path[:-1], field)
        yield SchemaFinding(at, at, value_words.of_belonging(field, refusal.schema["enum"]))
    elif refusal.keyword == "additionalProperties":
        yield from _unknown_keys(refusal)
    elif refusal.keyword == "propertyNames":
        yield from _bad_keys(refusal)
    elif refusal.missing_key is not None:
        yield SchemaFinding(path, path, _missing(refusal, refusal.missing_key))
    elif refusal.keyword in _SAYINGS:
        yield SchemaFinding(path, path, _SAYINGS[refusal.keyword](refusal))
    else:
        yield SchemaFinding(path, path, _of_the_whole(refusal))


def _unknown_keys(refusal: Refusal) -> Iterator[SchemaFinding]:
    """Point at each unknown key, without naming it."""
    for key in refusal.unknown_keys:
        message = value_words.of_unknown_key(key, refusal.schema["properties"])
        yield SchemaFinding(refusal.path, (*refusal.path, key), message)


def _bad_keys(refusal: Refusal) -> Iterator[SchemaFinding]:
    """Point at each key that is no id, or that this kind of correction may not name."""
    names = refusal.schema
    for key in refusal.value:
        if "enum" in names:
            is_bad = key not in names["enum"] and key in keys_of("case")
        else:
            is_bad = re.fullmatch(names["pattern"].strip("^$"), key) is None or (
                len(key) > names["maxLength"]
            )
        if is_bad:
            yield SchemaFinding(refusal.path, (*refusal.path, key), value_words.of_key(key, names))


def _missing(refusal: Refusal, key: str) -> str:
    """Say which key is missing, with a line that could be added."""
    depth = len(refusal.steps)
    while depth and _is_grouping(refusal.steps[depth - 1]):
        depth -= 1
    field = refusal.nodes[depth]["properties"][key]
    because = refusal.value["kind"] if "allOf" in refusal.steps[depth:] else None
    return value_words.of_missing(
        key, value_words.example_of(refusal.with_reference(field)), because
    )


def _is_grouping(step: str | int) -> bool:
    return isinstance(step, int) or step in _GROUPING


def _of_the_whole(refusal: Refusal) -> str:
    """Speak of how the parts of a value go together, in the schema's words where it has some."""
    nodes = (node for node in reversed(refusal.nodes) if isinstance(node, dict))
    for node in itertools.islice(nodes, 2):
        if "errorMessage" in node:
            return str(node["errorMessage"])
    return value_words.of_count(refusal.value, refusal.schema)


_SAYINGS: Mapping[str, Callable[[Refusal], str]] = {
    "type": lambda refusal: value_words.of_type(refusal.value, refusal.schema, refusal.examples),
    "enum": lambda refusal: value_words.of_choice(refusal.value, refusal.schema["enum"]),
    "const": lambda refusal: value_words.of_constant(refusal.schema),
    "pattern": lambda refusal: value_words.of_text(refusal.value, refusal.schema, refusal.examples),
    "format": lambda refusal: value_words.of_format(refusal.examples),
    "maxLength": lambda refusal: value_words.of_length(refusal.value, refusal.schema["maxLength"]),
    "minimum": lambda refusal: value_words.of_range(refusal.schema),
    "maximum": lambda refusal: value_words.of_range(refusal.schema),
    "uniqueItems": lambda _: value_words.of_repeats(),
}
