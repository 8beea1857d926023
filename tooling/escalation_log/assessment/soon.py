"""The partnership's own thresholds: what is due soon, and what has been left long."""

from __future__ import annotations

from datetime import timedelta

from escalation_log.assessment.docket import Docket
from escalation_log.assessment.lateness import Due
from escalation_log.assessment.terms import limit_deadline
from escalation_log.assessment.triggers import Firing
from escalation_log.deadlines import working_days_before
from escalation_log.model.limits import CalendarDays, Hours, WorkingDays
from escalation_log.model.policies import Duty


def is_due_soon(due: Due, docket: Docket) -> bool:
    """Say whether a deadline that is still to come is near: by default, the working day before."""
    threshold = docket.partnership.due_soon or WorkingDays(1)
    as_of = docket.as_of
    match threshold:
        case Hours(hours=hours):
            return as_of.at >= due.at.at - timedelta(hours=hours)
        case CalendarDays(days=days):
            return as_of.on >= due.on - timedelta(days=days)
        case WorkingDays(days=days):
            return as_of.on >= working_days_before(docket.calendar, due.on, days, as_of.on)
        case _:
            return as_of.on >= due.on


def is_ageing(duty: Duty, firing: Firing, docket: Docket) -> bool:
    """Say whether a duty without a number has been outstanding for longer than the alert allows."""
    if duty.advice:
        return False
    alert = limit_deadline(docket.partnership.ageing_alert, firing, docket)
    return alert is not None and docket.as_of.at >= alert.due.at
