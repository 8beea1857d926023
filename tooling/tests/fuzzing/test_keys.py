"""A key where it does not belong is told in words, whichever file of the log holds it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from escalation_log.files.fast_path import load_quickly
from escalation_log.files.reading import keys_of
from escalation_log.model.problems import Problem
from tests.fuzzing.homes import homes
from tests.fuzzing.trying import PARSERS

KEYS = sorted(set().union(*map(keys_of, PARSERS)))
VALUES: tuple[object, ...] = ("x", {})


def _holders(value: Any) -> Iterator[dict[str, Any]]:
    """Give each kind of mapping within a file: those with other keys than the ones before."""
    met: set[frozenset[str]] = set()
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if frozenset(each) not in met:
                met.add(frozenset(each))
                yield each
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _all(read: object) -> tuple[object, ...]:
    return read if isinstance(read, tuple) else ()


@pytest.mark.parametrize("kind", PARSERS)
def test_a_key_of_any_file_is_refused_or_read_in_any_other(kind: str, tmp_path: Path) -> None:
    home = homes(tmp_path)[0]
    file = min(home.files[kind], key=lambda each: len(home.data[each]))
    written = load_quickly(home.data[file])
    refused = 0
    for holder in list(_holders(written)):
        for key in KEYS:
            if key in holder:
                continue
            for value in VALUES:
                holder[key] = value
                read = PARSERS[kind](file, json.dumps(written).encode())
                problems = [each for each in _all(read) if isinstance(each, Problem)]
                refused += bool(problems)
                assert all(each.message.endswith((".", "?", ".)")) for each in problems)
            del holder[key]
    assert refused > len(KEYS)
