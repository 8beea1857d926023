"""What stands in for compiled modules in the browser agrees with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import rpds
import yaml
import yaml.events
from hypothesis import given
from hypothesis import strategies as st
from yaml.constructor import BaseConstructor
from yaml.cyaml import CBaseLoader
from yaml.resolver import BaseResolver

from escalation_log.files.careful_path import load_carefully
from escalation_log.files.fast_path import is_usual
from escalation_log.files.places import walk
from escalation_log.files.plain_data import NotPlainDataError, construct
from escalation_log.files.reading import FORMATS, NAMES, schema_of, validator_of
from escalation_log.in_browser.stand_ins import rpds as persistent
from escalation_log.in_browser.stand_ins.jsonschema_rs import Draft202012Validator, is_valid
from escalation_log.in_browser.stand_ins.yaml_parser import CParser
from escalation_log.model.problems import Problem
from tests.files.mutations import mutants
from tests.thoroughness import few

EXAMPLES = Path(__file__).parents[1] / "files" / "examples"


class Loader(CParser, BaseConstructor, BaseResolver):
    """A loader as PyYAML makes it of a parser."""

    def __init__(self, data: bytes) -> None:
        CParser.__init__(self, data)
        BaseConstructor.__init__(self)
        BaseResolver.__init__(self)


def loaded(loader: Callable[[bytes], Any], data: bytes) -> Any:
    """Load a file; None where it is refused."""
    try:
        return construct(loader(data).get_event, yaml.events)
    except (yaml.YAMLError, NotPlainDataError):
        return None


def places(loader: Callable[[bytes], Any], data: bytes) -> list[Any]:
    return [*walk(loader(data).get_event, yaml.events)]


def texts(loader: Callable[[bytes], Any], data: bytes) -> Iterator[tuple[Any, ...]]:
    """Give the scalars of a file with their places, as far as it can be read."""
    made = loader(data)
    while (token := made.get_token()) is not None:
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark, token.end_mark
            yield token.value, token.style or "", start.line, start.column, end.line, end.column


@few(60)
@given(mutants())
def test_parsers_agree_on_mutants(mutant: tuple[str, bytes]) -> None:
    kind, data = mutant
    if not is_usual(data):
        return
    pure, compiled = loaded(Loader, data), loaded(CBaseLoader, data)
    slow = load_carefully("f", data, kind)
    expected = None if isinstance(slow, Problem) else slow
    # What the one refuses and not the other, the careful path reads, here as there.
    assert repr(pure) in (repr(None), repr(expected))
    if pure is not None and compiled is not None:
        assert places(Loader, data) == places(CBaseLoader, data)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("good/*/*.yaml")), ids=lambda path: path.stem)
def test_parsers_agree_on_tokens(path: Path) -> None:
    data = path.read_bytes()
    assert [*texts(Loader, data)] == [*texts(CBaseLoader, data)]


@pytest.mark.parametrize("data", [b'a: "\\U99999999"\n', b"a: \x80\n", b"a: \xff\xfe\n"])
@pytest.mark.parametrize("asked", ["get_event", "get_token"])
def test_whatever_is_wrong_is_an_error_of_the_parser(data: bytes, asked: str) -> None:
    with pytest.raises(yaml.YAMLError):
        read_whole(data, asked)


def read_whole(data: bytes, asked: str) -> None:
    made = Loader(data)
    while getattr(made, asked)() is not None:
        pass


@few(60)
@given(mutants())
def test_validators_agree_on_mutants(mutant: tuple[str, bytes]) -> None:
    kind, data = mutant
    value = load_carefully("f", data, kind)
    if not isinstance(value, Problem):
        assert VALIDATORS[kind].is_valid(value) == validator_of(kind).is_valid(value)


VALIDATORS = {name: Draft202012Validator(schema_of(name), formats=FORMATS) for name in NAMES}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(-3, 3) | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=8,
)


@given(st.lists(JSON, max_size=4) | JSON)
def test_validators_agree_on_lists_that_repeat_an_entry(value: Any) -> None:
    for asked in (True, False):
        schema = {"uniqueItems": asked}
        assert is_valid(schema, value) == jsonschema_rs.is_valid(schema, value)


SCHEMAS: tuple[Any, ...] = (
    True,
    False,
    {"type": ["null", "boolean"]},
    {"type": "number", "minimum": -1, "maximum": 1},
    {"type": "integer"},
    {"const": 1},
    {"enum": [1, True, None, "a", [1.0], {"a": 0}]},
    {"minItems": 1, "maxItems": 2, "items": {"type": "integer"}},
    {"contains": {"const": 0}},
    {"minProperties": 1, "maxProperties": 2, "propertyNames": {"maxLength": 1}},
    {"properties": {"a": {"type": "null"}}, "additionalProperties": {"type": "integer"}},
    {"additionalProperties": False},
    {"required": ["a"]},
    {"dependentRequired": {"a": ["b"]}},
    {"dependentSchemas": {"a": {"required": ["b"]}}},
    {"if": {"type": "array"}, "then": {"minItems": 2}},
    {"allOf": [{"type": "integer"}, {"minimum": 0}]},
    {"anyOf": [{"type": "integer"}, {"type": "string"}]},
    {"oneOf": [{"type": "integer"}, {"type": "number"}]},
    {"not": {"type": "string"}},
    {"pattern": "^a?$"},
    {
        "$defs": {"list": {"items": {"$ref": "#/$defs/list"}, "type": "array"}},
        "$ref": "#/$defs/list",
    },
)


@given(JSON | st.lists(JSON) | st.dictionaries(st.sampled_from("abc"), JSON))
def test_validators_agree_on_every_keyword(value: Any) -> None:
    for schema in SCHEMAS:
        expected = jsonschema_rs.Draft202012Validator(schema).is_valid(value)
        assert Draft202012Validator(schema).is_valid(value) == expected, json.dumps(schema)


def test_a_keyword_without_a_stand_in_is_refused() -> None:
    with pytest.raises(ValueError, match="prefixItems"):
        Draft202012Validator({"items": {"prefixItems": []}})


KEYS = st.sampled_from("abc")


@given(st.dictionaries(KEYS, st.integers()), KEYS, st.integers())
def test_maps_agree(values: dict[str, int], key: str, value: int) -> None:
    for make in (rpds.HashTrieMap, persistent.HashTrieMap):
        begun: Any = make.convert(values)
        assert dict(begun.insert(key, value)) == {**values, key: value}
        assert dict(begun.update({key: value}, d=1)) == {**values, key: value, "d": 1}
        assert dict(begun) == values
        assert make.convert(begun) is begun
        if key in values:
            assert dict(begun.remove(key)) == {k: v for k, v in values.items() if k != key}
        else:
            with pytest.raises(KeyError):
                begun.remove(key)


@given(st.sets(KEYS), KEYS, st.sets(KEYS))
def test_sets_agree(values: set[str], member: str, others: set[str]) -> None:
    for make in (rpds.HashTrieSet, persistent.HashTrieSet):
        begun: Any = make(values)
        assert set(begun.insert(member)) == values | {member}
        assert set(begun.discard(member)) == values - {member}
        assert set(begun.update(others)) == values | others
        assert set(begun) == values


@given(st.lists(KEYS), KEYS)
def test_lists_agree(values: list[str], member: str) -> None:
    for make in (rpds.List, persistent.List):
        begun: Any = make(values)
        assert list(begun.push_front(member)) == [member, *values]
        assert list(begun) == values
