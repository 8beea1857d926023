"""Whether something that happened fits a pattern."""

from __future__ import annotations

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
    event = happening.event
    one: str | None
    match field:
        case "stage":
            one = happening.stage
        case "to":
            one = event.to
        case "by":
            one = event.by
        case "what":
            one = event.what
        case "reason":
            one = event.reason
        case "how":
            one = event.how
        case "urgency":
            one = event.urgency
        case "duty":
            one = event.duty
        case "whom":
            return event.whom
        case "agencies":
            return event.agencies
        case _:
            raise KeyError(field)
    return () if one is None else (one,)
