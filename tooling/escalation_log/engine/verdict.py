"""The state of each duty, its breach and its lateness, from its occurrences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeAlias

from escalation_log.engine.acting import acting_role, role_of
from escalation_log.engine.clock import moment_before
from escalation_log.engine.context import CaseContext
from escalation_log.engine.deadline_in_force import DeadlineInForce, Due, lateness
from escalation_log.engine.endings import why_no_mark
from escalation_log.engine.matching import matches
from escalation_log.engine.occurrences import Occurrence, Occurrences
from escalation_log.engine.receipt import receipt_of
from escalation_log.engine.timeline import PlacedEvent
from escalation_log.model.assessments import MISSED, Breach, DutyAssessment, DutyState, Late
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import AtOnce, Before, WorkingDays
from escalation_log.model.policies import Duty, Force
from escalation_log.model.receipts import Governs, WhyLapsed

_DAY_BEFORE = WorkingDays(1)


def soon_from(due: Due, duty: Duty, context: CaseContext) -> Moment:
    """Give the moment from which a deadline is due soon: by default, the working day before."""
    threshold = context.partnership.due_soon or _DAY_BEFORE
    return moment_before(
        due.at,
        due.on,
        threshold.span,
        context.zone,
        context.calendar_of(duty),
        known_on=context.as_of.on,
    )


class Verdict(NamedTuple):
    """The outcome for one occurrence.

    `why_lapsed` says why the end of its chance left no mark; None where it did, or has not come.
    """

    state: DutyState
    breach: Breach = Breach.NONE
    days_late: int = 0
    late: Late | None = None
    missed_at: Moment | None = None
    soon_at: Moment | None = None
    broken_by: PlacedEvent | None = None
    why_lapsed: WhyLapsed | None = None
    no_record_until: date | None = None


RowKey: TypeAlias = tuple[str, int]


class Missed(NamedTuple):
    """A limit that has been missed: as which breach, and when."""

    breach: Breach
    at: Moment


def missed(context: CaseContext) -> dict[RowKey, Missed]:
    """Give the limits missed as known at the case context's moment, by duty and occurrence."""
    occurrences = Occurrences(context)
    found: dict[RowKey, Missed] = {}
    for duty in context.index.missable:
        for occurrence in occurrences.of(duty.id):
            verdict = _verdict(occurrence, context)
            if verdict.breach in MISSED and verdict.missed_at is not None:
                found[duty.id, occurrence.number] = Missed(verdict.breach, verdict.missed_at)
    return found


def judge_standing(context: CaseContext) -> Iterator[DutyAssessment]:
    """Give the rows of duties that are still to be done and have a deadline."""
    occurrences = Occurrences(context)
    for duty in context.index.missable:
        for occurrence in occurrences.of(duty.id):
            if _in_force_of(occurrence).due and not (occurrence.met or occurrence.lapsed):
                yield _row(occurrence, context)


def judge(context: CaseContext, occurrences: Occurrences) -> Iterator[DutyAssessment]:
    """Judge every duty in the policy's order: a row for each occurrence, at least one each."""
    for duty in context.index.duties:
        found = occurrences.of(duty.id)
        for occurrence in found:
            yield _row(occurrence, context)
        if not found:
            role = _role_of(duty, context)
            row = context.index.unstarted[duty.id, role, occurrences.applies(duty)]
            acting = _acting_role(duty, context)
            yield row if acting == role else replace(row, role=acting)


def orders_broken(
    context: CaseContext, occurrences: Occurrences
) -> Iterator[tuple[PlacedEvent, str, str]]:
    """Give the events that came before what they should have followed, with duty and clause."""
    for duty in context.index.ordered:
        for occurrence in occurrences.of(duty.id):
            broken_by = _broken_by(occurrence, context)
            if broken_by is not None:
                yield broken_by, duty.id, duty.clause


def _row(occurrence: Occurrence, context: CaseContext) -> DutyAssessment:
    duty, trigger_time, met = occurrence.duty, occurrence.trigger_time, occurrence.met
    in_force = _in_force_of(occurrence)
    due = in_force.due
    verdict = _verdict(occurrence, context)
    done = met or (occurrence.done_after if verdict.state is DutyState.NO_RECORD else None)
    started_by: int | str | None = None
    if trigger_time is not None:
        placed_event = trigger_time.placed_event
        started_by = trigger_time.deadline_of if placed_event is None else placed_event.event.key
    return DutyAssessment(
        duty=duty,
        role=_acting_role(duty, context),
        force=in_force.force,
        state=verdict.state,
        breach=verdict.breach,
        occurrence=occurrence.number,
        started_by=started_by,
        due=None if due is None else due.at,
        due_on=None if due is None else due.on,
        original_due_on=in_force.original_due_on,
        is_provisional=in_force.is_provisional,
        met_at=None if done is None else done.moment,
        met_by=None if done is None else done.event.key,
        days_late=verdict.days_late,
        late=verdict.late,
        missed_at=verdict.missed_at,
        soon_at=verdict.soon_at,
        governed_by=in_force.governed_by,
        does_not_count=occurrence.does_not_count,
        no_record_until=verdict.no_record_until,
        disputed=_disputed(occurrence, context),
        safe_due_on=None if due is None else due.on,
        receipt=receipt_of(occurrence, in_force, verdict, context),
    )


def _disputed(occurrence: Occurrence, context: CaseContext) -> str | None:
    """Give the coded reason of the latest reply to a mark of a duty, since its clock started."""
    disputed = context.of_kind(EventKind.DISPUTED)
    if not disputed:
        return None
    trigger_time = occurrence.trigger_time
    replies = [
        each.event.reason
        for each in disputed
        if each.event.duty == occurrence.duty.id
        and (trigger_time is None or each.order >= trigger_time.order)
    ]
    return replies[-1] if replies else None


def _in_force_of(occurrence: Occurrence) -> DeadlineInForce:
    return occurrence.in_force or DeadlineInForce(force=occurrence.duty.force)


def _verdict(occurrence: Occurrence, context: CaseContext) -> Verdict:
    in_force = _in_force_of(occurrence)
    if in_force.due is not None:
        return _timed_verdict(occurrence, in_force, in_force.due, context)
    broken_by = _broken_by(occurrence, context)
    lapsed, why = occurrence.lapsed, None
    if occurrence.ended is not None:
        why = why_no_mark(occurrence.duty, occurrence.limit, occurrence.ended, context)
    if occurrence.trigger_time is not None and occurrence.trigger_time.is_guidance:
        why = why or WhyLapsed.BY_A_GUIDE
    return Verdict(
        state=_untimed_state(occurrence, leaves_mark=why is None),
        why_lapsed=None if lapsed is None else why,
        no_record_until=_recorded_after(occurrence) if why is None else None,
        breach=Breach.NONE if broken_by is None else _breach_word(in_force),
        missed_at=None if broken_by is None else broken_by.moment,
        broken_by=broken_by,
    )


def _timed_verdict(
    occurrence: Occurrence, in_force: DeadlineInForce, due: Due, context: CaseContext
) -> Verdict:
    """Compare a deadline with the event that met the duty or let it lapse, or else with `as_of`."""
    lapsed = occurrence.lapsed
    ending = occurrence.met or lapsed
    moment = context.as_of if ending is None else ending.moment
    is_at_once = isinstance(occurrence.limit, AtOnce) and in_force.governed_by is Governs.LIMIT
    if is_at_once and lapsed is not None:
        # It outlives the end of its stage until its day is over.
        moment = max(moment, due.at, key=lambda each: each.at)
    days, late = lateness(due, moment, context.calendar_of(occurrence.duty))
    soon = soon_from(due, occurrence.duty, context)
    state = _timed_state(occurrence, is_late=late is not None, is_soon=context.as_of.at >= soon.at)
    if is_at_once and state in (DutyState.RUNNING, DutyState.DUE_SOON):
        state = DutyState.DUE_NOW
    return Verdict(
        state=state,
        why_lapsed=None if lapsed is None else WhyLapsed.ENDED,
        breach=_breach_of(in_force, moment, is_late=late is not None),
        days_late=days,
        late=late,
        missed_at=None if late is None else due.at,
        soon_at=soon,
    )


def _timed_state(occurrence: Occurrence, *, is_late: bool, is_soon: bool) -> DutyState:
    if occurrence.met is not None:
        return DutyState.MET_LATE if is_late else DutyState.MET
    if occurrence.lapsed is not None:
        return DutyState.LAPSED
    if is_late:
        return DutyState.OVERDUE
    return DutyState.DUE_SOON if is_soon else DutyState.RUNNING


def _untimed_state(occurrence: Occurrence, *, leaves_mark: bool) -> DutyState:
    if occurrence.met is not None:
        return DutyState.MET
    if occurrence.lapsed is None:
        return DutyState.OUTSTANDING
    return DutyState.NO_RECORD if leaves_mark else DutyState.LAPSED


def _recorded_after(occurrence: Occurrence) -> date | None:
    """Give the day on which an act in time was recorded, if its chance had ended by then."""
    met, ended = occurrence.met, occurrence.ended
    if met is None or ended is None or met.known.at <= max(ended.known.at, ended.moment.at):
        return None
    return met.known.on


def _breach_of(in_force: DeadlineInForce, moment: Moment, *, is_late: bool) -> Breach:
    if is_late:
        return _breach_word(in_force)
    if in_force.guide is not None and in_force.guide.is_missed_by(moment):
        return Breach.OVER_GUIDE_AGREED
    return Breach.NONE


def _breach_word(in_force: DeadlineInForce) -> Breach:
    return Breach.BREACH if in_force.force is Force.REQUIRED else Breach.OVER_GUIDE


def _broken_by(occurrence: Occurrence, context: CaseContext) -> PlacedEvent | None:
    """Give the event that an ordering limit says the duty must precede, if it came first."""
    limit, trigger_time, met = occurrence.limit, occurrence.trigger_time, occurrence.met
    if not isinstance(limit, Before) or trigger_time is None:
        return None
    until = occurrence.lapsed if met is None else met
    for placed_event in context.timeline.placed_events:
        if placed_event.order < trigger_time.order or not matches(limit.pattern, placed_event):
            continue
        return placed_event if until is None or placed_event.order <= until.order else None
    return None


def _role_of(duty: Duty, context: CaseContext) -> str:
    return role_of(duty, context.timeline.header, context.partnership)


def _acting_role(duty: Duty, context: CaseContext) -> str:
    if not context.rulebook.has_others_acting:
        return _role_of(duty, context)
    header, policy = context.timeline.header, context.rulebook.policy
    return acting_role(duty, header, policy, context.partnership)
