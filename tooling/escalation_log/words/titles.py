"""Stages, duties, agencies, roles and calendars by their names, and coded words as plain ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from escalation_log.engine.acting import OWN_ROLE, PARTNERSHIP
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy, RoleBySector, Stage, Subject

SIDES: Mapping[str | None, str] = {
    "raising": "the raising agency",
    "receiving": "the receiving agency",
    "partnership": "the partnership",
}
_OTHER_SECTORS = "other"
_CHILD = re.compile(r"\b(a )?child\b(?!-| in need| protection)", re.IGNORECASE)
OWN_WORDS = "The log’s own reminder, not the policy’s"


def of_subject(words: str, *subjects: Subject) -> str:
    """Say of an adult, under policies for adults, what is written of a child.

    Of what is for children and for adults, say either.

    >>> of_subject("Immediate risk to the child", Subject.ADULT)
    'Immediate risk to the adult'
    >>> of_subject("Is a child in danger? Child protection plan", Subject.ADULT)
    'Is an adult in danger? Child protection plan'
    >>> of_subject("Is a child in danger? Ask who the child is", Subject.CHILD, Subject.ADULT)
    'Is a child or an adult in danger? Ask who the child or adult is'
    """
    if Subject.ADULT not in subjects:
        return words
    return _CHILD.sub(_adult if Subject.CHILD not in subjects else _either, words)


def _adult(found: re.Match[str]) -> str:
    return _like(found, "an adult" if found[1] else "adult")


def _either(found: re.Match[str]) -> str:
    return _like(found, "a child or an adult" if found[1] else "child or adult")


def _like(found: re.Match[str], words: str) -> str:
    return capital(words) if found[0][0].isupper() else words


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
    """Write words with a capital letter at the beginning."""
    return words[:1].upper() + words[1:]


def lowered(words: str) -> str:
    """Write words with a small first letter, unless they begin with an abbreviation.

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


def stage_number(stage: Stage) -> str:
    """Say what the document calls a stage, else the number of its id; nothing without either."""
    if stage.label is not None:
        return stage.label
    return coded_title(stage.id) if stage.id.startswith("stage-") else ""


def stage_name(stage: Stage) -> str:
    """Say a stage's number, if it has one, and its title."""
    number = stage_number(stage)
    return f"{number}: {stage.title}" if number else stage.title


def stage_name_of(policy: Policy, stage: str) -> str:
    """Say a stage by its id; an id that the policy does not know stands for itself."""
    known = _stage_of(policy, stage)
    return coded_title(stage) if known is None else stage_name(known)


def stage_in_words(stage: Stage) -> str:
    """Say a stage as it stands within a sentence; a title alone is said to be that of a stage."""
    return stage_name(stage) if stage_number(stage) else f"the stage “{stage.title}”"


def stage_in_words_of(policy: Policy, stage: str) -> str:
    """Say a stage by its id within a sentence; an id that the policy does not know stands so."""
    known = _stage_of(policy, stage)
    return f"the stage “{coded_words(stage)}”" if known is None else stage_in_words(known)


def _stage_of(policy: Policy, stage: str) -> Stage | None:
    return next((each for each in policy.stages if each.id == stage), None)


def clause_words(clause: str) -> str:
    """Say where a document says something: a clause by its number, a heading in quotes.

    >>> clause_words("4, stage 2"), clause_words("Stage 2")
    ('clause 4, stage 2', 'under “Stage 2”')
    """
    return f"clause {clause}" if clause[:1].isdigit() else f"under “{clause}”"


def place_words(clause: str) -> str:
    """Name the place of a document by itself, with a capital letter.

    >>> place_words("1.4"), place_words("after Stage Three")
    ('Clause 1.4', 'After Stage Three')
    """
    return f"Clause {clause}" if clause[:1].isdigit() else capital(clause)


def duty_title_of(policy: Policy, duty: str) -> str:
    """Say a duty by its id; an id that the policy does not know stands for itself."""
    return next((each.title for each in policy.all_duties if each.id == duty), duty)


def agency_words(agency: str, partnership: Partnership) -> str:
    """Name an agency, or the partnership itself; an id it does not know stands for itself."""
    if agency == PARTNERSHIP:
        return partnership.name
    known = partnership.agencies.get(agency)
    return coded_title(agency) if known is None else known.name


def role_words(policy: Policy, role: str | RoleBySector) -> str:
    """Say who has a duty; where that depends on an agency's sector, say all."""
    if role == OWN_ROLE:
        return OWN_WORDS
    if isinstance(role, str):
        return policy.roles.get(role, coded_title(role))
    return "; ".join(
        f"{policy.roles.get(each, coded_title(each))} "
        f"({'others' if sector == _OTHER_SECTORS else coded_words(sector)})"
        for sector, each in role.roles.items()
    )
