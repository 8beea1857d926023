"""Moments and a pattern that the tests put into words."""

from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_of
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.patterns import EventPattern

LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 3, 9)


def at(day: date, clock: time | None = None, offset: timedelta | None = None) -> Moment:
    """Place a moment in London."""
    return moment_of(Stamp(on=day, time=clock, offset=offset), LONDON)


NINE = at(DAY, time(9, 5))
TO_STAGE_4 = EventPattern(
    kinds=frozenset({EventKind.ESCALATED}), fields=(("to", frozenset({"stage-4"})),)
)
