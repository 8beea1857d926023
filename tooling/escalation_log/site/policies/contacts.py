"""Show contacts, each with the day on which it was last checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from escalation_log.model.partnerships import Contact, Partnership, RingWhen
from escalation_log.model.policies import Policy
from escalation_log.model.statements import Became
from escalation_log.site.policies.stage_cards import stages_in_words
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.words.dates import day_words

_WEB = ("https://", "http://")
_YEAR = 365  # days after which a contact must be checked again


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """A contact in words; `checked` is empty where it never was, `stages` where it is for all."""

    name: str
    phone: str
    phone_link: str
    purpose: str = ""
    email: str = ""
    url: str = ""
    stages: str = ""
    checked: str = ""
    is_stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactGroup:
    """The contacts of an agency, or of the partnership, in the order of the stages."""

    name: str
    contacts: tuple[ContactView, ...]


# This number is valid everywhere in the United Kingdom.
EMERGENCY_NUMBER = ContactView(name="Emergency services", phone="999", phone_link="999")


def emergency_contacts(
    partnership: Partnership, policy: Policy, today: date
) -> tuple[ContactView, ...]:
    """List the contacts for a child in danger now, in the partnership's order.

    Where none of them has a number or address, the national emergency number is given.
    """
    shown = (
        contact_view(contact, policy, today)
        for contact in partnership.contacts
        if contact.is_emergency
    )
    reached = tuple(each for each in shown if each.phone or each.url or each.email)
    return reached or (EMERGENCY_NUMBER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Whom anybody may ring, whatever the stage: in danger, worried about a child, or unsure.

    `is_ours` says that the numbers for danger are the project's own and not the document's.
    """

    emergency: tuple[ContactView, ...] = (EMERGENCY_NUMBER,)
    worried: tuple[ContactView, ...] = ()
    unsure: tuple[ContactView, ...] = ()
    is_ours: bool = False


def numbers_of(edition: PublishedEdition, publication: Publication) -> Numbers:
    """Gather the numbers of a partnership; the statements say which are the project's own."""
    policy, partnership = edition.policy, edition.partnership
    today = publication.moment_in(policy).on
    own = () if edition.statements is None else edition.statements.own
    emergency = [each for each in partnership.contacts if each.is_emergency]

    def to_ring(when: RingWhen) -> tuple[ContactView, ...]:
        return tuple(
            contact_view(each, policy, today)
            for each in partnership.contacts
            if each.ring_when is when and each.phone
        )

    return Numbers(
        emergency=emergency_contacts(partnership, policy, today),
        worried=to_ring(RingWhen.WORRIED),
        unsure=to_ring(RingWhen.UNSURE),
        is_ours=bool(own)
        and {each.id for each in emergency}
        <= {each.what.value for each in own if each.what.kind is Became.CONTACT},
    )


def general_numbers(publication: Publication) -> Numbers:
    """Gather the numbers of all areas: those for danger, the shared ones once, others by area.

    Whom to ring without danger depends on the area, and so does whose own a number is.
    """
    areas = [(each, numbers_of(each, publication)) for each in publication.current]
    if len(areas) < 2:
        return areas[0][1] if areas else Numbers()
    shared = [
        contact
        for contact in areas[0][1].emergency
        if all(_ways(contact) in map(_ways, numbers.emergency) for _, numbers in areas)
    ]
    ways = {_ways(contact) for contact in shared}
    by_area = (
        replace(contact, name=f"{edition.partnership.name}: {contact.name}")
        for edition, numbers in areas
        for contact in numbers.emergency
        if _ways(contact) not in ways
    )
    return Numbers(emergency=(*shared, *by_area))


def _ways(contact: ContactView) -> tuple[str, str, str]:
    return contact.phone_link, contact.email, contact.url


def contact_groups(
    partnership: Partnership, policy: Policy, today: date
) -> tuple[ContactGroup, ...]:
    """List the other contacts: the partnership's own, then those of its agencies on the day."""
    order = {stage.id: index for index, stage in enumerate(policy.stages)}
    others = sorted(
        (each for each in partnership.contacts if not each.is_emergency),
        key=lambda contact: min((order.get(each, 0) for each in contact.stages), default=-1),
    )
    own = [each for each in others if each.agency not in partnership.agencies]
    groups = [
        (partnership.name, own),
        *(
            (agency.name, [each for each in others if each.agency == agency.id])
            for agency in partnership.agencies.values()
            if agency.belonged_on(today)
        ),
    ]
    return tuple(
        ContactGroup(
            name=name, contacts=tuple(contact_view(each, policy, today) for each in contacts)
        )
        for name, contacts in groups
        if contacts
    )


def contact_view(contact: Contact, policy: Policy, today: date) -> ContactView:
    """Show one contact."""
    phone = contact.phone or ""
    checked_on = contact.checked_on
    known = {stage.id for stage in policy.stages}
    return ContactView(
        name=contact.name,
        purpose=contact.purpose or "",
        phone=phone,
        phone_link="".join(letter for letter in phone if letter.isdigit() or letter == "+"),
        email=contact.email or "",
        url=contact.url if contact.url and contact.url.startswith(_WEB) else "",
        stages=stages_in_words(policy, (each for each in contact.stages if each in known)),
        checked="" if checked_on is None else day_words(checked_on),
        is_stale=checked_on is not None and (today - checked_on).days > _YEAR,
    )
