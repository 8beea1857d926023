"""Signs that nobody sees, or that look like others, where a key, a code, a date or an indent is.

In free text they are at home and are let be.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# What is said of the signs that people most often bring along, and what to type in their place.
_SINGLE = "a single curly quotation mark"
_DOUBLE = "a double curly quotation mark"
_WORDS = {
    "\u00a0": "a no-break space",
    "\u00ad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner",
    "\u2060": "a word joiner",
    "\u2010": "a typographic hyphen",
    "\u2011": "a no-break hyphen",
    "\u2012": "a figure dash",
    "\u2013": "an en dash",
    "\u2014": "an em dash",
    "\u2212": "a minus sign",
    "\u2018": _SINGLE,
    "\u2019": _SINGLE,
    "\u201c": _DOUBLE,
    "\u201d": _DOUBLE,
    "\u201e": _DOUBLE,
    "\u2022": "a bullet",
    "\u2026": "an ellipsis in one sign",
}
_QUOTES = frozenset(sign for sign, words in _WORDS.items() if words in (_SINGLE, _DOUBLE))
_PLAIN = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "`-`"),
    "\u2026": "three full stops",
}
# Letters of our own script need no explanation, and are left to the message about the value.
_LATIN = "LATIN"
_FOREIGN = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign at a place of a text, counted from 0, the first `of` so many that do not belong."""

    at: int
    sign: str
    of: int = 1
    is_at_an_end: bool = False

    @property
    def words(self) -> str:
        r"""Name the sign; of a letter or a digit only the script, since it may be a person's.

        >>> Sign(at=0, sign="\u00a0").words
        'a no-break space (U+00A0)'
        """
        code = f"U+{ord(self.sign):04X}"
        name = unicodedata.name(self.sign, "")
        kind = {"L": "letter", "M": "letter", "N": "digit"}.get(unicodedata.category(self.sign)[0])
        if kind is not None:
            return f"a {kind} of another script ({name.partition(' ')[0].capitalize()})"
        words = _WORDS.get(self.sign)
        return f"{words or 'a sign that has no business here'} ({code})"

    @property
    def advice(self) -> str:
        """Say what to type in its place."""
        category = unicodedata.category(self.sign)
        plain = unicodedata.normalize("NFKC", self.sign)
        if category == "Zs" and not self.is_at_an_end:
            return "type a plain space in its place"
        if category == "Cf" or self.sign in _QUOTES:
            return "delete it"
        if category in ("Pd", "Sm", "Po") and (self.sign in _PLAIN or plain.isascii()):
            return f"type {_PLAIN.get(self.sign) or f'`{plain}`'} in its place"
        if category[0] in "LMN":
            return "type the word anew on your own keyboard"
        return "delete it"


def foreign_sign(text: str) -> Sign | None:
    """Find the first sign that no key, code or date has, but for letters of the Latin script."""
    signs = [
        found
        for found in _FOREIGN.finditer(text)
        if not unicodedata.name(found[0], "").startswith(_LATIN)
    ]
    if not signs:
        return None
    at = signs[0].start()
    is_at_an_end = not text[:at].strip() or not text[at:].strip()
    return Sign(at=at, sign=signs[0][0], of=len(signs), is_at_an_end=is_at_an_end)
