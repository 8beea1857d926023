"""Rows that are the partnership's or the project's own, so that an open case always has a date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from escalation_log.engine.acting import OWN_ROLE
from escalation_log.engine.clock import day_moment, next_midnight
from escalation_log.engine.context import CaseContext
from escalation_log.engine.deadline import deadline_for
from escalation_log.engine.deadline_in_force import Due, lateness
from escalation_log.engine.timeline import PlacedEvent
from escalation_log.engine.verdict import soon_from
from escalation_log.model.assessments import Breach, CaseState, DutyAssessment, DutyState
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import (
    AtOnce,
    CountedIn,
    EventPattern,
    TimedLimit,
    triggers_in,
)
from escalation_log.model.policies import Duty, Force, Subject
from escalation_log.model.receipts import (
    DueAt,
    Governs,
    LapsedBy,
    MetBy,
    MovedByAnnouncement,
    Provisional,
    ReceiptStep,
    RuleApplied,
    StartedBy,
)

_DATED = frozenset({DutyState.RUNNING, DutyState.DUE_SOON, DutyState.DUE_NOW, DutyState.OVERDUE})
_ANSWERS_RISK = frozenset(
    {
        EventKind.NOTIFIED,
        EventKind.CONSULTED,
        EventKind.REFERRED,
        EventKind.ESCALATED,
        EventKind.SAFEGUARDS,
        EventKind.PROTECTIVE_TIMESCALE,
        EventKind.RISK_OVER,
    }
)
# What is recorded once a date set to protect somebody is past, and says how that goes on.
_AFTER_PROTECTION = frozenset(
    {EventKind.PROTECTIVE_TIMESCALE, EventKind.SAFEGUARDS, EventKind.RISK_OVER}
)


RISK_ALERT = Duty(
    id="case/own-alert",
    stage=None,
    title="Somebody must be told of the immediate risk",
    role=OWN_ROLE,
    clause="",
    trigger=EventPattern(kinds=frozenset({EventKind.IMMEDIATE_RISK})),
    met_by=EventPattern(kinds=_ANSWERS_RISK),
    force=Force.GUIDE,
)
ALERT = replace(
    RISK_ALERT,
    title="Look at this case, where nothing with a date runs",
    trigger=EventPattern(kinds=frozenset({EventKind.UPDATE})),
    met_by=EventPattern(kinds=frozenset(EventKind)),
)
REVIEW = replace(
    RISK_ALERT,
    id="case/own-safeguards-review",
    title="Review what keeps the child safe",
    trigger=EventPattern(kinds=frozenset({EventKind.SAFEGUARDS})),
    met_by=EventPattern(kinds=frozenset({EventKind.SAFEGUARDS})),
)
REVIEW_OF_AN_ADULT = replace(REVIEW, title="Review what keeps the adult safe")
PROTECT = replace(
    RISK_ALERT,
    id="case/own-protective-date",
    title="Past the date set to protect this child",
    trigger=EventPattern(kinds=frozenset({EventKind.PROTECTIVE_TIMESCALE})),
    met_by=EventPattern(kinds=_AFTER_PROTECTION),
)
PROTECT_AN_ADULT = replace(PROTECT, title="Past the date set to protect this adult")


OWN_DUTIES = (ALERT, REVIEW, PROTECT)


def own_rows(context: CaseContext, rows: Sequence[DutyAssessment]) -> Iterator[DutyAssessment]:
    """Give the rows that the log adds to those of the policy's duties.

    Where the policy has no duty to act at once on an immediate risk, the risk alert asks for the
    same day. While the case is open and nothing with a date runs, the partnership's ageing alert
    does, from the last event. A date to review what keeps the child safe is a row once it is over,
    and so is the latest date set to protect the child, unless missing it is a breach of a duty.
    """
    alerts = list(_risk_alerts(context))
    yield from alerts
    is_open = context.timeline.state is CaseState.OPEN and bool(context.timeline.placed_events)
    if is_open and not any(row.state in _DATED for row in (*rows, *alerts)):
        last = max(context.timeline.placed_events, key=lambda each: each.order)
        limit = context.partnership.ageing_alert
        yield _alert(ALERT, len(alerts) + 1, _Span(last), limit, context)
    if is_open:
        yield from _review(context)
        if not any(_binds_protection(row) for row in rows):
            yield from _protection(context)


def _acts_at_once(context: CaseContext) -> bool:
    """Say whether the policy has a duty to act at once on an immediate risk."""
    return any(
        isinstance(duty.limit, AtOnce)
        and any(
            isinstance(trigger, EventPattern) and EventKind.IMMEDIATE_RISK in trigger.kinds
            for trigger in triggers_in(duty.trigger)
        )
        for duty in context.index.duties
    )


def _risk_alerts(context: CaseContext) -> Iterator[DutyAssessment]:
    risks = context.of_kind(EventKind.IMMEDIATE_RISK)
    if not risks or _acts_at_once(context):
        return
    for number, risk in enumerate(risks, 1):
        start = day_moment(risk.moment.on, context.zone).at
        met = next(
            (
                each
                for each in context.timeline.placed_events
                if each.event.kind in _ANSWERS_RISK and each.order[0] >= start
            ),
            None,
        )
        yield _alert(RISK_ALERT, number, _Span(risk, met), AtOnce(), context)


def _review(context: CaseContext) -> Iterator[DutyAssessment]:
    agreed = context.of_kind(EventKind.SAFEGUARDS)
    review_on = agreed[-1].event.review_on if agreed else None
    if review_on is not None and review_on < context.as_of.on:
        due = Due(
            at=next_midnight(review_on, context.zone), on=review_on, unit=CountedIn.CALENDAR_DAYS
        )
        is_adult = context.rulebook.policy.subject is Subject.ADULT
        review = REVIEW_OF_AN_ADULT if is_adult else REVIEW
        yield _row(review, 1, _Span(agreed[-1]), (due, ()), context)


def _binds_protection(row: DutyAssessment) -> bool:
    """Say whether an open breach tells already that a date set to protect somebody is past."""
    is_breached = row.state is DutyState.OVERDUE and row.breach is Breach.BREACH
    return is_breached and row.governed_by is Governs.PROTECTIVE_TIMESCALE


def _protection(context: CaseContext) -> Iterator[DutyAssessment]:
    recorded = context.of_kind(EventKind.PROTECTIVE_TIMESCALE)
    protect_by = recorded[-1].event.protect_by if recorded else None
    if protect_by is None:
        return
    due = Due.of(protect_by, context, CountedIn.CALENDAR_DAYS)
    if not due.is_missed_by(context.as_of) or any(
        each.event.kind in _AFTER_PROTECTION
        and each.order > recorded[-1].order
        and (each.event.kind is EventKind.RISK_OVER or due.is_missed_by(each.moment))
        for each in context.timeline.placed_events
    ):
        return
    is_adult = context.rulebook.policy.subject is Subject.ADULT
    duty = PROTECT_AN_ADULT if is_adult else PROTECT
    yield _row(duty, 1, _Span(recorded[-1]), (due, ()), context)


def _alert(
    duty: Duty, number: int, span: _Span, limit: TimedLimit, context: CaseContext
) -> DutyAssessment:
    moment, known_on = span.since.moment, context.as_of.on
    deadline = deadline_for(limit, moment, context.rules, context.rulebook.calendar, known_on)
    steps = (_rule(duty, limit, context), *deadline.steps)
    return _row(duty, number, span, (Due.by(deadline), steps), context)


def _rule(duty: Duty, limit: TimedLimit, context: CaseContext) -> RuleApplied:
    return RuleApplied(
        duty=duty.id,
        clause=duty.clause,
        edition=context.rulebook.policy.edition,
        limit=limit,
        force=duty.force,
    )


class _Span(NamedTuple):
    """What started a row of the log's own, and what met it, if anything has."""

    since: PlacedEvent
    met: PlacedEvent | None = None


def _row(
    duty: Duty,
    number: int,
    span: _Span,
    deadline: tuple[Due, tuple[ReceiptStep, ...]],
    context: CaseContext,
) -> DutyAssessment:
    (since, met), (due, steps) = span, deadline
    event = since.event
    ended = context.timeline.episodes[-1].ended if met is None else None
    moment = context.as_of if met is None else met.moment
    if ended is not None:
        # It outlives the case until its day is over.
        until = min(due.at, context.as_of, key=lambda each: each.at)
        moment = max(ended.moment, until, key=lambda each: each.at)
    days, late = lateness(due, moment, context.rulebook.calendar)
    receipt: list[ReceiptStep] = [
        StartedBy(moment=since.moment, event=event.key, kind=event.kind),
        *steps,
        DueAt(due=due.at, due_on=due.on, governed_by=None),
    ]
    if met is not None:
        receipt.append(
            MetBy(event=met.event.key, kind=met.event.kind, moment=met.moment, in_time=late is None)
        )
    if ended is not None and late is not None:
        receipt.append(LapsedBy(event=ended.event.key, kind=ended.event.kind, moment=ended.moment))
    return DutyAssessment(
        duty=duty,
        role=OWN_ROLE,
        force=duty.force,
        state=_state(duty, due, met, context, is_late=late is not None),
        breach=Breach.NONE,
        occurrence=number,
        started_by=event.key,
        due=due.at,
        due_on=due.on,
        original_due_on=next(
            (step.original_due_on for step in steps if isinstance(step, MovedByAnnouncement)),
            due.on,
        ),
        is_provisional=any(isinstance(step, Provisional) for step in steps),
        met_at=None if met is None else met.moment,
        met_by=None if met is None else met.event.key,
        days_late=days,
        late=late,
        missed_at=due.at if late is not None else None,
        soon_at=soon_from(due, duty, context),
        safe_due_on=due.on,
        is_own=True,
        receipt=tuple(receipt),
    )


def _state(
    duty: Duty, due: Due, met: PlacedEvent | None, context: CaseContext, *, is_late: bool
) -> DutyState:
    if met is not None:
        return DutyState.MET_LATE if is_late else DutyState.MET
    if is_late:
        is_open = context.timeline.state is CaseState.OPEN
        return DutyState.OVERDUE if is_open else DutyState.LAPSED
    if duty is RISK_ALERT:
        return DutyState.DUE_NOW
    is_soon = context.as_of.at >= soon_from(due, duty, context).at
    return DutyState.DUE_SOON if is_soon else DutyState.RUNNING
