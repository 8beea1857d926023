"""The occurrences of each duty: what started it, what met it or let it lapse, and its deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from escalation_log.engine.context import CaseContext, limit_in_force
from escalation_log.engine.deadline_in_force import (
    DeadlineInForce,
    Due,
    OpenSpan,
    deadline_in_force,
    limit_deadline,
)
from escalation_log.engine.knowledge import Order
from escalation_log.engine.matching import first_meeting
from escalation_log.engine.timeline import PlacedEvent, Timeline, conditions_hold, urgency_at
from escalation_log.engine.triggers import (
    RunningClock,
    TriggerSearch,
    TriggerTime,
    entry_time_of,
    trigger_times,
)
from escalation_log.model.cases import EventKind
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import CountedIn, PlainLimit, unit_of
from escalation_log.model.policies import Duty


def lapse_of(duty: Duty, started: Order, timeline: Timeline) -> PlacedEvent | None:
    """Give the event with which a duty lapses that started at that place and is not met.

    A duty that a move or an ending itself triggers outlives that move or ending. A move ends every
    stage but the one it enters, so that a duty of a stage that was passed over does not linger.
    """
    if duty.survives:
        return None
    ended = {id(episode.ended) for episode in timeline.episodes if episode.ended is not None}
    for index, visit in enumerate(timeline.visits):
        left = visit.left
        if left is None or left.order <= started:
            continue
        if id(left) in ended:
            return left
        if duty.stage is not None and timeline.visits[index + 1].stage != duty.stage:
            return left
    return None


# The place after everything that can be known.
_LAST: Order = (datetime.max.replace(tzinfo=UTC), 0)


class Occurrence(NamedTuple):
    """One time that a duty was owed.

    `trigger_time` is None where the duty was done before a deadline would have started it.
    `urgency` is
    the one in force at the start, by which `limit` was chosen.
    """

    duty: Duty
    number: int
    trigger_time: TriggerTime | None
    limit: PlainLimit | None = None
    urgency: str | None = None
    met: PlacedEvent | None = None
    lapsed: PlacedEvent | None = None
    in_force: DeadlineInForce | None = None

    @property
    def closed(self) -> Order | None:
        """The place in the order where the duty was met or lapsed."""
        ending = self.met or self.lapsed
        return None if ending is None else ending.order


class Occurrences:
    """Work out every duty's occurrences in one case, each once, whichever asks for it first."""

    def __init__(self, context: CaseContext) -> None:
        self._context = context
        self._duties = context.index.by_id
        self._found: dict[str, tuple[Occurrence, ...]] = {}
        self._came: frozenset[str] = frozenset(context.timeline.by_kind).union(
            visit.stage for visit in context.timeline.visits
        )
        self._search = TriggerSearch(
            stages=context.index.stages,
            timeline=context.timeline,
            entries=tuple(entry_time_of(visit) for visit in context.timeline.visits),
            zone=context.zone,
            as_of=context.as_of,
            clocks_of=self._clocks_of,
            missed_by=self._missed_by,
        )

    def of(self, duty_id: str) -> tuple[Occurrence, ...]:
        """List the occurrences of a duty in order; none where nothing started it.

        A duty whose trigger is a deadline that depends on itself never starts.
        """
        if duty_id not in self._found:
            self._found[duty_id] = ()
            if self._may_have_begun(duty_id):
                self._found[duty_id] = tuple(self._work_out(self._duties[duty_id]))
        return self._found[duty_id]

    def _may_have_begun(self, duty_id: str) -> bool:
        """Rule out, without a closer look, what nothing of this case can have started."""
        index = self._context.index
        return bool(index.deadlines[duty_id]) or not self._came.isdisjoint(index.starters[duty_id])

    def applies(self, duty: Duty) -> bool:
        """Say whether the duty's conditions hold by the facts as last known."""
        return self._holds(duty, _LAST)

    def _work_out(self, duty: Duty) -> Iterator[Occurrence]:
        number = 0
        previous: Occurrence | None = None
        scope: tuple[int, int] | None = None
        for fired in trigger_times(duty.trigger, duty, self._search):
            trigger_time = self._once_it_applies(duty, fired)
            if trigger_time is None or not _may_start_anew(
                previous, scope, trigger_time, duty, self._context
            ):
                continue
            scope = _scope_of(duty, trigger_time, self._context)
            for occurrence in self._series(duty, trigger_time, number):
                yield occurrence
                previous, number = occurrence, occurrence.number
        if previous is None:
            yield from self._done_before(duty)

    def _series(self, duty: Duty, trigger_time: TriggerTime, number: int) -> Iterator[Occurrence]:
        """Give one occurrence; for a recurring duty, each next from what met the one before."""
        is_first = True
        while True:
            number += 1
            occurrence = self._occurrence(duty, trigger_time, number, is_first=is_first)
            yield occurrence
            met = occurrence.met
            if duty.every is None or met is None or self._has_ended(duty, trigger_time, met):
                return
            trigger_time = _trigger_time_from(met, trigger_time)
            is_first = False

    def _occurrence(
        self, duty: Duty, trigger_time: TriggerTime, number: int, *, is_first: bool
    ) -> Occurrence:
        context = self._context
        urgency = urgency_at(context.timeline, trigger_time.order)
        limit = limit_in_force(duty, urgency)
        lapsed = lapse_of(duty, trigger_time.order, context.timeline)
        met = first_meeting(duty.met_by, self._candidates(trigger_time, lapsed, is_first=is_first))
        lapsed = None if met is not None else lapsed
        ending = met or lapsed
        span = OpenSpan(trigger_time=trigger_time, closed=None if ending is None else ending.order)
        return Occurrence(
            duty=duty,
            number=number,
            trigger_time=trigger_time,
            limit=limit,
            urgency=urgency,
            met=met,
            lapsed=lapsed,
            in_force=deadline_in_force(duty, limit, span, context),
        )

    def _candidates(
        self, trigger_time: TriggerTime, lapsed: PlacedEvent | None, *, is_first: bool
    ) -> Sequence[PlacedEvent]:
        """List what may meet a duty: events from its start until it lapses.

        What a deadline asks for may have been done while that deadline's own clock ran. The move
        by which a stage is entered still belongs to the stage it leaves and meets nothing there.
        """
        start = trigger_time.source_order or trigger_time.order
        own = trigger_time.placed_event
        is_move = (
            trigger_time.is_entry and own is not None and own.event.kind is EventKind.ESCALATED
        )
        return [
            placed_event
            for placed_event in self._context.timeline.placed_events
            if placed_event.order >= start
            and (lapsed is None or placed_event.order <= lapsed.order)
            and not (placed_event is own and (is_move or not is_first))
        ]

    def _has_ended(self, duty: Duty, trigger_time: TriggerTime, met: PlacedEvent) -> bool:
        """Say whether the stage or the case that a duty recurs in has ended by an event."""
        ending = lapse_of(duty, trigger_time.order, self._context.timeline)
        return ending is not None and ending.order <= met.order

    def _once_it_applies(self, duty: Duty, trigger_time: TriggerTime) -> TriggerTime | None:
        """Give the trigger time, or that of a later change that makes the conditions true."""
        context = self._context
        if self._holds(duty, trigger_time.order):
            return trigger_time
        ending = lapse_of(duty, trigger_time.order, context.timeline)
        for change in context.of_kind(EventKind.CHANGED):
            if change.order <= trigger_time.order or (ending and change.order >= ending.order):
                continue
            if self._holds(duty, change.order):
                return _trigger_time_from(change, trigger_time)
        return None

    def _holds(self, duty: Duty, order: Order) -> bool:
        context = self._context
        return not duty.applies_when or conditions_hold(
            duty.applies_when, context.timeline, context.partnership, order
        )

    def _done_before(self, duty: Duty) -> Iterator[Occurrence]:
        """Give what met a duty before the deadline that would have started it ever came."""
        sources = [
            occurrence.trigger_time.order
            for source in self._context.index.deadlines[duty.id]
            for occurrence in self._source(source)
            if occurrence.trigger_time is not None
        ]
        if not sources or not self.applies(duty):
            return
        met = first_meeting(
            duty.met_by,
            [each for each in self._context.timeline.placed_events if each.order >= min(sources)],
        )
        if met is not None:
            urgency = urgency_at(self._context.timeline, met.order)
            limit = limit_in_force(duty, urgency)
            yield Occurrence(
                duty=duty, number=1, trigger_time=None, limit=limit, urgency=urgency, met=met
            )

    def _source(self, duty_id: str) -> tuple[Occurrence, ...]:
        return self.of(duty_id) if duty_id in self._duties else ()

    def _clocks_of(self, duty_id: str) -> Sequence[RunningClock]:
        return [
            RunningClock(
                order=occurrence.trigger_time.order,
                episode=occurrence.trigger_time.episode,
                due=occurrence.in_force.due.at,
                due_on=occurrence.in_force.due.on,
                is_by_the_hour=unit_of(occurrence.limit) is CountedIn.HOURS,
            )
            for occurrence in self._source(duty_id)
            if occurrence.trigger_time is not None
            and occurrence.in_force is not None
            and occurrence.in_force.due is not None
        ]

    def _missed_by(self, duty: Duty, trigger_time: TriggerTime, moment: Moment) -> bool:
        urgency = urgency_at(self._context.timeline, trigger_time.order)
        deadline = limit_deadline(limit_in_force(duty, urgency), trigger_time, self._context)
        if deadline is None:
            return False
        return Due(at=deadline.due, on=deadline.due_on).is_missed_by(moment)


def _may_start_anew(
    previous: Occurrence | None,
    scope: tuple[int, int] | None,
    trigger_time: TriggerTime,
    duty: Duty,
    context: CaseContext,
) -> bool:
    """Say whether a duty may start: once an opening and visit of its stage, never twice at once."""
    if previous is None:
        return True
    if previous.closed is None or previous.closed > trigger_time.order:
        return False
    if _scope_of(duty, trigger_time, context) != scope:
        return True
    return duty.each_time and previous.closed < trigger_time.order


def _scope_of(duty: Duty, trigger_time: TriggerTime, context: CaseContext) -> tuple[int, int]:
    """Name the opening of the case and the visit of the stage that a trigger time falls into.

    A trigger time before the stage is entered belongs to the visit to come, so that entering the
    stage does not ask anew for what has just been done for it.
    """
    visits = sum(
        visit.stage == duty.stage and visit.entered.order <= trigger_time.order
        for visit in context.timeline.visits
    )
    return trigger_time.episode, visits + (trigger_time.case_stage != duty.stage)


def _trigger_time_from(placed_event: PlacedEvent, after: TriggerTime) -> TriggerTime:
    return TriggerTime(
        moment=placed_event.moment,
        order=placed_event.order,
        episode=after.episode,
        case_stage=placed_event.case_stage,
        placed_event=placed_event,
    )
