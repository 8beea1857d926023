"""All that judging one case needs, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from escalation_log.assessment.policy_index import PolicyIndex
from escalation_log.deadlines import CountingRules
from escalation_log.model.calendars import Calendar
from escalation_log.model.kinds import EventKind
from escalation_log.model.limits import (
    ByUrgency,
    CalendarDays,
    Hours,
    PlainLimit,
    SameWorkingDay,
    TimedLimit,
    WorkingDays,
)
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Duty, Policy
from escalation_log.model.stamps import Moment
from escalation_log.timeline import Happening, Timeline, matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket:
    """A case as known at a moment, with the rules it is judged by.

    `calendar` has the partnership's closures in it.
    """

    policy: Policy
    index: PolicyIndex
    partnership: Partnership
    calendar: Calendar
    timeline: Timeline
    as_of: Moment

    @property
    def rules(self) -> CountingRules:
        """The policy's rules of counting."""
        return self.index.rules

    @property
    def zone(self) -> ZoneInfo:
        """The policy's time zone."""
        return self.index.rules.zone

    def of_kind(self, kind: EventKind) -> tuple[Happening, ...]:
        """Give the known events of one kind, in the order in which they happened."""
        return self.timeline.by_kind.get(kind, ())

    def guide_since(self) -> Happening | None:
        """Give the event from which on the policy's limits only guide, if it has happened."""
        pattern = self.policy.guide_after
        if pattern is None:
            return None
        fitting = (each for each in self.timeline.of_kinds(pattern.kinds) if matches(pattern, each))
        return min(fitting, key=lambda each: each.order, default=None)


def limit_of(duty: Duty, urgency: str | None) -> PlainLimit | None:
    """Give the duty's limit under an urgency; advice has none that could be missed."""
    if duty.advice:
        return None
    limit = duty.limit if duty.every is None else duty.every
    if isinstance(limit, ByUrgency):
        return limit.limits.get(urgency) if urgency is not None else None
    return limit


def timed(limit: PlainLimit | None) -> TimedLimit | None:
    """Give the limit if it is a time, None where it is an order, words or nothing."""
    if isinstance(limit, WorkingDays | CalendarDays | Hours | SameWorkingDay):
        return limit
    return None
