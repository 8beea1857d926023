"""The duties of a round that its issue reports: what is late or due now, or else due soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from escalation_log.bot.issue_plan import Degree
from escalation_log.bot.marker import fingerprint
from escalation_log.model.assessments import Breach, DutyAssessment, DutyState

# The most overdue duties of a stage that an issue describes; the others are only counted.
MOST_REPORTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedDuties:
    """The late or nearly due duties of a round that its issue describes, the gravest first."""

    degree: Degree
    rows: tuple[DutyAssessment, ...]


def reported_in(rows: Sequence[DutyAssessment], *, remind: bool) -> ReportedDuties | None:
    """Choose the rows that an issue describes; return None where there is to be no issue.

    What is due now comes first, then breaches, guides that have passed, and the log's own
    reminders; each group is sorted by the moment it was due.
    """
    reported = [row for row in rows if row.state in (DutyState.DUE_NOW, DutyState.OVERDUE)]
    if not reported and remind:
        reported = [row for row in rows if row.state is DutyState.DUE_SOON and not row.is_own]
    reported.sort(key=_grave)
    return ReportedDuties(degree=_degree(reported[0]), rows=tuple(reported)) if reported else None


_GRAVEST = tuple(Degree)


def _grave(row: DutyAssessment) -> tuple[int, float]:
    return _GRAVEST.index(_degree(row)), 0.0 if row.due is None else row.due.at.timestamp()


def _degree(row: DutyAssessment) -> Degree:
    if row.state is DutyState.DUE_NOW:
        return Degree.DUE_NOW
    if row.state is DutyState.DUE_SOON:
        return Degree.DUE_SOON
    if row.is_own:
        return Degree.OWN
    return Degree.BREACH if row.breach is Breach.BREACH else Degree.OVER_GUIDE


def facts_of(rows: Sequence[DutyAssessment]) -> str:
    """Return the fingerprint of the facts that an issue states about some rows."""
    return fingerprint(
        (row.duty.id, row.occurrence, row.state, row.breach, row.due, row.met_at) for row in rows
    )
