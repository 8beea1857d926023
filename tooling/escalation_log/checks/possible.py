"""Rules on what a policy asks for that could never happen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from escalation_log.checks.findings import Finding
from escalation_log.checks.patterns import placed_duties, placed_patterns, placed_triggers
from escalation_log.checks.subjects import PolicyInHand
from escalation_log.checks.wording import choices, instead_of
from escalation_log.model.kinds import EventKind
from escalation_log.model.patterns import Entered
from escalation_log.model.policies import Policy, Stage

# The fields that only some kinds of event have, and in them the closed lists of words.
KINDS_WITH: Mapping[str, frozenset[EventKind]] = {
    "to": frozenset({EventKind.ESCALATED}),
    "reason": frozenset({EventKind.ESCALATED}),
    "what": frozenset({EventKind.CONSIDERED}),
    "agencies": frozenset({EventKind.PANEL_CONVENED}),
    "urgency": frozenset({EventKind.CHANGED}),
    "duty": frozenset({EventKind.DONE, EventKind.EXTENSION}),
    "whom": frozenset(
        {
            EventKind.CONSULTED,
            EventKind.REFERRED,
            EventKind.NOTIFIED,
            EventKind.RECORD_SHARED,
            EventKind.LEARNING,
        }
    ),
}
CLOSED_LISTS: Mapping[str, tuple[str, ...]] = {
    "by": ("raising", "receiving", "partnership"),
    "what": ("professionals-meeting", "commissioners"),
    "how": (
        "face-to-face",
        "phone",
        "video-call",
        "email",
        "letter",
        "meeting",
        "message",
        "online-form",
        "in-writing",
    ),
}


def possible_events(subject: PolicyInHand) -> Iterator[Finding]:
    """What starts a duty, and what meets it, can be recorded in a case."""
    for path, pattern in placed_patterns(subject.policy):
        for field, values in pattern.fields:
            place = (*path, field)
            without = sorted(pattern.kinds - KINDS_WITH.get(field, pattern.kinds))
            if without:
                yield Finding(
                    place,
                    f"An event of kind {choices(without)} has no `{field}`. Leave it out, or name "
                    f"events of kind {choices(sorted(KINDS_WITH[field]))}.",
                )
            for value in sorted(values - set(CLOSED_LISTS.get(field, values))):
                yield Finding(
                    place,
                    f"No event has `{field}: {value}`. {instead_of(value, CLOSED_LISTS[field])}",
                )
    yield from _late_entries(subject.policy)


def _late_entries(policy: Policy) -> Iterator[Finding]:
    """A stage's duty cannot start once the case has passed that stage."""
    order = {stage.id: index for index, stage in reversed(tuple(enumerate(policy.stages)))}
    for path, duty in placed_duties(policy):
        for place, trigger in placed_triggers(duty.trigger, (*path, "trigger")):
            if (
                isinstance(trigger, Entered)
                and duty.stage is not None
                and order.get(trigger.stage, 0) > order[duty.stage]
            ):
                yield Finding(
                    (*place, "entered"),
                    f"When the case enters `{trigger.stage}` it has left `{duty.stage}`, so this "
                    f"duty never starts. Move the duty to `{trigger.stage}` or to the `duties` of "
                    "the case.",
                )


def reachable_stages(subject: PolicyInHand) -> Iterator[Finding]:
    """Every stage can be entered: what it requires is asked for in a stage below it that can be."""
    stages = subject.policy.stages
    order = {stage.id: index for index, stage in reversed(tuple(enumerate(stages)))}
    reached = {0}
    while more := {
        index
        for index in range(len(stages))
        if index not in reached and _is_within_reach(index, reached, order, subject.policy)
    }:
        reached |= more
    for index, stage in enumerate(stages):
        if index not in reached:
            yield Finding(("stages", index, *_blocked_at(stage)), _why_not(stage, index, order))


def _is_within_reach(
    index: int, reached: set[int], order: Mapping[str, int], policy: Policy
) -> bool:
    """A stage follows the one below it, or is the target of a move from one that is reached."""
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


def _blocked_at(stage: Stage) -> tuple[str, ...]:
    return () if stage.requires is None else ("requires",)


def _why_not(stage: Stage, index: int, order: Mapping[str, int]) -> str:
    if stage.requires is None:
        return "No case can reach this stage, because none can reach the one below it."
    if order.get(stage.requires.stage, -1) >= index:
        return (
            f"No case can reach this stage: before it, something must happen in "
            f"`{stage.requires.stage}`, which does not come before it. Type an earlier stage."
        )
    return (
        f"No case can reach this stage: before it, something must happen in "
        f"`{stage.requires.stage}`, which no case can reach."
    )
