"""Give assessments as plain data, as `assess --format json` prints them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from escalation_log.model.assessments import Assessment, DutyAssessment, PastBreach
from escalation_log.model.moments import Moment
from escalation_log.model.receipts import Receipt, ReceiptStep
from escalation_log.words.dates import moment_iso
from escalation_log.words.plain_values import Plain, fields_as_plain, plain
from escalation_log.words.receipt_sentences import step_words


def assessments_as_plain(as_of: Moment, assessments: Iterable[Assessment]) -> dict[str, Plain]:
    """Put the assessments of a log into one value."""
    return {
        "as_of": moment_iso(as_of),
        "cases": [assessment_as_plain(each) for each in assessments],
    }


def assessment_as_plain(assessment: Assessment) -> dict[str, Plain]:
    """Put one case's assessment into plain data; keys may be added, never renamed."""
    return {
        **case_as_plain(assessment),
        "duties": [duty_as_plain(row) for row in assessment.duties],
    }


def case_as_plain(assessment: Assessment) -> dict[str, Plain]:
    """Put the state of a case into plain data, without its duties."""
    return {
        "reference": assessment.reference,
        "policy": assessment.edition,
        "state": assessment.state.value,
        "stage": assessment.stage,
    }


def duty_as_plain(row: DutyAssessment) -> dict[str, Plain]:
    """Put one assessed duty into plain data.

    `due` is the first late moment, `due_on` the last day.
    """
    return {
        "id": row.duty.id,
        "title": row.duty.title,
        "role": row.role,
        "force": row.force.value,
        "advice": row.duty.advice,
        "clause": row.duty.clause,
        "state": row.state.value,
        "due": plain(row.due),
        "due_on": plain(row.due_on),
        "original_due_on": plain(row.original_due_on),
        "provisional": row.is_provisional,
        "met_at": plain(row.met_at),
        "met_by": row.met_by,
        "days_late": row.days_late,
        "late": plain(row.late),
        "occurrence": row.occurrence,
        "started_by": row.started_by,
        "breach": row.breach.value,
        "breach_history": [_past(each) for each in row.breach_history],
        "governed_by": plain(row.governed_by),
        "missed_at": plain(row.missed_at),
        "soon_at": plain(row.soon_at),
        "erratum": None if row.erratum is None else fields_as_plain(row.erratum),
        "ageing": row.is_ageing,
        "receipt": receipt_as_plain(row.receipt),
    }


def receipt_as_plain(receipt: Receipt) -> list[Plain]:
    """Put a receipt into plain data: each step's name, its fields, and its sentence."""
    return [_step(step) for step in receipt]


def _step(step: ReceiptStep) -> dict[str, Plain]:
    return {"step": _name(type(step).__name__), **fields_as_plain(step), "words": step_words(step)}


@cache
def _name(kind: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind).lower()


def _past(past: PastBreach) -> dict[str, Plain]:
    return {
        "from": moment_iso(past.since),
        "until": moment_iso(past.until),
        "because": past.because,
        "breach": past.breach.value,
    }
