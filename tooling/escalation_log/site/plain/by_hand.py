"""Read the handwritten pages, and turn them into HTML as MkDocs would."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from escalation_log.model.errors import EscalogError
from escalation_log.site.addresses import link
from escalation_log.site.hand_written import head_and_body, html_of, mark_gaps, may_be_shown
from escalation_log.site.policies.page import prose_of
from escalation_log.site.projection import Projection
from escalation_log.site.settings import address_of

_PAGE = ".md"
_TO_A_PAGE = re.compile(r"(?P<file>[^/:?#][^:?#]*\.md)(?P<rest>[?#].*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file among the handwritten pages; `file` is its name within their folder."""

    file: str
    path: Path

    @property
    def is_page(self) -> bool:
        """Whether it is a page, and not another file such as a picture."""
        return self.file.endswith(_PAGE)

    def text(self) -> str:
        """Read a page; raise EscalogError where it is not text in UTF-8."""
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise EscalogError(f"{self.path} is no text in UTF-8.", hint="Save it anew.") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class PageByHand:
    """A page as HTML, with its marks not yet filled in.

    `gaps` counts what the partnership has yet to fill in.
    """

    address: str
    title: str
    has_own_title: bool
    html: str
    gaps: int


def source_files(folder: Path, projection: Projection) -> tuple[SourceFile, ...]:
    """List the files among the handwritten pages that a site may show."""
    files = (
        SourceFile(file=path.relative_to(folder).as_posix(), path=path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    return tuple(
        each
        for each in files
        if may_be_shown(each.file, each.text() if each.is_page else "", projection)
    )


def pages_by_hand(
    sources: Collection[SourceFile], generated: Collection[str], marks: Collection[str]
) -> Iterator[PageByHand]:
    """Turn the pages into HTML, without comments but with the marks.

    `generated` are the addresses of all other pages. Raise EscalogError for a link to a page that
    does not exist.
    """
    pages = [each for each in sources if each.is_page]
    addresses = {*generated, *(address_of(each.file) for each in pages)}
    for source in pages:
        head, body = head_and_body(source.text())
        html = html_of(body, link_of=_Links(source, addresses), keeping=marks)
        marked = mark_gaps(html)
        yield PageByHand(
            address=address_of(source.file),
            title=str(head.get("title") or prose_of(html, heading=source.path.stem).heading),
            has_own_title=bool(head.get("title")),
            html=marked.html,
            gaps=marked.gaps,
        )


@dataclass(frozen=True, slots=True)
class _Links:
    """Resolves the links of a page to the addresses of HTML pages."""

    source: SourceFile
    addresses: Collection[str]

    def __call__(self, target: str) -> str:
        found = _TO_A_PAGE.fullmatch(target)
        if found is None:
            return target
        here = self.source.file
        address = address_of(normpath(join(dirname(here), unquote(found["file"]))))
        if address not in self.addresses:
            raise EscalogError(
                f"{self.source.path} has a link to {target}, and this site has no such page.",
                hint="Mend the link, or take it out.",
            )
        return link(address, page=address_of(here)) + (found["rest"] or "")
