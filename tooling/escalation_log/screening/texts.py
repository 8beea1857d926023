"""Name the kinds of identifier that a text seems to hold."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from escalation_log.screening.births import holds_birth_date, may_say_a_birth_in_words
from escalation_log.screening.emails import holds_email
from escalation_log.screening.folding import written_plainly
from escalation_log.screening.numbers import (
    holds_nhs_number,
    holds_ni_number,
    holds_telephone,
    holds_upn,
    rows_of,
)
from escalation_log.screening.people import WITH_A_DOT, holds_named_person, holds_titled_name
from escalation_log.screening.places import holds_address, holds_part_of_town, holds_postcode

NHS_NUMBER = "an NHS number"
UPN = "a pupil's number (UPN)"
NI_NUMBER = "a National Insurance number"
POSTCODE = "a postcode"
PART_OF_TOWN = "part of a postcode"
EMAIL = "an e-mail address"
TELEPHONE = "a telephone number"
BIRTH = "a date of birth"
ADDRESS = "a street address"
TITLED_NAME = "a title with a name"
NAME = "a person's name"
TOO_LONG = "more text than can be looked at"
# Of one text, and of all texts of a file. It takes some millionths of a second for each character,
# and no file should take a second.
LONGEST = 70_000
LONGEST_OF_A_FILE = 120_000

_DIGIT = re.compile("[0-9]")
_MANY_DIGITS = re.compile("(?:[^0-9]*[0-9]){5}")
# Most texts have none of these signs and words, and so nothing to look for.
_SIGNS = re.compile(
    r"[0-9@%&\[({<]|[a-z]\.[a-z]|[^.!?\s]\s+[A-Z]|[A-Z][A-Z]|[a-z.][_-][A-Z]|=[A-Z]"
    r"|[-_ ][Aa][Tt][-_ ]{1,2}[A-Za-z]{1,20}[-_ ](?:com|net|org|co)\b"
)
_WORDS = (
    *("mr", "dot", "name", "'s ", "ms ", "mx ", "dr ", "cllr", "sgt ", "insp ", "prof ", "sgt."),
    *("insp.", "prof.", "miss ", "mister", "missus", "aka", "k.a", " uk", "nhs net"),
    *(" and his ", " and her ", " with his ", " with her ", "at gmail", "at hotmail"),
)
_SPELT = (
    *("zero", "oh", "nought", "double", "treble", "triple"),
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
)
# Whoever spells a number uses at least so many different words.
_FEW = 2


def identifiers_in(text: str, published: Container[str] = ()) -> tuple[str, ...]:
    """Name the kinds of identifier that a text seems to hold, without repeating any of it.

    `published` are telephone numbers (`national_number`) and e-mail addresses (in small letters)
    that may stand where they like. A text of more than `LONGEST` characters is `TOO_LONG`.
    """
    if len(text) > LONGEST:
        return (TOO_LONG,)
    if text.isascii() and is_plain_prose(text):
        return ()
    plain = written_plainly(text)
    if len(plain) > LONGEST:
        return (TOO_LONG,)
    return tuple(kind for kind, holds in kinds_found(plain, published) if holds)


def characters_in(text: str) -> int:
    """Give how many characters there are to look at, some of which stand for many."""
    return len(text) if text.isascii() else len(written_plainly(text))


def is_plain_prose(text: str) -> bool:
    """Say whether a text of ASCII has none of the signs and words that each finding needs."""
    if _SIGNS.search(text):
        return False
    low = text.lower()
    return not (
        any(word in low for word in _WORDS)
        or _is_spelt(low)
        or WITH_A_DOT.search(text)
        or may_say_a_birth_in_words(low)
    )


def _is_spelt(low: str) -> bool:
    return sum(word in low for word in _SPELT) > _FEW


def kinds_found(plain: str, published: Container[str]) -> Iterator[tuple[str, bool]]:
    """Look through a folded text, and give the kinds with whether it seems to hold each."""
    has_digit = _DIGIT.search(plain) is not None
    if _MANY_DIGITS.match(plain) or _is_spelt(plain.lower()):
        rows = rows_of(plain)
        yield NHS_NUMBER, holds_nhs_number(rows, published)
        yield UPN, has_digit and holds_upn(plain)
        yield NI_NUMBER, has_digit and holds_ni_number(plain)
        yield TELEPHONE, holds_telephone(rows, published)
    if has_digit:
        has_postcode = holds_postcode(plain)
        yield POSTCODE, has_postcode
        yield PART_OF_TOWN, not has_postcode and holds_part_of_town(plain)
        yield ADDRESS, holds_address(plain)
    yield EMAIL, holds_email(plain, published)
    yield BIRTH, holds_birth_date(plain)
    is_titled = holds_titled_name(plain)
    yield TITLED_NAME, is_titled
    yield NAME, not is_titled and holds_named_person(plain)
