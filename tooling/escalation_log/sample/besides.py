"""What may happen in any stage of an invented case, whatever its duties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from escalation_log.model.kinds import EventKind
from escalation_log.sample.course import Course
from escalation_log.sample.ledger import Turn

# Out of a hundred stages.
_PROTECTED, _SAFEGUARDED, _MET, _CHANGED, _AT_RISK, _LINKED = 12, 8, 6, 3, 2, 2


def besides(earlier: Sequence[str]) -> Callable[[Course, Turn, datetime], None]:
    """Make a follower; `earlier` are the references that a case may come to be linked with."""

    def follow(course: Course, turn: Turn, now: datetime) -> None:
        if turn.enters and not turn.closes:
            _plan_dangers(course, now)
            _plan_the_rest(course, now, earlier)

    return follow


def _plan_dangers(course: Course, now: datetime) -> None:
    acts, happens = course.acts, course.chance.happens
    may_shorten = any(each.duty.or_protective for each in course.ledger.open.values())
    if may_shorten and happens(_PROTECTED):
        course.plan_here(
            course.later(now, 0, 1),
            lambda now: course.record(acts.protective_timescale(now), now),
        )
    if happens(_SAFEGUARDED):
        course.plan_here(
            course.later(now, 0, 3), lambda now: course.record(acts.safeguards(now), now)
        )
    if happens(_AT_RISK):
        course.plan_here(
            course.later(now, 0, 2),
            lambda now: course.record_plain(EventKind.IMMEDIATE_RISK, now, "raising"),
        )


def _plan_the_rest(course: Course, now: datetime, earlier: Sequence[str]) -> None:
    acts, happens = course.acts, course.chance.happens
    if happens(_MET):
        course.plan_here(
            course.later(now, 0, 6),
            lambda now: course.record_plain(EventKind.MEETING, now, "raising"),
        )
    if happens(_CHANGED):
        course.plan_here(course.later(now, 0, 4), lambda now: course.record(acts.change(now), now))
    if earlier and happens(_LINKED):
        reference = course.chance.pick(earlier)
        course.plan_here(
            course.later(now, 0, 5), lambda now: course.record(acts.link(reference, now), now)
        )
