"""Messages about values that have a fault with a name: what it is, and what to type instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from escalation_log.files.contacts import is_phone
from escalation_log.files.reading import FORMATS
from escalation_log.files.signs import Sign, foreign_sign

_EXCEL_DAYS = range(20_000, 80_000)
_LONE_TIME = re.compile(r"[0-9]{1,2}[:.][0-9]{2}(?: ?[ap]\.?m\.?)?", re.IGNORECASE)
_ONE_DIGIT_HOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]:[0-9]{2}.*")
_DAY_FIRST = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1(?:[0-9]{2}|[0-9]{4})(?:[ T,].*)?")
_FULL_STOP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}\.[0-9]{2}")
_IN_WORDS = re.compile(
    r"(?:.{0,20}\b)?(?:at|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|noon|midnight|today|yesterday"
    r"|[0-9]{0,2} ?[ap]\.?m\.?)(?:[^a-z].{0,30})?",
    re.IGNORECASE,
)
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = "[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_BLANKS = re.compile(rf"{_DAY}(?:[ T]*\s{{2,}}|\t){_TIME}")
_SIGN_BEHIND = re.compile(rf"{_DAY}(?:[ T]{_TIME})?\s*[,;.:]+")
_SIGN_BETWEEN = re.compile(rf"{_DAY}\s*[,;/_-]+\s*{_TIME}")
_ONE_DIGIT_DAY = re.compile(rf"(?!{_DAY}(?![0-9]))[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}(?:[ T].*)?")
_NO_HYPHENS = re.compile(r"[0-9]{4}([/. ])[0-9]{1,2}\1[0-9]{1,2}(?:[ T].*)?")
_ZONE = re.compile(rf"{_DAY}[ T]{_TIME} ?(?:[A-Z]{{2,5}}|[A-Z][a-z]+/[A-Z][A-Za-z_]+)")
_SPAN = re.compile(rf"{_DAY}[ T]{_TIME} ?(?:-|to|until) ?{_TIME}")
_NO_COLON = re.compile(rf"{_DAY}[ T][0-9]{{1,4}}(?: ?h(?:rs)?)?")
_ODD_DAYS = (
    (_ONE_DIGIT_HOUR, "the hour has one digit, and two are needed"),
    (_BLANKS, "more than one blank stands between the day and the time, and one is needed"),
    (_SIGN_BEHIND, "a sign stands behind this date that does not belong to it; delete it"),
    (_SIGN_BETWEEN, "a sign stands between the day and the time, and only a blank may"),
    (_ONE_DIGIT_DAY, "the month or the day has one digit, and two are needed"),
    (_NO_HYPHENS, "hyphens stand between the year, the month and the day"),
    (_ZONE, "the name of a time zone stands behind the time; leave it out"),
    (_SPAN, "two times stand here, and a moment has one"),
    (_NO_COLON, "a colon stands between the hour and the minutes, which both have two digits"),
    (_FULL_STOP, "a full stop stands between hour and minutes, and a colon is needed"),
    (_IN_WORDS, "words stand in this date, and only figures may: the year, the month, the day"),
    (_DAY_FIRST, "this date does not begin with the year"),
)
_WANTS_A_DAY = frozenset({"date", "moment"})
_OPENING = "\u201c\u201d\u201e\u2018\u201a"
_CLOSING = "\u201d\u201c\u2019"
_DOUBLE = frozenset("\u201c\u201d")
_CURLY = 'the curly quotation marks around it do not quote: type straight ones, `"`, in their place'
_HOUR = "expected an hour of the day"
_FREE_TEXT = r"\S"
_BETWEEN_WORDS = re.compile(r"\s*[,;&]\s*|\s+and\s+")
_SEVERAL = 2
SEVERAL = (
    "several words are a list, which stands in square brackets: put `[` before the first of them,"
    " `]` behind the last, and a comma between each two"
)
# What an id may be; one that is a number is hardly ever meant as one.
_WORD_ALONE = "^[a-z0-9]+(-[a-z0-9]+)*$"


def sign_in(value: object, schema: Mapping[str, Any]) -> Sign | None:
    """Find the sign that spoils a code or a date; in free text any sign is at home."""
    if not isinstance(value, str) or schema.get("pattern") == _FREE_TEXT:
        return None
    return foreign_sign(value)


def of_sign(sign: Sign, what: str) -> str:
    """Name a sign that may not stand in a key, a word or a date."""
    first = "" if sign.of == 1 else f", the first of {sign.of} such signs"
    return f"{sign.words} stands in this {what}{first}; {sign.advice}"


def odd_value(value: object, schema: Mapping[str, Any], written: str, word: str) -> str | None:
    """Say what is odd about a refused value; None where nothing about it has a name.

    `written` is what stands in the file from the value on, `word` the value alone; both are empty
    where the value is what corrections make of a file.
    """
    if schema.get("format") in _WANTS_A_DAY:
        return _odd_day(value, is_moment=schema["format"] == "moment")
    if (
        schema.get("format") in _CONTACTS
        and isinstance(value, str | int)
        and not fits(word, schema)
    ):
        return _odd_contact(schema, word if isinstance(value, int) else value)
    if schema.get("errorMessage") == _HOUR and isinstance(value, str):
        if _LONE_TIME.fullmatch(value):
            return "an hour has two digits, and a colon before the minutes"
        return None
    if schema.get("pattern") == _FREE_TEXT:
        return _odd_text(value, written)
    if schema.get("type") == "integer" and isinstance(value, str):
        return "expected a whole number in digits, got text"
    return None


def several(value: object, entry: Mapping[str, Any] | None) -> str | None:
    """Say of words one after the other, each of which may stand in a list, that they are none."""
    if entry is None or not isinstance(value, str):
        return None
    words = _BETWEEN_WORDS.split(value)
    if len(words) < _SEVERAL or not all(_is_one(word, entry) for word in words):
        return None
    return SEVERAL


def _is_one(word: str, schema: Mapping[str, Any]) -> bool:
    return word in schema["enum"] if "enum" in schema else fits(word, schema)


def _odd_day(value: object, *, is_moment: bool) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        if int(value) in _EXCEL_DAYS:
            return "this number is how a spreadsheet keeps a day. Look up there which day it is"
        return "expected a date, got a number"
    if not isinstance(value, str):
        return None
    if _LONE_TIME.fullmatch(value):
        if not is_moment:
            return "this is a time, and a day is expected"
        return "this is a time without its day"
    return next((words for form, words in _ODD_DAYS if form.fullmatch(value)), None)


def _odd_text(value: object, written: str) -> str | None:
    if isinstance(value, list) and written.startswith("["):
        return f"text that begins with `[` is taken for a list; {quoting(written)}"
    if isinstance(value, dict) and written.startswith("{"):
        return f"text that begins with `{{` is taken for keys and values; {quoting(written)}"
    if value is None and written.startswith("#"):
        return f"what stands behind `#` is taken for a remark; {quoting(written)}"
    return None


_CONTACTS = {
    "contact-phone": "nobody can ring this number",
    "contact-email": "nobody can write to this address",
    "contact-web": "nobody can open this address",
}


_WITHOUT_ZERO = (9, 10)
# Letters that are typed for digits, since they look like them.
_LETTER = re.compile(r"[OoIl]")
_DIGITS = str.maketrans("OoIl", "0011")


def _odd_contact(schema: Mapping[str, Any], written: str) -> str | None:
    kind = schema["format"]
    if kind == "contact-phone":
        letter = _LETTER.search(written)
        if letter is not None and is_phone(written.translate(_DIGITS)):
            digit = letter[0].translate(_DIGITS)
            return f"the letter `{letter[0]}` stands here for a digit; type `{digit}` in its place"
        digits = "".join(each for each in written if each.isdigit())
        if "+44" in written and "(0)" in written:
            return "nobody can ring this number from a link. Leave out the `(0)` after `+44`"
        if len(digits) in _WITHOUT_ZERO and digits[0] in "12378" and "+" not in written:
            return "this number has lost its zero. Write it with the zero, in quotes"
    if kind == "contact-email" and written.lower().startswith("mailto:"):
        return "write the address alone, without `mailto:`"
    return _CONTACTS[kind] if re.search(schema["pattern"], written) else None


def is_right_in_quotes(word: str, schema: Mapping[str, Any]) -> bool:
    """Say whether a number, or a word with a meaning of its own, is what a value should be."""
    return schema.get("pattern") != _WORD_ALONE and fits(word, schema)


def fits(text: str, schema: Mapping[str, Any]) -> bool:
    """Say whether text is what a schema of text allows."""
    if schema.get("type") != "string" or len(text) > schema.get("maxLength", len(text)):
        return False
    if not re.search(schema.get("pattern", "").replace("$", r"\Z"), text):
        return False
    return schema.get("format") is None or FORMATS[schema["format"]](text)


def quoting(text: str) -> str:
    """Say in which quotes a text can stand as it is.

    >>> quoting("the others said no")
    'put the whole text in quotes'
    >>> quoting('the "others" said no')
    'put the whole text in single quotes'
    >>> quoting("\u201cSpoke: no answer\u201d")
    'the curly quotation marks around it do not quote: type straight ones, `"`, in their place'
    """
    if _is_in_curly_quotes(text):
        return _CURLY
    if '"' not in text and "\\" not in text:
        return f"put the whole text in {'double ' if chr(39) in text else ''}quotes"
    if "'" not in text:
        return "put the whole text in single quotes"
    return "put the whole text in single quotes, and write each apostrophe inside it twice"


def _is_in_curly_quotes(text: str) -> bool:
    """Say whether a text, or the value of the first key on a line, needs its quotes straight."""
    if '"' in text or "\\" in text:
        return False
    for value in (text, text.partition(": ")[2]):
        tidy = value.strip().rstrip("]} ")
        if tidy[1:] and tidy[0] in _OPENING and tidy[-1] in _CLOSING:
            return _DOUBLE.isdisjoint(tidy[1:-1])
    return False
