"""The home page, which a log of one partnership has to itself, and a page for each of several."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from escalation_log.site.frames import frame_of, general_frame
from escalation_log.site.generated import GeneratedPage, Mark, Summaries
from escalation_log.site.home.doors import (
    Area,
    areas_of,
    by_when_door,
    case_door,
    contacts_for_all,
    what_now_door,
)
from escalation_log.site.policies.contacts import EMERGENCY_NUMBER
from escalation_log.site.policies.pages import COMPARISON
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Edition, Publication
from escalation_log.site.templates import Templates


def home_pages(publication: Publication, templates: Templates) -> Iterator[GeneratedPage]:
    """Give a page for each area; the only one of a log needs none."""
    areas = areas_of(publication)
    if len(areas) > 1:
        for area, edition in zip(areas, publication.current, strict=True):
            yield _page(area, edition, publication, templates)


def _page(
    area: Area, edition: Edition, publication: Publication, templates: Templates
) -> GeneratedPage:
    frame = frame_of(publication, edition)

    def write(_summaries: Summaries) -> Markup:
        return templates.write("area.html", area.address, area=area, frame=frame)

    return GeneratedPage(
        address=area.address,
        title=area.name,
        frame=frame,
        write=write,
        has_contents=False,
    )


def home_marks(publication: Publication, templates: Templates) -> Iterator[Mark]:
    """Give what the home page says: whom to ring, and where to go on."""
    areas = areas_of(publication)

    def danger(address: str, _summaries: Summaries) -> Markup:
        contacts = contacts_for_all(areas) if areas else (EMERGENCY_NUMBER,)
        return templates.write("danger.html", address, contacts=contacts)

    def home(address: str, _summaries: Summaries) -> Markup:
        return templates.write(
            "home.html",
            address,
            areas=areas,
            comparison=COMPARISON,
            frame=general_frame(publication),
            lacks_rules=publication.lacks_rules,
            doors=(
                (what_now_door(), by_when_door(), case_door())
                if publication.projection is Projection.RESTRICTED
                else (what_now_door(), by_when_door())
            ),
        )

    yield Mark(name="danger", write=danger)
    yield Mark(name="home", write=home)
