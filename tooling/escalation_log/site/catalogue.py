"""Everything that the site of a publication has beside its case pages and pages by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from escalation_log.site.addresses import case_address, link
from escalation_log.site.cases.page import CASE_SECTIONS, case_page_of
from escalation_log.site.frames import frame_of, general_frame
from escalation_log.site.generated import GeneratedFile, GeneratedPage, Mark, Summaries
from escalation_log.site.policies.flowchart import flowchart_of
from escalation_log.site.policies.page import policy_page_of
from escalation_log.site.policies.prose import prose_of
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Edition, JudgedCase, Publication
from escalation_log.site.templates import Templates
from escalation_log.site.texts import html_of
from escalation_log.site.tracking.tracker import tracker_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What a publication gives: pages, files, and what goes where pages by hand have a mark."""

    pages: tuple[GeneratedPage, ...]
    files: tuple[GeneratedFile, ...]
    marks: tuple[Mark, ...]


def catalogue_of(publication: Publication, templates: Templates) -> Catalogue:
    """List everything; what is for the restricted site alone is not in the public one's list."""
    pages = [_policy(edition, publication, templates) for edition in publication.editions]
    marks = [_policy_list(publication, templates)]
    if publication.projection is Projection.RESTRICTED:
        pages.append(_tracker(publication, templates))
    return Catalogue(pages=tuple(pages), files=(), marks=tuple(marks))


def _policy(edition: Edition, publication: Publication, templates: Templates) -> GeneratedPage:
    heading = policy_heading(edition)

    def write(_summaries: Summaries) -> Markup:
        text = publication.texts.get(edition.policy.id, "") if edition.is_current else ""
        prose = prose_of(html_of(text), heading=heading)
        page = policy_page_of(edition, publication, heading=prose.heading)
        chart = flowchart_of(page.flow)
        return templates.write("policy.html", page.address, page=page, chart=chart, prose=prose)

    return GeneratedPage(
        address=edition.address,
        title=heading,
        frame=frame_of(publication, edition),
        write=write,
    )


def policy_heading(edition: Edition) -> str:
    """Name an edition's page."""
    words = f"{edition.partnership.name}: {edition.policy.title}"
    return words if edition.is_current else f"{words}, edition {edition.policy.version}"


def _policy_list(publication: Publication, templates: Templates) -> Mark:
    def write(address: str, _summaries: Summaries) -> Markup:
        return templates.write("policy_list.html", address, editions=publication.editions)

    return Mark(name="policies", write=write)


def _tracker(publication: Publication, templates: Templates) -> GeneratedPage:
    def write(summaries: Summaries) -> Markup:
        tracker = tracker_of(summaries, left_out=publication.left_out)
        return templates.write("tracker.html", "tracker.html", tracker=tracker)

    return GeneratedPage(
        address="tracker.html",
        title="Tracker",
        frame=general_frame(publication),
        write=write,
        needs_cases=True,
        is_searched=False,
        has_contents=False,
    )


def case_content(judged: JudgedCase, publication: Publication, templates: Templates) -> Markup:
    """Write a case's page."""
    page = case_page_of(judged, publication)
    return templates.write(
        "case.html",
        page.address,
        page=page,
        sections=dict(CASE_SECTIONS),
        case_link=_case_link(publication.references, page.address),
    )


def _case_link(references: frozenset[str], address: str) -> Callable[[str], str]:
    """Give the link to a case's page, empty where it has none."""

    def case_link(reference: str) -> str:
        if reference not in references:
            return ""
        return link(case_address(reference), page=address)

    return case_link
