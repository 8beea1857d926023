"""Write a text plainly, so that no sign, space or script hides what it says."""

from __future__ import annotations

import html
import re
import unicodedata

_DASHES = "\u2043\u2212\u02d7\u23af"
_DOTS = "\u00b7\u2022\u2027\u22c5\u30fb\u3002\u0387\u06d4"
_QUOTES = "\u2018\u2019\u201b\u02bc\u2032"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
# Letters without a form, so that Unicode counts them neither as spaces nor as invisible.
_BLANK = "\u115f\u1160\u3164\u2800"
# Letters that look like Latin ones, in which numbers and postcodes are written: Cyrillic capitals,
# small ones, Greek, and Latin letters with a stroke.
_LOOK_ALIKES = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0430\u0435\u0455\u0456\u0458\u043e\u0440\u0441\u0443\u0445"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
    "\u0131\u0110\u0111\u0141\u0142\u00d8\u00f8\u00d0",
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXoiDdLlOoD",
)
# Cyrillic letters that look like digits, beside letters and digits that are none.
_LIKE_DIGITS = {"\u0431": "6", "\u0437": "3", "\u0417": "3"}
_LIKE_A_DIGIT = re.compile(r"(?<=[0-9A-Za-z])[\u0431\u0437\u0417]|[\u0431\u0437\u0417](?=[0-9])")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_ESCAPED = re.compile(r"%(?:[23467][0-9A-Fa-f])")


def written_plainly(text: str) -> str:
    r"""Write a text with plain letters, digits, dashes, dots and single spaces, on one line.

    The time that it takes grows with the length of the text.

    >>> written_plainly("\uff10\uff17700\u00a0\u200b900\u2013123")
    '07700 900-123'
    """
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    if "%" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group()[1:], 16)), text)
    if not text.isascii() or not text.isprintable():
        text = text.translate(_PLAIN)
        text = _LIKE_A_DIGIT.sub(lambda match: _LIKE_DIGITS[match.group()], text)
    return " ".join(text.split(" ")) if "  " not in text else " ".join(text.split())


class _Plain(dict[int, str]):
    """What each character is written as, found when it is first met.

    Character by character, since to put long rows of accents in order takes time that grows faster
    than they do.
    """

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        plain = "".join(map(_plain, parts)).translate(_LOOK_ALIKES)
        self[code] = plain
        return plain


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if character.isspace() or character in _BLANK or category in ("Zs", "Zl", "Zp"):
        return " "
    if category in ("Mn", "Me", "Cf", "Cc"):
        return ""
    if category == "Pd" or character in _DASHES:
        return "-"
    if character in _DOTS:
        return "."
    if character in _DOUBLE_QUOTES:
        return '"'
    return "'" if character in _QUOTES else character


_PLAIN = _Plain()

_WORDS = {
    **dict.fromkeys(("zero", "oh", "nought", "nil", "o"), "0"),
    **{
        word: str(number)
        for number, word in enumerate(
            ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), 1
        )
    },
}
_SPOKEN = rf"(?:(?:double|treble|triple)[ -])?(?:{'|'.join(_WORDS)})"
# Fewer words than this are how people count things.
_SPOKEN_NUMBER = re.compile(rf"\b{_SPOKEN}(?:[ ,.-]{{1,3}}{_SPOKEN}){{5,}}\b", re.IGNORECASE)
_SPOKEN_DIGIT = re.compile(
    rf"(?:(double|treble|triple)[ -])?\b({'|'.join(_WORDS)})\b", re.IGNORECASE
)
_LETTER_FOR_DIGIT = re.compile(r"(?<![A-Za-z])[OoIl|]+(?=[0-9])|(?<=[0-9])[OoIl|]+(?![A-Za-z])")
_SINGLE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z](?:[ .-][0-9A-Za-z]){4,}(?![0-9A-Za-z])")


def with_digits(text: str) -> str:
    """Write as digits what a folded text spells, and letters that stand for digits among digits.

    >>> with_digits("oh seven double seven, six five four")
    '0777654'
    >>> with_digits("O77OO 9")
    '07700 9'
    """
    spelt = _SPOKEN_NUMBER.sub(_spelt, text)
    return _LETTER_FOR_DIGIT.sub(
        lambda match: "".join("0" if each in "Oo" else "1" for each in match.group()), spelt
    )


def _spelt(match: re.Match[str]) -> str:
    times = {"double": 2, "treble": 3, "triple": 3}
    return "".join(
        _WORDS[word.lower()] * times.get(repeated.lower(), 1)
        for repeated, word in _SPOKEN_DIGIT.findall(match.group())
    )


def closed_up(text: str) -> str:
    """Close up what a folded text writes letter by letter.

    >>> closed_up("at S W 1 A 1 A A now")
    'at SW1A1AA now'
    """
    return _SINGLE.sub(lambda match: re.sub("[ .-]", "", match.group()), text)
