"""What a case is judged by: a policy with its partnership, calendar and erratum, compiled once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from escalation_log.model.assessments import Breach, DutyAssessment, DutyState
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import EventKind
from escalation_log.model.event_kinds import Turn
from escalation_log.model.partnerships import Partnership
from escalation_log.model.patterns import (
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Trigger,
    deadlines_in,
    patterns_in,
    starters_in,
)
from escalation_log.model.policies import CountingRules, Duty, Policy

_CONCLUDING = frozenset(kind for kind in EventKind if kind.row.turn is Turn.MAY_END)
_ALWAYS_AMENDING = frozenset(kind for kind in EventKind if kind.row.dates is not None)
# By these a case may leave a stage, or come into one.
_MOVES = frozenset(kind for kind in EventKind if kind.row.turn is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyIndex:
    """What is looked up in a policy again and again.

    `duties` are all in the policy's order, `missable` those of them that can ever be missed, and
    `stages` gives each stage's place. `concluding` are the kinds of event that end a case in the
    last stage. `deadlines` are the duties whose deadlines start a duty, by its id, and `starters`
    the kinds of event and the stages without any of which nothing else starts it. `unstarted` has
    the row of a duty that nothing started, which is the same in every case, by the duty's id, the
    role and whether the duty applies.
    """

    rules: CountingRules
    duties: tuple[Duty, ...]
    missable: tuple[Duty, ...]
    by_id: Mapping[str, Duty]
    stages: Mapping[str, int]
    concluding: frozenset[EventKind]
    deadlines: Mapping[str, tuple[str, ...]]
    starters: Mapping[str, frozenset[str]]
    unstarted: Mapping[tuple[str, str, bool], DutyAssessment]
    amending: Amending

    @classmethod
    def of(cls, policy: Policy) -> PolicyIndex:
        """Compile a policy whose time zone exists and whose duties name stages that it has."""
        duties = policy.all_duties
        stages = tuple(stage.id for stage in policy.stages)
        deadlines = {duty.id: tuple(deadlines_in(duty.trigger)) for duty in duties}
        starters = {duty.id: frozenset(starters_in(duty.trigger, stages)) for duty in duties}
        return cls(
            rules=CountingRules.of(policy),
            duties=duties,
            missable=tuple(duty for duty in duties if _can_be_missed(duty)),
            by_id={duty.id: duty for duty in duties},
            stages={stage: place for place, stage in enumerate(stages)},
            concluding=_concluding_kinds(policy),
            deadlines=deadlines,
            starters=starters,
            unstarted={
                (duty.id, role, applies): _unstarted_row(duty, role, applies=applies)
                for duty in duties
                for role in _roles_of(duty)
                for applies in (True, False)
            },
            amending=Amending(
                kinds=_amending_kinds(policy, stages),
                sources=frozenset(source for of in deadlines.values() for source in of),
                on_their_days=_MOVES.union(
                    *(starters[duty_id] for duty_id, of in deadlines.items() if of)
                ),
            ),
        )


def _can_be_missed(duty: Duty) -> bool:
    """Say whether a duty has a limit that is more than words, or a protective timescale may."""
    limit = duty.limit if duty.every is None else duty.every
    return duty.or_protective or (limit is not None and limit.can_be_missed)


def _roles_of(duty: Duty) -> Iterable[str]:
    return (duty.role,) if isinstance(duty.role, str) else duty.role.roles.values()


def _unstarted_row(duty: Duty, role: str, *, applies: bool) -> DutyAssessment:
    return DutyAssessment(
        duty=duty,
        role=role,
        force=duty.force,
        state=DutyState.NOT_STARTED if applies else DutyState.NOT_APPLICABLE,
        breach=Breach.NONE,
        occurrence=1,
    )


def _concluding_kinds(policy: Policy) -> frozenset[EventKind]:
    """Say which of `recommended` and `decided` end a case: those that meet a last-stage duty."""
    return frozenset(
        kind
        for duty in policy.stages[-1].duties
        for pattern in patterns_in(duty.met_by)
        for kind in pattern.kinds & _CONCLUDING
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Amending:
    """What may change a date that a case already has.

    Events of `kinds` always may. `sources` are the duties whose deadlines begin other dates. Such a
    date stands from the beginning of the deadline's day, but only if the case is in its stage until
    the end of that day and nothing else begins it meanwhile: events of `on_their_days` amend then.
    """

    kinds: frozenset[str]
    sources: frozenset[str]
    on_their_days: frozenset[str]


def _amending_kinds(policy: Policy, stages: tuple[str, ...]) -> frozenset[str]:
    guiding = policy.guide_after.kinds if policy.guide_after else frozenset[str]()
    preferred = (
        _kinds_behind(trigger, stages)
        for duty in policy.all_duties
        for trigger in _preferred_in(duty.trigger)
    )
    return _ALWAYS_AMENDING.union(guiding, *preferred)


def _preferred_in(trigger: Trigger) -> Iterator[Trigger]:
    """Give what may take the place of another trigger that happened before it."""
    match trigger:
        case Earliest(of=parts):
            for part in parts:
                yield from _preferred_in(part)
        case FirstRecorded(of=parts):
            yield from parts[:-1]
            yield from _preferred_in(parts[-1])
        case EventPattern() | Entered() | DeadlineOf():
            pass


def _kinds_behind(trigger: Trigger, stages: tuple[str, ...]) -> frozenset[str]:
    """Give the kinds of event by which a trigger may happen; all for a deadline, which has none."""
    if any(True for _ in deadlines_in(trigger)):
        return frozenset(EventKind)
    starters = frozenset(starters_in(trigger, stages))
    return starters if starters.isdisjoint(stages) else starters | _MOVES


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """What cases are judged by; the calendar has the partnership's closures in it.

    `erratum` is the edition that corrects a mistake in the policy's, if there is one, and
    `corrected` the rulebook with the erratum in place of the policy.
    """

    policy: Policy
    partnership: Partnership
    calendar: Calendar
    erratum: Policy | None = None
    index: PolicyIndex = field(init=False, repr=False, compare=False)
    corrected: Rulebook | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the policy, and its erratum."""
        corrected = (
            None if self.erratum is None else replace(self, policy=self.erratum, erratum=None)
        )
        object.__setattr__(self, "index", PolicyIndex.of(self.policy))
        object.__setattr__(self, "corrected", corrected)
