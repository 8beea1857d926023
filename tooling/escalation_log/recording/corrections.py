"""What may be corrected of an event, and of the top of a case, with what stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from escalation_log.model.cases import Child, Event, Header, Party, event_key_from
from escalation_log.model.event_kinds import EventKind
from escalation_log.recording.desk import Desk, Written
from escalation_log.recording.field_choices import Choice, named_choices, plan_choices
from escalation_log.recording.form_fields import Answer, FormField, form_fields
from escalation_log.words.titles import of_subject


def correctable(desk: Desk, answers: Written) -> tuple[FormField, ...]:
    """List the questions about what is wrong: in the event `of`, or in the top of the case."""
    if answers.get("kind") == EventKind.HEADER_CORRECTION:
        return tuple(_of_the_top(desk))
    event = corrected_event(desk, answers)
    if event is None:
        return ()
    fields = (
        each
        for each in form_fields(event.kind, desk, {})
        if each.answer is not Answer.FIELDS and each.name != "of"
    )
    return tuple(replace(each, needed=True) for each in fields)


def corrected_event(desk: Desk, answers: Written) -> Event | None:
    """Give the event that `of` names, with its corrections; None where it names none."""
    key = event_key_from(str(answers.get("of", "")))
    for placed in desk.judged.timeline.placed_events:
        if placed.event.key == key:
            return placed.event
    return None


def _of_the_top(desk: Desk) -> Iterator[FormField]:
    policy, partnership = desk.judged.policy, desk.judged.partnership
    header = desk.judged.timeline.header
    yield _one("theme", "What is it about?", named_choices(policy.themes))
    if policy.urgencies is not None:
        yield _one("urgency", "How urgent was it?", named_choices(policy.urgencies))
    if len(header.children) == 1:
        asked = of_subject("Which plans was the child on?", policy.subject)
        yield FormField(
            name="plan",
            question=asked,
            answer=Answer.SEVERAL,
            needed=True,
            choices=plan_choices(policy.subject),
        )
    roles = named_choices(partnership.case_roles)
    yield _one("raising", "Who raised it?", roles)
    if len(header.receiving) == 1:
        yield _one("receiving", "Who received it?", roles)
    for name, asked in (("concern", "What is the concern?"), ("outcome_sought", "What is sought?")):
        yield FormField(
            name=name,
            question=f"{asked} Short, no names.",
            answer=Answer.TEXT,
            needed=True,
            longest=LONGEST_OF_THE_TOP,
        )


# In characters, the most that the concern and the outcome sought may have.
LONGEST_OF_THE_TOP = 600


def _one(name: str, question: str, choices: tuple[Choice, ...]) -> FormField:
    return FormField(name=name, question=question, answer=Answer.ONE, needed=True, choices=choices)


def as_corrected(desk: Desk, answers: Written) -> Mapping[str, object]:
    """Write the answers to `correctable` as the file has them, a whole child or side at a time."""
    given = answers.get("correct")
    if not isinstance(given, Mapping) or answers.get("kind") != EventKind.HEADER_CORRECTION:
        return dict(given) if isinstance(given, Mapping) else {}
    header = desk.judged.timeline.header
    return dict(_top_value(name, value, header) for name, value in given.items())


def _top_value(name: str, value: object, header: Header) -> tuple[str, object]:
    match name:
        case "plan":
            child: Child = header.children[0]
            return "child", {"pseudonym": child.pseudonym, "plan": value}
        case "raising" | "receiving":
            party: Party = header.raising if name == "raising" else header.receiving[0]
            return name, {"agency": party.agency, "role": value}
        case _:
            return name, value
