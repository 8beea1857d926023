"""Who must act on a duty: agencies of a case, or the partnership itself."""

from __future__ import annotations

from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.cases import Header
from escalation_log.model.patterns import MetBy
from escalation_log.model.policies import Policy, Side
from escalation_log.timeline.visits import patterns_in

# Stands where an agency's id would; no agency may be called so.
PARTNERSHIP = "partnership"


def acting_agencies(row: DutyAssessment, header: Header, policy: Policy) -> tuple[str, ...]:
    """Give the ids of the agencies that must act on a duty, the raising one first.

    A side without which nothing meets the duty goes before that of the role.
    """
    side = _demanded(row.duty.met_by) or policy.sides.get(row.role, Side.BOTH)
    raising = header.raising.agency
    receiving = tuple(dict.fromkeys(party.agency for party in header.receiving))
    match side:
        case Side.PARTNERSHIP:
            return (PARTNERSHIP,)
        case Side.RAISING:
            return (raising,)
        case Side.RECEIVING:
            return receiving
        case _:
            return tuple(dict.fromkeys((raising, *receiving)))


def _demanded(met_by: MetBy) -> Side | None:
    """Find the one side whose doing every pattern asks for, if there is one."""
    sides = {dict(pattern.fields).get("by", frozenset()) for pattern in patterns_in(met_by)}
    demanded = next(iter(sides)) if len(sides) == 1 else frozenset()
    return Side(next(iter(demanded))) if len(demanded) == 1 else None
