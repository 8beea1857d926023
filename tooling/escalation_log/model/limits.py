"""Limits: an amount and a unit, or the policy's own words; never a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from escalation_log.model.patterns import EventPattern


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
