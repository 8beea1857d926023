"""Dark colours by the reader's own choice, for pages without a theme that would switch them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# A comma that parts selectors, not one within brackets.
_BETWEEN = re.compile(r",(?![^(]*\))")
_LIGHT = '[data-md-color-scheme="default"]'
_DARK = '[data-md-color-scheme="slate"]'


def dark_rules(css: str) -> str:
    """Give the rules of the dark scheme anew, as rules for a screen that prefers dark colours.

    >>> print(dark_rules('p {top: 0} [data-md-color-scheme="slate"] p {color: #fff}'), end="")
    @media screen and (prefers-color-scheme: dark) {
    [data-md-color-scheme="default"] p {color: #fff}
    }
    """
    rules = "".join(_dark(_COMMENT.sub("", css)))
    return f"@media screen and (prefers-color-scheme: dark) {{\n{rules}}}\n" if rules else ""


def _dark(css: str) -> Iterator[str]:
    for head, body in _blocks(css):
        if head.startswith("@"):
            inner = "".join(_dark(body))
            if inner:
                yield f"{head} {{\n{inner}}}\n"
        elif _DARK in head:
            meant = (each.strip() for each in _BETWEEN.split(head) if _DARK in each)
            yield f"{', '.join(meant).replace(_DARK, _LIGHT)} {{{body}}}\n"


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Give what stands before each pair of outer braces, and what stands within."""
    depth = start = opened = 0
    for place, letter in enumerate(css):
        if letter == "{":
            depth += 1
            if depth == 1:
                opened = place
        elif letter == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].rpartition(";")[2].strip(), css[opened + 1 : place]
                start = place + 1
