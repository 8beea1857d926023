"""Whatever sign, space or script a text is written with, it is looked at as it reads."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.screening.folding import closed_up, with_digits, written_plainly
from escalation_log.screening.numbers import national_number
from escalation_log.screening.texts import TELEPHONE, identifiers_in

_EVERY = [chr(code) for code in range(sys.maxunicode + 1)]
SPACES = [each for each in _EVERY if each.isspace() or unicodedata.category(each) == "Zs"]
DASHES = [each for each in _EVERY if unicodedata.category(each) == "Pd"]
INVISIBLE = [
    each
    for each in _EVERY
    if unicodedata.category(each) in ("Cf", "Mn", "Me") and each.isprintable()
] + [each for each in _EVERY if unicodedata.category(each) == "Cf"]
DIGITS = [each for each in _EVERY if unicodedata.decimal(each, None) == 7]


def test_every_space_dash_and_invisible_sign_may_stand_in_a_number() -> None:
    for sign in [*SPACES, *DASHES, *INVISIBLE]:
        assert TELEPHONE in identifiers_in(f"Ring 07700{sign}900123"), f"U+{ord(sign):04X}"


def test_every_script_has_digits_that_are_read() -> None:
    for seven in DIGITS:
        zero = ord(seven) - 7
        number = "".join(chr(zero + int(digit)) for digit in "07700900123")
        assert TELEPHONE in identifiers_in(number), f"U+{ord(seven):04X}"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\n\t b", "a b"),
        ("a\u200b\u00adb", "ab"),
        ("x\u0301", "x"),
        ("\uff11\uff12\u2013\uff13", "12-3"),
        ("jo&#64;mail.example", "jo@mail.example"),
        ("jo%40mail.example", "jo@mail.example"),
        ("&#" + "1" * 9000 + ";", "&#" + "1" * 9000 + ";"),
        ("50% of all & more", "50% of all & more"),
        ("\u3164a\u2800", " a "),
        ("it\u2019s", "it's"),
    ],
)
def test_a_text_is_written_plainly(text: str, plain: str) -> None:
    assert written_plainly(text) == plain


@given(st.text())
def test_folding_once_is_enough_for_spaces(text: str) -> None:
    plain = written_plainly(text)
    assert "\n" not in plain
    assert "  " not in plain


def test_what_is_spelt_is_read_as_digits() -> None:
    assert with_digits("oh seven double seven, six five four") == "0777654"
    assert with_digits("one or two of them") == "one or two of them"
    assert closed_up("A B 1 2 3 4 5 6 C") == "AB123456C"


@pytest.mark.parametrize(
    "written", ["0151 496 0100", "+44 151 496 0100", "0044 (0)151 4960100", "(0151) 496-0100"]
)
def test_a_published_number_may_be_written_as_people_like(written: str) -> None:
    published = {national_number("01514960100")}
    assert identifiers_in(f"Ring {written}", published) == ()
    assert identifiers_in(f"Ring {written}") == (TELEPHONE,)


def test_a_published_number_hides_no_other() -> None:
    published = {national_number("01514960100")}
    assert identifiers_in("0151 496 0100 or 0151 496 0777", published) == (TELEPHONE,)
