"""Where a duty stands, in words."""

from __future__ import annotations

from escalation_log.model.assessments import (
    Breach,
    DutyAssessment,
    DutyState,
    Late,
    LateUnit,
)
from escalation_log.render.limits import counted
from escalation_log.render.lines import Tone

# Rows that say nothing yet, or nothing at all, about a case.
SILENT_STATES = frozenset({DutyState.NOT_STARTED, DutyState.NOT_APPLICABLE})

_MISSED = frozenset({Breach.BREACH, Breach.OVER_GUIDE})


def state_words(state: DutyState) -> str:
    """Say a state.

    >>> state_words(DutyState.MET_LATE)
    'met late'
    """
    return state.value.replace("-", " ")


def breach_words(breach: Breach) -> str:
    """Say what was missed; nothing where nothing was.

    >>> breach_words(Breach.OVER_GUIDE_AGREED)
    'over guide as agreed'
    """
    match breach:
        case Breach.NONE:
            return ""
        case Breach.OVER_GUIDE_AGREED:
            return "over guide as agreed"
        case _:
            return breach.value.replace("-", " ")


def late_words(late: Late) -> str:
    """Say how late, in the limit's own unit or in hours and minutes.

    >>> late_words(Late(amount=1, unit=LateUnit.WORKING_DAYS))
    '1 working day late'
    >>> late_words(Late(amount=125, unit=LateUnit.MINUTES))
    '2 hours 5 minutes late'
    """
    if late.unit is not LateUnit.MINUTES:
        return f"{counted(late.amount, late.unit.value.removesuffix('s').replace('_', ' '))} late"
    hours, minutes = divmod(late.amount, 60)
    words = [counted(hours, "hour")] if hours else []
    if minutes or not hours:
        words.append(counted(minutes, "minute"))
    return f"{' '.join(words)} late"


def note_words(row: DutyAssessment) -> tuple[str, ...]:
    """Say what there is to mind beside the state: what was missed and by how much, and the rest."""
    notes = (
        breach_words(row.breach),
        "" if row.late is None else late_words(row.late),
        "provisional" if row.is_provisional else "",
        "left for long" if row.is_ageing else "",
        "advice" if row.duty.advice else "",
    )
    return tuple(note for note in notes if note)


def row_words(row: DutyAssessment) -> str:
    """Say all that a row comes to."""
    return "; ".join((state_words(row.state), *note_words(row)))


def row_tone(row: DutyAssessment) -> Tone:
    """Choose a row's tone: what was missed stays missed, also once it is done."""
    if row.breach in _MISSED:
        return Tone.MISSED
    if row.state in (DutyState.DUE_SOON, DutyState.OVERDUE) or row.is_ageing:
        return Tone.SOON
    if row.state in (DutyState.MET, DutyState.MET_LATE):
        return Tone.DONE
    if row.state is DutyState.LAPSED or row.state in SILENT_STATES:
        return Tone.QUIET
    return Tone.PLAIN


def due_text(row: DutyAssessment) -> str:
    """Write a deadline briefly: the last day in time, with the hour where the day is cut short.

    An hour stands where the deadline is not the end of a day: from then on it is late.
    """
    if row.due is None or row.due_on is None:
        return ""
    local = row.due.local
    if row.due.on != row.due_on and not (local.hour or local.minute or local.second):
        return row.due_on.isoformat()
    return f"{row.due.on.isoformat()} {local:%H:%M}"
