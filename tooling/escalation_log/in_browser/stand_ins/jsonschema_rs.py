"""In place of `jsonschema_rs`: whether a value is valid, by the keywords that our schemas use.

It only says yes or no, as most files are valid; why one is not, `jsonschema` tells, as everywhere.
The tests put the same values to all three, and they agree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sized
from operator import ge, le
from typing import Any, TypeAlias

_Check: TypeAlias = Callable[[Any], bool]

_TYPES: Mapping[str, _Check] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        not isinstance(value, bool)
        and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
    ),
}
_ABOUT = frozenset(
    {"$schema", "$id", "$defs", "title", "description", "examples", "errorMessage"}
    | {"enumDescriptions"}
)


class Draft202012Validator:
    """A compiled schema."""

    def __init__(
        self, schema: Any, *, formats: Mapping[str, _Check] | None = None, **_settings: object
    ) -> None:
        self.root = schema
        self.formats = formats or {}
        self.referred: dict[str, _Check] = {}
        self._check = self.compiled(schema)

    def is_valid(self, value: object) -> bool:
        """Say whether the schema accepts a value."""
        return self._check(value)

    def compiled(self, schema: Any) -> _Check:
        """Compile a schema; raise ValueError for a keyword that is not known here."""
        if isinstance(schema, bool):
            return lambda _: schema
        if unknown := schema.keys() - _KEYWORDS.keys() - _ABOUT - _OF_OTHERS:
            raise ValueError(f"no stand-in for {sorted(unknown)}")
        made = {make: None for key, make in _KEYWORDS.items() if key in schema}
        checks = [make(self, schema) for make in made]
        if len(checks) == 1:
            return checks[0]

        def every(value: Any) -> bool:
            for check in checks:  # noqa: SIM110 - as a loop it takes half the time
                if not check(value):
                    return False
            return True

        return every


def _ref(validator: Draft202012Validator, schema: Any) -> _Check:
    """Follow a reference when it is first needed, since schemas refer to themselves."""
    place: str = schema["$ref"]

    def check(value: Any) -> bool:
        if place not in validator.referred:
            there = validator.root
            for step in place.removeprefix("#").split("/")[1:]:
                there = there[step]
            validator.referred[place] = validator.compiled(there)
        return validator.referred[place](value)

    return check


def _type(_: object, schema: Any) -> _Check:
    written = schema["type"]
    if isinstance(written, str):
        return _TYPES[written]
    checks = [_TYPES[each] for each in written]
    return lambda value: any(check(value) for check in checks)


def _enum(_: object, schema: Any) -> _Check:
    allowed = {_canonical(each) for each in schema["enum"]}
    return lambda value: _canonical(value) in allowed


def _const(_: object, schema: Any) -> _Check:
    only = _canonical(schema["const"])
    return lambda value: _canonical(value) == only


def _pattern(_: object, schema: Any) -> _Check:
    search = re.compile(schema["pattern"].replace("$", r"\Z")).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _format(validator: Draft202012Validator, schema: Any) -> _Check:
    fits = validator.formats[schema["format"]]
    return lambda value: not isinstance(value, str) or fits(value)


def _properties(validator: Draft202012Validator, schema: Any) -> _Check:
    checks = {key: validator.compiled(each) for key, each in schema.get("properties", {}).items()}
    others = validator.compiled(schema.get("additionalProperties", True))

    def check(value: Any) -> bool:
        return not isinstance(value, dict) or all(
            checks.get(key, others)(each) for key, each in value.items()
        )

    return check


def _property_names(validator: Draft202012Validator, schema: Any) -> _Check:
    fits = validator.compiled(schema["propertyNames"])
    return lambda value: not isinstance(value, dict) or all(map(fits, value))


def _dependent_required(_: object, schema: Any) -> _Check:
    needs = {key: frozenset(keys) for key, keys in schema["dependentRequired"].items()}
    return lambda value: (
        not isinstance(value, dict)
        or all(keys <= value.keys() for key, keys in needs.items() if key in value)
    )


def _dependent_schemas(validator: Draft202012Validator, schema: Any) -> _Check:
    checks = {key: validator.compiled(each) for key, each in schema["dependentSchemas"].items()}
    return lambda value: (
        not isinstance(value, dict)
        or all(check(value) for key, check in checks.items() if key in value)
    )


def _items(validator: Draft202012Validator, schema: Any) -> _Check:
    fits = validator.compiled(schema["items"])
    return lambda value: not isinstance(value, list) or all(map(fits, value))


def _contains(validator: Draft202012Validator, schema: Any) -> _Check:
    fits = validator.compiled(schema["contains"])
    return lambda value: not isinstance(value, list) or any(map(fits, value))


def _if(validator: Draft202012Validator, schema: Any) -> _Check:
    asked, then = validator.compiled(schema["if"]), validator.compiled(schema["then"])
    return lambda value: not asked(value) or then(value)


def _all_of(validator: Draft202012Validator, schema: Any) -> _Check:
    checks = [validator.compiled(each) for each in schema["allOf"]]
    return lambda value: all(check(value) for check in checks)


def _any_of(validator: Draft202012Validator, schema: Any) -> _Check:
    checks = [validator.compiled(each) for each in schema["anyOf"]]
    return lambda value: any(check(value) for check in checks)


def _one_of(validator: Draft202012Validator, schema: Any) -> _Check:
    checks = [validator.compiled(each) for each in schema["oneOf"]]
    return lambda value: sum(check(value) for check in checks) == 1


def _not(validator: Draft202012Validator, schema: Any) -> _Check:
    refused = validator.compiled(schema["not"])
    return lambda value: not refused(value)


def _canonical(value: Any) -> str:
    """Write a value so that equal ones are alike: 1 and 1.0, but not 1 and true."""
    return f'"{value}' if isinstance(value, str) else json.dumps(_comparable(value), sort_keys=True)


def _comparable(value: Any) -> Any:
    match value:
        case dict():
            return {key: _comparable(each) for key, each in value.items()}
        case list():
            return [_comparable(each) for each in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


def _of_size(
    kind: type[Sized], holds: Callable[[int, int], bool], key: str
) -> Callable[..., _Check]:
    def make(_: object, schema: Any) -> _Check:
        limit = schema[key]
        return lambda value: not isinstance(value, kind) or holds(len(value), limit)

    return make


def _of_number(holds: Callable[[float, float], bool], key: str) -> Callable[..., _Check]:
    def make(_: object, schema: Any) -> _Check:
        limit = schema[key]
        return lambda value: not _TYPES["number"](value) or holds(value, limit)

    return make


def _unique_items(_: object, schema: Any) -> _Check:
    asked: bool = schema["uniqueItems"]
    return lambda value: (
        not asked
        or not isinstance(value, list)
        or len({_canonical(each) for each in value}) == len(value)
    )


def _required(_: object, schema: Any) -> _Check:
    needed = frozenset(schema["required"])
    return lambda value: not isinstance(value, dict) or needed <= value.keys()


# What is quickly said comes first.
_KEYWORDS: Mapping[str, Callable[[Any, Any], _Check]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "required": _required,
    "maxLength": _of_size(str, le, "maxLength"),
    "minItems": _of_size(list, ge, "minItems"),
    "maxItems": _of_size(list, le, "maxItems"),
    "minProperties": _of_size(dict, ge, "minProperties"),
    "maxProperties": _of_size(dict, le, "maxProperties"),
    "minimum": _of_number(ge, "minimum"),
    "maximum": _of_number(le, "maximum"),
    "pattern": _pattern,
    "format": _format,
    "propertyNames": _property_names,
    "dependentRequired": _dependent_required,
    "$ref": _ref,
    "properties": _properties,
    "additionalProperties": _properties,
    "items": _items,
    "contains": _contains,
    "uniqueItems": _unique_items,
    "if": _if,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "dependentSchemas": _dependent_schemas,
}
_OF_OTHERS = frozenset({"then"})


def is_valid(schema: Mapping[str, Any], value: object) -> bool:
    """Say whether a schema accepts a value."""
    return Draft202012Validator(schema).is_valid(value)
