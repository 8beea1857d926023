"""Whether it is to be asked, some weeks after a case ended, if what was sought came about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from escalation_log.engine.timeline import PlacedEvent, Timeline
from escalation_log.model.assessments import CaseState
from escalation_log.model.event_kinds import EventKind

# A question is put for so long, and then not put again.
PUT_FOR = timedelta(weeks=4)
# What was said so shortly before the question is its answer.
_JUST_BEFORE = timedelta(weeks=1)


class OutcomeQuestion(NamedTuple):
    """A question that nobody has answered yet, so many weeks after the end of a case."""

    weeks: int
    ended: PlacedEvent
    asked_on: date


def outcome_question(timeline: Timeline, weeks: Sequence[int], on: date) -> OutcomeQuestion | None:
    """Give the question that stands on a day about a case that ended otherwise than withdrawn.

    `weeks` rise. The next question takes the place of the one before it.
    """
    ended = timeline.episodes[-1].ended if timeline.episodes else None
    if ended is None or timeline.state is CaseState.WITHDRAWN:
        return None
    put = [
        OutcomeQuestion(each, ended, asked_on)
        for each in weeks
        if (asked_on := ended.moment.on + timedelta(weeks=each)) <= on
    ]
    if not put or on >= put[-1].asked_on + PUT_FOR:
        return None
    said = timeline.by_kind.get(EventKind.OUTCOME, ())
    is_answered = any(
        put[-1].asked_on - _JUST_BEFORE <= each.moment.on and ended.order < each.order
        for each in said
    )
    return None if is_answered else put[-1]
