"""How dates fared, found the long way: the case judged just before each moment of the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from escalation_log.engine.assess import assess
from escalation_log.engine.clock import day_moment, moment_at, moment_of
from escalation_log.engine.deadline_history import DeadlineHistory, Occurred
from escalation_log.model.assessments import DutyAssessment, DutyState
from escalation_log.model.cases import Case
from escalation_log.model.moments import Moment
from escalation_log.model.receipts import BreachEnded, ByErratum, CountedBy, StartedBy
from escalation_log.model.rulebook import Rulebook
from tests.engine.judging import LONDON

_OPEN = {DutyState.RUNNING, DutyState.DUE_SOON, DutyState.OVERDUE}


def replayed(case: Case, rules: Rulebook, as_of: Moment) -> list[DeadlineHistory]:
    """Follow every date from one moment at which anything was learnt to the next."""
    began = moment_of(case.events[0].known_from, LONDON)
    known = [moment_of(event.known_from, LONDON) for event in case.events]
    announced = [
        day_moment(change.known_on, LONDON)
        for change in rules.calendar.history.changes_between(began.on, as_of.on)
    ]
    at = {each.at: each for each in (*announced, *known) if began.at <= each.at <= as_of.at}
    moments = [at[each] for each in sorted(at)]
    befores = [moment_at(each.at - timedelta(microseconds=1), LONDON) for each in moments[1:]]
    found: dict[Occurred, DeadlineHistory] = {}
    for learnt_at, until in zip(moments, (*befores, as_of), strict=True):
        judged = assess(case, rules, until)
        _learn(found, judged.duties, learnt_at)
    return list(found.values())


def _learn(
    found: dict[Occurred, DeadlineHistory], rows: Iterable[DutyAssessment], at: Moment
) -> None:
    gone = dict(found)
    for row in rows:
        if row.due is None or row.due_on is None:
            continue
        now = DeadlineHistory(
            row=row,
            due=row.due,
            due_on=row.due_on,
            revision=0,
            changed_at=_begun_at(row, at),
            ended_at=None if row.state in _OPEN else at,
        )
        before = gone.pop(now.key, None)
        if before is not None:
            found[now.key] = _after(before, now)
        elif now.ended_at is None:
            found[now.key] = now
    for key, course in gone.items():
        if course.ended_at is None:
            found[key] = replace(course, revision=course.revision + 1, changed_at=at, ended_at=at)


def _begun_at(row: DutyAssessment, learnt_at: Moment) -> Moment:
    """Say when a date was there: at once, but for one that another deadline begins."""
    started = next(step for step in row.receipt if isinstance(step, StartedBy))
    return learnt_at if started.event else max(started.moment, learnt_at, key=lambda it: it.at)


def _after(before: DeadlineHistory, now: DeadlineHistory) -> DeadlineHistory:
    is_open = now.ended_at is None
    is_revised = before.due != now.due or is_open != (before.ended_at is None)
    if not is_revised and _told(before.row) == _told(now.row):
        return replace(before, row=now.row)
    return replace(
        now,
        revision=before.revision + is_revised,
        ended_at=None if is_open else before.ended_at or now.ended_at,
    )


def _told(row: DutyAssessment) -> tuple[object, ...]:
    steps = [step for step in row.receipt if not isinstance(step, BreachEnded | ByErratum)]
    return row.is_provisional, *(
        replace(step, known_on=date.min) if isinstance(step, CountedBy) else step for step in steps
    )
