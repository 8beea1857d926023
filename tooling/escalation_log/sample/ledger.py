"""Keep the state of an invented case while it is drawn: its stage and its open duties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from escalation_log.engine.matching import matches
from escalation_log.engine.timeline import PlacedEvent
from escalation_log.model.cases import Event, EventKind, Header
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Duty
from escalation_log.sample.chance import Diary
from escalation_log.sample.script import Script, limit_of, ways

# Here patterns are only asked whether an event fits, never when it happened. One moment therefore
# serves for every event.
_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_SOME_MOMENT = Moment(at=_SOME_DAY, on=_SOME_DAY.date(), local=_SOME_DAY)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpenDuty:
    """A duty that has started and is not met; `due` is None where its limit has no number."""

    duty: Duty
    since: datetime
    due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTurn:
    """What an event changed: duties started, whether a stage was entered or the case closed."""

    started: tuple[OpenDuty, ...]
    enters: bool
    closes: bool


class CaseLedger:
    """The events of a case so far; each is evaluated once, when it is recorded."""

    def __init__(
        self, script: Script, header: Header, partnership: Partnership, diary: Diary
    ) -> None:
        self._script = script
        self._diary = diary
        self._facts = _facts(header, partnership)
        self.urgency = header.urgency
        self._happenings: list[PlacedEvent] = []
        self._scopes: dict[str, tuple[int, int]] = {}
        self._visits = [0] * len(script.stages)
        self._late_entries: set[str] = set()
        self.open: dict[str, OpenDuty] = {}
        self.stage = 0
        self.visit = 0
        self.episode = 0
        self.is_closed = False

    @property
    def stage_id(self) -> str:
        """The stage the case is in, or was in when it closed."""
        return self._script.stages[self.stage].id

    def has_had(self, kinds: frozenset[EventKind], stage: str | None = None) -> bool:
        """Say whether an event of one of these kinds has happened, in a stage if one is given."""
        return any(
            each.event.kind in kinds and stage in (None, each.stage) for each in self._happenings
        )

    def record(self, event: Event, at: datetime) -> StageTurn:
        """Add an event, and return what it changed."""
        is_first = not self._happenings
        placed_event = self._happening(event)
        self._happenings.append(placed_event)
        started = list(self._met_and_due_again(placed_event, at))
        self._learn(event)
        enters = is_first
        if event.kind is EventKind.ESCALATED and event.to is not None:
            self.stage = self._script.policy.stage_index(event.to)
            self._lapse(closes=False)
            enters = True
        if event.kind is EventKind.REOPENED:
            self.is_closed, enters = False, True
            self.episode += 1
        closes = self._ends(event.kind)
        if closes:
            self.is_closed = True
            self._lapse(closes=True)
        if enters:
            self.visit += 1
            self._visits[self.stage] += 1
        started += self._triggered(placed_event, at, enters=enters)
        return StageTurn(started=tuple(started), enters=enters, closes=closes)

    def _happening(self, event: Event) -> PlacedEvent:
        return PlacedEvent(
            event=event,
            moment=_SOME_MOMENT,
            known=_SOME_MOMENT,
            order=(_SOME_DAY, len(self._happenings)),
            stage=event.stage or self.stage_id,
            case_stage=self.stage_id,
            episode=self.episode,
        )

    def _ends(self, kind: EventKind) -> bool:
        if self.is_closed:
            return False
        if kind in (EventKind.RESOLVED, EventKind.WITHDRAWN):
            return True
        is_last = self.stage == len(self._script.stages) - 1
        return is_last and kind in self._script.conclusions

    def _learn(self, event: Event) -> None:
        if event.kind is EventKind.CHANGED:
            self.urgency = event.urgency or self.urgency
            if event.plan is not None:
                self._facts["child.plan"] = frozenset(event.plan)
            if event.urgency is not None:
                self._facts["urgency"] = frozenset({event.urgency})

    def _lapse(self, *, closes: bool) -> None:
        self.open = {
            duty_id: each
            for duty_id, each in self.open.items()
            if each.duty.survives or (not closes and each.duty.stage in (None, self.stage_id))
        }

    def _met_and_due_again(self, placed_event: PlacedEvent, at: datetime) -> Iterator[OpenDuty]:
        for each in list(self.open.values()):
            if self._meets(each.duty, placed_event):
                del self.open[each.duty.id]
                if each.duty.every is not None and not self._ends(placed_event.event.kind):
                    yield self._open(each.duty, at)

    def _meets(self, duty: Duty, placed_event: PlacedEvent) -> bool:
        for way in ways(duty.met_by):
            if not any(matches(pattern, placed_event) for pattern in way):
                continue
            if len(way) == 1 or all(
                any(matches(pattern, each) for each in self._happenings) for pattern in way
            ):
                return True
        return False

    def _triggered(
        self, placed_event: PlacedEvent, at: datetime, *, enters: bool
    ) -> Iterator[OpenDuty]:
        came_from = self._script.policy.stage_index(placed_event.case_stage)
        for pattern, duty in self._script.by_event.get(placed_event.event.kind, ()):
            if matches(pattern, placed_event) and self._may_start(duty, came_from):
                yield from self._start(duty, placed_event, at, is_move=False)
        if not enters:
            return
        is_move = placed_event.event.kind is EventKind.ESCALATED
        for duty in self._entered():
            if self._may_start(duty, self.stage):
                yield from self._start(duty, placed_event, at, is_move=is_move)

    def _entered(self) -> Iterator[Duty]:
        yield from self._script.by_entry.get(self.stage_id, ())
        for first, duty in self._script.by_first_entry:
            if first <= self.stage and duty.id not in self._late_entries:
                self._late_entries.add(duty.id)
                yield duty

    def _may_start(self, duty: Duty, case_stage: int) -> bool:
        if duty.id in self.open or not self._holds(duty):
            return False
        if duty.stage is not None and case_stage > self._script.policy.stage_index(duty.stage):
            return False
        return duty.each_time or self._scopes.get(duty.id) != self._scope(duty)

    def _scope(self, duty: Duty) -> tuple[int, int]:
        if duty.stage is None:
            return self.episode, 0
        return self.episode, self._visits[self._script.policy.stage_index(duty.stage)]

    def _holds(self, duty: Duty) -> bool:
        return all(
            not condition.values.isdisjoint(self._facts[condition.field])
            for condition in duty.applies_when
        )

    def _start(
        self, duty: Duty, placed_event: PlacedEvent, at: datetime, *, is_move: bool
    ) -> Iterator[OpenDuty]:
        """Start a duty, unless the event meets it at once.

        Entering a stage meets no duty of that stage.
        """
        self._scopes[duty.id] = self._scope(duty)
        if is_move or not self._meets(duty, placed_event):
            yield self._open(duty, at)

    def _open(self, duty: Duty, at: datetime) -> OpenDuty:
        due = self._diary.end_of(limit_of(duty, self.urgency), at)
        self.open[duty.id] = OpenDuty(duty=duty, since=at, due=due)
        return self.open[duty.id]


def _facts(header: Header, partnership: Partnership) -> dict[str, frozenset[str]]:
    receiving = frozenset(party.agency for party in header.receiving)

    def sectors(agencies: frozenset[str]) -> frozenset[str]:
        return frozenset(partnership.agencies[agency].sector for agency in agencies)

    raising = frozenset({header.raising.agency})
    return {
        "child.plan": frozenset(plan for child in header.children for plan in child.plan),
        "raising.agency": raising,
        "raising.sector": sectors(raising),
        "receiving.agency": receiving,
        "receiving.sector": sectors(receiving),
        "theme": frozenset({header.theme}),
        "urgency": frozenset() if header.urgency is None else frozenset({header.urgency}),
    }
