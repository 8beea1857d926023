"""Whom to ring about a duty: the one rule for the pages of cases and of agencies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from escalation_log.model.kinds import EventKind
from escalation_log.model.partnerships import Contact, Partnership
from escalation_log.model.policies import Duty
from escalation_log.timeline.visits import patterns_in

OWN_PEOPLE = "Your own manager or safeguarding lead"

# Recipients that are always of one's own agency.
_OWN = frozenset({"line-manager", "safeguarding-lead"})
# What cannot be done without talking to the other side.
_TALKING = frozenset(
    {
        EventKind.RAISED,
        EventKind.DISCUSSED,
        EventKind.MEETING,
        EventKind.RESOLVED,
        EventKind.NOT_RESOLVED,
        EventKind.RECOMMENDED,
        EventKind.DECIDED,
        EventKind.CONFIRMED_IN_WRITING,
        EventKind.DEBRIEF,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Whom a duty asks to ring in any case; nobody if it has none of these.

    `named` are contacts of the partnership, `is_own` means one's own manager or safeguarding lead,
    and `talks` the teams of the sides: for `stage`, or for the stage that the case is at if that is
    None. `moves` says that those are the teams to which the case goes on.
    """

    named: tuple[Contact, ...] = ()
    is_own: bool = False
    talks: bool = False
    moves: bool = False
    stage: str | None = None


def call_of(duty: Duty, partnership: Partnership) -> Call:
    """Say whom a duty asks to ring, by what meets it: no number rather than a wrong one."""
    patterns = tuple(patterns_in(duty.met_by))
    whom = {each for pattern in patterns for each in dict(pattern.fields).get("whom", ())}
    if whom:
        named = tuple(
            each
            for each in partnership.contacts
            if each.id in whom and each.agency is None and not each.is_emergency
        )
        return Call(named=named, is_own=whom <= _OWN)
    kinds = {kind for pattern in patterns for kind in pattern.kinds}
    if kinds == {EventKind.ESCALATED}:
        to = {each for pattern in patterns for each in dict(pattern.fields).get("to", ())}
        return Call(talks=True, moves=True, stage=to.pop()) if len(to) == 1 else Call()
    return Call(talks=True, stage=duty.stage) if kinds & _TALKING else Call()


def teams_at(contacts: Sequence[Contact], agency: str | None, stage: str) -> Iterator[Contact]:
    """Give the contacts of an agency, or of the partnership itself, that serve a stage."""
    for contact in contacts:
        serves = not contact.stages or stage in contact.stages
        if contact.agency == agency and serves and not contact.is_emergency:
            yield contact


def contacts_for(
    call: Call,
    contacts: Sequence[Contact],
    *,
    raising: str,
    receiving: Sequence[str],
    stage: str,
    actor: str,
) -> Iterator[tuple[str | None, Contact]]:
    """Give whom an agency can ring, and of which agency; None for those of the partnership.

    Its own teams are among them only where the case goes to them.
    """
    for contact in call.named:
        yield None, contact
    if call.talks:
        for agency in _sides(raising, receiving, actor, with_own=call.moves):
            for contact in teams_at(contacts, agency, call.stage or stage):
                yield agency, contact


def _sides(raising: str, receiving: Sequence[str], actor: str, *, with_own: bool) -> Iterator[str]:
    """Give the agencies of the other side, or of both sides with the other side's first."""
    sides = (raising, *receiving)
    others: Sequence[str] = sides
    if actor in sides:
        others = receiving if actor == raising else (raising,)
    yield from others
    if with_own:
        yield from (each for each in sides if each not in others)
