"""Where a case or a duty stands, in words and in a tone."""

from __future__ import annotations

from escalation_log.model.assessments import MISSED, CaseState, DutyAssessment, DutyState
from escalation_log.words.dates import last_day_words, until_words
from escalation_log.words.lateness import breach_words, late_words
from escalation_log.words.lines import Tone

DUTY_STATES = {
    DutyState.NOT_STARTED: "Not started",
    DutyState.RUNNING: "Running",
    DutyState.DUE_SOON: "Due soon",
    DutyState.OVERDUE: "Overdue",
    DutyState.OUTSTANDING: "Outstanding",
    DutyState.MET: "Met",
    DutyState.MET_LATE: "Met late",
    DutyState.LAPSED: "Lapsed",
    DutyState.NOT_APPLICABLE: "Does not apply",
}
CASE_STATES = {
    CaseState.OPEN: "Open",
    CaseState.RESOLVED: "Resolved",
    CaseState.WITHDRAWN: "Withdrawn",
    CaseState.CONCLUDED: "Concluded",
}


def due_words(row: DutyAssessment) -> str:
    """Say the last day in time, with the time where the deadline falls within that day."""
    return last_day_words(row.due, row.due_on)


def by_when(row: DutyAssessment) -> str:
    """Say until when a duty is in time; nothing where it has no date."""
    return until_words(row.due, row.due_on)


# States of rows that have not started or do not apply.
SILENT_STATES = frozenset({DutyState.NOT_STARTED, DutyState.NOT_APPLICABLE})


def state_words(state: DutyState) -> str:
    """Say a state.

    >>> state_words(DutyState.MET_LATE)
    'met late'
    """
    return state.value.replace("-", " ")


def note_words(row: DutyAssessment) -> tuple[str, ...]:
    """Give the notes beside the state: what was missed, by how much, and other remarks."""
    notes = (
        breach_words(row.breach),
        "" if row.late is None else late_words(row.late),
        "provisional" if row.is_provisional else "",
        "left for long" if row.is_ageing else "",
        "advice" if row.duty.advice else "",
    )
    return tuple(note for note in notes if note)


def row_words(row: DutyAssessment) -> str:
    """Give a row's state with all its notes."""
    return "; ".join((state_words(row.state), *note_words(row)))


def row_tone(row: DutyAssessment) -> Tone:
    """Choose a row's tone; a missed limit keeps its tone after the duty is met."""
    if row.breach in MISSED:
        return Tone.MISSED
    if row.state in (DutyState.DUE_SOON, DutyState.OVERDUE) or row.is_ageing:
        return Tone.SOON
    if row.state in (DutyState.MET, DutyState.MET_LATE):
        return Tone.DONE
    if row.state is DutyState.LAPSED or row.state in SILENT_STATES:
        return Tone.QUIET
    return Tone.PLAIN


def due_text(row: DutyAssessment) -> str:
    """Write a deadline briefly: the last day in time, with the hour if it is not the end of a day.

    From that hour on the duty is late.
    """
    if row.due is None or row.due_on is None:
        return ""
    local = row.due.local
    if row.due.on != row.due_on and not (local.hour or local.minute or local.second):
        return row.due_on.isoformat()
    return f"{row.due.on.isoformat()} {local:%H:%M}"
