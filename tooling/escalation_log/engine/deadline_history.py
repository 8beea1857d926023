"""How each date of a case fared in the log: when known, how often moved, when ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

from escalation_log.engine.breach_history import amendments, on_deadline_days
from escalation_log.engine.clock import moment_at, moment_of
from escalation_log.engine.context import CaseContext
from escalation_log.engine.timeline import timeline_of
from escalation_log.engine.verdict import judge_missable
from escalation_log.model.assessments import DutyAssessment, DutyState
from escalation_log.model.cases import Case
from escalation_log.model.moments import Moment
from escalation_log.model.receipts import (
    BreachEnded,
    ByErratum,
    CountedBy,
    LapsedBy,
    MetBy,
    Receipt,
    StartedBy,
)
from escalation_log.model.rulebook import Rulebook

_INSTANT = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_EVER = datetime(1900, 1, 1, tzinfo=UTC)
# Said of a row once it is judged for the last time, and never before.
_AFTERTHOUGHTS = frozenset[type]({BreachEnded, ByErratum})
_UNTOLD_OF_OPEN = _AFTERTHOUGHTS | {MetBy, LapsedBy}
_OPEN = frozenset({DutyState.RUNNING, DutyState.DUE_SOON, DutyState.OVERDUE})
Occurred: TypeAlias = tuple[str, int, int | str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineHistory:
    """What became of one occurrence of a duty that has, or had, a date.

    `row` is as the log last knew it; `due` is the first moment that is late, and `due_on` the last
    day in time. `revision` counts from 0 how often the date moved, ended or stood again.
    `changed_at` is when the log last learnt anything that its receipt tells, and `ended_at` when it
    learnt that nothing is to be done by the date any more: the duty was met or lapsed, or a
    correction took it away.
    """

    row: DutyAssessment
    due: Moment
    due_on: date
    revision: int
    changed_at: Moment
    ended_at: Moment | None

    @property
    def key(self) -> Occurred:
        """What tells it from every other of its case, whatever else the log learns."""
        return self.row.duty.id, self.row.occurrence, self.row.started_by

    def ended(self, at: Moment) -> DeadlineHistory:
        """Give what became of it once it ended."""
        return replace(self, revision=self.revision + 1, changed_at=at, ended_at=at)

    @property
    def receipt(self) -> Receipt:
        """The row's receipt, by the calendar as it was known when the log last learnt anything."""
        return _by_the_calendar_of(self.changed_at.on, self.row.receipt)


def deadline_histories_of(
    case: Case,
    rulebook: Rulebook,
    as_of: Moment,
    *,
    rows: Iterable[DutyAssessment],
    since: datetime = _EVER,
) -> tuple[DeadlineHistory, ...]:
    """Follow the dates of a case that stand, and those that have ended since a moment.

    `rows` are where the case stands. It is judged anew only around the moments at which the log
    learnt what may change dates that it already had: between two of them each date begins, ends
    once at most, and never moves, as its row tells. An occurrence that had ended when it was
    first known never had a date that anybody could keep, and is left out.
    """
    following = _Following(
        case=case,
        rulebook=rulebook,
        as_of=as_of,
        dated=tuple(row for row in rows if row.due is not None),
    )
    return tuple(
        history
        for history in following.since(since)
        if history.ended_at is None or history.ended_at.at >= since
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Following:
    """A case whose dates are followed; `dated` are the rows that have one at `as_of`."""

    case: Case
    rulebook: Rulebook
    as_of: Moment
    dated: tuple[DutyAssessment, ...]

    @property
    def zone(self) -> ZoneInfo:
        return self.rulebook.index.rules.zone

    def since(self, since: datetime) -> Iterable[DeadlineHistory]:
        """Give at least what stands or has ended since a moment."""
        is_open = any(row.state in _OPEN for row in self.dated)
        if not is_open and not self._has_learnt_since(since):
            return ()
        wanted = tuple(row for row in self.dated if self._may_have_ended_since(since, row))
        found: dict[Occurred, DeadlineHistory] = {}
        began = moment_of(self.case.events[0].known_from, self.zone)
        amended = amendments(self.case, self.rulebook, self.as_of)
        on_days = on_deadline_days(self.case, self.rulebook.index, self.dated)
        last = max((*amended, *(each.at for each in on_days)), default=_EVER)
        if last < since and all(self._is_known_only_since(last, row) for row in wanted):
            self._learn(found, wanted, began)
            return found.values()
        starts = (began, *(amended[at] for at in sorted(amended) if began.at < at))
        for start, until in pairwise(starts):
            self._follow(found, start, until, self._judged_before(until))
        self._follow(found, starts[-1], None, self.dated)
        return found.values()

    def _known(self, number: int) -> Moment:
        """Say when the log learnt of an event."""
        return moment_of(self.case.events[number - 1].known_from, self.zone)

    def _may_have_ended_since(self, since: datetime, row: DutyAssessment) -> bool:
        ended_by = _ended_by(row)
        return ended_by is None or self._known(ended_by).at >= since

    def _has_learnt_since(self, since: datetime) -> bool:
        day = since.date() - _DAY
        return any(each.known_from.on >= day for each in self.case.events) or bool(
            self.rulebook.calendar.history.changes_between(day, self.as_of.on)
        )

    def _is_known_only_since(self, at: datetime, row: DutyAssessment) -> bool:
        """Say whether a date cannot have been there before; one that a deadline began may have."""
        if at == _EVER:
            return True
        return isinstance(row.started_by, int) and self._known(row.started_by).at >= at

    def _follow(
        self,
        found: dict[Occurred, DeadlineHistory],
        start: Moment,
        until: Moment | None,
        rows: tuple[DutyAssessment, ...],
    ) -> None:
        """Follow from a moment that may have changed dates until just before the next one.

        `rows` are where the case stands then, or now.
        """
        end = self.as_of.at + _INSTANT if until is None else until.at
        on_days = on_deadline_days(self.case, self.rulebook.index, rows)
        stops = {each.at: each for each in on_days if start.at < each.at < end}
        starts = (start, *(stops[at] for at in sorted(stops)))
        for begins, ends in pairwise(starts):
            self._learn(found, self._judged_before(ends), begins)
        self._learn(found, rows, starts[-1])

    def _judged_before(self, moment: Moment) -> tuple[DutyAssessment, ...]:
        """Give the rows that had a date just before a moment."""
        just_before = moment_at(moment.at - _INSTANT, self.zone)
        context = CaseContext(
            rulebook=self.rulebook,
            timeline=timeline_of(self.case, self.rulebook.index, just_before),
            as_of=just_before,
        )
        return tuple(judge_missable(context))

    def _learn(
        self, found: dict[Occurred, DeadlineHistory], rows: Iterable[DutyAssessment], start: Moment
    ) -> None:
        """Take up what the log knew from a moment on, until just before the next that may amend.

        `rows` are where the case stands then: since the moment, dates only began and ended.
        """
        gone = dict(found)
        for row in rows:
            if row.due is None or row.due_on is None:
                continue
            began = self._began(row, start)
            ended = self._ending(row)
            had_ended = ended is not None and ended.at <= began.at
            now = DeadlineHistory(
                row=row,
                due=row.due,
                due_on=row.due_on,
                revision=0,
                changed_at=began,
                ended_at=began if had_ended else None,
            )
            before = gone.pop(now.key, None)
            if before is not None:
                if began.at > start.at and before.ended_at is None:
                    before = before.ended(start)
                now = _after(before, now)
            elif had_ended:
                continue
            found[now.key] = now if ended is None or had_ended else now.ended(ended)
        for key, history in gone.items():
            if history.ended_at is None:
                found[key] = history.ended(start)

    def _began(self, row: DutyAssessment, start: Moment) -> Moment:
        """Say from when on the log had a date, no sooner than a moment."""
        started = next(step for step in row.receipt if isinstance(step, StartedBy))
        known = started.moment if started.event is None else self._known(started.event)
        return known if known.at > start.at else start

    def _ending(self, row: DutyAssessment) -> Moment | None:
        ended_by = _ended_by(row)
        return None if ended_by is None else self._known(ended_by)


def _ended_by(row: DutyAssessment) -> int | None:
    """Give the number of the event that met a duty or let it lapse; None for one that is open."""
    if row.state in _OPEN:
        return None
    if row.met_by is not None:
        return row.met_by
    return next(step.event for step in row.receipt if isinstance(step, LapsedBy))


def _after(before: DeadlineHistory, now: DeadlineHistory) -> DeadlineHistory:
    """Go on from what was known of a date before."""
    is_open = now.ended_at is None
    is_revised = before.due != now.due or is_open != (before.ended_at is None)
    if not is_revised and _told(before) == _told(now):
        return replace(before, row=now.row)
    return replace(
        now,
        revision=before.revision + is_revised,
        ended_at=None if is_open else before.ended_at or now.ended_at,
    )


def _told(history: DeadlineHistory) -> tuple[bool, Receipt]:
    """Give what a reader is told of a date beside the date itself, whenever they ask."""
    untold = _UNTOLD_OF_OPEN if history.ended_at is None else _AFTERTHOUGHTS
    steps = tuple(step for step in history.row.receipt if type(step) not in untold)
    return history.row.is_provisional, _by_the_calendar_of(date.min, steps)


def _by_the_calendar_of(day: date, receipt: Receipt) -> Receipt:
    """Name a day on which the calendar was known as it still is, for every count of a receipt."""
    return tuple(
        replace(step, known_on=day) if isinstance(step, CountedBy) else step for step in receipt
    )
