"""Where a case or a duty stands, whether something was missed, and how late it is, in words."""

from __future__ import annotations

from escalation_log.model.assessments import (
    MISSED,
    Breach,
    CaseState,
    DutyAssessment,
    DutyState,
    Late,
    LateUnit,
)
from escalation_log.words.dates import date_words, last_day_words, until_words
from escalation_log.words.lines import Tone
from escalation_log.words.lists import counted
from escalation_log.words.titles import coded_words, lowered

OVER_GUIDE = "over the guide"
RING_NOW = "Ring now. Do not wait for this log."
DID_THESE_HAPPEN = "Did these happen?"
HOW_TO_ANSWER = (
    "Nothing in the log shows that these were done. Perhaps they were. Tell us for each one: done, "
    "and when; not done; or not yours to do. Whoever keeps the log will record it."
)
OWN_CHIP = "The log’s own reminder"
BREACHES = {
    Breach.NONE: "",
    Breach.BREACH: "Breach",
    Breach.OVER_GUIDE: "Over the guide",
    Breach.OVER_GUIDE_AGREED: "Over the guide, as agreed",
}
_NOTED = {
    Breach.NONE: "",
    Breach.BREACH: "breach",
    Breach.OVER_GUIDE: "over guide",
    Breach.OVER_GUIDE_AGREED: "over guide as agreed",
}
_DAYS = {LateUnit.WORKING_DAYS: "working day", LateUnit.CALENDAR_DAYS: "calendar day"}


def late_words(late: Late, *, over_guide: bool = False) -> str:
    """Say how late something is, or how far over a guide, which is no breach.

    >>> late_words(Late(amount=2, unit=LateUnit.WORKING_DAYS))
    '2 working days late'
    >>> late_words(Late(amount=61, unit=LateUnit.MINUTES), over_guide=True)
    '1 hour 1 minute over the guide'
    >>> late_words(Late(amount=0, unit=LateUnit.MINUTES))
    'less than a minute late'
    """
    return f"{amount_words(late)} {OVER_GUIDE if over_guide else 'late'}"


def amount_words(late: Late) -> str:
    """Say an amount of lateness, in the limit's own unit or in hours and minutes."""
    if late.unit is not LateUnit.MINUTES:
        return counted(late.amount, _DAYS[late.unit])
    hours, minutes = divmod(late.amount, 60)
    parts = [(hours, "hour"), (minutes, "minute")]
    words = [counted(amount, noun) for amount, noun in parts if amount]
    return " ".join(words) or "less than a minute"


def late_by(row: DutyAssessment) -> str:
    """Say how late a duty is, or was when it was met or lapsed; nothing where it was in time."""
    if row.late is None:
        return ""
    return late_words(row.late, over_guide=row.breach is not Breach.BREACH and not row.is_own)


def breach_words(breach: Breach) -> str:
    """Name a breach in a few words; give no words if there is none."""
    return _NOTED[breach]


def counted_late(breach: Breach, number: int) -> str:
    """Count breaches, guides that were passed, or those passed within an agreed time.

    >>> counted_late(Breach.BREACH, 1), counted_late(Breach.BREACH, 2)
    ('1 breach', '2 breaches')
    >>> counted_late(Breach.OVER_GUIDE, 2), counted_late(Breach.OVER_GUIDE_AGREED, 1)
    ('2 over the guide', '1 over the guide, as agreed')
    """
    if breach is Breach.BREACH:
        return counted(number, "breach", "breaches")
    return f"{number} {lowered(BREACHES[breach])}"


def held_words(breach: Breach) -> str:
    """Name a breach that there is, as it stands in a sentence."""
    return "a breach" if breach is Breach.BREACH else OVER_GUIDE


def breach_sentence(breach: Breach) -> str:
    """Say what it means that a limit was missed."""
    if breach is Breach.BREACH:
        return "The policy requires it, so this is a breach."
    return f"The limit is a guide, so this is {OVER_GUIDE}, not a breach."


DUTY_STATES = {
    DutyState.NOT_STARTED: "Not started",
    DutyState.RUNNING: "Running",
    DutyState.DUE_SOON: "Due soon",
    DutyState.DUE_NOW: "Due now",
    DutyState.OVERDUE: "Overdue",
    DutyState.OUTSTANDING: "Outstanding",
    DutyState.MET: "Met",
    DutyState.MET_LATE: "Met late",
    DutyState.LAPSED: "Lapsed",
    DutyState.NO_RECORD: "No record that this was done",
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


_SOON = frozenset({DutyState.DUE_SOON, DutyState.DUE_NOW, DutyState.OVERDUE, DutyState.NO_RECORD})
# States of rows that have not started or do not apply.
SILENT_STATES = frozenset({DutyState.NOT_STARTED, DutyState.NOT_APPLICABLE})


def state_words(state: DutyState) -> str:
    """Say a state, as it stands in a row."""
    return lowered(DUTY_STATES[state]) if state is DutyState.NO_RECORD else coded_words(state)


def note_words(row: DutyAssessment) -> tuple[str, ...]:
    """Give the notes beside the state: what was missed, by how much, and other remarks."""
    notes = (
        breach_words(row.breach),
        "" if row.late is None else late_words(row.late),
        "provisional" if row.is_provisional else "",
        "advice" if row.duty.advice else "",
        "the log’s own" if row.is_own else "",
        no_record_until_words(row),
    )
    return tuple(note for note in notes if note)


def no_record_until_words(row: DutyAssessment) -> str:
    """Say until when nothing showed that a duty was done; nothing where that never was so."""
    until = row.no_record_until
    return "" if until is None else f"no record until {date_words(until)}"


def without_record(number: int) -> str:
    """Count duties of which nothing shows that they were done.

    >>> without_record(1), without_record(3)
    ('1 thing without a record', '3 things without a record')
    """
    return f"{counted(number, 'thing')} without a record"


def row_words(row: DutyAssessment) -> str:
    """Give a row's state with all its notes."""
    return "; ".join((state_words(row.state), *note_words(row)))


def row_tone(row: DutyAssessment) -> Tone:
    """Choose a row's tone; a missed limit keeps its tone after the duty is met."""
    if row.breach in MISSED:
        return Tone.MISSED
    if row.state in _SOON:
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
