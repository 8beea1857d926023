"""The prose of a policy's page, fitted between the sections that are generated from its rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup

_FIRST_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>\s*", re.DOTALL)
_HEADING_TAG = re.compile(r"<(/?)h([2-5])\b")
_HEADING_ID = re.compile(r"(<h[2-6][^>]*\bid=\")")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """The heading, in plain text, and the rest, as HTML whose headings are one level lower."""

    heading: str
    body: Markup


def prose_of(html: str, *, heading: str) -> Prose:
    """Take the first heading off a text and lower the others; without one, use the one given."""
    found = _FIRST_HEADING.search(html)
    body = _FIRST_HEADING.sub("", html, count=1)
    body = _HEADING_TAG.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}", body)
    body = _HEADING_ID.sub(r"\1text-", body)
    return Prose(
        heading=unescape(_TAG.sub("", found[1])).strip() if found else heading,
        body=Markup(body),  # noqa: S704 - HTML made from the partnership's own text
    )
