"""When an unmet duty lapses: its stage ends, or the case closes."""

from __future__ import annotations

from escalation_log.model.policies import Duty
from escalation_log.timeline import Happening, Order, Timeline


def lapse_of(duty: Duty, started: Order, timeline: Timeline) -> Happening | None:
    """Give the event with which a duty lapses that started at that place and is not met.

    A duty that a move or an ending itself triggers outlives that move or ending. A move ends every
    stage but the one it enters, so that a duty of a stage that was passed over does not linger.
    """
    if duty.survives:
        return None
    ended = {id(episode.ended) for episode in timeline.episodes if episode.ended is not None}
    for index, visit in enumerate(timeline.visits):
        left = visit.left
        if left is None or left.order <= started:
            continue
        if id(left) in ended:
            return left
        if duty.stage is not None and timeline.visits[index + 1].stage != duty.stage:
            return left
    return None
