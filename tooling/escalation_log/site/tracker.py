"""The tracker: a row for each case, the most overdue first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from escalation_log.model.assessments import Breach, CaseState, DutyAssessment, DutyState
from escalation_log.site.publication import JudgedCase, Publication
from escalation_log.site.words import CASE_STATES, due_words, late_words, stage_name_of

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


def tracker_of(publication: Publication) -> Tracker:
    """Put every judged case into a row and order the rows."""
    rows = [_row(judged, publication) for judged in publication.cases]
    return Tracker(
        rows=tuple(sorted(rows, key=lambda row: row.sort_key)), left_out=publication.left_out
    )


def _row(judged: JudgedCase, publication: Publication) -> TrackerRow:
    assessment = judged.assessment
    dated = sorted((row for row in assessment.duties if row.due is not None), key=_due)
    overdue = [row for row in dated if row.state is DutyState.OVERDUE]
    running = [row for row in dated if row.state in _RUNNING]
    return TrackerRow(
        reference=judged.reference,
        address=judged.address,
        edition=publication.edition(judged.policy.edition).address,
        partnership=judged.partnership.name,
        stage=stage_name_of(judged.policy, assessment.stage) if assessment.stage else "",
        state=CASE_STATES[assessment.state],
        urgency=_urgency(assessment.state, overdue, running),
        overdue=tuple(due_view(row) for row in overdue),
        next=due_view(running[0]) if running else None,
        breaches=_missed(assessment.duties, Breach.BREACH),
        over_guide=_missed(assessment.duties, Breach.OVER_GUIDE),
        ageing=sum(row.is_ageing for row in assessment.duties),
        first_due=_due((overdue or running)[0]) if overdue or running else _FOREVER,
    )


def due_view(row: DutyAssessment) -> DueView:
    """Say when a duty with a deadline is due."""
    return DueView(
        title=row.duty.title,
        due=row.due.local.isoformat() if row.due else "",
        due_on=due_words(row),
        late_by=late_words(row.late) if row.late else "",
        is_provisional=row.is_provisional,
    )


def _due(row: DutyAssessment) -> datetime:
    return row.due.at if row.due else _FOREVER


def _urgency(state: CaseState, overdue: list[DutyAssessment], running: list[DutyAssessment]) -> str:
    if overdue:
        return "overdue"
    if any(row.state is DutyState.DUE_SOON for row in running):
        return "due-soon"
    if running:
        return "running"
    return "open" if state is CaseState.OPEN else "closed"


def _missed(rows: tuple[DutyAssessment, ...], breach: Breach) -> int:
    return sum(row.breach is breach for row in rows)
