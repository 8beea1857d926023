"""The events of a case in words, as corrected, with what each correction changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_at
from escalation_log.engine.timeline import PlacedEvent
from escalation_log.log.entries import Entries, Entry
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.cases import Event, EventKey
from escalation_log.model.event_kinds import EventKind
from escalation_log.site.cases.edition_parts import EditionNames
from escalation_log.site.cases.particulars import header_changes
from escalation_log.words.dates import day_words, moment_words
from escalation_log.words.entering import days_after
from escalation_log.words.titles import SIDES


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """One event in words; its details are pairs of a label and words.

    `told` says when it happened, who did it, and when it was recorded where that was later;
    `late` how long after it happened it was entered, where that is longer than it should be.
    `amends` and `amended_by`, its last correction, are numbers of events, 0 for none.
    """

    key: EventKey
    title: str
    told: str
    late: str
    details: tuple[tuple[str, str], ...]
    references: tuple[str, ...]
    waits: bool
    amends: EventKey
    amended_by: EventKey
    changes: tuple[str, ...]


def entries_of(
    judged: JudgedCase, names: EditionNames, entries: Entries
) -> tuple[TimelineItem, ...]:
    """List the events that were known by then, the latest first.

    `entries` say when events came to the main branch, as far as that is known.
    """
    placed_events = judged.timeline.placed_events
    corrections = sorted(
        (each.event.number, each.event.of, each.event.key)
        for each in placed_events
        if each.event.kind is EventKind.CORRECTION and each.event.of is not None
    )
    amended_by: dict[int, EventKey] = {of: key for _, of, key in corrections}
    return tuple(
        _entry(
            each,
            judged,
            names,
            amended_by.get(each.event.number, 0),
            _entered(each.event, judged, entries),
        )
        for each in reversed(placed_events)
    )


def _entered(event: Event, judged: JudgedCase, entries: Entries) -> Entry | None:
    """Give when an event came: by its id, or by its place in the file of the case."""
    place = judged.case.place_of(event.number)
    return entries.get(event.key) or (None if place is None else entries.get(place + 1))


def _entry(
    placed_event: PlacedEvent,
    judged: JudgedCase,
    names: EditionNames,
    amended_by: EventKey,
    entered: Entry | None,
) -> TimelineItem:
    event = placed_event.event
    told = moment_words(placed_event.moment)
    if event.by is not None:
        told += f", by {SIDES[event.by]}"
    if event.recorded is not None:
        told += f"; recorded {names.events.when(event.recorded)}"
    return TimelineItem(
        key=event.key,
        title=names.events.title(event),
        told=told,
        late=_late(placed_event, judged, entered),
        details=tuple(field for field in names.events.fields(event) if field[1]),
        references=event.references,
        waits=judged.case.place_of(event.number) is None,
        amends=judged.case.events[event.of - 1].key if event.of else 0,
        amended_by=amended_by,
        changes=tuple(_changes(event, judged, names)),
    )


def _late(placed_event: PlacedEvent, judged: JudgedCase, entered: Entry | None) -> str:
    """Say on which late day an event was entered, and how late that is; nothing where it is not.

    Where Git does not know its entry, what the file says of when it was recorded counts. What the
    partnership said before the event came holds for it, whatever it says since.
    """
    happened, known = placed_event.moment, placed_event.known
    zone = ZoneInfo(judged.policy.time_zone)
    at = None if entered is None else entered.at
    entry = known if at is None or at < known.at else moment_at(at, zone)
    within = {} if entered is None else entered.within
    days = within.get(judged.policy.id, judged.partnership.entry_within_days)
    if (entry.on - happened.on).days <= days:
        return ""
    return f"on {day_words(entry.on)}, {days_after(happened.on, entry.on)}"


def _changes(event: Event, judged: JudgedCase, names: EditionNames) -> Iterator[str]:
    """Say what an event was before its corrections, or what a header correction changed."""
    written = judged.case.events[event.number - 1]
    if event.header is not None:
        earlier = (each.header for each in judged.case.events[: event.number - 1])
        *_, before = filter(None, (judged.case.header, *earlier))
        yield from header_changes(before, event.header, names)
    if event is not written:
        yield from names.events.differences(written, event)
