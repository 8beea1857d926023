"""The partnership's own thresholds: what is due soon, and what has been left long."""

from __future__ import annotations

from datetime import date, timedelta

from escalation_log.assessment.docket import Docket
from escalation_log.assessment.lateness import Due
from escalation_log.assessment.terms import limit_deadline
from escalation_log.assessment.triggers import Firing
from escalation_log.deadlines import moment_at, start_of_day, working_days_before
from escalation_log.model.limits import CalendarDays, Hours, WorkingDays
from escalation_log.model.policies import Duty
from escalation_log.model.stamps import Moment
from escalation_log.working_days import OutsideCalendarError

_DAY_BEFORE = WorkingDays(1)


def soon_from(due: Due, docket: Docket) -> Moment:
    """Say from when on a deadline counts as near: by default, the working day before.

    Where the calendar does not tell that day, it is the deadline's own.
    """
    threshold = docket.partnership.due_soon or _DAY_BEFORE
    match threshold:
        case Hours(hours=hours):
            return moment_at(due.at.at - timedelta(hours=hours), docket.zone)
        case CalendarDays(days=days):
            on = due.on - timedelta(days=days)
        case WorkingDays(days=days):
            on = _working_days_before(due.on, days, docket)
        case _:
            on = due.on
    return start_of_day(on, docket.zone)


def _working_days_before(on: date, days: int, docket: Docket) -> date:
    try:
        return working_days_before(docket.calendar, on, days, known_on=docket.as_of.on)
    except OutsideCalendarError:
        return on


def is_ageing(duty: Duty, firing: Firing, docket: Docket) -> bool:
    """Say whether a duty without a number has been outstanding for longer than the alert allows."""
    if duty.advice:
        return False
    alert = limit_deadline(docket.partnership.ageing_alert, firing, docket)
    return alert is not None and docket.as_of.at >= alert.due.at
