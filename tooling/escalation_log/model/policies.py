"""A policy: one edition of what a partnership promised, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import (
    DatedLimit,
    EventPattern,
    Limit,
    MetByPattern,
    Trigger,
    has_amount,
    limits_in,
    patterns_in,
)


class Counting(StrEnum):
    """How working days are counted from a trigger."""

    DAY_AFTER_TRIGGER = "day-after-trigger"
    NEXT_WORKING_DAY_AFTER_TRIGGER = "next-working-day-after-trigger"
    TRIGGER_DAY_COUNTS = "trigger-day-counts"


class Force(StrEnum):
    """Whether a limit binds or guides."""

    REQUIRED = "required"
    GUIDE = "guide"


class Subject(StrEnum):
    """Whom a policy is to protect."""

    CHILD = "child"
    ADULT = "adult"


# The plans that only an adult can be on.
ADULT_PLANS = frozenset({"adult-safeguarding", "care-and-support"})


class Side(StrEnum):
    """Whose duties those of a role are: of one side, of both, or of the partnership itself."""

    RAISING = "raising"
    RECEIVING = "receiving"
    BOTH = "both"
    PARTNERSHIP = "partnership"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A fact of the case that must hold; for `child.plan` it holds if any child meets it.

    `field` is one of `child.plan`, `raising.sector`, `receiving.sector`, `raising.agency`,
    `receiving.agency`, `theme`, `urgency`.
    """

    field: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleBySector:
    """A role that depends on the sector of one side's agency; `other` serves the rest."""

    side: str
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something a role must do. `id` is the full one, `stage-2/resolve` or `case/confirm`.

    `stage` is None for a duty of the whole case. At most one of `limit` and `every` is set. `word`
    is the document's own modal word. The duty applies where one of the alternatives in
    `applies_when` holds, or always if there is none. `owed_until_case` says that a duty of a stage
    may be done until the case ends, `lapses` that it ends with its stage and leaves no mark.
    `our_reading` says what was chosen where the published document is silent.
    """

    id: str
    stage: str | None
    title: str
    role: str | RoleBySector
    clause: str
    trigger: Trigger
    met_by: MetByPattern
    limit: Limit | None = None
    every: Limit | None = None
    force: Force = Force.REQUIRED
    or_protective: bool = False
    survives: bool = False
    advice: bool = False
    each_time: bool = False
    owed_until_case: bool = False
    lapses: bool = False
    word: str | None = None
    applies_when: tuple[tuple[Condition, ...], ...] = ()
    our_reading: str | None = None

    @property
    def meeting_kinds(self) -> frozenset[EventKind]:
        """The kinds of event that meet it, or a part of it."""
        return frozenset(kind for pattern in patterns_in(self.met_by) for kind in pattern.kinds)

    @property
    def settles(self) -> bool:
        """Whether it is met by settling a stage, or by recording that it is not settled."""
        return any(kind.row.settles for kind in self.meeting_kinds)

    @property
    def time_allowed(self) -> Limit | None:
        """The limit or, for a recurring duty, the time between two occurrences."""
        return self.limit if self.every is None else self.every

    @property
    def has_number(self) -> bool:
        """Whether its limit is an amount of time under at least one urgency; False for advice."""
        limits = limits_in(self.time_allowed)
        return not self.advice and any(isinstance(each, DatedLimit) for each in limits)

    @property
    def has_date(self) -> bool:
        """Whether it can have a date: by its limit, or by a protective timescale."""
        return self.has_number or self.or_protective

    @property
    def can_be_missed(self) -> bool:
        """Whether it can be missed: by a date, an order, or a protective timescale."""
        limits = limits_in(self.time_allowed)
        return self.or_protective or any(has_amount(each) for each in limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A panel of at least so many agencies; both sides must sit on it, or where possible."""

    agencies: int
    concerned_must: bool
    clause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What an earlier stage must have had; `unless`, a move's `when` or an event, lifts it."""

    pattern: EventPattern
    stage: str
    unless: str | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One rung of a policy, with its duties.

    `label` is what the document calls it ("Step 3"), where that is not made from the id. `arrival`
    says in words how a case comes here from the stage before. `ended_by` are the sides that may end
    the case here, none where the document does not say. `tiers` are the steps up inside the stage.
    """

    id: str
    title: str
    duties: tuple[Duty, ...]
    informal: bool = False
    who: str | None = None
    what: str | None = None
    clause: str | None = None
    label: str | None = None
    arrival: str | None = None
    panel: Panel | None = None
    requires: Requirement | None = None
    ended_by: tuple[Side, ...] = ()
    tiers: Mapping[str, str] = field(default_factory=dict)
    our_reading: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A move allowed beside that to the next stage; None stands for any stage."""

    origin: str | None
    target: str | None
    when: str
    clause: str
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The published document the edition was transcribed from."""

    document: str
    url: str | None = None
    issued: str | None = None
    reviewed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReading:
    """Another way to read a clause; `edition` is the edition so read, None if no rule differs."""

    says: str
    edition: Policy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A clause that leaves room: the question, the reading that the rules follow, and the others.

    `safe` says in words what satisfies every reading, where no date tells.
    """

    id: str
    clause: str
    question: str
    adopted: str
    others: tuple[OtherReading, ...]
    safe: str | None = None
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One edition of a policy.

    `day_ends` is None for midnight. `considerations` are what may be considered, `plannings` what
    may be planned, by code. `clauses` are the document's headings and the names of places that have
    none. `guide_after` is an event, or the id of a duty: once it has happened, or the duty is met,
    limits are guidance. `sides` says by role whose duties they are; of a role that it
    does not name, both sides'. `scope_differ` is `agencies` or `organisations`: what both
    sides may not share. `content_hash` is the SHA-256 of the file's meaning, written `sha256:` and
    64 hex digits.
    """

    id: str
    version: str
    title: str
    source: Source
    effective_from: date
    calendar: str
    time_zone: str
    counting: Counting
    cut_off: time | None
    day_ends: time | None
    scope_differ: str
    roles: Mapping[str, str]
    recipients: Mapping[str, str]
    themes: Mapping[str, str]
    stages: tuple[Stage, ...]
    duties: tuple[Duty, ...]
    moves: tuple[Move, ...]
    content_hash: str
    sides: Mapping[str, Side] = field(default_factory=dict)
    review_due: date | None = None
    urgencies: Mapping[str, str] | None = None
    subject: Subject = Subject.CHILD
    considerations: Mapping[str, str] = field(default_factory=dict)
    plannings: Mapping[str, str] = field(default_factory=dict)
    clauses: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    guide_after: EventPattern | str | None = None
    corrects: str | None = None
    printed_copies_valid_hours: int | None = None
    summary: str | None = None
    scope_words: str | None = None
    our_readings: tuple[str, ...] = ()

    @property
    def edition(self) -> str:
        """The edition's name, `policy@version`."""
        return f"{self.id}@{self.version}"

    def stage_index(self, stage: str) -> int:
        """Say how far up a stage is, from 0; raise KeyError for one that does not exist."""
        return {candidate.id: index for index, candidate in enumerate(self.stages)}[stage]

    @property
    def all_duties(self) -> tuple[Duty, ...]:
        """Every duty in the policy's order: stage by stage, then those of the whole case."""
        return (*(duty for stage in self.stages for duty in stage.duties), *self.duties)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingRules:
    """How days are counted and when they end; `day_ends` is None for midnight."""

    counting: Counting
    zone: ZoneInfo
    cut_off: time | None = None
    day_ends: time | None = None

    @classmethod
    def of(cls, policy: Policy) -> CountingRules:
        """Take the rules of a policy."""
        return cls(
            counting=policy.counting,
            zone=ZoneInfo(policy.time_zone),
            cut_off=policy.cut_off,
            day_ends=policy.day_ends,
        )


def subjects_of(policies: Iterable[Policy]) -> tuple[Subject, ...]:
    """List whom policies protect, each once."""
    found = {each.subject for each in policies}
    return tuple(each for each in Subject if each in found)
