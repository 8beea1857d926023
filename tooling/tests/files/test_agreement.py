"""Both loaders agree with each other and with ruamel.yaml, both validators with each other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.files.careful_path import load_carefully
from escalation_log.files.fast_path import load_quickly
from escalation_log.files.plain_data import NotPlainDataError
from escalation_log.files.reading import schema_of, validator_of
from escalation_log.files.refusals import careful_validator
from escalation_log.model.problems import Problem
from tests.files import reference
from tests.files.mutations import mutants
from tests.files.test_examples import PARSERS
from tests.thoroughness import few


def quick(data: bytes) -> Any:
    try:
        return load_quickly(data)
    except NotPlainDataError:
        return None


def careful(kind: str, data: bytes) -> Any:
    loaded = load_carefully("f", data, kind)
    return None if isinstance(loaded, Problem) else loaded


def by_reference(data: bytes) -> Any:
    try:
        return reference.load(data)
    except reference.NotPlainData:
        return None


def same(one: Any, other: Any) -> bool:
    """Compare with types, so that 1, 1.0 and true differ."""
    return repr(one) == repr(other)


@few(60)
@given(mutants())
def test_loaders_and_validators_agree_on_mutants(mutant: tuple[str, bytes]) -> None:
    kind, data = mutant
    fast, slow, expected = quick(data), careful(kind, data), by_reference(data)
    assert same(slow, expected)
    assert fast is None or same(fast, slow)
    if slow is not None:
        careful_validity = careful_validator(schema_of(kind)).is_valid(slow)
        assert validator_of(kind).is_valid(slow) == careful_validity


@pytest.mark.parametrize("end", ["...\n", "...\n...\n", "... # the end\n", "...\n# the end\n"])
def test_loaders_agree_on_ends_of_documents(end: str) -> None:
    data = f"first_year: 2026\n{end}".encode()
    slow = careful("calendar", data)
    assert same(slow, by_reference(data))
    assert quick(data) in (None, slow)


@given(mutants())
def test_parsing_a_mutant_gives_a_value_or_problems_with_a_place(
    mutant: tuple[str, bytes],
) -> None:
    kind, data = mutant
    parsed = PARSERS[kind]("f.yaml", data)
    if isinstance(parsed, tuple):
        check_problems(parsed, data)


@given(st.sampled_from(sorted(PARSERS)), st.binary(max_size=200))
def test_parsing_any_bytes_gives_problems(kind: str, data: bytes) -> None:
    check_problems(PARSERS[kind]("f.yaml", data), data)


@given(st.sampled_from(sorted(PARSERS)), st.text(max_size=200))
def test_parsing_any_text_gives_problems(kind: str, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    check_problems(PARSERS[kind]("f.yaml", data), data)


def check_problems(problems: tuple[Problem, ...], data: bytes) -> None:
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert problems
    assert list(problems) == sorted(set(problems), key=lambda problem: problem.sort_key)
    for problem in problems:
        assert problem.file == "f.yaml"
        assert problem.rule in {"yaml", "schema"}
        assert problem.message.endswith((".", "?"))
        assert problem.line is not None
        assert 1 <= problem.line <= lines
        assert problem.column is not None
        assert problem.column >= 1
