"""What a policy asks beside its stages: the boxes at the side of its flowchart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from escalation_log.model.patterns import Entered, EventPattern, events_in, triggers_in
from escalation_log.model.policies import Duty, Policy
from escalation_log.site.policies.document_order import by_shared_place
from escalation_log.site.policies.duty_times import DutyTime, as_written, duty_times, starting_kinds
from escalation_log.site.policies.stage_cards import stages_in_words
from escalation_log.words.policy_rules import guide_after_in_words
from escalation_log.words.titles import stage_in_words, stage_number

FROM_THE_START = "At every stage"
OVER_ALL = "Over all stages together"
ONCE_SETTLED = "Once it is settled"
OF_THE_TIMES = "The times"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowBeside:
    """Duties that belong to no one stage, or words about all times.

    `at` is the position of the stage before which it stands, or the number of stages where it
    stands before the end; `stages` are the positions of those it holds in, none once it is settled.
    """

    title: str
    at: int
    stages: tuple[int, ...]
    times: tuple[DutyTime, ...] = ()
    words: str = ""


def besides_of(
    policy: Policy, duties: Sequence[Duty], order: Mapping[str, int]
) -> list[FlowBeside]:
    """Gather what stands beside the stages, from duties of the whole case in the document's order.

    Duties that the document asks for in one place stand together.
    """
    if not policy.stages:
        return []
    everywhere = tuple(range(len(policy.stages)))
    besides: list[FlowBeside] = []
    if policy.guide_after is not None:
        since = guide_after_in_words(policy, policy.guide_after)
        words = f"Once {since}, all of them are only a guide."
        besides.append(FlowBeside(title=OF_THE_TIMES, at=0, stages=everywhere, words=words))
    caps = [duty for duty in duties if _is_cap(duty)]
    if caps:
        times = duty_times(policy, caps)
        besides.append(FlowBeside(title=OVER_ALL, at=0, stages=everywhere, times=times))
    boxes: dict[tuple[str, int], list[Duty]] = {}
    for group in by_shared_place(duty for duty in duties if duty not in caps):
        for first, alike in _by_start(policy, group).items():
            boxes.setdefault(_place(policy, alike, first, order), []).extend(alike)
    for (title, at), alike in boxes.items():
        held = everywhere[0 if title == FROM_THE_START else at :]
        times = duty_times(policy, alike)
        if not held:
            # The title says when, and a limit says from when it counts.
            times = tuple(each if each.limit else replace(each, since="") for each in times)
        besides.append(FlowBeside(title=title, at=at, stages=held, times=times))
    return sorted(besides, key=lambda beside: beside.at)


def _is_cap(duty: Duty) -> bool:
    """Say whether a duty is a limit for the whole way, to be met by settling the matter."""
    return duty.has_number and duty.settles


def _by_start(policy: Policy, group: Sequence[Duty]) -> Mapping[int | None, list[Duty]]:
    """Part duties by the position of the stage from which they hold.

    What starts when a stage is settled goes with what holds from that stage, or under None where
    there is nothing else.
    """
    starts = [min(_starts(policy, duty)) for duty in group]
    running = {
        first for duty, first in zip(group, starts, strict=True) if not _starts_when_settled(duty)
    }
    parts: dict[int | None, list[Duty]] = {}
    for duty, first in zip(group, starts, strict=True):
        parts.setdefault(first if first in running else None, []).append(duty)
    return parts


def _place(
    policy: Policy, duties: list[Duty], first: int | None, order: Mapping[str, int]
) -> tuple[str, int]:
    """Give the title of a box, and the position of the stage before which it stands."""
    if first is None:
        return _once_settled(policy, duties), len(policy.stages)
    if first:
        stage = policy.stages[first]
        return f"From {stage_number(stage) or stage_in_words(stage)} on", first
    at_last = min((order[duty.id] for duty in policy.stages[-1].duties), default=0)
    is_before = min(order[duty.id] for duty in duties) < at_last
    return FROM_THE_START, 0 if is_before else len(policy.stages)


def _once_settled(policy: Policy, group: list[Duty]) -> str:
    """Name the stages in which it is settled, where the duties are of some alone."""
    among = [
        dict(event.fields).get("stage", frozenset())
        for duty in group
        for event in events_in(duty.trigger)
    ]
    ids = frozenset[str]().union(*among) if all(among) else frozenset()
    named = stages_in_words(policy, (stage.id for stage in policy.stages if stage.id in ids))
    return f"{ONCE_SETTLED}, at {named}" if named else ONCE_SETTLED


def _starts_when_settled(duty: Duty) -> bool:
    kinds = starting_kinds(as_written(duty))
    return bool(kinds) and all(kind.row.settles for kind in kinds)


def _starts(policy: Policy, duty: Duty) -> Iterator[int]:
    """Give the positions of the stages in which the clock of a duty can start."""
    for each in triggers_in(as_written(duty)):
        match each:
            case Entered(stage=stage):
                yield policy.stage_index(stage)
            case EventPattern(fields=fields):
                stages = dict(fields).get("stage")
                yield min(map(policy.stage_index, stages)) if stages else 0
            case _:
                yield 0
