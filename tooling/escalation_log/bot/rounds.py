"""Group the duties of a case into rounds of its stages; an issue is about one round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter
from zoneinfo import ZoneInfo

from escalation_log.bot.issue_plan import WHOLE_CASE, IssueKey
from escalation_log.engine.clock import day_moment
from escalation_log.engine.knowledge import Order
from escalation_log.engine.timeline import Visit
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.cases import EventKey
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.receipts import StartedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A stay of a case in a stage, or the whole case, with the duties that it started.

    Stays that are only separated by a reopening of the case are one round.
    """

    key: IssueKey
    rows: tuple[DutyAssessment, ...]


def rounds_of(judged: JudgedCase) -> tuple[Round, ...]:
    """List the rounds that have begun: those of each stage in order, the whole case's last.

    A round is identified by the first of the events that entered its stage or started its
    duties. For a duty started by a deadline, that is the event that started the duty with the
    deadline. The whole case is one round, identified by its first event.
    """
    placed_events = judged.timeline.placed_events
    if not placed_events:
        return ()
    placing = _Placing(judged)
    stages = [stage.id for stage in judged.policy.stages]
    rounds = [each for stage in stages for each in placing.rounds_of(stage)]
    reference = judged.assessment.reference
    first = min(placed_events, key=attrgetter("event.number")).event.key
    whole = tuple(row for row in judged.assessment.duties if row.duty.stage is None)
    rounds.append(
        Round(key=IssueKey(case=reference, stage=WHOLE_CASE, started_by=first), rows=whole)
    )
    return tuple(rounds)


class _Placing:
    """Finds the round that each assessed duty of a case belongs to."""

    def __init__(self, judged: JudgedCase) -> None:
        self._reference = judged.assessment.reference
        self._timeline = judged.timeline
        self._zone = ZoneInfo(judged.policy.time_zone)
        self._by_key = {each.event.key: each for each in judged.timeline.placed_events}
        self._by_duty: dict[str, list[DutyAssessment]] = {}
        self._by_stage: dict[str, list[DutyAssessment]] = {}
        for row in judged.assessment.duties:
            self._by_duty.setdefault(row.duty.id, []).append(row)
            if row.duty.stage is not None and row.started_by is not None:
                self._by_stage.setdefault(row.duty.stage, []).append(row)

    def rounds_of(self, stage: str) -> Iterator[Round]:
        """Yield the rounds of a stage, also one of duties started before it is next entered."""
        visits = [visit for visit in self._timeline.visits if visit.stage == stage]
        round_of_visit = tuple(_numbered(visits))
        rows: dict[int, list[DutyAssessment]] = {number: [] for number in round_of_visit}
        coming = max(round_of_visit, default=-1) + 1
        for row in self._by_stage.get(stage, ()):
            visit = self._visit_of(row, visits)
            number = round_of_visit[visit] if visit < len(visits) else coming
            rows.setdefault(number, []).append(row)
        for number, members in sorted(rows.items()):
            starts = [event for row in members for event in self._starts(row)]
            for stay, its_number in zip(visits, round_of_visit, strict=True):
                if its_number == number:
                    starts.append(stay.entered.event.key)
            first = min(starts, key=lambda key: self._by_key[key].event.number)
            yield Round(
                key=IssueKey(case=self._reference, stage=stage, started_by=first),
                rows=tuple(members),
            )

    def _visit_of(self, row: DutyAssessment, visits: list[Visit]) -> int:
        """Return the index of the visit to its stage that a row belongs to.

        That is the visit in which the row was started. A row started while the case was in another
        stage belongs to the next visit, except one started by the move that enters its stage.
        """
        order, stage = self._start_of(row)
        begun = sum(visit.entered.order <= order for visit in visits)
        if begun == 0:
            return 0
        is_there = stage == row.duty.stage or visits[begun - 1].entered.order == order
        return begun - 1 if is_there else begun

    def _start_of(self, row: DutyAssessment) -> tuple[Order, str | None]:
        """Return when a row was started, in the order of events, and the stage of the case then."""
        if row.begun_by_event is not None:
            placed_event = self._by_key[row.begun_by_event]
            return placed_event.order, placed_event.case_stage
        began = _started(row).moment
        order = (began.at, 0)
        if began.is_date_alone:
            order = (day_moment(began.on + timedelta(days=1), self._zone).at, 0)
        entered = [visit.stage for visit in self._timeline.visits if visit.entered.order <= order]
        return order, entered[-1] if entered else None

    def _starts(self, row: DutyAssessment) -> Iterator[EventKey]:
        """Yield the event that started a row, followed back through deadlines."""
        seen: set[str] = set()
        while row.begun_by_deadline is not None and row.begun_by_deadline not in seen:
            seen.add(row.begun_by_deadline)
            row = self._source(row)
        if row.begun_by_event is not None:
            yield row.begun_by_event

    def _source(self, row: DutyAssessment) -> DutyAssessment:
        """Find the row whose deadline started another row."""
        began = _started(row)
        sources = self._by_duty[row.begun_by_deadline or ""]
        for source in sources:
            if (
                source.due is not None
                and began.moment.at <= source.due.at
                and (began.moment.on == source.due_on or began.moment.at == source.due.at)
            ):
                return source
        return sources[0]


def _numbered(visits: Iterable[Visit]) -> Iterator[int]:
    """Yield the round number of each visit; a reopening of the case starts no new round."""
    number = -1
    for visit in visits:
        if number < 0 or visit.entered.event.kind is not EventKind.REOPENED:
            number += 1
        yield number


def _started(row: DutyAssessment) -> StartedBy:
    return next(step for step in row.receipt if isinstance(step, StartedBy))
