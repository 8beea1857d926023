"""The reference for both loaders: ruamel.yaml's own construction."""

from __future__ import annotations

import math
import re
import warnings
from typing import Any

from ruamel.yaml import YAML, events
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import BaseResolver

from escalation_log.files.plain_data import INVISIBLE, LARGEST_DEPTH

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
