"""A limit run from its trigger to the deadline, with the receipt."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from escalation_log.deadlines.governing import Counted, governing_count
from escalation_log.deadlines.moments import (
    end_of_day,
    last_day_before,
    moment_at,
    next_midnight,
)
from escalation_log.deadlines.rules import CountingRules
from escalation_log.model.calendars import Calendar
from escalation_log.model.deadlines import Deadline
from escalation_log.model.limits import Hours, TimedLimit
from escalation_log.model.receipts import CountedBy, HoursRun, Provisional, ReceiptStep
from escalation_log.model.stamps import Moment
from escalation_log.working_days import LAST_YEAR, OutsideCalendarError

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
    """Find when a limit runs out, with what was known of the calendar by a date.

    The steps say how days were counted, each day, what announcements moved and whether the end is
    provisional; the caller adds what started the clock and the policy's rule. Raise
    OutsideCalendarError where the days needed lie outside the calendar or after 2100.
    """
    if isinstance(limit, Hours):
        return _by_the_hour(limit, trigger, rules)
    counted = governing_count(limit, trigger, rules, calendar, known_on)
    return _by_days(counted, rules, calendar)


def _by_days(counted: Counted, rules: CountingRules, calendar: Calendar) -> Deadline:
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


def _by_the_hour(limit: Hours, trigger: Moment, rules: CountingRules) -> Deadline:
    """Run clock hours in UTC, so that the change of the clocks neither adds nor takes any."""
    start = next_midnight(trigger.on, rules.zone) if trigger.is_date_alone else trigger
    if limit.hours > (_END - start.at) / _HOUR:
        raise OutsideCalendarError.after()
    due = moment_at(start.at + limit.hours * _HOUR, rules.zone)
    due_on = last_day_before(due, rules.zone)
    run = HoursRun(
        start=start,
        hours=limit.hours,
        due=due,
        clock_change_minutes=(_offset(due) - _offset(start)) // _MINUTE,
    )
    return Deadline(
        due=due, due_on=due_on, original_due_on=due_on, is_provisional=False, steps=(run,)
    )


def _offset(moment: Moment) -> timedelta:
    return moment.local.replace(tzinfo=UTC) - moment.at
