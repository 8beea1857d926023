"""A policy in a few lines: each stage with who settles it and by when, from the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from escalation_log.model.limits import CalendarDays, Hours, InWords, WorkingDays
from escalation_log.model.policies import Duty, Policy, Stage
from escalation_log.render.rule_words import NO_TIME
from escalation_log.render.wording import role_words, stage_name
from escalation_log.site.addresses import stage_anchor
from escalation_log.site.policies.flow import (
    arriving_duties,
    flow_time,
    has_time,
    is_settling,
    settling_duties,
    starting_kinds,
)
from escalation_log.timeline.visits import patterns_in


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """A stage in one line."""

    anchor: str
    name: str
    who: str
    by_when: str


def stage_lines(policy: Policy) -> Iterator[StageLine]:
    """Say for each stage who settles it and by when."""
    for stage in policy.stages:
        settling = settling_duties(stage)
        roles = dict.fromkeys(role_words(policy, duty.role) for duty in settling)
        yield StageLine(
            anchor=stage_anchor(stage.id),
            name=stage_name(stage),
            who="; ".join(roles) or stage.who or "",
            by_when=_by_when(policy, stage),
        )


def _by_when(policy: Policy, stage: Stage) -> str:
    arriving = arriving_duties(policy, stage.id)
    inside = [
        duty
        for duty in stage.duties
        if not duty.advice and duty not in arriving and not is_settling(duty.trigger)
    ]
    settling = settling_duties(stage)
    timed = [duty for duty in (settling or inside) if has_time(duty)]
    if timed:
        return _in_turn(policy, _with_earlier(timed, [each for each in inside if has_time(each)]))
    said = [each.limit.words for each in inside if isinstance(each.limit, InWords)]
    of_settling = [each.limit.words for each in settling if isinstance(each.limit, InWords)]
    return (of_settling or said or [NO_TIME])[0]


def _with_earlier(duties: list[Duty], others: list[Duty]) -> list[Duty]:
    """Put before duties the one that each waits for, if that has a time as well."""
    first = duties[0]
    for other in others:
        if other not in duties and _follows(first, other):
            return _with_earlier([other, *duties], others)
    return duties


def _follows(duty: Duty, earlier: Duty) -> bool:
    met_by = {kind for pattern in patterns_in(earlier.met_by) for kind in pattern.kinds}
    return bool(starting_kinds(duty.trigger) & met_by)


def _in_turn(policy: Policy, duties: list[Duty]) -> str:
    """Say limits one after another; their unit once, where it is the same."""
    numbers = [_number(duty) for duty in duties]
    *earlier, last = (flow_time(policy, duty).words for duty in duties)
    kinds = {(unit, duty.force) for duty, (_, unit) in zip(duties, numbers, strict=True)}
    if len(kinds) == 1 and all(number for number, _ in numbers):
        earlier = [str(number) for number, _ in numbers[:-1]]
    return ", then ".join((*earlier, last))


def _number(duty: Duty) -> tuple[int, str]:
    match duty.limit:
        case WorkingDays(days=number) | CalendarDays(days=number) | Hours(hours=number):
            return number, type(duty.limit).__name__
        case _:
            return 0, ""
