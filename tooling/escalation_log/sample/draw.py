"""Draw cases, each with a random stream of its own, and enter their events as people do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from escalation_log.model.cases import Case, Event, Header
from escalation_log.model.errors import EscalogError
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Stamp
from escalation_log.model.rulebook import Rulebook
from escalation_log.sample.asides import follow_the_rest
from escalation_log.sample.chance import Chance
from escalation_log.sample.invented_words import (
    AUTHORITIES,
    CORRECTION_REASONS,
    REDACTION_REASONS,
)
from escalation_log.sample.ledger import TURNS
from escalation_log.sample.openings import Opening, Setting, header_of, openings, sample_settings
from escalation_log.sample.progress import follow_duties, follow_stages
from escalation_log.sample.single_events import bare_event, stamp_of
from escalation_log.sample.storyline import Storyline, begin_case

# The number of preceding cases that a case may be related to.
_RELATED = 50


def draw_cases(
    editions: Sequence[Rulebook], *, count: int, seed: int, as_of: datetime
) -> Iterator[Case]:
    """Draw `count` cases, in the order in which they opened, with no event after `as_of` (aware).

    The same editions, count, seed and moment give the same cases. Raise EscalogError at once where
    no edition was in force by then, or where a year would have more cases than references.
    """
    settings = sample_settings(editions, as_of, count)
    if not settings:
        raise EscalogError(
            "No edition of a policy was in force by then, so that no case could be opened.",
            hint="Ask for a later moment with --as-of.",
        )
    return _draw_each(list(openings(settings, count, seed)), seed)


def _draw_each(opened: Sequence[Opening], seed: int) -> Iterator[Case]:
    references = [opening.reference for opening in opened]
    followers = (follow_duties, follow_stages, follow_the_rest)
    for number, opening in enumerate(opened):
        setting, chance = opening.setting, Chance(seed, "case", number)
        earlier = references[max(number - _RELATED, 0) : number]
        header = header_of(opening, earlier, chance)
        story = Storyline(setting, header, chance, earlier, followers)
        begin_case(story, opening.at)
        events = _as_recorded(story.run(), header, setting, chance)
        yield Case(header=header, events=events, salt=_salt(Chance(seed, "salt", number)))


def _salt(chance: Chance) -> str:
    """Draw thirty-two hex digits; an invented case keeps no secret, so a seed may give them."""
    return "".join(f"{chance.below(16):x}" for _ in range(32))


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
class _Entry:
    """An event and when it was entered; a correction or redaction has the entry that it is of."""

    event: Event
    entered: datetime
    of: _Entry | None = None


def _as_recorded(
    events: Sequence[Event], header: Header, setting: Setting, chance: Chance
) -> tuple[Event, ...]:
    """Turn events into those that a file records, numbered from 1 in the order of their entry."""
    entries = list(_entries(events, setting, chance))
    entries += _corrections(entries, setting, chance)
    if chance.happens(2):
        entries += _header_corrections(entries, header, setting, chance)
    if chance.happens(2):
        entries += _redactions(entries, setting, chance)
    numbered: dict[int, Event] = {}
    for number, entry in enumerate(sorted(entries, key=lambda each: each.entered), start=1):
        event = replace(entry.event, number=number)
        if entry.of is not None:
            of = numbered[id(entry.of)].number
            corrected = event.corrected and replace(event.corrected, number=of)
            event = replace(event, of=of, corrected=corrected)
        numbered[id(entry)] = event
    return tuple(numbered.values())


def _entries(events: Sequence[Event], setting: Setting, chance: Chance) -> Iterator[_Entry]:
    """Give each event its entry: at once, some days late, or with its date alone."""
    day_before: date | None = None
    for index, event in enumerate(events):
        at = _moment(event.at)
        is_first_of_day = event.at.on != day_before
        day_before = event.at.on
        if is_first_of_day and chance.happens(6):
            start = datetime.combine(event.at.on, time())
            yield _Entry(event=replace(event, at=Stamp(on=event.at.on)), entered=start)
            continue
        if index and event.kind not in _AT_ONCE and chance.happens(5):
            recorded = setting.diary.later(at, chance.between(0, 4), chance)
            if recorded <= setting.as_of:
                late = replace(event, recorded=stamp_of(recorded))
                yield _Entry(event=late, entered=recorded)
                continue
        yield _Entry(event=event, entered=at)


def _corrections(entries: Sequence[_Entry], setting: Setting, chance: Chance) -> Iterator[_Entry]:
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
    correction = replace(
        bare_event(EventKind.CORRECTION, at, "partnership"),
        reason=chance.pick(CORRECTION_REASONS),
        correct=(("at", stamp_of(true)),),
        corrected=replace(target.event, at=stamp_of(true)),
    )
    yield _Entry(event=correction, entered=at, of=target)


def _redactions(entries: Sequence[_Entry], setting: Setting, chance: Chance) -> Iterator[_Entry]:
    """Say of an event without a note that one was taken out of it."""
    target = chance.pick([entry for entry in entries if entry.event.note is None] or entries)
    at = setting.diary.later(target.entered, chance.between(1, 8), chance)
    if target.event.note is None and not target.event.kind.row.corrects and at <= setting.as_of:
        redaction = replace(
            bare_event(EventKind.REDACTION, at, "partnership"),
            field="note",
            reason=chance.pick(REDACTION_REASONS),
            authority=chance.pick(AUTHORITIES),
        )
        yield _Entry(event=redaction, entered=at, of=target)


def _is_in_place(at: datetime, before: Sequence[_Entry]) -> bool:
    """Say whether a moment is by day and after the last event that is always entered at once."""
    moved = max(
        index for index, entry in enumerate(before) if not index or entry.event.kind in _AT_ONCE
    )
    return at.hour >= _FIRST_HOUR and at > _moment(before[moved].event.at)


def _header_corrections(
    entries: Sequence[_Entry], header: Header, setting: Setting, chance: Chance
) -> Iterator[_Entry]:
    themes = [theme for theme in sorted(setting.edition.policy.themes) if theme != header.theme]
    at = setting.diary.later(entries[0].entered, chance.between(1, 8), chance)
    if not themes or at > setting.as_of:
        return
    theme = chance.pick(themes)
    correction = replace(
        bare_event(EventKind.HEADER_CORRECTION, at, "partnership"),
        reason=chance.pick(CORRECTION_REASONS),
        correct=(("theme", theme),),
        header=replace(header, theme=theme),
    )
    yield _Entry(event=correction, entered=at)


def _moment(stamp: Stamp) -> datetime:
    return datetime.combine(stamp.on, stamp.time or time())
