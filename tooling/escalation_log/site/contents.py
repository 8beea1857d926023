"""The table of contents of a finished page."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
