"""Compute the deadline of a limit from its trigger, with the receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from escalation_log.engine.calendar import OutsideCalendarError
from escalation_log.engine.clock import end_of_day, last_day_before, moment_at, next_midnight
from escalation_log.engine.counting import count_calendar_days, count_working_days
from escalation_log.model.calendars import (
    LAST_YEAR,
    Calendar,
    CalendarChange,
    CalendarHistory,
    KnownCalendar,
)
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import CountedIn, TimedLimit
from escalation_log.model.policies import CountingRules
from escalation_log.model.receipts import (
    CountedBy,
    DayReckoned,
    Deadline,
    HoursRun,
    MovedByAnnouncement,
    Provisional,
    ReceiptStep,
)

DayUnit: TypeAlias = Literal[CountedIn.WORKING_DAYS, CountedIn.CALENDAR_DAYS]
_Count: TypeAlias = Callable[[KnownCalendar], tuple[DayReckoned, ...]]


class DaySpan(NamedTuple):
    """A number of days and their unit."""

    amount: int
    unit: DayUnit


class CountStart(NamedTuple):
    """The local date from which days are counted; the time only if the policy has a cut-off."""

    on: date
    at: time | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The governing count, the date of the calendar it used, and what moved the deadline."""

    days: tuple[DayReckoned, ...]
    known_on: date
    original_due_on: date
    moves: tuple[MovedByAnnouncement, ...] = ()

    @property
    def due_on(self) -> date:
        """The last day in time."""
        return self.days[-1].on


def governing_count(
    span: DaySpan, start: CountStart, rules: CountingRules, calendar: Calendar, known_on: date
) -> Counted:
    """Count with the calendar as known on the day of the start, then after each later change to it.

    The latest of these deadlines governs, so a later announcement never brings a deadline forward.
    """

    def count(known: KnownCalendar) -> tuple[DayReckoned, ...]:
        return _count(span, start, rules, known)

    history = calendar.history
    at_first = min(start.on, known_on)
    days = count(history.known_on(at_first))
    governing = Counted(days=days, known_on=at_first, original_due_on=days[-1].on)
    later = history.changes_between(at_first, known_on)
    for announced, group in groupby(later, key=attrgetter("known_on")):
        changes = tuple(group)
        if not any(change.concerns(start.on, governing.due_on) for change in changes):
            continue
        days = count(history.known_on(announced))
        if days[-1].on > governing.due_on:
            moves = _moves(changes, governing.due_on, history, count)
            governing = Counted(
                days=days,
                known_on=announced,
                original_due_on=governing.original_due_on,
                moves=(*governing.moves, *moves),
            )
    return governing


def _moves(
    changes: tuple[CalendarChange, ...], due_on: date, history: CalendarHistory, count: _Count
) -> Iterator[MovedByAnnouncement]:
    """Apply the changes of one date one by one, and give each that made the deadline later."""
    for change in changes:
        moved = count(history.known_after(change))[-1].on
        if moved > due_on:
            yield MovedByAnnouncement(
                original_due_on=due_on,
                due_on=moved,
                day=change.first,
                name=change.entry.name,
                announced=change.known_on,
                withdrawn=change.is_withdrawal,
            )
            due_on = moved


def _count(
    span: DaySpan, start: CountStart, rules: CountingRules, known: KnownCalendar
) -> tuple[DayReckoned, ...]:
    match span.unit:
        case CountedIn.WORKING_DAYS:
            count = count_working_days
        case CountedIn.CALENDAR_DAYS:
            count = count_calendar_days
    return count(
        known,
        span.amount,
        on=start.on,
        at=start.at,
        counting=rules.counting,
        cut_off=rules.cut_off,
    )


_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_END = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)


def deadline_for(
    limit: TimedLimit,
    trigger: Moment,
    rules: CountingRules,
    calendar: Calendar,
    known_on: date,
) -> Deadline:
    """Compute the deadline of a limit, with the calendar as known by a date.

    The steps give the counting rule, each day, announcements that moved the deadline and whether it
    is provisional; the caller adds what started the clock and the policy's rule. Raise
    OutsideCalendarError where the days needed lie outside the calendar or after 2100.
    """
    amount, unit = limit.span
    if unit is CountedIn.HOURS:
        return _by_the_hour(amount, trigger, rules)
    # The time of day matters only for a cut-off.
    at = None if trigger.is_date_alone or rules.cut_off is None else trigger.local.time()
    if known_on > trigger.on:
        known_on = max(trigger.on, calendar.history.unchanged_since(known_on))
    span, start = DaySpan(amount, unit), CountStart(trigger.on, at)
    return _by_days(span, start, rules, calendar, known_on)


# In a log of thousands of cases most deadlines have the same start and limit as others.
@lru_cache(maxsize=1 << 14)
def _by_days(
    span: DaySpan,
    start: CountStart,
    rules: CountingRules,
    calendar: Calendar,
    known_on: date,
) -> Deadline:
    counted = governing_count(span, start, rules, calendar, known_on)
    due_on = counted.days[-1].on
    is_provisional = any(day.is_foreseen for day in counted.days)
    counted_by = CountedBy(
        counting=rules.counting,
        calendar=calendar.id,
        calendar_hash=calendar.content_hash,
        known_on=counted.known_on,
        cut_off=None if rules.cut_off is None else f"{rules.cut_off:%H:%M}",
        day_ends="24:00" if rules.day_ends is None else f"{rules.day_ends:%H:%M}",
    )
    steps: list[ReceiptStep] = [counted_by, *counted.days, *counted.moves]
    if is_provisional:
        steps.append(Provisional(published_to=calendar.published_to))
    return Deadline(
        due=end_of_day(due_on, rules.zone, rules.day_ends),
        due_on=due_on,
        original_due_on=counted.original_due_on,
        is_provisional=is_provisional,
        steps=tuple(steps),
    )


def _by_the_hour(hours: int, trigger: Moment, rules: CountingRules) -> Deadline:
    """Count clock hours in UTC, so that a change of the clocks adds and removes none."""
    start = next_midnight(trigger.on, rules.zone) if trigger.is_date_alone else trigger
    if hours > (_END - start.at) / _HOUR:
        raise OutsideCalendarError.after()
    due = moment_at(start.at + hours * _HOUR, rules.zone)
    due_on = last_day_before(due, rules.zone)
    run = HoursRun(
        start=start,
        hours=hours,
        due=due,
        clock_change_minutes=(_offset(due) - _offset(start)) // _MINUTE,
    )
    return Deadline(
        due=due, due_on=due_on, original_due_on=due_on, is_provisional=False, steps=(run,)
    )


def _offset(moment: Moment) -> timedelta:
    return moment.local.replace(tzinfo=UTC) - moment.at
