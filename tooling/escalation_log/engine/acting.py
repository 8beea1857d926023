"""Who must act on a duty: agencies of a case, or the partnership itself."""

from __future__ import annotations

from datetime import date

from escalation_log.model.cases import Header
from escalation_log.model.partnerships import Partnership
from escalation_log.model.patterns import MetByPattern, patterns_in
from escalation_log.model.policies import Duty, Policy, RoleBySector, Side

# Takes the place of an agency's id; the schema allows no agency this id.
PARTNERSHIP = "partnership"
# The role of rows that are the log's own, which no policy names.
OWN_ROLE = "own"


def acting_agencies(
    duty: Duty, header: Header, policy: Policy, partnership: Partnership
) -> tuple[str, ...]:
    """Give the ids of the agencies that must act on a duty, the raising one first.

    Where only one side can meet the duty, it must act; otherwise the side of the role that the
    policy names, whoever acts in its place.
    """
    role = role_of(duty, header, partnership)
    if role == OWN_ROLE:
        return (PARTNERSHIP,)
    side = _demanded(duty.met_by) or policy.sides.get(role, Side.BOTH)
    if side is Side.PARTNERSHIP:
        return (PARTNERSHIP,)
    if side is Side.RAISING:
        return (header.raising.agency,)
    agencies = [party.agency for party in header.receiving]
    if side is Side.BOTH:
        agencies.insert(0, header.raising.agency)
    return tuple(dict.fromkeys(agencies))


def successor_of(agency: str, partnership: Partnership, day: date) -> str | None:
    """Give who answers on a day for an agency: itself while it belongs, or who took over from it.

    None where nobody is named who belongs then; `PARTNERSHIP` may be named.
    """
    asked: set[str] = set()
    while agency != PARTNERSHIP:
        known = partnership.agencies.get(agency)
        if known is None or agency in asked:
            return None
        if partnership.has_member(known, day):
            return agency
        if known.successor is None:
            return None
        asked.add(agency)
        agency = known.successor
    return PARTNERSHIP


def _demanded(met_by: MetByPattern) -> Side | None:
    """Find the side that every pattern names in `by`, if all name the same one."""
    asked = {dict(pattern.fields).get("by") for pattern in patterns_in(met_by)}
    sides = asked.pop() if len(asked) == 1 else None
    return None if sides is None or len(sides) > 1 else Side(*sides)


def role_of(duty: Duty, header: Header, partnership: Partnership) -> str:
    """Choose the role by the sector of one side's agency; of several receiving ones, the first."""
    if not isinstance(duty.role, RoleBySector):
        return duty.role
    party = header.raising if duty.role.side == "raising" else header.receiving[0]
    agency = partnership.agencies.get(party.agency)
    others = duty.role.roles["other"]
    return others if agency is None else duty.role.roles.get(agency.sector, others)


def acting_role(duty: Duty, header: Header, policy: Policy, partnership: Partnership) -> str:
    """Give who acts in place of a duty's role in agencies that do not have it, else the role.

    Where several agencies must act, all must say the same.
    """
    role = role_of(duty, header, partnership)
    agencies = partnership.agencies
    acting = {
        agencies[each].instead.get(role, role) if each in agencies else role
        for each in acting_agencies(duty, header, policy, partnership)
    }
    return acting.pop() if len(acting) == 1 else role
