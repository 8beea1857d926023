"""A case in short: what the tracker and the pages of agencies need of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from escalation_log.model.assessments import Breach, CaseState, DutyState, Late
from escalation_log.model.stamps import Moment
from escalation_log.site.publication import JudgedCase, Publication
from escalation_log.site.words import due_words, stage_name_of

_TO_DO = frozenset(
    {DutyState.OVERDUE, DutyState.DUE_SOON, DutyState.RUNNING, DutyState.OUTSTANDING}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySummary:
    """A duty that is to be done."""

    id: str
    title: str
    state: DutyState
    due: Moment | None
    due_on: date | None
    due_words: str
    late: Late | None
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """Where a case stands. `edition_address` is that of the policy's page."""

    reference: str
    address: str
    policy: str
    edition_address: str
    partnership: str
    stage: str
    state: CaseState
    theme: str
    opened_on: date
    raising: str
    receiving: tuple[str, ...]
    to_do: tuple[DutySummary, ...]
    breaches: int
    over_guide: int
    ageing: int


def summary_of(judged: JudgedCase, publication: Publication) -> CaseSummary:
    """Say in short where a case stands."""
    assessment = judged.assessment
    header = judged.timeline.header
    rows = assessment.duties
    return CaseSummary(
        reference=judged.reference,
        address=judged.address,
        policy=judged.policy.id,
        edition_address=publication.edition(judged.policy.edition).address,
        partnership=judged.partnership.name,
        stage=stage_name_of(judged.policy, assessment.stage) if assessment.stage else "",
        state=assessment.state,
        theme=header.theme,
        opened_on=judged.timeline.happenings[0].moment.on,
        raising=header.raising.agency,
        receiving=tuple(party.agency for party in header.receiving),
        to_do=tuple(
            DutySummary(
                id=row.duty.id,
                title=row.duty.title,
                state=row.state,
                due=row.due,
                due_on=row.due_on,
                due_words=due_words(row),
                late=row.late,
                is_provisional=row.is_provisional,
            )
            for row in rows
            if row.state in _TO_DO
        ),
        breaches=sum(row.breach is Breach.BREACH for row in rows),
        over_guide=sum(row.breach is Breach.OVER_GUIDE for row in rows),
        ageing=sum(row.is_ageing for row in rows),
    )
