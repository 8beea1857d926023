"""Convert the text of a policy to HTML that only shows words: nothing in it runs or is fetched."""

from __future__ import annotations

import re

import nh3
from markdown import Markdown
from markdown.preprocessors import Preprocessor

from escalation_log.site.hand_written import EXTENSIONS

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ELEMENTS = frozenset(
    (
        *_HEADINGS,
        *("p", "a", "img", "em", "strong", "code", "pre", "blockquote", "hr", "br", "div"),
        *("ul", "ol", "li", "dl", "dt", "dd"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    )
)
_ATTRIBUTES = {
    "*": {"class", "title"},
    **{heading: {"id"} for heading in _HEADINGS},
    "a": {"href"},
    "img": {"alt", "src"},
    "ol": {"start"},
    "th": {"style"},
    "td": {"style"},
}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# A file of the site beside the page or below it.
_PICTURE = re.compile(r"[\w-][\w./-]*")


def policy_html(text: str) -> str:
    """Convert the Markdown of a policy; HTML in it is shown as text, and its comments are left out.

    Pictures come from the site alone, and links lead to pages, e-mail or telephones.
    """
    markdown = Markdown(extensions=list(EXTENSIONS))
    markdown.preprocessors.register(_Comments(markdown), "html_block", 20)
    markdown.inlinePatterns.deregister("html")
    return nh3.clean(
        markdown.convert(text),
        tags=set(_ELEMENTS),
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


class _Comments(Preprocessor):
    """Leaves out comments, in the place of what would keep HTML as it is."""

    def run(self, lines: list[str]) -> list[str]:
        # The ends of lines around one stay, since they part paragraphs.
        return _COMMENT.sub("", "\n".join(lines)).split("\n")


def _kept(_element: str, name: str, value: str) -> str | None:
    """Keep the value of an attribute, but no picture of another host."""
    return value if name != "src" or _PICTURE.fullmatch(value) else None
