"""A case as known at a moment, with the rules it is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from escalation_log.engine.acting import acting_agencies
from escalation_log.engine.timeline import PlacedEvent, Timeline
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Header
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.patterns import ByUrgency, PlainLimit
from escalation_log.model.policies import CountingRules, Duty
from escalation_log.model.rulebook import PolicyIndex, Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContext:
    """A case as known at a moment, with the rules it is judged by."""

    rulebook: Rulebook
    timeline: Timeline
    as_of: Moment

    @property
    def index(self) -> PolicyIndex:
        """The policy's index."""
        return self.rulebook.index

    @property
    def partnership(self) -> Partnership:
        """The partnership whose policy it is."""
        return self.rulebook.partnership

    def calendar_of(self, duty: Duty) -> Calendar:
        """Give the calendar with the closures that are for all who must act on a duty."""
        calendar = self.rulebook.calendar
        if not calendar.for_some:
            return calendar
        return calendar_of(duty, self.timeline.header, self.rulebook)

    @property
    def rules(self) -> CountingRules:
        """The policy's counting rules."""
        return self.rulebook.index.rules

    @property
    def zone(self) -> ZoneInfo:
        """The policy's time zone."""
        return self.rulebook.index.rules.zone

    def of_kind(self, kind: EventKind) -> tuple[PlacedEvent, ...]:
        """Give the known events of one kind, in the order in which they happened."""
        return self.timeline.by_kind.get(kind, ())


def calendar_of(duty: Duty, header: Header, rulebook: Rulebook) -> Calendar:
    """Give the calendar with the closures that are for all agencies that must act on a duty."""
    calendar = rulebook.calendar
    if not calendar.for_some:
        return calendar
    known = rulebook.partnership.agencies
    acting = acting_agencies(duty, header, rulebook.policy, rulebook.partnership)
    return calendar.shared_by(
        {agency: known[agency].sector if agency in known else None for agency in acting}
    )


def limit_in_force(duty: Duty, urgency: str | None) -> PlainLimit | None:
    """Give the duty's limit under an urgency; None for advice, which cannot be missed."""
    if duty.advice:
        return None
    limit = duty.time_allowed
    if isinstance(limit, ByUrgency):
        return limit.limits.get(urgency) if urgency is not None else None
    return limit
