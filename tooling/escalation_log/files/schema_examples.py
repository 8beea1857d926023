"""Examples of what may stand under a key, from its schema, as one would type them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escalation_log.files.value_words import typed


def example_of(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """Give an example of a value as one would type it; empty where a schema has none."""
    example = _example(schema, definitions)
    return "" if example is None else typed(example)


def _example(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Any:
    if "$ref" in schema:
        schema = {**definitions[schema["$ref"].rpartition("/")[2]], **schema}
    if schema.get("examples") or schema.get("enum"):
        return (schema.get("examples") or schema["enum"])[0]
    if "const" in schema:
        return schema["const"]
    if "minimum" in schema:
        return schema["minimum"]
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], definitions)
    if schema.get("type") == "array":
        item = _example(schema["items"], definitions)
        return None if item is None else [item]
    needed = schema.get("required", ())
    parts = {key: _example(schema["properties"][key], definitions) for key in needed}
    return None if not parts or None in parts.values() else parts


def entry_of(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the schema of an entry of the list that a value may be; None where it may be none."""
    if "$ref" in schema:
        return entry_of(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    for form in schema.get("anyOf", ()):
        found = entry_of(form, definitions)
        if found is not None:
            return found
    if schema.get("type") != "array":
        return None
    entry: Mapping[str, Any] = schema["items"]
    while "$ref" in entry:
        entry = definitions[entry["$ref"].rpartition("/")[2]]
    return entry
