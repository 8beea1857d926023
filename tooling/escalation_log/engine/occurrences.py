"""The occurrences of each duty: what started it, what met it or let it lapse, and its deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from escalation_log.engine.clock import next_midnight, start_of_day
from escalation_log.engine.context import CaseContext, limit_in_force
from escalation_log.engine.deadline_in_force import (
    DeadlineInForce,
    Due,
    GuideWindow,
    OpenSpan,
    deadline_in_force,
    guide_windows,
    limit_deadline,
)
from escalation_log.engine.endings import end_of_chance
from escalation_log.engine.knowledge import Order
from escalation_log.engine.matching import first_meeting, matches, not_counting
from escalation_log.engine.timeline import PlacedEvent, conditions_hold, urgency_at
from escalation_log.engine.triggers import (
    RunningClock,
    TriggerSearch,
    TriggerTime,
    entry_time_of,
    trigger_times,
)
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import AtOnce, CountedIn, PlainLimit
from escalation_log.model.policies import Duty, Force
from escalation_log.model.receipts import DoesNotCount

# Sorts after every event.
_LAST: Order = (datetime.max.replace(tzinfo=UTC), 0)


class Occurrence(NamedTuple):
    """One occurrence of a duty.

    `trigger_time` is None where the duty was done before a deadline would have started it.
    `urgency` is the one in force at the start, by which `limit` was chosen. `met` is the event that
    met the duty in its chance, `ended` the one with which that chance ended, and `done_after` one
    that would have met it afterwards.
    """

    duty: Duty
    number: int
    trigger_time: TriggerTime | None
    limit: PlainLimit | None = None
    urgency: str | None = None
    met: PlacedEvent | None = None
    ended: PlacedEvent | None = None
    done_after: PlacedEvent | None = None
    does_not_count: tuple[DoesNotCount, ...] = ()
    in_force: DeadlineInForce | None = None

    @property
    def lapsed(self) -> PlacedEvent | None:
        """The event with which the chance ended of a duty that was not met."""
        return self.ended if self.met is None else None

    @property
    def closed(self) -> Order | None:
        """The order of the event with which the duty was met or lapsed; None while it is open."""
        ending = self.met or self.ended
        return None if ending is None else ending.order


class Occurrences:
    """The occurrences of every duty of one case, worked out when first asked for and then kept."""

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
        """Say whether anything in the case could have started a duty, by a quick test."""
        index = self._context.index
        return bool(index.deadlines[duty_id]) or not self._came.isdisjoint(index.starters[duty_id])

    def applies(self, duty: Duty) -> bool:
        """Say whether the duty's conditions hold at the end of the timeline."""
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
        """Give one occurrence; for a recurring duty, also those that follow when it is met."""
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
        is_at_once = isinstance(limit, AtOnce)
        ended = end_of_chance(duty, trigger_time.order, context.timeline)
        last = None if ended is None else ended.order
        if is_at_once and last is not None:
            last = max(last, _end_of_day(trigger_time, context))
        start = trigger_time.source_order or trigger_time.order
        if is_at_once:
            start = (start_of_day(trigger_time.moment.on, context.zone).at, 0)
        candidates = self._candidates(trigger_time, start, is_first=is_first)
        within = candidates
        if last is not None:
            within = [each for each in candidates if each.order <= last]
        met = first_meeting(duty.met_by, within)
        closed = met.order if met is not None else last
        if is_at_once and last is not None and context.as_of.at < last[0]:
            ended = None
        span = OpenSpan(trigger_time=trigger_time, closed=closed)
        in_force = deadline_in_force(duty, limit, span, context, self.guide_windows)
        done_after = None
        if met is None and last is not None and in_force.due is None:
            done_after = self._done_after(duty, last, candidates)
        return Occurrence(
            duty=duty,
            number=number,
            trigger_time=trigger_time,
            limit=limit,
            urgency=urgency,
            met=met,
            ended=ended,
            done_after=done_after,
            does_not_count=self._not_counting(duty, within, met),
            in_force=in_force,
        )

    def _not_counting(
        self, duty: Duty, within: Sequence[PlacedEvent], met: PlacedEvent | None
    ) -> tuple[DoesNotCount, ...]:
        """Give the events before what met a duty that fail only by who acted, to whom or how."""
        patterns = self._context.index.asking.get(duty.id)
        if patterns is None:
            return ()
        before = (each for each in within if met is None or each.order < met.order)
        return tuple(not_counting(patterns, before))

    def _candidates(
        self, trigger_time: TriggerTime, start: Order, *, is_first: bool
    ) -> Sequence[PlacedEvent]:
        """List the events from a place on that may meet a duty, also after its chance.

        A duty that a deadline starts may also be met while that deadline's own clock was running,
        and what must be done at once, earlier on the same day. A move belongs to the stage that it
        leaves, so it does not meet a duty that it starts by entering a stage.
        """
        own = trigger_time.placed_event
        is_move = (
            trigger_time.is_entry and own is not None and own.event.kind is EventKind.ESCALATED
        )
        return [
            placed_event
            for placed_event in self._context.timeline.placed_events
            if placed_event.order >= start
            and not (placed_event is own and (is_move or not is_first))
        ]

    def _done_after(
        self, duty: Duty, last: Order, candidates: Sequence[PlacedEvent]
    ) -> PlacedEvent | None:
        """Give the event that would have met a duty after its chance, before a case is reopened.

        What came of it in its chance counts with the rest.
        """
        reopened = (
            each.order for each in self._context.of_kind(EventKind.REOPENED) if each.order > last
        )
        until = next(reopened, _LAST)
        return first_meeting(duty.met_by, [each for each in candidates if each.order < until])

    def guide_windows(self) -> Sequence[GuideWindow]:
        """List the periods in which the policy's limits are guidance."""
        after = self._context.rulebook.policy.guide_after
        if after is None:
            return ()
        timeline = self._context.timeline
        if isinstance(after, str):
            starts = [each.met for each in self._source(after) if each.met is not None]
        else:
            starts = [each for each in timeline.of_kinds(after.kinds) if matches(after, each)]
        return guide_windows(starts, self._context.of_kind(EventKind.RISK_OVER))

    def _has_ended(self, duty: Duty, trigger_time: TriggerTime, met: PlacedEvent) -> bool:
        """Say whether a recurring duty has lapsed by the event that met it."""
        ending = end_of_chance(duty, trigger_time.order, self._context.timeline)
        return ending is not None and ending.order <= met.order

    def _once_it_applies(self, duty: Duty, trigger_time: TriggerTime) -> TriggerTime | None:
        """Give the trigger time, or that of the first later change after which the conditions hold.

        Give None if they do not hold before the duty would lapse.
        """
        context = self._context
        if self._holds(duty, trigger_time.order):
            return trigger_time
        ending = end_of_chance(duty, trigger_time.order, context.timeline)
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
        """Give the occurrence of a duty that was met before a deadline would have started it."""
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
                is_by_the_hour=occurrence.in_force.due.unit is CountedIn.HOURS,
                is_guidance=occurrence.in_force.force is Force.GUIDE,
                met=None if occurrence.met is None else occurrence.met.order,
            )
            for occurrence in self._source(duty_id)
            if occurrence.trigger_time is not None
            and occurrence.in_force is not None
            and occurrence.in_force.due is not None
        ]

    def _missed_by(self, duty: Duty, trigger_time: TriggerTime, moment: Moment) -> bool:
        urgency = urgency_at(self._context.timeline, trigger_time.order)
        deadline = limit_deadline(duty, limit_in_force(duty, urgency), trigger_time, self._context)
        return deadline is not None and Due.by(deadline).is_missed_by(moment)


def _end_of_day(trigger_time: TriggerTime, context: CaseContext) -> Order:
    return next_midnight(trigger_time.moment.on, context.zone).at, 0


def _may_start_anew(
    previous: Occurrence | None,
    scope: tuple[int, int] | None,
    trigger_time: TriggerTime,
    duty: Duty,
    context: CaseContext,
) -> bool:
    """Say whether a duty may start again after its previous occurrence.

    It may not while that one is open. Otherwise it may start once for each opening of the case and
    each visit of its stage, or at every trigger time if it has `each_time`.
    """
    if previous is None:
        return True
    if previous.closed is None or previous.closed > trigger_time.order:
        return False
    if _scope_of(duty, trigger_time, context) != scope:
        return True
    return duty.each_time and previous.closed < trigger_time.order


def _scope_of(duty: Duty, trigger_time: TriggerTime, context: CaseContext) -> tuple[int, int]:
    """Give the numbers of the case's opening and of the stage's visit that a trigger time is in.

    A trigger time before the stage is entered belongs to the next visit, so that entering the stage
    does not start again a duty that has just been done for it; one after it, to the last visit.
    """
    stages = context.index.stages
    is_before = duty.stage is not None and stages[trigger_time.case_stage] < stages[duty.stage]
    visits = sum(
        visit.stage == duty.stage and visit.entered.order <= trigger_time.order
        for visit in context.timeline.visits
    )
    return trigger_time.episode, visits + is_before


def _trigger_time_from(placed_event: PlacedEvent, after: TriggerTime) -> TriggerTime:
    return TriggerTime(
        moment=placed_event.moment,
        order=placed_event.order,
        episode=after.episode,
        case_stage=placed_event.case_stage,
        placed_event=placed_event,
    )
