"""Every file of the site, by its address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from escalation_log.model.errors import EscalogError
from escalation_log.site.catalogue import Catalogue, catalogue_of
from escalation_log.site.generated import Frame, Summaries, general_frame
from escalation_log.site.hand_written import filled
from escalation_log.site.plain.by_hand import PageByHand, pages_by_hand, source_files
from escalation_log.site.plain.plain_shell import (
    PLAIN_STYLES,
    PlainShell,
    ThemePage,
    assets_of,
    page_links,
    plain_styles,
    theme_files,
)
from escalation_log.site.publication import Publication
from escalation_log.site.settings import filled_navigation, settings_of, source_of
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
            yield source.file, source.path.read_bytes()
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
