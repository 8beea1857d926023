"""What may be corrected of an event, and of the top of a case, with what stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from escalation_log.model.cases import Event, Header, event_key_from
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Stamp
from escalation_log.recording.desk import Desk, Written
from escalation_log.recording.field_choices import (
    agency_choices,
    named_choices,
    plan_choices,
)
from escalation_log.recording.form_fields import (
    LONGEST_OF_THE_TOP,
    MOST_PLANS,
    AnswerKind,
    FormField,
    field_of,
    form_fields,
    numbered,
    one_of,
)
from escalation_log.recording.written import stamp_words
from escalation_log.words.titles import agency_words, of_subject


def correctable(desk: Desk, answers: Written) -> tuple[FormField, ...]:
    """List the questions about what is wrong: in the event `of`, or in the top of the case."""
    if answers.get("kind") == EventKind.HEADER_CORRECTION:
        return tuple(_of_the_top(desk))
    event = corrected_event(desk, answers)
    if event is None:
        return ()
    asked = form_fields(event.kind, desk, {} if event.why is None else {"why": event.why})
    names = [each.name for each in asked if each.name not in ("of", "correct")]
    names += [name for name in ("why", "how") if getattr(event, name) and name not in names]
    known = {} if event.to is None else {"to": event.to}
    fields = (field_of(each, event.kind, desk, known) for each in names)
    return tuple(replace(each, needed=True) for each in fields)


def corrected_event(desk: Desk, answers: Written) -> Event | None:
    """Give the event that `of` names, with its corrections; None where it names none."""
    key = event_key_from(str(answers.get("of", "")))
    for placed in desk.judged.timeline.placed_events:
        if placed.event.key == key:
            return placed.event
    return None


def standing_values(desk: Desk, answers: Written) -> Written:
    """Give what stands now for each question of `correctable`, as a file has it, where any does."""
    if answers.get("kind") == EventKind.HEADER_CORRECTION:
        found = _standing_on_top(desk.judged.timeline.header)
    else:
        event = corrected_event(desk, answers)
        found = {each.name: getattr(event, each.name) for each in correctable(desk, answers)}
    return {
        name: _as_in_a_file(value)
        for name, value in found.items()
        if value is not None and (value != () or name.startswith("plan"))
    }


def _as_in_a_file(value: object) -> object:
    match value:
        case Stamp():
            return stamp_words(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(value) or ["none"]
        case _:
            return value


def _of_the_top(desk: Desk) -> Iterator[FormField]:
    policy, partnership = desk.judged.policy, desk.judged.partnership
    header, began = desk.judged.timeline.header, desk.judged.timeline.placed_events[0].moment
    yield one_of("theme", "What is it about?", named_choices(policy.themes))
    if policy.urgencies is not None:
        yield one_of("urgency", "How urgent was it?", named_choices(policy.urgencies))
    for name, child in numbered("plan", header.children):
        of_whom = f"{child.pseudonym}: " if len(header.children) > 1 else ""
        yield FormField(
            name=name,
            question=of_whom + of_subject("Which plans was the child on?", policy.subject),
            answer=AnswerKind.SEVERAL,
            needed=True,
            choices=plan_choices(policy.subject),
            most=MOST_PLANS,
        )
    agencies, roles = agency_choices(partnership, began), named_choices(partnership.case_roles)
    yield one_of("raising_agency", "Which agency raised it?", agencies)
    yield one_of("raising", "Who raised it there?", roles)
    for name, party in numbered("receiving", header.receiving):
        of_whom = ""
        if len(header.receiving) > 1:
            of_whom = f"{agency_words(party.agency, partnership)}: "
        yield one_of(f"{name}_agency", f"{of_whom}Which agency received it?", agencies)
        yield one_of(name, f"{of_whom}Who received it there?", roles)
    for name, asked in (("concern", "What is the concern?"), ("outcome_sought", "What is sought?")):
        yield FormField(
            name=name,
            question=f"{asked} Short, no names.",
            answer=AnswerKind.TEXT,
            needed=True,
            longest=LONGEST_OF_THE_TOP,
        )


def _standing_on_top(header: Header) -> dict[str, object]:
    found: dict[str, object] = {
        "theme": header.theme,
        "urgency": header.urgency,
        "concern": header.concern,
        "outcome_sought": header.outcome_sought,
        "raising": header.raising.role,
        "raising_agency": header.raising.agency,
    }
    found |= {name: child.plan for name, child in numbered("plan", header.children)}
    for name, party in numbered("receiving", header.receiving):
        found |= {name: party.role, f"{name}_agency": party.agency}
    return found


def as_corrected(desk: Desk, answers: Written) -> Mapping[str, object]:
    """Write the answers to `correctable` as the file has them, a whole child or side at a time."""
    given = answers.get("correct")
    if not isinstance(given, Mapping) or answers.get("kind") != EventKind.HEADER_CORRECTION:
        return dict(given) if isinstance(given, Mapping) else {}
    header = desk.judged.timeline.header
    stands = {**_standing_on_top(header), **given}
    written = {name: each for name, each in given.items() if not name.startswith(_OF_ITEMS)}
    if any(name.startswith("plan") for name in given):
        children = [
            {"pseudonym": child.pseudonym, "plan": _as_in_a_file(stands[name])}
            for name, child in numbered("plan", header.children)
        ]
        written |= {"child": children[0]} if len(children) == 1 else {"children": children}
    if any(name.startswith("raising") for name in given):
        written["raising"] = {"agency": stands["raising_agency"], "role": stands["raising"]}
    if any(name.startswith("receiving") for name in given):
        written["receiving"] = [
            {"agency": stands[f"{name}_agency"], "role": stands[name]}
            for name, _ in numbered("receiving", header.receiving)
        ]
    return written


# Of these questions the answers are parts of one value of the file.
_OF_ITEMS = ("plan", "raising", "receiving")
