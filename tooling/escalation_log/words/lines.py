"""Lines of text with a tone and a place, for whoever puts them on a terminal or into a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from textwrap import wrap

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


# What GitHub Actions obeys in the log of a step: `##[…]` anywhere, `::…` where a line begins.
_COMMAND = re.compile(r"##(?=\[)|(?:\A|(?<=[\r\n]))\s*:(?=:)")
# It is not seen, and stands between the signs of a command.
_JOINER = "\u2060"


class Tone(StrEnum):
    """The tone of a line, shown as a colour; it adds nothing that the words do not say."""

    PLAIN = "plain"
    HEADING = "heading"
    QUIET = "quiet"
    MISSED = "missed"
    SOON = "soon"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line; if it is wrapped, the following lines are indented by `hang` more characters."""

    text: str
    indent: int = 0
    hang: int = 0
    tone: Tone = Tone.PLAIN

    def wrapped(self, width: int | None) -> str:
        """Write the line within a width of characters, or without any; never empty of words."""
        margin = " " * self.indent
        text = printable(self.text)
        if width is None or not text:
            return (margin + text).rstrip()
        return "\n".join(
            wrap(
                text,
                width=max(width, 20),
                initial_indent=margin,
                subsequent_indent=margin + " " * self.hang,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )


BLANK = Line(text="")


def printable(text: str) -> str:
    r"""Escape characters that could control a terminal or change the direction of text.

    >>> printable("Christmas\x1b[2J Day")
    'Christmas\\x1b[2J Day'
    """
    return _UNPRINTABLE.sub(lambda match: ascii(match[0])[1:-1], text)


def without_commands(text: str) -> str:
    r"""Put an invisible sign into what GitHub Actions would obey in the log of a step.

    >>> without_commands("##[add-mask]a\n ::error::b c::d")
    '##\u2060[add-mask]a\n :\u2060:error::b c::d'
    """
    return _COMMAND.sub(lambda found: f"{found[0]}{_JOINER}", text)


def text_of(lines: Iterable[Line], width: int | None = None) -> str:
    """Write lines one under another, each ended."""
    return "".join(f"{line.wrapped(width)}\n" for line in lines)
