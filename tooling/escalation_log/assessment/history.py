"""Breaches that the log held true for a time, and what ended them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from escalation_log.deadlines import day_moment, moment_at, moment_of
from escalation_log.model.assessments import Breach, DutyAssessment, PastBreach
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case
from escalation_log.model.kinds import EventKind
from escalation_log.model.stamps import Moment
from escalation_log.timeline import changes_of_knowledge

_INSTANT = timedelta(microseconds=1)
_MISSED = frozenset({Breach.BREACH, Breach.OVER_GUIDE})

Key: TypeAlias = tuple[str, int]
JudgeAt: TypeAlias = Callable[[Moment], tuple[DutyAssessment, ...]]


def past_breaches(
    case: Case, calendar: Calendar, zone: ZoneInfo, as_of: Moment, judge_at: JudgeAt
) -> Mapping[Key, tuple[PastBreach, ...]]:
    """Find the breaches, by duty and occurrence, that a change of knowledge ended or made less.

    Only corrections, extensions, events recorded late and announcements can end one: the log is
    judged just before and just after each of them. A breach was held from the moment at which the
    limit was missed, or else from the change that made it one.
    """
    found: dict[Key, tuple[PastBreach, ...]] = {}
    held: dict[Key, DutyAssessment] = {}
    held_since: dict[Key, Moment] = {}
    for at, because in sorted(_changes(case, calendar, zone, as_of).items()):
        before = _missed(judge_at(moment_at(at - _INSTANT, zone)))
        for key, row in before.items():
            if key not in held or held[key].breach is not row.breach:
                held_since[key] = row.missed_at or moment_at(at, zone)
        after = _missed(judge_at(moment_at(at, zone)))
        for key, row in before.items():
            if key not in after or _is_less(after[key].breach, row.breach):
                ended = PastBreach(
                    since=held_since[key],
                    until=moment_at(at, zone),
                    because=because,
                    breach=row.breach,
                )
                found[key] = (*found.get(key, ()), ended)
        for key, row in after.items():
            if key not in before or before[key].breach is not row.breach:
                held_since[key] = moment_at(at, zone)
        held = after
    return found


def _missed(rows: tuple[DutyAssessment, ...]) -> dict[Key, DutyAssessment]:
    return {_key(row): row for row in rows if row.breach in _MISSED}


def _is_less(now: Breach, then: Breach) -> bool:
    return now is Breach.OVER_GUIDE and then is Breach.BREACH


def _key(row: DutyAssessment) -> Key:
    return row.duty.id, row.occurrence


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
    for at, because in _announcements(calendar, zone):
        if began.at < at <= as_of.at:
            reasons.setdefault(at, []).append(because)
    return {at: "; ".join(because) for at, because in reasons.items()}


def _announcements(calendar: Calendar, zone: ZoneInfo) -> Iterator[tuple[datetime, str]]:
    for holiday in calendar.holidays:
        if holiday.announced is not None:
            at = day_moment(holiday.announced, zone).at
            yield at, f"newly announced holiday ({holiday.name}, {holiday.on})"
    for closure in calendar.closures:
        if closure.announced is not None:
            at = day_moment(closure.announced, zone).at
            yield at, f"newly announced closure ({closure.name}, {closure.first})"
