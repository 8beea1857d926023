"""The reference for both loaders and the validator: ruamel.yaml's own construction, jsonschema."""

from __future__ import annotations

import math
import re
import warnings
from functools import cache
from typing import Any

import jsonschema
from ruamel.yaml import YAML, events
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import BaseResolver

from escalation_log.files.fields import is_date, is_moment
from escalation_log.files.plain_data import INVISIBLE, LARGEST_DEPTH
from escalation_log.files.schemas import schema_of

FLOAT = (
    r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
)


class CoreResolver(BaseResolver):
    """The implicit types of YAML 1.2's core schema, where ruamel.yaml knows a few more."""

    processing_version = (1, 2)

    def __init__(self, version: Any = None, loader: Any = None) -> None:
        super().__init__(loadumper=loader)


for name, pattern, first in (
    ("null", r"^(?:null|Null|NULL|~|)$", ["n", "N", "~", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", list("+-0123456789")),
    (
        "float",
        FLOAT,
        list("+-.0123456789"),
    ),
):
    CoreResolver.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(pattern), first)


class NotPlainData(Exception):
    """The reference refuses the file."""


def load(data: bytes) -> dict[str, Any]:
    """Load a file by ruamel.yaml alone; raise NotPlainData for what a log's file may not hold."""
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        raise NotPlainData from None
    if INVISIBLE.search(text) or re.search(r"(?:^|[\r\n])%", text):
        raise NotPlainData
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            _check_events(text)
            yaml = YAML(typ="safe", pure=True)
            yaml.Resolver = CoreResolver
            value = yaml.load(text)
        except (YAMLError, ValueError, OverflowError, TypeError):
            raise NotPlainData from None
    if not isinstance(value, dict):
        raise NotPlainData
    _check_value(value)
    return value


def _check_events(text: str) -> None:
    """Refuse anchors, aliases, tags, merge keys, a second document and depth."""
    depth = documents = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        documents += isinstance(event, events.DocumentStartEvent)
        depth += isinstance(event, events.CollectionStartEvent)
        depth -= isinstance(event, events.CollectionEndEvent)
        if documents > 1 or depth > LARGEST_DEPTH or isinstance(event, events.AliasEvent):
            raise NotPlainData
        if isinstance(event, events.NodeEvent) and (event.anchor or getattr(event, "tag", None)):
            raise NotPlainData
        is_quoted = isinstance(event, events.ScalarEvent) and event.style == '"'
        if is_quoted and INVISIBLE.search(event.value):
            raise NotPlainData


def _check_value(value: Any) -> None:
    """Refuse keys that are not text, and numbers that a machine's word cannot hold."""
    if isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str) or key == "<<":
                raise NotPlainData
            _check_value(part)
    elif isinstance(value, list):
        for part in value:
            _check_value(part)
    elif isinstance(value, float) and not math.isfinite(value):
        raise NotPlainData


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Any:
    """Search for a pattern whose `$` is the end of the text, never a line break before it."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield jsonschema.ValidationError("does not match")


_VALIDATOR: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, validators={"pattern": _pattern}
)


def _formats() -> jsonschema.FormatChecker:
    formats = jsonschema.FormatChecker(formats=())
    formats.checks("date")(is_date)
    formats.checks("moment")(is_moment)
    return formats


@cache
def _validator(name: str) -> Any:
    """Compile a schema for jsonschema, with our formats and ECMA's meaning of `$` in patterns."""
    return _VALIDATOR(schema_of(name), format_checker=_formats())


def check(schema: dict[str, Any], value: Any) -> None:
    """Raise jsonschema's ValidationError unless a schema accepts a value."""
    _VALIDATOR(schema, format_checker=_formats()).validate(value)


def is_valid(name: str, value: Any) -> bool:
    """Say whether jsonschema accepts a value."""
    return bool(_validator(name).is_valid(value))
