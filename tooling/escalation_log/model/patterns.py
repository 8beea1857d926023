"""Patterns over events, the triggers built from them, and limits: an amount and a unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from escalation_log.model.cases import Event
from escalation_log.model.coded_fields import values_in
from escalation_log.model.event_kinds import EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPattern:
    """Events of one of these kinds whose coded fields have one of these values.

    `fields` pairs a field's name (`stage`, `to`, `by`, `whom`, ...) with the values it may have,
    `excluded` with those it may not have. An event without the field fails the first and passes the
    second.
    """

    kinds: frozenset[EventKind]
    fields: tuple[tuple[str, frozenset[str]], ...] = ()
    excluded: tuple[tuple[str, frozenset[str]], ...] = ()

    def fits(self, event: Event, stage: str) -> bool:
        """Say whether an event that belongs to a stage is one of these."""
        if event.kind not in self.kinds:
            return False
        for field, values in self.fields:
            if values.isdisjoint(values_in(event, stage, field)):
                return False
        for field, values in self.excluded:
            if not values.isdisjoint(values_in(event, stage, field)):
                return False
        return True


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
    """The deadline of another duty, if the case is then still in that duty's stage.

    It happens on the last day in time, or with `when_over` at the first moment that is late. With
    `unless_met` it does not happen where that duty was met before.
    """

    duty: str
    when_over: bool = False
    unless_met: bool = False


@dataclass(frozen=True, slots=True)
class Earliest:
    """Whichever of these happens first."""

    of: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    """Once in each opening of the case, the last of the first times of each of these."""

    of: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True)
class FirstRecorded:
    """The first in the list that happened at all, even if a later one happened earlier."""

    of: tuple[Trigger, ...]


Trigger: TypeAlias = EventPattern | Entered | DeadlineOf | Earliest | Latest | FirstRecorded
PlainTrigger: TypeAlias = EventPattern | Entered | DeadlineOf


def triggers_in(trigger: Trigger) -> Iterator[PlainTrigger]:
    """Give the plain triggers within a trigger, in order; a plain trigger gives itself."""
    match trigger:
        case EventPattern() | Entered() | DeadlineOf():
            yield trigger
        case Earliest(of=parts) | Latest(of=parts) | FirstRecorded(of=parts):
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
    WEEKS = "weeks"
    MONTHS = "months"
    HOURS = "hours"
    SAME_WORKING_DAY = "same_working_day"
    AT_ONCE = "at_once"
    SOONER_OF = "sooner_of"
    WORKING_DAYS_BEFORE = "working_days_before"
    CALENDAR_DAYS_BEFORE = "calendar_days_before"
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


class Rolls(StrEnum):
    """Where a date goes that turns out to be no working day."""

    NEXT = "next-working-day"
    PREVIOUS = "previous-working-day"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A number of working days, counted by the policy's counting rule."""

    days: int

    @property
    def span(self) -> Span:
        """What is counted."""
        return Span(self.days, CountedIn.WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """A number of days, weekends and holidays included; day one is the day after the trigger's."""

    days: int
    rolls: Rolls | None = None

    @property
    def span(self) -> Span:
        """What is counted."""
        return Span(self.days, CountedIn.CALENDAR_DAYS)


@dataclass(frozen=True, slots=True)
class Weeks:
    """A number of weeks, each of seven calendar days."""

    weeks: int
    rolls: Rolls | None = None

    @property
    def span(self) -> Span:
        """What is counted."""
        return Span(7 * self.weeks, CountedIn.CALENDAR_DAYS)


@dataclass(frozen=True, slots=True)
class Months:
    """A number of months: the same day of a later month, or that month's last day."""

    months: int
    rolls: Rolls | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """A number of hours by the clock, on any day."""

    hours: int

    @property
    def span(self) -> Span:
        """What is counted."""
        return Span(self.hours, CountedIn.HOURS)


@dataclass(frozen=True, slots=True)
class SameWorkingDay:
    """The working day of the trigger; from any other day, the next working day."""

    @property
    def span(self) -> Span:
        """What is counted."""
        return Span(0, CountedIn.WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Immediately: the trigger's own day, whatever day it is."""

    @property
    def span(self) -> Span:
        """What is counted."""
        return Span(0, CountedIn.CALENDAR_DAYS)


@dataclass(frozen=True, slots=True)
class SoonerOf:
    """Several limits of which the earliest deadline governs, in its own unit."""

    of: tuple[SimpleTime, ...]


@dataclass(frozen=True, slots=True)
class DaysBefore:
    """A number of days before something planned, whose date a `planned` event gives."""

    days: int
    unit: CountedIn
    planned: str


@dataclass(frozen=True, slots=True)
class Before:
    """An order instead of a time: the duty must be done before an event of this pattern."""

    pattern: EventPattern


@dataclass(frozen=True, slots=True)
class InWords:
    """The policy's own words ("as soon as possible"), which give no number."""

    words: str


Threshold: TypeAlias = WorkingDays | CalendarDays | Weeks | Hours | SameWorkingDay
SimpleTime: TypeAlias = Threshold | Months | AtOnce
TimedLimit: TypeAlias = SimpleTime | SoonerOf
DatedLimit: TypeAlias = TimedLimit | DaysBefore
UntimedLimit: TypeAlias = Before | InWords
PlainLimit: TypeAlias = DatedLimit | UntimedLimit


@dataclass(frozen=True, slots=True)
class ByUrgency:
    """A limit for each urgency that the policy knows."""

    limits: Mapping[str, PlainLimit]


Limit: TypeAlias = PlainLimit | ByUrgency


def limits_in(limit: Limit | None) -> tuple[PlainLimit, ...]:
    """Give the limit itself, or those for each urgency; none where there is no limit."""
    if limit is None:
        return ()
    return tuple(limit.limits.values()) if isinstance(limit, ByUrgency) else (limit,)


def has_amount(limit: PlainLimit | None) -> bool:
    """Say whether a limit gives a date or an order, and so can be missed."""
    return limit is not None and not isinstance(limit, InWords)


def unit_of(limit: Limit | None) -> CountedIn:
    """Give the unit in which lateness is counted; working days for a limit that is no time."""
    match limit:
        case SoonerOf(of=parts):
            return unit_of(parts[0])
        case DaysBefore(unit=unit):
            return unit
        case Before() | InWords() | ByUrgency() | None:
            return CountedIn.WORKING_DAYS
        case Months():
            return CountedIn.CALENDAR_DAYS
        case WorkingDays() | CalendarDays() | Weeks() | Hours() | SameWorkingDay() | AtOnce():
            return limit.span.unit
