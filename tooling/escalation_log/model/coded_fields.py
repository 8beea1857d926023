"""The values of an event's coded fields, as patterns over events name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from escalation_log.model.cases import Event


def values_in(event: Event, stage: str, field: str) -> tuple[str, ...]:
    """Give the values that a coded field has in an event of a stage, none if it is absent.

    Raise KeyError for a field that patterns do not know.
    """
    return _VALUES[field](event, stage)


def _one(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


_VALUES: Mapping[str, Callable[[Event, str], tuple[str, ...]]] = {
    "stage": lambda _, stage: (stage,),
    "to": lambda event, _: _one(event.to),
    "by": lambda event, _: _one(event.by),
    "what": lambda event, _: _one(event.what),
    "why": lambda event, _: _one(event.why and "given"),
    "reason": lambda event, _: _one(event.reason),
    "how": lambda event, _: _one(event.how),
    "tier": lambda event, _: _one(event.tier),
    "urgency": lambda event, _: _one(event.urgency),
    "duty": lambda event, _: _one(event.duty),
    "whom": lambda event, _: event.whom,
    "agencies": lambda event, _: event.agencies,
}
