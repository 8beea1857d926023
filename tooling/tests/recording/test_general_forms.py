"""What can be recorded under a policy in general, which a form asks where no engine runs."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from escalation_log.engine.clock import moment_at
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.rulebook import Rulebook
from escalation_log.recording.form_fields import FormField, form_fields
from escalation_log.recording.general_forms import general_forms
from escalation_log.recording.new_case import current_rulebooks
from escalation_log.recording.offers import offers
from tests.recording.desks import NOW, Desks


def books_of(desks: Desks) -> list[Rulebook]:
    return list(current_rulebooks(desks.log, moment_at(NOW, ZoneInfo("Europe/London"))))


def forms_of(book: Rulebook) -> dict[EventKind, dict[str, FormField]]:
    now = moment_at(NOW, ZoneInfo(book.policy.time_zone))
    return {
        form.kind: {each.name: each for each in form.fields} for form in general_forms(book, now)
    }


def test_the_tiers_of_every_stage_can_be_named(desks: Desks) -> None:
    found = {}
    for book in books_of(desks):
        tiers = [tier for stage in book.policy.stages for tier in stage.tiers]
        escalated = forms_of(book)[EventKind.ESCALATED]
        if tiers:
            assert [each.value for each in escalated["tier"].choices] == tiers
            found[book.policy.id] = tiers
        else:
            assert "tier" not in escalated
    assert set(found) == {"harwick"}


@pytest.mark.parametrize("place", range(3))
def test_what_a_case_offers_the_general_form_can_say(desks: Desks, place: int) -> None:
    asked = 0
    for reference in desks.references[place::3]:
        desk = desks.open(reference)
        general = forms_of(desk.judged.rulebook)
        for offer in offers(desk):
            if offer.kind not in general:
                continue
            fields = general[offer.kind]
            for field in form_fields(offer.kind, desk, offer.preset):
                known = {each.value for each in fields[field.name].choices}
                assert {each.value for each in field.choices} <= known or not known
                asked += 1
            for name, value in offer.preset.items():
                choices = {each.value for each in fields[name].choices}
                values = set(value) if isinstance(value, list) else {value}
                assert values <= choices or not choices, (offer.kind, name)
    assert asked
