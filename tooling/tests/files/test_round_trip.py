"""What is written parses into the case again; the order of keys changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.files.case_file import parse_case
from escalation_log.files.case_text import case_to_yaml, event_to_yaml
from escalation_log.files.fast_path import load_quickly
from escalation_log.model.cases import Case
from tests.files.written_cases import cases
from tests.logs import FOUR
from tests.thoroughness import few

HERE = Path(__file__)
FILES = sorted(
    [
        *FOUR.glob("cases/*/*.yaml"),
        *(HERE.with_name("examples") / "good" / "case").glob("*.yaml"),
    ]
)


def parsed(data: bytes) -> Case:
    case = parse_case("f.yaml", data)
    assert isinstance(case, Case), case
    return case


def as_json(data: Any) -> bytes:
    """Write plain data as JSON, which is YAML too."""
    return json.dumps(data, ensure_ascii=False).encode()


@few(30)
@given(cases())
def test_case_that_is_written_parses_into_itself(written: dict[str, Any]) -> None:
    case = parsed(as_json(written))
    text = case_to_yaml(case, schema="../case.schema.json", comments=["Invented.", "# Twice."])
    assert parsed(text.encode()) == case
    assert case_to_yaml(parsed(text.encode())) == case_to_yaml(case)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_that_is_written_anew_parses_into_the_same_case(path: Path) -> None:
    case = parsed(path.read_bytes())
    text = case_to_yaml(case)
    assert parsed(text.encode()) == case
    load_quickly(text.encode())


def turned(data: Any, order: Callable[[list[Any]], list[Any]]) -> Any:
    """Put the keys of every mapping in another order."""
    if isinstance(data, dict):
        return {key: turned(data[key], order) for key in order(sorted(data))}
    if isinstance(data, list):
        return [turned(part, order) for part in data]
    return data


@few(15)
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_keys_changes_nothing(written: dict[str, Any], random: Any) -> None:
    def shuffled(keys: list[Any]) -> list[Any]:
        random.shuffle(keys)
        return keys

    assert parsed(as_json(turned(written, shuffled))) == parsed(as_json(written))


def test_form_of_a_file() -> None:
    path = HERE.with_name("examples") / "good" / "case" / "corrections.yaml"
    text = case_to_yaml(
        parsed(path.read_bytes()), schema="../case.schema.json", comments=["Invented."]
    )
    assert text.startswith(
        "# yaml-language-server: $schema=../case.schema.json\n"
        "# Invented.\n"
        "format: 1\n"
        "reference: KN-2026-0007\n"
        "policy: knowsley@2020-06\n"
        "theme: level-of-need\n"
        "child: {pseudonym: C-7F3KQ, plan: [child-protection]}\n"
        "raising: {agency: northside-academy, role: designated-safeguarding-lead}\n"
        "receiving: {agency: childrens-social-care, role: team-manager}\n"
        "concern: |\n"
        "  The school and the social worker differ on the level of need.\n"
        "outcome_sought: |\n"
        "  A strategy discussion with all agencies present.\n"
        "events:\n"
        "  - at: 2026-03-02 10:15\n"
        "    kind: disagreement\n"
        "    by: receiving\n"
    )
    assert (
        "  - at: 2026-03-04\n"
        "    kind: correction\n"
        "    of: 2\n"
        "    correct: {kind: raised, to: null}\n"
        "    reason: It was not escalated.\n"
    ) in text
    children = "[{pseudonym: C-1111, plan: none}, {pseudonym: C-2222, plan: none}]"
    assert f"    correct: {{children: {children}}}\n" in text


def test_form_of_events() -> None:
    path = HERE.with_name("examples") / "good" / "case" / "every-kind-of-text.yaml"
    case = parsed(path.read_bytes())
    first, second = case.events
    assert event_to_yaml(first, case) == (
        "  - at: 2026-03-02 10:15\n    kind: disagreement\n    by: receiving\n    note: Not yet.\n"
    )
    assert event_to_yaml(second, case) == (
        "  - at: 2026-03-03 09:00:30+00:00\n"
        "    kind: notified\n"
        "    whom: [chair, line-manager]\n"
        "    stage: stage-1\n"
        "    how: phone\n"
        '    note: "Not: yet # é 😀 \\"said\\" é"\n'
        "    recorded: 2026-03-04 09:00+00:00\n"
    )
