"""The timeline of a case as its page shows it: each event as corrected, and what was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from escalation_log.model.cases import Event, Header
from escalation_log.model.kinds import EventKind
from escalation_log.render.dates import moment_words
from escalation_log.site.cases.editions import EditionNames
from escalation_log.site.cases.events import SIDES
from escalation_log.site.cases.headers import header_changes
from escalation_log.site.publication import JudgedCase
from escalation_log.timeline import Happening


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event in words; its details pair a label with words.

    `amends` and `amended_by` are numbers of events, 0 for none.
    """

    number: int
    title: str
    kind: str
    at: str
    at_words: str
    by: str
    details: tuple[tuple[str, str], ...]
    references: tuple[str, ...]
    recorded: str
    amends: int
    amended_by: int
    changes: tuple[str, ...]


def entries_of(judged: JudgedCase, names: EditionNames) -> tuple[Entry, ...]:
    """List what was known to have happened, the latest first, as a reader asks for it."""
    happenings = judged.timeline.happenings
    amended_by = _amendments(happenings)
    return tuple(
        _entry(each, judged, names, amended_by.get(each.event.number, 0))
        for each in reversed(happenings)
    )


def _amendments(happenings: Sequence[Happening]) -> dict[int, int]:
    """Give by an event's number the last correction of it."""
    corrections = sorted(
        (each.event.number, each.event.of)
        for each in happenings
        if each.event.kind is EventKind.CORRECTION and each.event.of is not None
    )
    return {of: number for number, of in corrections}


def _entry(happening: Happening, judged: JudgedCase, names: EditionNames, amended_by: int) -> Entry:
    event = happening.event
    moment = happening.moment
    return Entry(
        number=event.number,
        title=names.events.title(event),
        kind=event.kind.value,
        at=moment.on.isoformat() if moment.is_date_alone else moment.local.isoformat(),
        at_words=moment_words(moment),
        by=SIDES.get(event.by, ""),
        details=tuple(field for field in names.events.fields(event) if field[1]),
        references=event.references,
        recorded=names.events.when(event.recorded),
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
