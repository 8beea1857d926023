"""Breaches that the log held true for a time, and what ended them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from escalation_log.engine.calendar import history_of
from escalation_log.engine.clock import day_moment, moment_at, moment_of
from escalation_log.engine.context import deadlines_in, index_of, starters_in
from escalation_log.engine.knowledge import changes_of_knowledge
from escalation_log.engine.verdict import Missed, RowKey
from escalation_log.model.assessments import Breach, DutyAssessment, PastBreach
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case, EventKind
from escalation_log.model.event_kinds import Dates
from escalation_log.model.identity import Itself
from escalation_log.model.moments import Moment
from escalation_log.model.patterns import (
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Trigger,
)
from escalation_log.model.policies import Policy

_ALWAYS = frozenset(kind for kind in EventKind if kind.row.dates is not None)
# By these a case may leave a stage, or come into one.
_MOVES = frozenset(kind for kind in EventKind if kind.row.turn is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amending:
    """What amends under a policy.

    Events of `kinds` always do. `sources` are the duties whose deadlines begin other dates. Such a
    date stands from the beginning of the deadline's day, but only if the case is in its stage until
    the end of that day and nothing else begins it meanwhile: events of `on_their_days` amend then.
    """

    kinds: frozenset[str]
    sources: frozenset[str]
    on_their_days: frozenset[str]


def amending_of(policy: Policy) -> Amending:
    """Give what amends under a policy; the same policy gives the same, ready made."""
    return _amending_of(Itself(policy))


@lru_cache(maxsize=64)
def _amending_of(key: Itself[Policy]) -> Amending:
    policy = key.value
    index = index_of(policy)
    stages = tuple(index.stages)
    guiding = policy.guide_after.kinds if policy.guide_after else frozenset[str]()
    begun_by_deadlines = [index.starters[each] for each, of in index.deadlines.items() if of]
    return Amending(
        kinds=_ALWAYS.union(
            guiding,
            *(
                _kinds_behind(trigger, stages)
                for duty in index.duties
                for trigger in _preferred_in(duty.trigger)
            ),
        ),
        sources=frozenset(source for of in index.deadlines.values() for source in of),
        on_their_days=_MOVES.union(*begun_by_deadlines),
    )


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


def amendments(
    case: Case, policy: Policy, calendar: Calendar, as_of: Moment
) -> dict[datetime, Moment]:
    """Say when, up to a moment, the log learnt what may change dates that it had.

    Beside the kinds that amend, that is what was recorded late, or stands in the file after what
    became known later, and what was announced for the calendar.
    """
    kinds = amending_of(policy).kinds
    zone = index_of(policy).rules.zone
    found: dict[datetime, Moment] = {}
    latest: Moment | None = None
    for event in case.events:
        known = moment_of(event.known_from, zone)
        if known.at > as_of.at:
            continue
        if latest is None or latest.at <= known.at:
            latest = known
            if event.recorded is None and event.kind not in kinds:
                continue
        found[latest.at] = latest
    began = moment_of(case.events[0].known_from, zone)
    for change in history_of(calendar).changes_between(began.on, as_of.on):
        announced = day_moment(change.known_on, zone)
        found.setdefault(announced.at, announced)
    return found


def on_deadline_days(
    case: Case, policy: Policy, rows: Iterable[DutyAssessment]
) -> Iterator[Moment]:
    """Give the moments of events on the last day in time of what begins another date."""
    amending = amending_of(policy)
    zone = index_of(policy).rules.zone
    days = {row.due_on for row in rows if row.duty.id in amending.sources}
    for event in case.events if days else ():
        if event.kind in amending.on_their_days and event.known_from.on in days:
            yield moment_of(event.known_from, zone)


_INSTANT = timedelta(microseconds=1)
MissedAt: TypeAlias = Callable[[Moment], Mapping[RowKey, Missed]]


def past_breaches(
    case: Case, calendar: Calendar, zone: ZoneInfo, as_of: Moment, missed_at: MissedAt
) -> Mapping[RowKey, tuple[PastBreach, ...]]:
    """Find the breaches, by duty and occurrence, that a change of knowledge ended or made less.

    Only corrections, extensions, events recorded late and announcements can end one: `missed_at` is
    asked just before and just after each of them. A breach was held from the moment at which the
    limit was missed, or else from the change that made it one.
    """
    found: dict[RowKey, tuple[PastBreach, ...]] = {}
    held: Mapping[RowKey, Missed] | None = {}
    held_since: dict[RowKey, Moment] = {}
    changed_at = as_of
    for at, because in sorted(_changes(case, calendar, zone, as_of).items()):
        before = missed_at(moment_at(at - _INSTANT, zone))
        if held is None and before:
            held = missed_at(changed_at)
            held_since.update(dict.fromkeys(held, changed_at))
        changed_at = moment_at(at, zone)
        if held is None or not before:
            # What this change made a breach matters only if a later one finds a breach to end.
            held = None
            continue
        for key, row in before.items():
            if key not in held or held[key].breach is not row.breach:
                held_since[key] = row.at or changed_at
        after = missed_at(changed_at)
        for key, row in before.items():
            if key not in after or _is_less(after[key].breach, row.breach):
                ended = PastBreach(
                    since=held_since[key], until=changed_at, because=because, breach=row.breach
                )
                found[key] = (*found.get(key, ()), ended)
        for key, row in after.items():
            if key not in before or before[key].breach is not row.breach:
                held_since[key] = changed_at
        held = after
    return found


def _is_less(now: Breach, then: Breach) -> bool:
    return now is Breach.OVER_GUIDE and then is Breach.BREACH


def _changes(
    case: Case, calendar: Calendar, zone: ZoneInfo, as_of: Moment
) -> Mapping[datetime, str]:
    """Say when the log learnt something that may undo a breach, and what it was."""
    reasons: dict[datetime, list[str]] = {}
    for known, event in changes_of_knowledge(case, zone, as_of):
        kind = event.kind
        amends = kind.row.dates is Dates.FROM_BEFORE
        word = str(kind) if amends else "recorded late"
        reasons.setdefault(known.at, []).append(f"{word} (event {event.number})")
    began = moment_of(case.events[0].at, zone)
    for announced_on, because in _announcements(Itself(calendar)):
        at = day_moment(announced_on, zone).at
        if began.at < at <= as_of.at:
            reasons.setdefault(at, []).append(because)
    return {at: "; ".join(because) for at, because in reasons.items()}


@lru_cache(maxsize=64)
def _announcements(key: Itself[Calendar]) -> tuple[tuple[date, str], ...]:
    calendar = key.value
    holidays = (
        (each.announced, f"newly announced holiday ({each.name}, {each.on})")
        for each in calendar.holidays
        if each.announced is not None
    )
    closures = (
        (each.announced, f"newly announced closure ({each.name}, {each.first})")
        for each in calendar.closures
        if each.announced is not None
    )
    return (*holidays, *closures)
