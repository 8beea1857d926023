"""A case: a header and the events that were recorded, each of a kind from a closed list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Stamp

# What the top of a case's file is called where events have numbers, its texts, which stand in every
# case, and what names a child in it.
TOP = "top"
TEXTS_OF_HEADER = ("concern", "outcome_sought")
PSEUDONYM = "pseudonym"
# What stands in the place of a text, and of a pseudonym, that was taken out.
TEXT_TAKEN_OUT = "Taken out."
PSEUDONYM_TAKEN_OUT = "C-0000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child under a pseudonym, with the plans the child is on (empty: none)."""

    pseudonym: str
    plan: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of the disagreement: an agency's id and the role of the person, never a name."""

    agency: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a case is about; what a header correction may change.

    `is_invented` says that the case is an example and happened to nobody; no correction changes it.
    """

    reference: str
    policy: str
    version: str
    theme: str
    children: tuple[Child, ...]
    raising: Party
    receiving: tuple[Party, ...]
    concern: str
    outcome_sought: str
    urgency: str | None = None
    links: tuple[str, ...] = ()
    is_invented: bool = False


FieldValue: TypeAlias = (
    EventKind | Stamp | date | int | str | Party | tuple[str | Party | Child, ...] | None
)


_EVENT_ID = re.compile(r"[0-9]{8}T[0-9]{4}-[a-z]+(?:-[a-z]+)*-[a-z0-9]{4}")


class EventId(str):
    """The id of an event that had a file of its own: that file's name, without its ending."""

    __slots__ = ()


# What others call an event by, for ever: its id if it has one, or its position in the file from 1.
EventKey: TypeAlias = int | EventId


def is_event_id(text: str) -> bool:
    """Say whether a text has the form of an event's id.

    >>> is_event_id("20261130T1015-discussed-k3f9")
    True
    """
    return _EVENT_ID.fullmatch(text) is not None


def event_key_from(text: str) -> EventKey | None:
    """Read what an event is called by, a number or an id; None for anything else."""
    if text.isascii() and text.isdecimal():
        return int(text)
    return EventId(text) if is_event_id(text) else None


def order_of_key(key: EventKey) -> tuple[bool, int, str]:
    """Sort what events are called by: numbers, then ids."""
    return (True, 0, key) if isinstance(key, EventId) else (False, key, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, numbered from 1 in the order in which the log came to know of it.

    An event without an id is numbered by its place in the case's file, and has a `position` where
    events with ids, which need no place among the others, give it another number. `of` is the
    number of the event concerned; a redaction may be `of_top` instead, of the top of the file.

    A correction has in `corrected` the corrected event, with all earlier corrections applied too; a
    header correction has the header likewise. `correct` pairs the fields, of `Event` or of
    `Header`, that the correction itself names, sorted, with their values; None takes one away.
    `corrected` is None where `of` names no earlier event, or one that is itself a correction.
    `duplicate_of` is the reference of the case that a withdrawn one repeats, `of` in the file.
    """

    number: int
    at: Stamp
    kind: EventKind
    id: EventId | None = None
    position: int | None = None
    by: str | None = None
    recorded: Stamp | None = None
    stage: str | None = None
    how: str | None = None
    note: str | None = None
    to: str | None = None
    reason: str | None = None
    whom: tuple[str, ...] = ()
    what: str | None = None
    why: str | None = None
    rationale: str | None = None
    tier: str | None = None
    on: date | None = None
    came_about: str | None = None
    field: str | None = None
    authority: str | None = None
    agencies: tuple[str, ...] = ()
    protect_by: Stamp | None = None
    measures: tuple[str, ...] = ()
    review_on: date | None = None
    plan: tuple[str, ...] | None = None
    urgency: str | None = None
    references: tuple[str, ...] = ()
    duty: str | None = None
    until: Stamp | None = None
    agreed_by: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    action: str | None = None
    of: int | None = None
    of_top: bool = False
    duplicate_of: str | None = None
    correct: tuple[tuple[str, FieldValue], ...] = ()
    corrected: Event | None = None
    header: Header | None = None

    @property
    def known_from(self) -> Stamp:
        """The moment from which the log knew of the event."""
        return self.recorded or self.at

    @property
    def key(self) -> EventKey:
        """What pages, issues and other events call it by."""
        return self.id or self.position or self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One disagreement, as its file records it, with the events that wait beside it.

    `salt` is what its hash is made with, none in a file that has not been given one yet. `places`
    has each event's index in the file's list, None for one that waits; it is empty where every
    event stands at its number.
    """

    header: Header
    events: tuple[Event, ...]
    salt: str | None = None
    places: tuple[int | None, ...] = field(default=(), compare=False)

    @property
    def reference(self) -> str:
        """The case's name, from the header as first written."""
        return self.header.reference

    def place_of(self, number: int) -> int | None:
        """Give an event's index in the file's list; None for one that waits beside it."""
        return self.places[number - 1] if self.places else number - 1

    @property
    def waiting(self) -> tuple[Event, ...]:
        """The events that wait to be folded in."""
        return tuple(each for each in self.events if self.place_of(each.number) is None)

    @property
    def edition(self) -> str:
        """The edition the case was opened under, `policy@version`."""
        return f"{self.header.policy}@{self.header.version}"
