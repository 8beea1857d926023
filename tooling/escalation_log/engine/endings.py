"""When the chance to do a duty ends, and whether that leaves a mark."""

from __future__ import annotations

from escalation_log.engine.context import CaseContext
from escalation_log.engine.knowledge import Order
from escalation_log.engine.timeline import PlacedEvent, Timeline
from escalation_log.model.assessments import CaseState
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import PlainLimit, has_amount
from escalation_log.model.policies import Duty, Force, Policy
from escalation_log.model.receipts import WhyLapsed


def end_of_chance(duty: Duty, started: Order, timeline: Timeline) -> PlacedEvent | None:
    """Give the event with which the chance to do a duty ends that started at `started`.

    That is the end of the case and, for a duty of a stage that is not owed until the case ends, a
    move to any other stage, from a stage that was skipped too. A move or an end that itself started
    the duty does not count. None for a duty that survives, and while its chance lasts.
    """
    if duty.survives:
        return None
    is_of_stage = duty.stage is not None and not duty.owed_until_case
    ended = {id(episode.ended) for episode in timeline.episodes if episode.ended is not None}
    for index, visit in enumerate(timeline.visits):
        left = visit.left
        if left is None or left.order <= started:
            continue
        if id(left) in ended:
            return left
        if is_of_stage and timeline.visits[index + 1].stage != duty.stage:
            return left
    return None


def why_no_mark(
    duty: Duty, limit: PlainLimit | None, ending: PlacedEvent, context: CaseContext
) -> WhyLapsed | None:
    """Say why a duty that was not done by the end of its chance leaves no mark; None if it does.

    A mark is for what is required and has no amount of time. It is not made where the case was
    withdrawn, where the policy allows the move that ended the stage for the reason given, where the
    duty says that it lapses, or for a case opened before the partnership began to make marks.
    """
    if duty.advice or duty.force is Force.GUIDE or has_amount(limit):
        return WhyLapsed.ENDED
    if duty.lapses:
        return WhyLapsed.SAYS_SO
    if context.timeline.state is CaseState.WITHDRAWN or ending.event.kind is EventKind.WITHDRAWN:
        return WhyLapsed.WITHDRAWN
    if is_allowed_move(ending, context.rulebook.policy):
        return WhyLapsed.ALLOWED_MOVE
    since = context.partnership.marks_from
    opened = context.timeline.episodes[0].began.moment.on
    return WhyLapsed.BEFORE_MARKS if since is not None and opened < since else None


def is_allowed_move(placed_event: PlacedEvent, policy: Policy) -> bool:
    """Say whether an event is a move that the policy allows for the reason that it gives."""
    event = placed_event.event
    return event.kind is EventKind.ESCALATED and any(
        move.when == event.reason
        and move.origin in (None, placed_event.case_stage)
        and move.target in (None, event.to)
        for move in policy.moves
    )
