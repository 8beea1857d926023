"""From the bytes of a file to data that its schema accepts, or to the problems of the file."""

from __future__ import annotations

from typing import Any

from escalation_log.files.fast_path import load_quickly
from escalation_log.files.plain_data import NotPlainDataError
from escalation_log.files.schemas import validator_of
from escalation_log.model.problems import Problem


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
