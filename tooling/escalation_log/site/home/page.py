"""Make the home page and that of each area: emergency numbers, and links for each reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from escalation_log.site.addresses import WHAT_NOW, tracker_address, what_now_address
from escalation_log.site.by_when.page import BY_WHEN
from escalation_log.site.generated import (
    GeneratedPage,
    PageMark,
    Summaries,
    frame_of,
    general_frame,
)
from escalation_log.site.policies.contacts import EMERGENCY_NUMBER, ContactView, emergency_contacts
from escalation_log.site.policies.page import COMPARISON
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.templates import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A link to another page, with the reader's question and what the page offers."""

    question: str
    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A partnership's part of the site, by its policy in force."""

    id: str
    name: str
    address: str
    contacts: tuple[ContactView, ...]
    doors: tuple[Door, ...]


def areas_of(publication: Publication) -> tuple[Area, ...]:
    """List the areas of a site, one for each policy."""
    return tuple(_area(edition, publication) for edition in publication.current)


def _area(edition: PublishedEdition, publication: Publication) -> Area:
    policy = edition.policy
    today = publication.moment_in(policy).on
    return Area(
        id=policy.id,
        name=edition.partnership.name,
        address=area_address(policy.id),
        contacts=emergency_contacts(edition.partnership, policy, today),
        doors=_doors(edition, publication),
    )


def area_address(policy_id: str) -> str:
    """Give the address of an area's page.

    >>> area_address("knowsley")
    'areas/knowsley.html'
    """
    return f"areas/{policy_id}.html"


def _doors(edition: PublishedEdition, publication: Publication) -> tuple[Door, ...]:
    is_one_of_several = len(publication.current) > 1
    policy = Door(
        question="What does our policy say?",
        words="All of it: the stages, the flowchart, the contacts.",
        address=edition.address,
    )
    now = what_now_door(what_now_address(edition.policy.id, is_only=not is_one_of_several))
    by_when = by_when_door(edition.policy.id if is_one_of_several else "")
    if publication.projection is Projection.PUBLIC:
        comparison = Door(
            question="How do the policies differ?",
            words="The same questions to all of them, side by side.",
            address=COMPARISON,
        )
        return (now, policy, by_when, comparison) if is_one_of_several else (now, policy, by_when)
    area = edition.policy.id
    return (
        now,
        policy,
        by_when,
        case_door(policy=area) if is_one_of_several else case_door(),
        Door(
            question="What must my agency do next?",
            words="I manage a team: what is ours to do, the most urgent first.",
            address=f"agencies/index.html{f'#area-{area}' if is_one_of_several else ''}",
        ),
        Door(
            question="Where does every case stand?",
            words="I keep the log: what is overdue, what is due soon, what repeats.",
            address=tracker_address(policy=area) if is_one_of_several else tracker_address(),
        ),
    )


def what_now_door(address: str = WHAT_NOW) -> Door:
    """Return the link for a reader worried about a child, by default to choose the area first."""
    return Door(
        question="What do I do now?",
        words="I am worried about a child’s case: which stage, whom to contact, by when?",
        address=address,
    )


def by_when_door(area: str = "") -> Door:
    """Return the link for a reader who counts a deadline, for one area's policy or for any."""
    return Door(
        question="By when must it be done?",
        words="I know when the clock started: what is the last day in time, and why?",
        address=f"{BY_WHEN}?policy={area}" if area else BY_WHEN,
    )


def case_door(**choices: str) -> Door:
    """Return the link for a reader who looks for a case, to the tracker's search."""
    return Door(
        question="I have a case number",
        words="Where does my case stand, what comes next, and whom do I ring?",
        address=f"{tracker_address(**choices)}#tracker-find",
    )


def contacts_for_all(areas: tuple[Area, ...]) -> tuple[ContactView, ...]:
    """List the emergency contacts of all areas: shared ones once, the others by area."""
    shared = [
        contact
        for contact in areas[0].contacts
        if all(_ways(contact) in map(_ways, area.contacts) for area in areas)
    ]
    ways = {_ways(contact) for contact in shared}
    return (
        *shared,
        *(
            replace(contact, name=f"{area.name}: {contact.name}")
            for area in areas
            for contact in area.contacts
            if _ways(contact) not in ways
        ),
    )


def _ways(contact: ContactView) -> tuple[str, str, str]:
    return contact.phone_link, contact.email, contact.url


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
        return templates.write("area.html", area.address, area=area, frame=frame)

    return GeneratedPage(
        address=area.address,
        title=area.name,
        frame=frame,
        write=write,
        has_contents=False,
    )


def home_marks(publication: Publication, templates: Templates) -> Iterator[PageMark]:
    """Yield what is filled into the home page: emergency numbers and links."""
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

    yield PageMark(name="danger", write=danger)
    yield PageMark(name="home", write=home)
