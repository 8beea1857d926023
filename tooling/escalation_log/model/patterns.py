"""Patterns over events, the triggers built from them, and limits: an amount and a unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, NamedTuple, TypeAlias

from escalation_log.model.cases import EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPattern:
    """Events of one of these kinds whose fields, by name, have one of these values."""

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
    """The first in the list that happened at all, even if a later one happened earlier."""

    of: tuple[Trigger, ...]


Trigger: TypeAlias = EventPattern | Entered | DeadlineOf | Earliest | FirstRecorded
PlainTrigger: TypeAlias = EventPattern | Entered | DeadlineOf


def triggers_in(trigger: Trigger) -> Iterator[PlainTrigger]:
    """Give the plain triggers within a trigger, in order; a plain trigger gives itself."""
    match trigger:
        case EventPattern() | Entered() | DeadlineOf():
            yield trigger
        case Earliest(of=parts) | FirstRecorded(of=parts):
            for part in parts:
                yield from triggers_in(part)


def events_in(trigger: Trigger) -> Iterator[EventPattern]:
    """Give the event patterns within a trigger, leaving out entries into stages and deadlines."""
    return (each for each in triggers_in(trigger) if isinstance(each, EventPattern))


def deadlines_in(trigger: Trigger) -> Iterator[str]:
    """Give the duties whose deadlines are in a trigger."""
    return (each.duty for each in triggers_in(trigger) if isinstance(each, DeadlineOf))


def starters_in(trigger: Trigger, stages: tuple[str, ...]) -> Iterator[str]:
    """Give the kinds of event and the stages in a trigger; `stages` are the policy's, in order."""
    for each in triggers_in(trigger):
        match each:
            case EventPattern(kinds=kinds):
                yield from kinds
            case Entered(stage=stage, or_later=or_later):
                yield from stages[stages.index(stage) :] if or_later else (stage,)
            case DeadlineOf():
                pass


class LimitKind(StrEnum):
    """The kinds of limit. The value is the key under which a policy file writes it."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"
    SAME_WORKING_DAY = "same_working_day"
    BEFORE = "before"
    WORDS = "words"
    BY_URGENCY = "by_urgency"


class CountedIn(StrEnum):
    """The unit in which a limit, the time left to its deadline and lateness are counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"


class Span(NamedTuple):
    """How much time a limit gives. Zero working days mean until the end of the same one."""

    amount: int
    unit: CountedIn


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A number of working days, counted by the policy's counting rule."""

    days: int
    can_be_missed: ClassVar[bool] = True

    @property
    def span(self) -> Span:
        """What is counted."""
        return Span(self.days, CountedIn.WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """A number of days, weekends and holidays included."""

    days: int
    can_be_missed: ClassVar[bool] = True

    @property
    def span(self) -> Span:
        """What is counted."""
        return Span(self.days, CountedIn.CALENDAR_DAYS)


@dataclass(frozen=True, slots=True)
class Hours:
    """A number of hours by the clock, on any day."""

    hours: int
    can_be_missed: ClassVar[bool] = True

    @property
    def span(self) -> Span:
        """What is counted."""
        return Span(self.hours, CountedIn.HOURS)


@dataclass(frozen=True, slots=True)
class SameWorkingDay:
    """The working day of the trigger; from any other day, the next working day."""

    can_be_missed: ClassVar[bool] = True

    @property
    def span(self) -> Span:
        """What is counted."""
        return Span(0, CountedIn.WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class Before:
    """An order instead of a time: the duty must be done before an event of this pattern."""

    pattern: EventPattern
    can_be_missed: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class InWords:
    """The policy's own words ("immediately"), which give no number."""

    words: str
    can_be_missed: ClassVar[bool] = False


TimedLimit: TypeAlias = WorkingDays | CalendarDays | Hours | SameWorkingDay
UntimedLimit: TypeAlias = Before | InWords
PlainLimit: TypeAlias = TimedLimit | UntimedLimit


@dataclass(frozen=True, slots=True)
class ByUrgency:
    """A limit for each urgency that the policy knows."""

    limits: Mapping[str, PlainLimit]
    can_be_missed: ClassVar[bool] = True


Limit: TypeAlias = PlainLimit | ByUrgency


def limits_in(limit: Limit | None) -> tuple[PlainLimit, ...]:
    """Give the limit itself, or those for each urgency; none where there is no limit."""
    if limit is None:
        return ()
    return tuple(limit.limits.values()) if isinstance(limit, ByUrgency) else (limit,)


def unit_of(limit: Limit | None) -> CountedIn:
    """Give the unit in which a limit is counted; working days for a limit that is no time."""
    return limit.span.unit if isinstance(limit, TimedLimit) else CountedIn.WORKING_DAYS
