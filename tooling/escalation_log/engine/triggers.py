"""Find the trigger times of a duty: when its trigger happened in a case's timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import day_moment
from escalation_log.engine.knowledge import Order
from escalation_log.engine.matching import matches
from escalation_log.engine.timeline import PlacedEvent, Timeline, Visit
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import (
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Latest,
    Trigger,
)
from escalation_log.model.policies import Duty


class TriggerTime(NamedTuple):
    """One time that a trigger happened.

    `placed_event` is the event that started the clock; for another duty's deadline it is None and
    `deadline_of` names the duty. Events from `source_order` on, where given, may already meet the
    duty: from where that other duty's clock started, or the stage of the event was entered.
    `case_stage` is the stage the case was in; if `is_entry`, the stage that was entered.
    `is_guidance` says that the deadline was only a guide's.
    """

    moment: Moment
    order: Order
    episode: int
    case_stage: str
    placed_event: PlacedEvent | None = None
    deadline_of: str | None = None
    source_order: Order | None = None
    is_entry: bool = False
    is_guidance: bool = False


class RunningClock(NamedTuple):
    """The clock of a duty whose deadline is a trigger: where it started and when it falls due.

    `met` is where the duty was met, None while it is not; `is_guidance` says that it is a guide's.
    """

    order: Order
    episode: int
    due: Moment
    due_on: date
    is_by_the_hour: bool
    is_guidance: bool
    met: Order | None


ClocksOf: TypeAlias = Callable[[str], Sequence[RunningClock]]
MissedBy: TypeAlias = Callable[[Duty, "TriggerTime", Moment], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerSearch:
    """What a search for trigger times needs: a case's timeline, the moment asked about, and more.

    `stages` gives each stage's index in the policy, `entries` the trigger times of entries into
    stages. `clocks_of` gives the clocks of another duty, for triggers that are deadlines;
    `missed_by` says whether a duty's limit, counted from a trigger time, had passed at a moment.
    """

    stages: Mapping[str, int]
    timeline: Timeline
    entries: tuple[TriggerTime, ...]
    zone: ZoneInfo
    as_of: Moment
    clocks_of: ClocksOf
    missed_by: MissedBy


def trigger_times(trigger: Trigger, duty: Duty, search: TriggerSearch) -> list[TriggerTime]:
    """List every time the trigger happened, in order.

    For a duty of a stage, times after the case has passed that stage are left out, unless it is
    owed until the case ends.
    """
    found = sorted(
        _trigger_times(trigger, duty, search), key=lambda trigger_time: trigger_time.order
    )
    if duty.stage is None or duty.owed_until_case:
        return found
    stages, last = search.stages, search.stages[duty.stage]
    return [trigger_time for trigger_time in found if stages[trigger_time.case_stage] <= last]


def _trigger_times(trigger: Trigger, duty: Duty, search: TriggerSearch) -> Iterator[TriggerTime]:
    match trigger:
        case EventPattern():
            yield from _of_events(trigger, search.timeline)
        case Entered():
            yield from _of_entries(trigger, search)
        case DeadlineOf():
            yield from _of_deadlines(trigger, search)
        case Earliest(of=alternatives):
            for alternative in alternatives:
                yield from _trigger_times(alternative, duty, search)
        case Latest(of=parts):
            yield from _of_latest(parts, duty, search)
        case FirstRecorded(of=alternatives):
            yield from _of_first_recorded(alternatives, duty, search)


def _of_events(pattern: EventPattern, timeline: Timeline) -> Iterator[TriggerTime]:
    """Give a trigger time for each event that matches.

    A duty that an event of an earlier stage starts may be met from the entry into that stage on.
    """
    for placed_event in timeline.of_kinds(pattern.kinds):
        if matches(pattern, placed_event):
            trigger_time = trigger_time_of(placed_event)
            if placed_event.stage == placed_event.case_stage:
                yield trigger_time
            else:
                yield trigger_time._replace(source_order=timeline.last_entry(placed_event))


def _of_entries(trigger: Entered, search: TriggerSearch) -> Iterator[TriggerTime]:
    if trigger.or_later:
        first = search.stages[trigger.stage]
        later = (entry for entry in search.entries if search.stages[entry.case_stage] >= first)
        yield from islice(later, 1)
    else:
        yield from (entry for entry in search.entries if entry.case_stage == trigger.stage)


def _of_deadlines(trigger: DeadlineOf, search: TriggerSearch) -> Iterator[TriggerTime]:
    """Give a trigger time for each deadline of another duty that has come.

    It is on the last day in time, sorted after that day's events; for a limit in hours, and where
    the trigger asks for the first moment that is late, at the exact moment. The case must then be
    in that duty's stage still; where it left and came back, only if the duty did not start anew.
    """
    stage = trigger.duty.rpartition("/")[0]
    clocks = search.clocks_of(trigger.duty)
    for clock in clocks:
        is_exact = clock.is_by_the_hour or trigger.when_over
        moment = clock.due if is_exact else day_moment(clock.due_on, search.zone)
        if moment.at > search.as_of.at:
            continue
        next_day = day_moment(clock.due_on + timedelta(days=1), search.zone)
        order = (moment.at if is_exact else next_day.at, 0)
        if trigger.unless_met and clock.met is not None and clock.met < order:
            continue
        if _starts_anew(clock, order, stage, clocks, search.timeline):
            continue
        stage_then = search.timeline.stage_at(order)
        if stage_then is not None and stage in (stage_then, "case"):
            yield TriggerTime(
                moment=moment,
                order=order,
                episode=clock.episode,
                case_stage=stage_then,
                deadline_of=trigger.duty,
                source_order=clock.order,
                is_guidance=clock.is_guidance,
            )


def _starts_anew(
    clock: RunningClock,
    order: Order,
    stage: str,
    clocks: Sequence[RunningClock],
    timeline: Timeline,
) -> bool:
    """Say whether a stage was left after a clock's start, and its duty started again by then."""
    return any(clock.order < each.order <= order for each in clocks) and any(
        visit.stage == stage and visit.left is not None and clock.order < visit.left.order <= order
        for visit in timeline.visits
    )


def _of_latest(
    parts: tuple[Trigger, ...], duty: Duty, search: TriggerSearch
) -> Iterator[TriggerTime]:
    """Give for each episode in which every part happened the last of their first times."""
    by_part = [tuple(_trigger_times(part, duty, search)) for part in parts]
    for episode in range(len(search.timeline.episodes)):
        firsts = [_first_in(episode, found) for found in by_part]
        happened = [first for first in firsts if first is not None]
        if len(happened) == len(parts):
            yield max(happened, key=lambda trigger_time: trigger_time.order)


def _first_in(episode: int, found: Iterable[TriggerTime]) -> TriggerTime | None:
    here = (trigger_time for trigger_time in found if trigger_time.episode == episode)
    return min(here, key=lambda trigger_time: trigger_time.order, default=None)


def _of_first_recorded(
    alternatives: tuple[Trigger, ...], duty: Duty, search: TriggerSearch
) -> Iterator[TriggerTime]:
    """Give for each episode the first alternative in the list that happened at all.

    For a duty of a stage, a move backwards begins the search anew. If the limit counted from an
    alternative further down the list had already been missed by then, that one is given instead, so
    that the breach remains one.
    """

    def part(trigger_time: TriggerTime) -> tuple[int, ...]:
        if duty.stage is None:
            return (trigger_time.episode,)
        return trigger_time.episode, _returns_before(trigger_time.order, search)

    by_alternative = [
        [(part(each), each) for each in _trigger_times(alternative, duty, search)]
        for alternative in alternatives
    ]
    for where in sorted({where for found in by_alternative for where, _ in found}):
        here = ([each for at, each in found if at == where] for found in by_alternative)
        firsts = [min(found, key=lambda each: each.order) for found in here if found]
        missed = (other for other in firsts[1:] if search.missed_by(duty, other, firsts[0].moment))
        yield next(missed, firsts[0])


def _returns_before(order: Order, search: TriggerSearch) -> int:
    """Count the moves to an earlier stage up to a place in the order."""
    return sum(
        search.stages[later.stage] < search.stages[earlier.stage] and later.entered.order <= order
        for earlier, later in pairwise(search.timeline.visits)
    )


def trigger_time_of(placed_event: PlacedEvent) -> TriggerTime:
    """Make the trigger time of an event."""
    return TriggerTime(
        moment=placed_event.moment,
        order=placed_event.order,
        episode=placed_event.episode,
        case_stage=placed_event.case_stage,
        placed_event=placed_event,
    )


def entry_time_of(visit: Visit) -> TriggerTime:
    """Make the trigger time of the entry into a stage."""
    return trigger_time_of(visit.entered)._replace(case_stage=visit.stage, is_entry=True)
