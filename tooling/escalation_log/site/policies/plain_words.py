"""Set out a policy's page: its text for staff, and the rules of each stage with its section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup

from escalation_log.site.policies.stage_cards import StageRules

_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>\s*", re.DOTALL)
_SECTION = re.compile(r'<h2(?: id="([^"]*)")?[^>]*>(.*?)</h2>\s*', re.DOTALL)
_ID = re.compile(r"(<h[3-6][^>]*\bid=\")")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSection:
    """A part of the page below a heading of its own.

    `rules` are those of the stage, or of the case as a whole, that it is about; None for any other.
    `body` is empty where the text has no section about a stage.
    """

    anchor: str
    title: str
    body: Markup
    rules: StageRules | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainWords:
    """The text for staff: its heading, what stands before its first section, and the sections."""

    heading: str
    lead: Markup
    sections: tuple[PageSection, ...]


def heading_of(html: str, *, otherwise: str) -> str:
    """Return the first heading of a text in plain words.

    >>> heading_of("<h1>Us &amp; <em>them</em></h1>", otherwise="")
    'Us & them'
    """
    found = _HEADING.search(html)
    return _plain(found[1]) if found else otherwise


def plain_words_of(html: str, rules: Iterable[StageRules], *, heading: str) -> PlainWords:
    """Split a text at its headings, each stage's rules with the section that has its anchor as id.

    Stages for which the text has none follow in sections of their own. `heading` is used for a text
    without one.
    """
    by_anchor = {each.anchor: each for each in rules}
    before, *parts = _SECTION.split(_HEADING.sub("", html, count=1))
    told = tuple(_sections(parts, by_anchor))
    missing = by_anchor.keys() - {each.anchor for each in told}
    return PlainWords(
        heading=heading_of(html, otherwise=heading),
        lead=_written(before),
        sections=(
            *told,
            *(
                PageSection(anchor=each.anchor, title=each.name, body=Markup(), rules=each)
                for each in by_anchor.values()
                if each.anchor in missing
            ),
        ),
    )


def _sections(parts: list[str], rules: Mapping[str, StageRules]) -> Iterator[PageSection]:
    """Yield a section for each id, title and body in turn."""
    for anchor, title, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        yield PageSection(
            # What is not about a stage may have an id that the page has given to another part.
            anchor=anchor if anchor in rules else f"text-{anchor}",
            title=_plain(title),
            body=_written(body),
            rules=rules.get(anchor),
        )


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html)).strip()


def _written(html: str) -> Markup:
    text = _ID.sub(r"\1text-", html.strip())
    return Markup(text)  # noqa: S704 - HTML made from the partnership's own text
