"""Write the pages of cases: judge each, render it, and put it into its edition's shell."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from escalation_log.log.judged_case import JudgedCase
from escalation_log.site.addresses import case_address, case_data_address, case_feed_address
from escalation_log.site.cases.page import CasePages
from escalation_log.site.engine_files.log_files import LogFiles
from escalation_log.site.feed_files import feed_calendar
from escalation_log.site.generated import Frame, frame_of
from escalation_log.site.publication import Publication
from escalation_log.site.shell import Shell
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import CaseSummary, published_feed_of, summary_of

# Garbage is collected once in this many pages. Collecting it while a page is made, of thousands of
# objects, would take a sixth of the time.
_PAGES_BETWEEN_SEARCHES = 10


@contextmanager
def made_to_stay() -> Iterator[None]:
    """Exempt all objects that are alive at the end of the block from garbage collection.

    Nothing is collected within the block. With thousands of cases, collecting takes a tenth of a
    build. Entering the block again ends the exemption (`gc.unfreeze`).
    """
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedPage:
    """A finished page, the case's summary, and its diary, empty where it has no dates.

    `files_of_case` are those of the case for the engine, empty where the site has none.
    """

    address: str
    html: str
    summary: CaseSummary
    diary: str
    files_of_case: str = ""

    @property
    def files(self) -> Iterator[tuple[str, bytes]]:
        """The page, the files of the case and the diary, each with its address."""
        yield self.address, self.html.encode()
        if self.files_of_case:
            yield case_data_address(self.summary.reference), self.files_of_case.encode()
        if self.diary:
            yield case_feed_address(self.summary.reference), self.diary.encode()


def stamp_cases(
    publication: Publication, templates: Templates, shell_of: Callable[[Frame], Shell]
) -> Iterator[StampedPage]:
    """Judge each case, render its page, and put it into the shell, one after another."""
    pages, log_files = CasePages(publication, templates), LogFiles(publication)
    asked = {file.case.edition for file in publication.files}
    shells = {
        each.policy.edition: shell_of(frame_of(publication, each))
        for each in publication.editions
        if each.policy.edition in asked
    }
    for file in publication.files:
        judged = publication.judge(file)
        summary = summary_of(judged, published_feed_of(judged, publication))
        content = str(pages.write(judged, has_diary=summary.feed.stands))
        yield StampedPage(
            address=case_address(judged.reference),
            html=shells[summary.edition].stamp(title=summary.reference, content=content),
            summary=summary,
            diary=_diary(judged, summary, publication),
            files_of_case=log_files.case(file) if publication.engine.is_there else "",
        )


def _diary(judged: JudgedCase, summary: CaseSummary, publication: Publication) -> str:
    if not summary.feed.dates:
        return ""
    site = publication.site_of(judged.partnership)
    return feed_calendar(
        f"Escalations: {judged.reference}",
        summary.feed.dates,
        publication.as_of,
        f"{site}{case_feed_address(judged.reference)}" if site else "",
    )


def write_cases(
    publication: Publication,
    templates: Templates,
    shell_of: Callable[[Frame], Shell],
    folder: Path,
) -> tuple[CaseSummary, ...]:
    """Write the page and the diary of every case into a folder; return the cases' summaries."""
    summaries: list[CaseSummary] = []
    with made_to_stay():
        for page in stamp_cases(publication, templates, shell_of):
            for address, content in page.files:
                path = folder / address
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            summaries.append(page.summary)
            if len(summaries) % _PAGES_BETWEEN_SEARCHES == 0:
                gc.collect(0)
    return tuple(summaries)
