"""The stages a case has visited, the stage of each event, and facts such as the urgency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from escalation_log.engine.knowledge import KnownEvent, Order, knowledge_of
from escalation_log.model.assessments import CaseState
from escalation_log.model.cases import Case, Event, Header, Party
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Condition
from escalation_log.model.rulebook import PolicyIndex


class PlacedEvent(NamedTuple):
    """An event with the stage that it belongs to and the stage that the case was in.

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
    """A period in one stage, from one event to another; `left` is None while it lasts."""

    stage: str
    entered: PlacedEvent
    left: PlacedEvent | None = None


class Episode(NamedTuple):
    """A period in which the case was open; `ended` is None while it lasts."""

    began: PlacedEvent
    ended: PlacedEvent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A case's events in order with its visits and episodes, as known at a moment.

    `stage` is None before the case began, `tier` the step reached inside the stage, if any.
    """

    header: Header
    placed_events: tuple[PlacedEvent, ...]
    by_kind: Mapping[EventKind, tuple[PlacedEvent, ...]]
    visits: tuple[Visit, ...]
    episodes: tuple[Episode, ...]
    state: CaseState
    stage: str | None
    tier: str | None

    def of_kinds(self, kinds: Iterable[EventKind]) -> Iterator[PlacedEvent]:
        """Give the events of some kinds: kind by kind, those of one kind in order."""
        for kind in kinds:
            yield from self.by_kind.get(kind, ())

    def last_entry(self, placed_event: PlacedEvent) -> Order:
        """Give the order of the last entry into the stage of an event, or the event's own order."""
        entries = [
            visit.entered.order
            for visit in self.visits
            if visit.stage == placed_event.stage and visit.entered.order <= placed_event.order
        ]
        return entries[-1] if entries else placed_event.order

    def stage_at(self, order: Order) -> str | None:
        """Give the stage just before that place in the order; None while the case was not open."""
        for visit in self.visits:
            if visit.entered.order <= order and (visit.left is None or visit.left.order >= order):
                return visit.stage
        return None


def timeline_of(case: Case, index: PolicyIndex, as_of: Moment) -> Timeline:
    """Work out the visits and episodes of a case from the events known as of a moment."""
    knowledge = knowledge_of(case, index.rules.zone, as_of)
    fold = _Fold(index)
    for known in knowledge.events:
        fold.add(known)
    return Timeline(
        header=knowledge.header,
        placed_events=tuple(fold.placed_events),
        by_kind={kind: tuple(events) for kind, events in fold.by_kind.items()},
        visits=tuple(fold.visits),
        episodes=tuple(fold.episodes),
        state=fold.state,
        stage=fold.stage,
        tier=fold.tier,
    )


class _Fold:
    """The state of a case while its events are applied in order.

    Moves to unknown stages, and moves and endings of a case that is closed, are ignored. A move to
    another tier of the stage that the case is in leaves nothing and enters nothing.
    """

    def __init__(self, index: PolicyIndex) -> None:
        self._stages = tuple(index.stages)
        self._concluding = index.concluding
        self.placed_events: list[PlacedEvent] = []
        self.by_kind: dict[EventKind, list[PlacedEvent]] = {}
        self.visits: list[Visit] = []
        self.episodes: list[Episode] = []
        self.state = CaseState.OPEN
        self.stage: str | None = None
        self.tier: str | None = None

    def add(self, known: KnownEvent) -> None:
        event = known.event
        begins = self.stage is None
        stage = self.stage or self._stages[0]
        reopens = event.kind is EventKind.REOPENED and self.state is not CaseState.OPEN
        belongs_to = event.stage if event.stage in self._stages else stage
        placed_event = PlacedEvent(
            event=event,
            moment=known.moment,
            known=known.known,
            order=known.order,
            stage=belongs_to or stage,
            case_stage=stage,
            episode=max(0, len(self.episodes) - 1) + (1 if reopens else 0),
        )
        self.placed_events.append(placed_event)
        self.by_kind.setdefault(event.kind, []).append(placed_event)
        target = (
            event.to if event.kind is EventKind.ESCALATED and event.to in self._stages else None
        )
        if begins or reopens:
            self.episodes.append(Episode(began=placed_event))
            self.state = CaseState.OPEN
            self._enter(target if begins and target else stage, placed_event)
        elif target is not None and self.state is CaseState.OPEN:
            if event.tier is None or target != stage:
                self._leave(placed_event)
                self._enter(target, placed_event)
            else:
                self.tier = event.tier
        if self.state is CaseState.OPEN:
            self._close(self._ending(placed_event), placed_event)

    def _ending(self, placed_event: PlacedEvent) -> CaseState | None:
        event = placed_event.event
        kind = event.kind
        if kind is EventKind.RESOLVED:
            return CaseState.RESOLVED
        if kind is EventKind.WITHDRAWN:
            return CaseState.WITHDRAWN
        patterns = self._concluding.get(kind, ()) if self.stage == self._stages[-1] else ()
        if any(pattern.fits(event, placed_event.stage) for pattern in patterns):
            return CaseState.CONCLUDED
        return None

    def _close(self, state: CaseState | None, placed_event: PlacedEvent) -> None:
        if state is None:
            return
        self.state = state
        self._leave(placed_event)
        self.episodes[-1] = Episode(began=self.episodes[-1].began, ended=placed_event)

    def _enter(self, stage: str, placed_event: PlacedEvent) -> None:
        self.stage = stage
        self.tier = placed_event.event.tier
        self.visits.append(Visit(stage=stage, entered=placed_event))

    def _leave(self, placed_event: PlacedEvent) -> None:
        visit = self.visits[-1]
        self.visits[-1] = Visit(stage=visit.stage, entered=visit.entered, left=placed_event)


def urgency_at(timeline: Timeline, order: Order) -> str | None:
    """Give the urgency in force at a place in the order, after any change at that place."""
    changed = [
        placed_event.event.urgency
        for placed_event in timeline.by_kind.get(EventKind.CHANGED, ())
        if placed_event.event.urgency is not None and placed_event.order <= order
    ]
    return changed[-1] if changed else timeline.header.urgency


def conditions_hold(
    alternatives: tuple[tuple[Condition, ...], ...],
    timeline: Timeline,
    partnership: Partnership,
    order: Order,
) -> bool:
    """Say whether one of several sets of conditions holds at a place in the order.

    A change at that place counts. Where there is no set, nothing is asked.
    """
    return not alternatives or any(
        all(
            not condition.values.isdisjoint(_facts(condition.field, timeline, partnership, order))
            for condition in conditions
        )
        for conditions in alternatives
    )


def _facts(
    field: str, timeline: Timeline, partnership: Partnership, order: Order
) -> frozenset[str]:
    """Give the values of a condition's field in the case; raise KeyError for an unknown field."""
    header = timeline.header
    side, _, asked = field.partition(".")
    if side in _SIDES:
        parties = _SIDES[side](header)
        agencies = frozenset(party.agency for party in parties)
        return agencies if asked == "agency" else _sectors(partnership, agencies)
    if field == "child.plan":
        return _plans_at(timeline, order)
    urgency = urgency_at(timeline, order)
    urgencies = frozenset() if urgency is None else frozenset({urgency})
    return {"theme": frozenset({header.theme}), "urgency": urgencies}[field]


_SIDES: Mapping[str, Callable[[Header], tuple[Party, ...]]] = {
    "raising": lambda header: (header.raising,),
    "receiving": lambda header: header.receiving,
}


def _plans_at(timeline: Timeline, order: Order) -> frozenset[str]:
    changed = [
        placed_event.event.plan
        for placed_event in timeline.by_kind.get(EventKind.CHANGED, ())
        if placed_event.event.plan is not None and placed_event.order <= order
    ]
    if changed:
        return frozenset(changed[-1])
    return frozenset(plan for child in timeline.header.children for plan in child.plan)


def _sectors(partnership: Partnership, agencies: frozenset[str]) -> frozenset[str]:
    known = (partnership.agencies.get(agency) for agency in agencies)
    return frozenset(agency.sector for agency in known if agency is not None)
