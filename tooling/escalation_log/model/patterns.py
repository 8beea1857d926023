"""Patterns over events, the triggers built from them, and limits: an amount and a unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

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


def patterns_in(met_by: MetByPattern) -> Iterator[EventPattern]:
    """Give every event pattern within what meets a duty."""
    match met_by:
        case EventPattern():
            yield met_by
        case AnyOf(of=parts) | AllOf(of=parts):
            for part in parts:
                yield from patterns_in(part)
        case _:
            assert_never(met_by)


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


def deadlines_in(trigger: Trigger) -> Iterator[str]:
    """Give the duties whose deadlines are in a trigger."""
    match trigger:
        case DeadlineOf(duty=duty_id):
            yield duty_id
        case Earliest(of=parts) | FirstRecorded(of=parts):
            for part in parts:
                yield from deadlines_in(part)
        case EventPattern() | Entered():
            pass
        case _:
            assert_never(trigger)


def starters_in(trigger: Trigger, stages: tuple[str, ...]) -> Iterator[str]:
    """Give the kinds of event and the stages in a trigger; `stages` are the policy's, in order."""
    match trigger:
        case EventPattern(kinds=kinds):
            yield from kinds
        case Entered(stage=stage, or_later=or_later):
            yield from stages[stages.index(stage) :] if or_later else (stage,)
        case Earliest(of=parts) | FirstRecorded(of=parts):
            for part in parts:
                yield from starters_in(part, stages)
        case DeadlineOf():
            pass
        case _:
            assert_never(trigger)


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
