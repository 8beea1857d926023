"""Questions for a deadline, drawn from a seed, each with what the engine answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from escalation_log.engine.calendar import OutsideCalendarError
from escalation_log.engine.clock import ClockReading, clock_reading, moment_of, protective_due
from escalation_log.engine.deadline import deadline_for
from escalation_log.files.calendar_file import with_closures
from escalation_log.files.fields import stamp_from
from escalation_log.model.calendars import Calendar, Closure
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.patterns import (
    AtOnce,
    CalendarDays,
    CountedIn,
    Hours,
    Months,
    Rolls,
    SameWorkingDay,
    SimpleTime,
    SoonerOf,
    TimedLimit,
    Weeks,
    WorkingDays,
)
from escalation_log.model.policies import Counting, CountingRules
from escalation_log.model.receipts import Deadline, DueAt, Governs, ProtectiveApplied, ReceiptStep
from escalation_log.site.by_when.counting_data import plain_span
from escalation_log.site.by_when.days_off import plain_closures
from escalation_log.words.dates import moment_iso
from escalation_log.words.plain_values import Plain
from escalation_log.words.receipt_sentences import step_words, told_in_short

LONDON = ZoneInfo("Europe/London")

_CLOSURES = (
    Closure(first=date(2019, 12, 27), last=date(2019, 12, 31), name="Office closed"),
    Closure(
        first=date(2026, 12, 24),
        last=date(2026, 12, 31),
        name="Winter closure",
        announced=date(2026, 11, 3),
    ),
    Closure(
        first=date(2024, 6, 12),
        last=date(2024, 6, 12),
        name="Training day",
        announced=date(2024, 6, 10),
    ),
    Closure(first=date(2030, 5, 2), last=date(2030, 5, 3), name="Moving house"),
)
_CUT_OFFS = (None, None, time(9), time(12), time(16), time(17, 30))
_DAY_ENDS = (None, None, time(17), time(1, 30), time(0, 30), time(23, 59))
_ROLLS = (None, *Rolls)
_CODES = {ClockReading.NEVER: "skipped", ClockReading.TWICE: "repeated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A question as the browser takes it, and its answer in the same form."""

    question: Mapping[str, Plain]
    answer: Mapping[str, Plain]

    @property
    def words(self) -> str:
        """The receipt in one text; nothing where there is no date."""
        words = self.answer.get("words")
        return " ".join(map(str, words)) if isinstance(words, list) else ""


def drawn(
    calendars: Mapping[str, Calendar], built_on: date, *, count: int, seed: int
) -> Iterator[Vector]:
    """Draw questions about calendars as known on a day."""
    chance = Random(seed)
    restless = tuple(_late_closures(chance))
    counted = [
        with_closures(calendar, closures) if closures else calendar
        for calendar in calendars.values()
        for closures in ((), _CLOSURES, restless)
    ]
    for number in range(count):
        yield _vector(chance, counted[number % len(counted)], built_on)


def _late_closures(chance: Random) -> Iterator[Closure]:
    """Close offices all the time, at short notice, several days at once or of one announcement."""
    announced = date(2013, 1, 1)
    while announced.year < 2030:
        announced += timedelta(chance.randrange(30, 150))
        for number in range(chance.choice((1, 1, 2, 3))):
            first = announced + timedelta(chance.randrange(-3, 15))
            yield Closure(
                first=first,
                last=first + timedelta(chance.choice((0, 0, 0, 1, 4))),
                name=f"Closed {number + 1}",
                announced=announced,
            )


def _vector(chance: Random, calendar: Calendar, built_on: date) -> Vector:
    rules = CountingRules(
        counting=chance.choice(tuple(Counting)),
        zone=LONDON,
        cut_off=chance.choice(_CUT_OFFS),
        day_ends=chance.choice(_DAY_ENDS),
    )
    limit = _limit(chance)
    since = _stamp_text(chance, _day(chance, calendar))
    known_on = built_on if chance.random() < 0.7 else built_on - timedelta(chance.randrange(4000))
    protect_by = _protective(chance, since) if chance.random() < 0.25 else None
    return Vector(
        question={
            "calendar": calendar.id,
            "closures": plain_closures(calendar.closures, built_on),
            "limit": plain_span(limit),
            "from": since,
            "counting": rules.counting.value,
            "cutOff": _clock(rules.cut_off),
            "dayEnds": _clock(rules.day_ends) or "24:00",
            "knownOn": known_on.isoformat(),
            "protectBy": protect_by,
        },
        answer=_answer(
            limit,
            since,
            rules=rules,
            calendar=calendar,
            known_on=known_on,
            protect_by=protect_by,
        ),
    )


def _limit(chance: Random) -> TimedLimit:
    if chance.random() < 0.85:
        return _simple(chance)
    parts = dict.fromkeys(_simple(chance) for _ in range(chance.choice((2, 2, 3))))
    return SoonerOf(tuple(parts)) if len(parts) > 1 else _simple(chance)


def _simple(chance: Random) -> SimpleTime:
    return chance.choice(
        (
            WorkingDays(chance.randrange(12)),
            WorkingDays(chance.randrange(45)),
            WorkingDays(chance.randrange(45)),
            WorkingDays(chance.randrange(45)),
            CalendarDays(chance.randrange(1, 40), chance.choice(_ROLLS)),
            Weeks(chance.randrange(1, 10), chance.choice(_ROLLS)),
            Months(chance.randrange(1, 23), chance.choice(_ROLLS)),
            Hours(chance.choice((1, 2, 24, 48, 72, chance.randrange(1, 400)))),
            SameWorkingDay(),
            AtOnce(),
        )
    )


def _clock(at: time | None) -> str | None:
    return None if at is None else f"{at:%H:%M}"


def _day(chance: Random, calendar: Calendar) -> date:
    """Choose a day: any, or one near a holiday, a late announcement, or a change of the clocks."""
    if chance.random() < 0.02:
        return _FIRST + timedelta(chance.randrange(4))
    any_day = date(2012, 1, 1) + timedelta(chance.randrange(365 * 23))
    announced = [
        day
        for each in calendar.holidays
        for day in (each.announced, each.withdrawn)
        if day is not None and day.year >= 2012
    ]
    announced += [each.announced for each in calendar.closures if each.announced is not None]
    near = chance.choice(
        (
            any_day,
            any_day,
            chance.choice(calendar.holidays).on,
            chance.choice(announced),
            *(_last_sunday(chance.randrange(2012, 2035), month) for month in (3, 10)),
        )
    )
    return near if chance.random() < 0.3 else max(near - timedelta(chance.randrange(14)), _FIRST)


_FIRST = date(2011, 12, 28)  # a little before the calendars begin


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta((last.weekday() + 1) % 7)


def _stamp_text(chance: Random, on: date) -> str:
    if chance.random() < 0.2:
        return on.isoformat()
    at = chance.choice(
        (
            time(chance.randrange(24), chance.randrange(60)),
            time(chance.randrange(3), chance.choice((0, 30, 59))),
            time(chance.choice((8, 9, 11, 12, 15, 16, 17)), chance.choice((0, 29, 30, 59))),
        )
    )
    offset = chance.choice(("", "", "", "", "+01:00", "+00:00", "Z"))
    return f"{on}{chance.choice('T ')}{at:%H:%M}{offset}"


def _protective(chance: Random, since: str) -> str:
    days = timedelta(chance.randrange(-1, 12))
    return _stamp_text(chance, date.fromisoformat(since[:10]) + days)


def _answer(
    limit: TimedLimit,
    since: str,
    *,
    rules: CountingRules,
    calendar: Calendar,
    known_on: date,
    protect_by: str | None,
) -> Mapping[str, Plain]:
    """Let the engine answer."""
    stamp = _read(since)
    if isinstance(stamp, str):
        return {"problem": stamp}
    trigger = moment_of(stamp, rules.zone)
    try:
        deadline = deadline_for(limit, trigger, rules, calendar, known_on)
    except OutsideCalendarError as error:
        return {"problem": "too-early", "words": error.message}
    if protect_by is None:
        return _answered(deadline.due, deadline.due_on, Governs.LIMIT, deadline, deadline.steps)
    protective = _read(protect_by)
    if isinstance(protective, str):
        return {"problem": protective}
    due, due_on = protective_due(protective, rules.zone, rules.day_ends)
    if trigger.on > due_on if trigger.is_date_alone else trigger.at >= due.at:
        return {"problem": "before-start"}
    governs = due.at < deadline.due.at
    applied = ProtectiveApplied(
        event=0, protect_by=moment_of(protective, rules.zone), governs=governs
    )
    steps = (*deadline.steps, applied)
    if governs:
        return _answered(due, due_on, Governs.PROTECTIVE_TIMESCALE, deadline, steps)
    return _answered(deadline.due, deadline.due_on, Governs.LIMIT, deadline, steps)


def _read(text: str) -> Stamp | str:
    """Read a stamp, or say how the clocks do not show it."""
    stamp = stamp_from(text)
    assert stamp is not None, text
    reading = clock_reading(stamp, LONDON)
    return stamp if reading is ClockReading.ONCE else _CODES[reading]


def _answered(
    due: Moment,
    due_on: date,
    governed_by: Governs,
    deadline: Deadline,
    steps: Sequence[ReceiptStep],
) -> Mapping[str, Plain]:
    """Write an answer as the browser gives it; no event of a case stands behind a timescale."""
    last = DueAt(due=due, due_on=due_on, governed_by=governed_by)
    return {
        "due": moment_iso(due),
        "dueOn": due_on.isoformat(),
        "originalDueOn": deadline.original_due_on.isoformat(),
        "provisional": deadline.is_provisional,
        "governedBy": governed_by.value,
        "byTheHour": deadline.unit is CountedIn.HOURS,
        "words": [without_event(step_words(told_in_short(step))) for step in (*steps, last)],
    }


def without_event(words: str) -> str:
    """Say a protective timescale as where there is no case."""
    if not words.startswith("Protective timescale (event "):
        return words
    return "Protective timescale" + words[words.index(")") + 1 :]
