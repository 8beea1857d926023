"""What can be recorded under a policy in general, for a form that cannot judge a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from escalation_log.checks.subjects import RulebookParts
from escalation_log.files.reading import words_of
from escalation_log.log.judged_case import judged_case
from escalation_log.model.cases import Case, Event, Header, Party
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment
from escalation_log.model.policies import Duty, Force, Policy
from escalation_log.model.rulebook import Rulebook
from escalation_log.recording.desk import Desk
from escalation_log.recording.field_choices import FieldChoice
from escalation_log.recording.form_fields import (
    AnswerKind,
    FormField,
    field_of,
    names_of,
    with_one_needed,
)
from escalation_log.recording.made_up import stamp_at
from escalation_log.words.events import KIND_WORDS
from escalation_log.words.titles import SIDES, capital, coded_title, of_subject, stage_name


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralForm:
    """A kind of event, what it is called, and its questions."""

    kind: EventKind
    title: str
    fields: tuple[FormField, ...]


# They need what stands in a case already, or have commands of their own.
_NEED_THE_CASE = frozenset({EventKind.CORRECTION, EventKind.HEADER_CORRECTION, EventKind.REDACTION})


def general_forms(book: Rulebook, now: Moment) -> Iterator[GeneralForm]:
    """Give a form for each kind of event that a case of a policy can have."""
    desk, policy = _blank(book, now), book.policy
    for kind in EventKind:
        if kind in _NEED_THE_CASE:
            continue
        asked = (field_of(name, kind, desk, {}) for name in names_of(kind))
        fields = tuple(_general(each, kind, policy) for each in asked)
        if all(_can_be_asked(each) for each in fields if each.needed):
            title = of_subject(KIND_WORDS[kind].title or coded_title(kind), policy.subject)
            yield GeneralForm(
                kind=kind,
                title=title.removesuffix(": {}").removesuffix(" to {}"),
                fields=with_one_needed(kind, [each for each in fields if _can_be_asked(each)]),
            )


def _blank(book: Rulebook, now: Moment) -> Desk:
    """Lay out a case of the policy in which nothing but its beginning is recorded."""
    partnership = book.partnership
    agency, role = next(iter(partnership.agencies), ""), next(iter(partnership.case_roles), "")
    header = Header(
        reference=f"{partnership.reference_prefix}-{now.on.year}-0001",
        policy=book.policy.id,
        version=book.policy.version,
        theme=next(iter(book.policy.themes), ""),
        children=(),
        raising=Party(agency=agency, role=role),
        receiving=(Party(agency=agency, role=role),),
        concern="",
        outcome_sought="",
    )
    first = Event(number=1, at=stamp_at(now), kind=EventKind.RAISED)
    case = Case(header=header, events=(first,))
    parts = RulebookParts(
        policies={},
        statements={},
        partnerships={},
        calendars={},
        editions=frozenset(),
        files=frozenset(),
    )
    judged = judged_case("", case, book, now)
    return Desk(data=b"", waiting=(), judged=judged, parts=parts, references=(), now=now)


def _can_be_asked(field: FormField) -> bool:
    return bool(field.choices) or field.answer not in (AnswerKind.ONE, AnswerKind.SEVERAL)


def _general(field: FormField, kind: EventKind, policy: Policy) -> FormField:
    make = _CHOICES.get(field.name)
    if make is None or field.answer is not AnswerKind.ONE or (kind, field.name) in _CLOSED:
        return field
    return replace(field, choices=tuple(make(kind, policy)))


# Here the list is the same in every case.
_CLOSED = frozenset({(EventKind.DISPUTED, "reason")})


def _sides(_: EventKind, __: Policy) -> Iterator[FieldChoice]:
    for side in words_of("by"):
        yield FieldChoice(value=side, words=capital(SIDES[side]))


def _stages(_: EventKind, policy: Policy) -> Iterator[FieldChoice]:
    for stage in policy.stages:
        yield FieldChoice(value=stage.id, words=stage_name(stage))


def _tiers(_: EventKind, policy: Policy) -> Iterator[FieldChoice]:
    for stage in policy.stages:
        for tier, words in stage.tiers.items():
            yield FieldChoice(value=tier, words=capital(words))


def _reasons(_: EventKind, policy: Policy) -> Iterator[FieldChoice]:
    reasons = {move.when: move.words or coded_title(move.when) for move in policy.moves}
    for reason, words in reasons.items():
        yield FieldChoice(value=reason, words=words)


def _duties(kind: EventKind, policy: Policy) -> Iterator[FieldChoice]:
    for duty in policy.all_duties:
        if _concerns(kind, duty):
            yield FieldChoice(value=duty.id, words=duty.title)


def _concerns(kind: EventKind, duty: Duty) -> bool:
    if kind is EventKind.DONE:
        return EventKind.DONE in duty.meeting_kinds
    return kind is not EventKind.EXTENSION or (duty.force is Force.GUIDE and duty.has_number)


_CHOICES: Mapping[str, Callable[[EventKind, Policy], Iterator[FieldChoice]]] = {
    "by": _sides,
    "to": _stages,
    "stage": _stages,
    "tier": _tiers,
    "reason": _reasons,
    "duty": _duties,
}
