"""Cut GitHub's description of its interface down to the operations that we use.

Run by `make node-parts`: python -m tests.bot.bench.cut DESCRIPTION CUT
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bot.bench.operations import OPERATIONS

# Words for people, which nothing is checked against.
PROSE = frozenset({"summary", "example", "examples", "externalDocs", "tags"})
MAPS = frozenset({"properties", "patternProperties", "headers", "responses", "schemas"})


def cut(description: dict[str, Any]) -> dict[str, Any]:
    """Keep the operations that we use and every part that they refer to."""
    paths = {path: _path(description["paths"][path], methods) for path, methods in OPERATIONS}
    kept: dict[str, Any] = {
        "openapi": description["openapi"],
        "info": {"title": "GitHub", "version": description["info"]["version"]},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {},
    }
    waiting = list(_references(paths))
    while waiting:
        section, name = waiting.pop().removeprefix("#/components/").split("/", 1)
        kept_there = kept["components"].setdefault(section, {})
        if name not in kept_there:
            kept_there[name] = _without_prose(description["components"][section][name])
            waiting += _references(kept_there[name])
    return kept


def _path(item: dict[str, Any], methods: tuple[str, ...]) -> dict[str, Any]:
    shared = {"parameters": item["parameters"]} if "parameters" in item else {}
    cut_item: dict[str, Any] = _without_prose(shared | {each: item[each] for each in methods})
    return cut_item


def _without_prose(part: Any, *, names_are_free: bool = False) -> Any:
    if isinstance(part, list):
        return [_without_prose(each) for each in part]
    if not isinstance(part, dict):
        return part
    if names_are_free:
        return {key: _without_prose(value) for key, value in part.items()}
    if part.get("nullable") and "enum" in part and None not in part["enum"]:
        # GitHub means that null may stand for any of them; read strictly, it could never stand.
        part = part | {"enum": [*part["enum"], None]}
    return {
        # A reply must have a description; an empty one will do.
        key: "" if key == "description" else _without_prose(value, names_are_free=key in MAPS)
        for key, value in part.items()
        if not (key in PROSE or key.startswith("x-"))
    }


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _references(each)
    elif isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from _references(value)


def main(source: str, target: str) -> None:
    """Write the cut of the description `source` to `target`."""
    description = json.loads(Path(source).read_bytes())
    Path(target).write_text(json.dumps(cut(description)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
