"""Values as plain data for JSON: moments with their offset, days, words and numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TypeAlias

from escalation_log.model.limits import SameWorkingDay
from escalation_log.model.patterns import EventPattern
from escalation_log.model.stamps import Moment
from escalation_log.render.dates import moment_iso

Plain: TypeAlias = bool | int | str | list["Plain"] | dict[str, "Plain"] | None


def plain(value: object) -> Plain:
    """Turn a value of the model into plain data, field by field; raise TypeError for any other."""
    if value is None or isinstance(value, str | Enum | bool | int | date | Moment):
        return _scalar(value)
    match value:
        case frozenset():
            return [str(each) for each in sorted(value)]
        case EventPattern():
            values: dict[str, Plain] = {"event": plain(value.kinds)}
            return values | {field: plain(allowed) for field, allowed in value.fields}
        case SameWorkingDay():
            return {"same_working_day": True}
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case Sequence():
            return [plain(each) for each in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(type(value).__name__)


def _scalar(value: str | Enum | bool | int | date | Moment | None) -> bool | int | str | None:
    match value:
        case Enum():
            return str(value.value)
        case Moment():
            return moment_iso(value)
        case date():
            return value.isoformat()
        case _:
            return value
