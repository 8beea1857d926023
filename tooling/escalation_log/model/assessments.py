"""What assessing a case gives: every duty's state, deadline, breach and receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from escalation_log.model.cases import EventId, EventKey
from escalation_log.model.moments import Moment
from escalation_log.model.policies import Duty, Force
from escalation_log.model.receipts import ByErratum, DoesNotCount, Governs, Receipt


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    CONCLUDED = "concluded"


class DutyState(StrEnum):
    """Where a duty stands.

    `due-now` is for what must be done at once, `outstanding` for duties whose limit has no number.
    `no-record` says that such a duty's chance ended and nothing shows that it was done.
    """

    NOT_STARTED = "not-started"
    RUNNING = "running"
    DUE_SOON = "due-soon"
    DUE_NOW = "due-now"
    OVERDUE = "overdue"
    OUTSTANDING = "outstanding"
    MET = "met"
    MET_LATE = "met-late"
    LAPSED = "lapsed"
    NO_RECORD = "no-record"
    NOT_APPLICABLE = "not-applicable"


class Breach(StrEnum):
    """Whether a policy's limit was missed, which stays recorded once the duty is met."""

    NONE = "none"
    BREACH = "breach"
    OVER_GUIDE = "over-guide"
    OVER_GUIDE_AGREED = "over-guide-agreed"


# Limits that were passed without an agreed extension.
MISSED = frozenset({Breach.BREACH, Breach.OVER_GUIDE})


class LateUnit(StrEnum):
    """The unit in which lateness is given."""

    MINUTES = "minutes"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """How late: minutes where it is less than a day."""

    amount: int
    unit: LateUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class PastBreach:
    """A breach that was reported from one moment until another, and why it no longer is."""

    since: Moment
    until: Moment
    because: str
    breach: Breach


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyAssessment:
    """The assessment of one occurrence of one duty.

    `due` is the first moment that is late and `due_on` the last day in time. `started_by` is what
    the event is called by, or the id of the duty whose deadline it was. `days_late` is in the
    limit's own unit, zero in time; `missed_at` is the moment at which the limit was missed,
    `soon_at` the first at which the deadline counts as near, which a partnership may choose.
    `erratum` has the date by an edition that corrects this one, where it differs.

    `does_not_count` are events of the right kind that do not meet it. `no_record_until` is the day
    on which a mark was cleared. `disputed` is the coded reason of a side's reply to a mark.
    `safe_due_on` is the earliest day that any reading of the policy asks for, `safe_because` the id
    of that reading, and `safe` what satisfies all of them, in words. `is_own` marks a row that is
    the partnership's or the project's own and not the policy's.
    """

    duty: Duty
    role: str
    force: Force
    state: DutyState
    breach: Breach
    occurrence: int
    started_by: EventKey | str | None = None
    due: Moment | None = None
    due_on: date | None = None
    original_due_on: date | None = None
    is_provisional: bool = False
    met_at: Moment | None = None
    met_by: EventKey | None = None
    days_late: int = 0
    late: Late | None = None
    missed_at: Moment | None = None
    soon_at: Moment | None = None
    governed_by: Governs | None = None
    breach_history: tuple[PastBreach, ...] = ()
    erratum: ByErratum | None = None
    does_not_count: tuple[DoesNotCount, ...] = ()
    no_record_until: date | None = None
    disputed: str | None = None
    safe_due_on: date | None = None
    safe_because: str | None = None
    safe: tuple[str, ...] = ()
    is_own: bool = False
    receipt: Receipt = ()

    @property
    def begun_by_event(self) -> EventKey | None:
        """What the event is called by that started it; None where none did."""
        return self.started_by if isinstance(self.started_by, int | EventId) else None

    @property
    def begun_by_deadline(self) -> str | None:
        """The id of the duty whose deadline started it; None where none did."""
        return None if isinstance(self.started_by, int | EventId) else self.started_by

    @property
    def is_ageing(self) -> bool:
        """Whether the partnership's own alert has passed: the case was left alone for long."""
        return self.is_own and self.state is DutyState.OVERDUE


class DepartureRule(StrEnum):
    """What a case may do that is possible and against its policy."""

    MOVE = "move"
    REQUIRES = "requires"
    PANEL_SIZE = "panel-size"
    PANEL_SIDES = "panel-sides"
    ORDER = "order"
    ENDED_BY = "ended-by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """An event by which a case left its policy's route; the words of it are in `words`.

    `clause` is where the policy says otherwise. `origin` and `target` are the stages of a move,
    `reason` the one it gave. `asked` are the codes that the policy asks for (what had to come
    first, the sides that may end it, agencies that are missing), `number` a panel's least size, and
    `duty` the one whose order was broken.
    """

    event: EventKey
    rule: DepartureRule
    clause: str | None
    origin: str | None = None
    target: str | None = None
    reason: str | None = None
    asked: tuple[str, ...] = ()
    number: int | None = None
    duty: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Where a case stands as of a moment.

    `stage` is None before the case began, `tier` the step reached inside the stage. `agreed` says
    whether the raising side agreed to how a resolved case ended; None where it is not resolved, or
    the log does not say who resolved it. `departures` are in the order of the events.
    """

    reference: str
    edition: str
    as_of: Moment
    state: CaseState
    stage: str | None
    duties: tuple[DutyAssessment, ...]
    tier: str | None = None
    agreed: bool | None = None
    departures: tuple[Departure, ...] = ()

    @property
    def off_route(self) -> tuple[Departure, ...]:
        """The departures that are counted; a broken order counts only as the breach it is."""
        return tuple(each for each in self.departures if each.rule is not DepartureRule.ORDER)
