"""What assessing a case gives: every duty's state, deadline, breach and receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from escalation_log.model.moments import Moment
from escalation_log.model.policies import Duty, Force
from escalation_log.model.receipts import ByErratum, Governs, Receipt


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    CONCLUDED = "concluded"


class DutyState(StrEnum):
    """Where a duty stands. `outstanding` is for duties whose limit has no number."""

    NOT_STARTED = "not-started"
    RUNNING = "running"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    OUTSTANDING = "outstanding"
    MET = "met"
    MET_LATE = "met-late"
    LAPSED = "lapsed"
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

    `due` is the first moment that is late and `due_on` the last day in time. `started_by` is the
    number of the event, or the id of the duty whose deadline it was. `days_late` is in the limit's
    own unit, zero in time; `missed_at` is the moment at which the limit was missed, `soon_at` the
    first at which the deadline counts as near, which a partnership may choose. `erratum` has the
    date by an edition that corrects this one, where it differs. `is_ageing` is the partnership's
    own alert, not the policy's.
    """

    duty: Duty
    role: str
    force: Force
    state: DutyState
    breach: Breach
    occurrence: int
    started_by: int | str | None = None
    due: Moment | None = None
    due_on: date | None = None
    original_due_on: date | None = None
    is_provisional: bool = False
    met_at: Moment | None = None
    met_by: int | None = None
    days_late: int = 0
    late: Late | None = None
    missed_at: Moment | None = None
    soon_at: Moment | None = None
    governed_by: Governs | None = None
    breach_history: tuple[PastBreach, ...] = ()
    erratum: ByErratum | None = None
    is_ageing: bool = False
    receipt: Receipt = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Where a case stands as of a moment. `stage` is None before the case began."""

    reference: str
    edition: str
    as_of: Moment
    state: CaseState
    stage: str | None
    duties: tuple[DutyAssessment, ...]
