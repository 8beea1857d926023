"""In place of `jsonschema_rs`: whether a value is valid, asked of `jsonschema`.

The tests ask both of the same values, and they agree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


class Draft202012Validator:
    """A compiled schema, with the formats of a log's files."""

    def __init__(self, schema: Mapping[str, Any], **_settings: object) -> None:
        from escalation_log.files.refusals import careful_validator

        self._validator = careful_validator(schema)

    def is_valid(self, value: object) -> bool:
        """Say whether the schema accepts a value."""
        valid: bool = self._validator.is_valid(value)
        return valid


def is_valid(schema: Mapping[str, Any], value: object) -> bool:
    """Say whether all entries of a list differ, where `uniqueItems` asks so; nothing else asks."""
    if not schema["uniqueItems"] or not isinstance(value, list):
        return True
    return len({json.dumps(_comparable(each), sort_keys=True) for each in value}) == len(value)


def _comparable(value: Any) -> Any:
    """Write numbers alike that are equal; true and 1 are not."""
    match value:
        case dict():
            return {key: _comparable(each) for key, each in value.items()}
        case list():
            return [_comparable(each) for each in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value
