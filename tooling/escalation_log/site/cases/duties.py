"""The duties of a case as its page shows them: state, due date, and the receipt in words."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.model.assessments import Breach, DutyAssessment, DutyState
from escalation_log.model.policies import Policy
from escalation_log.render.dates import day_words, moment_words
from escalation_log.render.receipts import GOVERNS_WORDS, step_words
from escalation_log.site.addresses import duty_anchor
from escalation_log.site.publication import JudgedCase, Publication
from escalation_log.site.words import (
    BREACHES,
    DUTY_STATES,
    coded_title,
    due_words,
    late_words,
    stage_name_of,
    stage_number,
)

_OPEN = (DutyState.OVERDUE, DutyState.DUE_SOON, DutyState.RUNNING, DutyState.OUTSTANDING)
_ENDED = frozenset({DutyState.MET, DutyState.MET_LATE, DutyState.LAPSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """One occurrence of a duty. Words are empty where there is nothing to say."""

    title: str
    role: str
    stage: str
    address: str
    clause: str
    state: str
    state_code: str
    force: str
    breach: str
    is_breach: bool
    due: str
    due_on: str
    late_by: str
    first_due_on: str
    governed_by: str
    met: str
    occurrence: str
    is_provisional: bool
    is_ageing: bool
    receipt: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyGroups:
    """A case's duties: what is to be done, what is over, and what has not begun."""

    open: tuple[DutyView, ...]
    ended: tuple[DutyView, ...]
    waiting: tuple[DutyView, ...]


def duty_groups(judged: JudgedCase, publication: Publication) -> DutyGroups:
    """Group a case's duties; those to be done by urgency and date, the rest in policy order."""
    rows = judged.assessment.duties
    edition = publication.edition(judged.policy.edition).address
    to_do = sorted((row for row in rows if row.state in _OPEN), key=_urgency)
    return DutyGroups(
        open=tuple(_view(row, judged.policy, edition) for row in to_do),
        ended=tuple(_view(row, judged.policy, edition) for row in rows if row.state in _ENDED),
        waiting=tuple(
            _view(row, judged.policy, edition)
            for row in rows
            if row.state not in _OPEN and row.state not in _ENDED
        ),
    )


def _urgency(row: DutyAssessment) -> tuple[int, bool, float]:
    due = 0.0 if row.due is None else row.due.at.timestamp()
    return (_OPEN.index(row.state), row.duty.advice, due)


def _view(row: DutyAssessment, policy: Policy, edition: str) -> DutyView:
    first_due_on = row.original_due_on
    moved = first_due_on is not None and first_due_on != row.due_on
    return DutyView(
        title=row.duty.title,
        role=policy.roles.get(row.role, coded_title(row.role)),
        stage=_stage(row, policy),
        address=f"{edition}#{duty_anchor(row.duty.id)}",
        clause=row.duty.clause,
        state=DUTY_STATES[row.state],
        state_code=row.state.value,
        force="advice" if row.duty.advice else row.force.value,
        breach=BREACHES[row.breach],
        is_breach=row.breach is Breach.BREACH,
        due="" if row.due is None else row.due.local.isoformat(),
        due_on=due_words(row),
        late_by="" if row.late is None else late_words(row.late),
        first_due_on=day_words(first_due_on) if moved and first_due_on else "",
        governed_by="" if row.governed_by is None else GOVERNS_WORDS[row.governed_by],
        met="" if row.met_at is None else moment_words(row.met_at),
        occurrence=f"occurrence {row.occurrence}" if row.occurrence > 1 else "",
        is_provisional=row.is_provisional,
        is_ageing=row.is_ageing,
        receipt=tuple(step_words(step) for step in row.receipt),
    )


def _stage(row: DutyAssessment, policy: Policy) -> str:
    stage = row.duty.stage
    if stage is None:
        return "The whole case"
    return stage_number(stage) or stage_name_of(policy, stage)
