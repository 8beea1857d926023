"""Days and moments as people type them when they are asked, such as "yesterday 10:15"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from escalation_log.files.fields import day_from, stamp_from
from escalation_log.model.moments import Stamp
from escalation_log.words.dates import MONTHS, WEEKDAYS

HOW_TO_TYPE = (
    "Type it like 2026-03-02 10:15, 2 March 10:15, Monday 10:15, yesterday 10:15, 10:15 (today) "
    "or now; the day alone where nobody knows the time."
)
HOW_TO_TYPE_A_DAY = "Type it like 2026-03-02, 2 March, Monday, today or tomorrow."
_CLOCK = re.compile(
    r"(?:^|[\s,]+|(?<=at ))(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]m)?$",
    re.IGNORECASE,
)
_SLASHES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]+)\.?(?:\s+(\d{4}))?", re.IGNORECASE)
_SHORTEST = 3


def typed_moment(text: str, now: Stamp, *, is_past: bool = True) -> Stamp | None:
    """Read a moment; `now` is the present in the policy's zone. None for what is no moment.

    A day without a year is the nearest; with `is_past` it has come, otherwise it is to come.
    """
    text = text.strip()
    if text.lower() == "now":
        return now
    exact = stamp_from(text)
    if exact is not None:
        return exact
    clock = _CLOCK.search(text)
    time = None if clock is None else _clock(clock)
    if clock is None or time is None:
        on = typed_day(text, now.on, is_past=is_past)
        return None if on is None else Stamp(on=on)
    rest = text[: clock.start()].strip(" ,").removesuffix(" at")
    on = now.on if rest in ("", "at") else typed_day(rest, now.on, is_past=is_past)
    return None if on is None else stamp_from(f"{on.isoformat()} {time}")


def _clock(found: re.Match[str]) -> str | None:
    """Give a time of day as a file has it; None where it has neither minutes nor half of a day."""
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if not half:
        return None if found["minute"] is None else f"{hour:02}:{found['minute']}"
    is_hour = 1 <= hour <= 12
    return f"{hour % 12 + 12 * (half == 'pm'):02}:{found['minute'] or '00'}" if is_hour else "none"


def typed_day(text: str, today: date, *, is_past: bool = False) -> date | None:
    """Read a day; one without a year is the nearest, and with `is_past` not one to come.

    None for what is no day, and for a weekday beside a date that falls on another.
    """
    words = text.strip().lower().removeprefix("on ").removeprefix("last ")
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    weekday = _beginning(words, WEEKDAYS)
    if weekday is not None:
        ahead = (weekday - today.weekday()) % 7
        return today + timedelta(days=ahead - 7 if is_past and ahead else ahead)
    if (found := _SLASHES.fullmatch(words)) is not None:
        year = found[3] if len(found[3]) > len("26") else f"20{found[3]}"
        return day_from(f"{year}-{int(found[2]):02}-{int(found[1]):02}")
    named, _, rest = words.partition(" ")
    if rest and (weekday := _beginning(named.rstrip(","), WEEKDAYS)) is not None:
        on = typed_day(rest, today, is_past=is_past)
        return on if on is not None and on.weekday() == weekday else None
    if (found := _WORDS.fullmatch(words)) is not None:
        month = _beginning(found[2], MONTHS)
        return None if month is None else _dated(int(found[1]), month + 1, found[3], today, is_past)
    return day_from(words)


_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1}


def _beginning(word: str, names: tuple[str, ...]) -> int | None:
    """Give the place of the name that a word is, or is the beginning of."""
    found = [
        index
        for index, name in enumerate(names)
        if len(word) >= _SHORTEST and name.lower().startswith(word.lower())
    ]
    return found[0] if len(found) == 1 else None


def _dated(day: int, month: int, year: str | None, today: date, is_past: bool) -> date | None:
    if year is not None:
        return day_from(f"{year}-{month:02}-{day:02}")
    for each in (today.year, today.year - 1) if is_past else (today.year, today.year + 1):
        on = day_from(f"{each}-{month:02}-{day:02}")
        if on is not None and (on <= today if is_past else on >= today):
            return on
    return None
