"""The theme's shell of a page, rendered once and filled for each case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

# Only these parts of a page are parsed, because a site may have ten thousand pages.
_HEADING = re.compile(r"<h([1-3])[\s>].*?</h\1\s*>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading with an anchor."""

    level: int
    anchor: str
    title: str


def headings_of(html: str) -> tuple[Heading, ...]:
    """List the headings of levels 1 to 3 that have an id, in the order of the page."""
    reader = _HeadingReader()
    for found in _HEADING.finditer(html):
        reader.feed(found[0])
    return tuple(reader.headings)


class _HeadingReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.headings: list[Heading] = []
        self._level = 0
        self._anchor = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        anchor = dict(attrs).get("id")
        if tag in {"h1", "h2", "h3"} and anchor:
            self._level, self._anchor, self._words = int(tag[1]), anchor, []

    def handle_data(self, data: str) -> None:
        if self._level:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._level and tag == f"h{self._level}":
            title = " ".join("".join(self._words).split())
            self.headings.append(Heading(level=self._level, anchor=self._anchor, title=title))
            self._level = 0


# Placeholders for the title and the content, made of words that no theme and no case contains.
SHELL_TITLE = "escalog-title-goes-here"
CONTENT = '<h1 id="escalog-content-goes-here"></h1>'
_PLACES = re.compile(f"({SHELL_TITLE}|{CONTENT})")

# In these elements white space has a meaning.
_AS_WRITTEN = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """A page of the theme; of its pieces, each second is the place of its title or its content."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, page: str) -> Shell:
        """Split a rendered page, without its indentation and empty lines.

        Raise ValueError unless it has exactly one place for the content.
        """
        pieces = _PLACES.split(_without_indentation(page))
        places = pieces.count(CONTENT)
        if places != 1:
            raise ValueError(f"the theme has {places} places for a page's content, not 1")
        return cls(pieces=tuple(pieces))

    def stamp(self, *, title: str, content: str) -> str:
        """Put a title, which is escaped here, and content, which is HTML, into the shell."""
        filled = {SHELL_TITLE: escape(title), CONTENT: content}
        return "".join(filled.get(piece, piece) for piece in self.pieces)


def _without_indentation(page: str) -> str:
    r"""Replace white space with a line break by one line break, except where it has a meaning.

    >>> _without_indentation("<p>\n\n  a <b>b</b>\n</p> <pre>\n  c</pre>")
    '<p>\na <b>b</b>\n</p> <pre>\n  c</pre>'
    """
    # Of the pieces, each third names the element that the piece before it holds, which is left
    # unchanged.
    pieces = _AS_WRITTEN.split(page)
    del pieces[2::3]
    return "".join(
        piece if number % 2 else _BREAK.sub("\n", piece) for number, piece in enumerate(pieces)
    )
