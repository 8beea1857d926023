"""From the bytes of a case file to a case: header, events, and corrections applied."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from operator import itemgetter
from typing import Any, NamedTuple

from escalation_log.files.fields import day, plans, stamp, text, words
from escalation_log.files.reading import read, validator_of
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.model.cases import (
    TOP,
    Case,
    Child,
    Event,
    EventId,
    EventKey,
    FieldValue,
    Header,
    Party,
    is_event_id,
)
from escalation_log.model.event_kinds import KINDS_BY_WORD, EventKind
from escalation_log.model.problems import Problem


def _build_event(entry: _Entry, written: Mapping[str, Any], numbers: Mapping[Any, int]) -> Event:
    """Build an event; for a correction, without `corrected` and `header`.

    `numbers` has the number of each event that another one may name. One that is not there is
    given the number of the event itself, which no event may name.
    """
    values: dict[str, Any] = {name: EVENT_FIELDS[name](value) for name, value in written.items()}
    values["id"] = entry.id
    of = values.pop("of", None)
    if of == TOP:
        values["of_top"] = True
    elif isinstance(of, str) and not is_event_id(of):
        values["duplicate_of"] = of
    elif of is not None:
        values["of"] = numbers.get(of, entry.number)
    return Event(number=entry.number, position=entry.position, **values)


def build_header(written: Mapping[str, Any]) -> Header:
    """Build a case's header from the data of the file; other keys are ignored."""
    policy, _, version = written["policy"].partition("@")
    values: dict[str, Any] = {
        _HEADER_NAMES.get(name, name): build(written[name])
        for name, build in _HEADER_FIELDS.items()
        if name in written
    }
    return Header(reference=written["reference"], policy=policy, version=version, **values)


def _correct(written: Mapping[str, Any]) -> tuple[tuple[str, FieldValue], ...]:
    """Build the fields that a correction names, under the names of the model, sorted."""
    fields = [
        (_HEADER_NAMES.get(name, name), None if value is None else _CORRECTABLE[name](value))
        for name, value in written.items()
    ]
    return tuple(sorted(fields, key=itemgetter(0)))


def _child(written: Mapping[str, Any]) -> Child:
    return Child(pseudonym=written["pseudonym"], plan=plans(written.get("plan", "none")))


def _party(written: Mapping[str, Any]) -> Party:
    return Party(agency=written["agency"], role=written["role"])


def _parties(written: Mapping[str, Any] | list[Mapping[str, Any]]) -> tuple[Party, ...]:
    return tuple(map(_party, written)) if isinstance(written, list) else (_party(written),)


# In the order in which people read an event.
EVENT_FIELDS: dict[str, Callable[[Any], Any]] = {
    "at": stamp,
    "kind": KINDS_BY_WORD.__getitem__,
    "by": str,
    "to": str,
    "whom": words,
    "what": str,
    "on": day,
    "tier": str,
    "agencies": words,
    "duty": str,
    "of": lambda written: written if isinstance(written, str) else int(written),
    "field": str,
    "came_about": str,
    "correct": _correct,
    "protect_by": stamp,
    "until": stamp,
    "agreed_by": words,
    "measures": words,
    "review_on": day,
    "plan": plans,
    "urgency": str,
    "references": words,
    "themes": words,
    "action": text,
    "reason": text,
    "why": text,
    "authority": text,
    "rationale": text,
    "stage": str,
    "how": str,
    "note": text,
    "recorded": stamp,
    "id": EventId,
}
_HEADER_FIELDS: dict[str, Callable[[Any], Any]] = {
    "theme": str,
    "child": lambda written: (_child(written),),
    "children": lambda written: tuple(map(_child, written)),
    "raising": _party,
    "receiving": _parties,
    "concern": text,
    "outcome_sought": text,
    "urgency": str,
    "links": words,
    "invented": bool,
}
_CORRECTABLE = {**_HEADER_FIELDS, **EVENT_FIELDS}
_HEADER_NAMES = {"child": "children", "invented": "is_invented"}
_EITHER_CHILD = {"child": "children", "children": "child"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A correction whose `result`, an event or a case, is refused.

    `index` is its place in the list of the case's file, from 0; None where it waits beside it, in
    a file with the name `id`.
    """

    index: int | None
    id: EventId | None
    correct: dict[str, Any]
    result: dict[str, Any]
    of_header: bool


class _Entry(NamedTuple):
    """An event as written: its number, its place in the file's list, its id and its data."""

    number: int
    place: int | None
    id: EventId | None
    written: dict[str, Any]

    @property
    def position(self) -> int | None:
        """Its place from 1, where that is another number."""
        at = None if self.id or self.place is None else self.place + 1
        return None if at == self.number else at

    @property
    def key(self) -> EventKey:
        return self.id or self.position or self.number


def _entries(
    written: Sequence[dict[str, Any]], waiting: Sequence[WaitingEvent]
) -> tuple[_Entry, ...]:
    """Put the events in the order in which the log came to know of them.

    Those without an id keep the order of the file. One with an id comes after those that were
    recorded no later than it, and ids recorded at the same moment are sorted.
    """
    if not waiting and not any("id" in each for each in written):
        return tuple(_Entry(place + 1, place, None, raw) for place, raw in enumerate(written))
    plain = deque((place, raw) for place, raw in enumerate(written) if "id" not in raw)
    own: list[tuple[EventId, int | None, dict[str, Any]]] = [
        (EventId(raw["id"]), place, raw) for place, raw in enumerate(written) if "id" in raw
    ]
    own += [(each.id, None, each.written) for each in waiting]
    merged: list[tuple[int | None, EventId | None, dict[str, Any]]] = []
    for recorded, id_, place, raw in sorted(
        ((_recorded(each[2]), *each) for each in own), key=itemgetter(0, 1)
    ):
        while plain and _recorded(plain[0][1]) <= recorded:
            earlier, before = plain.popleft()
            merged.append((earlier, None, before))
        merged.append((place, id_, raw))
    merged += [(place, None, raw) for place, raw in plain]
    return tuple(_Entry(number, *each) for number, each in enumerate(merged, 1))


def _recorded(written: Mapping[str, Any]) -> datetime:
    """Give when the log came to know of an event, by the clock; a date alone is the day's end."""
    at = stamp(written.get("recorded", written["at"]))
    return datetime.combine(at.on, time.max if at.time is None else at.time)


def _build_events(
    written: dict[str, Any], entries: Sequence[_Entry]
) -> tuple[tuple[Event, ...], tuple[Misfit, ...]]:
    """Build events, corrections with what they give, and list those whose result is refused."""
    events: list[Event] = []
    misfits: list[Misfit] = []
    numbers = {entry.key: entry.number for entry in entries}
    as_corrected = [entry.written for entry in entries]
    header = written
    for entry in entries:
        raw = entry.written
        event = _build_event(entry, raw, numbers)
        of_header = event.kind is EventKind.HEADER_CORRECTION
        if of_header or _is_correctable(event, events):
            target = (event.of or 1) - 1
            result = _merged(header if of_header else as_corrected[target], raw["correct"])
            if not validator_of("case", None if of_header else "event").is_valid(result):
                misfits.append(
                    Misfit(
                        index=entry.place,
                        id=entry.id,
                        correct=raw["correct"],
                        result=result,
                        of_header=of_header,
                    )
                )
            elif of_header:
                header = result
                event = replace(event, header=build_header(result))
            else:
                as_corrected[target] = result
                corrected = _build_event(entries[target], result, numbers)
                event = replace(event, corrected=corrected)
        events.append(event)
    return tuple(events), tuple(misfits)


def _is_correctable(event: Event, before: list[Event]) -> bool:
    """Say whether an event corrects one of those before it, which is itself no correction."""
    return (
        event.kind is EventKind.CORRECTION
        and event.of is not None
        and event.of <= len(before)
        and not before[event.of - 1].kind.row.corrects
    )


def _merged(before: dict[str, Any], correct: dict[str, Any]) -> dict[str, Any]:
    """Replace the fields named; null removes one, `child` and `children` replace each other."""
    replaced = {_EITHER_CHILD[name] for name in correct if name in _EITHER_CHILD}
    kept = {name: value for name, value in before.items() if name not in replaced}
    return {name: value for name, value in {**kept, **correct}.items() if value is not None}


def parse_case(
    file: str, data: bytes, waiting: Sequence[WaitingEvent] = ()
) -> Case | tuple[Problem, ...]:
    """Read a case file, with the events that wait beside it.

    `file` is the name that its problems carry.
    """
    written = read(file, data, "case")
    if isinstance(written, tuple):
        return written
    entries = _entries(written["events"], waiting)
    events, misfits = _build_events(written, entries)
    if misfits:
        from escalation_log.files.careful_path import problems_of_corrections

        return problems_of_corrections(file, data, misfits, waiting)
    places = tuple(entry.place for entry in entries)
    if places == tuple(range(len(events))):
        places = ()
    return Case(
        header=build_header(written), events=events, salt=written.get("salt"), places=places
    )
