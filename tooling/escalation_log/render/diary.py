"""What a case puts into a diary: an entry for each date, with its receipt; nothing of a child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from escalation_log.assessment.acting import acting_agencies
from escalation_log.assessment.course import Course, courses_of
from escalation_log.deadlines import moment_of, working_days_before
from escalation_log.model.assessments import Assessment
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case, Header
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Force, Policy
from escalation_log.model.receipts import DayReckoned
from escalation_log.model.stamps import Stamp
from escalation_log.render.lines import printable
from escalation_log.render.receipts import step_words
from escalation_log.render.to_do import TO_DO
from escalation_log.render.wording import (
    DUTY_STATES,
    agency_words,
    due_words,
    role_words,
    stage_name_of,
)
from escalation_log.working_days import OutsideCalendarError

# An entry that is called off stays for so long that every diary has fetched it meanwhile.
KEPT = timedelta(days=14)
# A moment is shown as the time before it: what began at it would look like time that is left.
SHOWN = timedelta(minutes=30)
# When a day's work begins: nobody is woken.
_MORNING = time(9)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


class Rules(NamedTuple):
    """What a case is judged by; the calendar has the partnership's closures in it."""

    policy: Policy
    calendar: Calendar
    partnership: Partnership


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryEntry:
    """A date of a case.

    `due` is the first moment that is late and `on` the last day in time. Where the deadline falls
    within that day, the entry begins at `begins_at` and ends at `due`; else it takes the day. `uid`
    never changes, `revision` rises when the date moves, is called off or stands again, and
    `changed_at` is when the log last learnt anything of it. `alarms` are counted from the beginning
    of the entry. `policy` is the policy's id, and `acting` are the ids of those who must act.
    """

    uid: str
    revision: int
    changed_at: datetime
    is_cancelled: bool
    reference: str
    policy: str
    duty: str
    title: str
    state: str
    force: str
    acting: tuple[str, ...]
    on: date
    due: datetime
    begins_at: datetime | None
    is_provisional: bool
    summary: str
    description: str
    alarms: tuple[timedelta, ...]


def diary_of(
    case: Case, rules: Rules, header: Header, assessment: Assessment
) -> tuple[DiaryEntry, ...]:
    """Give an entry for each date that stands, and for each called off in the last fortnight."""
    as_of = assessment.as_of
    courses = courses_of(
        case,
        rules.policy,
        rules.calendar,
        as_of,
        partnership=rules.partnership,
        rows=assessment.duties,
        since=as_of.at - KEPT,
    )
    entries = (_entry(course, case.reference, rules, header) for course in courses)
    return tuple(sorted(entries, key=lambda entry: (entry.due, entry.uid)))


def uid_of(reference: str, course: Course) -> str:
    """Name a date for good, so that every diary knows it again."""
    name = f"{reference}.{course.row.duty.id}.{course.row.occurrence}.{course.row.started_by}"
    return f"{name.replace('/', '.')}@escalation-log"


def _entry(course: Course, reference: str, rules: Rules, header: Header) -> DiaryEntry:
    row = course.row
    is_cancelled = course.ended_at is not None
    return DiaryEntry(
        uid=uid_of(reference, course),
        revision=course.revision,
        changed_at=course.changed_at.at,
        is_cancelled=is_cancelled,
        reference=reference,
        policy=rules.policy.id,
        duty=row.duty.id,
        title=row.duty.title,
        state=row.state.value,
        force=row.force.value,
        acting=acting_agencies(row, header, rules.policy),
        on=course.due_on,
        due=course.due.local,
        begins_at=course.due.local - SHOWN if course.due.on == course.due_on else None,
        is_provisional=row.is_provisional,
        summary=printable(f"{reference}: {row.duty.title}"),
        description="\n".join(map(printable, _description(course, rules, header))),
        alarms=() if is_cancelled else tuple(_alarms(course, rules)),
    )


def _description(course: Course, rules: Rules, header: Header) -> Iterator[str]:
    """Say who must do it by when, whether the policy demands it, and, while it stands, why then."""
    row, policy = course.row, rules.policy
    agencies = acting_agencies(row, header, policy)
    names = ", ".join(agency_words(each, rules.partnership) for each in agencies)
    if course.ended_at is not None:
        why = (
            "what was recorded since undid it"
            if row.state in TO_DO
            else DUTY_STATES[row.state].lower()
        )
        yield f"Nothing is to be done by this date any more: {why}."
    falls_within = course.due.on == course.due_on
    until = "Before" if falls_within else "By the end of"
    yield f"{until} {due_words(row)}: {role_words(policy, row.role)} ({names})."
    if row.duty.stage is not None:
        yield f"{stage_name_of(policy, row.duty.stage)}."
    yield "The policy's guide, not a limit." if row.force is Force.GUIDE else "The policy's limit."
    if course.ended_at is not None:
        return
    yield ""
    yield "Why this date:"
    for step in course.receipt:
        yield f"{'  ' if isinstance(step, DayReckoned) else ''}- {step_words(step)}"


def _alarms(course: Course, rules: Rules) -> Iterator[timedelta]:
    """Ring in the morning of the working day before and of the day, always before the moment."""
    zone = ZoneInfo(rules.policy.time_zone)
    on, due = course.due_on, course.due
    before = _working_day_before(on, rules.calendar, course.changed_at.on)
    if due.on != on:
        yield _clock_time(_MORNING) - (on - before)
        yield _clock_time(_MORNING)
        return
    for day in (before, on):
        morning = moment_of(Stamp(on=day, time=_MORNING), zone)
        yield min(morning.at - due.at, -_HOUR) + SHOWN


def _working_day_before(on: date, calendar: Calendar, known_on: date) -> date:
    """Give the working day before a day, or the day before where the calendar does not tell."""
    try:
        return working_days_before(calendar, on, 1, known_on=known_on)
    except OutsideCalendarError:
        return on - _DAY


def _clock_time(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)
