"""Turn a finished page back into the Markdown that somebody might have written for it."""

from __future__ import annotations

from html.parser import HTMLParser

_HEAD = "---\nsearch:\n  exclude: true\n---\n\n"
_HEADINGS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### "}
_BLOCKS = frozenset({"p", "dt", "dd", "summary", "td", "th", "figcaption", "div"})
_UNSEEN = frozenset({"svg", "script", "style", "template"})


def markdown_of(page: str) -> str:
    """Turn a page's content into headings, paragraphs and lists, excluded from the search."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return _HEAD + "\n\n".join(reader.blocks) + "\n"


class _Reader(HTMLParser):
    """Collects the text of the article, block by block."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._is_content = False
        self._unseen = 0
        self._mark = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self._is_content = True
        elif tag in _UNSEEN:
            self._unseen += 1
        elif tag in _HEADINGS or tag == "li" or tag in _BLOCKS:
            self._end_block()
            self._mark = _HEADINGS.get(tag, "- " if tag == "li" else self._mark)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
        elif tag in _HEADINGS or tag == "li" or tag in _BLOCKS:
            self._end_block()
        elif tag == "article":
            self._end_block()
            self._is_content = False

    def handle_data(self, data: str) -> None:
        if self._is_content and not self._unseen:
            self._words.append(data)

    def _end_block(self) -> None:
        words = " ".join("".join(self._words).split())
        if words:
            self.blocks.append(self._mark + words)
            self._mark = ""
        self._words = []
