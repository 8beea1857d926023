"""Play one invented case through: its first event, the steps planned, the events recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from heapq import heappop, heappush
from typing import TypeAlias

from escalation_log.model.cases import Event, Header
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.policies import Stage
from escalation_log.sample.acts import Acts
from escalation_log.sample.chance import Chance, daytime
from escalation_log.sample.ledger import TURNS, CaseLedger, StageTurn, ways
from escalation_log.sample.openings import Setting

# Out of a hundred.
_FORMAL_AT_ONCE, _RAISED_AT_ONCE, _TALKED_OVER = 12, 4, 45

_OPENING = tuple(kind for kind in EventKind if kind.row.begins)


def begin_case(story: Storyline, at: datetime) -> None:
    """Record the first event: mostly a disagreement, else the event that the policy counts from."""
    stages, happens = story.policy.stages, story.chance.happens
    if stages[0].informal and len(stages) > 1 and happens(_FORMAL_AT_ONCE):
        formal = story.acts.plain(EventKind.ESCALATED, at, "raising")
        story.record(replace(formal, to=stages[1].id), at)
        return
    # The kinds that may begin a case and start a duty; at least one.
    starters = frozenset().union(*story.rulebook.index.starters.values())
    first, *others = [kind for kind in _OPENING if kind in starters] or _OPENING[1:2]
    if not others and happens(_RAISED_AT_ONCE):
        first = EventKind.RAISED
    story.record_plain(first, at, "receiving" if first is EventKind.DISAGREEMENT else "raising")
    if EventKind.DISAGREEMENT in others:
        story.plan_plain(EventKind.DISAGREEMENT, story.later(at, 0, 3), "receiving")
    if happens(_TALKED_OVER) and not _is_duty(story, EventKind.DISCUSSED):
        story.plan_plain(EventKind.DISCUSSED, story.later(at, 0, 2), "raising")


def _is_duty(story: Storyline, kind: EventKind) -> bool:
    """Say whether an event of this kind meets a duty of the first stage."""
    return any(
        kind in pattern.kinds
        for duty in story.policy.stages[0].duties
        for way in ways(duty.met_by)
        for pattern in way
    )


# A planned step checks, when its moment comes, that it still makes sense before it records
# anything.
PlannedStep: TypeAlias = Callable[[datetime], None]

_MOST_EVENTS = 120


class Storyline:
    """A case from its first event to its last before the moment of the log.

    `earlier` are the references of cases that it may be linked with. The followers are called after
    each recorded event, with what the event changed, and plan further steps.
    """

    def __init__(
        self,
        setting: Setting,
        header: Header,
        chance: Chance,
        earlier: Sequence[str],
        followers: Sequence[Callable[[Storyline, StageTurn, datetime], None]],
    ) -> None:
        self.rulebook = setting.edition
        self.policy = setting.edition.policy
        self.chance = chance
        self.earlier = earlier
        self.acts = Acts(setting, header, chance)
        self.ledger = CaseLedger(setting.edition, header)
        self._setting = setting
        self._followers = followers
        self._planned: list[tuple[datetime, int, PlannedStep]] = []
        self._count = 0

    def run(self) -> tuple[Event, ...]:
        """Carry out the planned steps in order, up to the log's moment; return the events."""
        while self._planned and len(self.ledger.events) < _MOST_EVENTS:
            at, _, plan = heappop(self._planned)
            if at > self._setting.as_of:
                break
            plan(at)
        return self.ledger.events

    @property
    def stage(self) -> Stage:
        """The stage that the case is in."""
        return self.policy.stages[self.ledger.stage]

    @property
    def is_in_last_stage(self) -> bool:
        """Whether the case is in the policy's last stage."""
        return self.ledger.stage == len(self.policy.stages) - 1

    @property
    def conclusions(self) -> tuple[EventKind, ...]:
        """The kinds of event that end a case in its last stage."""
        return (EventKind.RESOLVED, *sorted(self.rulebook.index.concluding))

    @property
    def turns(self) -> frozenset[EventKind]:
        """The kinds drawn for the present stage as a whole; in the last, also those that end it."""
        return TURNS.union(self.conclusions) if self.is_in_last_stage else TURNS

    def record(self, event: Event, at: datetime) -> None:
        """Record an event at a moment, and call the followers with what it changed."""
        turn = self.ledger.record(event, at)
        for follow in self._followers:
            follow(self, turn, at)

    def record_plain(self, kind: EventKind, at: datetime, by: str) -> None:
        """Record an event whose kind needs no other fields."""
        self.record(self.acts.plain(kind, at, by), at)

    def plan(self, at: datetime, plan: PlannedStep) -> None:
        """Plan a step for a moment."""
        self._count += 1
        heappush(self._planned, (at, self._count, plan))

    def plan_here(self, at: datetime, plan: PlannedStep) -> None:
        """Plan a step that is dropped if the case has left its present visit of a stage by then."""
        visit = self.ledger.visit

        def if_still_here(now: datetime) -> None:
            if self.ledger.visit == visit and not self.ledger.is_closed:
                plan(now)

        self.plan(at, if_still_here)

    def plan_event(self, draw: Callable[[datetime], Event | None], at: datetime) -> None:
        """Plan an event of the present visit, to be drawn when its moment comes, if it can be."""

        def draw_and_record(now: datetime) -> None:
            event = draw(now)
            if event is not None:
                self.record(event, now)

        self.plan_here(at, draw_and_record)

    def plan_plain(self, kind: EventKind, at: datetime, by: str) -> None:
        """Plan an event of the present visit whose kind needs no other fields."""
        self.plan_event(lambda now: self.acts.plain(kind, now, by), at)

    def later(self, now: datetime, least_days: int, most_days: int) -> datetime:
        """Draw a time in working hours, `least_days` to `most_days` working days after a moment."""
        days = self.chance.between(least_days, most_days)
        return self._setting.diary.later(now, days, self.chance)

    def within(self, now: datetime, due: datetime) -> datetime:
        """Draw a time between two moments, on a working day where one is left before `due`.

        Moving a time at night to the day may put it a little after `due`.
        """
        if due <= now:
            return now
        at = daytime(now + (due - now) * self.chance.between(2, 92) / 100)
        worked = self._setting.diary.after(at.date(), 0)
        at = at if worked > due.date() else datetime.combine(worked, at.time())
        return max(now, at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0))
