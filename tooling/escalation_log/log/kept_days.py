"""Whether the days off of the past stand, and what statistics and references go by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import PurePosixPath
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from escalation_log.files.calendar_file import build_closure
from escalation_log.files.fields import day, optional
from escalation_log.log.entries import FirstEntry
from escalation_log.log.held_records import Change, Data, Record
from escalation_log.log.history_rules import DAYS_STAND, SETTINGS_STAND
from escalation_log.model.calendars import LAST_YEAR, TOLD_WITHIN, SomeAgencies
from escalation_log.model.problems import DataPath, Problem

_LONDON = ZoneInfo("Europe/London")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _DayOff:
    """A day off as a file lists it, with nothing but what it says of that day."""

    on: date
    name: str
    announced: date | None
    only_for: SomeAgencies | None = None


_Listed: TypeAlias = dict[_DayOff, int]


def kept_days(change: Change, entries: FirstEntry) -> Iterator[Problem]:
    """Judge calendars and partnerships of both sides."""
    before = change.before
    for file in change.differ(before.files("calendar", "partnership")):
        record = before.of(file)
        now = change.after.of(file)
        if record is None:
            continue
        if now is None:
            yield from _gone(change, record)
        elif PurePosixPath(file).name == "partnership.yaml":
            yield from _days(change, entries, record, now, listed=_closures, key="closures")
            if not change.is_merge:
                yield from _settings_of_partnership(change, record, now)
        else:
            yield from _days(change, entries, record, now, listed=_holidays, key="bank_holidays")
            yield from _withdrawals(change, entries, record, now)
            if not change.is_merge:
                yield from _years(change, record, now)


def _gone(change: Change, record: Record) -> Iterator[Problem]:
    file = record.file
    policy = PurePosixPath(file).parent.name
    is_used = policy == "calendars" or any(
        (case := change.before.of(each)) is not None
        and str(case.data["policy"]).startswith(f"{policy}@")
        for each in change.before.files("case")
    )
    if is_used:
        yield change.problem(
            DAYS_STAND,
            file,
            "Dates were counted by this file, and it is gone or cannot be read any longer. Put it "
            f"back: {record.restore}",
        )


def _holidays(data: Data) -> _Listed:
    return {
        _DayOff(day(each["on"]), each["name"], optional(day, each.get("announced"))): index
        for index, each in enumerate(data["bank_holidays"])
    }


def _closures(data: Data) -> _Listed:
    found: _Listed = {}
    for index, written in enumerate(data.get("closures", ())):
        closure = build_closure(written)
        last = min(closure.last, date(LAST_YEAR, 12, 31))
        for offset in range((last - closure.first).days + 1):
            on = closure.first + offset * _DAY
            found[_DayOff(on, closure.name, closure.announced, closure.only_for)] = index
    return found


def _days(
    change: Change,
    entries: FirstEntry,
    record: Record,
    now: Record,
    *,
    listed: Callable[[Data], _Listed],
    key: str,
) -> Iterator[Problem]:
    """Judge days off: none of the past is taken out, none is added without its announcement."""
    before, after = listed(record.data), listed(now.data)
    today = _day_of(change.moment)
    lost: dict[int, date] = {}
    for off, index in before.items():
        if off.on < today and off not in after:
            lost.setdefault(index, off.on)
    for first in lost.values():
        # Where a day was named or announced anew, it is that line that is wrong.
        anew = next((place for off, place in after.items() if off.on == first), None)
        what = "is gone" if anew is None else "says something else"
        yield change.problem(
            DAYS_STAND,
            record.file,
            f"The day off of {first} is past, and its line {what}. Put the line back: "
            f"{record.restore}. " + _TO_END[key],
            (key,) if anew is None else (key, anew),
        )
    if not change.is_merge:
        days = {off.on for off in before}
        # Where a day of the past was lost, what stands in its place is told of above.
        new = {
            off: index
            for off, index in after.items()
            if off not in before and not (lost and off.on in days and off.on < today)
        }
        yield from _announcements(change, entries, record, now, new, listed=listed, key=key)


def _announcements(
    change: Change,
    entries: FirstEntry,
    record: Record,
    now: Record,
    new: _Listed,
    *,
    listed: Callable[[Data], _Listed],
    key: str,
) -> Iterator[Problem]:
    """Judge when new days off are said to have been announced: about when they came in."""
    years = _years_of(record.data)
    known: dict[tuple[date, SomeAgencies | None], set[date | None]] = {}
    for off in listed(record.data):
        known.setdefault((off.on, off.only_for), set()).add(off.announced)
    for off, index in new.items():
        told = known.get((off.on, off.only_for), set())
        # The holidays of a year that is newly published were foreseen.
        if off.announced in told or (years is not None and off.on.year not in years):
            continue
        entered = _day_of(entries.of(now.file, partial(_lists, listed, off)))
        # A day that went by without its line is new, whatever stood here before.
        is_to_come = not told and off.on >= entered
        if is_to_come and (last := _told_last(entries.earlier(now.file), off, listed, key)):
            if off.announced not in last:
                when = max(last, key=str)
                said = f"{off.on} was a day off here before, and when it was announced stands. "
                said += "Leave out `announced`." if when is None else f"Type: announced: {when}"
                yield change.problem(DAYS_STAND, record.file, said, (key, index))
            continue
        if not told and off.announced is not None and _is_near(off.announced, entered):
            continue
        # A closure that does not say it counts as announced on the day on which it came in.
        if not told and off.announced is None and key == "closures" and off.on >= entered:
            continue
        said = f"{off.on} was not known here as a day off before. "
        if told:
            said = f"When {off.on} was announced was recorded. Put the line back: {record.restore}"
        elif off.announced is not None:
            said += f"Type the day on which it came in: announced: {entered}"
        else:
            said += f"Say when it was announced: announced: {entered}"
            said += f". {_TO_END[key]}" if key == "closures" else ""
        path: DataPath = (key, index) if off.announced is None else (key, index, "announced")
        yield change.problem(DAYS_STAND, record.file, said, path)


def _told_last(
    earlier: Iterable[tuple[datetime, Data]],
    off: _DayOff,
    listed: Callable[[Data], _Listed],
    key: str,
) -> set[date | None]:
    """Give when a day off was announced that a file listed before, as it said last.

    A closure that did not say it counted as announced on the day on which it had come in.
    """
    last: set[date | None] = set()
    for moment, data in earlier:
        lines = {
            each.announced
            for each in listed(data)
            if (each.on, each.only_for) == (off.on, off.only_for)
        }
        if lines and not last:
            last, came = lines, moment
        elif last and lines:
            came = moment
        elif last:
            break
    if None in last and key == "closures":
        last = (last - {None}) | {_day_of(came)}
    return last


def _is_near(told: date, entered: date) -> bool:
    """Say whether a day off was told of when it was entered, or shortly before."""
    return entered - TOLD_WITHIN <= told <= entered


def _lists(listed: Callable[[Data], _Listed], off: _DayOff, data: Data) -> bool:
    return off in listed(data)


_TO_END = {
    "bank_holidays": "A holiday that was worked after all gets `withdrawn`, with the day on which "
    "that became known.",
    "closures": "A closure that lasts longer gets a line of its own for the days that are new.",
}


def _years_of(data: Data) -> range | None:
    if "first_year" not in data:
        return None
    return range(int(data["first_year"]), int(data["published_to"]) + 1)


def _withdrawals(
    change: Change, entries: FirstEntry, record: Record, now: Record
) -> Iterator[Problem]:
    """Judge the withdrawals of holidays that are past."""
    before, after = _withdrawn(record.data), _withdrawn(now.data)
    for off, (withdrawn, index) in after.items():
        old, _ = before.get(off, (withdrawn, 0))
        if old == withdrawn:
            continue
        entered = _day_of(entries.of(now.file, partial(_withdraws, off, withdrawn)))
        if old is None and (withdrawn is None or _is_near(withdrawn, entered)):
            continue
        said = (
            f"When {off.on} was withdrawn was recorded, and was changed. Type: withdrawn: {old}"
            if old is not None
            else f"Nobody knew here before that {off.on} is no day off. Type the day on which it "
            f"came in: withdrawn: {entered}"
        )
        yield change.problem(DAYS_STAND, record.file, said, ("bank_holidays", index))


def _withdraws(off: _DayOff, withdrawn: date | None, data: Data) -> bool:
    found = _withdrawn(data).get(off)
    return found is not None and found[0] == withdrawn


def _withdrawn(data: Data) -> dict[_DayOff, tuple[date | None, int]]:
    return {
        off: (optional(day, data["bank_holidays"][index].get("withdrawn")), index)
        for off, index in _holidays(data).items()
    }


def _years(change: Change, record: Record, now: Record) -> Iterator[Problem]:
    for key, is_kept in (
        ("first_year", int(now.data["first_year"]) <= int(record.data["first_year"])),
        ("published_to", int(now.data["published_to"]) >= int(record.data["published_to"])),
    ):
        if not is_kept:
            yield change.problem(
                SETTINGS_STAND,
                record.file,
                "Years that were published stay published, or dates that were certain become "
                f"provisional. Type: {key}: {record.data[key]}",
                (key,),
            )


def _settings_of_partnership(change: Change, record: Record, now: Record) -> Iterator[Problem]:
    prefix = record.data["reference_prefix"]
    if now.data["reference_prefix"] != prefix:
        yield change.problem(
            SETTINGS_STAND,
            record.file,
            "Cases have references with the letters that stood here. Type: reference_prefix: "
            f"{prefix}",
            ("reference_prefix",),
        )
    threshold, new = _threshold(record.data), _threshold(now.data)
    if threshold is not None and new != threshold:
        yield change.problem(
            SETTINGS_STAND,
            record.file,
            "Numbers were published with the threshold that stood here, and beside them others "
            f"would tell what each alone does not. Type: statistics: {{threshold: {threshold}}}",
            ("statistics",),
        )


def _threshold(data: Mapping[str, Any]) -> int | None:
    found: int | None = data.get("statistics", {}).get("threshold")
    return found


def _day_of(moment: datetime) -> date:
    return moment.astimezone(_LONDON).date()
