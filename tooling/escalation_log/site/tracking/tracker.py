"""The tracker: a row for each case, the most overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from escalation_log.model.assessments import CaseState, DutyState
from escalation_log.site.tracking.summaries import CaseSummary, DutySummary
from escalation_log.site.words import CASE_STATES, late_words

_RUNNING = frozenset({DutyState.RUNNING, DutyState.DUE_SOON})
_FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueView:
    """A duty that is overdue or due next. `late_by` is empty while it is in time."""

    title: str
    due: str
    due_on: str
    late_by: str
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerRow:
    """A case in the tracker. `urgency` is `overdue`, `due-soon`, `running`, `open` or `closed`."""

    reference: str
    address: str
    edition: str
    partnership: str
    stage: str
    state: str
    urgency: str
    overdue: tuple[DueView, ...]
    next: DueView | None
    breaches: int
    over_guide: int
    ageing: int
    first_due: datetime

    @property
    def sort_key(self) -> tuple[int, datetime, str]:
        """Order rows: overdue, due soon, running, open, closed; within each the earliest first."""
        return (_ORDER.index(self.urgency), self.first_due, self.reference)


_ORDER = ("overdue", "due-soon", "running", "open", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracker:
    """The table and the counts above it."""

    rows: tuple[TrackerRow, ...]
    left_out: int

    def count(self, urgency: str) -> int:
        """Count the cases of one urgency."""
        return sum(row.urgency == urgency for row in self.rows)

    @property
    def breached(self) -> int:
        """Count the cases in which a required limit was ever missed."""
        return sum(row.breaches > 0 for row in self.rows)


def tracker_of(summaries: Sequence[CaseSummary], *, left_out: int) -> Tracker:
    """Put every case into a row and order the rows."""
    rows = [_row(each) for each in summaries]
    return Tracker(rows=tuple(sorted(rows, key=lambda row: row.sort_key)), left_out=left_out)


def _row(summary: CaseSummary) -> TrackerRow:
    dated = sorted((duty for duty in summary.to_do if duty.due is not None), key=_due)
    overdue = [duty for duty in dated if duty.state is DutyState.OVERDUE]
    running = [duty for duty in dated if duty.state in _RUNNING]
    return TrackerRow(
        reference=summary.reference,
        address=summary.address,
        edition=summary.edition_address,
        partnership=summary.partnership,
        stage=summary.stage,
        state=CASE_STATES[summary.state],
        urgency=_urgency(summary.state, overdue, running),
        overdue=tuple(due_view(duty) for duty in overdue),
        next=due_view(running[0]) if running else None,
        breaches=summary.breaches,
        over_guide=summary.over_guide,
        ageing=summary.ageing,
        first_due=_due((overdue or running)[0]) if overdue or running else _FOREVER,
    )


def due_view(duty: DutySummary) -> DueView:
    """Say when a duty with a deadline is due."""
    return DueView(
        title=duty.title,
        due=duty.due.local.isoformat() if duty.due else "",
        due_on=duty.due_words,
        late_by=late_words(duty.late) if duty.late else "",
        is_provisional=duty.is_provisional,
    )


def _due(duty: DutySummary) -> datetime:
    return duty.due.at if duty.due else _FOREVER


def _urgency(state: CaseState, overdue: list[DutySummary], running: list[DutySummary]) -> str:
    if overdue:
        return "overdue"
    if any(duty.state is DutyState.DUE_SOON for duty in running):
        return "due-soon"
    if running:
        return "running"
    return "open" if state is CaseState.OPEN else "closed"
