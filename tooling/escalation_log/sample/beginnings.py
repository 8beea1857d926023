"""How an invented case begins."""

from __future__ import annotations

from datetime import datetime

from escalation_log.model.kinds import EventKind
from escalation_log.sample.course import Course
from escalation_log.sample.script import ways

# Out of a hundred.
_FORMAL_AT_ONCE, _RAISED_AT_ONCE, _TALKED_OVER = 12, 4, 45


def begin(course: Course, at: datetime) -> None:
    """Record the first event: a disagreement, most often, or what the policy counts from."""
    stages, happens = course.script.stages, course.chance.happens
    if stages[0].informal and len(stages) > 1 and happens(_FORMAL_AT_ONCE):
        formal = course.acts.plain(EventKind.ESCALATED, at, "raising", to=stages[1].id)
        course.record(formal, at)
        return
    first, *others = course.script.openings
    if not others and happens(_RAISED_AT_ONCE):
        first = EventKind.RAISED
    course.record_plain(first, at, _side(first))
    if EventKind.DISAGREEMENT in others:
        course.plan_here(
            course.later(at, 0, 3),
            lambda now: course.record_plain(EventKind.DISAGREEMENT, now, "receiving"),
        )
    if happens(_TALKED_OVER) and not _is_duty(course, EventKind.DISCUSSED):
        course.plan_here(
            course.later(at, 0, 2),
            lambda now: course.record_plain(EventKind.DISCUSSED, now, "raising"),
        )


def _is_duty(course: Course, kind: EventKind) -> bool:
    """Say whether a duty of the first stage asks for such an event."""
    return any(
        kind in pattern.kinds
        for duty in course.script.stages[0].duties
        for way in ways(duty.met_by)
        for pattern in way
    )


def _side(kind: EventKind) -> str:
    return "receiving" if kind is EventKind.DISAGREEMENT else "raising"
