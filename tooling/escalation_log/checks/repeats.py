"""Rules on what is recorded a second time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from escalation_log.checks.subjects import FileToCheck, Finding
from escalation_log.model.cases import Case, Event
from escalation_log.model.problems import Severity


def waits_as_well(subject: FileToCheck) -> Iterator[Finding]:
    """No event that waits stands in its case's file without its id, where it would count twice."""
    if not isinstance(subject.content, Case) or not subject.content.waiting:
        return
    case = subject.content
    typed = {
        _facts(each): each
        for each in case.events
        if each.id is None and case.place_of(each.number) is not None
    }
    for event in case.waiting:
        if (other := typed.get(_facts(event))) is not None:
            yield Finding(
                ("events", event.number - 1),
                f"Event {other.key} of the case's file seems to be the same, and both count. If "
                "they are one, take out the one that is not on the main branch yet.",
                Severity.WARNING,
            )


def _facts(event: Event) -> Event:
    """Give what happened, without what two people would write in different words."""
    return replace(
        event,
        number=0,
        id=None,
        position=None,
        recorded=None,
        note=None,
        corrected=None,
        header=None,
    )
