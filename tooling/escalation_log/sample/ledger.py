"""Ask the engine for the state of an invented case while it is drawn: stage and open duties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TypeAlias

from escalation_log.engine.clock import local_moment
from escalation_log.engine.context import CaseContext, limit_in_force
from escalation_log.engine.deadline_in_force import DeadlineInForce
from escalation_log.engine.occurrences import Occurrence, Occurrences
from escalation_log.engine.timeline import PlacedEvent, timeline_of, urgency_at
from escalation_log.model.assessments import CaseState
from escalation_log.model.cases import Case, Event, Header
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import AllOf, AnyOf, EventPattern, MetByPattern
from escalation_log.model.policies import Duty, Force
from escalation_log.model.receipts import Governs
from escalation_log.model.rulebook import Rulebook

# These events settle, end or leave a stage, so they are drawn for the stage and not for a single
# duty.
TURNS = frozenset(
    {
        EventKind.RESOLVED,
        EventKind.NOT_RESOLVED,
        EventKind.ESCALATED,
        EventKind.WITHDRAWN,
        EventKind.REOPENED,
    }
)
# What is due by the end of a day is done before the evening.
_EVENING = time(18)

OpenKey: TypeAlias = tuple[str, int]


def ways(met_by: MetByPattern) -> Iterator[tuple[EventPattern, ...]]:
    """Yield each way of meeting a duty: patterns, for each of which one event is needed."""
    match met_by:
        case EventPattern():
            yield (met_by,)
        case AnyOf(of=parts):
            for part in parts:
                yield from ways(part)
        case AllOf(of=parts):
            yield tuple(pattern for part in parts for pattern in next(ways(part)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDuty:
    """An occurrence of a duty that is neither met nor lapsed, as it stands after an event.

    `key` is the duty's id and the occurrence's number. `due` is the local time by which to meet it,
    None where no deadline is in force. `may_extend` says whether the deadline is that of a guide,
    and would be the same under the present urgency.
    """

    duty: Duty
    key: OpenKey
    force: Force
    due: datetime | None
    may_extend: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTurn:
    """What an event changed: duties started, whether a stage was entered or the case closed."""

    started: tuple[OpenDuty, ...]
    enters: bool
    closes: bool


class CaseLedger:
    """The events so far, and where the engine says that the case stands after the last of them.

    `stage` is the place of the stage that the case is in, or was in when it closed. `visit` counts
    the entries into stages, `episode` the reopenings.
    """

    def __init__(self, rulebook: Rulebook, header: Header) -> None:
        self._rulebook = rulebook
        self._header = header
        self._placed: tuple[PlacedEvent, ...] = ()
        self.events: tuple[Event, ...] = ()
        self.open: dict[OpenKey, OpenDuty] = {}
        self.stage = 0
        self.visit = 0
        self.episode = 0
        self.is_closed = False

    def has_had(self, kinds: frozenset[EventKind], stage: str) -> bool:
        """Say whether an event of one of these kinds has happened in a stage."""
        return any(each.event.kind in kinds and stage == each.stage for each in self._placed)

    def record(self, event: Event, at: datetime) -> StageTurn:
        """Add an event that happens at a local time, and return what it changed."""
        self.events += (replace(event, number=len(self.events) + 1),)
        context = self._context(at)
        timeline = context.timeline
        is_closed = timeline.state is not CaseState.OPEN
        still_open = _open_duties(context)
        turn = StageTurn(
            started=tuple(each for key, each in still_open.items() if key not in self.open),
            enters=len(timeline.visits) > self.visit,
            closes=is_closed and not self.is_closed,
        )
        self.open, self.is_closed = still_open, is_closed
        self.stage = context.index.stages[timeline.visits[-1].stage]
        self.visit, self.episode = len(timeline.visits), len(timeline.episodes) - 1
        self._placed = timeline.placed_events
        return turn

    def open_at(self, now: datetime) -> dict[OpenKey, OpenDuty]:
        """Give the duties that are open at a later time, with their deadlines as known by then."""
        return _open_duties(self._context(now))

    def _context(self, now: datetime) -> CaseContext:
        index = self._rulebook.index
        as_of = local_moment(now.date(), now.time(), index.rules.zone)
        case = Case(header=self._header, events=self.events)
        return CaseContext(
            rulebook=self._rulebook, timeline=timeline_of(case, index, as_of), as_of=as_of
        )


def _open_duties(context: CaseContext) -> dict[OpenKey, OpenDuty]:
    occurrences = Occurrences(context)
    return {
        (duty.id, each.number): _open_duty(each, each.in_force, context)
        for duty in context.index.duties
        for each in occurrences.of(duty.id)
        if each.in_force is not None and each.closed is None
    }


def _open_duty(occurrence: Occurrence, in_force: DeadlineInForce, context: CaseContext) -> OpenDuty:
    due = None
    if in_force.due is not None:
        end = in_force.due.at.local.replace(tzinfo=None)
        due = min(end, datetime.combine(in_force.due.on, _EVENING))
    urgency = urgency_at(context.timeline, context.timeline.placed_events[-1].order)
    return OpenDuty(
        duty=occurrence.duty,
        key=(occurrence.duty.id, occurrence.number),
        force=in_force.force,
        due=due,
        may_extend=(
            in_force.force is Force.GUIDE
            and in_force.governed_by is Governs.LIMIT
            and limit_in_force(occurrence.duty, urgency) == occurrence.limit
        ),
    )
