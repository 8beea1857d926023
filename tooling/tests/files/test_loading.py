"""What YAML means here: the core schema of YAML 1.2, and no more than plain data."""

from __future__ import annotations

from typing import Any

import pytest

from escalation_log.files.careful_path import load_carefully
from escalation_log.files.fast_path import LARGEST_COUNT, LARGEST_FILE, is_usual, load_quickly
from escalation_log.files.plain_data import LARGEST_DEPTH, NotPlainDataError
from escalation_log.model.problems import Problem


@pytest.mark.parametrize(
    ("scalar", "meaning"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("nUll", "nUll"),
        ("none", "none"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("0", 0),
        ("7", 7),
        ("-7", -7),
        ("+7", 7),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        (".", "."),
        ("-.", "-."),
        ("+", "+"),
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02 10:15", "2026-03-02 10:15"),
        ("999999999999999999", 999999999999999999),
        ("'12'", "12"),
        ('"null"', "null"),
        ('"a\\tb\\u00e9"', "a\tbé"),
        ("'it''s'", "it's"),
        ("a b", "a b"),
        ("[1, a, [2]]", [1, "a", [2]]),
        ("{b: 1, c: {d: ~}}", {"b": 1, "c": {"d": None}}),
        ("|\n  b\n   c\n", "b\n c\n"),
        (">-\n  b\n  c\n", "b c"),
        ("\n- 1\n- b: 2\n  c: 3\n", [1, {"b": 2, "c": 3}]),
        ("b # c", "b"),
        ("b#c", "b#c"),
        ("http://example.org/#a", "http://example.org/#a"),
    ],
)
def test_meaning(scalar: str, meaning: Any) -> None:
    data = f"a: {scalar}\n".encode()
    assert repr(load_quickly(data)) == repr({"a": meaning})
    assert repr(load_carefully("f", data, "case")) == repr({"a": meaning})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "a\n",
        "12\n",
        "- a\n",
        "a: 1\na: 2\n",
        "a: {b: 1, 'b': 2}\n",
        "a: &b 1\n",
        "a: *b\n",
        "a: !b 1\n",
        "a: ! 1\n",
        "a: &b [1]\n",
        "a: !!map {b: 1}\n",
        "&a b: 1\n",
        "!!map\na: 1\n",
        "<<: {a: 1}\n",
        "'<<': {a: 1}\n",
        "%YAML 1.2\n---\na: 1\n",
        "%FOO\n---\na: 1\n",
        "---\na: 1\n---\nb: 1\n",
        "a: 1\n...\nb: 1\n",
        "1: a\n",
        "true: a\n",
        "~: a\n",
        ": a\n",
        "? [a]\n: b\n",
        "? {a: 1}\n: b\n",
        "a: 9999999999999999999\n",
        "a: .inf\n",
        "a: -.INF\n",
        "a: .nan\n",
        "a: 1e999\n",
        "a: 1e99999\n",
        'a: "\\0"\n',
        'a: "\\x1b[31m"\n',
        'a: "\\u202e"\n',
        'a: "\\ud800"\n',
        'a: "\\U00110000"\n',
        'a: "\\UFFFFFFFF"\n',
        "a: b\x00\n",
        "a: b\x1bc\n",
        "a: b\x7f\n",
        "a: b\x85\n",
        "a: b\u2028c\n",
        "a: b\u202ec\n",
        "a: b\ufeffc\n",
        "a: b: c\n",
        "a: 'b\n",
        "a: [b\n",
        "a:\n\tb: 1\n",
    ],
)
def test_what_is_not_plain_data_is_refused(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    with pytest.raises(NotPlainDataError):
        load_quickly(data)
    assert isinstance(load_carefully("f", data, "case"), Problem)


@pytest.mark.parametrize(
    ("data", "meaning"),
    [
        (b"\xef\xbb\xbfa: 1\n", {"a": 1}),
        (b"a: 1 #\tb\n", {"a": 1}),
        (b"a: 'b\tc'\n", {"a": "b\tc"}),
        (b"a:\t1\n", None),
        (b"a: |\n  b\tc\n", {"a": "b\tc\n"}),
        (b"a: 1\rb: 2\r", {"a": 1, "b": 2}),
        (b"a: 1\n  \nb: 2\n", {"a": 1, "b": 2}),
        (b"a: |\n  b\n   \n  c\n", {"a": "b\n \nc\n"}),
    ],
)
def test_what_is_unusual_is_read_with_care(data: bytes, meaning: Any) -> None:
    with pytest.raises(NotPlainDataError):
        load_quickly(data)
    loaded = load_carefully("f", data, "case")
    assert loaded == meaning if meaning else isinstance(loaded, Problem)


@pytest.mark.parametrize(
    "data",
    [
        b"a: 1\r\nb: |\r\n  c\r\n  d\r\n",
        b"---\na: 1\nb: |\n  c\n  d\n...\n",
        "a: 1\nb: |\n  é 😀\n".encode(),
        b"a: 1 \nb: c\n",
    ],
)
def test_line_ends_of_windows_and_a_single_document_are_usual(data: bytes) -> None:
    assert is_usual(data)
    assert load_quickly(data) == load_carefully("f", data, "case")


def nested(depth: int) -> bytes:
    return b"a: " + b"[" * (depth - 1) + b"]" * (depth - 1)


def test_depth_has_a_limit() -> None:
    assert load_quickly(nested(LARGEST_DEPTH)) == load_carefully("f", nested(LARGEST_DEPTH), "case")
    with pytest.raises(NotPlainDataError):
        load_quickly(nested(LARGEST_DEPTH + 1))
    assert isinstance(load_carefully("f", nested(LARGEST_DEPTH + 1), "case"), Problem)


@pytest.mark.parametrize(
    ("data", "is_read"),
    [
        (b"a: " + b"b" * (LARGEST_FILE - 3), True),
        (b"a: " + b"b" * (LARGEST_FILE - 2), False),
        (b"a: [" + b"b," * (LARGEST_COUNT - 2) + b"]", True),
        (b"a: [" + b"b," * (LARGEST_COUNT - 1) + b"]", False),
        (b"a: b" + b"\n" * (LARGEST_COUNT - 1), True),
        (b"a: b" + b"\n" * LARGEST_COUNT, False),
    ],
)
def test_size_has_a_limit(data: bytes, is_read: bool) -> None:
    assert is_usual(data) == is_read
    loaded = load_carefully("f", data, "case")
    if is_read:
        assert load_quickly(data) == loaded
    else:
        assert isinstance(loaded, Problem)
        assert loaded.line is None
        assert loaded.message == (
            "This file is too long: expected at most 512 KB and 20000 entries. Is it the right"
            " file?"
        )


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        ("a: é\n".encode("latin-1"), 1, 4, "A character here is not saved as UTF-8"),
        ("a: 1\nb: é\n".encode("cp1252"), 2, 4, "A character here is not saved as UTF-8"),
        ("a: é\n".encode("utf-16"), 1, 1, "This file is saved as UTF-16; save it as UTF-8."),
        (b"a: 1\r\nb: c\x07\r\n", 2, 5, "A character that nobody can see stands here (U+0007)"),
        (b"\xef\xbb\xbfa: \x00", 1, 4, "A character that nobody can see stands here (U+0000)"),
        ("a: é\nb: é\u2066\n".encode(), 2, 5, "A character that nobody can see"),
        (b"a: 1\r%b\n", 2, 1, "A line may not begin with `%`"),
        (b"%b\n", 1, 1, "A line may not begin with `%`"),
        (b"a: 1\rb: 'c\r", 2, 4, "The quotation mark that opens here is never closed"),
    ],
)
def test_characters_that_are_refused_have_a_place(
    data: bytes, line: int, column: int, message: str
) -> None:
    problem = load_carefully("f", data, "case")
    assert isinstance(problem, Problem)
    assert (problem.line, problem.column) == (line, column)
    assert problem.message.startswith(message)
