"""The deadline in force for a duty: its limit, a protective timescale, an agreed extension."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from escalation_log.assessment.docket import Docket, timed
from escalation_log.assessment.lateness import Due
from escalation_log.assessment.triggers import Firing
from escalation_log.deadlines import deadline_for, moment_of
from escalation_log.model.deadlines import Deadline
from escalation_log.model.kinds import EventKind
from escalation_log.model.limits import InWords, PlainLimit
from escalation_log.model.policies import Duty, Force
from escalation_log.model.receipts import (
    DueAt,
    ExtensionApplied,
    Governs,
    ProtectiveApplied,
    ReceiptStep,
)
from escalation_log.timeline import Happening, Order


class Term(NamedTuple):
    """The deadline in force. `guide` is the guide's own where an extension put it off.

    `force` is that with which missing it counts. `due` is None where the limit has no number and
    no protective timescale gives one; `force` then says how an order binds.
    """

    force: Force
    guide_since: Happening | None = None
    due: Due | None = None
    original_due_on: date | None = None
    governed_by: Governs | None = None
    is_provisional: bool = False
    guide: Due | None = None
    steps: tuple[ReceiptStep, ...] = ()


class Span(NamedTuple):
    """From where in the order a duty was open, and until where; None while it is."""

    firing: Firing
    closed: Order | None

    def was_open_at(self, order: Order) -> bool:
        """Say whether the duty had started and was neither met nor lapsed."""
        return self.firing.order <= order and (self.closed is None or order < self.closed)


def limit_deadline(limit: PlainLimit | None, firing: Firing, docket: Docket) -> Deadline | None:
    """Run a limit from a firing, with the calendar as known at the docket's moment."""
    by_time = timed(limit)
    if by_time is None:
        return None
    return deadline_for(
        by_time, firing.moment, docket.rules, docket.calendar, known_on=docket.as_of.on
    )


def term_of(duty: Duty, limit: PlainLimit | None, span: Span, docket: Docket) -> Term:
    """Work out the deadline in force for one occurrence of a duty.

    An agreed extension first puts off a guide's limit; then the earlier of that and the protective
    timescale governs.
    """
    deadline = limit_deadline(limit, span.firing, docket)
    by_limit = None if deadline is None else Due(at=deadline.due, on=deadline.due_on)
    force, guide_since = _force_of(duty, limit, by_limit, span, docket)
    steps: list[ReceiptStep] = [] if deadline is None else list(deadline.steps)
    due, governed_by, guide = by_limit, Governs.LIMIT, None
    original = None if deadline is None else deadline.original_due_on
    extension = _extension_of(duty, force, by_limit, span, docket)
    if extension is not None and by_limit is not None:
        agreed, extended = extension
        steps.append(agreed)
        due, governed_by, guide, original = extended, Governs.EXTENSION, by_limit, by_limit.on
    protective = _protective_of(duty, due, span, docket)
    if protective is not None:
        step, shortened = protective
        steps.append(step)
        if step.governs:
            force, guide = duty.force, None
            due, governed_by = shortened, Governs.PROTECTIVE_TIMESCALE
            original = original or shortened.on
    if due is None:
        return Term(force=force, guide_since=guide_since)
    steps.append(DueAt(due=due.at, due_on=due.on, governed_by=governed_by))
    return Term(
        force=force,
        guide_since=guide_since if force is Force.GUIDE else None,
        due=due,
        original_due_on=original,
        governed_by=governed_by,
        is_provisional=deadline is not None and deadline.is_provisional,
        guide=guide,
        steps=tuple(steps),
    )


def _force_of(
    duty: Duty, limit: PlainLimit | None, due: Due | None, span: Span, docket: Docket
) -> tuple[Force, Happening | None]:
    """Say how a limit binds: one met or missed before limits became guidance keeps its force.

    What has no limit, or only words such as "immediately", is owed as before.
    """
    if duty.force is Force.GUIDE or limit is None or isinstance(limit, InWords):
        return duty.force, None
    since = docket.guide_since()
    if since is None:
        return duty.force, None
    is_over = span.closed is not None and span.closed < since.order
    if is_over or (due is not None and due.is_missed_by(since.moment)):
        return duty.force, None
    return Force.GUIDE, since


def _extension_of(
    duty: Duty, force: Force, due: Due | None, span: Span, docket: Docket
) -> tuple[ExtensionApplied, Due] | None:
    """Give the latest agreed extension of a guide that was made while the duty was open."""
    if due is None or force is not Force.GUIDE:
        return None
    latest = None
    for happening in docket.of_kind(EventKind.EXTENSION):
        until = happening.event.until
        if happening.event.duty != duty.id or until is None:
            continue
        extended = Due.of(until, docket)
        if span.was_open_at(happening.order) and extended.at.at > due.at.at:
            latest = (
                ExtensionApplied(
                    event=happening.event.number,
                    until=moment_of(until, docket.zone),
                    agreed_by=happening.event.agreed_by,
                    original_due_on=due.on,
                ),
                extended,
            )
    return latest


def _protective_of(
    duty: Duty, limit: Due | None, span: Span, docket: Docket
) -> tuple[ProtectiveApplied, Due] | None:
    """Give the protective timescale that stands last, with the deadline that then governs.

    The latest recorded replaces those before it, and the earlier of it and the limit governs. One
    recorded when the deadline then in force had passed changes nothing about that.
    """
    if not duty.or_protective:
        return None
    standing: tuple[ProtectiveApplied, Due] | None = None
    recorded = sorted(docket.of_kind(EventKind.PROTECTIVE_TIMESCALE), key=_recorded_order)
    timescales = [
        (each, each.event.protect_by) for each in recorded if each.event.protect_by is not None
    ]
    for happening, protect_by in timescales:
        shortened = Due.of(protect_by, docket)
        if not _concerns(duty, happening, shortened, span, docket):
            continue
        in_force = limit if standing is None else standing[1]
        too_late = in_force is not None and in_force.is_missed_by(happening.known)
        if too_late and standing is not None:
            continue
        governs = not too_late and (limit is None or shortened.at.at < limit.at.at)
        step = ProtectiveApplied(
            event=happening.event.number,
            protect_by=moment_of(protect_by, docket.zone),
            governs=governs,
            too_late=too_late,
        )
        standing = (step, shortened if governs or limit is None else limit)
    return standing


def _recorded_order(happening: Happening) -> Order:
    return (happening.known.at, happening.event.number)


def _concerns(
    duty: Duty, protective: Happening, shortened: Due, span: Span, docket: Docket
) -> bool:
    """Say whether it concerns a duty: open in the current stage, or starting before it ends."""
    order = _recorded_order(protective)
    if span.firing.order > order:
        return not shortened.is_missed_by(span.firing.moment)
    stage_then = docket.timeline.stage_at(order)
    return span.was_open_at(order) and duty.stage in (None, stage_then)
