"""The open deadlines of a case, by what the assessment says of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeAlias

from escalation_log.log.contents import CaseFile
from escalation_log.model.assessments import DutyAssessment
from escalation_log.site.publication import Publication

BUILT = datetime(2026, 11, 22, 12, tzinfo=UTC)
Key: TypeAlias = tuple[str, int]


def open_dues(publication: Publication, file: CaseFile) -> dict[Key, DutyAssessment]:
    """Give what has a date and is not done yet."""
    rows = publication.judge(file).assessment.duties
    return {
        (row.duty.id, row.occurrence): row
        for row in rows
        if row.due is not None and row.state.value in {"running", "due-soon", "due-now", "overdue"}
    }
