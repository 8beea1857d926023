"""Contacts as the pages show them, each with the day on which somebody last checked it."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.model.partnerships import Contact, Partnership
from escalation_log.model.policies import Policy
from escalation_log.render.dates import day_words
from escalation_log.site.words import stage_name_of, stage_number

_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """A contact in words. `checked` is empty where nobody has checked it."""

    name: str
    purpose: str
    phone: str
    phone_link: str
    email: str
    url: str
    serves: str
    is_emergency: bool
    checked: str


def contact_views(partnership: Partnership, policy: Policy) -> tuple[ContactView, ...]:
    """Show a partnership's contacts, those for emergencies first."""
    ordered = sorted(partnership.contacts, key=lambda contact: not contact.is_emergency)
    return tuple(_view(contact, partnership, policy) for contact in ordered)


def _view(contact: Contact, partnership: Partnership, policy: Policy) -> ContactView:
    phone = contact.phone or ""
    return ContactView(
        name=contact.name,
        purpose=contact.purpose or "",
        phone=phone,
        phone_link="".join(letter for letter in phone if letter.isdigit() or letter == "+"),
        email=contact.email or "",
        url=contact.url if contact.url and contact.url.startswith(_WEB) else "",
        serves=_serves(contact, partnership, policy),
        is_emergency=contact.is_emergency,
        checked="" if contact.checked_on is None else day_words(contact.checked_on),
    )


def _serves(contact: Contact, partnership: Partnership, policy: Policy) -> str:
    stages = ", ".join(stage_number(each) or stage_name_of(policy, each) for each in contact.stages)
    agency = partnership.agencies.get(contact.agency) if contact.agency else None
    return "; ".join(part for part in (stages, agency.name if agency else "") if part)
