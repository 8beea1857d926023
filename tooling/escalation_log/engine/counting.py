"""Count days from a trigger by a policy's counting rules, and record how each day counted."""

from __future__ import annotations

from datetime import date, time
from functools import lru_cache
from typing import TypeAlias

from escalation_log.engine.calendar import ONE_DAY, not_working_because, require_day
from escalation_log.model.calendars import KnownCalendar
from escalation_log.model.policies import Counting
from escalation_log.model.receipts import DayReckoned, Reckoning

_DAYS_KEPT = 1 << 16

Days: TypeAlias = tuple[DayReckoned, ...]


def count_working_days(
    known: KnownCalendar,
    days: int,
    *,
    on: date,
    at: time | None,
    counting: Counting,
    cut_off: time | None,
) -> Days:
    """Count working days from a trigger at a local date and time; the last one is the deadline.

    A trigger without a time is never after the cut-off. A count of 0 days gives the trigger's own
    working day.
    """
    if days == 0:
        return same_working_day(known, on=on, at=at, cut_off=cut_off)
    reckoned, number = _from_trigger(known, on=on, at=at, counting=counting, cut_off=cut_off)
    day = reckoned[-1].on
    while number < days:
        day += ONE_DAY
        name = not_working_because(known, day)
        if name is None:
            number += 1
            reckoned.append(_counted(day, number, known.is_foreseen(day)))
        else:
            reckoned.append(_skipped(day, name, known.is_foreseen(day)))
    return tuple(reckoned)


def count_calendar_days(
    known: KnownCalendar,
    days: int,
    *,
    on: date,
    at: time | None,
    counting: Counting,
    cut_off: time | None,
) -> Days:
    """Count calendar days from a trigger; only the trigger may be moved to a working day.

    The days counted are not marked as foreseen, since no bank holiday changes them.
    """
    reckoned, number = _from_trigger(known, on=on, at=at, counting=counting, cut_off=cut_off)
    day = reckoned[-1].on
    while number < days:
        day += ONE_DAY
        number += 1
        require_day(known, day)
        reckoned.append(_counted(day, number, False))
    return tuple(reckoned)


def same_working_day(
    known: KnownCalendar, *, on: date, at: time | None, cut_off: time | None
) -> Days:
    """Find the working day of a trigger: its own day or the next one, under any counting rule."""
    reckoned, start = _moved(known, on=on, at=at, cut_off=cut_off, rolls=True)
    reckoned.append(_day_zero(known, start, is_foreseen=known.is_foreseen(start)))
    return tuple(reckoned)


def _from_trigger(
    known: KnownCalendar, *, on: date, at: time | None, counting: Counting, cut_off: time | None
) -> tuple[list[DayReckoned], int]:
    """Record the days up to where the count begins, and give the number of the last one: 0 or 1."""
    rolls = counting is not Counting.DAY_AFTER_TRIGGER
    reckoned, start = _moved(known, on=on, at=at, cut_off=cut_off, rolls=rolls)
    # If the trigger cannot be moved, it does not matter whether its day is a bank holiday.
    matters = rolls or (cut_off is not None and at is not None)
    is_foreseen = matters and known.is_foreseen(start)
    if counting is Counting.TRIGGER_DAY_COUNTS:
        reckoned.append(_counted(start, 1, is_foreseen))
        return reckoned, 1
    reckoned.append(_day_zero(known, start, is_foreseen=is_foreseen))
    return reckoned, 0


def _moved(
    known: KnownCalendar, *, on: date, at: time | None, cut_off: time | None, rolls: bool
) -> tuple[list[DayReckoned], date]:
    """Move a trigger to the next working day where necessary, and record the days passed over.

    `rolls` says whether a trigger on a non-working day moves. The cut-off applies to working days
    only.
    """
    name = not_working_because(known, on)
    if name is None and cut_off is not None and at is not None and at >= cut_off:
        why = f"cut-off {cut_off:%H:%M}"
    elif name is not None and rolls:
        why = name
    else:
        return [], on
    reckoned = [
        DayReckoned(on=on, reckoning=Reckoning.MOVED, name=why, is_foreseen=known.is_foreseen(on))
    ]
    day = on + ONE_DAY
    while (name := not_working_because(known, day)) is not None:
        reckoned.append(_skipped(day, name, known.is_foreseen(day)))
        day += ONE_DAY
    return reckoned, day


# Many counts of a log contain the same days, and building these values takes most of the time.
@lru_cache(maxsize=_DAYS_KEPT)
def _counted(on: date, number: int, is_foreseen: bool) -> DayReckoned:
    return DayReckoned(on=on, reckoning=Reckoning.COUNTED, number=number, is_foreseen=is_foreseen)


@lru_cache(maxsize=_DAYS_KEPT)
def _skipped(on: date, name: str, is_foreseen: bool) -> DayReckoned:
    return DayReckoned(on=on, reckoning=Reckoning.SKIPPED, name=name, is_foreseen=is_foreseen)


def _day_zero(known: KnownCalendar, on: date, *, is_foreseen: bool) -> DayReckoned:
    return DayReckoned(
        on=on,
        reckoning=Reckoning.DAY_ZERO,
        name=not_working_because(known, on),
        is_foreseen=is_foreseen,
    )
