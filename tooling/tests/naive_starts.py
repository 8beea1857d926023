"""What started a clock that waits for several things, found again from a case's events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from escalation_log.engine.timeline import PlacedEvent, Timeline
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import (
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Latest,
    Trigger,
)
from escalation_log.model.policies import Duty


class Start(NamedTuple):
    """An event that may start a clock, and the stage that the case was then in, or entered."""

    event: PlacedEvent
    stage: str


# Whether a limit that is counted from an event had been missed by a moment.
Missed: TypeAlias = Callable[[PlacedEvent, Moment], bool]


def waits_for_several(trigger: Trigger) -> bool:
    """Say whether the latest of several things starts a clock, perhaps as one of a list."""
    if isinstance(trigger, FirstRecorded):
        return any(isinstance(each, Latest) for each in trigger.of)
    return isinstance(trigger, Latest)


def starts_of(
    duty: Duty, timeline: Timeline, stages: Sequence[str], missed: Missed
) -> Iterator[int]:
    """Give the events that start such a clock, by number: at most one an opening of the case.

    What happens once the case has gone beyond the duty's stage starts nothing.
    """
    last = len(stages) if duty.stage is None else stages.index(duty.stage)
    for opening in range(len(timeline.episodes)):
        start = _start_in(opening, duty.trigger, timeline, missed)
        if start is not None and stages.index(start.stage) <= last:
            yield start.event.event.number


def _start_in(opening: int, trigger: Trigger, timeline: Timeline, missed: Missed) -> Start | None:
    if not isinstance(trigger, FirstRecorded):
        return _first(opening, trigger, timeline)
    firsts = [_first(opening, each, timeline) for each in trigger.of]
    happened = [each for each in firsts if each is not None]
    for other in happened[1:]:
        if missed(other.event, happened[0].event.moment):
            return other
    return happened[0] if happened else None


def _first(opening: int, trigger: Trigger, timeline: Timeline) -> Start | None:
    """Find when something happened first in an opening."""
    if isinstance(trigger, EventPattern):
        found = [
            Start(each, each.case_stage)
            for each in timeline.placed_events
            if each.episode == opening and _fits(each, trigger)
        ]
    elif isinstance(trigger, Entered):
        found = [
            Start(visit.entered, visit.stage)
            for visit in timeline.visits
            if visit.entered.episode == opening and visit.stage == trigger.stage
        ]
        assert not trigger.or_later
    elif isinstance(trigger, Earliest | Latest):
        parts = [_first(opening, each, timeline) for each in trigger.of]
        found = [each for each in parts if each is not None]
        if isinstance(trigger, Latest):
            found.sort(key=lambda start: start.event.order, reverse=True)
            return found[0] if len(found) == len(parts) else None
    else:
        raise NotImplementedError(trigger)
    found.sort(key=lambda start: start.event.order)
    return found[0] if found else None


def _fits(placed_event: PlacedEvent, pattern: EventPattern) -> bool:
    """Compare an event with a pattern, field by field."""
    event = placed_event.event
    assert not pattern.excluded
    if event.kind not in pattern.kinds:
        return False
    said: dict[str, set[str | None]] = {
        "stage": {placed_event.stage},
        "by": {event.by},
        "what": {event.what},
        "to": {event.to},
        "whom": set(event.whom),
    }
    return all(not said[field].isdisjoint(values) for field, values in pattern.fields)
