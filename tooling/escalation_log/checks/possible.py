"""Find the patterns of a policy with their places, and rules on what no case could contain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from escalation_log.checks.subjects import Finding, PolicyToCheck, choices, instead_of
from escalation_log.files.reading import words_of
from escalation_log.model.event_kinds import EventKind, kinds_with
from escalation_log.model.patterns import (
    AllOf,
    AnyOf,
    Before,
    ByUrgency,
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Latest,
    MetByPattern,
    PlainLimit,
    PlainTrigger,
    Trigger,
)
from escalation_log.model.policies import Condition, Duty, Policy, Stage
from escalation_log.model.problems import DataPath


def placed_duties(policy: Policy) -> Iterator[tuple[DataPath, Duty]]:
    """Give every duty with its place, in the policy's order."""
    for index, stage in enumerate(policy.stages):
        for number, duty in enumerate(stage.duties):
            yield ("stages", index, "duties", number), duty
    for number, duty in enumerate(policy.duties):
        yield ("duties", number), duty


_KEYS = {
    Earliest: "earliest",
    Latest: "latest",
    FirstRecorded: "first_recorded",
    AnyOf: "any",
    AllOf: "all",
}


def _placed_parts(
    whole: Trigger | MetByPattern, path: DataPath
) -> Iterator[tuple[DataPath, PlainTrigger]]:
    """Give the plain parts of what starts or meets a duty, each with its place."""
    match whole:
        case Earliest() | Latest() | FirstRecorded() | AnyOf() | AllOf():
            for index, part in enumerate(whole.of):
                yield from _placed_parts(part, (*path, _KEYS[type(whole)], index))
        case EventPattern() | Entered() | DeadlineOf():
            yield path, whole


def placed_triggers(policy: Policy) -> Iterator[tuple[DataPath, Duty, PlainTrigger]]:
    """Give every plain trigger of a policy with its place and its duty."""
    for path, duty in placed_duties(policy):
        for place, trigger in _placed_parts(duty.trigger, (*path, "trigger")):
            yield place, duty, trigger


def placed_conditions(duty: Duty, path: DataPath) -> Iterator[tuple[DataPath, Condition]]:
    """Give the conditions under which a duty applies, each with its place."""
    place = (*path, "applies_when")
    for index, conditions in enumerate(duty.applies_when):
        within = (*place, "any", index) if len(duty.applies_when) > 1 else place
        for condition in conditions:
            yield (*within, condition.field), condition


def placed_limits(duty: Duty, path: DataPath) -> Iterator[tuple[DataPath, PlainLimit]]:
    """Give the limits of a duty, for every urgency where they differ."""
    place = (*path, "limit" if duty.every is None else "every")
    if isinstance(duty.time_allowed, ByUrgency):
        for urgency, tier in duty.time_allowed.limits.items():
            yield (*place, "by_urgency", urgency), tier
    elif duty.time_allowed is not None:
        yield place, duty.time_allowed


def placed_patterns(policy: Policy) -> Iterator[tuple[DataPath, EventPattern]]:
    """Give every event pattern of a policy."""
    for path, duty in placed_duties(policy):
        for key, whole in (("trigger", duty.trigger), ("met_by", duty.met_by)):
            for place, part in _placed_parts(whole, (*path, key)):
                if isinstance(part, EventPattern):
                    yield place, part
        for place, limit in placed_limits(duty, path):
            if isinstance(limit, Before):
                yield (*place, "before"), limit.pattern
    for index, stage in enumerate(policy.stages):
        if stage.requires is not None:
            yield ("stages", index, "requires"), stage.requires.pattern
    if isinstance(policy.guide_after, EventPattern):
        yield ("guide_after",), policy.guide_after


# The fields that only some kinds of event have, and then the fields with a closed list of values.
KINDS_WITH: Mapping[str, frozenset[EventKind]] = {
    "reason": frozenset(kind for kind in EventKind if "reason" in kind.row.coded_texts),
    **{
        name: kinds_with(name)
        for name in ("to", "what", "why", "agencies", "urgency", "duty", "whom")
    },
}
_CLOSED_LISTS = ("by", "how")


def possible_events(subject: PolicyToCheck) -> Iterator[Finding]:
    """The events that start duties, and those that meet them, can be recorded in a case."""
    for path, pattern in placed_patterns(subject.policy):
        for field, values in (*pattern.fields, *pattern.excluded):
            place = (*path, field)
            without = sorted(pattern.kinds - KINDS_WITH.get(field, pattern.kinds))
            if without:
                yield Finding(
                    place,
                    f"An event of kind {choices(without)} has no `{field}`. Leave it out, or name "
                    f"events of kind {choices(sorted(KINDS_WITH[field]))}.",
                )
            listed = words_of(field) if field in _CLOSED_LISTS else values
            for value in sorted(values.difference(listed)):
                yield Finding(
                    place, f"No event has `{field}: {value}`. {instead_of(value, listed)}"
                )
    yield from _late_entries(subject.policy)


def _late_entries(policy: Policy) -> Iterator[Finding]:
    """Find duties of a stage that start when a later stage is entered, and so never start."""
    order = _order(policy)
    for place, duty, trigger in placed_triggers(policy):
        if (
            isinstance(trigger, Entered)
            and duty.stage is not None
            and order.get(trigger.stage, 0) > order[duty.stage]
        ):
            yield Finding(
                (*place, "entered"),
                f"When the case enters `{trigger.stage}` it has left `{duty.stage}`, so this duty "
                f"never starts. Move the duty to `{trigger.stage}` or to the `duties` of the case.",
            )


def _order(policy: Policy) -> Mapping[str, int]:
    """Give the place of each stage; of stages with one id, that of the first."""
    return {stage.id: index for index, stage in reversed(tuple(enumerate(policy.stages)))}


def reachable_stages(subject: PolicyToCheck) -> Iterator[Finding]:
    """A case can reach every stage, and before it the stage in which its requirement is met."""
    stages, order = subject.policy.stages, _order(subject.policy)
    reached = {0}
    while more := {
        index
        for index in range(len(stages))
        if index not in reached and _is_within_reach(index, reached, order, subject.policy)
    }:
        reached |= more
    for index, stage in enumerate(stages):
        if index not in reached:
            yield _blocked(index, stage, order)


def _is_within_reach(
    index: int, reached: set[int], order: Mapping[str, int], policy: Policy
) -> bool:
    """Say whether a way leads to a stage from those in reach, and its requirement can be met."""
    stage = policy.stages[index]
    ways = [
        move
        for move in policy.moves
        if move.target in (None, stage.id)
        and (move.origin is None or order.get(move.origin, -1) in reached)
    ]
    if index - 1 not in reached and not ways:
        return False
    required = stage.requires
    if required is None or order.get(required.stage, -1) in reached:
        return True
    if required.unless is None:
        return False
    return required.unless in set(EventKind) or any(move.when == required.unless for move in ways)


def _blocked(index: int, stage: Stage, order: Mapping[str, int]) -> Finding:
    if stage.requires is None:
        return Finding(
            ("stages", index),
            "No case can reach this stage, because none can reach the one below it.",
        )
    why = "which no case can reach."
    if order.get(stage.requires.stage, -1) >= index:
        why = "which does not come before it. Type an earlier stage."
    return Finding(
        ("stages", index, "requires"),
        "No case can reach this stage: before it, something must happen in "
        f"`{stage.requires.stage}`, {why}",
    )
