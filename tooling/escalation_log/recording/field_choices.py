"""What may be chosen for a field of an event: codes, each with what it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from escalation_log.files.reading import words_of
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import Breach, DutyAssessment, DutyState
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import ADULT_PLANS, Force, Subject
from escalation_log.recording.desk import Written
from escalation_log.words.events import DISPUTED_BECAUSE, EventNames
from escalation_log.words.lists import listed
from escalation_log.words.states import due_words
from escalation_log.words.titles import agency_words, capital, coded_title, stage_name
from escalation_log.words.to_do import TO_DO


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChoice:
    """A value that a field may have, as a file has it, and what it is called."""

    value: str
    words: str


def choices_of(
    name: str, kind: EventKind, judged: JudgedCase, preset: Written
) -> tuple[FieldChoice, ...]:
    """List what may be chosen for a field of an event; nothing for one without a closed list.

    `preset` has the fields of the event that are known already.
    """
    if name == "reason" and "reason" not in kind.row.coded_texts:
        return ()
    if name == "why" and "why" not in kind.row.coded_texts:
        return ()
    make = _CHOICES.get(name)
    return () if make is None else tuple(make(kind, judged, preset))


def _by(_: EventKind, judged: JudgedCase, __: Written) -> Iterator[FieldChoice]:
    header, partnership = judged.timeline.header, judged.partnership
    answering = listed(agency_words(each.agency, partnership) for each in header.receiving)
    raising = agency_words(header.raising.agency, partnership)
    yield FieldChoice(value="raising", words=f"{raising} (raising)")
    yield FieldChoice(value="receiving", words=f"{answering} (receiving)")
    yield FieldChoice(value="partnership", words=partnership.name)


def _to(_: EventKind, judged: JudgedCase, __: Written) -> Iterator[FieldChoice]:
    here = judged.assessment.stage
    for stage in judged.policy.stages:
        if stage.id != here or stage.tiers:
            yield FieldChoice(value=stage.id, words=stage_name(stage))


def _tier(_: EventKind, judged: JudgedCase, preset: Written) -> Iterator[FieldChoice]:
    for stage in judged.policy.stages:
        if stage.id == preset.get("to", judged.assessment.stage):
            yield from named_choices(stage.tiers)


def _stage(_: EventKind, judged: JudgedCase, __: Written) -> Iterator[FieldChoice]:
    """Give the stages that the case has left."""
    policy, here = judged.policy, judged.assessment.stage
    for stage in policy.stages[: policy.stage_index(here)] if here is not None else ():
        yield FieldChoice(value=stage.id, words=stage_name(stage))


def _reason(kind: EventKind, judged: JudgedCase, preset: Written) -> Iterator[FieldChoice]:
    if kind is EventKind.DISPUTED:
        yield from named_choices(DISPUTED_BECAUSE)
        return
    here, target = judged.assessment.stage, preset.get("to")
    met = set()
    for move in judged.policy.moves:
        if move.origin in (None, here) and move.target in (None, target) and move.when not in met:
            met.add(move.when)
            yield FieldChoice(value=move.when, words=move.words or coded_title(move.when))


def _agencies(_: EventKind, judged: JudgedCase, __: Written) -> Iterable[FieldChoice]:
    return agency_choices(judged.partnership, judged.assessment.as_of)


def agency_choices(partnership: Partnership, now: Moment) -> tuple[FieldChoice, ...]:
    """List the agencies that belong to a partnership on a day."""
    return tuple(
        FieldChoice(value=each.id, words=each.name)
        for each in partnership.agencies.values()
        if partnership.has_member(each, now.on)
    )


def _what(kind: EventKind, judged: JudgedCase, __: Written) -> Iterable[FieldChoice]:
    policy = judged.policy
    return named_choices(policy.plannings if kind is EventKind.PLANNED else policy.considerations)


def _duty(kind: EventKind, judged: JudgedCase, __: Written) -> Iterator[FieldChoice]:
    met = set()
    for row in judged.assessment.duties:
        if row.duty.id not in met and not row.is_own and _concerns(kind, row):
            met.add(row.duty.id)
            due = "" if row.due_on is None else f", due {due_words(row)}"
            yield FieldChoice(value=row.duty.id, words=f"{row.duty.title}{due}")


def _concerns(kind: EventKind, row: DutyAssessment) -> bool:
    """Say whether an event of a kind can be about a duty as it stands."""
    if kind is EventKind.DISPUTED:
        return row.breach is not Breach.NONE or row.state is DutyState.NO_RECORD
    if kind is EventKind.EXTENSION:
        return row.state in TO_DO and row.force is Force.GUIDE and row.due is not None
    return row.state in TO_DO and EventKind.DONE in row.duty.meeting_kinds


def _plan(_: EventKind, judged: JudgedCase, __: Written) -> Iterable[FieldChoice]:
    return plan_choices(judged.policy.subject)


def plan_choices(subject: Subject) -> tuple[FieldChoice, ...]:
    """List the plans that somebody whom a policy protects may be on."""
    return tuple(
        FieldChoice(value=plan, words="None" if plan == "none" else coded_title(plan))
        for plan in words_of("plan-name")
        if subject is Subject.ADULT or plan not in ADULT_PLANS
    )


def _agreed_by(_: EventKind, judged: JudgedCase, __: Written) -> Iterable[FieldChoice]:
    return named_choices({**judged.partnership.case_roles, **judged.policy.roles})


def _earlier(_: EventKind, judged: JudgedCase, __: Written) -> Iterator[FieldChoice]:
    """Give the events that can be corrected, the latest first."""
    names = EventNames(judged.policy, judged.partnership)
    for placed in reversed(judged.timeline.placed_events):
        event = placed.event
        if not event.kind.row.corrects and event.kind is not EventKind.REDACTION:
            words = f"{names.title(event)}, {names.when(event.at)}"
            yield FieldChoice(value=str(event.key), words=words)


def _of(kind: EventKind, judged: JudgedCase, preset: Written) -> Iterable[FieldChoice]:
    return _earlier(kind, judged, preset) if kind is EventKind.CORRECTION else ()


_Make: TypeAlias = Callable[[EventKind, JudgedCase, Written], Iterable[FieldChoice]]


def _words(name: str) -> _Make:
    """Make a function that gives the words of a closed list of the schema."""
    return lambda *_: (FieldChoice(value=each, words=coded_title(each)) for each in words_of(name))


_CHOICES: Mapping[str, _Make] = {
    "by": _by,
    "to": _to,
    "tier": _tier,
    "stage": _stage,
    "reason": _reason,
    "agencies": _agencies,
    "what": _what,
    "duty": _duty,
    "plan": _plan,
    "agreed_by": _agreed_by,
    "of": _of,
    "whom": lambda _, judged, __: named_choices(judged.policy.recipients),
    "themes": lambda _, judged, __: named_choices(judged.policy.themes),
    "urgency": lambda _, judged, __: named_choices(judged.policy.urgencies or {}),
    "how": _words("how"),
    "measures": _words("measure"),
    "came_about": _words("came-about"),
    "why": _words("withdrawn-because"),
}


def named_choices(words: Mapping[str, str]) -> tuple[FieldChoice, ...]:
    """Make choices of codes with what each is called."""
    return tuple(FieldChoice(value=value, words=capital(each)) for value, each in words.items())
