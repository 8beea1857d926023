"""Which count governs when holidays are announced or withdrawn after the trigger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from escalation_log.deadlines.rules import CountingRules
from escalation_log.model.calendars import Calendar
from escalation_log.model.limits import CalendarDays, SameWorkingDay, WorkingDays
from escalation_log.model.receipts import DayReckoned, MovedByAnnouncement
from escalation_log.working_days import (
    CalendarHistory,
    Change,
    KnownCalendar,
    count_calendar_days,
    count_working_days,
    history_of,
    same_working_day,
)

DayLimit: TypeAlias = WorkingDays | CalendarDays | SameWorkingDay
_Count: TypeAlias = Callable[[KnownCalendar], tuple[DayReckoned, ...]]


class Start(NamedTuple):
    """The local date from which days are counted, with the time where a cut-off may ask for it."""

    on: date
    at: time | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The count that governs, the date whose knowledge it rests on, and what moved it there."""

    days: tuple[DayReckoned, ...]
    known_on: date
    original_due_on: date
    moves: tuple[MovedByAnnouncement, ...] = ()

    @property
    def due_on(self) -> date:
        """The last day in time."""
        return self.days[-1].on


def governing_count(
    limit: DayLimit, start: Start, rules: CountingRules, calendar: Calendar, known_on: date
) -> Counted:
    """Count with what was known on the day of the start, then with each later state of knowledge.

    The latest deadline of them governs: what was announced too late never makes it sooner.
    """

    def count(known: KnownCalendar) -> tuple[DayReckoned, ...]:
        return _count(limit, start, rules, known)

    history = history_of(calendar)
    at_first = min(start.on, known_on)
    days = count(history.known_on(at_first))
    governing = Counted(days=days, known_on=at_first, original_due_on=days[-1].on)
    later = history.changes_between(at_first, known_on)
    for announced, group in groupby(later, key=attrgetter("known_on")):
        changes = tuple(group)
        if not any(change.concerns(start.on, governing.due_on) for change in changes):
            continue
        days = count(history.known_on(announced))
        if days[-1].on > governing.due_on:
            moves = _moves(changes, governing.due_on, history, count)
            governing = Counted(
                days=days,
                known_on=announced,
                original_due_on=governing.original_due_on,
                moves=(*governing.moves, *moves),
            )
    return governing


def _moves(
    changes: tuple[Change, ...], due_on: date, history: CalendarHistory, count: _Count
) -> Iterator[MovedByAnnouncement]:
    """Take the changes of one date one by one, and name each that put the deadline off."""
    for change in changes:
        moved = count(history.known_after(change))[-1].on
        if moved > due_on:
            yield MovedByAnnouncement(
                original_due_on=due_on,
                due_on=moved,
                day=change.first,
                name=change.entry.name,
                announced=change.known_on,
                withdrawn=change.is_withdrawal,
            )
            due_on = moved


def _count(
    limit: DayLimit, start: Start, rules: CountingRules, known: KnownCalendar
) -> tuple[DayReckoned, ...]:
    if isinstance(limit, SameWorkingDay):
        return same_working_day(known, on=start.on, at=start.at, cut_off=rules.cut_off)
    count = count_working_days if isinstance(limit, WorkingDays) else count_calendar_days
    return count(
        known,
        limit.days,
        on=start.on,
        at=start.at,
        counting=rules.counting,
        cut_off=rules.cut_off,
    )
