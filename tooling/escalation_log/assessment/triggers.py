"""When triggers happen: the firings of a duty's trigger over a case's timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from escalation_log.deadlines import day_moment
from escalation_log.model.patterns import (
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    Trigger,
)
from escalation_log.model.policies import Duty
from escalation_log.model.stamps import Moment
from escalation_log.timeline import Happening, Order, Timeline, Visit, matches


class Firing(NamedTuple):
    """One time that a trigger happened.

    `happening` is the event behind it; for another duty's deadline it is None and `deadline_of`
    names the duty. `source_order`, where given, is the place since which the duty may have been
    done: where that other duty's own clock started. `case_stage` is the
    stage the case was in; for an entry, which `is_entry` marks, the one it came into.
    """

    moment: Moment
    order: Order
    episode: int
    case_stage: str
    happening: Happening | None = None
    deadline_of: str | None = None
    source_order: Order | None = None
    is_entry: bool = False


class Clock(NamedTuple):
    """A running clock as other triggers see it: where it started, and when it falls due."""

    order: Order
    episode: int
    due: Moment
    due_on: date
    is_by_the_hour: bool


ClocksOf: TypeAlias = Callable[[str], Sequence[Clock]]
MissedBy: TypeAlias = Callable[[Duty, "Firing", Moment], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What firings are looked for in: a case's timeline and the moment asked about.

    `stages` gives each stage's place in the policy, `entries` the firings of entries into stages.
    `clocks_of` gives the clocks of another duty, for triggers that are deadlines; `missed_by` says
    whether a duty's limit, run from a firing, had passed at a moment.
    """

    stages: Mapping[str, int]
    timeline: Timeline
    entries: tuple[Firing, ...]
    zone: ZoneInfo
    as_of: Moment
    clocks_of: ClocksOf
    missed_by: MissedBy


def firings(trigger: Trigger, duty: Duty, ground: Ground) -> list[Firing]:
    """List every time the trigger happened, in order, once the duty's stage allows it.

    A stage's duty cannot start when the case has passed that stage.
    """
    found = sorted(_firings(trigger, duty, ground), key=lambda firing: firing.order)
    if duty.stage is None:
        return found
    stages, last = ground.stages, ground.stages[duty.stage]
    return [firing for firing in found if stages[firing.case_stage] <= last]


def _firings(trigger: Trigger, duty: Duty, ground: Ground) -> Iterator[Firing]:
    match trigger:
        case EventPattern():
            yield from _of_events(trigger, ground.timeline)
        case Entered():
            yield from _of_entries(trigger, ground)
        case DeadlineOf():
            yield from _of_deadlines(trigger, ground)
        case Earliest(of=alternatives):
            for alternative in alternatives:
                yield from _firings(alternative, duty, ground)
        case _:
            yield from _of_first_recorded(trigger.of, duty, ground)


def _of_events(pattern: EventPattern, timeline: Timeline) -> Iterator[Firing]:
    """Give the events that fit.

    What an event of an earlier stage asks for may have been done since that stage was entered.
    """
    for happening in timeline.of_kinds(pattern.kinds):
        if matches(pattern, happening):
            firing = firing_of(happening)
            if happening.stage == happening.case_stage:
                yield firing
            else:
                yield firing._replace(source_order=timeline.last_entry(happening))


def _of_entries(trigger: Entered, ground: Ground) -> Iterator[Firing]:
    if trigger.or_later:
        first = ground.stages[trigger.stage]
        later = (entry for entry in ground.entries if ground.stages[entry.case_stage] >= first)
        yield from islice(later, 1)
    else:
        yield from (entry for entry in ground.entries if entry.case_stage == trigger.stage)


def _of_deadlines(trigger: DeadlineOf, ground: Ground) -> Iterator[Firing]:
    """Let a deadline happen on its last day in time, after that day's events.

    A limit in hours counts at its moment. The case must then still be in the duty's stage.
    """
    stage = trigger.duty.partition("/")[0]
    for clock in ground.clocks_of(trigger.duty):
        moment = clock.due if clock.is_by_the_hour else day_moment(clock.due_on, ground.zone)
        if moment.at > ground.as_of.at:
            continue
        next_day = day_moment(clock.due_on + timedelta(days=1), ground.zone)
        order = (moment.at if clock.is_by_the_hour else next_day.at, 0)
        stage_then = ground.timeline.stage_at(order)
        if stage_then is not None and stage in (stage_then, "case"):
            yield Firing(
                moment=moment,
                order=order,
                episode=clock.episode,
                case_stage=stage_then,
                deadline_of=trigger.duty,
                source_order=clock.order,
            )


def _of_first_recorded(
    alternatives: tuple[Trigger, ...], duty: Duty, ground: Ground
) -> Iterator[Firing]:
    """In each episode, the first alternative that ever happened.

    Where the limit from a later alternative had been missed by then, that one stands: what was a
    breach does not cease to be one because a better starting point comes afterwards.
    """
    by_alternative = [tuple(_firings(part, duty, ground)) for part in alternatives]
    for episode in range(len(ground.timeline.episodes)):
        firsts = [
            min(here, key=lambda firing: firing.order)
            for found in by_alternative
            if (here := [firing for firing in found if firing.episode == episode])
        ]
        if firsts:
            missed = (
                other for other in firsts[1:] if ground.missed_by(duty, other, firsts[0].moment)
            )
            yield next(missed, firsts[0])


def firing_of(happening: Happening) -> Firing:
    """Let a trigger happen by an event."""
    return Firing(
        moment=happening.moment,
        order=happening.order,
        episode=happening.episode,
        case_stage=happening.case_stage,
        happening=happening,
    )


def entry_of(visit: Visit) -> Firing:
    """Let a trigger happen by the entry into a stage."""
    return firing_of(visit.entered)._replace(case_stage=visit.stage, is_entry=True)
