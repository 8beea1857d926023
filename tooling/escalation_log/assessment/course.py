"""How each date of a case fared in the log: when known, how often moved, when ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

from escalation_log.assessment.docket import Docket
from escalation_log.assessment.judging import judge
from escalation_log.assessment.policy_index import index_of
from escalation_log.deadlines import day_moment, moment_at, moment_of
from escalation_log.model.assessments import DutyAssessment, DutyState
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.receipts import BreachEnded, ByErratum, CountedBy, Receipt, StartedBy
from escalation_log.model.stamps import Moment
from escalation_log.timeline import timeline_of
from escalation_log.working_days import history_of

_INSTANT = timedelta(microseconds=1)
# Said of a row once it is judged for the last time, and never before.
_AFTERTHOUGHTS = (BreachEnded, ByErratum)
_OPEN = frozenset({DutyState.RUNNING, DutyState.DUE_SOON, DutyState.OVERDUE})
Occurred: TypeAlias = tuple[str, int, int | str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
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

    @property
    def receipt(self) -> Receipt:
        """The row's receipt, by the calendar as it was known when the log last learnt anything."""
        return _by_the_calendar_of(self.changed_at.on, self.row.receipt)


def courses_of(
    case: Case,
    policy: Policy,
    calendar: Calendar,
    as_of: Moment,
    *,
    partnership: Partnership,
    rows: Iterable[DutyAssessment],
) -> tuple[Course, ...]:
    """Follow every date that the case ever had, in the order in which the log learnt of them.

    The case is judged anew just before each moment at which something was recorded, or a holiday
    announced, and `rows` are where it stands as of the last. In between no date moves: time alone
    only adds duties that a deadline begins. An occurrence that had ended when it was
    first known never had a date that anybody could keep, and is left out.
    """
    zone = index_of(policy).rules.zone
    found: dict[Occurred, Course] = {}

    def judged_before(moment: Moment) -> Iterator[DutyAssessment]:
        just_before = moment_at(moment.at - _INSTANT, zone)
        return judge(
            Docket(
                policy=policy,
                index=index_of(policy),
                partnership=partnership,
                calendar=calendar,
                timeline=timeline_of(case, policy, zone, just_before),
                as_of=just_before,
            )
        )

    moments = _moments(case, calendar, zone, as_of)
    for learnt_at, until in pairwise(moments):
        _learn(found, judged_before(until), learnt_at)
    _learn(found, rows, moments[-1])
    return tuple(found.values())


def _moments(case: Case, calendar: Calendar, zone: ZoneInfo, as_of: Moment) -> tuple[Moment, ...]:
    """List the moments up to one at which the log or its calendar learnt something, in order."""
    known = (moment_of(event.known_from, zone) for event in case.events)
    began = moment_of(case.events[0].known_from, zone)
    announced = (
        day_moment(change.known_on, zone)
        for change in history_of(calendar).changes_between(began.on, as_of.on)
    )
    moments = {each.at: each for each in (*announced, *known) if began.at <= each.at <= as_of.at}
    return tuple(moments[at] for at in sorted(moments)) or (as_of,)


def _learn(found: dict[Occurred, Course], rows: Iterable[DutyAssessment], at: Moment) -> None:
    """Take up what the log knew from a moment on."""
    gone = dict(found)
    for row in rows:
        if row.due is None or row.due_on is None:
            continue
        now = Course(
            row=row,
            due=row.due,
            due_on=row.due_on,
            revision=0,
            changed_at=at,
            ended_at=None if row.state in _OPEN else at,
        )
        before = gone.pop(now.key, None)
        if before is not None:
            found[now.key] = _after(before, now)
        elif now.ended_at is None:
            found[now.key] = replace(now, changed_at=_begun_at(row, at))
    for key, course in gone.items():
        if course.ended_at is None:
            found[key] = replace(course, revision=course.revision + 1, changed_at=at, ended_at=at)


def _begun_at(row: DutyAssessment, learnt_at: Moment) -> Moment:
    """Say when a date was first known: at once, but for one that another deadline begins."""
    started = next(step for step in row.receipt if isinstance(step, StartedBy))
    return max(started.moment, learnt_at, key=lambda moment: moment.at)


def _after(before: Course, now: Course) -> Course:
    """Go on from what was known of a date before."""
    is_open = now.ended_at is None
    is_revised = before.due != now.due or is_open != (before.ended_at is None)
    if not is_revised and _told(before.row) == _told(now.row):
        return replace(before, row=now.row)
    return replace(
        now,
        revision=before.revision + is_revised,
        ended_at=None if is_open else before.ended_at or now.ended_at,
    )


def _told(row: DutyAssessment) -> tuple[bool, Receipt]:
    """Give what a reader is told of a date beside the date itself, whenever they ask."""
    steps = tuple(step for step in row.receipt if not isinstance(step, _AFTERTHOUGHTS))
    return row.is_provisional, _by_the_calendar_of(date.min, steps)


def _by_the_calendar_of(day: date, receipt: Receipt) -> Receipt:
    """Name a day on which the calendar was known as it still is, for every count of a receipt."""
    return tuple(
        replace(step, known_on=day) if isinstance(step, CountedBy) else step for step in receipt
    )
