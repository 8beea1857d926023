"""Work out the questions of a policy, stage by stage, and the result of each path through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from escalation_log.model.assessments import DutyAssessment, DutyState
from escalation_log.model.cases import EventKind
from escalation_log.model.policies import Duty, Policy, Side, Stage
from escalation_log.site.policies.flow_times import starting_kinds
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
from escalation_log.site.what_now.asked_duties import asked_of, from_deadlines
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
    others: tuple[tuple[int, tuple[str, ...], Engine], ...] = field(init=False)

    def __post_init__(self) -> None:
        """Find the other readings of the policy that may start a clock otherwise."""
        self.others = tuple(self.engine.by_other_readings())

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
    walk.danger = tuple(_asked(walk, row, (opening, _RISK)) for row in _at_risk(engine))
    reached = []
    for place, stage in enumerate(engine.policy.stages):
        if place:
            slot = f"to:{stage.id}"
            facts = (*facts, Fact(slot=slot, kind=EventKind.ESCALATED, to=stage.id))
            walk.moments[slot] = f"When did it come to {stage_in_words(stage)}?"
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
    walk.questions[STAGE_QUESTION] = Question(
        id=STAGE_QUESTION,
        words="How far has it got?",
        hints=("Choose the last stage that it has come to.",),
        answers=(
            Answer(
                id=NEW,
                words="It is new: I have not raised it yet",
                leads_to=_not_done(walk, new),
            ),
            *reached,
        ),
    )
    walk.questions[REACHED_QUESTION] = Question(
        id=REACHED_QUESTION,
        words="How far has it got?",
        hints=("Choose the last stage that it has come to.",),
        answers=(
            Answer(
                id=NEW,
                words="They have raised it with me, and I have not answered yet",
                leads_to=_not_done(walk, raised if _is_raising(walk, new) else new),
            ),
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
        walk.moments[slot] = "When was it said that it is not settled?"
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
    stages = walk.policy.stages
    stage, following = stages[place], stages[place + 1] if place + 1 < len(stages) else None
    # A duty of a later stage is not to be done yet, except one of the next stage that has started
    # already.
    here = (None, stage.id, following.id if following else None)
    rows = {
        each: row for each, row in walk.engine.open_rows(facts).items() if row.duty.stage in here
    }
    then = None
    if moves:
        leading = _first(walk, rows.values(), facts, of=following) or _first(
            walk, [row for row in rows.values() if row.started_by == len(facts)], facts, of=stage
        )
    elif facts[-1].slot == name:
        leading = _first(
            walk, [row for row in rows.values() if row.started_by == len(facts)], facts
        )
    else:
        leading = None if lead is None else _asked(walk, rows[lead.id], facts)
        then = _overtaking(walk, stage, following, facts)
        if leading is None:
            leading, then = then or _first(walk, rows.values(), facts, of=following), None
    leads_on = moves or (leading is not None and leading.duty.stage not in (None, stage.id))
    shown = {each.duty.id for each in (leading, then) if each is not None}
    rest = tuple(_asked(walk, row, facts) for each, row in rows.items() if each not in shown)
    before = tuple(
        each
        for each in rest
        if leading is not None and not moves and _precedes(walk, each, leading)
    )
    walk.results[f"={name}"] = Conclusion(
        id=f"={name}",
        stage=stage,
        following=following,
        goes_to=following if leads_on and following is not None else stage,
        lead=leading,
        then=then,
        before=before,
        others=tuple(each for each in rest if each not in before),
        arrival=() if following is None else _arrival(walk, following, facts),
        reply=None if lead is None else _reply(walk, lead, facts),
        facts=facts,
        last=stages[-1].id,
    )
    return f"={name}"


def _precedes(walk: Walk, asked: Asked, lead: Asked) -> bool:
    """Say whether the policy names a duty ahead of another one at the same stage.

    What is only advised does not hold anybody up, nor does what has a day of its own.
    """
    order = [duty.id for duty in walk.policy.all_duties]
    return (
        asked.duty.stage == lead.duty.stage
        and not asked.duty.has_number
        and order.index(asked.duty.id) < order.index(lead.duty.id)
    )


def _first(
    walk: Walk, rows: Iterable[DutyAssessment], facts: tuple[Fact, ...], of: Stage | None = None
) -> Asked | None:
    """Select what to do first: a duty with a date, then one without, then advice."""
    found = [row for row in rows if of is None or row.duty.stage == of.id]
    found.sort(key=lambda row: (row.due_on is None, row.duty.advice))
    return _asked(walk, found[0], facts) if found else None


def _arrival(walk: Walk, following: Stage, facts: tuple[Fact, ...]) -> tuple[Asked, ...]:
    """List the duties that entering the next stage starts, those that settle it first."""
    to = Fact(slot=f"to:{following.id}", kind=EventKind.ESCALATED, to=following.id)
    rows = walk.engine.open_rows((*facts, to)).values()
    begun = [row for row in rows if row.started_by == len(facts) + 1]
    begun.sort(key=lambda row: not row.duty.settles)
    return tuple(_asked(walk, row, (*facts, to)) for row in begun)


def _reply(walk: Walk, lead: Duty, facts: tuple[Fact, ...]) -> Asked | None:
    """Find the duty with a number that meeting `lead` starts for the other side.

    Return None where `lead` is not met by one side telling the other something.
    """
    told = meeting(lead, walk.policy)
    if not told[0].kind.row.talks:
        return None
    known = (*facts, *told)
    index = walk.engine.rulebook.index
    for row in walk.engine.open_rows(known).values():
        begun = isinstance(row.started_by, int) and row.started_by > len(facts)
        if begun and row.duty.stage == lead.stage and index.by_id[row.duty.id].has_number:
            return _asked(walk, row, known)
    return None


def _overtaking(
    walk: Walk, stage: Stage, following: Stage | None, facts: tuple[Fact, ...]
) -> Asked | None:
    """Find the duty that a deadline of this stage starts, preferably one of the next stage."""
    rows = walk.engine.rows(facts)
    for duty in (*(following.duties if following else ()), *stage.duties, *walk.policy.duties):
        starts = tuple(from_deadlines(walk.engine, duty.id, rows, facts))
        if starts and rows[duty.id].state is DutyState.NOT_STARTED:
            return _asked(walk, rows[duty.id], facts)
    return None


def _asked(walk: Walk, row: DutyAssessment, facts: Sequence[Fact]) -> Asked:
    return asked_of(row, facts, walk.engine, walk.others)
