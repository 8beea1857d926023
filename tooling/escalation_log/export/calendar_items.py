"""What a case puts into a diary: an item for each date, with its receipt; nothing of a child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from escalation_log.engine.acting import acting_agencies
from escalation_log.engine.calendar import OutsideCalendarError
from escalation_log.engine.clock import moment_of, working_days_before
from escalation_log.engine.deadline_history import DeadlineHistory, deadline_histories_of
from escalation_log.model.assessments import Assessment
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case, Header
from escalation_log.model.moments import Stamp
from escalation_log.model.policies import Force
from escalation_log.model.receipts import DayReckoned
from escalation_log.model.rulebook import Rulebook
from escalation_log.words.lines import printable
from escalation_log.words.lists import listed
from escalation_log.words.plain_values import Plain
from escalation_log.words.receipt_sentences import step_words
from escalation_log.words.states import DUTY_STATES, due_words
from escalation_log.words.titles import agency_words, role_words, stage_name_of
from escalation_log.words.to_do import TO_DO

# An entry that is called off stays for so long that every diary has fetched it meanwhile.
KEPT = timedelta(days=14)
# A moment is shown as the time before it: what began at it would look like time that is left.
SHOWN_LENGTH = timedelta(minutes=30)
# When a day's work begins: nobody is woken.
_MORNING = time(9)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


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
    case: Case, rules: Rulebook, header: Header, assessment: Assessment
) -> tuple[DiaryEntry, ...]:
    """Give an entry for each date that stands, and for each called off in the last fortnight."""
    as_of = assessment.as_of
    histories = deadline_histories_of(
        case, rules, as_of, rows=assessment.duties, since=as_of.at - KEPT
    )
    entries = (_entry(history, case.reference, rules, header) for history in histories)
    return tuple(sorted(entries, key=lambda entry: (entry.due, entry.uid)))


def uid_of(reference: str, history: DeadlineHistory) -> str:
    """Name a date for good, so that every diary knows it again."""
    name = f"{reference}.{history.row.duty.id}.{history.row.occurrence}.{history.row.started_by}"
    return f"{name.replace('/', '.')}@escalation-log"


def _entry(history: DeadlineHistory, reference: str, rules: Rulebook, header: Header) -> DiaryEntry:
    row = history.row
    is_cancelled = history.ended_at is not None
    return DiaryEntry(
        uid=uid_of(reference, history),
        revision=history.revision,
        changed_at=history.changed_at.at,
        is_cancelled=is_cancelled,
        reference=reference,
        policy=rules.policy.id,
        duty=row.duty.id,
        title=row.duty.title,
        state=row.state.value,
        force=row.force.value,
        acting=acting_agencies(row, header, rules.policy),
        on=history.due_on,
        due=history.due.local,
        begins_at=history.due.local - SHOWN_LENGTH if history.due.on == history.due_on else None,
        is_provisional=row.is_provisional,
        summary=printable(f"{reference}: {row.duty.title}"),
        description="\n".join(map(printable, _description(history, rules, header))),
        alarms=() if is_cancelled else tuple(_alarms(history, rules)),
    )


def _description(history: DeadlineHistory, rules: Rulebook, header: Header) -> Iterator[str]:
    """Say who must do it by when, whether the policy demands it, and, while it stands, why then."""
    row, policy = history.row, rules.policy
    agencies = acting_agencies(row, header, policy)
    names = listed(agency_words(each, rules.partnership) for each in agencies)
    if history.ended_at is not None:
        why = (
            "what was recorded since undid it"
            if row.state in TO_DO
            else DUTY_STATES[row.state].lower()
        )
        yield f"Nothing is to be done by this date any more: {why}."
    falls_within = history.due.on == history.due_on
    until = "Before" if falls_within else "By the end of"
    yield f"{until} {due_words(row)}: {role_words(policy, row.role)} ({names})."
    if row.duty.stage is not None:
        yield f"{stage_name_of(policy, row.duty.stage)}."
    yield "The policy's guide, not a limit." if row.force is Force.GUIDE else "The policy's limit."
    if history.ended_at is not None:
        return
    yield ""
    yield "Why this date:"
    for step in history.receipt:
        yield f"{'  ' if isinstance(step, DayReckoned) else ''}- {step_words(step)}"


def _alarms(history: DeadlineHistory, rules: Rulebook) -> Iterator[timedelta]:
    """Ring in the morning of the working day before and of the day, always before the moment."""
    zone = ZoneInfo(rules.policy.time_zone)
    on, due = history.due_on, history.due
    before = _working_day_before(on, rules.calendar, history.changed_at.on)
    if due.on != on:
        yield _clock_time(_MORNING) - (on - before)
        yield _clock_time(_MORNING)
        return
    for day in (before, on):
        morning = moment_of(Stamp(on=day, time=_MORNING), zone)
        yield min(morning.at - due.at, -_HOUR) + SHOWN_LENGTH


def _working_day_before(on: date, calendar: Calendar, known_on: date) -> date:
    """Give the working day before a day, or the day before where the calendar does not tell."""
    try:
        return working_days_before(calendar, on, 1, known_on=known_on)
    except OutsideCalendarError:
        return on - _DAY


def _clock_time(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)


# Raised when a key changes its meaning; keys may be added without.
DEADLINES_VERSION = 1


def deadline_as_plain(entry: DiaryEntry) -> dict[str, Plain]:
    """Put a date into plain data; `due` is the first moment that is late, `due_on` the last day."""
    return {
        "uid": entry.uid,
        "reference": entry.reference,
        "policy": entry.policy,
        "duty": entry.duty,
        "title": entry.title,
        "must_act": list(entry.acting),
        "state": entry.state,
        "force": entry.force,
        "due": entry.due.isoformat(timespec="seconds"),
        "due_on": entry.on.isoformat(),
        "provisional": entry.is_provisional,
        "revision": entry.revision,
        "changed_at": entry.changed_at.isoformat(timespec="seconds"),
    }
