"""Events that stand for all of a kind when it is tried on a case: their answers are made up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from escalation_log.files.case_file import EVENT_FIELDS
from escalation_log.model.cases import Event
from escalation_log.model.event_kinds import FREE_TEXTS, EventKind
from escalation_log.model.moments import Moment, Stamp
from escalation_log.recording.desk import Desk, Written
from escalation_log.recording.field_choices import FieldChoice, choices_of

# What they hold says nothing of whether the kind can be recorded.
_AMENDING = frozenset({"of", "correct", "references"})
_DAYS = frozenset({"protect_by", "until", "on"})
_SEVERAL = frozenset({"agencies", "measures", "agreed_by", "plan", "whom"})


def made_up_events(kind: EventKind, preset: Written, desk: Desk) -> Iterator[Event]:
    """Give events of a kind at the moment: with the first choice of all it must have, and the last.

    Give none where it must have one of a list that is empty.
    """
    if kind is EventKind.CORRECTION and not choices_of("of", kind, desk.judged, {}):
        return
    found = list[Event]()
    for place in (0, -1):
        written = _written(kind, preset, desk, place)
        if written is None:
            return
        values = {name: EVENT_FIELDS[name](value) for name, value in written.items()}
        number = len(desk.case.events) + 1
        event = Event(number=number, at=stamp_at(desk.now), kind=kind, **values)
        if event not in found:
            found.append(event)
    yield from found


def _written(kind: EventKind, preset: Written, desk: Desk, place: int) -> dict[str, object] | None:
    """Give the fields of an event, with the choice at a place of each list."""
    row, written = kind.row, dict(preset)
    for name in (*row.needs, *row.needs_one_of[:1]):
        if name in written or name in _AMENDING:
            continue
        choices = choices_of(name, kind, desk.judged, written)
        if choices:
            written[name] = _chosen(name, choices, place)
        elif name in _DAYS:
            written[name] = (desk.now.on + timedelta(days=1)).isoformat()
        elif name in FREE_TEXTS and name not in row.coded_texts:
            written[name] = "text"
        else:
            return None
    return written


def _chosen(name: str, choices: tuple[FieldChoice, ...], place: int) -> object:
    if name == "agencies":
        # Who sat on a panel is for the policy to count, so all did.
        return [each.value for each in choices]
    return [choices[place].value] if name in _SEVERAL else choices[place].value


def stamp_at(now: Moment) -> Stamp:
    """Write a moment as people do, to the minute; with an offset where the clocks repeat it."""
    local = now.local.replace(second=0, microsecond=0)
    stamp = Stamp(on=local.date(), time=local.time().replace(fold=0))
    if local.replace(fold=1 - local.fold).utcoffset() == local.utcoffset():
        return stamp
    return replace(stamp, offset=local.utcoffset())
