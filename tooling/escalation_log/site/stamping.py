"""The pages of cases, each stamped into the shell of its frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from escalation_log.site.cases.content import case_content
from escalation_log.site.frames import Frame, frame_of
from escalation_log.site.publication import Publication
from escalation_log.site.shell import Shell
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import CaseSummary, summary_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedPage:
    """A finished page."""

    address: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """The pages of all cases, and every case in short."""

    pages: tuple[StampedPage, ...]
    summaries: tuple[CaseSummary, ...]


def stamp_cases(
    publication: Publication, templates: Templates, shell_of: Callable[[Frame], Shell]
) -> Stamped:
    """Judge every case, write its page, and stamp it."""
    pages: list[StampedPage] = []
    summaries: list[CaseSummary] = []
    for file in publication.files:
        judged = publication.judge(file)
        summaries.append(summary_of(judged))
        frame = frame_of(publication, publication.edition(judged.policy.edition))
        content = str(case_content(judged, publication, templates))
        html = shell_of(frame).stamp(title=judged.reference, content=content)
        pages.append(StampedPage(address=judged.address, html=html))
    return Stamped(pages=tuple(pages), summaries=tuple(summaries))
