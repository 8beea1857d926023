"""Where a case left its policy's route: what is possible and against the policy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from escalation_log.engine.context import CaseContext
from escalation_log.engine.endings import is_allowed_move
from escalation_log.engine.matching import matches
from escalation_log.engine.timeline import PlacedEvent
from escalation_log.model.assessments import Departure, DepartureRule
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.policies import Requirement, Stage


def departures_of(
    context: CaseContext, orders: Iterable[tuple[PlacedEvent, str, str]]
) -> tuple[Departure, ...]:
    """List the departures known at the case context's moment, in the order of the events.

    `orders` are the events that came before what they should have followed, each with the id of the
    duty and its clause.
    """
    found = [
        Departure(event=event.event.key, rule=DepartureRule.ORDER, clause=clause, duty=duty)
        for event, duty, clause in orders
    ]
    for kind, find in _BY_KIND.items():
        for placed_event in context.of_kind(kind):
            found.extend(find(placed_event, context))
    if not found:
        return ()
    places = {each.event.key: place for place, each in enumerate(context.timeline.placed_events)}
    return tuple(sorted(found, key=lambda each: places[each.event]))


def _move(placed_event: PlacedEvent, context: CaseContext) -> Iterator[Departure]:
    """Find a stage skipped, a move backwards or by a reason that is for another route.

    A stage entered before what it requires is found too.
    """
    stages, event = context.index.stages, placed_event.event
    origin, target = placed_event.case_stage, event.to
    if target is None or target not in stages:
        return
    stage = context.rulebook.policy.stages[stages[target]]
    steps = stages[target] - stages[origin]
    if not _is_regular(steps, event.reason, stage, context) and not is_allowed_move(
        placed_event, context.rulebook.policy
    ):
        yield Departure(
            event=event.key,
            rule=DepartureRule.MOVE,
            clause=stage.clause,
            origin=origin,
            target=target,
            reason=event.reason,
        )
    if steps and stage.requires is not None:
        yield from _requirement(placed_event, stage, stage.requires, context)


def _is_regular(steps: int, reason: str | None, stage: Stage, context: CaseContext) -> bool:
    """Say whether a move goes to the next stage, for no reason that is for another route.

    A reason that lifts what the stage requires is one for entering it.
    """
    lifting = None if stage.requires is None else stage.requires.unless
    known = {move.when for move in context.rulebook.policy.moves}
    return steps in (0, 1) and (reason == lifting or reason not in known)


def _requirement(
    placed_event: PlacedEvent, stage: Stage, required: Requirement, context: CaseContext
) -> Iterator[Departure]:
    """Find whether what a stage requires of an earlier one is missing, and nothing lifts it."""
    before = [each for each in context.timeline.placed_events if each.order < placed_event.order]
    lifted_by = {placed_event.event.reason, *(each.event.kind for each in before)}
    if required.unless is not None and required.unless in lifted_by:
        return
    if any(matches(required.pattern, each) and each.stage == required.stage for each in before):
        return
    yield Departure(
        event=placed_event.event.key,
        rule=DepartureRule.REQUIRES,
        clause=required.clause or stage.clause,
        origin=required.stage,
        target=stage.id,
        asked=tuple(sorted(required.pattern.kinds)),
    )


def _panel(placed_event: PlacedEvent, context: CaseContext) -> Iterator[Departure]:
    """Find too small a panel, and one on which an agency concerned is missing that must sit."""
    event = placed_event.event
    stage = context.rulebook.policy.stages[context.index.stages[placed_event.stage]]
    required = stage.panel
    if required is None:
        return
    clause = required.clause or stage.clause
    if len(set(event.agencies)) < required.agencies:
        yield Departure(
            event=event.key,
            rule=DepartureRule.PANEL_SIZE,
            clause=clause,
            number=required.agencies,
        )
    missing = missing_from_panel(placed_event, context)
    if missing and required.concerned_must:
        yield Departure(
            event=event.key, rule=DepartureRule.PANEL_SIDES, clause=clause, asked=missing
        )


def missing_from_panel(placed_event: PlacedEvent, context: CaseContext) -> tuple[str, ...]:
    """Give the agencies of both sides that do not sit on a panel, the raising one first."""
    header = context.timeline.header
    concerned = (header.raising.agency, *(party.agency for party in header.receiving))
    return tuple(
        each for each in dict.fromkeys(concerned) if each not in placed_event.event.agencies
    )


def _ending(placed_event: PlacedEvent, context: CaseContext) -> Iterator[Departure]:
    """Find a case ended by a side that its stage does not let end it."""
    stage = context.rulebook.policy.stages[context.index.stages[placed_event.case_stage]]
    by = placed_event.event.by
    if stage.ended_by and by is not None and by not in stage.ended_by:
        yield Departure(
            event=placed_event.event.key,
            rule=DepartureRule.ENDED_BY,
            clause=stage.clause,
            asked=tuple(stage.ended_by),
        )


_BY_KIND: Mapping[EventKind, Callable[[PlacedEvent, CaseContext], Iterator[Departure]]] = {
    EventKind.ESCALATED: _move,
    EventKind.PANEL_CONVENED: _panel,
    EventKind.RESOLVED: _ending,
}
