"""The theme's shell of a page, rendered once and stamped for each case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

# Words that no theme and no case contains; the theme is asked to put them where these things go.
TITLE = "escalog-title-goes-here"
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
            titled = piece.split(TITLE)
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
