"""The receipt of one occurrence: every step from its trigger to its outcome."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.engine.context import CaseContext
from escalation_log.engine.deadline_in_force import DeadlineInForce
from escalation_log.engine.occurrences import Occurrence
from escalation_log.engine.timeline import PlacedEvent
from escalation_log.engine.triggers import TriggerTime
from escalation_log.model.patterns import Before, ByUrgency, InWords, TimedLimit, UntimedLimit
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
    if in_force.due is None and not isinstance(occurrence.limit, TimedLimit):
        yield without_a_time(occurrence.limit, broken_by)
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


def without_a_time(
    limit: UntimedLimit | None, broken_by: PlacedEvent | None = None
) -> Ordered | NoNumber:
    """Give the step for a limit without a date: an order with the event that broke it, or words."""
    match limit:
        case Before(pattern=pattern):
            number = None if broken_by is None else broken_by.event.number
            return Ordered(before=pattern, broken_by=number)
        case InWords(words=words):
            return NoNumber(words=words)
        case None:
            return NoNumber(words=None)


def _met(occurrence: Occurrence, met: PlacedEvent, in_force: DeadlineInForce) -> MetBy:
    return MetBy(
        event=met.event.number,
        kind=met.event.kind,
        moment=met.moment,
        in_time=None if in_force.due is None else not in_force.due.is_missed_by(met.moment),
        before_trigger=occurrence.trigger_time is None,
    )
