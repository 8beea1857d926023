"""The pages of cases, each stamped into the shell of its edition's frame."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from escalation_log.log.contents import CaseFile
from escalation_log.log.judged_case import JudgedCase
from escalation_log.site.addresses import case_address, case_feed_address
from escalation_log.site.cases.rendering import CasePages
from escalation_log.site.feed_files import calendar_of
from escalation_log.site.frames import Frame, frame_of
from escalation_log.site.publication import Publication
from escalation_log.site.shell import Shell
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import CaseSummary, published_feed_of, summary_of


@contextmanager
def made_to_stay() -> Iterator[None]:
    """Keep what is made meanwhile, and all else there is by then, from the search for garbage.

    With thousands of cases that search takes a tenth of a build. The next such time begins with
    forgetting the last.
    """
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def tidy() -> None:
    """Throw away what was made since the last time and is in use no more.

    A page is made of thousands of small things. Looking for those that nobody needs while it is
    being made takes a sixth of the time that it takes.
    """
    gc.collect(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedPage:
    """What a case's page says, without what stands around it, and the case in short.

    `diary` has the case's dates for a calendar; it is empty where there are none.
    """

    address: str
    content: str
    summary: CaseSummary
    diary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedPage:
    """A finished page, the case in short, and its diary, which is empty where it has no dates."""

    address: str
    html: str
    summary: CaseSummary
    diary: str


class Drafting:
    """Judges cases and writes what their pages say."""

    def __init__(self, publication: Publication, templates: Templates) -> None:
        self._publication = publication
        self._pages = CasePages(publication, templates)

    def draft(self, file: CaseFile) -> DraftedPage:
        """Judge a case and write what its page says."""
        judged = self._publication.judge(file)
        summary = summary_of(judged, published_feed_of(judged, self._publication))
        return DraftedPage(
            address=case_address(judged.reference),
            content=str(self._pages.write(judged, has_diary=summary.feed.stands)),
            summary=summary,
            diary=self._diary(judged, summary),
        )

    def _diary(self, judged: JudgedCase, summary: CaseSummary) -> str:
        if not summary.feed.dates:
            return ""
        site = self._publication.site_of(judged.partnership)
        return calendar_of(
            f"Escalations: {judged.reference}",
            summary.feed.dates,
            self._publication.as_of,
            f"{site}{case_feed_address(judged.reference)}" if site else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shells:
    """The shells of all cases' pages, by edition."""

    by_edition: Mapping[str, Shell]

    @classmethod
    def of(cls, publication: Publication, shell_of: Callable[[Frame], Shell]) -> Shells:
        """Ask for the shells of the editions that have cases."""
        asked = {file.case.edition for file in publication.files}
        return cls(
            by_edition={
                each.policy.edition: shell_of(frame_of(publication, each))
                for each in publication.editions
                if each.policy.edition in asked
            }
        )

    def stamp(self, draft: DraftedPage) -> StampedPage:
        """Finish a page."""
        summary = draft.summary
        shell = self.by_edition[summary.edition]
        return StampedPage(
            address=draft.address,
            html=shell.stamp(title=summary.reference, content=draft.content),
            summary=summary,
            diary=draft.diary,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Finishes pages and writes them into a folder."""

    shells: Shells
    folder: Path

    def write(self, draft: DraftedPage) -> CaseSummary:
        """Write a page and the case's diary, and give back the case in short."""
        page = self.shells.stamp(draft)
        self._put(page.address, page.html)
        if page.diary:
            self._put(case_feed_address(page.summary.reference), page.diary)
        return page.summary

    def _put(self, address: str, text: str) -> None:
        path = self.folder / address
        content = text.encode()
        try:
            path.write_bytes(content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def stamp_cases(
    publication: Publication, templates: Templates, shell_of: Callable[[Frame], Shell]
) -> Iterator[StampedPage]:
    """Judge every case, write its page, and stamp it, one after another."""
    drafting = Drafting(publication, templates)
    shells = Shells.of(publication, shell_of)
    return (shells.stamp(drafting.draft(file)) for file in publication.files)
