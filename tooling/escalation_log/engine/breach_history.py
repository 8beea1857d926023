"""Breaches that were once reported and no longer are, and what changed that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import day_moment, moment_at, moment_of
from escalation_log.engine.knowledge import changes_of_knowledge
from escalation_log.engine.verdict import Missed, RowKey
from escalation_log.model.assessments import Breach, PastBreach
from escalation_log.model.calendars import BankHoliday, Calendar, Closure
from escalation_log.model.cases import Case
from escalation_log.model.event_kinds import Dates
from escalation_log.model.moments import Moment

_INSTANT = timedelta(microseconds=1)
MissedAt: TypeAlias = Callable[[Moment], Mapping[RowKey, Missed]]


def past_breaches(
    case: Case, calendar: Calendar, zone: ZoneInfo, as_of: Moment, missed_at: MissedAt
) -> Mapping[RowKey, tuple[PastBreach, ...]]:
    """Find the breaches, by duty and occurrence, that later knowledge removed or made less serious.

    Only corrections, extensions, events recorded late and announcements can do so. `missed_at` is
    called for the moment just before and the moment of each such change, and the two answers are
    compared. A past breach starts when the limit was missed or, where a change brought it about,
    with that change.
    """
    found: dict[RowKey, tuple[PastBreach, ...]] = {}
    held: Mapping[RowKey, Missed] = {}
    held_since: dict[RowKey, Moment] = {}
    for at, because in sorted(_changes(case, calendar, zone, as_of).items()):
        changed_at = moment_at(at, zone)
        before = missed_at(moment_at(at - _INSTANT, zone))
        after = missed_at(changed_at)
        for key, row in before.items():
            if key not in held or held[key].breach is not row.breach:
                held_since[key] = row.at
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
    """Give the moments at which something was recorded or announced that may undo a breach."""
    reasons: dict[datetime, list[str]] = {}
    for known, event in changes_of_knowledge(case, zone, as_of):
        kind = event.kind
        amends = kind.row.dates is Dates.FROM_BEFORE
        word = str(kind) if amends else "recorded late"
        reasons.setdefault(known.at, []).append(f"{word} (event {event.key})")
    began = moment_of(case.events[0].at, zone)
    for on, because in _announcements(calendar, began.on, as_of.on):
        reasons.setdefault(day_moment(on, zone).at, []).append(because)
    return {at: "; ".join(because) for at, because in reasons.items()}


def _announcements(calendar: Calendar, after: date, to: date) -> Iterator[tuple[date, str]]:
    """Give what was announced after one date, up to and including another; holidays first."""
    announced = [
        change for change in calendar.history.changes_between(after, to) if not change.is_withdrawal
    ]
    for kind, name in ((BankHoliday, "holiday"), (Closure, "closure")):
        for change in announced:
            if isinstance(change.entry, kind):
                words = f"newly announced {name} ({change.entry.name}, {change.first})"
                yield change.known_on, words
