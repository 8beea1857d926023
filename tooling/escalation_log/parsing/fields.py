"""The values of single fields, from data that the schema has accepted."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from escalation_log.model.stamps import Stamp
from escalation_log.parsing.stamps import day_from, stamp_from


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


def optional_day(written: str | None) -> date | None:
    """Build a date that may be left open."""
    return None if written is None else day(written)


def hour(written: str | None) -> time | None:
    """Build an hour of the day; None where there is none, and for 24:00, the day's end."""
    return None if written is None or written == "24:00" else time.fromisoformat(written)


def text(written: str) -> str:
    """Take text without the blanks around it."""
    return written.strip()


def optional_text(written: str | None) -> str | None:
    """Take text that may be left out, without the blanks around it."""
    return None if written is None else written.strip()


def words(written: str | list[str]) -> tuple[str, ...]:
    """Take a word, or a list of words, as a tuple."""
    return (written,) if isinstance(written, str) else tuple(written)


def plans(written: str | list[str]) -> tuple[str, ...]:
    """Take the plans a child is on; `none` is no plan."""
    return tuple(plan for plan in words(written) if plan != "none")


def named(written: dict[str, Any] | None) -> dict[str, str]:
    """Take ids with what each is called."""
    return {key: name.strip() for key, name in (written or {}).items()}
