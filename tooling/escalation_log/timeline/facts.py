"""The facts of a case at a place in its order: plans and urgency, as changed by then."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from escalation_log.model.cases import Header, Party
from escalation_log.model.kinds import EventKind
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Condition
from escalation_log.timeline.knowledge import Order
from escalation_log.timeline.visits import Timeline


def urgency_at(timeline: Timeline, order: Order) -> str | None:
    """Give the urgency in force at a place in the order, a change at that very place included."""
    changed = [
        happening.event.urgency
        for happening in timeline.by_kind.get(EventKind.CHANGED, ())
        if happening.event.urgency is not None and happening.order <= order
    ]
    return changed[-1] if changed else timeline.header.urgency


def conditions_hold(
    conditions: tuple[Condition, ...], timeline: Timeline, partnership: Partnership, order: Order
) -> bool:
    """Say whether conditions hold at a place in the order, a change at that very place included."""
    return all(
        not condition.values.isdisjoint(_facts(condition.field, timeline, partnership, order))
        for condition in conditions
    )


def _facts(
    field: str, timeline: Timeline, partnership: Partnership, order: Order
) -> frozenset[str]:
    """Give the values that hold for what a condition asks about; raise KeyError for another."""
    header = timeline.header
    side, _, asked = field.partition(".")
    if side in _SIDES:
        parties = _SIDES[side](header)
        agencies = frozenset(party.agency for party in parties)
        return agencies if asked == "agency" else _sectors(partnership, agencies)
    if field == "child.plan":
        return _plans_at(timeline, order)
    urgency = urgency_at(timeline, order)
    urgencies = frozenset() if urgency is None else frozenset({urgency})
    return {"theme": frozenset({header.theme}), "urgency": urgencies}[field]


_SIDES: Mapping[str, Callable[[Header], tuple[Party, ...]]] = {
    "raising": lambda header: (header.raising,),
    "receiving": lambda header: header.receiving,
}


def _plans_at(timeline: Timeline, order: Order) -> frozenset[str]:
    changed = [
        happening.event.plan
        for happening in timeline.by_kind.get(EventKind.CHANGED, ())
        if happening.event.plan is not None and happening.order <= order
    ]
    if changed:
        return frozenset(changed[-1])
    return frozenset(plan for child in timeline.header.children for plan in child.plan)


def _sectors(partnership: Partnership, agencies: frozenset[str]) -> frozenset[str]:
    known = (partnership.agencies.get(agency) for agency in agencies)
    return frozenset(agency.sector for agency in known if agency is not None)
