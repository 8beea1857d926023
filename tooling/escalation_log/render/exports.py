"""Cases with their assessments for other programs, without what could tell of a child."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.model.assessments import Assessment
from escalation_log.model.cases import Party
from escalation_log.render.assessments import assessment_as_plain
from escalation_log.render.csv_text import Cell
from escalation_log.render.dates import moment_iso
from escalation_log.render.plain import Plain
from escalation_log.render.tables import CSV_HEADER, csv_rows
from escalation_log.timeline.knowledge import Knowledge

# Raised when a key changes its meaning; keys may be added without.
SCHEMA_VERSION = 1
EXPORT_HEADER = (
    *CSV_HEADER,
    "opened_on",
    "theme",
    "urgency",
    "raising_agency",
    "receiving_agencies",
    "links",
    "as_of",
)


def export_as_plain(known: Knowledge, assessment: Assessment) -> dict[str, Plain]:
    """Put a case and its assessment together.

    Neither the children, their pseudonyms included, nor any free text is given.
    """
    header = known.header
    judged = assessment_as_plain(assessment)
    duties = judged.pop("duties")
    return {
        **judged,
        "opened_on": _opened_on(known),
        "theme": header.theme,
        "urgency": header.urgency,
        "raising": _party(header.raising),
        "receiving": [_party(party) for party in header.receiving],
        "links": list(header.links),
        "duties": duties,
    }


def export_rows(known: Knowledge, assessment: Assessment) -> Iterator[tuple[Cell, ...]]:
    """Give a case's rows for a spreadsheet, a duty each, in the header's order."""
    header = known.header
    for row in csv_rows(assessment):
        yield (
            *row,
            _opened_on(known),
            header.theme,
            header.urgency,
            header.raising.agency,
            "; ".join(party.agency for party in header.receiving),
            "; ".join(header.links),
            moment_iso(assessment.as_of),
        )


def _opened_on(known: Knowledge) -> str:
    return known.events[0].moment.on.isoformat()


def _party(party: Party) -> dict[str, Plain]:
    return {"agency": party.agency, "role": party.role}
