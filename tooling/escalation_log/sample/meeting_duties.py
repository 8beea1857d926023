"""Plan how the duties of an invented case are met: in time, late, or never."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from escalation_log.model.cases import EventKind
from escalation_log.model.patterns import Before, EventPattern
from escalation_log.model.policies import Force
from escalation_log.sample.ledger import OpenDuty, StageTurn, ways
from escalation_log.sample.storyline import Storyline

Way: TypeAlias = tuple[tuple[EventPattern, tuple[EventKind, ...]], ...]

# Percentages: how often a duty is met at all, and how often a met duty is met in time.
_DONE_AT_ALL = {"advice": 35, "order": 80, "words": 84, "guide": 86, "required": 95}
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
        EventKind.PROTECTIVE_TIMESCALE,
    }
)


def follow_duties(story: Storyline, turn: StageTurn, now: datetime) -> None:
    """Plan when and how each duty that has just started is met."""
    for open_duty in turn.started:
        _plan_extension(story, open_duty, now)
        _plan_meeting(story, open_duty, now)


def drawn_when(story: Storyline, open_duty: OpenDuty, now: datetime) -> datetime:
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
            if event is not None:
                story.record(event, now)

    story.plan(drawn_when(story, open_duty, now), meet)


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
    """Remove from a way of meeting a duty the kinds of event that are drawn for the whole stage.

    Return None where a pattern of the way has no other kind.
    """
    way = tuple((pattern, tuple(sorted(pattern.kinds - turns - _UNFIT))) for pattern in patterns)
    return way if all(kinds for _, kinds in way) else None


def _sort_of(open_duty: OpenDuty) -> str:
    if open_duty.duty.advice:
        return "advice"
    if open_duty.due is not None:
        return open_duty.force.value
    return "order" if isinstance(open_duty.duty.limit, Before) else "words"
