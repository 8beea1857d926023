"""Count days from a trigger by a policy's counting rules, and record how each day counted."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, time
from functools import lru_cache
from typing import TypeAlias

from escalation_log.engine.calendar import (
    ONE_DAY,
    OutsideCalendarError,
    not_working_because,
    require_day,
)
from escalation_log.model.calendars import LAST_YEAR, KnownCalendar
from escalation_log.model.patterns import Rolls
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
    day_ends: time | None,
) -> Days:
    """Count one or more working days from a trigger at a local date and time.

    The last day is the deadline. A trigger without a time is never after the cut-off. Where the
    trigger's day counts, it does so only before the hour at which it ends.
    """
    reckoned, number = _from_trigger(
        known, on=on, at=at, counting=counting, cut_off=cut_off, day_ends=day_ends
    )
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


def same_working_day(
    known: KnownCalendar, *, on: date, at: time | None, cut_off: time | None, day_ends: time | None
) -> Days:
    """Find the working day of a trigger: its own day or the next one, under any counting rule.

    After the hour at which a day ends it is the next one, since its own day is over.
    """
    why = _too_late_words(at, cut_off, day_ends)
    reckoned, start = _moved(known, on=on, why=why, rolls=True)
    reckoned.append(_day_zero(known, start, is_foreseen=known.is_foreseen(start)))
    return tuple(reckoned)


def count_calendar_days(known: KnownCalendar, days: int, *, on: date, rolls: Rolls | None) -> Days:
    """Count calendar days; day one is the day after the trigger's, whatever days they are."""
    require_day(known, on)
    reckoned = [DayReckoned(on=on, reckoning=Reckoning.DAY_ZERO)]
    day = on
    for number in range(1, days + 1):
        day += ONE_DAY
        require_day(known, day)
        reckoned.append(_counted(day, number, False))
    return _rolled(known, reckoned, rolls)


def count_months(known: KnownCalendar, months: int, *, on: date, rolls: Rolls | None) -> Days:
    """Find the same day of a later month, or that month's last day if it has no such day."""
    require_day(known, on)
    years, month = divmod(on.month - 1 + months, 12)
    year, month = on.year + years, month + 1
    if year > LAST_YEAR:
        raise OutsideCalendarError.after()
    day = date(year, month, min(on.day, monthrange(year, month)[1]))
    later = DayReckoned(on=day, reckoning=Reckoning.LATER, number=months)
    return _rolled(known, [DayReckoned(on=on, reckoning=Reckoning.DAY_ZERO), later], rolls)


def count_back(known: KnownCalendar, days: int, *, on: date, is_working: bool) -> Days:
    """Count days back from a planned day, which is day zero; working days or all."""
    reckoned = [DayReckoned(on=on, reckoning=Reckoning.DAY_ZERO)]
    day, number = on, 0
    while number < days:
        day -= ONE_DAY
        require_day(known, day)
        name = not_working_because(known, day) if is_working else None
        if name is not None:
            reckoned.append(_skipped(day, name, known.is_foreseen(day)))
            continue
        number += 1
        foreseen = is_working and known.is_foreseen(day)
        reckoned.append(
            DayReckoned(on=day, reckoning=Reckoning.BACK, number=number, is_foreseen=foreseen)
        )
    return tuple(reckoned)


def _rolled(known: KnownCalendar, reckoned: list[DayReckoned], rolls: Rolls | None) -> Days:
    """Roll the last day, if it is no working day and the limit says where to."""
    if rolls is None:
        return tuple(reckoned)
    day = reckoned[-1].on
    step = ONE_DAY if rolls is Rolls.NEXT else -ONE_DAY
    while (name := not_working_because(known, day)) is not None:
        foreseen = known.is_foreseen(day)
        reckoned.append(
            DayReckoned(on=day, reckoning=Reckoning.ROLLED, name=name, is_foreseen=foreseen)
        )
        day += step
    foreseen = known.is_foreseen(day)
    reckoned.append(DayReckoned(on=day, reckoning=Reckoning.ROLLED_TO, is_foreseen=foreseen))
    return tuple(reckoned)


def _from_trigger(
    known: KnownCalendar,
    *,
    on: date,
    at: time | None,
    counting: Counting,
    cut_off: time | None,
    day_ends: time | None,
) -> tuple[list[DayReckoned], int]:
    """Record the days up to where the count begins, and give the number of the last one: 0 or 1."""
    rolls = counting is not Counting.DAY_AFTER_TRIGGER
    counts = counting is Counting.TRIGGER_DAY_COUNTS
    why = _too_late_words(at, cut_off, day_ends if counts else None)
    reckoned, start = _moved(known, on=on, why=why, rolls=rolls)
    # If the trigger cannot be moved, it does not matter whether its day is a bank holiday.
    matters = rolls or (cut_off is not None and at is not None)
    is_foreseen = matters and known.is_foreseen(start)
    if counts:
        reckoned.append(_counted(start, 1, is_foreseen))
        return reckoned, 1
    reckoned.append(_day_zero(known, start, is_foreseen=is_foreseen))
    return reckoned, 0


def day_is_over_words(day_ends: time) -> str:
    """Say that a time of day is at or after the hour at which days end."""
    return f"the day ends at {day_ends:%H:%M}"


def after_cut_off_words(cut_off: time) -> str:
    """Say that a time of day is at or after the cut-off."""
    return f"cut-off {cut_off:%H:%M}"


def _too_late_words(at: time | None, cut_off: time | None, day_ends: time | None) -> str | None:
    """Say that a time of day is at or after the cut-off or the day's end; None if it is not."""
    if at is None:
        return None
    if cut_off is not None and at >= cut_off:
        return after_cut_off_words(cut_off)
    return day_is_over_words(day_ends) if day_ends is not None and at >= day_ends else None


def _moved(
    known: KnownCalendar, *, on: date, why: str | None, rolls: bool
) -> tuple[list[DayReckoned], date]:
    """Move a trigger to the next working day where necessary, and record the days passed over.

    `why` says why a trigger on a working day moves, `rolls` whether one on any other day does.
    """
    name = not_working_because(known, on)
    because = why if name is None else name if rolls else None
    if because is None:
        return [], on
    is_foreseen = known.is_foreseen(on)
    reckoned = [
        DayReckoned(on=on, reckoning=Reckoning.MOVED, name=because, is_foreseen=is_foreseen)
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
