"""Whom to ring about a duty: nobody rather than somebody wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from escalation_log.log.opening import open_log
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import EventPattern
from escalation_log.model.policies import Duty
from escalation_log.site.cases.edition_parts import EditionNames, WhomToRing
from escalation_log.site.publication import Publication, PublishedEdition, publication_of
from escalation_log.site.tracking.agencies import AgencyPage, actions_of, page_of
from escalation_log.site.tracking.names import Names
from escalation_log.words.to_do import Call, call_of, teams_at
from tests.logs import FOUR
from tests.site.summaries import summaries_of

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
SIDES = ("northside-academy", "childrens-social-care")


@pytest.fixture(scope="module")
def publication() -> Publication:
    return publication_of(open_log(FOUR, as_of=AS_OF), AS_OF)


def edition_of(publication: Publication, policy: str) -> PublishedEdition:
    return next(each for each in publication.current if each.policy.id == policy)


def duty_of(edition: PublishedEdition, duty: str) -> Duty:
    return next(each for each in edition.policy.all_duties if each.id == duty)


def whom(publication: Publication, policy: str, duty: str, stage: str) -> WhomToRing:
    names = EditionNames(edition_of(publication, policy), AS_OF.date())
    return names.whom_to_ring(duty, SIDES, stage)


def ways(found: WhomToRing) -> list[str]:
    return [each.phone or each.email for group in found.groups for each in group.contacts]


def test_a_recipient_with_a_contact_is_rung_and_nobody_else(publication: Publication) -> None:
    copied = whom(publication, "knowsley", "stage-3/copy-business-manager", "stage-3")
    assert ways(copied) == ["0151 443 4786"]
    told = whom(publication, "barnsley", "stage-2/notify", "stage-2")
    assert ways(told) == ["SafeguardingUnit@barnsley.gov.uk"]
    assert not copied.own_people
    assert not told.own_people


def test_a_recipient_without_a_contact_gives_no_number(publication: Publication) -> None:
    for policy, duty in (
        ("barnsley", "stage-2/tell-designated-nurse"),
        ("barnsley", "stage-1/tell-worker"),
        ("west-sussex", "case/tell-iro"),
        ("knowsley", "stage-4/refer"),
        ("knowsley", "stage-2/seek-advice"),
        ("knowsley", "case/record-outcome"),
    ):
        assert whom(publication, policy, duty, "stage-2") == WhomToRing(own_people="", groups=())


def test_ones_own_people_have_no_number(publication: Publication) -> None:
    own = WhomToRing(own_people="Your own manager or safeguarding lead", groups=())
    assert whom(publication, "knowsley", "case/escalate-immediately", "stage-1") == own
    assert whom(publication, "city-and-hackney", "case/inform-safeguarding-lead", "stage-1") == own


def test_both_sides_are_rung_at_the_stage_of_the_duty_or_at_that_to_which_it_leads(
    publication: Publication,
) -> None:
    line_managers = ["0151 496 0112", "0151 496 0100"]
    assert ways(whom(publication, "knowsley", "stage-2/resolve", "stage-2")) == line_managers
    managers = ["0151 496 0113", "0151 496 0101"]
    assert ways(whom(publication, "knowsley", "stage-3/escalate", "stage-2")) == managers
    case = ways(whom(publication, "west-sussex", "case/confirm", "stage-3"))
    edition = edition_of(publication, "west-sussex")
    contacts = edition.partnership.contacts
    assert case == [
        contact.phone for side in SIDES for contact in teams_at(contacts, side, "stage-3")
    ]


def test_a_move_to_no_one_stage_gives_no_number(publication: Publication) -> None:
    edition = edition_of(publication, "knowsley")
    duty = duty_of(edition, "stage-3/escalate")
    met_by = EventPattern(kinds=frozenset({EventKind.ESCALATED}))
    values = {name: getattr(duty, name) for name in Duty.__slots__} | {"met_by": met_by}
    assert call_of(Duty(**values), edition.partnership) == Call()


def page(publication: Publication, policy: str, agency: str | None) -> AgencyPage:
    edition = edition_of(publication, policy)
    actor = None if agency is None else edition.partnership.agencies[agency]
    summaries = summaries_of(publication)
    return page_of(edition, actor, actions_of(summaries), Names(publication))


def rung(shown: AgencyPage) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give the ways of each duty's teams by its case and title."""
    return {
        (card.reference, duty.title): tuple(
            each.contact.phone or each.contact.email for each in duty.teams
        )
        for group in shown.groups
        for card in group.cards
        for duty in card.duties
    }


def test_an_agency_rings_the_other_side_and_its_own_only_where_the_case_goes_to_it(
    publication: Publication,
) -> None:
    shown = rung(page(publication, "knowsley", "childrens-social-care"))
    assert shown["KN-2026-0006", "Resolve between line managers"] == ("0151 496 0112",)
    assert shown["KN-2026-0006", "Escalate to the senior managers"] == (
        "0151 496 0113",
        "0151 496 0101",
    )
    assert shown["KN-2026-0006", "Take the designated professional's advice, where needed"] == ()
    school = rung(page(publication, "knowsley", "northside-academy"))
    assert school["KN-2026-0006", "Resolve between line managers"] == ("0151 496 0100",)


def test_the_partnership_rings_both_sides(publication: Publication) -> None:
    shown = rung(page(publication, "knowsley", None))
    assert len(shown["KN-2026-0007", "Confer and recommend"]) == 2
