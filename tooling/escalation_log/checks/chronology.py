"""Rules on the moments in a case: their order, the future, the clocks, protective timescales."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from escalation_log.checks.subjects import CaseToCheck, Finding
from escalation_log.engine.clock import ClockReading, clock_reading, moment_of
from escalation_log.engine.timeline import PlacedEvent
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment, Stamp
from escalation_log.words.dates import unclear_words
from escalation_log.words.titles import of_subject

ENTERED_TOO_SOON = (
    "This is earlier than `at`, and nothing is entered before it happens. Correct the one or the "
    "other."
)


def events_in_order(subject: CaseToCheck) -> Iterator[Finding]:
    """Each event is recorded no earlier than those above it, and no earlier than it happened.

    One with an id may stand anywhere.
    """
    out_of_order: dict[int, list[int]] = {}
    latest_day: tuple[date, int] | None = None
    latest: tuple[datetime, int] | None = None
    for placed_event in subject.by_number:
        if placed_event.event.id is not None:
            yield from _entered_too_soon(placed_event, subject)
            continue
        known, number = placed_event.known, placed_event.event.number
        above = None
        if latest_day is not None and known.on < latest_day[0]:
            above = latest_day[1]
        elif latest is not None and not known.is_date_alone and known.at < latest[0]:
            above = latest[1]
        if above is not None:
            out_of_order.setdefault(above, []).append(number)
        if latest_day is None or known.on > latest_day[0]:
            latest_day = known.on, number
        if not known.is_date_alone and (latest is None or known.at > latest[0]):
            latest = known.at, number
        yield from _entered_too_soon(placed_event, subject)
    for above, numbers in out_of_order.items():
        if len(numbers) == 1:
            yield _out_of_order(numbers[0], above, subject)
        else:
            yield _put_first(above, len(numbers), subject)


def _put_first(number: int, below: int, subject: CaseToCheck) -> Finding:
    """Tell of one event that is later than several below it: it is the one out of its place."""
    field = "at" if subject.case.events[number - 1].recorded is None else "recorded"
    return Finding(
        ("events", number - 1, field),
        f"This is later than {below} of the events below it. If this event is the newest, move it "
        "to the end of the events; otherwise correct the date or the time. If those below were "
        "entered later than they happened, add `recorded:` to each with the moment it was entered.",
    )


def _out_of_order(number: int, other: int, subject: CaseToCheck) -> Finding:
    above = subject.case.events[other - 1].key
    if subject.case.events[number - 1].recorded is None:
        return Finding(
            ("events", number - 1, "at"),
            f"This is earlier than event {above}, which stands above it. If it was entered later "
            "than it happened, add `recorded:` with the moment it was entered; otherwise correct "
            "the date or the time.",
        )
    return Finding(
        ("events", number - 1, "recorded"),
        f"This is earlier than the moment at which event {above}, above it, was entered. Events "
        "are entered one after another: correct `recorded`.",
    )


def _entered_too_soon(placed_event: PlacedEvent, subject: CaseToCheck) -> Iterator[Finding]:
    """Find an event, or a correction of its `at`, that was entered before the event happened."""
    place = subject.place(placed_event, "at")
    if place[2] == "correct":
        known = subject.by_number[int(place[1])].known
        if _is_before(known, placed_event.moment):
            yield Finding(
                place,
                "This is later than the moment at which the correction was entered. Type the "
                "moment at which the event happened.",
            )
    elif placed_event.event.recorded is not None and _is_before(
        placed_event.known, placed_event.moment
    ):
        yield Finding(
            (*place[:2], "recorded"),
            ENTERED_TOO_SOON,
        )


def _is_before(one: Moment, other: Moment) -> bool:
    """Compare two moments, by their dates if either of them is a date alone."""
    if one.is_date_alone or other.is_date_alone:
        return one.on < other.on
    return one.at < other.at


def not_in_future(subject: CaseToCheck) -> Iterator[Finding]:
    """No event happened or was recorded later than the moment of the check."""
    for placed_event in subject.by_number:
        index = placed_event.event.number - 1
        if placed_event.moment.at > subject.as_of:
            place = subject.place(placed_event, "at")
        elif placed_event.known.at > subject.as_of:
            is_recorded = subject.case.events[index].recorded is not None
            place = ("events", index, "recorded" if is_recorded else "at")
        else:
            continue
        local = subject.as_of.astimezone(subject.zone)
        yield Finding(
            place,
            f"This lies in the future: the check was made as of {local:%Y-%m-%d %H:%M}. Type a "
            "moment that has come, or enter the event once it has happened.",
        )


def clock_change(subject: CaseToCheck) -> Iterator[Finding]:
    """No local time is skipped by the clocks, and one that they show twice has an offset."""
    for placed_event in subject.by_number:
        for field in ("at", "recorded", "protect_by", "until"):
            stamp: Stamp | None = getattr(placed_event.event, field)
            if stamp is None or stamp.time is None or stamp.offset is not None:
                continue
            if not _clocks_change_on(stamp.on, subject.zone):
                continue
            reading = clock_reading(stamp, subject.zone)
            if reading is not ClockReading.ONCE:
                yield Finding(
                    subject.place(placed_event, field), _unclear(reading, stamp, subject.zone)
                )


def _unclear(reading: ClockReading, stamp: Stamp, zone: ZoneInfo) -> str:
    if reading is ClockReading.NEVER:
        return f"{unclear_words(reading)} Type the time that the clock did show."
    at = datetime.combine(stamp.on, stamp.time or time.min, zone)
    first, second = (at.replace(fold=fold).isoformat()[-6:] for fold in (0, 1))
    return (
        f"{unclear_words(reading)} Put the offset behind it: `{first}` for the first time, "
        f"`{second}` for the second."
    )


@lru_cache(maxsize=8192)
def _clocks_change_on(day: date, zone: ZoneInfo) -> bool:
    midnight = datetime.combine(day, time.min, tzinfo=zone)
    return midnight.utcoffset() != (midnight + timedelta(days=1)).utcoffset()


def protective_timescale(subject: CaseToCheck) -> Iterator[Finding]:
    """A protective timescale ends after the moment at which it was set."""
    for placed_event in subject.by_number:
        protect_by = placed_event.event.protect_by
        if placed_event.event.kind is not EventKind.PROTECTIVE_TIMESCALE or protect_by is None:
            continue
        until, since = moment_of(protect_by, subject.zone), placed_event.moment
        by_day = until.is_date_alone or since.is_date_alone
        if until.on < since.on if by_day else until.at <= since.at:
            yield Finding(
                subject.place(placed_event, "protect_by"),
                "This is not after the moment at which it was set (`at`). Type the later moment "
                + of_subject("by which the child must be protected.", subject.policy.subject),
            )
