"""The occurrences of each duty: what started it, what met it or let it lapse, and its deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from escalation_log.assessment.docket import Docket, limit_of, timed
from escalation_log.assessment.lapsing import lapse_of
from escalation_log.assessment.lateness import Due
from escalation_log.assessment.meeting import first_meeting
from escalation_log.assessment.terms import Span, Term, limit_deadline, term_of
from escalation_log.assessment.triggers import Clock, Firing, Ground, entry_of, firings
from escalation_log.model.kinds import EventKind
from escalation_log.model.limits import Hours, PlainLimit
from escalation_log.model.policies import Duty
from escalation_log.model.stamps import Moment
from escalation_log.timeline import Happening, Order, conditions_hold, urgency_at

# The place after everything that can be known.
_LAST: Order = (datetime.max.replace(tzinfo=UTC), 0)


class Occurrence(NamedTuple):
    """One time that a duty was owed.

    `firing` is None where the duty was done before a deadline would have started it. `urgency` is
    the one in force at the start, by which `limit` was chosen.
    """

    duty: Duty
    number: int
    firing: Firing | None
    limit: PlainLimit | None = None
    urgency: str | None = None
    met: Happening | None = None
    lapsed: Happening | None = None
    term: Term | None = None

    @property
    def closed(self) -> Order | None:
        """The place in the order where the duty was met or lapsed."""
        ending = self.met or self.lapsed
        return None if ending is None else ending.order


class Occurrences:
    """Work out every duty's occurrences in one case, each once, whichever asks for it first."""

    def __init__(self, docket: Docket) -> None:
        self._docket = docket
        self._duties = docket.index.by_id
        self._found: dict[str, tuple[Occurrence, ...]] = {}
        self._came: frozenset[str] = frozenset(docket.timeline.by_kind).union(
            visit.stage for visit in docket.timeline.visits
        )
        self._ground = Ground(
            stages=docket.index.stages,
            timeline=docket.timeline,
            entries=tuple(entry_of(visit) for visit in docket.timeline.visits),
            zone=docket.zone,
            as_of=docket.as_of,
            clocks_of=self._clocks_of,
            missed_by=self._missed_by,
        )

    def of(self, duty_id: str) -> tuple[Occurrence, ...]:
        """List the occurrences of a duty in order; none where nothing started it.

        A duty whose trigger is a deadline that depends on itself never starts.
        """
        if duty_id not in self._found:
            self._found[duty_id] = ()
            if self._may_have_begun(duty_id):
                self._found[duty_id] = tuple(self._work_out(self._duties[duty_id]))
        return self._found[duty_id]

    def _may_have_begun(self, duty_id: str) -> bool:
        """Rule out, without a closer look, what nothing of this case can have started."""
        index = self._docket.index
        return bool(index.deadlines[duty_id]) or not self._came.isdisjoint(index.starters[duty_id])

    def applies(self, duty: Duty) -> bool:
        """Say whether the duty's conditions hold by the facts as last known."""
        return self._holds(duty, _LAST)

    def _work_out(self, duty: Duty) -> Iterator[Occurrence]:
        number = 0
        previous: Occurrence | None = None
        scope: tuple[int, int] | None = None
        for fired in firings(duty.trigger, duty, self._ground):
            firing = self._once_it_applies(duty, fired)
            if firing is None or not _may_start_anew(previous, scope, firing, duty, self._docket):
                continue
            scope = _scope_of(duty, firing, self._docket)
            for occurrence in self._series(duty, firing, number):
                yield occurrence
                previous, number = occurrence, occurrence.number
        if previous is None:
            yield from self._done_before(duty)

    def _series(self, duty: Duty, firing: Firing, number: int) -> Iterator[Occurrence]:
        """Give one occurrence; for a recurring duty, each next from what met the one before."""
        is_first = True
        while True:
            number += 1
            occurrence = self._occurrence(duty, firing, number, is_first=is_first)
            yield occurrence
            met = occurrence.met
            if duty.every is None or met is None or self._has_ended(duty, firing, met):
                return
            firing = _firing_from(met, firing)
            is_first = False

    def _occurrence(self, duty: Duty, firing: Firing, number: int, *, is_first: bool) -> Occurrence:
        docket = self._docket
        urgency = urgency_at(docket.timeline, firing.order)
        limit = limit_of(duty, urgency)
        lapsed = lapse_of(duty, firing.order, docket.timeline)
        met = first_meeting(duty.met_by, self._candidates(firing, lapsed, is_first=is_first))
        lapsed = None if met is not None else lapsed
        ending = met or lapsed
        span = Span(firing=firing, closed=None if ending is None else ending.order)
        return Occurrence(
            duty=duty,
            number=number,
            firing=firing,
            limit=limit,
            urgency=urgency,
            met=met,
            lapsed=lapsed,
            term=term_of(duty, limit, span, docket),
        )

    def _candidates(
        self, firing: Firing, lapsed: Happening | None, *, is_first: bool
    ) -> Sequence[Happening]:
        """List what may meet a duty: events from its start until it lapses.

        What a deadline asks for may have been done while that deadline's own clock ran. The move
        by which a stage is entered still belongs to the stage it leaves and meets nothing there.
        """
        start = firing.source_order or firing.order
        own = firing.happening
        is_move = firing.is_entry and own is not None and own.event.kind is EventKind.ESCALATED
        return [
            happening
            for happening in self._docket.timeline.happenings
            if happening.order >= start
            and (lapsed is None or happening.order <= lapsed.order)
            and not (happening is own and (is_move or not is_first))
        ]

    def _has_ended(self, duty: Duty, firing: Firing, met: Happening) -> bool:
        """Say whether the stage or the case that a duty recurs in has ended by an event."""
        ending = lapse_of(duty, firing.order, self._docket.timeline)
        return ending is not None and ending.order <= met.order

    def _once_it_applies(self, duty: Duty, firing: Firing) -> Firing | None:
        """Give the firing, or the later change in the stage that makes the conditions true."""
        docket = self._docket
        if self._holds(duty, firing.order):
            return firing
        ending = lapse_of(duty, firing.order, docket.timeline)
        for change in docket.of_kind(EventKind.CHANGED):
            if change.order <= firing.order or (ending and change.order >= ending.order):
                continue
            if self._holds(duty, change.order):
                return _firing_from(change, firing)
        return None

    def _holds(self, duty: Duty, order: Order) -> bool:
        docket = self._docket
        return not duty.applies_when or conditions_hold(
            duty.applies_when, docket.timeline, docket.partnership, order
        )

    def _done_before(self, duty: Duty) -> Iterator[Occurrence]:
        """Give what met a duty before the deadline that would have started it ever came."""
        sources = [
            occurrence.firing.order
            for source in self._docket.index.deadlines[duty.id]
            for occurrence in self._source(source)
            if occurrence.firing is not None
        ]
        if not sources or not self.applies(duty):
            return
        met = first_meeting(
            duty.met_by,
            [each for each in self._docket.timeline.happenings if each.order >= min(sources)],
        )
        if met is not None:
            urgency = urgency_at(self._docket.timeline, met.order)
            limit = limit_of(duty, urgency)
            yield Occurrence(
                duty=duty, number=1, firing=None, limit=limit, urgency=urgency, met=met
            )

    def _source(self, duty_id: str) -> tuple[Occurrence, ...]:
        return self.of(duty_id) if duty_id in self._duties else ()

    def _clocks_of(self, duty_id: str) -> Sequence[Clock]:
        return [
            Clock(
                order=occurrence.firing.order,
                episode=occurrence.firing.episode,
                due=occurrence.term.due.at,
                due_on=occurrence.term.due.on,
                is_by_the_hour=isinstance(occurrence.limit, Hours),
            )
            for occurrence in self._source(duty_id)
            if occurrence.firing is not None
            and occurrence.term is not None
            and occurrence.term.due is not None
        ]

    def _missed_by(self, duty: Duty, firing: Firing, moment: Moment) -> bool:
        urgency = urgency_at(self._docket.timeline, firing.order)
        limit = timed(limit_of(duty, urgency))
        deadline = limit_deadline(limit, firing, self._docket)
        if deadline is None:
            return False
        return Due(at=deadline.due, on=deadline.due_on).is_missed_by(moment)


def _may_start_anew(
    previous: Occurrence | None,
    scope: tuple[int, int] | None,
    firing: Firing,
    duty: Duty,
    docket: Docket,
) -> bool:
    """Say whether a duty may start: once an opening and visit of its stage, never twice at once."""
    if previous is None:
        return True
    if previous.closed is None or previous.closed > firing.order:
        return False
    if _scope_of(duty, firing, docket) != scope:
        return True
    return duty.each_time and previous.closed < firing.order


def _scope_of(duty: Duty, firing: Firing, docket: Docket) -> tuple[int, int]:
    """Name the opening of the case and the visit of the duty's stage that a firing falls into.

    A firing before the stage is entered belongs to the visit to come, so that entering the stage
    does not ask anew for what has just been done for it.
    """
    visits = sum(
        visit.stage == duty.stage and visit.entered.order <= firing.order
        for visit in docket.timeline.visits
    )
    return firing.episode, visits + (firing.case_stage != duty.stage)


def _firing_from(happening: Happening, after: Firing) -> Firing:
    return Firing(
        moment=happening.moment,
        order=happening.order,
        episode=after.episode,
        case_stage=happening.case_stage,
        happening=happening,
    )
