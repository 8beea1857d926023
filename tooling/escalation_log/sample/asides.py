"""Plan what else may happen in an invented case, a risk or a reply, and what follows its end."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.policies import Side
from escalation_log.sample.ledger import StageTurn
from escalation_log.sample.storyline import Storyline

# Percentages of stages.
_PROTECTED, _SAFEGUARDED, _MET, _CHANGED, _AT_RISK, _LINKED = 12, 8, 6, 3, 2, 2
_NO_ANSWER, _CONSIDERED, _PLANNED, _RISEN, _DISPUTED = 6, 4, 30, 25, 30
# Percentages of cases.
_RISK_OVER, _AGREED, _OUTCOME, _REOPENED, _LEARNT = 70, 65, 35, 5, 4


def follow_the_rest(story: Storyline, turn: StageTurn, now: datetime) -> None:
    """Plan what may happen in any stage that has just been entered, and after the case's end."""
    if turn.closes:
        _plan_afterwards(story, now)
    elif turn.enters:
        _plan_for_the_child(story, now)
        _plan_others(story, now)


def _plan_for_the_child(story: Storyline, now: datetime) -> None:
    acts, happens = story.acts, story.chance.happens
    may_shorten = any(each.duty.or_protective for each in story.ledger.open.values())
    if may_shorten and happens(_PROTECTED):
        story.plan_event(acts.protective_timescale, story.later(now, 0, 1))
    if happens(_SAFEGUARDED):
        story.plan_event(acts.safeguards, story.later(now, 0, 3))
    if happens(_AT_RISK):
        at = story.later(now, 0, 2)
        story.plan_plain(EventKind.IMMEDIATE_RISK, at, "raising")
        if happens(_RISK_OVER):
            story.plan_plain(EventKind.RISK_OVER, story.later(at, 1, 4), "receiving")


def _plan_others(story: Storyline, now: datetime) -> None:
    acts, happens = story.acts, story.chance.happens
    if happens(_MET):
        story.plan_plain(EventKind.MEETING, story.later(now, 0, 6), "raising")
    if happens(_CHANGED):
        story.plan_event(acts.change, story.later(now, 0, 4))
    if story.earlier and happens(_LINKED):
        reference = story.chance.pick(story.earlier)
        story.plan_event(lambda now: acts.link(reference, now), story.later(now, 0, 5))
    if happens(_NO_ANSWER):
        story.plan_event(acts.no_answer, story.later(now, 0, 1))
    if happens(_CONSIDERED):
        story.plan_event(acts.considered, story.later(now, 0, 4))
    if story.policy.plannings and happens(_PLANNED):
        story.plan_event(acts.planned, story.later(now, 0, 2))
    if happens(_DISPUTED):
        story.plan_here(story.later(now, 2, 9), lambda now: _dispute(story, now))
    for tier in story.stage.tiers:
        now = story.later(now, 1, 3)
        if happens(_RISEN):
            story.plan_event(partial(acts.tier, story.stage, tier), now)


def _dispute(story: Storyline, now: datetime) -> None:
    """Reply to a mark, where a limit has been missed."""
    late = [
        each.duty
        for each in story.ledger.open_at(now).values()
        if each.due is not None and each.due < now and not each.duty.advice
    ]
    if late:
        story.record(story.acts.disputed(story.chance.pick(late), now), now)


def _plan_afterwards(story: Storyline, now: datetime) -> None:
    acts, happens = story.acts, story.chance.happens
    ended = story.ledger.events[-1]
    is_settled = ended.kind is not EventKind.WITHDRAWN
    if is_settled and ended.by == Side.RECEIVING and happens(_AGREED):
        agreed = story.later(now, 0, 3)
        story.plan(agreed, lambda now: story.record_plain(EventKind.AGREED, now, "raising"))
    if is_settled and happens(_OUTCOME):
        story.plan(story.later(now, 5, 30), lambda now: story.record(acts.outcome(now), now))
    if happens(_LEARNT):
        story.plan(story.later(now, 0, 20), lambda now: story.record(acts.learning(now), now))
    if story.ledger.episode == 0 and happens(_REOPENED):
        at = story.later(now, 5, 40)
        story.plan(at, lambda now: story.record_plain(EventKind.REOPENED, now, "raising"))
