"""What must hold of duties without a record, told by the case and its policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from escalation_log.engine.assess import assess
from escalation_log.model.assessments import (
    Assessment,
    Breach,
    CaseState,
    DutyAssessment,
    DutyState,
)
from escalation_log.model.cases import Case
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import AtOnce, InWords
from escalation_log.model.policies import Duty, Force, Policy
from escalation_log.model.receipts import LapsedBy, NoRecord, WhyLapsed
from escalation_log.model.rulebook import Rulebook
from escalation_log.sample.draw import draw_cases
from tests.engine.judging import moment

_STATED = frozenset(WhyLapsed) - {WhyLapsed.ENDED}
_STILL_TO_DO = frozenset({DutyState.OUTSTANDING, DutyState.DUE_NOW})


def is_undated(duty: Duty) -> bool:
    """Say whether a duty is required, without an amount of time or an order under any urgency."""
    limit = duty.time_allowed
    is_required = duty.force is Force.REQUIRED and not duty.advice and not duty.or_protective
    return is_required and (limit is None or isinstance(limit, InWords))


def silent_rows(case: Case, assessment: Assessment, policy: Policy) -> Iterator[str]:
    """Name each duty that was not done and whose chance ended without a mark or a stated reason."""
    for row in assessment.duties:
        if row.started_by is None or row.met_at is not None or row.is_own:
            continue
        if is_undated(row.duty) and not _is_accounted_for(row, assessment, policy):
            yield f"{case.reference} {row.duty.id}#{row.occurrence}: {row.state}"
        is_at_once = isinstance(row.duty.time_allowed, AtOnce) and row.force is Force.REQUIRED
        if is_at_once and row.state is not DutyState.DUE_NOW and row.breach is not Breach.BREACH:
            yield f"{case.reference} {row.duty.id}#{row.occurrence}: {row.state}, at once"


def _is_accounted_for(row: DutyAssessment, assessment: Assessment, policy: Policy) -> bool:
    if row.state is DutyState.NO_RECORD:
        return any(isinstance(step, NoRecord) for step in row.receipt)
    if row.state is DutyState.LAPSED:
        return any(isinstance(step, LapsedBy) and step.why in _STATED for step in row.receipt)
    if row.state not in _STILL_TO_DO:
        return False
    duty = row.duty
    ended = assessment.state is not CaseState.OPEN
    stages = [stage.id for stage in policy.stages]
    left = (
        duty.stage is not None
        and not duty.owed_until_case
        and stages.index(duty.stage) < stages.index(assessment.stage or stages[0])
    )
    # What the ending or the move itself started is owed after it, and so is what survives.
    return not (ended or left) or duty.survives or _is_started_by_a_turn(row)


def _is_started_by_a_turn(row: DutyAssessment) -> bool:
    turns = {EventKind.RESOLVED, EventKind.ESCALATED, EventKind.RECOMMENDED, EventKind.DECIDED}
    started = next(step for step in row.receipt if hasattr(step, "moment"))
    return getattr(started, "kind", None) in turns or isinstance(row.started_by, str)


def unfair_marks(case: Case, assessment: Assessment, policy: Policy) -> Iterator[str]:
    """Name each mark of a case that was withdrawn, or left by a move that the policy allows."""
    events = {event.key: event for event in case.events}
    for row in assessment.duties:
        if row.state is not DutyState.NO_RECORD:
            continue
        ending = events[next(each.event for each in row.receipt if isinstance(each, NoRecord))]
        reasons = {move.when for move in policy.moves if move.target in (None, ending.to)}
        bypass = ending.kind is EventKind.ESCALATED and ending.reason in reasons
        if ending.kind is EventKind.WITHDRAWN or bypass:
            yield f"{case.reference} {row.duty.id}#{row.occurrence}: event {ending.number}"


def sampled_faults(rulebooks: Sequence[Rulebook], count: int) -> tuple[list[str], str]:
    """Judge so many sampled cases; give what is wrong, and the share that carries a mark."""
    by_edition = {rules.policy.edition: rules for rules in rulebooks}
    as_of = moment("2026-06-30 12:00")
    faults: list[str] = []
    marked: Counter[str] = Counter()
    drawn: Counter[str] = Counter()
    for case in draw_cases(rulebooks, count=count, seed=7, as_of=as_of.at):
        rules = by_edition[case.edition]
        assessment = assess(case, rules, as_of)
        faults += silent_rows(case, assessment, rules.policy)
        faults += unfair_marks(case, assessment, rules.policy)
        drawn[rules.policy.id] += 1
        marked[rules.policy.id] += any(
            row.state is DutyState.NO_RECORD for row in assessment.duties
        )
    shares = "; ".join(f"{policy} {marked[policy]} of {drawn[policy]}" for policy in sorted(drawn))
    return faults, f"{marked.total()} of {count} cases carry a mark: {shares}."
