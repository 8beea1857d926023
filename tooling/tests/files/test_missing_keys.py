"""Each key that must be there is shown by an example that its schema takes, once it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from escalation_log.files.reading import NAMES, schema_of
from escalation_log.files.refusals import careful_validator
from escalation_log.files.schema_examples import example_of
from tests.files.reference import load


def needed(name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give each key that a part of a format must have, with its schema."""
    waiting: list[Any] = [schema_of(name)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            fields = part.get("properties", {})
            for key in part.get("required", ()):
                if key in fields and "additionalProperties" in part:
                    yield key, fields[key]
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


KEYS = [(name, key, field) for name in NAMES for key, field in needed(name)]


@pytest.mark.parametrize(
    ("name", "key", "field"),
    KEYS,
    ids=[f"{name}-{key}-{n}" for n, (name, key, _) in enumerate(KEYS)],
)
def test_the_example_is_taken(name: str, key: str, field: Mapping[str, Any]) -> None:
    definitions = schema_of(name).get("$defs", {})
    example = example_of(field, definitions)
    assert example
    validator = careful_validator({**field, "$defs": definitions})
    for line in (f"{key}: {example}\n", f"{{{key}: {example}}}\n"):
        assert validator.is_valid(load(line.encode())[key]), line
