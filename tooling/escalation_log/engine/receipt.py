"""The receipt of one occurrence: every step from its trigger to its outcome."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.engine.context import CaseContext
from escalation_log.engine.deadline_in_force import DeadlineInForce
from escalation_log.engine.occurrences import Occurrence
from escalation_log.engine.timeline import PlacedEvent
from escalation_log.engine.triggers import TriggerTime
from escalation_log.model.patterns import Before, ByUrgency, InWords, PlainLimit
from escalation_log.model.receipts import (
    LapsedBy,
    MetBy,
    NoNumber,
    Ordered,
    Receipt,
    ReceiptStep,
    RuleApplied,
    StartedBy,
)


def receipt_of(
    occurrence: Occurrence,
    in_force: DeadlineInForce,
    broken_by: PlacedEvent | None,
    context: CaseContext,
) -> Receipt:
    """Put together the steps: trigger, rule, count, what governs, and how it ended."""
    return tuple(_steps(occurrence, in_force, broken_by, context))


def _steps(
    occurrence: Occurrence,
    in_force: DeadlineInForce,
    broken_by: PlacedEvent | None,
    context: CaseContext,
) -> Iterator[ReceiptStep]:
    if occurrence.trigger_time is not None:
        yield _started_by(occurrence.trigger_time)
    yield _rule(occurrence, in_force, context)
    yield from in_force.steps
    if in_force.due is None:
        yield from _without_a_time(occurrence.limit, broken_by)
    if occurrence.met is not None:
        yield _met(occurrence, occurrence.met, in_force)
    if occurrence.lapsed is not None:
        lapsed = occurrence.lapsed
        yield LapsedBy(event=lapsed.event.number, kind=lapsed.event.kind, moment=lapsed.moment)


def _started_by(trigger_time: TriggerTime) -> StartedBy:
    if trigger_time.placed_event is None:
        return StartedBy(moment=trigger_time.moment, duty=trigger_time.deadline_of)
    event = trigger_time.placed_event.event
    return StartedBy(moment=trigger_time.moment, event=event.number, kind=event.kind, to=event.to)


def _rule(occurrence: Occurrence, in_force: DeadlineInForce, context: CaseContext) -> RuleApplied:
    duty = occurrence.duty
    since = in_force.guide_since
    return RuleApplied(
        duty=duty.id,
        clause=duty.clause,
        edition=context.rulebook.policy.edition,
        limit=occurrence.limit,
        force="advice" if duty.advice else in_force.force,
        recurs=duty.every is not None,
        urgency=occurrence.urgency if isinstance(duty.every or duty.limit, ByUrgency) else None,
        guide_since_event=None if since is None else since.event.number,
    )


def _without_a_time(
    limit: PlainLimit | None, broken_by: PlacedEvent | None
) -> Iterator[ReceiptStep]:
    match limit:
        case Before(pattern=pattern):
            yield Ordered(
                before=pattern, broken_by=None if broken_by is None else broken_by.event.number
            )
        case InWords(words=words):
            yield NoNumber(words=words)
        case None:
            yield NoNumber(words=None)


def _met(occurrence: Occurrence, met: PlacedEvent, in_force: DeadlineInForce) -> MetBy:
    return MetBy(
        event=met.event.number,
        kind=met.event.kind,
        moment=met.moment,
        in_time=None if in_force.due is None else not in_force.due.is_missed_by(met.moment),
        before_trigger=occurrence.trigger_time is None,
    )
