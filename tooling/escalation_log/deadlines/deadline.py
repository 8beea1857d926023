"""A limit run from its trigger to the deadline, with the receipt."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from escalation_log.deadlines.governing import DayLimit, Start, governing_count
from escalation_log.deadlines.moments import (
    end_of_day,
    last_day_before,
    moment_at,
    next_midnight,
)
from escalation_log.deadlines.rules import CountingRules
from escalation_log.model.calendars import Calendar
from escalation_log.model.deadlines import Deadline
from escalation_log.model.identity import Itself
from escalation_log.model.limits import Hours, TimedLimit
from escalation_log.model.receipts import CountedBy, HoursRun, Provisional, ReceiptStep
from escalation_log.model.stamps import Moment
from escalation_log.working_days import LAST_YEAR, OutsideCalendarError, history_of

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
    # The time of day matters to a cut-off alone.
    at = None if trigger.is_date_alone or rules.cut_off is None else trigger.local.time()
    if known_on > trigger.on:
        known_on = max(trigger.on, history_of(calendar).unchanged_since(known_on))
    return _by_days(limit, Start(trigger.on, at), rules, Itself(calendar), known_on)


# In a log of thousands of cases most deadlines run from a day from which others did.
@lru_cache(maxsize=1 << 14)
def _by_days(
    limit: DayLimit,
    start: Start,
    rules: CountingRules,
    itself: Itself[Calendar],
    known_on: date,
) -> Deadline:
    calendar = itself.value
    counted = governing_count(limit, start, rules, calendar, known_on)
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
