"""Compute the deadline of a limit from its trigger, with the receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from escalation_log.engine.calendar import OutsideCalendarError
from escalation_log.engine.clock import end_of_day, last_day_before, moment_at, next_midnight
from escalation_log.engine.counting import (
    Days,
    count_back,
    count_calendar_days,
    count_months,
    count_working_days,
    same_working_day,
)
from escalation_log.model.calendars import (
    LAST_YEAR,
    Calendar,
    CalendarChange,
    CalendarHistory,
    KnownCalendar,
)
from escalation_log.model.cases import EventKey
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import (
    AtOnce,
    CalendarDays,
    CountedIn,
    DaysBefore,
    Hours,
    Months,
    Rolls,
    SameWorkingDay,
    SimpleTime,
    SoonerOf,
    TimedLimit,
    Weeks,
    WorkingDays,
)
from escalation_log.model.policies import Counting, CountingRules
from escalation_log.model.receipts import (
    AlsoAllowed,
    CountedBack,
    CountedBy,
    Deadline,
    EveryDayCounts,
    HoursRun,
    MovedByAnnouncement,
    OnTheDay,
    Provisional,
    ReceiptStep,
)

_Count: TypeAlias = Callable[[KnownCalendar], Days]


class Steps(StrEnum):
    """In what a count goes forward."""

    WORKING_DAYS = "working-days"
    CALENDAR_DAYS = "calendar-days"
    MONTHS = "months"


class DaySpan(NamedTuple):
    """An amount of days or months, and where a date that is no working day goes."""

    amount: int
    steps: Steps
    rolls: Rolls | None = None


class CountStart(NamedTuple):
    """The local date from which days are counted; the time only where it can matter."""

    on: date
    at: time | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The governing count, the date of the calendar it used, and what moved the deadline."""

    days: Days
    known_on: date
    original_due_on: date
    moves: tuple[MovedByAnnouncement, ...] = ()

    @property
    def due_on(self) -> date:
        """The last day in time."""
        return self.days[-1].on


def governing_count(
    count: _Count, calendar: Calendar, *, first_known: date, known_on: date
) -> Counted:
    """Count with the calendar as first known, then after each later change to it.

    The latest of these deadlines governs, so a later announcement never brings a deadline forward.
    A change concerns a count if it is about one of the days that the count went over.
    """
    history = calendar.history
    at_first = min(first_known, known_on)
    days = count(history.known_on(at_first))
    governing = Counted(days=days, known_on=at_first, original_due_on=days[-1].on)
    later = history.changes_between(at_first, known_on)
    for announced, group in groupby(later, key=attrgetter("known_on")):
        changes = tuple(group)
        gone_over = [day.on for day in governing.days]
        first, last = min(gone_over), max(gone_over)
        if not any(change.concerns(first, last) for change in changes):
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
    hours_that_matter: tuple[time | None, ...]
    match limit:
        case Hours(hours=hours):
            return _by_the_hour(hours, trigger, rules)
        case AtOnce():
            return _on_the_day(trigger, rules)
        case SoonerOf(of=parts):
            return _soonest(
                {part: deadline_for(part, trigger, rules, calendar, known_on) for part in parts}
            )
        case SameWorkingDay() | WorkingDays(days=0):
            span = DaySpan(0, Steps.WORKING_DAYS)
            hours_that_matter = (rules.cut_off, rules.day_ends)
        case WorkingDays(days=days):
            span = DaySpan(days, Steps.WORKING_DAYS)
            counts = rules.counting is Counting.TRIGGER_DAY_COUNTS
            hours_that_matter = (rules.cut_off, rules.day_ends if counts else None)
        case CalendarDays(rolls=rolls) | Weeks(rolls=rolls):
            span = DaySpan(limit.span.amount, Steps.CALENDAR_DAYS, rolls)
            hours_that_matter = ()
        case Months(months=months, rolls=rolls):
            span, hours_that_matter = DaySpan(months, Steps.MONTHS, rolls), ()
    is_timed = not trigger.is_date_alone and any(hours_that_matter)
    at = trigger.local.time() if is_timed else None
    if known_on > trigger.on:
        known_on = max(trigger.on, calendar.history.unchanged_since(known_on))
    return _by_days(span, CountStart(trigger.on, at), rules, calendar, known_on)


# In a log of thousands of cases most deadlines have the same start and limit as others.
@lru_cache(maxsize=1 << 14)
def _by_days(
    span: DaySpan,
    start: CountStart,
    rules: CountingRules,
    calendar: Calendar,
    known_on: date,
) -> Deadline:
    def count(known: KnownCalendar) -> Days:
        match span.steps:
            case Steps.WORKING_DAYS:
                return _working_days(span.amount, start, rules, known)
            case Steps.CALENDAR_DAYS:
                return count_calendar_days(known, span.amount, on=start.on, rolls=span.rolls)
            case Steps.MONTHS:
                return count_months(known, span.amount, on=start.on, rolls=span.rolls)

    counted = governing_count(count, calendar, first_known=start.on, known_on=known_on)
    day_ends = _hour(rules.day_ends)
    by: CountedBy | EveryDayCounts
    if span.steps is Steps.WORKING_DAYS:
        unit = CountedIn.WORKING_DAYS
        by = CountedBy(
            counting=rules.counting,
            calendar=calendar.id,
            calendar_hash=calendar.content_hash,
            known_on=counted.known_on,
            cut_off=None if rules.cut_off is None else _hour(rules.cut_off),
            day_ends=day_ends,
        )
    else:
        unit = CountedIn.CALENDAR_DAYS
        by = EveryDayCounts(
            calendar=calendar.id,
            calendar_hash=calendar.content_hash,
            known_on=counted.known_on,
            day_ends=day_ends,
        )
    return _deadline(counted, rules, calendar, unit, by)


def _working_days(days: int, start: CountStart, rules: CountingRules, known: KnownCalendar) -> Days:
    on, at, cut_off, day_ends = start.on, start.at, rules.cut_off, rules.day_ends
    if days == 0:
        return same_working_day(known, on=on, at=at, cut_off=cut_off, day_ends=day_ends)
    return count_working_days(
        known, days, on=on, at=at, counting=rules.counting, cut_off=cut_off, day_ends=day_ends
    )


def deadline_before(
    limit: DaysBefore,
    planned: PlannedDay,
    rules: CountingRules,
    calendar: Calendar,
    known_on: date,
) -> Deadline:
    """Compute the deadline that lies a number of days before something planned.

    It is never before the day on which the plan was recorded.
    """
    is_working = limit.unit is CountedIn.WORKING_DAYS

    def count(known: KnownCalendar) -> Days:
        return count_back(known, limit.days, on=planned.on, is_working=is_working)

    recorded = planned.recorded_on
    counted = governing_count(count, calendar, first_known=recorded, known_on=known_on)
    too_late = counted.due_on < recorded
    by = CountedBack(
        event=planned.event,
        planned=limit.planned,
        planned_on=planned.on,
        days=limit.days,
        unit=limit.unit,
        calendar=calendar.id,
        calendar_hash=calendar.content_hash,
        known_on=counted.known_on,
        day_ends=_hour(rules.day_ends),
        recorded_on=recorded if too_late else None,
    )
    return _deadline(counted, rules, calendar, limit.unit, by, not_before=recorded)


class PlannedDay(NamedTuple):
    """A day for which something is planned, by an event that was recorded on another."""

    event: EventKey
    on: date
    recorded_on: date


def _deadline(
    counted: Counted,
    rules: CountingRules,
    calendar: Calendar,
    unit: CountedIn,
    by: ReceiptStep,
    *,
    not_before: date = date.min,
) -> Deadline:
    """Put a deadline together from a count."""
    is_provisional = any(day.is_foreseen for day in counted.days)
    steps: list[ReceiptStep] = [by, *counted.days, *counted.moves]
    if is_provisional:
        steps.append(Provisional(published_to=calendar.published_to))
    due_on = max(counted.due_on, not_before)
    return Deadline(
        due=end_of_day(due_on, rules.zone, rules.day_ends),
        due_on=due_on,
        original_due_on=max(counted.original_due_on, not_before),
        is_provisional=is_provisional,
        unit=unit,
        steps=tuple(steps),
    )


def _hour(at: time | None) -> str:
    return "24:00" if at is None else f"{at:%H:%M}"


def _soonest(deadlines: Mapping[SimpleTime, Deadline]) -> Deadline:
    """Take the earliest of several deadlines, and add the others to its receipt.

    If another one was the earliest until an announcement moved it, what moved it is added too, as
    far as it moved the earliest.
    """
    governing = min(deadlines, key=lambda part: deadlines[part].due.at)
    first = min(deadlines, key=lambda part: deadlines[part].original_due_on)
    soonest, at_first = deadlines[governing], deadlines[first]
    moves: list[ReceiptStep] = []
    if at_first.original_due_on < soonest.original_due_on:
        moves = [
            replace(step, due_on=min(step.due_on, soonest.due_on))
            for step in at_first.steps
            if isinstance(step, MovedByAnnouncement) and step.original_due_on < soonest.due_on
        ]
    others = (
        AlsoAllowed(limit=part, due=deadline.due, due_on=deadline.due_on)
        for part, deadline in deadlines.items()
        if part != governing
    )
    return replace(
        soonest,
        original_due_on=at_first.original_due_on,
        steps=(*soonest.steps, *moves, *others),
    )


def _on_the_day(trigger: Moment, rules: CountingRules) -> Deadline:
    """Take the trigger's own day to its midnight, whatever day it is and whenever days end."""
    return Deadline(
        due=next_midnight(trigger.on, rules.zone),
        due_on=trigger.on,
        original_due_on=trigger.on,
        is_provisional=False,
        unit=CountedIn.CALENDAR_DAYS,
        steps=(OnTheDay(on=trigger.on),),
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
        due=due,
        due_on=due_on,
        original_due_on=due_on,
        is_provisional=False,
        unit=CountedIn.HOURS,
        steps=(run,),
    )


def _offset(moment: Moment) -> timedelta:
    return moment.local.replace(tzinfo=UTC) - moment.at
