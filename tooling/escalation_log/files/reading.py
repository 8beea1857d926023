"""From the bytes of a file to data that its schema accepts; the schemas, and hashes of content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

from escalation_log.files.contacts import is_email, is_phone, is_web_address
from escalation_log.files.fast_path import load_quickly
from escalation_log.files.fields import is_date, is_moment
from escalation_log.files.plain_data import NotPlainDataError
from escalation_log.model.problems import Problem


def content_hash(meaning: Any) -> str:
    """Hash plain data in its canonical JSON: `sha256:` and 64 hex digits."""
    canonical = json.dumps(meaning, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return f"sha256:{hashlib.sha256(canonical.encode('ascii')).hexdigest()}"


FORMATS = {
    "date": is_date,
    "moment": is_moment,
    "contact-phone": is_phone,
    "contact-email": is_email,
    "contact-web": is_web_address,
}
NAMES = (
    "case",
    "waiting",
    "policy",
    "statements",
    "partnership",
    "calendar",
    "history",
    "destroyed",
    "holds",
)


_CASE = "urn:escalation-log:case"


@cache
def schema_of(name: str) -> dict[str, Any]:
    """Read the schema of a kind of file, one of NAMES.

    Where it refers to definitions of a case's schema, it has them too.
    """
    text = files("escalation_log").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text.replace(f'"{_CASE}#/', '"#/'))
    return {**schema, "$defs": schema_of("case")["$defs"]} if f'"{_CASE}#/' in text else schema


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


def read(file: str, data: bytes, schema: str) -> dict[str, Any] | tuple[Problem, ...]:
    """Load a file and validate it; slow modules are imported only for a file with problems."""
    value: dict[str, Any] | Problem
    try:
        value = load_quickly(data)
    except NotPlainDataError:
        from escalation_log.files.careful_path import load_carefully

        value = load_carefully(file, data, schema)
        if isinstance(value, Problem):
            return (value,)
    if validator_of(schema).is_valid(value):
        return value
    from escalation_log.files.careful_path import problems_of

    return problems_of(file, data, value, schema)
