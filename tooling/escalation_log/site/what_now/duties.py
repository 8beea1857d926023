"""What part a duty has in its stage: to talk, to settle it, or to bring it there."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.model.kinds import EventKind
from escalation_log.model.limits import Before
from escalation_log.model.patterns import Earliest, EventPattern, FirstRecorded, MetBy, Trigger
from escalation_log.model.policies import Duty, Policy
from escalation_log.site.policies.stages import has_number
from escalation_log.site.what_now.words import ENDS
from escalation_log.timeline.visits import patterns_in

_TALK = frozenset({EventKind.RAISED, EventKind.DISCUSSED})
_SETTLING = frozenset({*ENDS, EventKind.NOT_RESOLVED})


def is_asked(duty: Duty, policy: Policy) -> bool:
    """Say whether the way through a stage turns on a duty: talk, a date, or a clock it starts."""
    if duty.advice or duty.every is not None or duty.applies_when:
        return False
    kinds = _kinds(duty.met_by)
    if isinstance(duty.limit, Before) or settles(duty) or EventKind.ESCALATED in kinds:
        return False
    return bool(kinds & _TALK) or has_number(duty) or _starts_another(duty, kinds, policy)


def is_talk(kind: EventKind) -> bool:
    """Say whether something is one side's word to the other."""
    return kind in _TALK


def settles(duty: Duty) -> bool:
    """Say whether a duty is met by an end of the disagreement, or by word that there is none."""
    return bool(_kinds(duty.met_by) & _SETTLING)


def events_in(trigger: Trigger) -> Iterator[EventPattern]:
    """Give the events that start a clock; a stage's beginning and a deadline are none."""
    match trigger:
        case EventPattern():
            yield trigger
        case Earliest(of=parts) | FirstRecorded(of=parts):
            for part in parts:
                yield from events_in(part)


def _kinds(met_by: MetBy) -> frozenset[EventKind]:
    return frozenset(kind for pattern in patterns_in(met_by) for kind in pattern.kinds)


def _starts_another(duty: Duty, kinds: frozenset[EventKind], policy: Policy) -> bool:
    return any(
        pattern.kinds & kinds
        for other in policy.all_duties
        if other.stage == duty.stage and other is not duty and has_number(other)
        for pattern in events_in(other.trigger)
    )
