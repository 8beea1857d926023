"""The receipt of one occurrence: every step from its trigger to its outcome."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from escalation_log.engine.context import CaseContext
from escalation_log.engine.deadline_in_force import DeadlineInForce
from escalation_log.engine.occurrences import Occurrence
from escalation_log.engine.timeline import PlacedEvent
from escalation_log.engine.triggers import TriggerTime
from escalation_log.model.patterns import (
    Before,
    ByUrgency,
    DaysBefore,
    InWords,
    TimedLimit,
    UntimedLimit,
)
from escalation_log.model.receipts import (
    LapsedBy,
    MetBy,
    NoNumber,
    NoRecord,
    NotPlanned,
    Ordered,
    Receipt,
    ReceiptStep,
    RuleApplied,
    StartedBy,
    WhyLapsed,
)


class Outcome(Protocol):
    """What a receipt needs of a verdict."""

    @property
    def broken_by(self) -> PlacedEvent | None: ...  # noqa: D102

    @property
    def why_lapsed(self) -> WhyLapsed | None: ...  # noqa: D102

    @property
    def no_record_until(self) -> date | None: ...  # noqa: D102


def receipt_of(
    occurrence: Occurrence, in_force: DeadlineInForce, outcome: Outcome, context: CaseContext
) -> Receipt:
    """Put together the steps: trigger, rule, count, what governs, and how it ended."""
    return tuple(_steps(occurrence, in_force, outcome, context))


def _steps(
    occurrence: Occurrence, in_force: DeadlineInForce, outcome: Outcome, context: CaseContext
) -> Iterator[ReceiptStep]:
    if occurrence.trigger_time is not None:
        yield _started_by(occurrence.trigger_time)
    yield _rule(occurrence, in_force, context)
    yield from in_force.steps
    if in_force.due is None and not isinstance(occurrence.limit, TimedLimit):
        yield without_a_time(occurrence.limit, outcome.broken_by)
    yield from occurrence.does_not_count
    if occurrence.met is not None:
        yield _met(occurrence, occurrence.met, in_force)
    if occurrence.ended is not None:
        yield from _ended(occurrence, occurrence.ended, outcome)
    if occurrence.done_after is not None and outcome.why_lapsed is None:
        yield _met(occurrence, occurrence.done_after, in_force)


def _ended(
    occurrence: Occurrence, ended: PlacedEvent, outcome: Outcome
) -> Iterator[LapsedBy | NoRecord]:
    number, kind = ended.event.key, ended.event.kind
    if outcome.why_lapsed is not None:
        yield LapsedBy(event=number, kind=kind, moment=ended.moment, why=outcome.why_lapsed)
    elif occurrence.met is None or outcome.no_record_until is not None:
        until = outcome.no_record_until
        yield NoRecord(event=number, kind=kind, moment=ended.moment, until=until)


def _started_by(trigger_time: TriggerTime) -> StartedBy:
    if trigger_time.placed_event is None:
        return StartedBy(moment=trigger_time.moment, duty=trigger_time.deadline_of)
    event = trigger_time.placed_event.event
    return StartedBy(moment=trigger_time.moment, event=event.key, kind=event.kind, to=event.to)


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
        guide_since_event=None if since is None else since.event.key,
    )


def without_a_time(
    limit: UntimedLimit | DaysBefore | None, broken_by: PlacedEvent | None = None
) -> Ordered | NoNumber | NotPlanned:
    """Give the step for a limit without a date.

    It is an order with the event that broke it, the policy's words, or that nothing is planned yet.
    """
    match limit:
        case DaysBefore(days=days, unit=unit, planned=planned):
            return NotPlanned(planned=planned, days=days, unit=unit)
        case Before(pattern=pattern):
            number = None if broken_by is None else broken_by.event.key
            return Ordered(before=pattern, broken_by=number)
        case InWords(words=words):
            return NoNumber(words=words)
        case None:
            return NoNumber(words=None)


def _met(occurrence: Occurrence, met: PlacedEvent, in_force: DeadlineInForce) -> MetBy:
    return MetBy(
        event=met.event.key,
        kind=met.event.kind,
        moment=met.moment,
        in_time=None if in_force.due is None else not in_force.due.is_missed_by(met.moment),
        before_trigger=occurrence.trigger_time is None,
    )
