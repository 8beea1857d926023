"""The flow of a policy as data, for its flowchart and the list beside it."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.model.cases import EventKind
from escalation_log.model.patterns import Trigger, deadlines_in, events_in, patterns_in
from escalation_log.model.policies import Duty, Force, Move, Policy, Stage
from escalation_log.site.addresses import stage_anchor
from escalation_log.site.policies.stage_cards import condition_words
from escalation_log.words.policy_rules import duty_limit_in_words, force_words
from escalation_log.words.titles import coded_title, stage_in_words_of, stage_name

START = "Professionals disagree"
END = "Resolved, at whichever stage"
DANGER_TITLE = coded_title(EventKind.IMMEDIATE_RISK)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTime:
    """A duty and its limit, if any.

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
    """One stage: who acts, what is to be done, and how a case comes here from the stage before.

    `arrival` is empty for the first stage; `arrival_times` are limits for moving up, where the
    policy has any.
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
    """A move other than that to the next stage.

    `note` is the text of its box: the policy's words, and the route where the move starts at no
    particular stage. `targets` are positions among the steps; `times` are the duties that the
    reason for the move starts.
    """

    title: str
    words: str
    route: str
    note: str
    clause: str
    targets: tuple[int, ...]
    times: tuple[FlowTime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The stages of a policy in order, and the moves that pass over stages.

    `dangers` are the duties that an immediate risk starts, where no move has them.
    """

    title: str
    dangers: tuple[FlowTime, ...]
    moves: tuple[FlowMove, ...]
    steps: tuple[FlowStep, ...]


def flow_of(policy: Policy) -> Flow:
    """Gather the flow of a policy from its stages and moves."""
    dangers = tuple(flow_time(policy, duty) for duty in policy.all_duties if _is_danger(duty))
    moves = tuple(_move(policy, move, dangers) for move in policy.moves)
    return Flow(
        title=policy.title,
        dangers=() if any(move.times for move in moves) else dangers,
        moves=moves,
        steps=tuple(_step(policy, stage, index) for index, stage in enumerate(policy.stages)),
    )


def _step(policy: Policy, stage: Stage, index: int) -> FlowStep:
    arriving = arriving_duties(policy, stage.id)
    inside = [
        duty
        for duty in stage.duties
        if not duty.advice and not _is_danger(duty) and duty not in arriving
    ]
    return FlowStep(
        id=stage.id,
        anchor=stage_anchor(stage.id),
        name=stage_name(stage),
        who=stage.who or "",
        is_informal=stage.informal,
        times=tuple(flow_time(policy, duty) for duty in _drawn(stage, inside)),
        arrival=(stage.arrival or _arrival(arriving)) if index else "",
        arrival_times=tuple(flow_time(policy, duty) for duty in arriving if is_limited(duty)),
    )


def _drawn(stage: Stage, inside: list[Duty]) -> list[Duty]:
    """Select the duties with a limit, or else those that settle the stage; binding ones first."""
    limited = [duty for duty in inside if is_limited(duty)]
    chosen = limited
    if not any(duty.has_number for duty in limited):
        main = [duty for duty in settling_duties(stage) if duty in inside]
        chosen = [duty for duty in inside if duty in limited or duty in main] or inside
    return sorted(chosen, key=lambda duty: duty.force is not Force.REQUIRED)


def settling_duties(stage: Stage) -> tuple[Duty, ...]:
    """Return the duties met by settling a stage: resolving, deciding or recommending."""
    return tuple(
        duty
        for duty in stage.duties
        if not duty.advice
        and any(kind.row.settles for each in patterns_in(duty.met_by) for kind in each.kinds)
    )


def is_settling(trigger: Trigger) -> bool:
    """Say whether settling a stage starts a clock."""
    return any(kind.row.settles for kind in starting_kinds(trigger))


def starting_kinds(trigger: Trigger) -> frozenset[EventKind]:
    """Return the kinds of event that start a clock."""
    return frozenset(kind for each in events_in(trigger) for kind in each.kinds)


def _is_danger(duty: Duty) -> bool:
    return EventKind.IMMEDIATE_RISK in starting_kinds(duty.trigger)


def arriving_duties(policy: Policy, stage: str) -> tuple[Duty, ...]:
    """Return the duties that are only met by the move to a stage."""
    return tuple(
        duty
        for duty in policy.all_duties
        if all(
            pattern.kinds == {EventKind.ESCALATED} and ("to", frozenset({stage})) in pattern.fields
            for pattern in patterns_in(duty.met_by)
        )
    )


def is_limited(duty: Duty) -> bool:
    """Say whether the policy sets a duty any limit, with or without a number."""
    return duty.time_allowed is not None


def flow_time(policy: Policy, duty: Duty) -> FlowTime:
    """Say what a duty requires, in which cases, and within what limit."""
    force = force_words(duty)
    return FlowTime(
        what=", ".join(filter(None, (duty.title, condition_words(duty)))),
        limit=duty_limit_in_words(policy, duty),
        note="" if force == "required" else force,
    )


def _arrival(arriving: tuple[Duty, ...]) -> str:
    if any(True for duty in arriving for _ in deadlines_in(duty.trigger)):
        return "Not resolved, or the time is up"
    return "Not resolved"


def move_route(policy: Policy, move: Move) -> str:
    """Say from where to where a move goes."""
    origin = "any stage" if move.origin is None else stage_in_words_of(policy, move.origin)
    target = "any stage" if move.target is None else stage_in_words_of(policy, move.target)
    return f"From {origin} straight to {target}."


def _move(policy: Policy, move: Move, dangers: tuple[FlowTime, ...]) -> FlowMove:
    route = move_route(policy, move)
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
        times=dangers if move.when == EventKind.IMMEDIATE_RISK else (),
    )
