"""The other ways to read a policy: the earliest day that any of them asks for, and safe words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from escalation_log.engine.context import CaseContext
from escalation_log.engine.occurrences import Occurrences
from escalation_log.engine.timeline import timeline_of
from escalation_log.engine.verdict import RowKey
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.cases import Case
from escalation_log.model.policies import Reading
from escalation_log.model.receipts import ReceiptStep, SaferBy, SafeWords
from escalation_log.model.rulebook import Alternative


class _Asked(NamedTuple):
    """The last day in time by one other reading."""

    due_on: date
    reading: Reading
    says: str


def with_safe_dates(
    rows: Sequence[DutyAssessment], case: Case, context: CaseContext
) -> tuple[DutyAssessment, ...]:
    """Add to each started row the earliest day that any reading asks for, and what is safe.

    Each other reading is tried alone, with the rest as adopted; rows are matched by duty and
    occurrence. Words are added where a reading changes what must be done and not by when, and where
    the rules cannot express it, so that no date shows it.
    """
    asked: dict[RowKey, list[_Asked]] = {}
    for alternative in context.rulebook.alternatives:
        for key, due_on in _dates(alternative, case, context):
            found = _Asked(due_on, alternative.reading, alternative.says)
            asked.setdefault(key, []).append(found)
    return tuple(_with_safe(row, asked, context.rulebook.policy.readings) for row in rows)


def _dates(
    alternative: Alternative, case: Case, context: CaseContext
) -> Iterator[tuple[RowKey, date]]:
    """Give the last day in time of each occurrence of the duties that a reading may redate."""
    rulebook = alternative.rulebook
    timeline = context.timeline
    if rulebook.index.concluding != context.index.concluding:
        timeline = timeline_of(case, rulebook.index, context.as_of)
    occurrences = Occurrences(replace(context, rulebook=rulebook, timeline=timeline))
    for duty in alternative.duties:
        for occurrence in occurrences.of(duty):
            if occurrence.in_force is not None and occurrence.in_force.due is not None:
                yield (duty, occurrence.number), occurrence.in_force.due.on


def _with_safe(
    row: DutyAssessment, asked: Mapping[RowKey, Sequence[_Asked]], readings: Sequence[Reading]
) -> DutyAssessment:
    if row.started_by is None:
        return row
    others = asked.get((row.duty.id, row.occurrence), ())
    earliest = min(others, key=lambda each: each.due_on, default=None)
    if earliest is not None and row.due_on is not None and row.due_on <= earliest.due_on:
        earliest = None
    steps: list[ReceiptStep] = []
    if earliest is not None:
        reading = earliest.reading
        steps.append(
            SaferBy(
                reading=reading.id,
                clause=reading.clause,
                says=earliest.says,
                due_on=earliest.due_on,
            )
        )
    dated = {
        each.reading.id
        for each in others
        if each.due_on != row.due_on
        and all(other.edition is not None for other in each.reading.others)
    }
    words = [
        SafeWords(reading=reading.id, clause=reading.clause, words=reading.safe)
        for reading in readings
        if reading.safe is not None and row.duty.id in reading.duties and reading.id not in dated
    ]
    return replace(
        row,
        safe_due_on=row.due_on if earliest is None else earliest.due_on,
        safe_because=None if earliest is None else earliest.reading.id,
        safe=tuple(each.words for each in words),
        receipt=(*row.receipt, *steps, *words),
    )
