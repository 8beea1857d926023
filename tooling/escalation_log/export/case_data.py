"""Assessments and cases as plain data, without what could identify a child."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from escalation_log.engine.acting import acting_agencies
from escalation_log.engine.knowledge import Knowledge
from escalation_log.export.problems_text import problem_as_plain
from escalation_log.export.tables import CSV_HEADER, Cell, csv_row_not_judged, csv_rows
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.cases import Party
from escalation_log.model.faulty_files import NotJudged
from escalation_log.model.moments import Moment
from escalation_log.model.receipts import Receipt
from escalation_log.words.dates import moment_iso
from escalation_log.words.departures import departure_words
from escalation_log.words.plain_values import Plain, fields_as_plain, plain, written_name
from escalation_log.words.receipt_sentences import step_words, why_not_words
from escalation_log.words.titles import coded_words

if TYPE_CHECKING:
    from escalation_log.log.judged_case import JudgedCase

# The version of what `assess` and `export` print for machines. Increase it when a key changes its
# meaning or takes a new value. A new key needs no new one.
SCHEMA_VERSION = 2


def assessments_head(as_of: Moment, without: Iterable[NotJudged]) -> dict[str, Plain]:
    """Give the keys before the assessments: the moment, and the cases that cannot be judged."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": moment_iso(as_of),
        "not_judged": not_judged_as_plain(without),
    }


def pieces_of_cases(head: Mapping[str, Plain], cases: Iterable[Plain]) -> Iterator[str]:
    """Write one JSON document piece by piece: the keys of `head`, then the cases, one a line."""
    keys = "".join(f"{json.dumps(key)}: {_dumped(value)}, " for key, value in head.items())
    yield f'{{{keys}"cases": ['
    separator = "\n"
    for case in cases:
        yield separator + _dumped(case)
        separator = ",\n"
    yield "\n]}\n"


def _dumped(value: Plain) -> str:
    return json.dumps(value, ensure_ascii=False)


def assessment_as_plain(judged: JudgedCase, duty: str | None = None) -> dict[str, Plain]:
    """Put one case's assessment, or that of one duty, into plain data.

    Keys may be added, never renamed.
    """
    rows = judged.assessment.duties
    return {
        **case_as_plain(judged),
        "duties": [duty_as_plain(row) for row in rows if duty in (None, row.duty.id)],
    }


def case_as_plain(judged: JudgedCase) -> dict[str, Plain]:
    """Put the state of a case into plain data, without its duties."""
    assessment = judged.assessment
    return {
        "reference": assessment.reference,
        "policy": assessment.edition,
        "state": assessment.state.value,
        "stage": assessment.stage,
        "tier": assessment.tier,
        "agreed": assessment.agreed,
        "as_of_commit": None if judged.earlier is None else judged.earlier.commit,
        "departures": [
            {
                "event": each.event,
                "rule": each.rule.value,
                "clause": each.clause,
                "words": departure_words(each, judged.policy, judged.partnership),
            }
            for each in assessment.departures
        ],
    }


def not_judged_as_plain(cases: Iterable[NotJudged]) -> list[Plain]:
    """Put the cases that cannot be judged into plain data, with what is wrong."""
    return [
        {
            "file": each.file,
            "reference": each.reference,
            "problems": [problem_as_plain(problem) for problem in each.problems],
        }
        for each in cases
    ]


def duty_as_plain(row: DutyAssessment) -> dict[str, Plain]:
    """Put an assessed duty into plain data; `due` is the first late moment."""
    return {
        "id": row.duty.id,
        "title": row.duty.title,
        "role": row.role,
        "force": row.force.value,
        "word": row.duty.word,
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
        "breach_history": [
            {
                "from": moment_iso(past.since),
                "until": moment_iso(past.until),
                "because": past.because,
                "breach": past.breach.value,
            }
            for past in row.breach_history
        ],
        "governed_by": plain(row.governed_by),
        "missed_at": plain(row.missed_at),
        "soon_at": plain(row.soon_at),
        "erratum": None if row.erratum is None else fields_as_plain(row.erratum),
        "ageing": row.is_ageing,
        "own": row.is_own,
        "no_record_until": plain(row.no_record_until),
        "disputed": row.disputed,
        "does_not_count": [
            {"event": each.event, "because": why_not_words(each, coded_words)}
            for each in row.does_not_count
        ],
        "safe_due_on": plain(row.safe_due_on),
        "safe_because": row.safe_because,
        "safe": list(row.safe),
        "receipt": receipt_as_plain(row.receipt),
    }


def receipt_as_plain(receipt: Receipt) -> list[Plain]:
    """Put a receipt into plain data: each step's name, its fields, and its sentence."""
    return [
        {
            "step": written_name(type(step).__name__).replace("_", "-"),
            **fields_as_plain(step),
            "words": step_words(step),
        }
        for step in receipt
    ]


EXPORT_HEADER = (
    *CSV_HEADER,
    "opened_on",
    "theme",
    "urgency",
    "raising_agency",
    "receiving_agencies",
    "acting",
    "links",
    "as_of",
)


def export_as_plain(known: Knowledge, judged: JudgedCase) -> dict[str, Plain]:
    """Put a case and its assessment into plain data, with the agencies that must act on each duty.

    Children, their pseudonyms and all free text are left out.
    """
    header = known.header
    duties: list[Plain] = [
        {
            **duty_as_plain(row),
            "acting": list(acting_agencies(row.duty, header, judged.policy, judged.partnership)),
        }
        for row in judged.assessment.duties
    ]
    return {
        **case_as_plain(judged),
        "opened_on": _opened_on(known),
        "theme": header.theme,
        "urgency": header.urgency,
        "raising": _party(header.raising),
        "receiving": [_party(party) for party in header.receiving],
        "links": list(header.links),
        "duties": duties,
    }


def export_rows(known: Knowledge, judged: JudgedCase) -> Iterator[tuple[Cell, ...]]:
    """Yield a case's rows for a spreadsheet, one for each duty, columns as in the header."""
    header, assessment = known.header, judged.assessment
    rows = csv_rows(assessment, judged.earlier)
    for row, assessed in zip(rows, assessment.duties, strict=True):
        acting = acting_agencies(assessed.duty, header, judged.policy, judged.partnership)
        yield (
            *row,
            _opened_on(known),
            header.theme,
            header.urgency,
            header.raising.agency,
            "; ".join(party.agency for party in header.receiving),
            "; ".join(acting),
            "; ".join(header.links),
            moment_iso(assessment.as_of),
        )


def export_row_not_judged(case: NotJudged) -> tuple[Cell, ...]:
    """Make the row of a case that cannot be judged, columns as in the header."""
    row = csv_row_not_judged(case)
    return (*row, *[None] * (len(EXPORT_HEADER) - len(row)))


def _opened_on(known: Knowledge) -> str:
    return known.events[0].moment.on.isoformat()


def _party(party: Party) -> dict[str, Plain]:
    return {"agency": party.agency, "role": party.role}
