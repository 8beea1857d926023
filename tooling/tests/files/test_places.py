"""Every path leads to its line and column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from escalation_log.files.places import locate
from escalation_log.model.problems import DataPath

GOOD = sorted((Path(__file__).with_name("examples") / "good").glob("*/*.yaml"))
FILE = b"""\
# A comment.
a: 1
b:
  - c: [x, y]
    d:
      e: 2
  -
    - f
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("a",), (2, 1)),
        (("b",), (3, 1)),
        (("b", 0), (4, 5)),
        (("b", 0, "c"), (4, 5)),
        (("b", 0, "c", 1), (4, 12)),
        (("b", 0, "d", "e"), (6, 7)),
        (("b", 1, 0), (8, 7)),
        (("b", 0, "nowhere", 3), (4, 5)),
        (("b", 9, "c"), (3, 1)),
        (("nowhere",), (1, 1)),
    ],
)
def test_place_of_a_path(path: DataPath, place: tuple[int, int]) -> None:
    assert locate(FILE, [path]) == {path: place}


def test_places_are_found_together() -> None:
    paths: list[DataPath] = [("a",), ("b", 0, "d"), ("a",)]
    assert locate(FILE, paths) == {("a",): (2, 1), ("b", 0, "d"): (5, 5)}
    assert locate(FILE, []) == {}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xef\xbb\xbfa: 1\nb: {c: 1}\n", (2, 5)),
        (b"a: 1 #\t\nb: {c: 1}\n", (2, 5)),
        (b"a: 1\r\nb: {c: 1}\r\n", (2, 5)),
        ("a: é\nb: {é: 1, c: 1}\n".encode(), (2, 11)),
        (b"? [x, y]\n: z\nb: {c: 1}\n", (3, 5)),
        (b"a: &x 1\nb: {c: *x}\n", (2, 5)),
        (b"b: {c: 1}\nd: 'e", (1, 5)),
        (b"a:\t1\nb: {c: 1}\nd: 'e", (1, 1)),
        (b"a: 1\nb: {c: 1}\nd: 'e\t", (2, 5)),
        (b"b: \xff\n", (1, 1)),
        (b"b: " + b"[" * 100, (1, 1)),
    ],
)
def test_place_in_a_file_that_is_faulty_or_unusual(data: bytes, place: tuple[int, int]) -> None:
    assert locate(data, [("b", "c")]) == {("b", "c"): place}


def paths_of(value: Any, path: DataPath = ()) -> Iterator[tuple[DataPath, tuple[int, int]]]:
    """Give each path with the place that ruamel.yaml's round trip remembers."""
    if isinstance(value, dict):
        for key, part in value.items():
            line, column = value.lc.key(key)  # type: ignore[attr-defined]
            yield (*path, key), (line + 1, column + 1)
            yield from paths_of(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            line, column = value.lc.item(index)  # type: ignore[attr-defined]
            yield (*path, index), (line + 1, column + 1)
            yield from paths_of(part, (*path, index))


@pytest.mark.parametrize("file", GOOD, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_places_are_those_of_ruamel(file: Path) -> None:
    data = file.read_bytes()
    expected = dict(paths_of(YAML().load(data)))
    assert locate(data, expected) == expected
