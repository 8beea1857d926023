"""Receipts: the derivation of a deadline, step by step, without words; and the deadline itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from escalation_log.model.cases import EventKey
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import CountedIn, EventPattern, Limit, PlainLimit
from escalation_log.model.policies import Counting


class Reckoning(StrEnum):
    """How a day was treated in the count.

    `LATER` is the day that some months lead to; `ROLLED` one that is no working day and is left for
    the next or the previous, `ROLLED_TO` the working day that is taken instead. `BACK` is a day
    counted back from something planned.
    """

    MOVED = "moved"
    DAY_ZERO = "day-zero"
    COUNTED = "counted"
    SKIPPED = "skipped"
    LATER = "later"
    ROLLED = "rolled"
    ROLLED_TO = "rolled-to"
    BACK = "back"


class Governs(StrEnum):
    """What decides the deadline in force."""

    LIMIT = "limit"
    PROTECTIVE_TIMESCALE = "protective-timescale"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedBy:
    """The trigger: an event's number and kind, or another duty whose deadline came."""

    moment: Moment
    event: EventKey | None = None
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
    guide_since_event: EventKey | None = None


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
class EveryDayCounts:
    """Calendar days, weeks and months: every day counts, from the day after the trigger's."""

    calendar: str
    calendar_hash: str
    known_on: date
    day_ends: str = "24:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheDay:
    """Immediately is read as the trigger's own day, whatever day it is."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoAllowed:
    """Another limit of the same duty, which gives no earlier deadline and so does not govern."""

    limit: PlainLimit
    due: Moment
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedBack:
    """A number of days counted back from something planned.

    `event` recorded the latest plan. `recorded_on` is set where the plan was made too late to count
    so far back: the deadline is then the day on which it was recorded. The calendar is as known on
    `known_on`.
    """

    event: EventKey
    planned: str
    planned_on: date
    days: int
    unit: CountedIn
    calendar: str
    calendar_hash: str
    known_on: date
    day_ends: str = "24:00"
    recorded_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPlanned:
    """Nothing is planned yet from which to count back."""

    planned: str
    days: int
    unit: CountedIn


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyChanged:
    """The urgency changed while the duty ran: the limit of the new one, counted from the change."""

    event: EventKey
    urgency: str
    limit: PlainLimit
    due: Moment
    due_on: date
    governs: bool


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

    event: EventKey
    protect_by: Moment
    governs: bool
    too_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionApplied:
    """An agreed extension of a guide's limit."""

    event: EventKey
    until: Moment
    agreed_by: tuple[str, ...]
    original_due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAt:
    """The result: the last day in time, the first moment that is late, and what governs.

    Nothing governs where the rule is the log's own.
    """

    due: Moment
    due_on: date
    governed_by: Governs | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """An order: the duty comes before such an event; `broken_by` is the one that came first."""

    before: EventPattern
    broken_by: EventKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoNumber:
    """The policy gives no number: its own words, or none."""

    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetBy:
    """The event that met the duty; `before_trigger` where it was done before the clock started."""

    event: EventKey
    kind: str
    moment: Moment
    in_time: bool | None
    before_trigger: bool = False


class WhyNot(StrEnum):
    """By which field an event of the right kind does not count."""

    BY = "by"
    WHOM = "whom"
    HOW = "how"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoesNotCount:
    """An event of the right kind that does not meet the duty, by one field.

    `given` are the event's values, none where it does not say; `asked` those the policy asks for,
    or with `excluded` those that it rules out.
    """

    event: EventKey
    kind: str
    moment: Moment
    field: WhyNot
    given: tuple[str, ...]
    asked: tuple[str, ...]
    excluded: bool = False


class WhyLapsed(StrEnum):
    """Why a duty ended with its stage or the case, and left no mark."""

    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    ALLOWED_MOVE = "allowed-move"
    SAYS_SO = "says-so"
    BEFORE_MARKS = "before-marks"
    BY_A_GUIDE = "by-a-guide"


@dataclass(frozen=True, slots=True, kw_only=True)
class LapsedBy:
    """The event with which the duty's stage or the case ended, and why that leaves no mark."""

    event: EventKey
    kind: str
    moment: Moment
    why: WhyLapsed = WhyLapsed.ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRecord:
    """Nothing shows that the duty was done before its stage or the case ended with an event.

    `until` is the day on which an act that came in time was recorded after that end, if one was.
    """

    event: EventKey
    kind: str
    moment: Moment
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaferBy:
    """Another reading of a clause asks for an earlier date, or for a date where this gives none."""

    reading: str
    clause: str
    says: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeWords:
    """What satisfies every reading of a clause, in words."""

    reading: str
    clause: str
    words: str


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
    | EveryDayCounts
    | DayReckoned
    | OnTheDay
    | AlsoAllowed
    | CountedBack
    | NotPlanned
    | UrgencyChanged
    | HoursRun
    | MovedByAnnouncement
    | Provisional
    | ProtectiveApplied
    | ExtensionApplied
    | DueAt
    | Ordered
    | NoNumber
    | DoesNotCount
    | MetBy
    | LapsedBy
    | NoRecord
    | SaferBy
    | SafeWords
    | BreachEnded
    | ByErratum
)
Receipt: TypeAlias = tuple[ReceiptStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When a duty falls due by its limit.

    `due` is the first moment that is late, `due_on` the last day in time. `original_due_on` differs
    where a holiday announced or withdrawn after the trigger moved it. `is_provisional` says that
    the count passed the last published year of bank holidays. Lateness is counted in `unit`.
    """

    due: Moment
    due_on: date
    original_due_on: date
    is_provisional: bool
    unit: CountedIn
    steps: tuple[ReceiptStep, ...]
