"""Find what a schema refuses in a file, and describe it with its place in the data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import jsonschema
import jsonschema_rs

from escalation_log.files.reading import FORMATS, schema_of
from escalation_log.model.problems import DataPath

# If several keywords refuse one value, only the first in this order is reported.
_OF_A_VALUE = ("type", "enum", "const", "pattern", "format", "maxLength")
# A file in which more is wrong is no file of a log, and finding all of it would take many seconds.
MOST_TOLD = 500
_CONDITIONAL = frozenset({"then", "dependentSchemas", "dependentRequired"})


def _pattern(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[Any]:
    """Search for a pattern in which `$` matches only at the end, not before a final line break."""
    if isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value):
        yield jsonschema.ValidationError("")


def _unique_items(_validator: Any, is_asked: bool, value: Any, _schema: Any) -> Iterator[Any]:
    """Look for repeated entries in a list, by the fast validator."""
    if not jsonschema_rs.is_valid({"uniqueItems": is_asked}, value):
        yield jsonschema.ValidationError("")


# If entries cannot be sorted, the `uniqueItems` of jsonschema compares every pair, which takes half
# a minute for the longest list that a file can have.
_Validator: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, {"pattern": _pattern, "uniqueItems": _unique_items}
)


def careful_validator(schema: Mapping[str, Any]) -> Any:
    """Make a validator that reports each refusal, with the formats of a log's files."""
    formats = jsonschema.FormatChecker(formats=())
    for name, is_valid in FORMATS.items():
        formats.checks(name)(is_valid)
    return _Validator(schema, format_checker=formats)


@cache
def _validator_of(name: str, definition: str | None) -> Any:
    schema = schema_of(name)
    if definition is not None:
        schema = {"$defs": schema["$defs"], "$ref": f"#/$defs/{definition}"}
    return careful_validator(schema)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One keyword that refuses one value.

    `path` leads to the value, which is the key itself where a key is refused. `steps` lead through
    the schema to the keyword, with references left out, and `nodes` are its parts on the way, with
    references followed; `of_field` are those from the schema of the innermost field on. `schema` is
    the part with the keyword, `within` the errors of each form of an `anyOf`.
    """

    path: DataPath
    steps: tuple[str | int, ...]
    keyword: str
    value: Any
    schema: Any
    within: tuple[jsonschema.ValidationError, ...]
    nodes: tuple[Any, ...]
    of_field: tuple[Mapping[str, Any], ...]

    @property
    def examples(self) -> tuple[Any, ...]:
        """The examples of the outermost schema of the field that has any."""
        return next((tuple(node["examples"]) for node in self.of_field if "examples" in node), ())

    def field(self, key: str) -> Mapping[str, Any]:
        """Give the schema of what may stand under a key."""
        fields = next(node["properties"] for node in self.of_field if "properties" in node)
        found: Mapping[str, Any] = fields[key]
        return found

    @property
    def definitions(self) -> Mapping[str, Any]:
        """The definitions to which references lead."""
        found: Mapping[str, Any] = self.nodes[0].get("$defs", {})
        return found

    @property
    def unknown_keys(self) -> tuple[str, ...]:
        """The keys that may not stand in the value."""
        if self.keyword != "additionalProperties":
            return ()
        return tuple(key for key in self.value if key not in self.schema["properties"])

    @property
    def refused_keys(self) -> tuple[str, ...]:
        """The keys that may not stand in the value, by their form too."""
        return (self.value,) if self.is_of_a_key else self.unknown_keys

    @property
    def missing_keys(self) -> tuple[str, ...]:
        """The keys that the value lacks."""
        if self.keyword == "dependentRequired":
            needs = self.schema["dependentRequired"]
            wanted = [key for there in needs if there in self.value for key in needs[there]]
        else:
            wanted = self.schema["required"] if self.keyword == "required" else []
        return tuple(key for key in wanted if key not in self.value)

    @property
    def is_conditional(self) -> bool:
        """Whether the keyword applies only because of another value in the file."""
        return not _CONDITIONAL.isdisjoint(self.steps)

    @property
    def says_all(self) -> bool:
        """Whether nothing about the value as a whole needs to be said beside this."""
        if self.keyword == "type":
            return True
        return bool(self.unknown_keys) and len(self.unknown_keys) == len(self.value)

    @property
    def is_of_a_key(self) -> bool:
        """Whether a key itself is refused, not what stands under it."""
        return self.steps[-2:-1] == ("propertyNames",)


def _refusal_of(error: jsonschema.ValidationError, start: Mapping[str, Any]) -> Refusal:
    nodes: list[Any] = [start]
    field = 0
    for step in error.absolute_schema_path:
        while "$ref" in nodes[-1]:
            nodes.append(start["$defs"][nodes[-1]["$ref"].rpartition("/")[2]])
        if step == "properties":
            field = len(nodes) + 1
        nodes.append(nodes[-1][step])
    del nodes[-1]
    return Refusal(
        path=tuple(error.absolute_path),
        steps=tuple(error.absolute_schema_path),
        keyword=str(error.validator),
        value=error.instance,
        schema=error.schema,
        within=tuple(error.context or ()),
        nodes=tuple(nodes),
        of_field=tuple(nodes[field:]),
    )


def _unfolded(refusal: Refusal) -> Iterator[Refusal]:
    """Replace a refused `anyOf` by the refusals of the form that was probably meant."""
    if refusal.keyword != "anyOf" or "errorMessage" in refusal.schema:
        yield refusal
        return
    forms: dict[str | int, list[Refusal]] = {}
    for error in refusal.within:
        forms.setdefault(error.schema_path[0], []).append(_refusal_of(error, refusal.nodes[0]))
    meant = (form for form in forms.values() if not _is_another_form(form, refusal))
    for inner in next(meant, forms[0]):
        yield from _unfolded(inner)


def _is_another_form(form: list[Refusal], refusal: Refusal) -> bool:
    """Say whether these refusals only mean that the value is of another type altogether."""
    return any(
        inner.path == refusal.path
        and (
            inner.keyword == "type"
            or (inner.keyword == "enum" and not isinstance(inner.value, str))
        )
        for inner in form
    )


def _worth_saying(refusals: list[Refusal]) -> Iterator[Refusal]:
    """Leave out what only follows from a refused kind of event, and give each value once."""
    refused = {refusal.path for refusal in refusals if not refusal.is_conditional}
    said: set[DataPath] = set()
    for refusal in sorted(refusals, key=_rank):
        if refusal.is_conditional and any(
            (*refusal.path[:length], "kind") in refused for length in range(len(refusal.path) + 1)
        ):
            continue
        if _rank(refusal) >= 0 and not is_of_belonging(refusal):
            if refusal.path in said:
                continue
            said.add(refusal.path)
        yield refusal


def _rank(refusal: Refusal) -> int:
    """Give a refusal's place in _OF_A_VALUE, the lowest being reported; -1 for other keywords."""
    is_of_a_value = refusal.keyword in _OF_A_VALUE and not refusal.is_of_a_key
    return _OF_A_VALUE.index(refusal.keyword) if is_of_a_value else -1


def is_of_belonging(refusal: Refusal) -> bool:
    """Say whether a field is refused that events of this kind do not have."""
    return refusal.steps[-3:] == ("properties", "kind", "enum") and (
        refusal.steps[-5:-4] == ("dependentSchemas",)
    )


def refusals_of(
    value: object, schema: str, definition: str | None = None
) -> tuple[list[Refusal], bool]:
    """Give the refusals worth saying of a value that a schema, or one of its definitions, refuses.

    And say whether there are more faults than were looked at, which are MOST_TOLD.

    What stands below a refused key is left out, and a fault of a whole that only follows from one
    of its keys.
    """
    validator = _validator_of(schema, definition)
    errors = list(islice(validator.iter_errors(value), MOST_TOLD + 1))
    # A file that the fast validator refuses must have at least one finding.
    assert errors  # noqa: S101
    every = [part for error in errors for part in _unfolded(_refusal_of(error, validator.schema))]
    keys = {(*each.path, key) for each in every for key in each.refused_keys}
    known = [
        each
        for each in every
        if not any(each.path[:length] in keys for length in range(len(each.path) + 1))
    ]
    told = {each.path for each in known if each.says_all}
    worth = [each for each in known if each.keyword != "oneOf" or each.path not in told]
    return list(_worth_saying(worth)), len(errors) > MOST_TOLD
