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
    """Find the breaches, by duty and occurrence, that a change of knowledge ended.

    Only corrections, extensions, events recorded late and announcements can end one: the log is
    judged just before and just after each of them.
    """
    found: dict[Key, tuple[PastBreach, ...]] = {}
    for at, because in sorted(_changes(case, calendar, zone, as_of).items()):
        after_by_key = {_key(row): row for row in judge_at(moment_at(at, zone))}
        for before in judge_at(moment_at(at - _INSTANT, zone)):
            after = after_by_key.get(_key(before))
            still_missed = after is not None and after.breach in _MISSED
            if before.breach in _MISSED and not still_missed:
                ended = PastBreach(
                    since=before.due or moment_at(at, zone),
                    until=moment_at(at, zone),
                    because=because,
                    breach=before.breach,
                )
                found[_key(before)] = (*found.get(_key(before), ()), ended)
    return found


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
