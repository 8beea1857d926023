"""A case: a header and the events that were recorded, only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from escalation_log.model.kinds import EventKind
from escalation_log.model.stamps import Stamp


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
