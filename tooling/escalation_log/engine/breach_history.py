"""Breaches that the log held true for a time, and what ended them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import day_moment, moment_at, moment_of
from escalation_log.engine.knowledge import changes_of_knowledge
from escalation_log.engine.verdict import Missed, RowKey
from escalation_log.model.assessments import Breach, PastBreach
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case, EventKind
from escalation_log.model.identity import Itself
from escalation_log.model.moments import Moment

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
        amends = kind in (EventKind.CORRECTION, EventKind.HEADER_CORRECTION, EventKind.EXTENSION)
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
