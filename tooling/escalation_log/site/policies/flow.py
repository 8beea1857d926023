"""The flow of a policy as data: what its flowchart draws and the list beside it says."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.model.kinds import EventKind
from escalation_log.model.limits import Before, InWords
from escalation_log.model.patterns import DeadlineOf, Earliest, FirstRecorded, Trigger
from escalation_log.model.policies import Duty, Move, Policy, Stage
from escalation_log.site.addresses import stage_anchor
from escalation_log.site.rule_words import duty_limit_in_words, force_words
from escalation_log.site.words import coded_title, stage_name, stage_name_of
from escalation_log.timeline.visits import patterns_in

START = "Professionals disagree"
END = "Resolved, at whichever stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTime:
    """Something that has a time: what is to be done, and within what limit.

    `note` says what kind of limit it is where it does not bind.
    """

    what: str
    limit: str
    note: str

    @property
    def words(self) -> str:
        """The limit in a few words."""
        return f"{self.limit} ({self.note})" if self.note else self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStep:
    """One stage: who acts, what has a time, and how the case comes here from the stage before.

    `arrival` is empty for the first stage; `arrival_times` say by when to move up, where the policy
    does.
    """

    id: str
    anchor: str
    name: str
    who: str
    is_informal: bool
    times: tuple[FlowTime, ...]
    arrival: str
    arrival_times: tuple[FlowTime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowMove:
    """A move beside that to the next stage.

    `note` is what its box says: the policy's words, and the way where it does not begin anywhere.
    `targets` are positions among the steps.
    """

    title: str
    words: str
    route: str
    note: str
    clause: str
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The stages of a policy in order, and the moves that skip some."""

    title: str
    moves: tuple[FlowMove, ...]
    steps: tuple[FlowStep, ...]


def flow_of(policy: Policy) -> Flow:
    """Gather the flow of a policy from its stages and moves."""
    return Flow(
        title=policy.title,
        moves=tuple(_move(policy, move) for move in policy.moves),
        steps=tuple(_step(policy, stage, index) for index, stage in enumerate(policy.stages)),
    )


def _step(policy: Policy, stage: Stage, index: int) -> FlowStep:
    arriving = arriving_duties(policy, stage.id)
    times = [duty for duty in stage.duties if has_time(duty) and duty not in arriving]
    return FlowStep(
        id=stage.id,
        anchor=stage_anchor(stage.id),
        name=stage_name(stage),
        who=stage.who or "",
        is_informal=stage.informal,
        times=tuple(flow_time(policy, duty) for duty in times),
        arrival=(stage.arrival or _arrival(arriving)) if index else "",
        arrival_times=tuple(flow_time(policy, duty) for duty in arriving if has_time(duty)),
    )


def arriving_duties(policy: Policy, stage: str) -> tuple[Duty, ...]:
    """Give the duties that nothing but a move to a stage meets."""
    return tuple(
        duty
        for duty in policy.all_duties
        if all(
            pattern.kinds == {EventKind.ESCALATED} and ("to", frozenset({stage})) in pattern.fields
            for pattern in patterns_in(duty.met_by)
        )
    )


def has_time(duty: Duty) -> bool:
    """Say whether a duty has a limit that can be counted."""
    limit = duty.every if duty.limit is None else duty.limit
    return not duty.advice and limit is not None and not isinstance(limit, Before | InWords)


def flow_time(policy: Policy, duty: Duty) -> FlowTime:
    """Say what a duty asks for and within what limit."""
    force = force_words(duty)
    return FlowTime(
        what=duty.title,
        limit=duty_limit_in_words(policy, duty),
        note="" if force == "required" else force,
    )


def _arrival(arriving: tuple[Duty, ...]) -> str:
    if any(_waits_for_deadline(duty.trigger) for duty in arriving):
        return "Not resolved, or the time is up"
    return "Not resolved"


def _waits_for_deadline(trigger: Trigger) -> bool:
    match trigger:
        case DeadlineOf():
            return True
        case Earliest(of=parts) | FirstRecorded(of=parts):
            return any(_waits_for_deadline(part) for part in parts)
        case _:
            return False


def _move(policy: Policy, move: Move) -> FlowMove:
    origin = "any stage" if move.origin is None else stage_name_of(policy, move.origin)
    target = "any stage" if move.target is None else stage_name_of(policy, move.target)
    route = f"From {origin} straight to {target}."
    told = [move.words or "", *([route] if move.origin is not None or not move.words else [])]
    first = 0 if move.origin is None else policy.stage_index(move.origin) + 1
    return FlowMove(
        title=coded_title(move.when),
        words=move.words or "",
        route=route,
        note=" ".join(filter(None, told)),
        clause=move.clause,
        targets=(
            tuple(range(first, len(policy.stages)))
            if move.target is None
            else (policy.stage_index(move.target),)
        ),
    )
