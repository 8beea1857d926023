"""Handwritten pages: convert Markdown, mark gaps, and decide which site shows a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import yaml
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from escalation_log.site.generated import PageMark, Summaries
from escalation_log.site.projection import Projection
from escalation_log.words.lists import counted

_GAP = re.compile(r"\[Fill in: [^\]]+\]")
_AFTER_HEADING = re.compile(r"</h1>\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A page's HTML with its gaps marked, and their number."""

    html: str
    gaps: int


def mark_gaps(html: str) -> Filled:
    """Mark each gap, and say below the heading how many there are."""
    marked, gaps = _GAP.subn(r'<mark class="el-gap">\g<0></mark>', html)
    if not gaps:
        return Filled(html=html, gaps=0)
    note = (
        '<div class="el-note"><p class="el-note__title">Not finished</p>'
        f"<p>The partnership has yet to fill in {counted(gaps, 'place')} on this page, each marked "
        "“Fill in”.</p></div>\n"
    )
    return Filled(
        html=_AFTER_HEADING.sub(lambda heading: heading[0] + note, marked, count=1), gaps=gaps
    )


# The extensions of `mkdocs.yml`, and those that MkDocs always adds.
EXTENSIONS = ("admonition", "attr_list", "def_list", "fenced_code", "tables", "toc")
# Everything that a browser does not show. In code it is escaped, and so does not match.
_UNSEEN = r"(?:<!--.*?-->|<![^>]*>|<\?.*?\?>)"
# A match alone on a line is removed with its line.
_REMARK = re.compile(rf"\n+{_UNSEEN}(?:\n*(?=\n)|\Z)|{_UNSEEN}", re.DOTALL)


def html_of(
    text: str,
    *,
    link_of: Callable[[str], str] | None = None,
    keeping: Collection[str] = (),
) -> str:
    """Convert Markdown to HTML without comments, except those to keep.

    `link_of` is called for each link and picture, and returns its address.
    """
    markdown = Markdown(extensions=list(EXTENSIONS))
    if link_of is not None:
        markdown.treeprocessors.register(_Links(link_of), "links", 0)
    return without_comments(markdown.convert(text), keeping=keeping)


def without_comments(html: str, *, keeping: Collection[str] = ()) -> str:
    """Remove comments, except those to keep, and everything else that a browser does not show.

    >>> without_comments("a<!-- secret --> b <!-- mark --><code>&lt;!-- c --></code>",
    ...                  keeping=["<!-- mark -->"])
    'a b <!-- mark --><code>&lt;!-- c --></code>'
    """
    return _REMARK.sub(lambda found: found[0] if found[0].strip() in keeping else "", html)


class _Links(Treeprocessor):
    def __init__(self, link_of: Callable[[str], str]) -> None:
        super().__init__()
        self._link_of = link_of

    def run(self, root: Element) -> None:
        """Replace the address of each link and picture."""
        for element in root.iter():
            key = {"a": "href", "img": "src"}.get(element.tag)
            target = element.get(key) if key else None
            if key and target:
                element.set(key, self._link_of(target))


# The file name suffixes of MkDocs pages.
_PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_PUBLIC_FOLDER = "public/"
_HEAD = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)


def head_and_body(text: str) -> tuple[Mapping[str, Any], str]:
    r"""Split a page into its front matter and its Markdown; invalid front matter is Markdown.

    >>> head_and_body("---\npublic: true\n---\n\n# About\n")
    ({'public': True}, '# About\n')
    """
    found = _HEAD.match(text)
    if found is None:
        return {}, text
    try:
        head = yaml.safe_load(found[1])
    except yaml.YAMLError:
        return {}, text
    return (head, text[found.end() :].lstrip("\n")) if isinstance(head, dict) else ({}, text)


def may_be_shown(file: str, text: str, projection: Projection) -> bool:
    """Say whether a site may show a handwritten page or file.

    The public site shows a page with `public: true` in its front matter, and any other file in the
    folder `public/`.
    """
    if projection is Projection.RESTRICTED:
        return True
    if file.endswith(_PAGES):
        return head_and_body(text)[0].get("public") is True
    return file.startswith(_PUBLIC_FOLDER)


def filled(html: str, address: str, marks: Iterable[PageMark], summaries: Summaries) -> str:
    """Replace the marks in a page by what belongs there."""
    for mark in marks:
        if mark.text in html:
            html = html.replace(mark.text, str(mark.write(address, summaries)))
    return html
