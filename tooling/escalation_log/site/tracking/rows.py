"""One row for each case: what the tracker's page, its downloads and its files say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from escalation_log.export.tables import Cell
from escalation_log.model.faulty_files import NotJudged
from escalation_log.site.dues import ShownDue
from escalation_log.site.tracking.names import ShortNames
from escalation_log.site.tracking.summaries import CaseSummary, DutySummary
from escalation_log.words.earlier_states import name_words, problem_words
from escalation_log.words.plain_values import Plain

# Increase this when a heading changes its meaning or takes a new value. A new one needs no new one.
ROW_VERSION = 3
NOT_JUDGED = "not_judged"


def _first(case: CaseSummary, value: Callable[[DutySummary], Plain]) -> Plain:
    return value(case.to_do[0]) if case.to_do else None


# The duty of a row is the most urgent one; in what the page saves, the one that it shows.
_VALUES: Mapping[str, Callable[[CaseSummary, ShortNames], Plain]] = {
    "reference": lambda case, _: case.reference,
    "partnership": lambda _, edition: edition.partnership.name,
    "policy": lambda case, _: case.edition,
    "stage": lambda case, _: case.stage,
    "stage_title": lambda case, edition: edition.stage(case),
    "theme": lambda case, _: case.theme,
    "theme_title": lambda case, edition: edition.theme(case),
    "state": lambda case, _: case.state.value,
    "immediate_risk": lambda case, _: case.is_at_risk,
    "safeguards_recorded": lambda case, _: case.has_safeguards,
    "opened_on": lambda case, _: case.opened_on.isoformat(),
    "raising_agency": lambda case, _: case.raising,
    "raising_agency_name": lambda case, edition: edition.agency(case.raising),
    "receiving_agencies": lambda case, _: [*case.receiving],
    "receiving_agency_names": lambda case, edition: [*map(edition.agency, case.receiving)],
    "duty": lambda case, _: _first(case, lambda duty: duty.id),
    "duty_title": lambda case, _: _first(case, lambda duty: duty.title),
    "duty_state": lambda case, _: _first(case, lambda duty: duty.due.state.value),
    "due": lambda case, _: _first(case, lambda duty: due_iso(duty.due)),
    "due_on": lambda case, _: _first(case, lambda duty: due_on_iso(duty.due)),
    "safe_due_on": lambda case, _: _first(case, lambda duty: safe_iso(duty.due)),
    "must_act": lambda case, _: _first(case, lambda duty: [*duty.acting]),
    "must_act_names": lambda case, edition: _first(
        case, lambda duty: [*map(edition.agency, duty.acting)]
    ),
    "overdue": lambda case, _: sum(duty.is_overdue for duty in case.to_do),
    "breaches": lambda case, _: case.breaches,
    "over_guide": lambda case, _: case.over_guide,
    "without_record": lambda case, _: case.no_record,
    "departures": lambda case, _: case.departures,
    "as_of_commit": lambda case, _: None if case.earlier is None else case.earlier.commit,
}

# The headings of every spreadsheet; a case in JSON has the same keys, but for the last one.
HEADINGS = (*_VALUES, NOT_JUDGED)

Row: TypeAlias = dict[str, Plain]


def row_of_case(case: CaseSummary, edition: ShortNames) -> Row:
    """Make the row of a case."""
    return {heading: value(case, edition) for heading, value in _VALUES.items()}


def row_of_duty(duty: DutySummary) -> Row:
    """Describe a duty that is to be done in a case."""
    due = duty.due
    return {
        "id": duty.id,
        "title": duty.title,
        "must_act": [*duty.acting],
        "state": due.state.value,
        "due": due_iso(due),
        "due_on": due_on_iso(due),
        "force": "guide" if due.is_guide else "required",
        "provisional": due.is_provisional,
        "own": due.is_own,
        "safe_due_on": safe_iso(due),
    }


def not_judged_rows(cases: Sequence[NotJudged]) -> list[Plain]:
    """Name the cases that cannot be judged, and say what is wrong with each."""
    return [
        {
            "reference": each.reference,
            "name": name_words(each),
            "problems": [*map(problem_words, each.problems)],
        }
        for each in cases
    ]


def cells_of(row: Row) -> list[Cell]:
    """Write a row for a spreadsheet."""
    return [_cell(row.get(heading)) for heading in HEADINGS]


def cells_not_judged(case: NotJudged) -> list[Cell]:
    """Write the row of a case that cannot be judged: its name, and last what is wrong."""
    words: Plain = [*map(problem_words, case.problems)]
    return cells_of({"reference": name_words(case), NOT_JUDGED: words})


def _cell(value: Plain) -> Cell:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return value if value is None or isinstance(value, (bool, int)) else str(value)


def due_iso(due: ShownDue) -> str | None:
    """Give the first moment that is late, by the clocks of the policy."""
    return None if due.at is None else due.at.local.isoformat()


def due_on_iso(due: ShownDue) -> str | None:
    """Give the last day in time."""
    return None if due.on is None else due.on.isoformat()


def safe_iso(due: ShownDue) -> str | None:
    """Give the earlier day that another reading of the policy asks for."""
    return None if due.safe_on is None else due.safe_on.isoformat()
