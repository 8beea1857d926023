"""Dates, moments, hours and the values of other single fields, as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from escalation_log.model.moments import Stamp

FIRST_YEAR = 1900
LAST_WRITTEN_YEAR = 2199
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[ T]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    r"(?: ?(?:(Z)|([+-][0-9]{2}):?([0-5][0-9])))?)?"
)
_WrittenT = TypeVar("_WrittenT")
_BuiltT = TypeVar("_BuiltT")
_FURTHEST_OFFSET = timedelta(hours=14)


@lru_cache(maxsize=4096)
def day_from(text: str) -> date | None:
    """Read a date such as 2026-03-02; None for anything else, years outside 1900 to 2199 too."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_WRITTEN_YEAR else None


@lru_cache(maxsize=4096)
def stamp_from(text: str) -> Stamp | None:
    """Read a date, or a date and a time, perhaps with an offset; None for anything else.

    Fractions of a second are read, to the millionth, as programs write them.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    day_text, time_text, utc, hours, minutes = match.groups()
    day = day_from(day_text)
    if day is None or time_text is None:
        return None if day is None else Stamp(on=day)
    try:
        clock = time.fromisoformat(f"{time_text}{utc or (f'{hours}:{minutes}' if hours else '')}")
    except ValueError:
        return None
    offset = clock.utcoffset()
    if offset is not None and abs(offset) > _FURTHEST_OFFSET:
        return None
    return Stamp(on=day, time=clock.replace(tzinfo=None), offset=offset)


def is_date(value: object) -> bool:
    """Say whether a value of a file is a date; what is not text is not judged."""
    return not isinstance(value, str) or day_from(value) is not None


def is_moment(value: object) -> bool:
    """Say whether a value of a file is a date or a moment; what is not text is not judged."""
    return not isinstance(value, str) or stamp_from(value) is not None


def stamp(written: str) -> Stamp:
    """Build a moment; raises ValueError for what its format should have refused."""
    built = stamp_from(written)
    if built is None:
        raise ValueError("not a moment")
    return built


def day(written: str) -> date:
    """Build a date; raises ValueError for what its format should have refused."""
    built = day_from(written)
    if built is None:
        raise ValueError("not a date")
    return built


def optional(build: Callable[[_WrittenT], _BuiltT], written: _WrittenT | None) -> _BuiltT | None:
    """Build a value that may be left out."""
    return None if written is None else build(written)


def hour(written: str | None) -> time | None:
    """Build an hour of the day; None where there is none, and for 24:00, the day's end."""
    return None if written is None or written == "24:00" else time.fromisoformat(written)


def text(written: str) -> str:
    """Take text without the blanks around it."""
    return written.strip()


def words(written: str | list[str]) -> tuple[str, ...]:
    """Take a word, or a list of words, as a tuple."""
    return (written,) if isinstance(written, str) else tuple(written)


def plans(written: str | list[str]) -> tuple[str, ...]:
    """Take the plans a child is on; `none` is no plan."""
    return tuple(plan for plan in words(written) if plan != "none")


def named(written: dict[str, Any] | None) -> dict[str, str]:
    """Take ids with what each is called."""
    return {key: name.strip() for key, name in (written or {}).items()}
