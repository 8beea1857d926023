"""Make the home page and that of each area: emergency numbers, and links for each reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from escalation_log.model.policies import Subject
from escalation_log.site.addresses import what_now_address
from escalation_log.site.generated import (
    GeneratedPage,
    PageMark,
    Summaries,
    frame_of,
    general_frame,
)
from escalation_log.site.home.today import today_of
from escalation_log.site.policies.contacts import Numbers, general_numbers, numbers_of
from escalation_log.site.policies.page import COMPARISON
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.templates import Templates

# The law that the page about privacy names, by whom a policy protects.
_TASKS = {
    Subject.CHILD: (
        "The task is that of the safeguarding partners under section 16E of the Children Act 2004, "
        "for England, and of the agencies' own duties to safeguard children."
    ),
    Subject.ADULT: (
        "The task is that of the Safeguarding Adults Board under section 43 of the Care Act 2014, "
        "for England, and of the agencies' own duties to safeguard adults."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A partnership's part of the site, with the addresses of its policy in force and questions."""

    id: str
    name: str
    address: str
    numbers: Numbers
    policy: str
    what_now: str


def areas_of(publication: Publication) -> tuple[Area, ...]:
    """List the areas of a site, one for each policy."""
    is_only = len(publication.current) == 1
    areas = []
    for edition in publication.current:
        policy, partnership = edition.policy, edition.partnership
        areas.append(
            Area(
                id=policy.id,
                name=partnership.name,
                address=f"areas/{policy.id}.html",
                numbers=numbers_of(edition, publication),
                policy=edition.address,
                what_now=what_now_address(policy.id, is_only=is_only),
            )
        )
    return tuple(areas)


def home_pages(publication: Publication, templates: Templates) -> Iterator[GeneratedPage]:
    """Yield a page for each area; a log with one area has none besides the home page."""
    areas = areas_of(publication)
    if len(areas) > 1:
        for area, edition in zip(areas, publication.current, strict=True):
            yield _page(area, edition, publication, templates)


def _page(
    area: Area, edition: PublishedEdition, publication: Publication, templates: Templates
) -> GeneratedPage:
    frame = frame_of(publication, edition)

    def write(_summaries: Summaries) -> Markup:
        return templates.write(
            "area.html", area.address, area=area, frame=frame, comparison=COMPARISON
        )

    return GeneratedPage(
        address=area.address,
        title=area.name,
        frame=frame,
        write=write,
        has_contents=False,
    )


def home_marks(publication: Publication, templates: Templates) -> Iterator[PageMark]:
    """Yield what is filled into pages: emergency numbers, links, and the law a task stands in."""
    areas = areas_of(publication)

    def danger(address: str, _summaries: Summaries) -> Markup:
        return templates.write(
            "danger.html",
            address,
            numbers=general_numbers(publication),
            subjects=publication.subjects,
        )

    def home(address: str, summaries: Summaries) -> Markup:
        frame = general_frame(publication)
        return templates.write(
            "home.html",
            address,
            areas=areas,
            comparison=COMPARISON,
            frame=frame,
            today=() if frame.is_public or not areas else tuple(today_of(summaries, frame.areas)),
            lacks_rules=publication.lacks_rules,
        )

    def law(_address: str, _summaries: Summaries) -> Markup:
        subjects = publication.subjects or (Subject.CHILD,)
        return escape(" ".join(_TASKS[each] for each in subjects))

    def seal(address: str, _summaries: Summaries) -> Markup:
        if publication.seal is None:
            return Markup()
        return templates.write("seal.html", address, seal=publication.seal)

    yield PageMark(name="danger", write=danger)
    yield PageMark(name="seal", write=seal)
    yield PageMark(name="law", write=law)
    yield PageMark(name="home", write=home)
