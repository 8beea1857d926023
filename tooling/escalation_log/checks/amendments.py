"""Rules on events that amend others: corrections and extensions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from escalation_log.checks.subjects import CaseToCheck, FileToCheck, Finding, choices
from escalation_log.engine.calendar import OutsideCalendarError
from escalation_log.engine.clock import DueBy, protective_due
from escalation_log.engine.context import limit_in_force
from escalation_log.engine.deadline import deadline_for
from escalation_log.engine.matching import matches
from escalation_log.engine.occurrences import Occurrences
from escalation_log.engine.timeline import PlacedEvent, urgency_at
from escalation_log.model.cases import (
    PSEUDONYM,
    PSEUDONYM_TAKEN_OUT,
    TEXT_TAKEN_OUT,
    TEXTS_OF_HEADER,
    TOP,
    Case,
    Event,
    Header,
)
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import (
    Entered,
    EventPattern,
    TimedLimit,
    Trigger,
    triggers_in,
)
from escalation_log.model.policies import Duty, Force
from escalation_log.model.problems import Severity


def correction_target(subject: FileToCheck) -> Iterator[Finding]:
    """A correction names an earlier event that is not itself a correction."""
    if not isinstance(subject.content, Case):
        return
    events = subject.content.events
    for event in events:
        if event.of is None or event.kind is not EventKind.CORRECTION:
            continue
        place = ("events", event.number - 1, "of")
        if event.of >= event.number:
            yield Finding(
                place,
                "A correction points at an event above it. Type the number of the event that was "
                f"wrong, from 1 to {event.number - 1}."
                if event.number > 1
                else "There is no event above this correction. Correct the event itself.",
            )
        elif (target := events[event.of - 1]).kind.row.corrects:
            yield Finding(
                place,
                "That event corrects the header. Record another `header-correction` instead."
                if target.of is None
                else "That event is itself a correction. Correct event "
                f"{events[target.of - 1].key} again instead.",
            )


_OF_THE_HEADER = frozenset({*TEXTS_OF_HEADER, PSEUDONYM})


def redaction_target(subject: FileToCheck) -> Iterator[Finding]:
    """A redaction names an earlier event, or the top, and a text that stood there and is gone."""
    if not isinstance(subject.content, Case):
        return
    for event in subject.content.events:
        if event.kind is not EventKind.REDACTION:
            continue
        place = ("events", event.number - 1)
        if event.of is None:
            if event.field not in _OF_THE_HEADER:
                yield Finding(
                    (*place, "field"),
                    "The top of the file has no such text, so nothing can be taken out of it. Type "
                    f"{choices(sorted(_OF_THE_HEADER))}, or the number of an event.",
                )
            elif _stands(subject.content, event):
                yield _not_gone(subject.content, event)
            continue
        events = subject.content.events
        if event.of >= event.number:
            yield Finding(
                (*place, "of"),
                "A redaction points at an event above it, from which the value was taken. Type "
                "that event's number.",
            )
        elif not _may_have(events[event.of - 1], event.field or ""):
            yield Finding(
                (*place, "field"),
                f"Event {events[event.of - 1].key} has no such text, so nothing can be taken out "
                "of it. Type the field that it had, or the number of another event.",
            )
        elif _stands(subject.content, event):
            yield _not_gone(subject.content, event)


def _may_have(event: Event, field: str) -> bool:
    """Say whether a text may stand in an event or, for one of the header, in what it corrects."""
    if field in _OF_THE_HEADER:
        return True
    is_text = field not in event.kind.row.coded_texts
    corrected = {name for name, _ in event.correct}
    return field == "note" or field in corrected or (is_text and field in event.kind.row.own_fields)


def _stands(case: Case, redaction: Event) -> bool:
    """Say whether what a redaction names stands where it is said to have been taken out."""
    field = redaction.field or ""
    if field == PSEUDONYM:
        return any(each.pseudonym != PSEUDONYM_TAKEN_OUT for each in case.header.children)
    texts: list[object] = []
    # In older files the first event stands for the top.
    if field in TEXTS_OF_HEADER and redaction.of in (None, 1):
        texts.append(getattr(case.header, field))
    if redaction.of is not None:
        event = case.events[redaction.of - 1]
        texts += [value for name, value in event.correct if name == field]
        if field not in (*TEXTS_OF_HEADER, *event.kind.row.coded_texts):
            texts.append(getattr(event, field))
    return any(isinstance(each, str) and each.strip() != TEXT_TAKEN_OUT for each in texts)


def _not_gone(case: Case, redaction: Event) -> Finding:
    key = TOP if redaction.of is None else case.events[redaction.of - 1].key
    if redaction.field == PSEUDONYM or (redaction.field in TEXTS_OF_HEADER and key == 1):
        key = TOP
    where = "at the top" if key == TOP else f"in event {key}"
    return Finding(
        ("events", redaction.number - 1, "field"),
        f"This says that a value was taken out, and it still stands {where}. If this redaction "
        "was not recorded yet, delete it. Then type `escalog redact "
        f"{case.reference} {key} {redaction.field} --reason REASON --authority AUTHORITY`.",
    )


def duplicate(subject: FileToCheck) -> Iterator[Finding]:
    """A case withdrawn as a duplicate names the other case, and one withdrawn otherwise none."""
    if not isinstance(subject.content, Case):
        return
    standing = {event.number: event for event in subject.content.events}
    for event in subject.content.events:
        if event.corrected is not None:
            standing[event.corrected.number] = event.corrected
    for event in standing.values():
        place = ("events", event.number - 1)
        is_duplicate = event.kind is EventKind.WITHDRAWN and event.why == "duplicate"
        if is_duplicate and event.duplicate_of is None:
            yield Finding(
                (*place, "why"),
                "A duplicate says of which case. Add a line such as `of: KN-2026-0007`.",
            )
        elif event.duplicate_of is not None and not is_duplicate:
            yield Finding(
                (*place, "of"),
                "Only a case withdrawn as a duplicate names another one. Type `why: duplicate`, or "
                "leave `of` out.",
            )


# The place of the header among the events, which are numbered from 1.
_HEADER = 0


def idle_correction(subject: FileToCheck) -> Iterator[Finding]:
    """A correction changes at least one field."""
    if not isinstance(subject.content, Case):
        return
    standing: dict[int, Event | Header] = {_HEADER: subject.content.header}
    for event in subject.content.events:
        standing[event.number] = event
        result = event.corrected or event.header
        if result is None:
            continue
        number = result.number if isinstance(result, Event) else _HEADER
        if standing[number] == result:
            yield Finding(
                ("events", event.number - 1, "correct"),
                "This says what stands there already, so it corrects nothing. Type the fields as "
                "they should be, or leave the event out.",
                Severity.WARNING,
            )
        standing[number] = result


def extension(subject: CaseToCheck) -> Iterator[Finding]:
    """An extension is of a guide limit in days or hours, and ends after that limit."""
    for placed_event in subject.by_number:
        event = placed_event.event
        duty = subject.rulebook.index.by_id.get(event.duty or "")
        if event.kind is not EventKind.EXTENSION or duty is None or event.until is None:
            continue
        limit = limit_in_force(duty, urgency_at(subject.timeline, placed_event.order))
        if not isinstance(limit, TimedLimit):
            yield Finding(
                subject.place(placed_event, "duty"),
                "The policy gives this duty no number of days or hours, so there is nothing to "
                "extend. Leave the extension out.",
            )
        elif not _only_guides(duty, placed_event, subject):
            yield Finding(
                subject.place(placed_event, "duty"),
                "This duty's limit is required, and only a guide can be extended. Leave the "
                "extension out; if the limit is missed, the log says so.",
            )
        else:
            until = protective_due(event.until, subject.zone, subject.policy.day_ends)
            yield from _too_short(until, duty, limit, placed_event, subject)


def _too_short(
    until: DueBy, duty: Duty, limit: TimedLimit, placed_event: PlacedEvent, subject: CaseToCheck
) -> Iterator[Finding]:
    """Find an extension that ends before it was agreed, or not after the guide's first date."""
    rules, calendar = subject.rulebook.index.rules, subject.context.calendar_of(duty)
    guides = []
    for moment in _possible_starts(duty.trigger, placed_event, subject):
        # In a year that no calendar knows, another rule says that the event cannot be.
        with suppress(OutsideCalendarError):
            guides.append(
                deadline_for(limit, moment, rules, calendar, known_on=placed_event.moment.on)
            )
    if until.due_on < placed_event.moment.on:
        yield Finding(
            subject.place(placed_event, "until"),
            "This is earlier than the day on which the extension was agreed (`at`). Type the new, "
            "later date.",
        )
    elif guides and until.due.at <= min(guide.due.at for guide in guides):
        first = min(guide.due_on for guide in guides)
        yield Finding(
            subject.place(placed_event, "until"),
            f"This is not later than the guide's own date, {first}. Type the new, later date.",
        )


def _only_guides(duty: Duty, placed_event: PlacedEvent, subject: CaseToCheck) -> bool:
    return duty.force is Force.GUIDE or any(
        since.order <= placed_event.order and (until is None or placed_event.order < until.order)
        for since, until in Occurrences(subject.context).guide_windows()
    )


def _possible_starts(
    trigger: Trigger, placed_event: PlacedEvent, subject: CaseToCheck
) -> Iterator[Moment]:
    """Give the moments before an extension at which the duty's clock may have started."""
    timeline = subject.timeline
    for part in triggers_in(trigger):
        if isinstance(part, EventPattern):
            for each in timeline.placed_events:
                if each.order <= placed_event.order and matches(part, each):
                    yield each.moment
        elif isinstance(part, Entered):
            for visit in timeline.visits:
                is_it = visit.stage == part.stage or part.or_later
                if is_it and visit.entered.order <= placed_event.order:
                    yield visit.entered.moment
