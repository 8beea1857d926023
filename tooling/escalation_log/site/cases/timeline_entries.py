"""Show the timeline of a case: each event as corrected, and as it was before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from escalation_log.engine.timeline import PlacedEvent
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.cases import Event, EventKind, Header
from escalation_log.site.cases.edition_parts import EditionNames
from escalation_log.site.cases.particulars import header_changes
from escalation_log.words.dates import moment_words
from escalation_log.words.titles import SIDES


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """One event in words; its details are pairs of a label and words.

    `told` says when it happened, who did it, and when it was recorded where that was later.
    `amends` and `amended_by`, its last correction, are numbers of events, 0 for none.
    """

    number: int
    title: str
    told: str
    details: tuple[tuple[str, str], ...]
    references: tuple[str, ...]
    amends: int
    amended_by: int
    changes: tuple[str, ...]


def entries_of(judged: JudgedCase, names: EditionNames) -> tuple[TimelineItem, ...]:
    """List the events that were known by then, the latest first."""
    placed_events = judged.timeline.placed_events
    corrections = sorted(
        (each.event.number, each.event.of)
        for each in placed_events
        if each.event.kind is EventKind.CORRECTION and each.event.of is not None
    )
    amended_by = {of: number for number, of in corrections}
    return tuple(
        _entry(each, judged, names, amended_by.get(each.event.number, 0))
        for each in reversed(placed_events)
    )


def _entry(
    placed_event: PlacedEvent, judged: JudgedCase, names: EditionNames, amended_by: int
) -> TimelineItem:
    event = placed_event.event
    told = moment_words(placed_event.moment)
    if event.by is not None:
        told += f", by {SIDES[event.by]}"
    if event.recorded is not None:
        told += f"; recorded {names.events.when(event.recorded)}"
    return TimelineItem(
        number=event.number,
        title=names.events.title(event),
        told=told,
        details=tuple(field for field in names.events.fields(event) if field[1]),
        references=event.references,
        amends=event.of or 0,
        amended_by=amended_by,
        changes=tuple(_changes(event, judged, names)),
    )


def _changes(event: Event, judged: JudgedCase, names: EditionNames) -> Iterator[str]:
    """Say what an event was before its corrections, or what a header correction changed."""
    written = judged.case.events[event.number - 1]
    if event.header is not None:
        yield from header_changes(_header_before(event.number, judged), event.header, names)
    if event is not written:
        yield from names.events.differences(written, event)


def _header_before(number: int, judged: JudgedCase) -> Header:
    header = judged.case.header
    for event in judged.case.events[: number - 1]:
        header = event.header or header
    return header
