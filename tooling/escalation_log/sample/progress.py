"""Decide how an invented case goes through the stages, and what else may happen in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from escalation_log.model.cases import KINDS_BY_WORD, EventKind
from escalation_log.model.policies import Move
from escalation_log.sample.ledger import TURNS, StageTurn, ways
from escalation_log.sample.meeting_duties import drawn_when
from escalation_log.sample.storyline import Storyline

# Percentages of stages.
_PROTECTED, _SAFEGUARDED, _MET, _CHANGED, _AT_RISK, _LINKED = 12, 8, 6, 3, 2, 2


def besides(earlier: Sequence[str]) -> Callable[[Storyline, StageTurn, datetime], None]:
    """Make a follower that plans events that may happen in any stage: a risk, a meeting, a link.

    `earlier` are the references of cases that this one may be linked with.
    """

    def follow(story: Storyline, turn: StageTurn, now: datetime) -> None:
        if turn.enters and not turn.closes:
            _plan_dangers(story, now)
            _plan_the_rest(story, now, earlier)

    return follow


def _plan_dangers(story: Storyline, now: datetime) -> None:
    acts, happens = story.acts, story.chance.happens
    may_shorten = any(each.duty.or_protective for each in story.ledger.open.values())
    if may_shorten and happens(_PROTECTED):
        story.plan_here(
            story.later(now, 0, 1),
            lambda now: story.record(acts.protective_timescale(now), now),
        )
    if happens(_SAFEGUARDED):
        story.plan_here(story.later(now, 0, 3), lambda now: story.record(acts.safeguards(now), now))
    if happens(_AT_RISK):
        story.plan_here(
            story.later(now, 0, 2),
            lambda now: story.record_plain(EventKind.IMMEDIATE_RISK, now, "raising"),
        )


def _plan_the_rest(story: Storyline, now: datetime, earlier: Sequence[str]) -> None:
    acts, happens = story.acts, story.chance.happens
    if happens(_MET):
        story.plan_here(
            story.later(now, 0, 6),
            lambda now: story.record_plain(EventKind.MEETING, now, "raising"),
        )
    if happens(_CHANGED):
        story.plan_here(story.later(now, 0, 4), lambda now: story.record(acts.change(now), now))
    if earlier and happens(_LINKED):
        reference = story.chance.pick(earlier)
        story.plan_here(
            story.later(now, 0, 5), lambda now: story.record(acts.link(reference, now), now)
        )


# Percentages.
_SETTLED_FIRST, _SETTLED_BETWEEN, _SETTLED_LAST = 42, 52, 88
_WITHDRAWN, _LEFT = 3, 7
_LEAPT, _PANEL, _REOPENED, _LEARNT = 6, 60, 5, 4

_OF_CASES = frozenset(EventKind) - TURNS
_A_LITTLE = timedelta(minutes=10)


def follow_stages(story: Storyline, turn: StageTurn, now: datetime) -> None:
    """Plan how a stage that has just been entered ends, or what follows once the case is closed."""
    if turn.closes:
        _plan_afterwards(story, now)
    elif turn.enters:
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
    return drawn_when(story, story.chance.pick(waiting), now)


def _settle(story: Storyline, now: datetime) -> None:
    if story.is_in_last_stage:
        kind = story.chance.pick(story.conclusions)
        story.record_plain(kind, now, "partnership")
    else:
        side = story.chance.pick(("raising", "receiving", "receiving"))
        story.record_plain(EventKind.RESOLVED, now, side)


def _withdraw(story: Storyline, now: datetime) -> None:
    story.record_plain(EventKind.WITHDRAWN, now, "raising")


def _go_on(story: Storyline, now: datetime) -> None:
    """Move the case to the next stage, mostly after recording that it was not resolved."""
    target = story.ledger.stage + 1
    if story.chance.happens(30):
        _escalate(story, target, now)
        return
    story.record_plain(EventKind.NOT_RESOLVED, now, "raising")
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
    if needed is None or is_lifted or story.ledger.has_had(needed.pattern.kinds, needed.stage):
        event = story.acts.plain(EventKind.ESCALATED, now, "raising", to=stage.id, reason=reason)
        story.record(event, now)
        return
    if story.policy.stage_index(needed.stage) > story.ledger.stage:
        _escalate(story, story.ledger.stage + 1, now)
        return
    elsewhere = None if needed.stage == story.stage.id else needed.stage
    kind = min(needed.pattern.kinds & _OF_CASES or needed.pattern.kinds)
    story.record(story.acts.plain(kind, now, "raising", stage=elsewhere), now)
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


def _plan_afterwards(story: Storyline, now: datetime) -> None:
    if story.chance.happens(_LEARNT):
        story.plan(
            story.later(now, 0, 20),
            lambda now: story.record(story.acts.learning(now), now),
        )
    if story.ledger.episode == 0 and story.chance.happens(_REOPENED):
        story.plan(
            story.later(now, 5, 40),
            lambda now: story.record_plain(EventKind.REOPENED, now, "raising"),
        )
