"""How stages follow one another in an invented case: settled, taken further, or left."""

from __future__ import annotations

from datetime import datetime, timedelta

from escalation_log.model.kinds import EventKind
from escalation_log.model.policies import Move
from escalation_log.sample.course import Course
from escalation_log.sample.duties import drawn_when
from escalation_log.sample.ledger import Turn
from escalation_log.sample.script import TURNS, ways

# Out of a hundred.
_SETTLED_FIRST, _SETTLED_BETWEEN, _SETTLED_LAST = 42, 52, 88
_WITHDRAWN, _LEFT = 3, 7
_LEAPT, _PANEL, _REOPENED, _LEARNT = 6, 60, 5, 4

_OF_CASES = frozenset(EventKind) - TURNS
_A_LITTLE = timedelta(minutes=10)


def follow_stages(course: Course, turn: Turn, now: datetime) -> None:
    """Plan how the stage goes on that has just begun, and what follows an end."""
    if turn.closes:
        _plan_afterwards(course, now)
    elif turn.enters:
        _plan_leap(course, now)
        _plan_turn(course, now)


def _plan_turn(course: Course, now: datetime) -> None:
    at = _turn_at(course, now)
    settled = _SETTLED_FIRST if course.ledger.stage == 0 else _SETTLED_BETWEEN
    settled = _SETTLED_LAST if course.is_in_last_stage else settled
    turn = course.chance.weighted(
        (
            (_settle, settled),
            (_go_on, 0 if course.is_in_last_stage else 100 - settled - _WITHDRAWN - _LEFT),
            (_withdraw, _WITHDRAWN),
            (None, _LEFT),
        )
    )
    if turn is not None:
        course.plan_here(at, lambda now: turn(course, now))
    if course.stage.panel is not None and course.chance.happens(_PANEL):
        course.plan_here(course.within(now, at), lambda now: _convene(course, now))


def _turn_at(course: Course, now: datetime) -> datetime:
    """Draw when a stage is settled, by the limits of the duties that settling it meets."""
    turns = course.script.turns_at(course.ledger.stage)
    waiting = [
        each
        for each in course.ledger.open.values()
        if each.due is not None
        and each.due > now
        and any(pattern.kinds <= turns for way in ways(each.duty.met_by) for pattern in way)
    ]
    if not waiting:
        return course.later(now, 1, 9)
    return drawn_when(course, course.chance.pick(waiting), now)


def _settle(course: Course, now: datetime) -> None:
    if course.is_in_last_stage:
        kind = course.chance.pick(course.script.conclusions)
        course.record_plain(kind, now, "partnership")
    else:
        side = course.chance.pick(("raising", "receiving", "receiving"))
        course.record_plain(EventKind.RESOLVED, now, side)


def _withdraw(course: Course, now: datetime) -> None:
    course.record_plain(EventKind.WITHDRAWN, now, "raising")


def _go_on(course: Course, now: datetime) -> None:
    """Take the case to the next stage, most often after saying that it is not resolved."""
    target = course.ledger.stage + 1
    if course.chance.happens(30):
        _escalate(course, target, now)
        return
    course.record_plain(EventKind.NOT_RESOLVED, now, "raising")
    days = course.chance.weighted(((0, 70), (1, 18), (3, 12)))
    course.plan_here(course.later(now, days, days), lambda now: _escalate(course, target, now))


def _escalate(course: Course, target: int, now: datetime, reason: str | None = None) -> None:
    """Enter a stage, or first see to what its entry requires, stage by stage where it must be."""
    stage = course.script.stages[target]
    needed = stage.requires
    is_lifted = needed is None or (reason is not None and reason == needed.unless)
    if needed is None or is_lifted or course.ledger.has_had(needed.pattern.kinds, needed.stage):
        event = course.acts.plain(EventKind.ESCALATED, now, "raising", to=stage.id, reason=reason)
        course.record(event, now)
        return
    if course.script.policy.stage_index(needed.stage) > course.ledger.stage:
        _escalate(course, course.ledger.stage + 1, now)
        return
    elsewhere = None if needed.stage == course.ledger.stage_id else needed.stage
    kind = min(needed.pattern.kinds & _OF_CASES or needed.pattern.kinds)
    course.record(course.acts.plain(kind, now, "raising", stage=elsewhere), now)
    course.plan_here(now + _A_LITTLE, lambda now: _escalate(course, target, now, reason))


def _plan_leap(course: Course, now: datetime) -> None:
    """Now and then a case passes over stages, for a reason that the policy knows."""
    moves = [move for move in course.script.policy.moves if _leads_on(course, move)]
    if moves and course.chance.happens(_LEAPT):
        move = course.chance.pick(moves)
        course.plan_here(course.later(now, 0, 1), lambda now: _leap(course, move, now))


def _leads_on(course: Course, move: Move) -> bool:
    """Say whether a move leads from here to a stage beyond the next."""
    index, here = course.script.policy.stage_index, course.ledger.stage
    furthest = len(course.script.stages) - 1 if move.target is None else index(move.target)
    return (move.origin is None or index(move.origin) == here) and furthest > here + 1


def _leap(course: Course, move: Move, now: datetime) -> None:
    """Take a move; where an event has the name of its reason, that event comes first."""
    here, last = course.ledger.stage, len(course.script.stages) - 1
    target = course.chance.between(here + 2, last)
    if move.target is not None:
        target = course.script.policy.stage_index(move.target)
    if move.when in _OF_CASES:
        course.record_plain(EventKind(move.when), now, "raising")
    _escalate(course, target, now, move.when)


def _convene(course: Course, now: datetime) -> None:
    panel = course.acts.panel(course.stage, now)
    if panel is not None:
        course.record(panel, now)


def _plan_afterwards(course: Course, now: datetime) -> None:
    if course.chance.happens(_LEARNT):
        course.plan(
            course.later(now, 0, 20),
            lambda now: course.record(course.acts.learning(now), now),
        )
    if course.ledger.episode == 0 and course.chance.happens(_REOPENED):
        course.plan(
            course.later(now, 5, 40),
            lambda now: course.record_plain(EventKind.REOPENED, now, "raising"),
        )
