"""Values as plain data for JSON: moments with their offset, days, words and numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from escalation_log.model.cases import EventId
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import EventPattern
from escalation_log.words.dates import moment_iso

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


Plain: TypeAlias = bool | int | str | list["Plain"] | dict[str, "Plain"] | None


def plain(value: object) -> Plain:
    """Turn a value of the model into plain data, field by field; raise TypeError for any other."""
    kind = type(value)
    if kind in _AS_IS:
        return value  # type: ignore[return-value]
    if kind is Moment:
        return moment_iso(value)  # type: ignore[arg-type]
    return _compound(value)


def fields_as_plain(value: DataclassInstance) -> dict[str, Plain]:
    """Turn a value's fields into plain data by their names."""
    return {name: plain(getattr(value, name)) for name in _names(type(value))}


_AS_IS = frozenset({type(None), bool, int, str, EventId})


@cache
def _names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _compound(value: object) -> Plain:
    match value:
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case frozenset():
            return [str(each) for each in sorted(value)]
        case EventPattern():
            values: dict[str, Plain] = {"event": plain(value.kinds)}
            return values | {field: plain(allowed) for field, allowed in value.fields}
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case tuple() | list():
            return [plain(each) for each in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return fields_as_plain(value) or {written_name(type(value).__name__): True}
        case _:
            raise TypeError(type(value).__name__)


@cache
def written_name(kind: str) -> str:
    """Write the name of a class, by which alone a value without fields is known.

    >>> written_name("SameWorkingDay")
    'same_working_day'
    """
    return re.sub(r"(?<=.)(?=[A-Z])", "_", kind).lower()
