"""The flow of a policy as data, for its flowchart and the list beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import Trigger, deadlines_in, patterns_in
from escalation_log.model.policies import Duty, Move, Policy, Stage
from escalation_log.model.statements import Statements
from escalation_log.site.addresses import stage_anchor
from escalation_log.site.policies.document_order import document_order
from escalation_log.site.policies.duty_times import DutyTime, duty_times, is_limited, starting_kinds
from escalation_log.site.policies.flow_beside import FlowBeside, besides_of
from escalation_log.words.titles import coded_title, stage_in_words_of, stage_name

START = "Professionals disagree"
END = "Resolved, at any stage"
DANGER_TITLE = coded_title(EventKind.IMMEDIATE_RISK)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStep:
    """One stage: who acts, what is to be done, and how a case comes here from the stage before.

    `arrival` is empty for the first stage; `arrival_times` are what is to be done to move up.
    """

    id: str
    anchor: str
    name: str
    who: str
    is_informal: bool
    times: tuple[DutyTime, ...]
    arrival: str
    arrival_times: tuple[DutyTime, ...]

    @property
    def is_limited(self) -> bool:
        """Whether anything here has a limit, in numbers or in words."""
        return any(time.limit for time in self.times)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowMove:
    """The ways past stages for one reason.

    `note` is the text of its box: the policy's words, and the route where the move starts at one
    particular stage or nothing else is said. `targets` are positions among the steps; `times` are
    the duties that the reason starts.
    """

    title: str
    words: str
    route: str
    note: str
    clause: str
    targets: tuple[int, ...]
    times: tuple[DutyTime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The stages of a policy in order, the ways past stages, and what is asked beside the stages.

    `dangers` are the duties that an immediate risk starts, where no move has them.
    """

    title: str
    dangers: tuple[DutyTime, ...]
    moves: tuple[FlowMove, ...]
    steps: tuple[FlowStep, ...]
    besides: tuple[FlowBeside, ...]


def flow_of(policy: Policy, statements: Statements | None = None) -> Flow:
    """Gather the flow of a policy: all that it requires or sets as a guide, and no advice.

    Within each box the order is the document's, as far as its statements tell it.
    """
    order = document_order(policy, statements)
    duties = sorted(
        (duty for duty in policy.all_duties if not duty.advice), key=lambda duty: order[duty.id]
    )
    dangers = duty_times(policy, [duty for duty in duties if is_danger(duty)])
    moves = tuple(
        _move(policy, list(alike), dangers)
        for _, alike in groupby(policy.moves, key=lambda move: (move.when, move.clause))
    )
    of_case = [duty for duty in duties if duty.stage is None and not is_danger(duty)]
    return Flow(
        title=policy.title,
        dangers=() if any(move.times for move in moves) else dangers,
        moves=moves,
        steps=tuple(
            _step(policy, stage, index, duties) for index, stage in enumerate(policy.stages)
        ),
        besides=tuple(besides_of(policy, of_case, order)),
    )


def _step(policy: Policy, stage: Stage, index: int, duties: Sequence[Duty]) -> FlowStep:
    """Describe a stage by the duties of the policy, which are in the document's order."""
    arriving = arriving_duties(policy, stage.id)
    coming = [duty for duty in duties if duty in arriving]
    inside = [
        duty
        for duty in duties
        if duty.stage == stage.id and not is_danger(duty) and not _leads_on(policy, duty)
    ]
    return FlowStep(
        id=stage.id,
        anchor=stage_anchor(stage.id),
        name=stage_name(stage),
        who=stage.who or "",
        is_informal=stage.informal,
        times=duty_times(policy, inside, main=_main(stage, inside), in_stage=True),
        arrival=(stage.arrival or _arrival(arriving)) if index else "",
        arrival_times=_arrivals(policy, coming),
    )


def _arrivals(policy: Policy, coming: list[Duty]) -> tuple[DutyTime, ...]:
    """Describe what leads to a stage; that nothing was resolved is said of all of it."""
    times = duty_times(policy, coming)
    return tuple(time if time.limit else replace(time, since="") for time in times)


def _main(stage: Stage, inside: list[Duty]) -> list[Duty]:
    """Select the duties with a limit, or else those that settle the stage."""
    limited = [duty for duty in inside if is_limited(duty)]
    if any(duty.has_number for duty in limited):
        return limited
    main = [duty for duty in settling_duties(stage) if duty in inside]
    return [duty for duty in inside if duty in limited or duty in main] or inside


def settling_duties(stage: Stage) -> tuple[Duty, ...]:
    """Return the duties met by settling a stage: resolving, deciding or recommending."""
    return tuple(duty for duty in stage.duties if duty.settles and not duty.advice)


def is_settling(trigger: Trigger) -> bool:
    """Say whether settling a stage starts a clock."""
    return any(kind.row.settles for kind in starting_kinds(trigger))


def is_danger(duty: Duty) -> bool:
    """Say whether an immediate risk starts a duty."""
    return EventKind.IMMEDIATE_RISK in starting_kinds(duty.trigger)


def arriving_duties(policy: Policy, stage: str) -> tuple[Duty, ...]:
    """Return the duties that are only met by moving to a stage, or later ones, or referring it."""
    return tuple(duty for duty in policy.all_duties if _leads_to(policy, duty) == stage)


def _leads_on(policy: Policy, duty: Duty) -> bool:
    return bool(_leads_to(policy, duty))


def _leads_to(policy: Policy, duty: Duty) -> str:
    """Give the first of the stages that a duty is to move the case to; none for another duty."""
    targets: set[str] = set()
    for pattern in patterns_in(duty.met_by):
        if not pattern.kinds <= {EventKind.ESCALATED, EventKind.REFERRED}:
            return ""
        targets |= dict(pattern.fields).get("to", frozenset())
    return min(targets, key=policy.stage_index, default="")


def _arrival(arriving: tuple[Duty, ...]) -> str:
    if any(True for duty in arriving for _ in deadlines_in(duty.trigger)):
        return "Not resolved, or the time is up"
    return "Not resolved"


def move_route(policy: Policy, move: Move) -> str:
    """Say from where to where a move goes."""
    origin = "any stage" if move.origin is None else stage_in_words_of(policy, move.origin)
    target = "any stage" if move.target is None else stage_in_words_of(policy, move.target)
    return f"From {origin} straight to {target}."


def _move(policy: Policy, moves: Sequence[Move], dangers: tuple[DutyTime, ...]) -> FlowMove:
    """Describe the moves for one reason, which the document gives in one place."""
    words = " ".join(dict.fromkeys(move.words for move in moves if move.words))
    route = " ".join(move_route(policy, move) for move in moves)
    is_from_one = len(moves) == 1 and moves[0].origin is not None
    told = [words, *([route] if is_from_one or not words else [])]
    return FlowMove(
        title=coded_title(moves[0].when),
        words=words,
        route=route,
        note=" ".join(filter(None, told)),
        clause=moves[0].clause,
        targets=tuple(sorted({target for move in moves for target in _targets(policy, move)})),
        times=dangers if moves[0].when == EventKind.IMMEDIATE_RISK else (),
    )


def _targets(policy: Policy, move: Move) -> tuple[int, ...]:
    first = 0 if move.origin is None else policy.stage_index(move.origin) + 1
    if move.target is None:
        return tuple(range(first, len(policy.stages)))
    return (policy.stage_index(move.target),)
