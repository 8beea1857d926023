"""Measure the width of words in a drawing, and break them into lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# The widths of DejaVu Sans, a wide typeface, in thousandths of the font size. Words that fit in it
# fit in others.
_WIDTHS = (
    (320, " ',.ijlIJ’‘"),
    (395, "-/:;\\|()[]ft"),
    (420, "!r"),
    (535, '"*_`–“”sz?'),
    (620, "cLFkvxyPTYaeEo•"),
    (660, "hnuSbdgpq0123456789${}K"),
    (705, "AVXZBRC"),
    (790, "UNHDG&OQ"),
    (870, "w#+<=>^~M"),
)
_WIDTH = {letter: width for width, letters in _WIDTHS for letter in letters}
_UNKNOWN = 700
_WIDEST = 1000
_BOLD = 1.14


@lru_cache(maxsize=4096)
def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """Return the greatest width of words, in the units of their font size."""
    width = sum(map(_letter, words)) * size / 1000
    return width * _BOLD if bold else width


def _letter(letter: str) -> int:
    known = _WIDTH.get(letter)
    if known is not None:
        return known
    if letter in "m%W@…ÆŒæœ—" or unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _WIDEST
    plain = unicodedata.normalize("NFD", letter)[0]
    return _WIDTH.get(plain, _UNKNOWN)


@lru_cache(maxsize=4096)
def wrapped(words: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break words into lines no wider than a width; a word that is wider is cut."""
    lines: list[str] = []
    for piece in _pieces(words, width, size, bold=bold):
        longer = f"{lines[-1]} {piece}" if lines else piece
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return tuple(lines)


def _pieces(words: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    for word in words.split():
        if width_of(word, size, bold=bold) <= width:
            yield word
            continue
        piece = ""
        for letter in word:
            if piece and width_of(piece + letter, size, bold=bold) > width:
                yield piece
                piece = ""
            piece += letter
        yield piece
