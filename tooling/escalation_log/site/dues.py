"""When a duty is due: as of the moment of judging, with what a page needs to tell it as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from escalation_log.model.assessments import DutyAssessment, DutyState
from escalation_log.model.limits import CalendarDays, Hours, PlainLimit
from escalation_log.model.policies import Force, Policy
from escalation_log.model.receipts import RuleApplied
from escalation_log.render.limits import limit_words
from escalation_log.site.words import DUTY_STATES, due_words, late_words

OVER_GUIDE = "Over the guide"

_OPEN = frozenset({DutyState.RUNNING, DutyState.DUE_SOON, DutyState.OVERDUE})


class CountedIn(StrEnum):
    """In what a deadline's distance and lateness are counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueView:
    """When one occurrence of a duty is due.

    `look` and `chip` show its state. `due` is the first moment that is late and `soon` the first
    that is near, both in ISO 8601, `due_on` the last day in time, and `words` say that day, with
    the time where the deadline falls within it. `late` is empty for what is in time. Where there
    is no date, `words` say the limit, if one is owed. `calendar` is the edition whose days count.
    """

    state: str
    look: str
    chip: str
    due: str
    soon: str
    due_on: str
    words: str
    late: str
    counted_in: str
    calendar: str
    is_guide: bool
    is_provisional: bool
    is_open: bool


def due_view(row: DutyAssessment, policy: Policy) -> DueView:
    """Say when a duty is due; `is_open` marks one whose state changes as time goes by."""
    limit = _limit_of(row)
    is_guide = row.force is Force.GUIDE
    is_over_guide = is_guide and row.state is DutyState.OVERDUE
    return DueView(
        state=row.state.value,
        look="guide" if is_over_guide else row.state.value,
        chip=OVER_GUIDE if is_over_guide else DUTY_STATES[row.state],
        due="" if row.due is None else row.due.local.isoformat(),
        soon="" if row.soon_at is None else row.soon_at.local.isoformat(),
        due_on="" if row.due_on is None else row.due_on.isoformat(),
        words=_undated_words(row, limit) if row.due is None else due_words(row),
        late="" if row.late is None else late_words(row.late, over_guide=is_guide),
        counted_in=_counted_in(limit).value,
        calendar=policy.edition,
        is_guide=is_guide,
        is_provisional=row.is_provisional,
        is_open=row.due is not None and row.state in _OPEN,
    )


def counted_in(row: DutyAssessment) -> CountedIn:
    """Say in what the lateness of a duty is counted."""
    return _counted_in(_limit_of(row))


def _counted_in(limit: PlainLimit | None) -> CountedIn:
    if isinstance(limit, Hours):
        return CountedIn.HOURS
    if isinstance(limit, CalendarDays):
        return CountedIn.CALENDAR_DAYS
    return CountedIn.WORKING_DAYS


def _limit_of(row: DutyAssessment) -> PlainLimit | None:
    for step in row.receipt:
        if isinstance(step, RuleApplied):
            return step.limit
    return None


def _undated_words(row: DutyAssessment, limit: PlainLimit | None) -> str:
    return limit_words(limit) if row.state is DutyState.OUTSTANDING else ""
