"""Time the reading of case files, against loading and validating them with common libraries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import jsonschema
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from bench.timing import Comparison, compare
from escalation_log.files.calendar_file import parse_calendar, with_closures
from escalation_log.files.case_file import parse_case
from escalation_log.files.case_text import case_to_yaml
from escalation_log.files.fast_path import load_quickly
from escalation_log.files.partnership_file import parse_partnership
from escalation_log.files.policy_file import parse_policy
from escalation_log.model.cases import Case
from escalation_log.model.rulebook import Rulebook
from escalation_log.sample.draw import draw_cases
from tests.logs import CALENDARS, FOUR, REPOSITORY

SCHEMA = REPOSITORY / "tooling" / "escalation_log" / "schemas" / "case.schema.json"
AS_OF = datetime(2026, 6, 30, tzinfo=UTC)


class _DatesAsText(SafeConstructor):
    """Reads dates as strings, as the schema describes them."""


_DatesAsText.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


def against_ruamel_and_jsonschema(quick: bool) -> Comparison:
    """Parse bytes into cases, against ruamel.yaml's fast loader and a jsonschema validation.

    Those are the obvious libraries. They give plain data only; this tool also builds the case, with
    its corrections applied.
    """
    files = [case_to_yaml(case).encode() for case in _drawn(100 if quick else 400)]
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _DatesAsText

    def ours() -> Sequence[object]:
        return [parse_case("f.yaml", data) for data in files]

    def theirs() -> Sequence[Any]:
        values = [yaml.load(data) for data in files]
        assert all(validator.is_valid(value) for value in values)
        return values

    assert all(isinstance(case, Case) for case in ours())
    assert theirs() == [load_quickly(data) for data in files]
    return compare(
        "loading",
        ours,
        theirs,
        against="ruamel.yaml with jsonschema",
        items=len(files),
        promised=30,
        rounds=2 if quick else 3,
    )


def _drawn(number: int) -> Sequence[Case]:
    folder = FOUR / "policies" / "knowsley"
    policy = parse_policy("policy", (folder / "2020-06.yaml").read_bytes())
    partnership = parse_partnership("partnership", (folder / "partnership.yaml").read_bytes())
    calendar = parse_calendar("calendar", (CALENDARS / "england-and-wales.yaml").read_bytes())
    assert not isinstance(policy, tuple)
    assert not isinstance(partnership, tuple)
    assert not isinstance(calendar, tuple)
    edition = Rulebook(
        policy=policy,
        partnership=partnership,
        calendar=with_closures(calendar, partnership.closures),
    )
    return list(draw_cases([edition], count=number, seed=1, as_of=AS_OF))
