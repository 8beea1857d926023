"""What people wrote in Markdown, as HTML: the text of a policy, and the pages written by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

# The same as in `mkdocs.yml`, with what MkDocs adds of its own accord.
_EXTENSIONS = ("admonition", "attr_list", "def_list", "fenced_code", "tables", "toc")
# Whatever a browser reads and does not show. In code it stands escaped, so it is not meant.
_UNSEEN = r"(?:<!--.*?-->|<![^>]*>|<\?.*?\?>)"
# Alone on a line, it takes the line with it.
_REMARK = re.compile(rf"\n+{_UNSEEN}(?:\n*(?=\n)|\Z)|{_UNSEEN}", re.DOTALL)


def html_of(
    text: str,
    *,
    link_of: Callable[[str], str] | None = None,
    keeping: Collection[str] = (),
) -> str:
    """Turn Markdown into HTML without the writers' comments, but for those to keep.

    `link_of` is asked where each link and picture leads.
    """
    markdown = Markdown(extensions=list(_EXTENSIONS))
    if link_of is not None:
        markdown.treeprocessors.register(_Links(link_of), "links", 0)
    return without_comments(markdown.convert(text), keeping=keeping)


def without_comments(html: str, *, keeping: Collection[str] = ()) -> str:
    """Take out the comments, but for those to keep, and whatever else a browser does not show.

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
        """Ask for each link and picture."""
        for element in root.iter():
            key = {"a": "href", "img": "src"}.get(element.tag)
            target = element.get(key) if key else None
            if key and target:
                element.set(key, self._link_of(target))
