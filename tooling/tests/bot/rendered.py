"""Markdown as GitHub's own parser renders it, and what GitHub would make of the text in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import cmarkgfm  # type: ignore[import-untyped]
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]

# What GitHub looks for in the text outside code, after the Markdown is rendered: accounts and
# teams, issues, commits, addresses, and pictures by their names.
REFERENCES = (
    re.compile(r"(?<![\w/])@[a-z0-9]", re.IGNORECASE),
    re.compile(r"(?<![\w])(?:[\w.-]+/[\w.-]+|[\w-]+)?#[0-9]", re.IGNORECASE),
    re.compile(r"\bGH-[0-9]", re.IGNORECASE),
    re.compile(r"\b(?:GHSA|CVE)-[0-9a-z]", re.IGNORECASE),
    re.compile(r"(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])", re.IGNORECASE),
    re.compile(r"\b(?:https?|ftp)://", re.IGNORECASE),
    re.compile(r"\b(?:mailto|xmpp):\w", re.IGNORECASE),
    re.compile(r"\bwww\.\w", re.IGNORECASE),
    re.compile(r"[\w.+-]+@[\w-]"),
    re.compile(r":[a-z_+-]+:", re.IGNORECASE),
)
# It stands between a sign and what would make a reference of it.
JOINER = "\u2060"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The elements in order, each with its attributes, and the text outside and within code."""

    elements: tuple[str, ...]
    text: str
    code: str

    @property
    def words(self) -> str:
        """The text outside code as a reader sees it."""
        return self.text.replace(JOINER, "")

    @property
    def references(self) -> tuple[str, ...]:
        """What GitHub would make a reference, a mention or a link of."""
        return tuple(found[0] for each in REFERENCES for found in each.finditer(self.text))


def rendered(markdown: str) -> Page:
    """Render Markdown; `span`, which only keeps a sign from beginning a formula, is no element."""
    html = cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(
        elements=tuple(reader.elements), text="".join(reader.text), code="\n".join(reader.code)
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.text: list[str] = []
        self.code: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag == "code"
        if tag != "span":
            self.elements.append(" ".join((tag, *(f"{name}={value}" for name, value in attrs))))

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "code"
        if tag != "span":
            self.elements.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.elements.append(f"!{data}")

    def handle_data(self, data: str) -> None:
        (self.code if self._depth else self.text).append(data)
