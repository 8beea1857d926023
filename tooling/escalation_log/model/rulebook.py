"""What a case is judged by, compiled once, and which edition of a policy is in force."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from escalation_log.model.assessments import Breach, DutyAssessment, DutyState
from escalation_log.model.calendars import Calendar
from escalation_log.model.event_kinds import EventKind, Turn
from escalation_log.model.partnerships import Partnership
from escalation_log.model.patterns import (
    Before,
    EventPattern,
    deadlines_in,
    limits_in,
    patterns_in,
    starters_in,
)
from escalation_log.model.policies import CountingRules, Duty, Policy, Reading
from escalation_log.model.statements import Countersignature

_NOON = time(12)


def in_force(editions: Collection[Policy], at: datetime) -> tuple[Policy, ...]:
    """Give the edition in force at a moment as the last item, after those that it corrects.

    The first item is an edition that does not correct another one; its errata that have begun
    follow, but no erratum of an edition that is not given, as one that cannot be read. A case may
    be opened under any of them, since it may have been opened before the mistake was found. The
    result is empty before the first edition begins, or where editions only correct each other.
    """
    begun = sorted(
        (each for each in editions if each.effective_from <= _day(at, each)), key=_in_order
    )
    originals = [each for each in begun if each.corrects is None]
    return tuple(_with_errata(originals[-1], begun)) if originals else ()


def current_edition(editions: Collection[Policy], at: datetime) -> Policy:
    """Give the edition of a policy that is in force; before any is in force, the first."""
    standing = in_force(editions, at)
    if standing:
        return standing[-1]
    originals = [each for each in editions if each.corrects is None]
    return min(originals or editions, key=_in_order)


def succession(editions: Collection[Policy]) -> Mapping[date, tuple[Policy, ...]]:
    """Give for each day on which an edition begins what `in_force` gives then, in order."""
    days = (
        (each, datetime.combine(each.effective_from, _NOON, zone_of(each.time_zone)))
        for each in sorted(editions, key=_in_order)
    )
    found = {each.effective_from: in_force(editions, noon) for each, noon in days}
    return {day: standing for day, standing in found.items() if standing}


def first_day_in_force(edition: Policy, editions: Collection[Policy]) -> date | None:
    """Give the first day on which a case may be opened under an edition; None if there is none."""
    days = (day for day, standing in succession(editions).items() if edition in standing)
    return next(days, None)


def is_time_zone(name: str) -> bool:
    """Say whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def zone_of(name: str) -> tzinfo:
    """Give the time zone of this name, or UTC where there is none."""
    return ZoneInfo(name) if is_time_zone(name) else UTC


def _day(at: datetime, edition: Policy) -> date:
    return at.astimezone(zone_of(edition.time_zone)).date()


def _with_errata(edition: Policy, begun: Sequence[Policy]) -> Iterator[Policy]:
    """Give an edition, then its errata, each followed by the errata of that erratum."""
    yield edition
    for erratum in begun:
        if erratum.corrects == edition.version:
            yield from _with_errata(erratum, begun)


def _in_order(edition: Policy) -> tuple[date, str]:
    return edition.effective_from, edition.version


_CONCLUDING = frozenset(kind for kind in EventKind if kind.row.turn is Turn.MAY_END)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyIndex:
    """Look-up tables of a policy, computed once.

    `duties` are all in the policy's order, `missable` those of them that can ever be missed,
    `ordered` those that must come before something, and `stages` gives each stage's place. `asking`
    has the patterns that meet a duty, by its id and by kind of event, where one of them asks more.
    `concluding` has what ends a case in the last stage beside a resolution, by kind of event.
    `deadlines` are the duties whose deadlines start a duty, by its id, and `starters` the kinds of
    event and the stages of which at least one must have occurred for anything else to start it.
    `unstarted` has the row of a duty that has not started, which is the same in every case, by the
    duty's id, the role and whether the duty applies.
    """

    rules: CountingRules
    duties: tuple[Duty, ...]
    missable: tuple[Duty, ...]
    ordered: tuple[Duty, ...]
    asking: Mapping[str, Mapping[EventKind, tuple[EventPattern, ...]]]
    by_id: Mapping[str, Duty]
    stages: Mapping[str, int]
    concluding: Mapping[EventKind, tuple[EventPattern, ...]]
    deadlines: Mapping[str, tuple[str, ...]]
    starters: Mapping[str, frozenset[str]]
    unstarted: Mapping[tuple[str, str, bool], DutyAssessment]

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
            missable=tuple(duty for duty in duties if duty.can_be_missed),
            ordered=tuple(
                duty
                for duty in duties
                if any(isinstance(each, Before) for each in limits_in(duty.time_allowed))
            ),
            asking={
                duty.id: _by_kind(tuple(patterns_in(duty.met_by)))
                for duty in duties
                if any(each.fields or each.excluded for each in patterns_in(duty.met_by))
            },
            by_id={duty.id: duty for duty in duties},
            stages={stage: place for place, stage in enumerate(stages)},
            concluding=_concluding(policy),
            deadlines=deadlines,
            starters=starters,
            unstarted={
                (duty.id, role, applies): _unstarted_row(duty, role, applies=applies)
                for duty in duties
                for role in _roles_of(duty)
                for applies in (True, False)
            },
        )


def _by_kind(
    patterns: tuple[EventPattern, ...],
) -> Mapping[EventKind, tuple[EventPattern, ...]]:
    kinds = frozenset[EventKind]().union(*(each.kinds for each in patterns))
    return {kind: tuple(each for each in patterns if kind in each.kinds) for kind in kinds}


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


def _concluding(policy: Policy) -> Mapping[EventKind, tuple[EventPattern, ...]]:
    """Give by kind which of `recommended` and `decided` end a case: what a last-stage duty asks."""
    patterns = (each for duty in policy.stages[-1].duties for each in patterns_in(duty.met_by))
    by_kind = _by_kind(tuple(patterns))
    return {kind: found for kind, found in by_kind.items() if kind in _CONCLUDING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another reading of one clause, with the rest as adopted.

    `duties` are those of both editions whose dates it may change.
    """

    reading: Reading
    says: str
    rulebook: Rulebook
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """What cases are judged by; the calendar has the partnership's closures in it.

    `erratum` is the edition that corrects a mistake in the policy's, if there is one, and
    `erratum_calendar` that edition's calendar where it is another. `corrected` is the rulebook with
    the erratum in place of the policy. `alternatives` are the other readings of the policy that may
    change a date. `countersigned` is None until the policy's owner has signed off how the edition
    was read. `has_others_acting` says that in one of the agencies somebody else acts in place of a
    role.
    """

    policy: Policy
    partnership: Partnership
    calendar: Calendar
    erratum: Policy | None = None
    erratum_calendar: Calendar | None = None
    countersigned: Countersignature | None = None
    index: PolicyIndex = field(init=False, repr=False, compare=False)
    corrected: Rulebook | None = field(init=False, repr=False, compare=False)
    alternatives: tuple[Alternative, ...] = field(init=False, repr=False, compare=False)
    has_others_acting: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the policy, its erratum, and its other readings."""
        calendar = self.erratum_calendar or self.calendar
        corrected = (
            None
            if self.erratum is None
            else Rulebook(policy=self.erratum, partnership=self.partnership, calendar=calendar)
        )
        object.__setattr__(self, "index", PolicyIndex.of(self.policy))
        object.__setattr__(self, "corrected", corrected)
        agencies = self.partnership.agencies.values()
        object.__setattr__(self, "has_others_acting", any(each.instead for each in agencies))
        object.__setattr__(self, "alternatives", tuple(self._other_readings()))

    def _other_readings(self) -> Iterator[Alternative]:
        for reading in self.policy.readings:
            for other in reading.others:
                if other.edition is None:
                    continue
                rulebook = replace(self, policy=other.edition, erratum=None)
                duties = tuple(_redated(self.policy, other.edition, self.index, rulebook.index))
                if duties:
                    yield Alternative(
                        reading=reading, says=other.says, rulebook=rulebook, duties=duties
                    )


def _redated(
    policy: Policy, other: Policy, index: PolicyIndex, other_index: PolicyIndex
) -> Iterator[str]:
    """Give the duties, of both editions, whose dates may differ between them."""
    all_differ = index.rules != other_index.rules or policy.guide_after != other.guide_after
    changed = {
        duty.id for duty in other_index.duties if all_differ or duty != index.by_id.get(duty.id)
    }
    while more := {
        duty
        for duty, sources in other_index.deadlines.items()
        if duty not in changed and not changed.isdisjoint(sources)
    }:
        changed |= more
    for duty in other_index.duties:
        before = index.by_id.get(duty.id)
        if duty.id in changed and before is not None and (duty.has_date or before.has_date):
            yield duty.id
