"""Whom to ring about an issue: the published numbers of those who must act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from escalation_log.assessment.acting import PARTNERSHIP
from escalation_log.github.markdown import code, escaped
from escalation_log.github.row_words import agencies_of
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.partnerships import Contact
from escalation_log.render.whom_to_ring import teams_at
from escalation_log.render.wording import agency_words
from escalation_log.store import JudgedCase

# More numbers than these stand on the case's page.
_MOST = 6


def lines_of_contacts(rows: Sequence[DutyAssessment], judged: JudgedCase) -> Iterator[str]:
    """Give a line for each number, set in below a numbered step; none where none is published.

    They are the numbers of those that must act, for the duty's stage or the one that the case is
    at, whichever comes first: a case is taken to a stage by the people of the one before.
    """
    contacts: dict[str, Contact] = {}
    for row in rows:
        stage = _stage(row, judged)
        for agency in agencies_of((row,), judged):
            side = None if agency == PARTNERSHIP else agency
            teams = teams_at(judged.partnership.contacts, side, stage)
            contacts |= {each.id: each for each in teams if each.phone}
    for each in list(contacts.values())[:_MOST]:
        whose = (
            ""
            if each.agency is None
            else f"{escaped(agency_words(each.agency, judged.partnership))}, "
        )
        yield f"   - {whose}{escaped(each.name)}: {code(each.phone or '')}"


def _stage(row: DutyAssessment, judged: JudgedCase) -> str:
    policy = judged.policy
    stages = [each for each in (row.duty.stage, judged.assessment.stage) if each is not None]
    return min(stages, key=policy.stage_index, default=policy.stages[0].id)
