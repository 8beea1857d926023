"""List the telephone numbers that an agency can ring: published teams, and emergencies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from escalation_log.model.cases import Header
from escalation_log.model.partnerships import Contact, Partnership
from escalation_log.model.policies import Duty
from escalation_log.words.titles import agency_words
from escalation_log.words.to_do import OWN_PEOPLE, call_of, contacts_for


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneLine:
    """Somebody to ring; `phone` is the published number, empty where there is none."""

    name: str
    phone: str = ""
    email: str = ""

    @property
    def dialled(self) -> str:
        """The number as it is dialled."""
        return "".join(each for each in self.phone if each.isdigit() or each == "+")


def lines_for(
    duty: Duty, partnership: Partnership, header: Header, *, stage: str, agency: str
) -> Iterator[PhoneLine]:
    """Yield whom an agency rings about a duty at a stage; no number for its own people."""
    call = call_of(duty, partnership)
    if call.is_own:
        yield PhoneLine(name=OWN_PEOPLE)
    for of, contact in contacts_for(
        call,
        partnership.contacts,
        raising=header.raising.agency,
        receiving=tuple(dict.fromkeys(each.agency for each in header.receiving)),
        stage=stage,
        actor=agency,
    ):
        where = "" if of is None else f", {agency_words(of, partnership)}"
        yield _line(contact, f"{contact.name}{where}")


def emergency_lines(partnership: Partnership) -> Iterator[PhoneLine]:
    """Yield the numbers for a child in danger now; 999 is valid in the whole country."""
    numbers = [each for each in partnership.contacts if each.is_emergency and each.phone]
    yield from (_line(each, each.name) for each in numbers)
    if not numbers:
        yield PhoneLine(name="Emergency services", phone="999")


def _line(contact: Contact, name: str) -> PhoneLine:
    return PhoneLine(name=name, phone=contact.phone or "", email=contact.email or "")
