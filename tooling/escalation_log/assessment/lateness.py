"""Whether something came late, and by how much in the limit's own unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from escalation_log.assessment.docket import Docket
from escalation_log.deadlines import calendar_days_between, protective_due, working_days_between
from escalation_log.model.assessments import Late, LateUnit
from escalation_log.model.calendars import Calendar
from escalation_log.model.limits import CalendarDays, Hours, PlainLimit
from escalation_log.model.stamps import Moment, Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline as a moment (the first that is late) and a day (the last in time)."""

    at: Moment
    on: date

    @classmethod
    def of(cls, stamp: Stamp, docket: Docket) -> Due:
        """Read a moment set in a case: at its time, or at the end of its day for a date alone."""
        at, on = protective_due(stamp, docket.zone, docket.rules.day_ends)
        return cls(at=at, on=on)

    def is_missed_by(self, moment: Moment) -> bool:
        """Say whether a moment is late; a date alone is in time on the last day."""
        if moment.is_date_alone:
            return moment.on > self.on
        return moment.at >= self.at.at


def lateness(
    due: Due, moment: Moment, limit: PlainLimit | None, calendar: Calendar
) -> tuple[int, Late | None]:
    """Count how late a moment is: days in the limit's unit, and amount with unit.

    Days run from the last day in time; for clock hours they are calendar days. The amount is in
    minutes where the lateness is less than 24 hours and, for other limits than clock hours, no day
    of the unit has begun; over days off it is in calendar days.
    """
    if not due.is_missed_by(moment):
        return 0, None
    by_calendar = isinstance(limit, CalendarDays | Hours)
    if by_calendar:
        unit, days = LateUnit.CALENDAR_DAYS, calendar_days_between(due.on, moment.on)
    else:
        unit = LateUnit.WORKING_DAYS
        days = working_days_between(calendar, due.on, moment.on, known_on=moment.on)
    elapsed = moment.at - due.at.at
    within_a_day = elapsed < timedelta(days=1) and not moment.is_date_alone
    if within_a_day and (days == 0 or isinstance(limit, Hours)):
        return days, Late(amount=int(elapsed / timedelta(minutes=1)), unit=LateUnit.MINUTES)
    if days == 0:
        days_off = calendar_days_between(due.on, moment.on)
        return days, Late(amount=days_off, unit=LateUnit.CALENDAR_DAYS)
    return days, Late(amount=days, unit=unit)
