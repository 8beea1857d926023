"""Turn events into entries as people make them: by date alone, late, or with corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from escalation_log.model.cases import Event, EventKind, Header
from escalation_log.model.moments import Stamp
from escalation_log.sample.acts import stamp_of
from escalation_log.sample.chance import Chance
from escalation_log.sample.invented_words import CORRECTION_REASONS
from escalation_log.sample.ledger import TURNS
from escalation_log.sample.openings import Setting

# Events that move a case or change its limits are always entered at once and with their time.
_AT_ONCE = TURNS | {
    EventKind.RECOMMENDED,
    EventKind.DECIDED,
    EventKind.CHANGED,
    EventKind.EXTENSION,
    EventKind.PROTECTIVE_TIMESCALE,
}

_FIRST_HOUR = 7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LateEntry:
    """An event and when it was entered; a correction names the entry that it corrects."""

    event: Event
    entered: datetime
    corrects: LateEntry | None = None


def as_recorded(
    events: Sequence[Event], header: Header, setting: Setting, chance: Chance
) -> tuple[Event, ...]:
    """Turn events into those that a file records, numbered from 1 in the order of their entry."""
    entries = list(_entries(events, setting, chance))
    entries += _corrections(entries, setting, chance)
    if chance.happens(2):
        entries += _header_corrections(entries, header, setting, chance)
    numbered: dict[int, Event] = {}
    for number, entry in enumerate(sorted(entries, key=lambda each: each.entered), start=1):
        event = replace(entry.event, number=number)
        if entry.corrects is not None:
            event = _corrected(event, numbered[id(entry.corrects)])
        numbered[id(entry)] = event
    return tuple(numbered.values())


def _entries(events: Sequence[Event], setting: Setting, chance: Chance) -> Iterator[LateEntry]:
    """Give each event its entry: at once, some days late, or with its date alone."""
    day_before: date | None = None
    for index, event in enumerate(events):
        at = _moment(event.at)
        is_first_of_day = event.at.on != day_before
        day_before = event.at.on
        if is_first_of_day and chance.happens(6):
            yield LateEntry(event=replace(event, at=Stamp(on=event.at.on)), entered=_start(at))
            continue
        if index and event.kind not in _AT_ONCE and chance.happens(5):
            recorded = setting.diary.later(at, chance.between(0, 4), chance)
            if recorded <= setting.as_of:
                late = replace(event, recorded=stamp_of(recorded))
                yield LateEntry(event=late, entered=recorded)
                continue
        yield LateEntry(event=event, entered=at)


def _corrections(
    entries: Sequence[LateEntry], setting: Setting, chance: Chance
) -> Iterator[LateEntry]:
    """Correct one event of some cases to a moment some hours or days earlier."""
    targets = [
        index
        for index, entry in enumerate(entries)
        if index and entry.event.kind not in _AT_ONCE and entry.event.at.time is not None
    ]
    if not targets or not chance.happens(8):
        return
    index = chance.pick(targets)
    target = entries[index]
    written = _moment(target.event.at)
    true = written - timedelta(days=chance.pick((0, 1, 1, 2)), minutes=5 * chance.between(1, 18))
    at = setting.diary.later(target.entered, chance.between(0, 6), chance)
    if at > setting.as_of or not _is_in_place(true, entries[:index]):
        return
    correction = Event(
        number=0,
        at=stamp_of(at),
        kind=EventKind.CORRECTION,
        by="partnership",
        reason=chance.pick(CORRECTION_REASONS),
        correct=(("at", stamp_of(true)),),
    )
    yield LateEntry(event=correction, entered=at, corrects=target)


def _is_in_place(at: datetime, before: Sequence[LateEntry]) -> bool:
    """Say whether a moment is by day and after the last event that is always entered at once."""
    moved = max(
        index for index, entry in enumerate(before) if not index or entry.event.kind in _AT_ONCE
    )
    return at.hour >= _FIRST_HOUR and at > _moment(before[moved].event.at)


def _header_corrections(
    entries: Sequence[LateEntry], header: Header, setting: Setting, chance: Chance
) -> Iterator[LateEntry]:
    themes = [theme for theme in sorted(setting.edition.policy.themes) if theme != header.theme]
    at = setting.diary.later(entries[0].entered, chance.between(1, 8), chance)
    if not themes or at > setting.as_of:
        return
    theme = chance.pick(themes)
    correction = Event(
        number=0,
        at=stamp_of(at),
        kind=EventKind.HEADER_CORRECTION,
        by="partnership",
        reason=chance.pick(CORRECTION_REASONS),
        correct=(("theme", theme),),
        header=replace(header, theme=theme),
    )
    yield LateEntry(event=correction, entered=at)


def _corrected(correction: Event, target: Event) -> Event:
    ((_, at),) = correction.correct
    if not isinstance(at, Stamp):
        raise TypeError(at)
    return replace(correction, of=target.number, corrected=replace(target, at=at))


def _moment(stamp: Stamp) -> datetime:
    return datetime.combine(stamp.on, stamp.time or time())


def _start(at: datetime) -> datetime:
    return datetime.combine(at.date(), time())
