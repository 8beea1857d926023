"""What judging looks up in a policy for every case, worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from escalation_log.deadlines import CountingRules
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.identity import Itself
from escalation_log.model.limits import InWords
from escalation_log.model.patterns import (
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Trigger,
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
    limit = duty.limit if duty.every is None else duty.every
    return duty.or_protective or not (limit is None or isinstance(limit, InWords))


def deadlines_in(trigger: Trigger) -> Iterator[str]:
    """Give the duties whose deadlines are in a trigger."""
    match trigger:
        case DeadlineOf(duty=duty_id):
            yield duty_id
        case Earliest(of=parts) | FirstRecorded(of=parts):
            for part in parts:
                yield from deadlines_in(part)


def starters_in(trigger: Trigger, stages: tuple[str, ...]) -> Iterator[str]:
    """Give the kinds of event and the stages in a trigger."""
    match trigger:
        case EventPattern(kinds=kinds):
            yield from kinds
        case Entered(stage=stage, or_later=or_later):
            yield from stages[stages.index(stage) :] if or_later else (stage,)
        case Earliest(of=parts) | FirstRecorded(of=parts):
            for part in parts:
                yield from starters_in(part, stages)
