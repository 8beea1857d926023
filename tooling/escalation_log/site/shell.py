"""The theme's shell of a page, rendered once and stamped for each case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

# Only these parts of a page are parsed, since a page of ten thousand cases is long.
_HEADING = re.compile(r"<h([1-3])[\s>].*?</h\1\s*>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading that can be linked to."""

    level: int
    anchor: str
    title: str


def headings_of(html: str) -> tuple[Heading, ...]:
    """List the headings of the first three levels that have an id, in the order of the page."""
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


# Words that no theme and no case contains; the theme is asked to put them where these things go.
SHELL_TITLE = "escalog-title-goes-here"
CONTENT = '<h1 id="escalog-content-goes-here"></h1>'

# In these, spaces and lines mean what they are.
_AS_WRITTEN = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """A page of the theme, cut at the places of its title and its content."""

    parts: tuple[str, ...]
    is_title: tuple[bool, ...]

    @classmethod
    def of(cls, page: str) -> Shell:
        """Cut a rendered page, and leave out its indentation and empty lines.

        Raise ValueError unless it has one place for the content.
        """
        parts: list[str] = []
        is_title: list[bool] = []
        pieces = _without_indentation(page).split(CONTENT)
        if len(pieces) != 2:
            raise ValueError(f"the theme has {len(pieces) - 1} places for a page's content, not 1")
        for number, piece in enumerate(pieces):
            if number:
                is_title.append(False)
            titled = piece.split(SHELL_TITLE)
            parts.extend(titled)
            is_title.extend([True] * (len(titled) - 1))
        return cls(parts=tuple(parts), is_title=tuple(is_title))

    def stamp(self, *, title: str, content: str) -> str:
        """Put a title, which is escaped here, and a content, which is HTML, into the shell."""
        words = [self.parts[0]]
        for is_title, part in zip(self.is_title, self.parts[1:], strict=True):
            words.append(escape(title) if is_title else content)
            words.append(part)
        return "".join(words)


def _without_indentation(page: str) -> str:
    r"""Make one line break of all space around it, except where it means something.

    >>> _without_indentation("<p>\n\n  a <b>b</b>\n</p> <pre>\n  c</pre>")
    '<p>\na <b>b</b>\n</p> <pre>\n  c</pre>'
    """
    # Every third piece names the element of the piece before it, which is left as it is.
    pieces = _AS_WRITTEN.split(page)
    del pieces[2::3]
    return "".join(
        piece if number % 2 else _BREAK.sub("\n", piece) for number, piece in enumerate(pieces)
    )
