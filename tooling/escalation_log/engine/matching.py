"""Whether an event fits a pattern, and which event meets a duty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from escalation_log.engine.timeline import PlacedEvent
from escalation_log.model.patterns import AllOf, AnyOf, EventPattern, MetByPattern


def matches(pattern: EventPattern, placed_event: PlacedEvent) -> bool:
    """Say whether an event matches: its kind, and one of the pattern's values in each field."""
    if placed_event.event.kind not in pattern.kinds:
        return False
    return not pattern.fields or all(
        not values.isdisjoint(values_of(placed_event, field)) for field, values in pattern.fields
    )


def values_of(placed_event: PlacedEvent, field: str) -> tuple[str, ...]:
    """Give the values that a coded field has in an event, none if it is absent.

    Raise KeyError for a field that patterns do not know.
    """
    return _VALUES[field](placed_event)


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


_VALUES: Mapping[str, Callable[[PlacedEvent], tuple[str, ...]]] = {
    "stage": lambda placed_event: _one(placed_event.stage),
    "to": lambda placed_event: _one(placed_event.event.to),
    "by": lambda placed_event: _one(placed_event.event.by),
    "what": lambda placed_event: _one(placed_event.event.what),
    "reason": lambda placed_event: _one(placed_event.event.reason),
    "how": lambda placed_event: _one(placed_event.event.how),
    "urgency": lambda placed_event: _one(placed_event.event.urgency),
    "duty": lambda placed_event: _one(placed_event.event.duty),
    "whom": lambda placed_event: placed_event.event.whom,
    "agencies": lambda placed_event: placed_event.event.agencies,
}


def first_meeting(met_by: MetByPattern, candidates: Sequence[PlacedEvent]) -> PlacedEvent | None:
    """Give the candidate that meets a duty first; the candidates are in order."""
    match met_by:
        case EventPattern():
            kinds = met_by.kinds
            fitting = (
                each for each in candidates if each.event.kind in kinds and matches(met_by, each)
            )
            return next(fitting, None)
        case AnyOf(of=parts):
            found = [first for part in parts if (first := first_meeting(part, candidates))]
            return min(found, key=lambda each: each.order, default=None)
        case AllOf(of=parts):
            firsts = [first_meeting(part, candidates) for part in parts]
            met = [first for first in firsts if first is not None]
            return max(met, key=lambda each: each.order) if len(met) == len(firsts) else None
