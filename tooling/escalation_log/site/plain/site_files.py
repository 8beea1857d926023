"""Every file of the site by its address, handwritten pages as MkDocs would convert them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from escalation_log.log.disk import LARGEST_ASSET, ordinary_bytes, ordinary_text
from escalation_log.model.errors import EscalogError
from escalation_log.site.addresses import link
from escalation_log.site.catalogue import Catalogue, catalogue_of
from escalation_log.site.generated import Frame, Summaries, general_frame
from escalation_log.site.hand_written import filled, head_and_body, html_of, mark_gaps, may_be_shown
from escalation_log.site.plain.plain_shell import (
    PLAIN_STYLES,
    PlainShell,
    ThemePage,
    assets_of,
    page_links,
    plain_styles,
    theme_files,
)
from escalation_log.site.policies.plain_words import heading_of
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication
from escalation_log.site.settings import address_of, filled_navigation, settings_of, source_of
from escalation_log.site.shell import headings_of
from escalation_log.site.sources import shipped_folder
from escalation_log.site.stamping import stamp_cases
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.words.lists import counted

_NOTICES = ("accessibility.html", "privacy.html")


def plain_files(root: Path, publication: Publication) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the content of each file of a log's site.

    The log's own handwritten pages, styles and settings are used where it has any. Raise
    EscalogError for a handwritten page that cannot be used.
    """
    templates = Templates(shipped_folder("templates"))
    settings = settings_of(root)
    catalogue = catalogue_of(publication, templates)
    sources = source_files(settings.pages, publication.projection)
    generated = {page.address: page.title for page in catalogue.pages}
    marks = {mark.text for mark in catalogue.marks}
    by_hand = tuple(pages_by_hand(sources, generated, marks))
    frame = general_frame(publication)
    _refuse_gaps(by_hand, frame)
    titles = generated | {page.address: page.title for page in by_hand}
    known = {source_of(address) for address in titles}
    theme = theme_files(root)
    assets = assets_of(theme, publication.projection)
    navigation = filled_navigation(list(settings.navigation), publication, known.__contains__)
    shell = PlainShell(
        templates=templates,
        settings=settings,
        navigation=page_links(navigation, titles),
        notices=page_links([source_of(each) for each in _NOTICES if each in titles], titles),
        theme=ThemePage.of(theme, {*assets, *(file.address for file in catalogue.files)}),
    )
    yield from assets.items()
    styles = (data.decode() for address, data in assets.items() if address.endswith(".css"))
    yield PLAIN_STYLES, plain_styles(styles).encode()
    for source in sources:
        if not source.is_page:
            yield source.file, ordinary_bytes(source.path, LARGEST_ASSET)
    summaries: list[CaseSummary] = []
    for page in stamp_cases(publication, templates, shell.of_cases):
        summaries.append(page.summary)
        yield from page.files
    yield from _generated(catalogue, shell, summaries)
    for own in by_hand:
        content = filled(own.html, own.address, catalogue.marks, summaries)
        contents = headings_of(content)
        whole = shell.page(
            own.address, own.title, frame, content, contents, has_own_title=own.has_own_title
        )
        yield own.address, whole.encode()


def _refuse_gaps(pages: tuple[PageByHand, ...], frame: Frame) -> None:
    """Raise EscalogError where a real partnership's page has gaps."""
    gaps = [page for page in pages if page.gaps]
    if gaps and frame.is_public and not frame.is_unlisted:
        page = gaps[0]
        raise EscalogError(
            f"{source_of(page.address)}: {counted(page.gaps, 'place')} yet to be filled in.",
            hint="Each is written as [Fill in: ...].",
        )


def _generated(
    catalogue: Catalogue, shell: PlainShell, summaries: Summaries
) -> Iterator[tuple[str, bytes]]:
    for page in catalogue.pages:
        content = str(page.write(summaries))
        contents = headings_of(content) if page.has_contents else ()
        yield (
            page.address,
            shell.page(page.address, page.title, page.frame, content, contents).encode(),
        )
    for file in catalogue.files:
        yield file.address, file.write(summaries).encode()
    yield from catalogue.parts.items()


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
        return ordinary_text(self.path)


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
            title=str(head.get("title") or heading_of(html, otherwise=source.path.stem)),
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
