"""Index a policy by event: which event starts and which meets each duty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from escalation_log.model.cases import EventKind
from escalation_log.model.event_kinds import Turn
from escalation_log.model.patterns import (
    AllOf,
    AnyOf,
    ByUrgency,
    DeadlineOf,
    Entered,
    EventPattern,
    MetByPattern,
    PlainLimit,
    triggers_in,
)
from escalation_log.model.policies import Duty, Policy, Stage

# These events settle, end or leave a stage, so they are drawn for the stage and not for a single
# duty.
TURNS = frozenset(
    {
        EventKind.RESOLVED,
        EventKind.NOT_RESOLVED,
        EventKind.ESCALATED,
        EventKind.WITHDRAWN,
        EventKind.REOPENED,
    }
)
_CONCLUDING = frozenset(kind for kind in EventKind if kind.row.turn is Turn.MAY_END)
_OPENING = tuple(kind for kind in EventKind if kind.row.begins)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A policy, indexed. `conclusions` are the kinds of event that end a case in its last stage."""

    policy: Policy
    stages: tuple[Stage, ...]
    by_event: Mapping[EventKind, tuple[tuple[EventPattern, Duty], ...]]
    by_entry: Mapping[str, tuple[Duty, ...]]
    by_first_entry: tuple[tuple[int, Duty], ...]
    conclusions: tuple[EventKind, ...]
    openings: tuple[EventKind, ...]

    @classmethod
    def of(cls, policy: Policy) -> Script:
        """Index a policy."""
        by_event: dict[EventKind, list[tuple[EventPattern, Duty]]] = {}
        by_entry: dict[str, list[Duty]] = {}
        by_first_entry: list[tuple[int, Duty]] = []
        for duty in policy.all_duties:
            for trigger in triggers_in(duty.trigger):
                match trigger:
                    case EventPattern():
                        for kind in trigger.kinds:
                            by_event.setdefault(kind, []).append((trigger, duty))
                    case Entered(stage=stage, or_later=True):
                        by_first_entry.append((policy.stage_index(stage), duty))
                    case Entered(stage=stage):
                        by_entry.setdefault(stage, []).append(duty)
                    case DeadlineOf():
                        pass
        last = {
            kind
            for duty in policy.stages[-1].duties
            for way in ways(duty.met_by)
            for pattern in way
            for kind in pattern.kinds
        }
        return cls(
            policy=policy,
            stages=policy.stages,
            by_event={kind: tuple(found) for kind, found in by_event.items()},
            by_entry={stage: tuple(found) for stage, found in by_entry.items()},
            by_first_entry=tuple(by_first_entry),
            conclusions=(EventKind.RESOLVED, *sorted(last & _CONCLUDING)),
            openings=tuple(kind for kind in _OPENING if kind in by_event) or _OPENING[1:2],
        )

    def turns_at(self, stage: int) -> frozenset[EventKind]:
        """Return the kinds drawn for a stage as a whole.

        In the last stage, also those that end the case.
        """
        is_last = stage == len(self.stages) - 1
        return TURNS | frozenset(self.conclusions) if is_last else TURNS


def limit_of(duty: Duty, urgency: str | None) -> PlainLimit | None:
    """Return a duty's limit under an urgency; None for advice."""
    limit = duty.limit if duty.every is None else duty.every
    if duty.advice:
        return None
    if isinstance(limit, ByUrgency):
        return limit.limits.get(urgency or "")
    return limit


def ways(met_by: MetByPattern) -> Iterator[tuple[EventPattern, ...]]:
    """Yield each way of meeting a duty: patterns, for each of which one event is needed."""
    match met_by:
        case EventPattern():
            yield (met_by,)
        case AnyOf(of=parts):
            for part in parts:
                yield from ways(part)
        case AllOf(of=parts):
            yield tuple(pattern for part in parts for pattern in next(ways(part)))
