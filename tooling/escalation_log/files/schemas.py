"""The schemas of the four kinds of file, and the compiled validators made of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

from escalation_log.files.fields import is_date, is_moment

FORMATS = {"date": is_date, "moment": is_moment}
NAMES = ("case", "policy", "partnership", "calendar")


@cache
def schema_of(name: str) -> dict[str, Any]:
    """Read the schema of a kind of file, one of NAMES."""
    text = files("escalation_log").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def validator_of(name: str, definition: str | None = None) -> jsonschema_rs.Draft202012Validator:
    """Compile the schema of a kind of file, or of one of its definitions alone."""
    schema = schema_of(name)
    if definition is not None:
        kept = {key: schema[key] for key in ("$schema", "$id", "$defs")}
        schema = {**kept, "$ref": f"#/$defs/{definition}"}
    return jsonschema_rs.Draft202012Validator(
        schema, formats=FORMATS, validate_formats=True, mask="…", offline=True
    )


@cache
def words_of(field: str) -> tuple[str, ...]:
    """List the words that a field of an event may hold, where its schema has a closed list."""
    words: list[str] = schema_of("case")["$defs"][field]["enum"]
    return tuple(words)


@cache
def keys_of(name: str) -> frozenset[str]:
    """Collect every key that a kind of file may hold, wherever it stands."""
    return frozenset(_keys(schema_of(name)))


def _keys(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"]
        for part in schema.values():
            yield from _keys(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _keys(part)
