"""The patterns, triggers and limits of a policy, each with the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from escalation_log.model.limits import Before, ByUrgency, Limit, PlainLimit
from escalation_log.model.patterns import (
    AllOf,
    AnyOf,
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    MetBy,
    Trigger,
)
from escalation_log.model.policies import Duty, Policy
from escalation_log.model.problems import Path

Leaf: TypeAlias = EventPattern | Entered | DeadlineOf


def placed_duties(policy: Policy) -> Iterator[tuple[Path, Duty]]:
    """Give every duty with its place, in the policy's order."""
    for index, stage in enumerate(policy.stages):
        for number, duty in enumerate(stage.duties):
            yield ("stages", index, "duties", number), duty
    for number, duty in enumerate(policy.duties):
        yield ("duties", number), duty


def placed_triggers(trigger: Trigger, path: Path) -> Iterator[tuple[Path, Leaf]]:
    """Give the parts of a trigger that say something by themselves."""
    match trigger:
        case Earliest(of=parts):
            for index, part in enumerate(parts):
                yield from placed_triggers(part, (*path, "earliest", index))
        case FirstRecorded(of=parts):
            for index, part in enumerate(parts):
                yield from placed_triggers(part, (*path, "first_recorded", index))
        case _:
            yield path, trigger


def placed_met_by(met_by: MetBy, path: Path) -> Iterator[tuple[Path, EventPattern]]:
    """Give the patterns within what meets a duty."""
    match met_by:
        case AnyOf(of=parts):
            for index, part in enumerate(parts):
                yield from placed_met_by(part, (*path, "any", index))
        case AllOf(of=parts):
            for index, part in enumerate(parts):
                yield from placed_met_by(part, (*path, "all", index))
        case _:
            yield path, met_by


def placed_limits(duty: Duty, path: Path) -> Iterator[tuple[Path, PlainLimit]]:
    """Give the limits of a duty, for every urgency where they differ."""
    written: tuple[tuple[str, Limit | None], ...] = (("limit", duty.limit), ("every", duty.every))
    for field, limit in written:
        if isinstance(limit, ByUrgency):
            for urgency, tier in limit.limits.items():
                yield (*path, field, "by_urgency", urgency), tier
        elif limit is not None:
            yield (*path, field), limit


def placed_patterns(policy: Policy) -> Iterator[tuple[Path, EventPattern]]:
    """Give every event pattern of a policy."""
    for path, duty in placed_duties(policy):
        for place, trigger in placed_triggers(duty.trigger, (*path, "trigger")):
            if isinstance(trigger, EventPattern):
                yield place, trigger
        yield from placed_met_by(duty.met_by, (*path, "met_by"))
        for place, limit in placed_limits(duty, path):
            if isinstance(limit, Before):
                yield (*place, "before"), limit.pattern
    for index, stage in enumerate(policy.stages):
        if stage.requires is not None:
            yield ("stages", index, "requires"), stage.requires.pattern
    if policy.guide_after is not None:
        yield ("guide_after",), policy.guide_after
