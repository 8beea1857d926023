"""Replace single values in the text of a file, with comments and layout kept."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from escalation_log.files.reading import read
from escalation_log.model.problems import DataPath


class NotReplaceableError(Exception):
    """A value is written in a way in which it cannot be replaced as text."""


def replaced(file: str, data: bytes, schema: str, values: Mapping[DataPath, str]) -> bytes:
    """Put other words in the places of a file; the words need no quotes in YAML.

    Raise NotReplaceableError where the result would not be the same data but for them.
    """
    before = read(file, data, schema)
    if isinstance(before, tuple):
        raise NotReplaceableError
    text = data.decode("utf-8-sig")
    root = YAML(typ="safe", pure=True).compose(text)
    found = sorted(
        ((_node_at(root, path), words) for path, words in values.items()),
        key=lambda each: -each[0].start_mark.index,
    )
    for node, words in found:
        start, end = node.start_mark.index, node.end_mark.index
        written = text[start:end]
        # A block ends with the line break after it, which stays.
        text = text[:start] + words + written[len(written.rstrip()) :] + text[end:]
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    result = mark + text.encode("utf-8")
    if read(file, result, schema) != _with_values(before, values):
        raise NotReplaceableError
    return result


def _node_at(root: Node, path: DataPath) -> ScalarNode:
    node = root
    for step in path:
        if isinstance(node, MappingNode):
            node = next(value for key, value in node.value if key.value == step)
        else:
            node = node.value[step]
    if not isinstance(node, ScalarNode):
        raise NotReplaceableError
    return node


def _with_values(data: dict[str, Any], values: Mapping[DataPath, str]) -> dict[str, Any]:
    result = deepcopy(data)
    for path, words in values.items():
        here: Any = result
        for step in path[:-1]:
            here = here[step]
        here[path[-1]] = words
    return result
