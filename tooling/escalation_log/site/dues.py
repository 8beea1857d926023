"""Show when a duty is due, as of the moment of judging and with data for scripts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from escalation_log.model.assessments import Breach, DutyAssessment, DutyState, Late
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import CountedIn, unit_of
from escalation_log.model.policies import Force, Policy
from escalation_log.words.dates import last_day_words
from escalation_log.words.policy_rules import limit_words_of
from escalation_log.words.states import BREACHES, DUTY_STATES, OWN_CHIP, late_words
from escalation_log.words.to_do import is_at_once, limit_applied, safe_by, safe_day_words

AT_ONCE = "At once"
AT_ONCE_LOOK = "at-once"

OWN = "own"

# How the three kinds of late look; only the first is a breach.
BREACH_LOOKS = {
    Breach.NONE: "",
    Breach.BREACH: "breach",
    Breach.OVER_GUIDE: "guide",
    Breach.OVER_GUIDE_AGREED: "agreed",
}

_OPEN = frozenset({DutyState.RUNNING, DutyState.DUE_SOON, DutyState.DUE_NOW, DutyState.OVERDUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDue:
    """When one occurrence of a duty is due.

    `at` is the first moment that is late, `on` the last day in time, `soon` the first moment at
    which it is due soon. `limit` is only given for a duty that is to be done and has no date.
    `is_own` marks a reminder of the log, which is not the policy's. `safe_on` is an earlier day
    that another reading of the policy asks for.
    """

    state: DutyState
    at: Moment | None
    on: date | None
    soon: Moment | None
    late: Late | None
    counted_in: CountedIn
    limit: str
    is_guide: bool
    is_provisional: bool
    is_at_once: bool = False
    is_own: bool = False
    safe_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether the state can still change with time."""
        return self.at is not None and self.state in _OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class DueView:
    """When a duty is due, in words and as data for scripts.

    `look` and `chip` show the state, and `is_open` marks one that can still change with time. `due`
    and `soon` are in ISO 8601. `words` say the last day in time, with the time where the deadline
    is within it, or else the limit. `late` is empty while the duty is in time, and `far` precedes
    the date. `calendar` is the edition whose working days count. `force` says whether the duty
    binds, is a guide, or is a reminder of the log's own. `safe` says by when it is done by every
    reading of the policy, where that is earlier.
    """

    state: str
    look: str
    chip: str
    due: str
    soon: str
    due_on: str
    words: str
    late: str
    far: str
    counted_in: str
    calendar: str
    force: str
    is_guide: bool
    is_provisional: bool
    is_open: bool
    safe: str


def due_view(row: DutyAssessment, policy: Policy) -> DueView:
    """Show when an assessed duty is due."""
    return view_of(due_of(row, policy), policy.edition)


def due_of(row: DutyAssessment, policy: Policy) -> ShownDue:
    """Take from an assessed duty when it is due."""
    limit = limit_applied(row)
    owed = ""
    if row.due is None and row.state is DutyState.OUTSTANDING:
        owed = limit_words_of(policy, limit)
    return ShownDue(
        state=row.state,
        at=row.due,
        on=row.due_on,
        soon=row.soon_at,
        late=row.late,
        # A date that was recorded and not counted, as that of a review, is late by the calendar.
        counted_in=CountedIn.CALENDAR_DAYS if row.is_own and limit is None else unit_of(limit),
        limit=owed,
        is_guide=row.force is Force.GUIDE,
        is_provisional=row.is_provisional,
        is_at_once=is_at_once(row),
        is_own=row.is_own,
        safe_on=safe_by(row),
    )


def view_of(due: ShownDue, edition: str) -> DueView:
    """Describe when a duty of an edition is due."""
    state = due.state.value
    look, chip = state, DUTY_STATES[due.state]
    if due.state is DutyState.OVERDUE and due.is_own:
        look, chip = OWN, OWN_CHIP
    elif due.state is DutyState.OVERDUE and due.is_guide:
        look, chip = BREACH_LOOKS[Breach.OVER_GUIDE], BREACHES[Breach.OVER_GUIDE]
    elif due.state is DutyState.DUE_NOW:
        look = AT_ONCE_LOOK
    elif due.state is DutyState.OUTSTANDING and due.is_at_once:
        look, chip = AT_ONCE_LOOK, AT_ONCE
    is_guide = due.is_guide and not due.is_own
    late = "" if due.late is None else late_words(due.late, over_guide=is_guide)
    return DueView(
        state=state,
        look=look,
        chip=chip,
        due=_iso(due.at),
        soon=_iso(due.soon),
        due_on="" if due.on is None else due.on.isoformat(),
        words=last_day_words(due.at, due.on) or due.limit,
        late=late,
        far=far_words(late),
        counted_in=due.counted_in.value,
        calendar=edition,
        force=OWN if due.is_own else "guide" if due.is_guide else "required",
        is_guide=is_guide,
        is_provisional=due.is_provisional,
        is_open=due.is_open,
        safe="" if due.safe_on is None else safe_day_words(due.safe_on),
    )


def far_words(late: str) -> str:
    """Return the words before a date: "Due", or by how much it was missed."""
    return f"{late}, due" if late else "Due"


def _iso(moment: Moment | None) -> str:
    return "" if moment is None else moment.local.isoformat()
