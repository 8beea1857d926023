"""What a schema has against a value, in words and with its place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from escalation_log.model.problems import Path
from escalation_log.parsing import wording
from escalation_log.parsing.refusals import Refusal, is_of_belonging, refusals_of
from escalation_log.parsing.schemas import keys_of

# Steps of a schema that group conditions and do not lead to another value.
_GROUPING = frozenset({"required", "then", "allOf", "dependentRequired"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A refusal in words. `place_at` leads to what to point at, a key that `path` does not name."""

    path: Path
    place_at: Path
    message: str


def findings_of(value: object, schema: str, definition: str | None = None) -> Iterator[Finding]:
    """Put into words what a schema, or one of its definitions, has against a value."""
    refusals = list(refusals_of(value, schema, definition))
    meant = {at for refusal in refusals for at in _meant_keys(refusal)}
    for refusal in refusals:
        if not _is_meant_elsewhere(refusal, meant):
            yield from _said(refusal)


def _meant_keys(refusal: Refusal) -> Iterator[Path]:
    """Give the paths of keys that are there after all, if misspelt."""
    for key in refusal.unknown_keys:
        near = wording.meant_key(key, refusal.schema["properties"])
        if near is not None:
            yield (*refusal.path, near)


def _is_meant_elsewhere(refusal: Refusal, meant: set[Path]) -> bool:
    """Say whether a key is only missing because it is misspelt, which is said already."""
    return refusal.missing_key is not None and (*refusal.path, refusal.missing_key) in meant


def _said(refusal: Refusal) -> Iterator[Finding]:
    path = refusal.path
    if is_of_belonging(refusal):
        field = str(refusal.steps[-4])
        at = (*path[:-1], field)
        yield Finding(at, at, wording.of_belonging(field, refusal.schema["enum"]))
    elif refusal.keyword == "additionalProperties":
        yield from _unknown_keys(refusal)
    elif refusal.keyword == "propertyNames":
        yield from _bad_keys(refusal)
    elif refusal.missing_key is not None:
        yield Finding(path, path, _missing(refusal, refusal.missing_key))
    elif refusal.keyword in _SAYINGS:
        yield Finding(path, path, _SAYINGS[refusal.keyword](refusal))
    else:
        yield Finding(path, path, _of_the_whole(refusal))


def _unknown_keys(refusal: Refusal) -> Iterator[Finding]:
    """Point at each unknown key, without naming it."""
    for key in refusal.unknown_keys:
        message = wording.of_unknown_key(key, refusal.schema["properties"])
        yield Finding(refusal.path, (*refusal.path, key), message)


def _bad_keys(refusal: Refusal) -> Iterator[Finding]:
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
            yield Finding(refusal.path, (*refusal.path, key), wording.of_key(key, names))


def _missing(refusal: Refusal, key: str) -> str:
    """Say which key is missing, with a line that could be added."""
    depth = len(refusal.steps)
    while depth and _is_grouping(refusal.steps[depth - 1]):
        depth -= 1
    field = refusal.nodes[depth]["properties"][key]
    because = refusal.value["kind"] if "allOf" in refusal.steps[depth:] else None
    return wording.of_missing(key, wording.example_of(refusal.with_reference(field)), because)


def _is_grouping(step: str | int) -> bool:
    return isinstance(step, int) or step in _GROUPING


def _of_the_whole(refusal: Refusal) -> str:
    """Speak of how the parts of a value go together, in the schema's words where it has some."""
    nodes = (node for node in reversed(refusal.nodes) if isinstance(node, dict))
    for node in itertools.islice(nodes, 2):
        if "errorMessage" in node:
            return str(node["errorMessage"])
    return wording.of_count(refusal.value, refusal.schema)


_SAYINGS: Mapping[str, Callable[[Refusal], str]] = {
    "type": lambda refusal: wording.of_type(refusal.value, refusal.schema, refusal.examples),
    "enum": lambda refusal: wording.of_choice(refusal.value, refusal.schema["enum"]),
    "const": lambda refusal: wording.of_constant(refusal.schema),
    "pattern": lambda refusal: wording.of_text(refusal.value, refusal.schema, refusal.examples),
    "format": lambda refusal: wording.of_format(refusal.examples),
    "maxLength": lambda refusal: wording.of_length(refusal.value, refusal.schema["maxLength"]),
    "minimum": lambda refusal: wording.of_range(refusal.schema),
    "maximum": lambda refusal: wording.of_range(refusal.schema),
    "uniqueItems": lambda _: wording.of_repeats(),
}
