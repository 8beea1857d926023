"""The facts of a case at a place in its order: plans and urgency, as changed by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from escalation_log.model.kinds import EventKind
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Condition
from escalation_log.timeline.knowledge import Order
from escalation_log.timeline.visits import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What conditions ask about, each as the set of values that hold."""

    values: Mapping[str, frozenset[str]]
    urgency: str | None

    def hold(self, conditions: tuple[Condition, ...]) -> bool:
        """Say whether every condition holds."""
        return all(
            not condition.values.isdisjoint(self.values[condition.field])
            for condition in conditions
        )


def facts_at(timeline: Timeline, partnership: Partnership, order: Order) -> Facts:
    """Gather the facts in force at a place in the order, changes at that very place included."""
    header = timeline.header
    plans = frozenset(plan for child in header.children for plan in child.plan)
    urgency = header.urgency
    for happening in timeline.happenings:
        event = happening.event
        if event.kind is EventKind.CHANGED and happening.order <= order:
            plans = plans if event.plan is None else frozenset(event.plan)
            urgency = event.urgency or urgency
    receiving = frozenset(party.agency for party in header.receiving)
    return Facts(
        urgency=urgency,
        values={
            "child.plan": plans,
            "raising.agency": frozenset({header.raising.agency}),
            "receiving.agency": receiving,
            "raising.sector": _sectors(partnership, frozenset({header.raising.agency})),
            "receiving.sector": _sectors(partnership, receiving),
            "theme": frozenset({header.theme}),
            "urgency": frozenset() if urgency is None else frozenset({urgency}),
        },
    )


def _sectors(partnership: Partnership, agencies: frozenset[str]) -> frozenset[str]:
    known = (partnership.agencies.get(agency) for agency in agencies)
    return frozenset(agency.sector for agency in known if agency is not None)
