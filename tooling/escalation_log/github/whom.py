"""Whom to ring about the duties of an issue: published numbers of teams and offices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from escalation_log.github.markdown import code, escaped
from escalation_log.github.rounds import JudgedCase
from escalation_log.github.row_words import agency_name
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.partnerships import Contact
from escalation_log.render.whom_to_ring import OWN_PEOPLE, call_of, teams_at

# More numbers than these stand on the case's page.
_MOST = 6


def lines_of_contacts(rows: Sequence[DutyAssessment], judged: JudgedCase) -> Iterator[str]:
    """Give a line for each number, set in below a numbered step; none where none is published."""
    contacts: dict[str, Contact] = {}
    is_own = False
    for row in rows:
        call = call_of(row.duty, judged.partnership)
        is_own |= call.is_own
        found = list(call.named)
        if call.talks:
            stage = call.stage or judged.assessment.stage or judged.policy.stages[0].id
            for agency in _sides(judged):
                found += teams_at(judged.partnership.contacts, agency, stage)
        contacts |= {each.id: each for each in found}
    if is_own:
        yield f"   - {OWN_PEOPLE}"
    for each in [each for each in contacts.values() if each.phone][:_MOST]:
        whose = "" if each.agency is None else f"{escaped(agency_name(each.agency, judged))}, "
        yield f"   - {whose}{escaped(each.name)}: {code(each.phone or '')}"


def _sides(judged: JudgedCase) -> tuple[str, ...]:
    header = judged.timeline.header
    receiving = (party.agency for party in header.receiving)
    return tuple(dict.fromkeys((header.raising.agency, *receiving)))
