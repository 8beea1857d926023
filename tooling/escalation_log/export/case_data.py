"""Give cases with their assessments as plain data, without anything about a child."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.engine.acting import acting_agencies
from escalation_log.engine.knowledge import Knowledge
from escalation_log.export.assessment_data import case_as_plain, duty_as_plain
from escalation_log.export.csv_text import Cell
from escalation_log.export.tables import CSV_HEADER, csv_rows
from escalation_log.model.assessments import Assessment
from escalation_log.model.cases import Party
from escalation_log.model.policies import Policy
from escalation_log.words.dates import moment_iso
from escalation_log.words.plain_values import Plain

# Increase this when a key changes its meaning. A new key needs no new version.
EXPORT_VERSION = 1
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


def export_as_plain(known: Knowledge, assessment: Assessment, policy: Policy) -> dict[str, Plain]:
    """Put a case and its assessment into plain data, with the agencies that must act on each duty.

    Children, their pseudonyms and all free text are left out.
    """
    header = known.header
    duties: list[Plain] = [
        {**duty_as_plain(row), "acting": list(acting_agencies(row, header, policy))}
        for row in assessment.duties
    ]
    return {
        **case_as_plain(assessment),
        "opened_on": _opened_on(known),
        "theme": header.theme,
        "urgency": header.urgency,
        "raising": _party(header.raising),
        "receiving": [_party(party) for party in header.receiving],
        "links": list(header.links),
        "duties": duties,
    }


def export_rows(
    known: Knowledge, assessment: Assessment, policy: Policy
) -> Iterator[tuple[Cell, ...]]:
    """Yield a case's rows for a spreadsheet, one for each duty, columns as in the header."""
    header = known.header
    for row, judged in zip(csv_rows(assessment), assessment.duties, strict=True):
        yield (
            *row,
            _opened_on(known),
            header.theme,
            header.urgency,
            header.raising.agency,
            "; ".join(party.agency for party in header.receiving),
            "; ".join(acting_agencies(judged, header, policy)),
            "; ".join(header.links),
            moment_iso(assessment.as_of),
        )


def _opened_on(known: Knowledge) -> str:
    return known.events[0].moment.on.isoformat()


def _party(party: Party) -> dict[str, Plain]:
    return {"agency": party.agency, "role": party.role}
