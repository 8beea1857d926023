"""States, breaches, stages and coded words of a case in words, and where a duty stands."""

from __future__ import annotations

from collections.abc import Mapping

from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.model.assessments import (
    MISSED,
    CaseState,
    DutyAssessment,
    DutyState,
)
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy, RoleBySector, Stage
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
SIDES: Mapping[str | None, str] = {
    "raising": "the raising agency",
    "receiving": "the receiving agency",
    "partnership": "the partnership",
}
_OTHER_SECTORS = "other"


def coded_words(code: str) -> str:
    """Say a coded word, as it stands in the middle of a sentence.

    >>> coded_words("police-welfare-check")
    'police welfare check'
    """
    return code.replace("-", " ")


def coded_title(code: str) -> str:
    """Say a coded word with a capital letter."""
    return capital(coded_words(code))


def capital(words: str) -> str:
    """Let words begin with a capital letter."""
    return words[:1].upper() + words[1:]


def lowered(words: str) -> str:
    """Let words stand within a sentence, unless they begin with an abbreviation.

    >>> lowered("Raise it"), lowered("LADO is told")
    ('raise it', 'LADO is told')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def calendar_name(calendar: str) -> str:
    """Say whose bank holidays a calendar has.

    >>> calendar_name("england-and-wales")
    'England and Wales'
    """
    words = calendar.split("-")
    return " ".join(word if word in {"and", "of"} else capital(word) for word in words)


def due_words(row: DutyAssessment) -> str:
    """Say the last day in time, with the time where the deadline falls within that day."""
    return last_day_words(row.due, row.due_on)


def by_when(row: DutyAssessment) -> str:
    """Say until when a duty is in time; nothing where it has no date."""
    return until_words(row.due, row.due_on)


def stage_number(stage: str) -> str:
    """Say the number that a stage's id gives, or nothing where it gives none.

    >>> stage_number("stage-2"), stage_number("panel")
    ('Stage 2', '')
    """
    return coded_title(stage) if stage.startswith("stage-") else ""


def stage_name(stage: Stage) -> str:
    """Say a stage's number, if its id gives one, and its title."""
    number = stage_number(stage.id)
    return f"{number}: {stage.title}" if number else stage.title


def stage_name_of(policy: Policy, stage: str) -> str:
    """Say a stage by its id; an id that the policy does not know stands for itself."""
    for each in policy.stages:
        if each.id == stage:
            return stage_name(each)
    return coded_title(stage)


def duty_title_of(policy: Policy, duty: str) -> str:
    """Say a duty by its id; an id that the policy does not know stands for itself."""
    for each in policy.all_duties:
        if each.id == duty:
            return each.title
    return duty


def agency_words(agency: str, partnership: Partnership) -> str:
    """Name an agency, or the partnership itself; an id it does not know stands for itself."""
    if agency == PARTNERSHIP:
        return partnership.name
    known = partnership.agencies.get(agency)
    return coded_title(agency) if known is None else known.name


def role_words(policy: Policy, role: str | RoleBySector) -> str:
    """Say who has a duty; where that depends on an agency's sector, say all."""
    if isinstance(role, str):
        return policy.roles.get(role, coded_title(role))
    return "; ".join(
        f"{policy.roles.get(each, coded_title(each))} "
        f"({'others' if sector == _OTHER_SECTORS else coded_words(sector)})"
        for sector, each in role.roles.items()
    )


# Rows that say nothing yet, or nothing at all, about a case.
SILENT_STATES = frozenset({DutyState.NOT_STARTED, DutyState.NOT_APPLICABLE})


def state_words(state: DutyState) -> str:
    """Say a state.

    >>> state_words(DutyState.MET_LATE)
    'met late'
    """
    return state.value.replace("-", " ")


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
    """Write a deadline briefly: the last day in time, with the hour where the day is cut short.

    An hour stands where the deadline is not the end of a day: from then on it is late.
    """
    if row.due is None or row.due_on is None:
        return ""
    local = row.due.local
    if row.due.on != row.due_on and not (local.hour or local.minute or local.second):
        return row.due_on.isoformat()
    return f"{row.due.on.isoformat()} {local:%H:%M}"
