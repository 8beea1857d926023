"""Whether something that happened fits a pattern."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from escalation_log.model.patterns import EventPattern
from escalation_log.timeline.visits import Happening


def matches(pattern: EventPattern, happening: Happening) -> bool:
    """Say whether an event fits: its kind, and in each field one of the values asked for."""
    if happening.event.kind not in pattern.kinds:
        return False
    return not pattern.fields or all(
        not values.isdisjoint(values_of(happening, field)) for field, values in pattern.fields
    )


def values_of(happening: Happening, field: str) -> tuple[str, ...]:
    """Give the values that a coded field has in an event, none if it is absent.

    Raise KeyError for a field that patterns do not know.
    """
    return _VALUES[field](happening)


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


_VALUES: Mapping[str, Callable[[Happening], tuple[str, ...]]] = {
    "stage": lambda happening: _one(happening.stage),
    "to": lambda happening: _one(happening.event.to),
    "by": lambda happening: _one(happening.event.by),
    "what": lambda happening: _one(happening.event.what),
    "reason": lambda happening: _one(happening.event.reason),
    "how": lambda happening: _one(happening.event.how),
    "urgency": lambda happening: _one(happening.event.urgency),
    "duty": lambda happening: _one(happening.event.duty),
    "whom": lambda happening: happening.event.whom,
    "agencies": lambda happening: happening.event.agencies,
}
