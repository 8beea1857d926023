"""Patterns over events, and the triggers built from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from escalation_log.model.kinds import EventKind


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

    of: tuple[MetBy, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Met once each of these has come."""

    of: tuple[MetBy, ...]


MetBy: TypeAlias = EventPattern | AnyOf | AllOf


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
