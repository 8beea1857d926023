"""What people wrote in Markdown, as HTML: the text of a policy, and the pages written by hand."""

from __future__ import annotations

import re

from markdown import Markdown

# The same as in `mkdocs.yml`.
_EXTENSIONS = ("admonition", "attr_list", "def_list", "tables", "toc")
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)?---\n", re.DOTALL)


def html_of(text: str) -> str:
    """Turn Markdown into HTML."""
    return Markdown(extensions=list(_EXTENSIONS)).convert(text)


def without_front_matter(text: str) -> str:
    """Take the settings off the head of a page written by hand."""
    return _FRONT_MATTER.sub("", text, count=1)
