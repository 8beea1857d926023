"""Whether an event fits a pattern, and which event meets a duty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from escalation_log.engine.timeline import PlacedEvent
from escalation_log.model.coded_fields import values_in
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import AllOf, AnyOf, EventPattern, MetByPattern
from escalation_log.model.receipts import DoesNotCount, WhyNot


def matches(pattern: EventPattern, placed_event: PlacedEvent) -> bool:
    """Say whether an event matches: its kind, and in each field a value that the pattern takes."""
    return pattern.fits(placed_event.event, placed_event.stage)


def _failing(pattern: EventPattern, placed_event: PlacedEvent) -> Iterator[_Failing]:
    """Give each field by which an event fails a pattern, and whether a value is ruled out."""
    for field, values in pattern.fields:
        if values.isdisjoint(values_of(placed_event, field)):
            yield _Failing(field, values, excluded=False)
    for field, values in pattern.excluded:
        if not values.isdisjoint(values_of(placed_event, field)):
            yield _Failing(field, values, excluded=True)


class _Failing(NamedTuple):
    field: str
    values: frozenset[str]
    excluded: bool


def values_of(placed_event: PlacedEvent, field: str) -> tuple[str, ...]:
    """Give the values that a coded field has in an event, none if it is absent.

    Raise KeyError for a field that patterns do not know.
    """
    return values_in(placed_event.event, placed_event.stage, field)


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


_WHY_NOT = {why.value: why for why in WhyNot}


def not_counting(
    patterns: Mapping[EventKind, Sequence[EventPattern]], candidates: Iterable[PlacedEvent]
) -> Iterator[DoesNotCount]:
    """Give the candidates of the right kind that fail only by who acted, to whom or how.

    `patterns` are those that meet the duty, by kind of event. A candidate that fits one of them, or
    fails all of them by something else, is left out.
    """
    for each in candidates:
        if each.event.kind not in patterns:
            continue
        failing = [tuple(_failing(pattern, each)) for pattern in patterns[each.event.kind]]
        if not all(failing):
            continue
        only = [fails[0] for fails in failing if all(fail.field in _WHY_NOT for fail in fails)]
        if only:
            first = only[0]
            alike = (fail.values for fail in only if fail._replace(values=first.values) == first)
            yield DoesNotCount(
                event=each.event.key,
                kind=each.event.kind,
                moment=each.moment,
                field=_WHY_NOT[first.field],
                given=tuple(sorted(values_of(each, first.field))),
                asked=tuple(sorted(frozenset[str]().union(*alike))),
                excluded=first.excluded,
            )
