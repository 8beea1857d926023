"""A case as known at a moment, with the rules it is judged by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from escalation_log.engine.counting import CountingRules
from escalation_log.engine.matching import matches
from escalation_log.engine.timeline import PlacedEvent, Timeline
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import EventKind
from escalation_log.model.identity import Itself
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.patterns import (
    ByUrgency,
    DeadlineOf,
    Entered,
    EventPattern,
    PlainLimit,
    Trigger,
    triggers_in,
)
from escalation_log.model.policies import Duty, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyIndex:
    """A policy's duties in order and by id, its stages by their place, and its rules of counting.

    `missable` are the duties that can ever be missed. `deadlines` are the duties whose deadlines
    start a duty, by its id, and `starters` the kinds of event and the stages without any of which
    nothing else starts it. `unstarted` keeps the rows of duties that nothing started, which are the
    same in every case.
    """

    duties: tuple[Duty, ...]
    missable: tuple[Duty, ...]
    by_id: Mapping[str, Duty]
    stages: Mapping[str, int]
    rules: CountingRules
    deadlines: Mapping[str, tuple[str, ...]]
    starters: Mapping[str, frozenset[str]]
    unstarted: dict[tuple[str, str, bool], DutyAssessment] = field(default_factory=dict)


def index_of(policy: Policy) -> PolicyIndex:
    """Give a policy's index; the same policy gives the same one, ready made."""
    return _index_of(Itself(policy))


@lru_cache(maxsize=64)
def _index_of(key: Itself[Policy]) -> PolicyIndex:
    policy = key.value
    duties = policy.all_duties
    stages = tuple(stage.id for stage in policy.stages)
    return PolicyIndex(
        duties=duties,
        missable=tuple(duty for duty in duties if _can_be_missed(duty)),
        by_id={duty.id: duty for duty in duties},
        stages={stage: place for place, stage in enumerate(stages)},
        rules=CountingRules.of(policy),
        deadlines={duty.id: tuple(deadlines_in(duty.trigger)) for duty in duties},
        starters={duty.id: frozenset(starters_in(duty.trigger, stages)) for duty in duties},
    )


def _can_be_missed(duty: Duty) -> bool:
    """Say whether a duty has a limit that is more than words, or a protective timescale may."""
    limit = duty.time_allowed
    return duty.or_protective or (limit is not None and limit.can_be_missed)


def deadlines_in(trigger: Trigger) -> Iterator[str]:
    """Give the duties whose deadlines are in a trigger."""
    return (each.duty for each in triggers_in(trigger) if isinstance(each, DeadlineOf))


def starters_in(trigger: Trigger, stages: tuple[str, ...]) -> Iterator[str]:
    """Give the kinds of event and the stages in a trigger."""
    for each in triggers_in(trigger):
        match each:
            case EventPattern(kinds=kinds):
                yield from kinds
            case Entered(stage=stage, or_later=or_later):
                yield from stages[stages.index(stage) :] if or_later else (stage,)
            case DeadlineOf():
                pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContext:
    """A case as known at a moment, with the rules it is judged by.

    `calendar` has the partnership's closures in it.
    """

    policy: Policy
    index: PolicyIndex
    partnership: Partnership
    calendar: Calendar
    timeline: Timeline
    as_of: Moment

    @property
    def rules(self) -> CountingRules:
        """The policy's rules of counting."""
        return self.index.rules

    @property
    def zone(self) -> ZoneInfo:
        """The policy's time zone."""
        return self.index.rules.zone

    def of_kind(self, kind: EventKind) -> tuple[PlacedEvent, ...]:
        """Give the known events of one kind, in the order in which they happened."""
        return self.timeline.by_kind.get(kind, ())

    def guide_since(self) -> PlacedEvent | None:
        """Give the event from which on the policy's limits only guide, if it has happened."""
        pattern = self.policy.guide_after
        if pattern is None:
            return None
        fitting = (each for each in self.timeline.of_kinds(pattern.kinds) if matches(pattern, each))
        return min(fitting, key=lambda each: each.order, default=None)


def limit_in_force(duty: Duty, urgency: str | None) -> PlainLimit | None:
    """Give the duty's limit under an urgency; advice has none that could be missed."""
    if duty.advice:
        return None
    limit = duty.time_allowed
    if isinstance(limit, ByUrgency):
        return limit.limits.get(urgency) if urgency is not None else None
    return limit
