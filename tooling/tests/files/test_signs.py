"""Signs that nobody sees are named where a code is, without a letter of what is written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from escalation_log.files.case_file import parse_case
from escalation_log.files.partnership_file import parse_partnership
from escalation_log.model.cases import Case
from escalation_log.model.problems import Problem

EXAMPLES = Path(__file__).with_name("examples") / "good"
SMALLEST = (EXAMPLES / "case" / "smallest.yaml").read_text("utf-8")
CASE = SMALLEST.partition("  - {")[0] + "  - at: 2026-03-02\n    kind: raised\n"
PARTNERSHIP = (EXAMPLES / "partnership" / "fullest.yaml").read_text("utf-8")

AT_HOME = (
    "\u201cCurly\u201d \u2018quotes\u2019 \u2013 dashes \u2014 and\u00a0blanks",
    "\U0001f469\u200d\U0001f467 and zero-width\u200b signs",
    "\u041d\u0435\u0442 \u5426 \u0644\u0627",
    "caf\u00e9 \uff11\uff12",
)


@pytest.mark.parametrize("text", AT_HOME)
@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_in_free_text_they_are_let_be(text: str, quote: str) -> None:
    parsed = parse_case("f.yaml", f"{CASE}    note: {quote}{text}{quote}\n".encode())
    assert isinstance(parsed, Case)
    assert parsed.events[-1].note == text


@pytest.mark.parametrize("text", AT_HOME)
def test_a_comma_or_a_misspelt_key_beside_them_is_told_as_ever(text: str) -> None:
    [problem] = problems_of(f"    note: {text}\n    howw: phone\n")
    assert "did you mean `how`?" in problem.message


def problems_of(more: str) -> list[Problem]:
    parsed = parse_case("f.yaml", f"{CASE}{more}".encode())
    assert isinstance(parsed, tuple)
    return list(parsed)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("ph\u043ene", "A letter of another script (Cyrillic) stands in this value; type the word"),
        ("phon\uff45", "A letter of another script (Fullwidth) stands in this value"),
        ("phone\u0662", "A digit of another script (Arabic-indic) stands in this value"),
        ("pho\U0001f600ne", "A sign that has no business here (U+1F600) stands in this value; del"),
        ("pho\ue000ne", "A sign that has no business here (U+E000) stands in this value; delete"),
        ("pho\u2026ne", "An ellipsis in one sign (U+2026) stands in this value; type three full"),
        ("pho\uff0dne", "A sign that has no business here (U+FF0D) stands in this value; type `-`"),
        ("pho\u00adne", "A soft hyphen (U+00AD) stands in this value; delete it."),
        ("pho\u3000ne", "A sign that has no business here (U+3000) stands in this value; type a p"),
        ("phone\u3000", "A sign that has no business here (U+3000) stands in this value; delete"),
    ],
)
def test_a_sign_is_named_with_its_place(word: str, said: str) -> None:
    [problem] = problems_of(f"    how: {word}\n")
    assert problem.message.startswith(said)
    line = problem.line or 0
    text = f"{CASE}    how: {word}\n".splitlines()[line - 1]
    assert not text[(problem.column or 0) - 1].isascii()


@pytest.mark.parametrize("word", ["Zo\u00eb", "phon\u00e9", "\u00c5sa"])
def test_a_letter_of_our_own_script_is_no_foreign_sign(word: str) -> None:
    [problem] = problems_of(f"    how: {word}\n")
    assert "stands in this value" not in problem.message
    assert not set(word) & set("\u00eb\u00e9\u00c5") & set(problem.message)


def test_a_sign_is_looked_for_below_where_the_value_is() -> None:
    [problem] = problems_of("    how:\n      pho\u200bne\n")
    assert (problem.column, problem.message[:18]) == (10, "A zero-width space")


def test_a_sign_that_was_written_by_its_number_has_the_place_of_its_key() -> None:
    [problem] = problems_of('    how: "pho\\u200bne"\n')
    assert (problem.column, problem.message[:18]) == (5, "A zero-width space")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("    \u2019how\u2019: phone", "A single curly quotation mark (U+2019) stands in this key"),
        ("    \u200bhow phone", "This line is indented with a zero-width space (U+200B)"),
        ("    how\uff1aphone", "A sign that has no business here (U+FF1A) stands in this key"),
        ("    how:\u2003phone", "A sign that has no business here (U+2003) stands in this line"),
        ("    how no\u00a0one: x", "A no-break space (U+00A0) stands in this key"),
        ("    how no\u00a0one", "A colon is missing after `how`"),
    ],
)
def test_a_sign_outside_of_values_is_named(line: str, said: str) -> None:
    [problem] = problems_of(f"{line}\n")
    assert problem.message.startswith(said)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("phone", "'01632 960300'", ""),
        ("phone", "0800 1111", ""),
        ("phone", "116 123", ""),
        ("phone", "'101'", ""),
        ("phone", "18001 01632 960300", ""),
        ("phone", "+44 1632 960300", ""),
        ("phone", "+353 1 679 7777", ""),
        ("phone", "+44 (0)1632 960300", "Leave out the `(0)`"),
        ("phone", "01632 9603", "Nobody can ring this number. Write it like 01403 229900."),
        ("phone", "'000'", "Nobody can ring"),
        ("phone", "'9999'", "Nobody can ring"),
        ("phone", "+4 1632", "Nobody can ring"),
        ("phone", "1632960300", "This number has lost its zero"),
        ("phone", "1632 960300", "This number has lost its zero"),
        ("phone", "999", "Expected a telephone number, got a number. Put it in quotes."),
        ("phone", "1e3", "Expected a telephone number, got a number. Write it like"),
        ("phone", "ring the desk", "Expected a telephone number, got something else"),
        ("email", "team@example.org", ""),
        ("email", "mailto:team@example.org", "Write the address alone, without `mailto:`"),
        ("email", "team@example", "Nobody can write to this address"),
        ("email", "team", "Expected an e-mail address, got something else"),
        ("email", "7", "Expected an e-mail address, got a number"),
        ("url", "https://caf\u00e9.example.org/a?b#c", ""),
        ("url", "www.example.org", "Expected an address that begins with https://"),
        ("url", "https://?a", "Nobody can open this address"),
    ],
)
def test_contacts_that_cannot_work_are_refused(field: str, value: str, said: str) -> None:
    contact = f"contacts:\n  - {{id: more, name: More, {field}: {value}}}\n"
    text = PARTNERSHIP.replace("contacts:\n", contact)
    parsed = parse_partnership("f.yaml", text.encode())
    if said:
        assert isinstance(parsed, tuple)
        assert [said in problem.message for problem in parsed] == [True]
    else:
        assert not isinstance(parsed, tuple), parsed
