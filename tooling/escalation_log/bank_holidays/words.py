"""What is new among the bank holidays, in words for a person who decides about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from escalation_log.bank_holidays.feed import Published
from escalation_log.bank_holidays.merging import Merged
from escalation_log.model.calendars import Calendar
from escalation_log.render.dates import day_words
from escalation_log.working_days.foreseen import foreseen_holidays


def change_lines(title: str, merged: Merged) -> Iterator[str]:
    """Say what is new in a calendar, a line each."""
    for year in merged.years:
        count = sum(holiday.on.year == year for holiday in merged.published)
        yield f"{title}: {year} is published, with {count} bank holidays."
    for holiday in merged.withdrawn:
        words = f"{day_words(holiday.on)} ({holiday.name}) is no longer a bank holiday"
        yield f"{title}: {words}{_found(holiday.withdrawn)}."
    for holiday in merged.announced:
        words = f"{day_words(holiday.on)} is now a bank holiday ({holiday.name})"
        yield f"{title}: {words}{_found(holiday.announced)}."


def doubt_lines(title: str, calendar: Calendar, feed: Published, merged: Merged) -> Iterator[str]:
    """Say what a person should look at: doubts, and where the law's pattern says otherwise."""
    for doubt in merged.doubts:
        yield f"{title}: {doubt} Look at it yourself: nothing was changed for it."
    touched = {holiday.on.year for holiday in (*merged.announced, *merged.withdrawn)}
    for year in sorted({*merged.years, *touched}):
        usual = {on for on in foreseen_holidays(calendar.id, year) if on.weekday() < 5}
        listed = {on for on in feed.holidays if on.year == year}
        for on in sorted(usual ^ listed):
            yield _difference(title, on, is_usual=on in usual)


def _found(on: date | None) -> str:
    return "" if on is None else f", found on {day_words(on)}"


def _difference(title: str, on: date, *, is_usual: bool) -> str:
    if is_usual:
        return f"{title}: {day_words(on)} would be one by the usual rules, and is not listed."
    return f"{title}: {day_words(on)} would be none by the usual rules, and is listed."
