"""The deadline in force for a duty: limit, protective timescale or agreed extension."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from escalation_log.engine.clock import calendar_days_between, days_late, moment_of, protective_due
from escalation_log.engine.context import CaseContext, limit_in_force
from escalation_log.engine.deadline import PlannedDay, deadline_before, deadline_for
from escalation_log.engine.knowledge import Order
from escalation_log.engine.timeline import PlacedEvent
from escalation_log.engine.triggers import TriggerTime, trigger_time_of
from escalation_log.model.assessments import Late, LateUnit
from escalation_log.model.calendars import Calendar
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.patterns import (
    AtOnce,
    ByUrgency,
    CountedIn,
    DaysBefore,
    PlainLimit,
    TimedLimit,
    has_amount,
    unit_of,
)
from escalation_log.model.policies import Duty, Force
from escalation_log.model.receipts import (
    Deadline,
    DueAt,
    ExtensionApplied,
    Governs,
    ProtectiveApplied,
    ReceiptStep,
    UrgencyChanged,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline as a moment (the first that is late) and a day (the last in time).

    How late something is, is counted in `unit`.
    """

    at: Moment
    on: date
    unit: CountedIn

    @classmethod
    def of(cls, stamp: Stamp, context: CaseContext, unit: CountedIn) -> Due:
        """Read a deadline recorded in a case; for a date alone it is the end of that day."""
        at, on = protective_due(stamp, context.zone, context.rules.day_ends)
        return cls(at=at, on=on, unit=unit)

    @classmethod
    def by(cls, deadline: Deadline) -> Due:
        """Take a limit's deadline."""
        return cls(at=deadline.due, on=deadline.due_on, unit=deadline.unit)

    def is_missed_by(self, moment: Moment) -> bool:
        """Say whether a moment is late; a date alone is compared with the last day in time."""
        if moment.is_date_alone:
            return moment.on > self.on
        return moment.at >= self.at.at


def lateness(due: Due, moment: Moment, calendar: Calendar) -> tuple[int, Late | None]:
    """Count how late a moment is: in days, and as an amount with its unit; 0 and None if in time.

    Days are counted from the last day in time, in the limit's unit; for clock hours, in calendar
    days. The amount is in minutes if the moment is less than 24 hours late and, except for clock
    hours, no day of the unit has begun since. It is in calendar days if only non-working days have
    passed.
    """
    if not due.is_missed_by(moment):
        return 0, None
    days, unit = days_late(due.unit, calendar, due.on, moment.on)
    elapsed = moment.at - due.at.at
    within_a_day = elapsed < timedelta(days=1) and not moment.is_date_alone
    if within_a_day and (days == 0 or due.unit is CountedIn.HOURS):
        return days, Late(amount=int(elapsed / timedelta(minutes=1)), unit=LateUnit.MINUTES)
    if days == 0:
        days_off = calendar_days_between(due.on, moment.on)
        return days, Late(amount=days_off, unit=LateUnit.CALENDAR_DAYS)
    return days, Late(amount=days, unit=unit)


class DeadlineInForce(NamedTuple):
    """The deadline in force. `guide` is the guide's original deadline if an extension replaced it.

    `force` says whether missing it is a breach or only over a guide. `due` is None where neither
    the limit nor a protective timescale gives a deadline; `force` is then that of an order.
    """

    force: Force
    guide_since: PlacedEvent | None = None
    due: Due | None = None
    original_due_on: date | None = None
    governed_by: Governs | None = None
    is_provisional: bool = False
    guide: Due | None = None
    steps: tuple[ReceiptStep, ...] = ()


class OpenSpan(NamedTuple):
    """The trigger time from which a duty was open, and where it closed; None while open."""

    trigger_time: TriggerTime
    closed: Order | None

    def was_open_at(self, order: Order) -> bool:
        """Say whether the duty had started and was neither met nor lapsed."""
        return self.trigger_time.order <= order and (self.closed is None or order < self.closed)


class GuideWindow(NamedTuple):
    """A period in which limits are guidance, from one event until another; None while it lasts."""

    since: PlacedEvent
    until: PlacedEvent | None


def guide_windows(
    starts: Iterable[PlacedEvent], ends: Iterable[PlacedEvent]
) -> tuple[GuideWindow, ...]:
    """Pair each start with the first end after it; of several with the same end the first counts.

    The rest lie within its window.
    """
    found: dict[Order | None, GuideWindow] = {}
    for since in sorted(starts, key=lambda each: each.order):
        until = next((each for each in ends if each.order > since.order), None)
        end = None if until is None else until.order
        found.setdefault(end, GuideWindow(since=since, until=until))
    return tuple(found.values())


def limit_deadline(
    duty: Duty, limit: PlainLimit | None, trigger_time: TriggerTime, context: CaseContext
) -> Deadline | None:
    """Compute a limit's deadline with the calendar as known at the case context's moment.

    The closures that count are those for all agencies that must act on the duty.
    """
    known_on = context.as_of.on
    if isinstance(limit, DaysBefore):
        planned = _planned(limit.planned, context)
        if planned is None:
            return None
        calendar = context.calendar_of(duty)
        return deadline_before(limit, planned, context.rules, calendar, known_on)
    if not isinstance(limit, TimedLimit):
        return None
    moment = trigger_time.moment
    return deadline_for(limit, moment, context.rules, context.calendar_of(duty), known_on)


def _planned(planned: str, context: CaseContext) -> PlannedDay | None:
    """Give the latest known plan for something, by when it was recorded."""
    plans = [
        (each, each.event.on)
        for each in context.of_kind(EventKind.PLANNED)
        if each.event.what == planned and each.event.on is not None
    ]
    if not plans:
        return None
    latest, on = max(plans, key=lambda plan: _recorded_order(plan[0]))
    return PlannedDay(event=latest.event.key, on=on, recorded_on=latest.known.on)


def deadline_in_force(
    duty: Duty,
    limit: PlainLimit | None,
    span: OpenSpan,
    context: CaseContext,
    windows: Callable[[], Sequence[GuideWindow]],
) -> DeadlineInForce:
    """Work out the deadline in force for one occurrence of a duty.

    A change of urgency adds that urgency's limit, counted from the change; the earliest governs. An
    agreed extension replaces the deadline of a guide. Then the earlier of that deadline and the
    protective timescale governs. `windows` gives the periods in which limits are guidance.
    """
    deadline = limit_deadline(duty, limit, span.trigger_time, context)
    changes: list[UrgencyChanged] = []
    if context.rulebook.policy.urgencies is not None:
        deadline, changes = _by_urgency(duty, deadline, span, context)
    by_limit = None if deadline is None else Due.by(deadline)
    force, guide_since = _force_of(duty, limit, by_limit, span, windows)
    steps: list[ReceiptStep] = [] if deadline is None else [*deadline.steps, *changes]
    due, governed_by, guide = by_limit, Governs.LIMIT, None
    original = None if deadline is None else deadline.original_due_on
    extension = _extension_of(duty, force, by_limit, span, context)
    if extension is not None and by_limit is not None:
        agreed, extended = extension
        steps.append(agreed)
        due, governed_by, guide, original = extended, Governs.EXTENSION, by_limit, by_limit.on
    protective = _protective_of(duty, due, limit, span, context)
    if protective is not None:
        step, shortened = protective
        steps.append(step)
        if step.governs:
            force, guide = duty.force, None
            due, governed_by = shortened, Governs.PROTECTIVE_TIMESCALE
            original = original or shortened.on
    if due is None:
        return DeadlineInForce(force=force, guide_since=guide_since)
    steps.append(DueAt(due=due.at, due_on=due.on, governed_by=governed_by))
    return DeadlineInForce(
        force=force,
        guide_since=guide_since if force is Force.GUIDE else None,
        due=due,
        original_due_on=original,
        governed_by=governed_by,
        is_provisional=deadline is not None and deadline.is_provisional,
        guide=guide,
        steps=tuple(steps),
    )


def _by_urgency(
    duty: Duty, deadline: Deadline | None, span: OpenSpan, context: CaseContext
) -> tuple[Deadline | None, list[UrgencyChanged]]:
    """Add the limits of urgencies that the case changed to, and take the earliest deadline."""
    if not isinstance(duty.time_allowed, ByUrgency):
        return deadline, []
    added = []
    for change in context.of_kind(EventKind.CHANGED):
        urgency, started_it = change.event.urgency, change is span.trigger_time.placed_event
        if urgency is None or started_it or not span.was_open_at(change.order):
            continue
        limit = limit_in_force(duty, urgency)
        other = limit_deadline(duty, limit, trigger_time_of(change), context)
        if limit is not None and other is not None:
            added.append((change.event.key, urgency, limit, other))
    known = [each for each in (deadline, *(other for *_, other in added)) if each is not None]
    earliest = min(known, key=lambda each: each.due.at, default=None)
    return earliest, [
        UrgencyChanged(
            event=event,
            urgency=urgency,
            limit=limit,
            due=other.due,
            due_on=other.due_on,
            governs=other is earliest,
        )
        for event, urgency, limit, other in added
    ]


def _force_of(
    duty: Duty,
    limit: PlainLimit | None,
    due: Due | None,
    span: OpenSpan,
    windows: Callable[[], Sequence[GuideWindow]],
) -> tuple[Force, PlacedEvent | None]:
    """Give the force of a limit, and the event that turned it into a guide, if one did.

    A limit that was met, lapsed or missed before limits became guidance keeps its force. So do one
    that is still open when they cease to be, one without an amount, and what must be done at once.
    """
    if duty.force is Force.GUIDE:
        return duty.force, None
    found = windows()
    if not found or not has_amount(limit) or isinstance(limit, AtOnce):
        return duty.force, None
    over = (due.at.at, 0) if due is not None else None
    decided = min((each for each in (span.closed, over) if each is not None), default=None)
    for since, until in found:
        is_over = span.closed is not None and span.closed < since.order
        if is_over or (due is not None and due.is_missed_by(since.moment)):
            continue
        if until is None or (decided is not None and decided < until.order):
            return Force.GUIDE, since
    return duty.force, None


def _extension_of(
    duty: Duty, force: Force, due: Due | None, span: OpenSpan, context: CaseContext
) -> tuple[ExtensionApplied, Due] | None:
    """Give the latest agreed extension of a guide that was made while the duty was open."""
    if due is None or force is not Force.GUIDE:
        return None
    latest = None
    for placed_event in context.of_kind(EventKind.EXTENSION):
        until = placed_event.event.until
        if placed_event.event.duty != duty.id or until is None:
            continue
        extended = Due.of(until, context, due.unit)
        if span.was_open_at(placed_event.order) and extended.at.at > due.at.at:
            latest = (
                ExtensionApplied(
                    event=placed_event.event.key,
                    until=moment_of(until, context.zone),
                    agreed_by=placed_event.event.agreed_by,
                    original_due_on=due.on,
                ),
                extended,
            )
    return latest


def _protective_of(
    duty: Duty,
    due: Due | None,
    limit: PlainLimit | None,
    span: OpenSpan,
    context: CaseContext,
) -> tuple[ProtectiveApplied, Due] | None:
    """Give the protective timescale that applies, with the deadline that then governs.

    The latest recorded one replaces those before it, and the earlier of it and the limit governs.
    One that was recorded after the deadline then in force had passed does not change that deadline.
    """
    if not duty.or_protective:
        return None
    standing: tuple[ProtectiveApplied, Due] | None = None
    unit = unit_of(limit) if due is None else due.unit
    recorded = sorted(context.of_kind(EventKind.PROTECTIVE_TIMESCALE), key=_recorded_order)
    timescales = [
        (each, each.event.protect_by) for each in recorded if each.event.protect_by is not None
    ]
    for placed_event, protect_by in timescales:
        shortened = Due.of(protect_by, context, unit)
        if not _concerns(duty, placed_event, shortened, span, context):
            continue
        in_force = due if standing is None else standing[1]
        too_late = in_force is not None and in_force.is_missed_by(placed_event.known)
        if too_late and standing is not None:
            continue
        governs = not too_late and (due is None or shortened.at.at < due.at.at)
        step = ProtectiveApplied(
            event=placed_event.event.key,
            protect_by=moment_of(protect_by, context.zone),
            governs=governs,
            too_late=too_late,
        )
        standing = (step, shortened if governs or due is None else due)
    return standing


def _recorded_order(placed_event: PlacedEvent) -> Order:
    return (placed_event.known.at, placed_event.event.number)


def _concerns(
    duty: Duty, protective: PlacedEvent, shortened: Due, span: OpenSpan, context: CaseContext
) -> bool:
    """Say whether a protective timescale applies to a duty.

    It does if, when it was recorded, the duty was open and belonged to the whole case or to the
    stage that the case was in, or if the duty started later but before the timescale ended.
    """
    order = _recorded_order(protective)
    if span.trigger_time.order > order:
        return not shortened.is_missed_by(span.trigger_time.moment)
    stage_then = context.timeline.stage_at(order)
    return span.was_open_at(order) and duty.stage in (None, stage_then)
