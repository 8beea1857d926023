"""The receipt of one occurrence: every step from its trigger to its outcome."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.assessment.docket import Docket
from escalation_log.assessment.occurrences import Occurrence
from escalation_log.assessment.terms import Term
from escalation_log.assessment.triggers import Firing
from escalation_log.model.limits import Before, ByUrgency, InWords, PlainLimit
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
from escalation_log.timeline import Happening


def receipt_of(
    occurrence: Occurrence, term: Term, broken_by: Happening | None, docket: Docket
) -> Receipt:
    """Put together the steps: trigger, rule, count, what governs, and how it ended."""
    return tuple(_steps(occurrence, term, broken_by, docket))


def _steps(
    occurrence: Occurrence, term: Term, broken_by: Happening | None, docket: Docket
) -> Iterator[ReceiptStep]:
    if occurrence.firing is not None:
        yield _started_by(occurrence.firing)
    yield _rule(occurrence, term, docket)
    yield from term.steps
    if term.due is None:
        yield from _without_a_time(occurrence.limit, broken_by)
    if occurrence.met is not None:
        yield _met(occurrence, occurrence.met, term)
    if occurrence.lapsed is not None:
        lapsed = occurrence.lapsed
        yield LapsedBy(event=lapsed.event.number, kind=lapsed.event.kind, moment=lapsed.moment)


def _started_by(firing: Firing) -> StartedBy:
    if firing.happening is None:
        return StartedBy(moment=firing.moment, duty=firing.deadline_of)
    event = firing.happening.event
    return StartedBy(moment=firing.moment, event=event.number, kind=event.kind, to=event.to)


def _rule(occurrence: Occurrence, term: Term, docket: Docket) -> RuleApplied:
    duty = occurrence.duty
    since = term.guide_since
    return RuleApplied(
        duty=duty.id,
        clause=duty.clause,
        edition=docket.policy.edition,
        limit=occurrence.limit,
        force="advice" if duty.advice else term.force,
        recurs=duty.every is not None,
        urgency=occurrence.urgency if isinstance(duty.every or duty.limit, ByUrgency) else None,
        guide_since_event=None if since is None else since.event.number,
    )


def _without_a_time(limit: PlainLimit | None, broken_by: Happening | None) -> Iterator[ReceiptStep]:
    match limit:
        case Before(pattern=pattern):
            yield Ordered(
                before=pattern, broken_by=None if broken_by is None else broken_by.event.number
            )
        case InWords(words=words):
            yield NoNumber(words=words)
        case None:
            yield NoNumber(words=None)


def _met(occurrence: Occurrence, met: Happening, term: Term) -> MetBy:
    return MetBy(
        event=met.event.number,
        kind=met.event.kind,
        moment=met.moment,
        in_time=None if term.due is None else not term.due.is_missed_by(met.moment),
        before_trigger=occurrence.firing is None,
    )
