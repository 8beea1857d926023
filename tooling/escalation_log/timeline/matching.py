"""Whether something that happened fits a pattern."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from escalation_log.model.kinds import EventKind
from escalation_log.model.patterns import EventPattern
from escalation_log.timeline.visits import Happening


def matches(pattern: EventPattern, happening: Happening, duty_id: str) -> bool:
    """Say whether an event fits; `done` without a duty of its own means the given one."""
    event = happening.event
    if event.kind not in pattern.kinds:
        return False
    names_duty = False
    for field, values in pattern.fields:
        names_duty = names_duty or field == "duty"
        if not values.intersection(values_of(happening, field)):
            return False
    return event.kind is not EventKind.DONE or names_duty or event.duty == duty_id


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
