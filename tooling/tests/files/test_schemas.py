"""The schemas are closed, described, and say what the model says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from escalation_log.files.reading import NAMES, keys_of, schema_of
from escalation_log.files.refusals import careful_validator
from escalation_log.model.cases import Event
from escalation_log.model.patterns import LimitKind
from escalation_log.model.policies import Counting, Force, Side
from escalation_log.model.statements import Became
from tests.files.event_kinds import events_page, schema_texts
from tests.goldens import Golden

TOOLING = Path(__file__).parents[2]
SCHEMAS = TOOLING / "escalation_log" / "schemas"
DOCS = TOOLING.parent / "docs"


def schemas_within(schema: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every schema that describes a value, not those that only add a condition."""
    if isinstance(schema, list):
        for number, part in enumerate(schema):
            yield from schemas_within(part, f"{place}/{number}")
    if not isinstance(schema, dict):
        return
    yield place, schema
    for key, part in schema.items():
        if key in {"properties", "$defs"}:
            for name, inner in part.items():
                yield from schemas_within(inner, f"{place}/{key}/{name}")
        elif key in {"items", "anyOf", "additionalProperties"}:
            yield from schemas_within(part, f"{place}/{key}")


ALL = [
    pytest.param(name, inner, id=f"{name}{place}")
    for name in NAMES
    for place, inner in schemas_within(schema_of(name), "")
]


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_one_of_draft_2020_12_with_a_name_that_nobody_fetches(name: str) -> None:
    schema = schema_of(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:escalation-log:{name}"


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_a_description(name: str) -> None:
    bare = [
        f"{place}: {field}"
        for place, schema in schemas_within(schema_of(name), "")
        for field, inner in schema.get("properties", {}).items()
        if not inner.get("description", "").endswith(".")
    ]
    assert bare == []


def has_form(names: dict[str, Any], schema: str) -> bool:
    """Say whether the names of properties have a form, given here or under a name of its own."""
    _, _, referred = names.get("$ref", "").rpartition("/")
    return "pattern" in (schema_of(schema)["$defs"][referred] if referred else names)


@pytest.mark.parametrize("name", NAMES)
def test_every_object_is_closed(name: str) -> None:
    """Either its keys are listed, or they are ids of a given form."""
    open_ones = [
        place
        for place, schema in schemas_within(schema_of(name), "")
        if (schema.get("type") == "object" or "properties" in schema)
        and schema.get("additionalProperties") is not False
        and not (has_form(schema.get("propertyNames", {}), name) and schema["additionalProperties"])
    ]
    assert open_ones == []


@pytest.mark.parametrize("name", NAMES)
def test_every_text_and_list_has_a_limit(name: str) -> None:
    """A pattern without a repeat, a format or a list of words is limit enough."""
    endless = [
        place
        for place, schema in schemas_within(schema_of(name), "")
        if (
            schema.get("type") == "string"
            and "maxLength" not in schema
            and "format" not in schema
            and any(sign in schema["pattern"] for sign in ("+", "*", "\\S"))
            and "day_ends" not in place
        )
        or (schema.get("type") == "array" and "maxItems" not in schema)
    ]
    assert endless == []


@pytest.mark.parametrize(("name", "schema"), ALL)
def test_examples_are_valid(name: str, schema: dict[str, Any]) -> None:
    whole = {**schema, "$defs": schema_of(name).get("$defs", {})}
    for example in schema.get("examples", ()):
        assert careful_validator(whole).is_valid(example), example


def has_words(written: str | list[str]) -> bool:
    """Say whether there are words for a value that is not of a type; null stands beside another."""
    return written in ("object", "array", "boolean", "integer", "null")


@pytest.mark.parametrize("name", NAMES)
def test_what_may_be_wrong_has_words(name: str) -> None:
    """Patterns and formats mean nothing to people, and some types have no words of their own."""
    speechless = [
        place
        for place, schema in schemas_within(schema_of(name), "")
        if ("pattern" in schema or "format" in schema or not has_words(schema.get("type", "null")))
        and "errorMessage" not in schema
    ]
    assert speechless == []


def test_the_schemas_say_of_the_kinds_of_event_what_their_rows_say(
    pytestconfig: pytest.Config,
) -> None:
    golden = Golden(folder=SCHEMAS, accepting=bool(pytestconfig.getoption("--accept")))
    for name, text in schema_texts():
        golden.check(name, text)


def test_the_page_of_the_kinds_of_event_is_as_their_rows_are(pytestconfig: pytest.Config) -> None:
    golden = Golden(folder=DOCS, accepting=bool(pytestconfig.getoption("--accept")))
    golden.check("events.md", events_page())


def test_a_limit_is_written_under_one_of_the_kinds_of_the_model() -> None:
    definitions = schema_of("policy")["$defs"]
    beside = {"rolls", "event"}
    limits = [name for name in definitions["limit"]["properties"] if name not in beside]
    assert limits == [kind.value for kind in LimitKind]
    of_urgency = set(LimitKind) - {LimitKind.BY_URGENCY}
    assert set(definitions["limit-of-an-urgency"]["properties"]) - beside == of_urgency


def test_counting_and_force_are_those_of_the_model() -> None:
    policy = schema_of("policy")
    assert policy["properties"]["counting"]["enum"] == [rule.value for rule in Counting]
    duty = policy["$defs"]["duty-of-a-stage"]["properties"]
    assert duty["force"]["enum"] == [force.value for force in Force]


def test_sides_are_those_of_the_model() -> None:
    sides = schema_of("policy")["properties"]["sides"]["additionalProperties"]["enum"]
    assert sides == [side.value for side in Side]


def test_a_statement_becomes_what_the_model_knows() -> None:
    definitions = schema_of("statements")["$defs"]
    assert list(definitions["became"]["properties"]) == [kind.value for kind in Became]
    nothing_of_the_project = {kind for kind in Became if kind.startswith("gap")} | {
        "reading",
        "leaves_no_trace",
        "no_rule",
    }
    own = set(definitions["own"]["properties"]) - {"why"}
    assert own == set(Became) - nothing_of_the_project


def test_a_statement_may_become_any_key_of_an_edition_but_its_name() -> None:
    keys = schema_of("statements")["$defs"]["key-of-an-edition"]["enum"]
    names_it = {"format", "policy", "version"}
    assert keys == [key for key in schema_of("policy")["properties"] if key not in names_it]


def test_a_waiting_event_is_an_event_of_a_case() -> None:
    assert schema_of("waiting")["$defs"] is schema_of("case")["$defs"]
    written = (SCHEMAS / "waiting.schema.json").read_text("utf-8")
    assert '"$ref": "urn:escalation-log:case#/$defs/event"' in written


def test_fields_of_an_event_are_those_of_the_model() -> None:
    event = schema_of("case")["$defs"]["event"]
    derived = {"number", "position", "corrected", "header", "duplicate_of", "of_top"}
    assert set(event["properties"]) == set(Event.__dataclass_fields__) - derived
    general = {"at", "kind", "by", "recorded", "stage", "how", "note", "id"}
    assert set(event["dependentSchemas"]) == set(event["properties"]) - general


def test_keys_of_a_schema_are_found_at_any_depth() -> None:
    assert {"reference", "events", "at", "pseudonym", "role"} <= keys_of("case")
    assert "level-of-need" not in keys_of("case")
