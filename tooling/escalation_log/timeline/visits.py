"""The stages a case has visited, and the stage to which each event belongs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from escalation_log.model.assessments import CaseState
from escalation_log.model.cases import Case, Event, Header
from escalation_log.model.identity import Itself
from escalation_log.model.kinds import EventKind
from escalation_log.model.patterns import EventPattern, MetBy
from escalation_log.model.policies import Policy
from escalation_log.model.stamps import Moment
from escalation_log.timeline.knowledge import KnownEvent, Order, knowledge_of

_CONCLUDING = frozenset({EventKind.RECOMMENDED, EventKind.DECIDED})


class Happening(NamedTuple):
    """An event in its place: the stage it belongs to, and the stage the case was in.

    The two differ where an event names an earlier stage. A move belongs to the stage it leaves.
    `episode` counts the openings of the case from 0.
    """

    event: Event
    moment: Moment
    known: Moment
    order: Order
    stage: str
    case_stage: str
    episode: int


class Visit(NamedTuple):
    """A stay in a stage. `left` is None while it lasts."""

    stage: str
    entered: Happening
    left: Happening | None = None


class Episode(NamedTuple):
    """A time during which the case was open. `ended` is None while it is."""

    began: Happening
    ended: Happening | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A case in order, as known at a moment. `stage` is None before the case began."""

    header: Header
    happenings: tuple[Happening, ...]
    by_kind: Mapping[EventKind, tuple[Happening, ...]]
    visits: tuple[Visit, ...]
    episodes: tuple[Episode, ...]
    state: CaseState
    stage: str | None

    def of_kinds(self, kinds: Iterable[EventKind]) -> Iterator[Happening]:
        """Give the events of some kinds: kind by kind, those of one kind in order."""
        for kind in kinds:
            yield from self.by_kind.get(kind, ())

    def last_entry(self, happening: Happening) -> Order:
        """Say where the stage that an event belongs to was last entered, or else its own place."""
        entries = [
            visit.entered.order
            for visit in self.visits
            if visit.stage == happening.stage and visit.entered.order <= happening.order
        ]
        return entries[-1] if entries else happening.order

    def stage_at(self, order: Order) -> str | None:
        """Say which stage the open case was in at that place, before any move made there."""
        for visit in self.visits:
            if visit.entered.order <= order and (visit.left is None or visit.left.order >= order):
                return visit.stage
        return None


def timeline_of(case: Case, policy: Policy, zone: ZoneInfo, as_of: Moment) -> Timeline:
    """Fold the events known as of a moment into stages, visits and openings of the case."""
    knowledge = knowledge_of(case, zone, as_of)
    fold = _Fold(policy)
    for known in knowledge.events:
        fold.add(known)
    return Timeline(
        header=knowledge.header,
        happenings=tuple(fold.happenings),
        by_kind={kind: tuple(events) for kind, events in fold.by_kind.items()},
        visits=tuple(fold.visits),
        episodes=tuple(fold.episodes),
        state=fold.state,
        stage=fold.stage,
    )


class _Fold:
    """The fold's running state; moves and endings that make no sense here change nothing."""

    def __init__(self, policy: Policy) -> None:
        self._stages = frozenset(stage.id for stage in policy.stages)
        self._first = policy.stages[0].id
        self._last = policy.stages[-1].id
        self._concluding = _concluding_kinds(Itself(policy))
        self.happenings: list[Happening] = []
        self.by_kind: dict[EventKind, list[Happening]] = {}
        self.visits: list[Visit] = []
        self.episodes: list[Episode] = []
        self.state = CaseState.OPEN
        self.stage: str | None = None

    def add(self, known: KnownEvent) -> None:
        event = known.event
        begins = self.stage is None
        stage = self.stage or self._first
        reopens = event.kind is EventKind.REOPENED and self.state is not CaseState.OPEN
        belongs_to = event.stage if event.stage in self._stages else stage
        happening = Happening(
            event=event,
            moment=known.moment,
            known=known.known,
            order=known.order,
            stage=belongs_to or stage,
            case_stage=stage,
            episode=max(0, len(self.episodes) - 1) + (1 if reopens else 0),
        )
        self.happenings.append(happening)
        self.by_kind.setdefault(event.kind, []).append(happening)
        target = (
            event.to if event.kind is EventKind.ESCALATED and event.to in self._stages else None
        )
        if begins or reopens:
            self.episodes.append(Episode(began=happening))
            self.state = CaseState.OPEN
            self._enter(target if begins and target else stage, happening)
        elif target is not None and self.state is CaseState.OPEN:
            self._leave(happening)
            self._enter(target, happening)
        if self.state is CaseState.OPEN:
            self._close(self._ending(event.kind), happening)

    def _ending(self, kind: EventKind) -> CaseState | None:
        if kind is EventKind.RESOLVED:
            return CaseState.RESOLVED
        if kind is EventKind.WITHDRAWN:
            return CaseState.WITHDRAWN
        if kind in self._concluding and self.stage == self._last:
            return CaseState.CONCLUDED
        return None

    def _close(self, state: CaseState | None, happening: Happening) -> None:
        if state is None:
            return
        self.state = state
        self._leave(happening)
        self.episodes[-1] = Episode(began=self.episodes[-1].began, ended=happening)

    def _enter(self, stage: str, happening: Happening) -> None:
        self.stage = stage
        self.visits.append(Visit(stage=stage, entered=happening))

    def _leave(self, happening: Happening) -> None:
        visit = self.visits[-1]
        self.visits[-1] = Visit(stage=visit.stage, entered=visit.entered, left=happening)


def concluding_kinds(policy: Policy) -> frozenset[EventKind]:
    """Say which of `recommended` and `decided` end a case: those that meet a last-stage duty."""
    return frozenset(
        kind
        for duty in policy.stages[-1].duties
        for pattern in patterns_in(duty.met_by)
        for kind in pattern.kinds & _CONCLUDING
    )


@lru_cache(maxsize=64)
def _concluding_kinds(policy: Itself[Policy]) -> frozenset[EventKind]:
    return concluding_kinds(policy.value)


def patterns_in(met_by: MetBy) -> Iterator[EventPattern]:
    """Give every event pattern within what meets a duty."""
    match met_by:
        case EventPattern():
            yield met_by
        case _:
            for part in met_by.of:
                yield from patterns_in(part)
