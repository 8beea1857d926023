"""A case: a header and the events that were recorded, each of a kind from a closed list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self, TypeAlias

from escalation_log.model.event_kinds import Dates, KindOfEvent, Turn
from escalation_log.model.moments import Stamp


class EventKind(StrEnum):
    """The kinds of event. The value is the word in a case file; `row` has the properties."""

    _value_: str
    row: KindOfEvent

    def __new__(cls, row: KindOfEvent) -> Self:
        """Make a member whose value is the word, with the row as an attribute."""
        kind = str.__new__(cls, row.word)
        kind._value_ = row.word
        kind.row = row
        return kind

    CONCERN_IDENTIFIED = KindOfEvent(
        "concern-identified",
        "A concern was first identified, where the policy's clock starts there.",
        begins=True,
    )
    DISAGREEMENT = KindOfEvent(
        "disagreement", "A decision was given, or a disagreement arose.", begins=True
    )
    RAISED = KindOfEvent(
        "raised",
        "The disagreement was raised with the other side.",
        begins=True,
        talks=True,
        needs_others=True,
    )
    DISCUSSED = KindOfEvent(
        "discussed",
        "Both sides talked about it.",
        takes=("rationale",),
        talks=True,
        needs_others=True,
    )
    CONSULTED = KindOfEvent("consulted", "Somebody was consulted.", takes=("whom",))
    CONSIDERED = KindOfEvent(
        "considered",
        "A step of the policy's own list was considered, and perhaps why it was not taken.",
        needs=("what",),
        takes=("why",),
    )
    NOT_RESOLVED = KindOfEvent(
        "not-resolved",
        "The attempt of this stage ended without agreement.",
        takes=("rationale",),
        needs_others=True,
        settles=True,
    )
    ESCALATED = KindOfEvent(
        "escalated",
        "The case moved to another stage, or to another tier of its stage.",
        needs=("to",),
        takes=("reason", "tier"),
        turn=Turn.MOVES,
        reason_is_coded=True,
    )
    REFERRED = KindOfEvent("referred", "The case was referred to somebody.", needs=("whom",))
    NOTIFIED = KindOfEvent("notified", "Somebody was told.", needs=("whom",))
    UPDATE = KindOfEvent("update", "A progress update was given.", takes=("whom",))
    RESOLVED = KindOfEvent(
        "resolved",
        "The disagreement was settled.",
        takes=("rationale",),
        turn=Turn.ENDS,
        needs_others=True,
        settles=True,
    )
    CONFIRMED_IN_WRITING = KindOfEvent(
        "confirmed-in-writing", "The outcome was confirmed in writing.", needs_others=True
    )
    RECORD_STARTED = KindOfEvent("record-started", "The escalation record was started.")
    RECORD_UPDATED = KindOfEvent("record-updated", "The escalation record was brought up to date.")
    RECORD_SHARED = KindOfEvent(
        "record-shared", "The escalation record was shared.", takes=("whom",)
    )
    NOTICE_ISSUED = KindOfEvent("notice-issued", "An escalation notice was issued.")
    MEETING = KindOfEvent("meeting", "A meeting was held.", needs_others=True)
    PANEL_CONVENED = KindOfEvent(
        "panel-convened", "A resolution panel was convened.", needs=("agencies",)
    )
    RECOMMENDED = KindOfEvent(
        "recommended",
        "The chair or panel made recommendations.",
        turn=Turn.MAY_END,
        needs_others=True,
        settles=True,
    )
    DECIDED = KindOfEvent(
        "decided", "The chair or panel decided.", turn=Turn.MAY_END, needs_others=True, settles=True
    )
    RESPONSE = KindOfEvent("response", "An agency answered the recommendations.")
    PROTECTIVE_TIMESCALE = KindOfEvent(
        "protective-timescale",
        "An earlier moment was set by which the child must be protected.",
        needs=("protect_by",),
        takes=("reason",),
        dates=Dates.FROM_NOW,
    )
    IMMEDIATE_RISK = KindOfEvent("immediate-risk", "The child was found to be at immediate risk.")
    RISK_OVER = KindOfEvent("risk-over", "The immediate risk is over.")
    NO_ANSWER = KindOfEvent("no-answer", "Nobody answered.", takes=("whom",))
    AGREED = KindOfEvent("agreed", "A side agreed to how it ended.")
    PLANNED = KindOfEvent(
        "planned",
        "Something of the policy's own list was planned for a day.",
        needs=("what", "on"),
    )
    DISPUTED = KindOfEvent(
        "disputed",
        "A side replied to a mark against it.",
        needs=("duty", "reason"),
        narrows=(("reason", "disputed-because"),),
    )
    OUTCOME = KindOfEvent(
        "outcome", "Whether what was sought for the child came about.", needs=("came_about",)
    )
    SAFEGUARDS = KindOfEvent(
        "safeguards",
        "What keeps the child safe meanwhile was agreed.",
        needs=("measures",),
        takes=("review_on",),
    )
    CHANGED = KindOfEvent(
        "changed",
        "The child's plan or the urgency changed, from then on.",
        needs_one_of=("plan", "urgency"),
        dates=Dates.FROM_NOW,
    )
    LINKED = KindOfEvent("linked", "The case was linked to others.", needs=("references",))
    DONE = KindOfEvent(
        "done", "A duty was done that no other kind of event describes.", needs=("duty",)
    )
    EXTENSION = KindOfEvent(
        "extension",
        "More time was agreed for a duty whose limit is guidance.",
        needs=("duty", "until", "reason", "agreed_by"),
        dates=Dates.FROM_BEFORE,
    )
    DEBRIEF = KindOfEvent("debrief", "Those involved met to look back.", needs_others=True)
    LEARNING = KindOfEvent("learning", "Something was learned.", takes=("whom", "themes", "action"))
    CORRECTION = KindOfEvent(
        "correction",
        "An earlier event was recorded wrongly.",
        needs=("of", "correct", "reason"),
        narrows=(("of", "event-key"),),
        dates=Dates.FROM_BEFORE,
        corrects=True,
    )
    HEADER_CORRECTION = KindOfEvent(
        "header-correction",
        "The top of the file was recorded wrongly.",
        needs=("correct", "reason"),
        dates=Dates.FROM_BEFORE,
        corrects=True,
    )
    REDACTION = KindOfEvent(
        "redaction",
        "A value was taken out of an earlier event; why, and on whose authority.",
        needs=("of", "field", "reason", "authority"),
        narrows=(("of", "event-key"),),
    )
    WITHDRAWN = KindOfEvent(
        "withdrawn",
        "The case was withdrawn.",
        takes=("why", "of"),
        narrows=(("why", "withdrawn-because"), ("of", "reference")),
        turn=Turn.ENDS,
    )
    REOPENED = KindOfEvent("reopened", "The case was opened again.", turn=Turn.REOPENS)


# The fields of events that people fill in in their own words.
FREE_TEXTS = ("note", "reason", "action", "why", "rationale", "authority")
# What the top of a case's file is called where events have numbers, its texts, which stand in every
# case, and what names a child in it.
TOP = "top"
TEXTS_OF_HEADER = ("concern", "outcome_sought")
PSEUDONYM = "pseudonym"
# What stands in the place of a text, and of a pseudonym, that was taken out.
TEXT_TAKEN_OUT = "Taken out."
PSEUDONYM_TAKEN_OUT = "C-0000"
KINDS_BY_WORD: Mapping[str, EventKind] = {kind.value: kind for kind in EventKind}


def kinds_with(field: str) -> frozenset[EventKind]:
    """Give the kinds of event that need or may have a field which is not common to all."""
    return frozenset(kind for kind in EventKind if field in kind.row.own_fields)


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
    number of the event concerned.

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
