"""Receipts: the derivation of a deadline, step by step, without words; and the deadline itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from escalation_log.model.moments import Moment
from escalation_log.model.patterns import EventPattern, Limit
from escalation_log.model.policies import Counting


class Reckoning(StrEnum):
    """How a day was treated in the count."""

    MOVED = "moved"
    DAY_ZERO = "day-zero"
    COUNTED = "counted"
    SKIPPED = "skipped"


class Governs(StrEnum):
    """What decides the deadline in force."""

    LIMIT = "limit"
    PROTECTIVE_TIMESCALE = "protective-timescale"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedBy:
    """The trigger: an event's number and kind, or another duty whose deadline came."""

    moment: Moment
    event: int | None = None
    kind: str | None = None
    duty: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleApplied:
    """The duty's limit, its clause and the edition it stands in; the urgency where it matters."""

    duty: str
    clause: str
    edition: str
    limit: Limit | None
    force: str
    recurs: bool = False
    urgency: str | None = None
    guide_since_event: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedBy:
    """How days are counted: rule, calendar and the hash of its content, and what was known when."""

    counting: Counting
    calendar: str
    calendar_hash: str
    known_on: date
    cut_off: str | None = None
    day_ends: str = "24:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReckoned:
    """One day of the count. `number` is its place among the days that count.

    `name` says why a day does not count (Saturday, a bank holiday's name, a closure's), or why the
    trigger was moved. `is_foreseen` marks weekdays past the last published year, where it matters
    whether they are bank holidays.
    """

    on: date
    reckoning: Reckoning
    number: int | None = None
    name: str | None = None
    is_foreseen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRun:
    """Clock hours from a moment to a moment, with the change of the clocks between, if any."""

    start: Moment
    hours: int
    due: Moment
    clock_change_minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedByAnnouncement:
    """A holiday or closure that was announced or withdrawn after the trigger moved the deadline."""

    original_due_on: date
    due_on: date
    day: date
    name: str
    announced: date
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisional:
    """The count goes past the last year whose bank holidays are published."""

    published_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectiveApplied:
    """A protective timescale recorded in the case, and whether it governs."""

    event: int
    protect_by: Moment
    governs: bool
    too_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionApplied:
    """An agreed extension of a guide's limit."""

    event: int
    until: Moment
    agreed_by: tuple[str, ...]
    original_due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAt:
    """The result: the last day in time, and the first moment that is late."""

    due: Moment
    due_on: date
    governed_by: Governs


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """An order: the duty comes before such an event; `broken_by` is the one that came first."""

    before: EventPattern
    broken_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoNumber:
    """The policy gives no number: its own words, or none."""

    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetBy:
    """The event that met the duty; `before_trigger` where it was done before the clock started."""

    event: int
    kind: str
    moment: Moment
    in_time: bool | None
    before_trigger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LapsedBy:
    """The event with which the duty's stage or the case ended."""

    event: int
    kind: str
    moment: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachEnded:
    """A breach that was reported for a time and no longer is, and the reason."""

    since: Moment
    until: Moment
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByErratum:
    """The date by an edition that corrects a mistake in this one; None where it sets none."""

    edition: str
    due: Moment | None
    due_on: date | None


ReceiptStep: TypeAlias = (
    StartedBy
    | RuleApplied
    | CountedBy
    | DayReckoned
    | HoursRun
    | MovedByAnnouncement
    | Provisional
    | ProtectiveApplied
    | ExtensionApplied
    | DueAt
    | Ordered
    | NoNumber
    | MetBy
    | LapsedBy
    | BreachEnded
    | ByErratum
)
Receipt: TypeAlias = tuple[ReceiptStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When a duty falls due by its limit.

    `due` is the first moment that is late, `due_on` the last day in time. `original_due_on` differs
    where a holiday announced or withdrawn after the trigger moved it. `is_provisional` says that
    the count passed the last published year of bank holidays.
    """

    due: Moment
    due_on: date
    original_due_on: date
    is_provisional: bool
    steps: tuple[ReceiptStep, ...]
