"""List the dates of a case as calendar items: what to do, whom to ring, and why that date.

Nothing is about a child. Only the policy's dates are items. The log's own reminder comes and goes
with the hours, and what a calendar holds may change only with what was learnt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, TypeAlias

from escalation_log.engine.acting import acting_agencies
from escalation_log.engine.assess import standing_at
from escalation_log.engine.calendar import OutsideCalendarError
from escalation_log.engine.clock import day_moment, moment_at, moment_of, working_days_before
from escalation_log.engine.context import calendar_of
from escalation_log.export.calendar_words import ItemWords
from escalation_log.model.assessments import Assessment, DutyAssessment
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case, Header
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.receipts import StartedBy
from escalation_log.model.rulebook import Rulebook
from escalation_log.words.lines import printable
from escalation_log.words.plain_values import Plain
from escalation_log.words.to_do import TO_DO

# How long a cancelled item is kept, so that every calendar program has fetched it by then.
KEPT = timedelta(days=14)
# A deadline at a time of day is shown as an item that ends then. An item that began then would look
# as if there were time left.
SHOWN_LENGTH = timedelta(minutes=30)
# Alarms ring at the beginning of the working day.
_MORNING = time(9)
_UNTIL_MORNING = timedelta(hours=9)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_INSTANT = timedelta(microseconds=1)
# More than the dates of a case that deadlines start. It makes an event count more than all of them.
_MORE_THAN_EVER_BEGIN = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarItem:
    """A date of a case, as an item of a calendar.

    `due` is the first moment that is late and `on` the last day in time. Where the deadline is a
    time within that day, the item begins at `begins_at` and ends at `due`; otherwise it lasts all
    day. `uid` never changes. `revision` never falls, and rises whenever a date of the case may have
    changed; `changed_at` is when it last rose. `alarms` are counted from the beginning of the item.
    `policy` is the policy's id, and `acting` are the ids of those who must act. `is_neutral` says
    that no words of it name the case or what it is about.
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
    is_neutral: bool
    summary: str
    description: str
    alarms: tuple[timedelta, ...]


# Identifies a date within its case: the duty's id, the occurrence, and what started it.
_Name: TypeAlias = tuple[str, int, int | str | None]


class _Deadline(NamedTuple):
    """An assessed duty that has a date, with that date."""

    row: DutyAssessment
    due: Moment
    due_on: date

    @property
    def falls_within(self) -> bool:
        """Whether the deadline is a time within the last day, and not the end of it."""
        return self.due.on == self.due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class _Diary:
    """What the items of one case share.

    `learnt` are the moments at which an event became known or a change of the calendar was
    announced since the first event. `begun` are the moments at which the deadline of one duty
    started another. `stage` is the one that the case is in.
    """

    reference: str
    rules: Rulebook
    header: Header
    stage: str
    learnt: tuple[Moment, ...]
    begun: tuple[Moment, ...]

    @property
    def revision(self) -> int:
        """The SEQUENCE of the case's items (RFC 5545, 3.8.7.4), which rises with each change.

        A deadline that starts another duty only adds to `begun`. An event or a change of the
        calendar may remove several of `begun` again, so it counts for more than all of them.
        """
        return _MORE_THAN_EVER_BEGIN * len(self.learnt) + len(self.begun)

    @property
    def changed_at(self) -> Moment:
        """The last moment at which a date may have changed."""
        return max((*self.learnt, *self.begun), key=lambda each: each.at)


def calendar_items_of(
    case: Case, rules: Rulebook, header: Header, assessment: Assessment
) -> tuple[CalendarItem, ...]:
    """List an item for each date that stands, and for each cancelled in the last 14 days."""
    as_of = assessment.as_of
    dated = _dated(assessment.duties)
    standing = {name: each for name, each in dated.items() if each.row.state in TO_DO}
    if not standing and not _has_learnt_lately(case, rules, as_of):
        return ()
    diary = _Diary(
        reference=case.reference,
        rules=rules,
        header=header,
        stage=assessment.stage or rules.policy.stages[0].id,
        learnt=tuple(_learnt(case, rules, as_of)),
        begun=tuple(_begun_by_deadlines(dated)),
    )
    called_off = {
        name: dated.get(name, before)
        for name, before in _stood_lately(case, diary, as_of).items()
        if name not in standing
    }
    items = (
        *(_item(each, diary, is_cancelled=False) for each in standing.values()),
        *(_item(each, diary, is_cancelled=True) for each in called_off.values()),
    )
    return tuple(sorted(items, key=lambda item: (item.due, item.uid)))


def _has_learnt_lately(case: Case, rules: Rulebook, as_of: Moment) -> bool:
    """Say whether an event or a change of the calendar of the last days may have cancelled a date.

    This is a quick test to the day, since most cases ended long ago.
    """
    day = as_of.on - KEPT - _DAY
    return any(event.known_from.on >= day for event in case.events) or bool(
        rules.calendar.whole.history.changes_between(day, as_of.on)
    )


def _learnt(case: Case, rules: Rulebook, as_of: Moment) -> Iterator[Moment]:
    zone = rules.index.rules.zone
    known = [moment_of(event.known_from, zone) for event in case.events]
    yield from (each for each in known if each.at <= as_of.at)
    for change in rules.calendar.whole.history.changes_between(known[0].on, as_of.on):
        yield day_moment(change.known_on, zone)


def _begun_by_deadlines(dated: Mapping[_Name, _Deadline]) -> Iterator[Moment]:
    for deadline in dated.values():
        if deadline.row.begun_by_deadline is not None:
            yield next(s.moment for s in deadline.row.receipt if isinstance(s, StartedBy))


def _stood_lately(case: Case, diary: _Diary, as_of: Moment) -> Mapping[_Name, _Deadline]:
    """Find the dates that stood just before each change of the last 14 days."""
    zone = diary.rules.index.rules.zone
    changes = {each.at for each in (*diary.learnt, *diary.begun)}
    found: dict[_Name, _Deadline] = {}
    for at in sorted(each for each in changes if each >= as_of.at - KEPT):
        just_before = moment_at(at - _INSTANT, zone)
        rows = standing_at(case, diary.rules, just_before)
        found.update(_dated(rows))
    return found


def _dated(rows: Iterable[DutyAssessment]) -> Mapping[_Name, _Deadline]:
    return {
        (row.duty.id, row.occurrence, row.started_by): _Deadline(row, row.due, row.due_on)
        for row in rows
        if row.due is not None and row.due_on is not None and not row.is_own
    }


def _item(deadline: _Deadline, diary: _Diary, *, is_cancelled: bool) -> CalendarItem:
    row, due, on = deadline
    policy = diary.rules.policy
    name = f"{diary.reference}.{row.duty.id}.{row.occurrence}.{row.started_by}".replace("/", ".")
    telling = ItemWords(
        reference=diary.reference,
        rules=diary.rules,
        header=diary.header,
        stage=diary.stage,
        known_on=diary.changed_at.on,
    )
    description = telling.description(
        row, falls_within=deadline.falls_within, is_cancelled=is_cancelled
    )
    return CalendarItem(
        uid=f"{name}@escalation-log",
        revision=diary.revision,
        changed_at=diary.changed_at.at,
        is_cancelled=is_cancelled,
        reference=diary.reference,
        policy=policy.id,
        duty=row.duty.id,
        title=row.duty.title,
        state=row.state.value,
        force=row.force.value,
        acting=acting_agencies(row.duty, diary.header, policy, diary.rules.partnership),
        on=on,
        due=due.local,
        begins_at=due.local - SHOWN_LENGTH if deadline.falls_within else None,
        is_provisional=row.is_provisional,
        is_neutral=telling.is_neutral,
        summary=printable(telling.summary(row)),
        description="\n".join(map(printable, description)),
        alarms=() if is_cancelled else tuple(_alarms(deadline, diary)),
    )


def _alarms(deadline: _Deadline, diary: _Diary) -> Iterator[timedelta]:
    """Yield alarms, each before the item begins: Outlook shows none that is to ring after that.

    An item of a whole day has one, in the morning of the working day before. Where the deadline is
    a time within the day there is another in that day's morning, and each is at least an hour
    before that time.
    """
    zone = diary.rules.index.rules.zone
    on = deadline.due_on
    calendar = calendar_of(deadline.row.duty, diary.header, diary.rules)
    before = _working_day_before(on, calendar, diary.changed_at.on)
    if not deadline.falls_within:
        yield _UNTIL_MORNING - (on - before)
        return
    for day in (before, on):
        morning = moment_of(Stamp(on=day, time=_MORNING), zone)
        yield min(morning.at - deadline.due.at, -_HOUR) + SHOWN_LENGTH


def _working_day_before(on: date, calendar: Calendar, known_on: date) -> date:
    """Return the working day before a day; outside the calendar's years, the day before."""
    try:
        return working_days_before(calendar, on, 1, known_on=known_on)
    except OutsideCalendarError:
        return on - _DAY


# Increase this when a key changes its meaning or takes a new value. A new key needs no new one.
DEADLINES_VERSION = 3


def deadline_as_plain(item: CalendarItem) -> dict[str, Plain]:
    """Put an item into plain data; `due` is the first moment that is late."""
    return {
        "uid": item.uid,
        "reference": item.reference,
        "policy": item.policy,
        "duty": item.duty,
        "title": item.title,
        "must_act": list(item.acting),
        "state": item.state,
        "force": item.force,
        "due": item.due.isoformat(timespec="seconds"),
        "due_on": item.on.isoformat(),
        "provisional": item.is_provisional,
        "revision": item.revision,
        "changed_at": item.changed_at.isoformat(timespec="seconds"),
    }
