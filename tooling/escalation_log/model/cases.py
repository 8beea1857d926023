"""A case: a header and the events that were recorded, each of a kind from a closed list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from escalation_log.model.moments import Stamp


class EventKind(StrEnum):
    """What happened. The value is the word written in a case file."""

    CONCERN_IDENTIFIED = "concern-identified"
    DISAGREEMENT = "disagreement"
    RAISED = "raised"
    DISCUSSED = "discussed"
    CONSULTED = "consulted"
    CONSIDERED = "considered"
    NOT_RESOLVED = "not-resolved"
    ESCALATED = "escalated"
    REFERRED = "referred"
    NOTIFIED = "notified"
    UPDATE = "update"
    RESOLVED = "resolved"
    CONFIRMED_IN_WRITING = "confirmed-in-writing"
    RECORD_STARTED = "record-started"
    RECORD_UPDATED = "record-updated"
    RECORD_SHARED = "record-shared"
    NOTICE_ISSUED = "notice-issued"
    MEETING = "meeting"
    PANEL_CONVENED = "panel-convened"
    RECOMMENDED = "recommended"
    DECIDED = "decided"
    RESPONSE = "response"
    PROTECTIVE_TIMESCALE = "protective-timescale"
    IMMEDIATE_RISK = "immediate-risk"
    SAFEGUARDS = "safeguards"
    CHANGED = "changed"
    LINKED = "linked"
    DONE = "done"
    EXTENSION = "extension"
    DEBRIEF = "debrief"
    LEARNING = "learning"
    CORRECTION = "correction"
    HEADER_CORRECTION = "header-correction"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


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
    """What a case is about; what a header correction may change."""

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


FieldValue: TypeAlias = (
    EventKind | Stamp | date | str | Party | tuple[str | Party | Child, ...] | None
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, numbered from 1 by its position in the file.

    A correction carries in `corrected` the event as it should be, all corrections so far applied;
    a header correction carries the header likewise. `correct` pairs the fields, of `Event` or of
    `Header`, that the correction itself names, sorted, with their values; None takes one away.
    `corrected` is None where `of` names no earlier event, or one that is itself a correction.
    """

    number: int
    at: Stamp
    kind: EventKind
    by: str | None = None
    recorded: Stamp | None = None
    stage: str | None = None
    how: str | None = None
    note: str | None = None
    to: str | None = None
    reason: str | None = None
    whom: tuple[str, ...] = ()
    what: str | None = None
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
    correct: tuple[tuple[str, FieldValue], ...] = ()
    corrected: Event | None = None
    header: Header | None = None

    @property
    def known_from(self) -> Stamp:
        """The moment from which the log knew of the event."""
        return self.recorded or self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One disagreement, as its file records it."""

    header: Header
    events: tuple[Event, ...]

    @property
    def reference(self) -> str:
        """The case's name, from the header as first written."""
        return self.header.reference

    @property
    def edition(self) -> str:
        """The edition the case was opened under, `policy@version`."""
        return f"{self.header.policy}@{self.header.version}"
