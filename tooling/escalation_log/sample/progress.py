"""Plan how an invented case meets its duties, moves through the stages, and what else happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

from escalation_log.model.cases import Event
from escalation_log.model.event_kinds import KINDS_BY_WORD, EventKind
from escalation_log.model.patterns import Before, EventPattern
from escalation_log.model.policies import Force, Move
from escalation_log.sample.ledger import TURNS, OpenDuty, StageTurn, ways
from escalation_log.sample.storyline import Storyline

Way: TypeAlias = tuple[tuple[EventPattern, tuple[EventKind, ...]], ...]

# Percentages: how often a duty is met at all, how often a met duty is met in time, and how often
# something is done before that does not count.
_DONE_AT_ALL = {"advice": 35, "order": 80, "words": 93, "guide": 86, "required": 95}
_AMISS = 6
_IN_TIME = {Force.GUIDE: 72, Force.REQUIRED: 82}
_EXTENDED = 14
# The number of working days by which a duty is late, with the weight of each.
_LATE_BY = ((1, 50), (2, 20), (4, 15), (8, 10), (15, 5))

# Kinds of event that need fields which a duty's pattern does not give.
_UNFIT = frozenset(
    {
        EventKind.CHANGED,
        EventKind.LINKED,
        EventKind.EXTENSION,
        EventKind.CORRECTION,
        EventKind.HEADER_CORRECTION,
        EventKind.REDACTION,
        EventKind.DISPUTED,
        EventKind.PROTECTIVE_TIMESCALE,
    }
)


def follow_duties(story: Storyline, turn: StageTurn, now: datetime) -> None:
    """Plan when and how each duty that has just started is met."""
    for open_duty in turn.started:
        _plan_extension(story, open_duty, now)
        _plan_meeting(story, open_duty, now)


def _drawn_when(story: Storyline, open_duty: OpenDuty, now: datetime) -> datetime:
    """Draw when a duty is met: within its limit, or some working days after it."""
    due = open_duty.due
    if due is None:
        return story.later(now, 0, 6 if open_duty.duty.advice else 3)
    if story.chance.happens(_IN_TIME[open_duty.force]):
        return story.within(now, due)
    days = story.chance.weighted(_LATE_BY)
    return story.later(max(due, now), days, days)


def _plan_meeting(story: Storyline, open_duty: OpenDuty, now: datetime) -> None:
    duty = open_duty.duty
    turns = story.turns
    possible = [
        way for patterns in ways(duty.met_by) if (way := _way_without(turns, patterns)) is not None
    ]
    if not possible or not story.chance.happens(_DONE_AT_ALL[_sort_of(open_duty)]):
        return
    chosen = story.chance.pick(possible)

    def meet(now: datetime) -> None:
        for pattern, kinds in chosen:
            if open_duty.key not in story.ledger.open:
                return
            event = story.acts.meeting(pattern, kinds, duty, story.ledger.stage, now)
            if event is None:
                continue
            amiss = story.acts.amiss(event, pattern) if story.chance.happens(_AMISS) else None
            if amiss is None:
                story.record(event, now)
            else:
                story.record(amiss, now)
                story.plan_here(story.later(now, 0, 3), meet)
                return

    story.plan(_drawn_when(story, open_duty, now), meet)


def _plan_extension(story: Storyline, open_duty: OpenDuty, now: datetime) -> None:
    """For some of the guides, plan an extension that both sides agree to."""
    due = open_duty.due
    if not open_duty.may_extend or due is None or not story.chance.happens(_EXTENDED):
        return

    def extend(now: datetime) -> None:
        standing = story.ledger.open_at(now).get(open_duty.key)
        if standing is not None and standing.may_extend and standing.due is not None:
            story.record(story.acts.extension(standing.duty, standing.due.date(), now), now)

    story.plan(story.within(now, due), extend)


def _way_without(turns: frozenset[EventKind], patterns: tuple[EventPattern, ...]) -> Way | None:
    """Take out the kinds of event drawn for the whole stage; None if a pattern has no other."""
    way = tuple((pattern, tuple(sorted(pattern.kinds - turns - _UNFIT))) for pattern in patterns)
    return way if all(kinds for _, kinds in way) else None


def _sort_of(open_duty: OpenDuty) -> str:
    if open_duty.duty.advice:
        return "advice"
    if open_duty.due is not None:
        return open_duty.force.value
    return "order" if isinstance(open_duty.duty.limit, Before) else "words"


# Percentages of stages or cases.
_SETTLED_FIRST, _SETTLED_BETWEEN, _SETTLED_LAST = 42, 52, 88
_WITHDRAWN, _LEFT = 3, 7
_LEAPT, _PANEL = 6, 60
# How often a case leaves the policy's route: it skips a stage, goes back, lacks what had to come
# first, or is ended by a side that may not. And how often a turn is taken as a duty asks.
_SKIPS, _BACK, _UNPREPARED, _ENDED_AMISS, _AS_ASKED = 3, 1, 8, 6, 88

_OF_CASES = frozenset(EventKind) - TURNS
_A_LITTLE = timedelta(minutes=10)


def follow_stages(story: Storyline, turn: StageTurn, now: datetime) -> None:
    """Plan how a stage that has just been entered ends."""
    if turn.enters and not turn.closes:
        _plan_leap(story, now)
        _plan_turn(story, now)


def _plan_turn(story: Storyline, now: datetime) -> None:
    at = _turn_at(story, now)
    settled = _SETTLED_FIRST if story.ledger.stage == 0 else _SETTLED_BETWEEN
    settled = _SETTLED_LAST if story.is_in_last_stage else settled
    turn = story.chance.weighted(
        (
            (_settle, settled),
            (_go_on, 0 if story.is_in_last_stage else 100 - settled - _WITHDRAWN - _LEFT),
            (_withdraw, _WITHDRAWN),
            (None, _LEFT),
        )
    )
    if turn is not None:
        story.plan_here(at, lambda now: turn(story, now))
    if story.stage.panel is not None and story.chance.happens(_PANEL):
        story.plan_here(story.within(now, at), lambda now: _convene(story, now))


def _turn_at(story: Storyline, now: datetime) -> datetime:
    """Draw the moment at which a stage is settled, from the limits of the duties this meets."""
    turns = story.turns
    waiting = [
        each
        for each in story.ledger.open.values()
        if each.due is not None
        and each.due > now
        and any(pattern.kinds <= turns for way in ways(each.duty.met_by) for pattern in way)
    ]
    if not waiting:
        return story.later(now, 1, 9)
    return _drawn_when(story, story.chance.pick(waiting), now)


def _settle(story: Storyline, now: datetime) -> None:
    if story.is_in_last_stage:
        kind = story.chance.pick(story.conclusions)
        _take_turn(story, story.acts.plain(kind, now, "partnership"), now)
        return
    sides: tuple[str, ...] = ("raising", "receiving", "receiving")
    allowed = [side for side in sides if side in story.stage.ended_by]
    if allowed and not story.chance.happens(_ENDED_AMISS):
        sides = tuple(allowed)
    story.record_plain(EventKind.RESOLVED, now, story.chance.pick(sides))


def _withdraw(story: Storyline, now: datetime) -> None:
    story.record(story.acts.withdrawn(now, story.earlier), now)


def _take_turn(story: Storyline, event: Event, now: datetime) -> None:
    """Record an event that settles or moves the case, mostly as the duties that it meets ask."""
    if story.chance.happens(_AS_ASKED):
        event = story.acts.as_asked(event, story.ledger.open.values())
    story.record(event, now)


def _go_on(story: Storyline, now: datetime) -> None:
    """Move the case to the next stage, mostly after recording that it was not resolved."""
    target = story.ledger.stage + 1
    if target + 1 < len(story.policy.stages) and story.chance.happens(_SKIPS):
        target += 1
    elif target > 1 and story.chance.happens(_BACK):
        target -= 2
    if story.chance.happens(30):
        _escalate(story, target, now)
        return
    _take_turn(story, story.acts.plain(EventKind.NOT_RESOLVED, now, "raising"), now)
    if story.ledger.is_closed:
        return
    days = story.chance.weighted(((0, 70), (1, 18), (3, 12)))
    story.plan_here(story.later(now, days, days), lambda now: _escalate(story, target, now))


def _escalate(story: Storyline, target: int, now: datetime, reason: str | None = None) -> None:
    """Enter a stage, after recording what its entry requires where that is missing.

    Where the requirement is an event of a later stage than the present one, go one stage up
    instead.
    """
    stage = story.policy.stages[target]
    needed = stage.requires
    is_lifted = needed is None or (reason is not None and reason == needed.unless)
    if (
        needed is None
        or is_lifted
        or story.ledger.has_had(needed.pattern.kinds, needed.stage)
        or story.chance.happens(_UNPREPARED)
    ):
        event = story.acts.plain(EventKind.ESCALATED, now, "raising")
        _take_turn(story, replace(event, to=stage.id, reason=reason), now)
        return
    if story.policy.stage_index(needed.stage) > story.ledger.stage:
        _escalate(story, story.ledger.stage + 1, now)
        return
    elsewhere = None if needed.stage == story.stage.id else needed.stage
    kind = min(needed.pattern.kinds & _OF_CASES or needed.pattern.kinds)
    story.record(replace(story.acts.plain(kind, now, "raising"), stage=elsewhere), now)
    story.plan_here(now + _A_LITTLE, lambda now: _escalate(story, target, now, reason))


def _plan_leap(story: Storyline, now: datetime) -> None:
    """In a few cases, plan a move of the policy that passes over stages."""
    moves = [move for move in story.policy.moves if _leads_on(story, move)]
    if moves and story.chance.happens(_LEAPT):
        move = story.chance.pick(moves)
        story.plan_here(story.later(now, 0, 1), lambda now: _leap(story, move, now))


def _leads_on(story: Storyline, move: Move) -> bool:
    """Say whether a move starts at the present stage and passes over at least one stage."""
    index, here = story.policy.stage_index, story.ledger.stage
    furthest = len(story.policy.stages) - 1 if move.target is None else index(move.target)
    return (move.origin is None or index(move.origin) == here) and furthest > here + 1


def _leap(story: Storyline, move: Move, now: datetime) -> None:
    """Make a move; where its reason is a kind of event, record that event first."""
    here, last = story.ledger.stage, len(story.policy.stages) - 1
    target = story.chance.between(here + 2, last)
    if move.target is not None:
        target = story.policy.stage_index(move.target)
    if move.when in _OF_CASES:
        story.record_plain(KINDS_BY_WORD[move.when], now, "raising")
    _escalate(story, target, now, move.when)


def _convene(story: Storyline, now: datetime) -> None:
    panel = story.acts.panel(story.stage, now)
    if panel is not None:
        story.record(panel, now)
