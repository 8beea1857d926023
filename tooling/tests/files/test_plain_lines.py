"""Reading line by line gives what libyaml's events give, or nothing."""

from __future__ import annotations

import pytest
import yaml.events
from hypothesis import given
from hypothesis import strategies as st
from yaml.cyaml import CBaseLoader

from escalation_log.files.fast_path import is_usual, read_lines
from escalation_log.files.plain_data import NotPlainDataError, construct
from tests.files.mutations import mutants
from tests.logs import FOUR

CASES = sorted(FOUR.glob("cases/*/*.yaml"))


def by_events(text: str) -> str:
    """Say what libyaml's events give, or that they give nothing."""
    try:
        return repr(construct(CBaseLoader(text.encode()).get_event, yaml.events))
    except (NotPlainDataError, yaml.YAMLError) as refusal:
        return repr(refusal)


@pytest.mark.parametrize(
    "text",
    [
        "a: b\n",
        "a: b c, d; (e) 'f' \"g\" [h] {i} - j? k! l/m_n. p|q > r & s * t % u @ v\n",
        "a: at 10:15 and x:y\n",
        "a: 2026-03-02\nb: 2026-03-02 10:15\n",
        "a: 12\nb: 0\n",
        "a: null\nb: true\nc: False\nd: nullx\n",
        "a: 'b: c # d'\nb: \"b: c # 'd'\"\nc: ''\n",
        "a: [b, c]\nb: [b]\nc: [2026-03-02, true]\n",
        "a: {b: c, d: [e, f], g: 2026-03-02 10:15, h: null}\n",
        "a: [{b: c}, {b: d, e: [f]}]\n",
        "# a\n\na: b\n  # c\n\nc: d\n",
        "a:\nb:\n",
        "a:\n  b: c\n  d:\n    e: f\ng: h\n",
        "a:\n  - b: c\n    d: e\n  - b: f\ng: h\n",
        "a:\n- b: c\n  d: e\n- b: f\ng: h\n",
        "a:\n  - b:\n      - c: d\n    e: f\n",
        "a:\n  - b:\n    - c: d\n    e: f\n",
        "a:\n  - b:\n  - b:\nc: d\n",
        "a: |\n  b\n   c: d\n  # e\n\n  f\n\ng: h\n",
        "a:\n  - b: |\n      c\n    d: e\n",
        "a: f é 😀 \u00a0f\n",
    ],
)
def test_plain_file_is_read(text: str) -> None:
    assert repr(read_lines(text)) == by_events(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# a\n",
        "a: b",
        "---\na: b\n",
        "a: b # c\n",
        "a: b \n",
        "a:  b\n",
        "a : b\n",
        "a: b: c\n",
        "a: b:\n",
        "a: b\n  c\n",
        "a: b\n  c: d\n",
        "a: b\n- c: d\n",
        "a: b\na: c\n",
        "null: b\n",
        "A: b\n",
        "1: b\n",
        "? a\n: b\n",
        "- a: b\n",
        "  a: b\n",
        "a:\n    b: c\n  d: e\n",
        "a:\n    - b: c\n    d: e\n",
        "a:\n    - b: c\n  - d: e\n",
        "a:\n  - b\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        "a: 'b''c'\n",
        'a: "b\\nc"\n',
        "a: 'b\n  c'\n",
        "a: [b,c]\n",
        "a: [b, c\n",
        "a: []\n",
        "a: {b: c, b: d}\n",
        "a: {null: c}\n",
        "a: {b: c}}\n",
        "a: 1.5\n",
        "a: 007\n",
        "a: >\n  b\n",
        "a: |-\n  b\n",
        "a: |\nb: c\n",
        "a:\n  b: |\n  c: d\n",
        "a: |\n\n  b\n",
        "a: |\n    b\n  c\n",
        "a: |\n",
        "a: " + "{" * 20 + "}" * 20 + "\n",
        "".join("  " * depth + "a:\n" for depth in range(14)),
        "a" * 70 + ": b\n",
    ],
)
def test_other_file_is_left_to_libyaml(text: str) -> None:
    assert read_lines(text) is None


def test_most_cases_of_the_log_are_read_so() -> None:
    """They are meant to be read quickly."""
    read = [read_lines(path.read_text("utf-8")) for path in CASES]
    assert sum(value is not None for value in read) > len(CASES) * 0.7


VALUES = st.sampled_from(
    [
        *("", "", "", "b", "b c", "|", "|", "2026-03-02", "12", "null", "'b'", '"b"', "[b, c]"),
        *("{b: c}", "{b: c, b: d}", "[{b: c}]", "b: c", "b:c", "b #c", "b#c", "b ", "'b", "- b"),
        *(">", "|-", "[]", "[b,c]", "&b", "*b", "!b c", "@b", "{null: c}", "b'", "~", "1.5", "é"),
    ]
)
ENTRIES = st.builds(
    "{}{}{}:{}".format,
    st.sampled_from(["", "", "  ", "  ", "    ", "      ", " ", "   "]),
    st.sampled_from(["", "", "- ", "-  "]),
    st.sampled_from(["a", "b", "c", "d", "e", "f", "null", "A"]),
    VALUES.map(lambda value: f" {value}" if value else ""),
)
OTHER_LINES = st.sampled_from(["", "# b: c", "  # b", "text", "    text", "  - b", "---", "'b': c"])


@given(st.lists(ENTRIES | ENTRIES | ENTRIES | OTHER_LINES, min_size=1, max_size=7))
def test_outlines_are_read_as_libyaml_reads_them(lines: list[str]) -> None:
    text = "\n".join([*lines, ""])
    value = read_lines(text)
    assert value is None or repr(value) == by_events(text)


@given(mutants())
def test_mutants_are_read_as_libyaml_reads_them(mutant: tuple[str, bytes]) -> None:
    _, data = mutant
    if is_usual(data) and b"\r" not in data:
        value = read_lines(data.decode())
        assert value is None or repr(value) == by_events(data.decode())
