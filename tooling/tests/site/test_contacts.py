"""Contacts on the page of a policy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from html import escape, unescape

import pytest

from escalation_log.site.policies.contacts import contact_groups, emergency_contacts
from escalation_log.site.publication import Publication
from escalation_log.words.dates import day_words
from tests.site.policies import ALL, NOON, edition_of, said


@pytest.mark.parametrize("policy_id", ALL)
def test_contacts_stand_by_agency_and_say_when_they_were_checked(
    publication: Publication, pages: Mapping[str, str], policy_id: str
) -> None:
    edition = edition_of(publication, policy_id)
    partnership = edition.partnership
    page = pages[f"policies/{policy_id}/index.html"]
    groups = re.findall(
        r'<details class="el-contact-group"[^>]*>\s*<summary>(.*?)</summary>(.*?)</details>',
        page,
        re.DOTALL,
    )
    # The partnership's own stand before those of the agencies, and are not folded away.
    own = page.partition('<h2 id="contacts">')[2].partition("<details")[0]
    groups.insert(0, (escape(partnership.name), own))
    names = [unescape(name) for name, _ in groups]
    assert names == list(dict.fromkeys(names))
    for contact in partnership.contacts:
        agency = partnership.agencies.get(contact.agency) if contact.agency else None
        if contact.is_emergency or (agency and not agency.belonged_on(NOON.date())):
            continue
        name = agency.name if agency else partnership.name
        words = said(dict(zip(names, (body for _, body in groups), strict=True))[name])
        assert contact.name in words
        assert all(each in words for each in (contact.phone, contact.email) if each)
        if contact.checked_on is None:
            assert "Never checked Check before you rely on it." in words
        else:
            is_old = contact.checked_on < NOON.date() - timedelta(days=365)
            day = day_words(contact.checked_on)
            checked = f"Checked over a year ago on {day}." if is_old else f"Checked on {day}"
            assert checked in words


def test_contacts_come_in_the_order_of_the_stages(publication: Publication) -> None:
    edition = edition_of(publication, "knowsley")
    (own, *agencies) = contact_groups(edition.partnership, edition.policy, NOON.date())
    assert own.name == edition.partnership.name
    for group in agencies:
        assert [contact.stages for contact in group.contacts] == [
            "Stage 1 and Stage 2",
            "Stage 3 and Stage 4",
        ]


def test_an_agency_that_is_no_member_has_no_contacts(publication: Publication) -> None:
    edition = edition_of(publication, "strathkell")
    groups = contact_groups(edition.partnership, edition.policy, NOON.date())
    names = {group.name for group in groups}
    assert "Family nursing" in names
    assert "School nursing" not in names


def test_a_contact_links_only_to_the_web(publication: Publication) -> None:
    edition = edition_of(publication, "barnsley")
    contact = next(each for each in edition.partnership.contacts if each.url)
    script = replace(contact, url="javascript:alert(1)")
    partnership = replace(edition.partnership, contacts=(contact, script))
    (group,) = contact_groups(partnership, edition.policy, NOON.date())
    assert [each.url for each in group.contacts] == [contact.url, ""]
    emergency = replace(contact, is_emergency=True)
    partnership = replace(partnership, contacts=(emergency,))
    (shown,) = emergency_contacts(partnership, edition.policy, NOON.date())
    assert shown.name == contact.name
    assert contact_groups(partnership, edition.policy, NOON.date()) == ()
