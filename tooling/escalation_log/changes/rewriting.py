"""What was corrected, and what was changed where it may only be added to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from escalation_log.model.cases import Case, Event, Header
from escalation_log.render.event_words import EventNames
from escalation_log.render.limits import counted
from escalation_log.store import JudgedCase

# What a person who does not know the file's keys calls its fields.
_FIELDS = {
    "policy": "policy",
    "version": "edition of the policy",
    "children": "child",
    "raising": "raising side",
    "receiving": "receiving side",
    "concern": "words of the concern",
    "outcome_sought": "outcome sought",
    "links": "related cases",
    "at": "moment",
    "kind": "what happened",
    "by": "side",
    "recorded": "when it was entered",
}


def correction_sentences(event: Event, case: Case, judged: JudgedCase) -> Iterator[str]:
    """Say what an event corrects; what stood in free text is never repeated."""
    if event.corrected is not None:
        names = EventNames(judged.policy, judged.partnership)
        before = _standing(case, event.corrected.number, event.number)
        for words in names.differences(before, event.corrected):
            yield f"Event {event.corrected.number} is corrected. {words}."
    if event.header is not None:
        changed = field_words(_header_before(case, event.number), event.header)
        if changed:
            yield f"What the case is about is corrected: {changed}."


def warnings_of(before: Case, after: Case) -> Iterator[str]:
    """Say what was changed or removed of what had been recorded already."""
    changed = field_words(before.header, after.header)
    if changed:
        yield (
            f"The head of the file is changed: {changed}. Put back what stood there, and record a "
            "header-correction."
        )
    for old, new in zip(before.events, after.events, strict=False):
        if _as_written(old) != _as_written(new):
            yield (
                f"Event {old.number} had been recorded already and is changed: "
                f"{field_words(_as_written(old), _as_written(new))}. Put back what stood there, "
                "and record a correction."
            )
    missing = len(before.events) - len(after.events)
    if missing > 0:
        yield (
            f"{counted(missing, 'recorded event is', 'recorded events are')} removed from the end. "
            "Put back what stood there."
        )


def field_words(before: Header | Event, after: Header | Event) -> str:
    """Name the fields in which two headers, or two events, differ; empty where none does."""
    return ", ".join(
        _FIELDS.get(each.name, each.name.replace("_", " "))
        for each in fields(before)
        if getattr(before, each.name) != getattr(after, each.name)
    )


def _as_written(event: Event) -> Event:
    """Leave out what follows from other events."""
    return replace(event, corrected=None, header=None)


def _standing(case: Case, number: int, until: int) -> Event:
    """Give an event as it stood before a correction with the number `until`."""
    earlier = [each.corrected for each in case.events[: until - 1] if each.corrected is not None]
    return next(
        (each for each in reversed(earlier) if each.number == number), case.events[number - 1]
    )


def _header_before(case: Case, until: int) -> Header:
    earlier = [each.header for each in case.events[: until - 1] if each.header is not None]
    return earlier[-1] if earlier else case.header
