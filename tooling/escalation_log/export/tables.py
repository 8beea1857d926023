"""Assessments as rows: a table for people, and CSV that a spreadsheet opens without running it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import TypeAlias

from escalation_log.model.assessments import (
    Assessment,
    Breach,
    CaseState,
    DutyAssessment,
    DutyState,
    PastBreach,
)
from escalation_log.model.faulty_files import EarlierState, NotJudged
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.words.dates import moment_iso
from escalation_log.words.departures import (
    NOT_AGREED,
    NOT_BY_THE_ROUTE,
    departure_sentence,
    off_route_words,
)
from escalation_log.words.earlier_states import (
    NOT_JUDGED,
    as_it_stood_words,
    name_words,
    problem_words,
)
from escalation_log.words.lines import Tone, printable
from escalation_log.words.lists import counted
from escalation_log.words.plain_values import plain
from escalation_log.words.states import (
    SILENT_STATES,
    counted_late,
    due_text,
    note_words,
    row_tone,
    state_words,
    without_record,
)
from escalation_log.words.titles import lowered
from escalation_log.words.to_do import safe_by

Cell: TypeAlias = bool | int | str | None

# Spreadsheets may take a cell that begins with one of these for a formula, in half or full width.
_FORMULA_BEGINS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_SPACE = " \t\r\n"
# At the beginning of a file it tells a spreadsheet that the text is UTF-8.
BYTE_ORDER_MARK = "\ufeff"


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    r"""Write rows as CSV (RFC 4180, but with LF at the end of a line).

    Text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> csv_text([["day", "note"], [1, "=1+1"], [True, None]])
    "day,note\n1,'=1+1\ntrue,\n"
    """
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(map(_cell, row) for row in rows)
    return out.getvalue()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.lstrip(_SPACE).startswith(_FORMULA_BEGINS):
        return f"'{value}"
    return str(value)


TABLE_HEADER = ("Case", "Duty", "State", "Due", "Note")
_CASE_COLUMNS: Mapping[str, Callable[[Assessment], Cell]] = {
    "reference": lambda case: case.reference,
    "policy": lambda case: case.edition,
    "case_state": lambda case: case.state.value,
    "stage": lambda case: case.stage,
}
_DUTY_COLUMNS: Mapping[str, Callable[[DutyAssessment], Cell]] = {
    "id": lambda row: row.duty.id,
    "title": lambda row: row.duty.title,
    "role": lambda row: row.role,
    "force": lambda row: row.force.value,
    "advice": lambda row: row.duty.advice,
    "clause": lambda row: row.duty.clause,
    "occurrence": lambda row: row.occurrence,
    "state": lambda row: row.state.value,
    "started_by": lambda row: row.started_by,
    "due": lambda row: _text(row.due),
    "due_on": lambda row: _text(row.due_on),
    "original_due_on": lambda row: _text(row.original_due_on),
    "provisional": lambda row: row.is_provisional,
    "governed_by": lambda row: _text(row.governed_by),
    "met_at": lambda row: _text(row.met_at),
    "met_by": lambda row: row.met_by,
    "breach": lambda row: row.breach.value,
    "days_late": lambda row: row.days_late,
    "late_amount": lambda row: None if row.late is None else row.late.amount,
    "late_unit": lambda row: None if row.late is None else row.late.unit.value,
    "breach_history": lambda row: "; ".join(map(_past, row.breach_history)),
    "ageing": lambda row: row.is_ageing,
    "word": lambda row: row.duty.word,
    "own": lambda row: row.is_own,
    "no_record_until": lambda row: _text(row.no_record_until),
    "disputed": lambda row: row.disputed,
    "does_not_count": lambda row: "; ".join(str(each.event) for each in row.does_not_count),
    "safe_due_on": lambda row: _text(row.safe_due_on),
    "safe_because": lambda row: row.safe_because,
}
CSV_HEADER = (*_CASE_COLUMNS, *_DUTY_COLUMNS, "as_of_commit", "not_judged")

_WHOLE_CASE = "the whole case"

# First what must be done now, then what has been overdue the longest.
_URGENT = (DutyState.DUE_NOW, DutyState.OVERDUE, DutyState.DUE_SOON, DutyState.RUNNING)
_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One line of the table for people."""

    cells: tuple[str, ...]
    tone: Tone


def urgency_of(assessment: Assessment) -> tuple[int, datetime, str]:
    """Give what sorts cases: the longest overdue first, then the next due, closed ones last."""
    by_state = {
        state: [row.due.at for row in assessment.duties if row.due and row.state is state]
        for state in _URGENT
    }
    for rank, moments in enumerate(by_state.values()):
        if moments:
            return rank, min(moments), assessment.reference
    rank = len(by_state) + (assessment.state is not CaseState.OPEN)
    return rank, _FAR, assessment.reference


def table_rows(assessment: Assessment, *, with_silent: bool) -> Iterator[TableRow]:
    """Yield a case's rows for people; `with_silent` adds those that have nothing to report."""
    for row in assessment.duties:
        if with_silent or row.state not in SILENT_STATES:
            cells = (
                assessment.reference,
                row.duty.id if row.occurrence == 1 else f"{row.duty.id} ({row.occurrence})",
                state_words(row.state),
                due_text(row),
                ", ".join(_notes(row)),
            )
            yield TableRow(cells=tuple(map(printable, cells)), tone=row_tone(row))


def _notes(row: DutyAssessment) -> Iterator[str]:
    """Give the notes of a row, and its safe date where another reading asks for it sooner."""
    yield from note_words(row)
    safe_on = safe_by(row)
    if safe_on is not None:
        yield f"safe: by {safe_on}"


def rows_of_the_route(
    assessment: Assessment, policy: Policy, partnership: Partnership
) -> Iterator[TableRow]:
    """Make the rows, below those of a case, that say where it left the policy's route.

    One more says that the raising side has not agreed yet to how it ended.
    """
    told = [
        (f"event {each.event}", NOT_BY_THE_ROUTE, departure_sentence(each, policy, partnership))
        for each in assessment.departures
    ]
    if assessment.agreed is False:
        told.append((_WHOLE_CASE, assessment.state.value, NOT_AGREED))
    for what, state, note in told:
        cells = (assessment.reference, what, lowered(state), "", note)
        yield TableRow(cells=tuple(map(printable, cells)), tone=Tone.SOON)


def row_of_earlier(assessment: Assessment, earlier: EarlierState) -> TableRow:
    """Make the row, above those of a case, that says by which state it stands."""
    return _row_of_file(assessment.reference, "earlier state", as_it_stood_words(earlier))


def row_not_judged(case: NotJudged) -> TableRow:
    """Make the row of a case that cannot be judged, with the first thing that is wrong."""
    first, *others = case.problems
    more = f" And {counted(len(others), 'problem')} more." if others else ""
    return _row_of_file(name_words(case), NOT_JUDGED, f"{problem_words(first)}{more}")


def _row_of_file(name: str, state: str, note: str) -> TableRow:
    cells = (name, _WHOLE_CASE, state, "", note)
    return TableRow(cells=tuple(map(printable, cells)), tone=Tone.MISSED)


def case_words(assessment: Assessment) -> str:
    """Say briefly what state the case as a whole is in."""
    if assessment.stage is None:
        return f"{assessment.reference}  not begun"
    return f"{assessment.reference}  {assessment.state.value}, {assessment.stage}"


def cases_summary(
    assessments: Sequence[Assessment], *, earlier: int = 0, not_judged: int = 0
) -> str:
    """Count the cases, and in them what is due now or overdue, and what was not as it should be.

    `earlier` of them stand by an earlier state; `not_judged` are not among them.
    """
    rows = [row for assessment in assessments for row in assessment.duties]
    is_open = sum(assessment.state is CaseState.OPEN for assessment in assessments)
    states = Counter(row.state for row in rows)
    due_now = states[DutyState.DUE_NOW]
    off_route = sum(len(assessment.off_route) for assessment in assessments)
    breaches = sum(row.breach is Breach.BREACH for row in rows)
    said = [
        (
            f"{counted(len(assessments), 'case')}, {is_open} open; "
            f"{f'{due_now} due now; ' if due_now else ''}{states[DutyState.OVERDUE]} overdue; "
            f"{counted_late(Breach.BREACH, breaches)}; "
            f"{without_record(states[DutyState.NO_RECORD])}"
            f"{f'; {off_route_words(off_route)}' if off_route else ''}."
        )
    ]
    if earlier:
        said.append(f"{counted(earlier, 'case stands', 'cases stand')} by an earlier state.")
    if not_judged:
        said.append(f"{counted(not_judged, 'case')} not judged.")
    return " ".join(said)


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write rows under a header as plain text, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    return "".join(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        + "\n"
        for row in (tuple(word.upper() for word in header), *rows)
    )


def csv_rows(
    assessment: Assessment, earlier: EarlierState | None = None
) -> Iterator[tuple[Cell, ...]]:
    """Yield a case's rows for a spreadsheet, one for each occurrence of each duty.

    `earlier` is the state that the case stands by where its file has problems.
    """
    case = [value_of(assessment) for value_of in _CASE_COLUMNS.values()]
    commit = None if earlier is None else earlier.commit
    for row in assessment.duties:
        yield (*case, *(value_of(row) for value_of in _DUTY_COLUMNS.values()), commit, None)


def csv_row_not_judged(case: NotJudged) -> tuple[Cell, ...]:
    """Make the row of a case that cannot be judged: its name and, in the last column, why."""
    between = [None] * (len(CSV_HEADER) - 2)
    return (name_words(case), *between, "; ".join(map(problem_words, case.problems)))


def _past(past: PastBreach) -> str:
    since, until = moment_iso(past.since), moment_iso(past.until)
    return f"{past.breach.value} from {since} until {until} because of {past.because}"


def _text(value: object) -> str | None:
    return None if value is None else str(plain(value))
