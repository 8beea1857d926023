"""Conclude from some answers what to do first, what else, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable

from escalation_log.model.assessments import DutyAssessment, DutyState
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import Before
from escalation_log.model.policies import Duty, Policy, Stage
from escalation_log.site.what_now.answers import ENDS, Engine, Fact, meeting
from escalation_log.site.what_now.asked_duties import asked_of, from_deadlines
from escalation_log.site.what_now.results import Asked, Conclusion


def conclusion_of(
    engine: Engine,
    name: str,
    place: int,
    facts: tuple[Fact, ...],
    *,
    lead: Duty | None = None,
    moves: bool = False,
) -> Conclusion:
    """Conclude what to do after some answers at the stage in a place of the policy.

    The last answer is `name`. `lead` is the duty that it is about; with `moves` the case is to go
    to the next stage.
    """
    stages = engine.policy.stages
    stage, following = stages[place], stages[place + 1] if place + 1 < len(stages) else None
    # A duty of a later stage is not to be done yet, except one of the next stage that has started
    # already.
    here = (None, stage.id, following.id if following else None)
    rows = {each: row for each, row in engine.open_rows(facts).items() if row.duty.stage in here}
    begun = [row for row in rows.values() if row.started_by == len(facts)]
    then = None
    if moves:
        leading = _first(engine, rows.values(), facts, of=following) or _first(
            engine, begun, facts, of=stage
        )
    elif facts[-1].kind in ENDS:
        required = (row for row in rows.values() if not row.duty.advice)
        leading = _first(engine, begun, facts) or _first(engine, required, facts)
    else:
        leading = None if lead is None else asked_of(engine, rows[lead.id], facts)
        then = _overtaking(engine, stage, following, facts)
        if leading is None:
            leading, then = then or _first(engine, rows.values(), facts, of=following), None
    leads_on = moves or (leading is not None and leading.duty.stage not in (None, stage.id))
    shown = {each.duty.id for each in (leading, then) if each is not None}
    rest = tuple(asked_of(engine, row, facts) for each, row in rows.items() if each not in shown)
    before = tuple(
        each
        for each in rest
        if leading is not None and not moves and _precedes(engine.policy, each, leading)
    )
    told_of = {row.duty.id for row in begun}
    before_moving = tuple(
        each
        for each in rest
        if _holds_up(each.duty, following, facts)
        or (
            moves
            and leading is not None
            and each.duty.id in told_of
            and _precedes(engine.policy, each, leading)
        )
    )
    return Conclusion(
        id=f"={name}",
        stage=stage,
        following=following,
        goes_to=following if leads_on and following is not None else stage,
        lead=leading,
        then=then,
        before=before,
        others=tuple(each for each in rest if each not in before),
        before_moving=before_moving,
        arrival=() if following is None else _arrival(engine, following, facts),
        reply=None if lead is None else _reply(engine, lead, facts),
        facts=facts,
        last=stages[-1].id,
    )


def _precedes(policy: Policy, asked: Asked, lead: Asked) -> bool:
    """Say whether the policy names a duty ahead of another one at the same stage.

    What is only advised does not hold anybody up, nor does what has a day of its own.
    """
    order = [duty.id for duty in policy.all_duties]
    return (
        asked.duty.stage == lead.duty.stage
        and not asked.duty.has_number
        and order.index(asked.duty.id) < order.index(lead.duty.id)
    )


def _holds_up(duty: Duty, following: Stage | None, facts: tuple[Fact, ...]) -> bool:
    """Say whether the policy wants a duty done before the case goes to the following stage."""
    if following is None:
        return False
    if isinstance(duty.limit, Before):
        asked = duty.limit.pattern
        to = dict(asked.fields).get("to", frozenset({following.id}))
        return EventKind.ESCALATED in asked.kinds and following.id in to
    requires = following.requires
    return (
        requires is not None
        and duty.stage == requires.stage
        and not duty.advice
        and not duty.meeting_kinds.isdisjoint(requires.pattern.kinds)
        and requires.pattern.kinds.isdisjoint(fact.kind for fact in facts)
    )


def _first(
    engine: Engine, rows: Iterable[DutyAssessment], facts: tuple[Fact, ...], of: Stage | None = None
) -> Asked | None:
    """Select what to do first: a duty with a date, then one without, then advice.

    At a stage that the case is to leave, the duty that takes it on is first.
    """
    leaves = facts[-1].kind is EventKind.NOT_RESOLVED
    found = [row for row in rows if of is None or row.duty.stage == of.id]
    found.sort(
        key=lambda row: (
            row.due_on is None,
            leaves and EventKind.ESCALATED not in _kinds(engine, row),
            row.duty.advice,
        )
    )
    return asked_of(engine, found[0], facts) if found else None


def _kinds(engine: Engine, row: DutyAssessment) -> frozenset[EventKind]:
    return engine.rulebook.index.by_id[row.duty.id].meeting_kinds


def _arrival(engine: Engine, following: Stage, facts: tuple[Fact, ...]) -> tuple[Asked, ...]:
    """List the duties that entering the next stage starts, those that settle it first."""
    to = Fact(slot=f"to:{following.id}", kind=EventKind.ESCALATED, to=following.id)
    rows = engine.open_rows((*facts, to)).values()
    begun = [row for row in rows if row.started_by == len(facts) + 1]
    begun.sort(key=lambda row: not row.duty.settles)
    return tuple(asked_of(engine, row, (*facts, to)) for row in begun)


def _reply(engine: Engine, lead: Duty, facts: tuple[Fact, ...]) -> Asked | None:
    """Find the duty with a number that meeting `lead` starts for the other side.

    Return None where `lead` is not met by one side telling the other something.
    """
    told = meeting(lead, engine.policy)
    if not told[0].kind.row.talks:
        return None
    known = (*facts, *told)
    index = engine.rulebook.index
    for row in engine.open_rows(known).values():
        begun = isinstance(row.started_by, int) and row.started_by > len(facts)
        if begun and row.duty.stage == lead.stage and index.by_id[row.duty.id].has_number:
            return asked_of(engine, row, known)
    return None


def _overtaking(
    engine: Engine, stage: Stage, following: Stage | None, facts: tuple[Fact, ...]
) -> Asked | None:
    """Find the duty that a deadline of this stage starts, preferably one of the next stage."""
    rows = engine.rows(facts)
    for duty in (*(following.duties if following else ()), *stage.duties, *engine.policy.duties):
        starts = tuple(from_deadlines(engine, duty.id, rows, facts))
        if starts and rows[duty.id].state is DutyState.NOT_STARTED:
            return asked_of(engine, rows[duty.id], facts)
    return None
