"""Find what a schema refuses in a file, and describe it with its place in the data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import jsonschema
import jsonschema_rs

from escalation_log.files import value_words
from escalation_log.files.reading import FORMATS, keys_of, schema_of
from escalation_log.model.problems import DataPath

# If several keywords refuse one value, only the first in this order is reported.
_OF_A_VALUE = ("type", "enum", "const", "pattern", "format", "maxLength")
# A file in which more is wrong is no file of a log, and finding all of it would take many seconds.
MOST_TOLD = 500
_MORE = (
    f"more than {MOST_TOLD} things are wrong in this file, and the rest is not told; mend these, or"
    " ask whether it is the right file"
)
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

    def example_for(self, key: str) -> str:
        """Give an example of what may stand under a key, as one would type it, or nothing."""
        fields = next(node["properties"] for node in self.of_field if "properties" in node)
        name = fields[key].get("$ref", "").rpartition("/")[2]
        referred = self.nodes[0]["$defs"][name] if name else {}
        return value_words.example_of({**referred, **fields[key]})

    @property
    def unknown_keys(self) -> tuple[str, ...]:
        """The keys that may not stand in the value."""
        if self.keyword != "additionalProperties":
            return ()
        return tuple(key for key in self.value if key not in self.schema["properties"])

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


@dataclass(frozen=True, slots=True)
class SchemaFinding:
    """A refusal with its message. `place_at` is the path whose line and column are reported."""

    path: DataPath
    place_at: DataPath
    message: str


def schema_findings(
    value: object, schema: str, definition: str | None = None
) -> Iterator[SchemaFinding]:
    """Describe why a schema, or one of its definitions, refuses a value."""
    validator = _validator_of(schema, definition)
    errors = list(islice(validator.iter_errors(value), MOST_TOLD + 1))
    # A file that the fast validator refuses must have at least one finding.
    assert errors  # noqa: S101
    every = [part for error in errors for part in _unfolded(_refusal_of(error, validator.schema))]
    refusals = list(_worth_saying(every))
    meant = {at for refusal in refusals for at in _meant_keys(refusal)}
    said = (finding for refusal in refusals for finding in _said(refusal, meant))
    found = list(islice(said, MOST_TOLD + 1))
    yield from found[:MOST_TOLD]
    if max(len(errors), len(found)) > MOST_TOLD:
        yield SchemaFinding((), (), _MORE)


def _meant_keys(refusal: Refusal) -> Iterator[DataPath]:
    """Give the paths of missing keys that are present in a misspelt form."""
    for key in refusal.unknown_keys:
        near = value_words.meant_key(key, refusal.schema["properties"])
        if near is not None:
            yield (*refusal.path, near)


def _said(refusal: Refusal, meant: set[DataPath]) -> Iterator[SchemaFinding]:
    path = refusal.path
    if is_of_belonging(refusal):
        field = str(refusal.steps[-4])
        at = (*path[:-1], field)
        yield SchemaFinding(at, at, value_words.of_belonging(field, refusal.schema["enum"]))
    elif refusal.is_of_a_key:
        # A key that no event and no header has is reported as an unknown key instead.
        if refusal.keyword != "enum" or refusal.value in keys_of("case"):
            message = value_words.of_key(refusal.value, refusal.schema)
            yield SchemaFinding(path, (*path, refusal.value), message)
    elif refusal.keyword in _SAYINGS:
        yield SchemaFinding(path, path, _SAYINGS[refusal.keyword](refusal))
    elif refusal.unknown_keys:
        for key in refusal.unknown_keys:
            message = value_words.of_unknown_key(key, refusal.schema["properties"])
            yield SchemaFinding(path, (*path, key), message)
    elif refusal.missing_keys:
        yield from _missing_keys(refusal, meant)
    else:
        yield SchemaFinding(path, path, _of_the_whole(refusal))


def _missing_keys(refusal: Refusal, meant: set[DataPath]) -> Iterator[SchemaFinding]:
    """Report missing keys, each with a line that could be added; misspelt keys are left out."""
    because = refusal.value["kind"] if "then" in refusal.steps[-2:] else None
    for key in refusal.missing_keys:
        if (*refusal.path, key) not in meant:
            message = value_words.of_missing(key, refusal.example_for(key), because)
            yield SchemaFinding(refusal.path, refusal.path, message)


def _of_the_whole(refusal: Refusal) -> str:
    """Describe a fault of a value as a whole, in the schema's `errorMessage` if it has one."""
    nodes = (node for node in reversed(refusal.nodes) if isinstance(node, dict))
    for node in islice(nodes, 2):
        if "errorMessage" in node:
            return str(node["errorMessage"])
    return value_words.of_count(refusal.value, refusal.schema)


_SAYINGS: Mapping[str, Callable[[Refusal], str]] = {
    "type": lambda refusal: value_words.of_type(refusal.value, refusal.schema, refusal.examples),
    "enum": lambda refusal: value_words.of_choice(refusal.value, refusal.schema["enum"]),
    "const": lambda refusal: value_words.of_constant(refusal.schema),
    "pattern": lambda refusal: value_words.of_text(refusal.value, refusal.schema, refusal.examples),
    "format": lambda refusal: value_words.of_format(refusal.examples),
    "maxLength": lambda refusal: (
        f"expected at most {refusal.schema['maxLength']} characters, got {len(refusal.value)}."
        " Shorten it"
    ),
    "minimum": lambda refusal: value_words.of_range(refusal.schema),
    "maximum": lambda refusal: value_words.of_range(refusal.schema),
    "uniqueItems": lambda _: "the same entry stands twice in this list; keep one",
}
