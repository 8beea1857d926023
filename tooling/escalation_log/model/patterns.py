"""Patterns over events, the triggers built from them, and limits: an amount and a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from escalation_log.model.cases import EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPattern:
    """Events of one of these kinds whose coded fields have one of these values.

    `fields` pairs a field's name (`stage`, `to`, `by`, `whom`, ...) with the values it may have.
    """

    kinds: frozenset[EventKind]
    fields: tuple[tuple[str, frozenset[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met by whichever of these comes first."""

    of: tuple[MetByPattern, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Met once each of these has come."""

    of: tuple[MetByPattern, ...]


MetByPattern: TypeAlias = EventPattern | AnyOf | AllOf


@dataclass(frozen=True, slots=True)
class Entered:
    """The case enters this stage; with `or_later`, this or a later one for the first time."""

    stage: str
    or_later: bool = False


@dataclass(frozen=True, slots=True)
class DeadlineOf:
    """The last day in time of another duty, if the case is then still in that duty's stage."""

    duty: str


@dataclass(frozen=True, slots=True)
class Earliest:
    """Whichever of these happens first."""

    of: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True)
class FirstRecorded:
    """The first of these that ever happened, in the order of the list."""

    of: tuple[Trigger, ...]


Trigger: TypeAlias = EventPattern | Entered | DeadlineOf | Earliest | FirstRecorded


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """So many working days, counted by the policy's counting rule."""

    days: int


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """So many days, weekends and holidays included."""

    days: int


@dataclass(frozen=True, slots=True)
class Hours:
    """So many hours by the clock, whatever day it is."""

    hours: int


@dataclass(frozen=True, slots=True)
class SameWorkingDay:
    """The working day of the trigger; from any other day, the next working day."""


@dataclass(frozen=True, slots=True)
class Before:
    """An order, not a time: the duty comes before an event of this pattern."""

    pattern: EventPattern


@dataclass(frozen=True, slots=True)
class InWords:
    """The policy's own words ("immediately"), which give no number."""

    words: str


TimedLimit: TypeAlias = WorkingDays | CalendarDays | Hours | SameWorkingDay
PlainLimit: TypeAlias = TimedLimit | Before | InWords


@dataclass(frozen=True, slots=True)
class ByUrgency:
    """A limit for each urgency that the policy knows."""

    limits: Mapping[str, PlainLimit]


Limit: TypeAlias = PlainLimit | ByUrgency
