"""Work out the questions of a policy, stage by stage, and where each answer leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.policies import Duty, Policy, Side, Stage
from escalation_log.site.policies.duty_times import starting_kinds
from escalation_log.site.what_now.answers import (
    ENDS,
    OPENINGS,
    Engine,
    Fact,
    done_words,
    done_words_to_receiving,
    is_asked,
    meeting,
)
from escalation_log.site.what_now.asked_duties import asked_of
from escalation_log.site.what_now.conclusions import conclusion_of
from escalation_log.site.what_now.results import Answer, Asked, Conclusion, Question
from escalation_log.words.titles import role_words, stage_in_words, stage_name

OPENING = "opening"
DANGER_QUESTION = "danger"
STAGE_QUESTION = "stage"
# The same question to whoever received the challenge.
REACHED_QUESTION = "reached"
# The answer that it is new: not raised yet, or raised and not answered yet.
NEW = "new"

_RISK = Fact(slot=DANGER_QUESTION, kind=EventKind.IMMEDIATE_RISK)


@dataclass(kw_only=True)
class Walk:
    """A policy's questions and results, by id, and the question that asks for each moment, by slot.

    `danger` are the duties that an immediate risk starts.
    """

    engine: Engine
    questions: dict[str, Question] = field(default_factory=dict)
    results: dict[str, Conclusion] = field(default_factory=dict)
    moments: dict[str, str] = field(default_factory=dict)
    danger: tuple[Asked, ...] = ()

    @property
    def policy(self) -> Policy:
        """The policy that the questions are about."""
        return self.engine.policy


def walk_of(engine: Engine) -> Walk:
    """Work out the questions of a policy and all results that they lead to."""
    walk = Walk(engine=engine)
    opening = _opening(engine.policy)
    facts: tuple[Fact, ...] = (opening,)
    walk.moments[OPENING] = OPENINGS[opening.kind]
    walk.moments[DANGER_QUESTION] = "When did the danger become known?"
    walk.danger = tuple(asked_of(engine, row, (opening, _RISK)) for row in _at_risk(engine))
    reached = []
    for place, stage in enumerate(engine.policy.stages):
        if place:
            slot = f"to:{stage.id}"
            facts = (*facts, Fact(slot=slot, kind=EventKind.ESCALATED, to=stage.id))
            walk.moments[slot] = f"When did it reach {stage_in_words(stage)}?"
        within = _within(walk, place, facts)
        if place == 0:
            new, raised = within, _after_raising(walk, within)
        reached.append(
            Answer(
                id=stage.id,
                words=stage_name(stage),
                hint=stage.who or "",
                leads_to=within if place else raised,
            )
        )
    for name, words, unanswered in (
        (STAGE_QUESTION, "It is new: I have not raised it yet", new),
        (
            REACHED_QUESTION,
            "They have raised it with me, and I have not answered yet",
            raised if _is_raising(walk, new) else new,
        ),
    ):
        walk.questions[name] = Question(
            id=name,
            words="How far has it got?",
            hints=("Choose the latest stage that it has reached.",),
            answers=(
                Answer(id=NEW, words=words, leads_to=_not_done(walk, unanswered)),
                *reached,
            ),
        )
    return walk


def _is_raising(walk: Walk, name: str) -> bool:
    """Say whether a question asks if the raising side has raised it."""
    duty = walk.engine.rulebook.index.by_id.get(name)
    return duty is not None and meeting(duty, walk.policy)[0].kind is EventKind.RAISED


def _after_raising(walk: Walk, name: str) -> str:
    """Pass over the first question of the first stage, where that has one beside the last."""
    question = walk.questions[name]
    is_step = name in walk.engine.rulebook.index.by_id
    return question.answers[0].leads_to if is_step else name


def _not_done(walk: Walk, name: str) -> str:
    """Return the result for nothing having been done that a question asks about."""
    return walk.questions[name].answers[-1].leads_to


def danger_duties(engine: Engine) -> tuple[Duty, ...]:
    """Give the duties that an immediate risk starts."""
    by_id = engine.rulebook.index.by_id
    return tuple(by_id[row.duty.id] for row in _at_risk(engine))


def _at_risk(engine: Engine) -> Iterator[DutyAssessment]:
    facts = (_opening(engine.policy), _RISK)
    rows = engine.open_rows(facts).values()
    return (row for row in rows if row.started_by == len(facts))


def _opening(policy: Policy) -> Fact:
    """Select the first event of a case: one that starts clocks of the policy."""
    triggers = {kind for duty in policy.all_duties for kind in starting_kinds(duty.trigger)}
    kind = next((each for each in OPENINGS if each in triggers), EventKind.DISAGREEMENT)
    return Fact(slot=OPENING, kind=kind)


def _within(walk: Walk, place: int, facts: tuple[Fact, ...]) -> str:
    """Ask what was done in a stage and whether it is settled; return the first question's id."""
    stage = walk.policy.stages[place]
    steps: list[tuple[Duty, tuple[Fact, ...]]] = []
    for duty in stage.duties:
        if is_asked(duty, walk.policy) and duty.id in walk.engine.open_rows(facts):
            steps.append((duty, facts))
            facts = (*facts, *meeting(duty, walk.policy))
    leads_to = _settled(walk, place, facts)
    for duty, before in reversed(steps):
        leads_to = _step(walk, place, duty, before, leads_to)
    return leads_to


def _step(walk: Walk, place: int, duty: Duty, facts: tuple[Fact, ...], leads_to: str) -> str:
    policy = walk.policy
    side = policy.sides.get(duty.role) if isinstance(duty.role, str) else None
    kind = meeting(duty, policy)[0].kind
    asks, when = done_words(kind, side)
    walk.moments[duty.id] = when
    no = _keep(walk, f"{duty.id}=no", place, facts, lead=duty)
    walk.questions[duty.id] = Question(
        id=duty.id,
        words=asks,
        to_receiving=done_words_to_receiving(kind, side),
        hints=(f"{duty.title}.", f"Who: {role_words(policy, duty.role)}."),
        answers=(
            Answer(id="yes", words="Yes", leads_to=leads_to),
            Answer(id="no", words="No, not yet", leads_to=no),
        ),
    )
    return duty.id


def _settled(walk: Walk, place: int, facts: tuple[Fact, ...]) -> str:
    """Ask whether a stage is settled, with the kinds of event that may end a case there."""
    stage = walk.policy.stages[place]
    name = f"{stage.id}:settled"
    answers = []
    for kind in _ends(stage):
        answer, when, _ = ENDS[kind]
        slot = f"{name}={kind.value}"
        walk.moments[slot] = when
        side = Side.RECEIVING if kind is EventKind.RESOLVED else Side.PARTNERSHIP
        ended = (*facts, Fact(slot=slot, kind=kind, by=side.value))
        result = _keep(walk, slot, place, ended)
        answers.append(Answer(id=kind.value, words=answer, leads_to=result))
    if place + 1 < len(walk.policy.stages):
        slot = f"{name}=no"
        walk.moments[slot] = "When did somebody say that it is not settled?"
        told = Fact(slot=slot, kind=EventKind.NOT_RESOLVED, by=Side.RECEIVING.value)
        result = _keep(walk, slot, place, (*facts, told), moves=True)
        answers.append(
            Answer(id="no", words="No, and it will not be at this stage", leads_to=result)
        )
    open_rows = walk.engine.open_rows(facts)
    lead = next((duty for duty in stage.duties if duty.id in open_rows and duty.settles), None)
    result = _keep(walk, f"{name}=open", place, facts, lead=lead)
    answers.append(Answer(id="open", words="Not yet", leads_to=result))
    walk.questions[name] = Question(
        id=name,
        words="Is it settled?",
        hints=tuple(filter(None, (stage_name(stage), stage.who))),
        answers=tuple(answers),
    )
    return name


def _ends(stage: Stage) -> Iterator[EventKind]:
    yield EventKind.RESOLVED
    named = {kind for duty in stage.duties for kind in duty.meeting_kinds}
    yield from (each for each in ENDS if each in named - {EventKind.RESOLVED})


def _keep(
    walk: Walk,
    name: str,
    place: int,
    facts: tuple[Fact, ...],
    *,
    lead: Duty | None = None,
    moves: bool = False,
) -> str:
    """Add the result of some answers, and return its id."""
    result = conclusion_of(walk.engine, name, place, facts, lead=lead, moves=moves)
    walk.results[result.id] = result
    return result.id
