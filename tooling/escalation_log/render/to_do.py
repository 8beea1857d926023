"""What is to be done in a case, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from escalation_log.model.assessments import DutyAssessment, DutyState
from escalation_log.model.kinds import EventKind
from escalation_log.model.limits import InWords, Limit
from escalation_log.model.patterns import EventPattern
from escalation_log.model.receipts import RuleApplied

# Begun, and neither met nor lapsed.
TO_DO = frozenset({DutyState.RUNNING, DutyState.DUE_SOON, DutyState.OVERDUE, DutyState.OUTSTANDING})
_IMMEDIATELY = InWords("immediately")


def to_do_of(rows: Iterable[DutyAssessment]) -> tuple[DutyAssessment, ...]:
    """Give what is to be done, the most urgent first.

    What is to be done at once goes before every date, and what the passed deadline of a duty began
    goes before that duty.
    """
    to_do = sorted((row for row in rows if row.state in TO_DO), key=_urgency)
    begun = {row.duty.id: row for row in reversed(to_do)}

    def key(row: DutyAssessment) -> tuple[bool, bool, float, bool, int]:
        depth = 0
        while isinstance(row.started_by, str) and row.started_by in begun and depth < len(begun):
            row = begun[row.started_by]
            depth += 1
        return (*_urgency(row), -depth)

    return tuple(sorted(to_do, key=key))


def awaited_in(to_do: Sequence[DutyAssessment]) -> DutyAssessment | None:
    """Find what a case waits for: what is at once, or else has a date, or else comes first."""
    if not to_do or is_at_once(to_do[0]):
        return to_do[0] if to_do else None
    return next((row for row in to_do if row.due is not None), to_do[0])


def is_at_once(row: DutyAssessment) -> bool:
    """Whether a duty is still to be done for which the policy allows no time at all."""
    if row.state is not DutyState.OUTSTANDING or row.duty.advice:
        return False
    trigger = row.duty.trigger
    is_for_risk = isinstance(trigger, EventPattern) and trigger.kinds == {EventKind.IMMEDIATE_RISK}
    return is_for_risk or limit_applied(row) == _IMMEDIATELY


def limit_applied(row: DutyAssessment) -> Limit | None:
    """Give the limit by which a duty was judged."""
    for step in row.receipt:
        if isinstance(step, RuleApplied):
            return step.limit
    return None


def _urgency(row: DutyAssessment) -> tuple[bool, bool, float, bool]:
    """Order what is at once first, what has a date by it, then what has none, advice last."""
    due = 0.0 if row.due is None else row.due.at.timestamp()
    return (not is_at_once(row), row.due is None, due, row.duty.advice)
