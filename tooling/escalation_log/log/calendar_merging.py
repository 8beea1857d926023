"""Compare a calendar with a feed of bank holidays, and say in words what is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from escalation_log.engine.calendar import foreseen_holidays
from escalation_log.log.calendar_feed import PublishedHolidays
from escalation_log.model.calendars import BankHoliday, Calendar
from escalation_log.model.errors import EscalogError
from escalation_log.words.dates import day_words

# A feed that lacks more days to come than this is taken as faulty. Governments have never withdrawn
# so many at once.
MOST_WITHDRAWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a feed adds to a calendar: new years, announced and withdrawn holidays, and doubts.

    `years` are newly published, in order, with the holidays in `published`. `announced` and
    `withdrawn` lie in years published before and carry the day of the change. `doubts` are
    sentences about differences that a person must look at; nothing is changed for them.
    """

    years: tuple[int, ...] = ()
    published: tuple[BankHoliday, ...] = ()
    announced: tuple[BankHoliday, ...] = ()
    withdrawn: tuple[BankHoliday, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def changes_something(self) -> bool:
        """Whether anything in the calendar is to be changed."""
        return bool(self.years or self.announced or self.withdrawn)

    @property
    def added(self) -> tuple[BankHoliday, ...]:
        """Every holiday that is new to the calendar, in order."""
        return tuple(sorted((*self.published, *self.announced), key=attrgetter("on")))


def merge(
    calendar: Calendar, feed: PublishedHolidays, *, found_on: date, earlier: Calendar | None = None
) -> Merged:
    """Compare a calendar with a feed that was read on the day `found_on`.

    Changes that `earlier`, a proposal not yet merged, already holds keep the day on which they were
    found. Raise EscalogError where the feed lacks more than `MOST_WITHDRAWN` days to come, or a
    whole year.
    """
    known = {holiday.on: holiday for holiday in calendar.holidays}
    before = {holiday.on: holiday for holiday in earlier.holidays} if earlier else {}
    years = tuple(range(calendar.published_to + 1, feed.last_year + 1))
    published, announced, doubts = [], [], []
    for on, name in sorted(feed.holidays.items()):
        if on.year < calendar.first_year or (on in known and known[on].withdrawn is None):
            continue
        if on in known:
            doubts.append(f"{on}, {name}, is published again after it was withdrawn.")
        elif on.year > calendar.published_to:
            published.append(BankHoliday(on=on, name=name))
        elif on < found_on:
            doubts.append(f"{on}, {name}, is gone by, and the calendar does not have it.")
        else:
            since = before[on].announced if on in before else None
            announced.append(BankHoliday(on=on, name=name, announced=since or found_on))
    withdrawn = tuple(
        replace(holiday, withdrawn=_since(holiday.on, before, found_on))
        for holiday in _gone(calendar, feed, found_on)
    )
    if len(withdrawn) > MOST_WITHDRAWN:
        raise EscalogError(
            f"The feed lacks {len(withdrawn)} bank holidays to come that {calendar.id} has.",
            hint="So many are not withdrawn at once: look at https://www.gov.uk/bank-holidays.",
        )
    if years and years[0] < feed.first_year:
        raise EscalogError(f"The feed lacks the year {years[0]}, the next of {calendar.id}.")
    if feed.last_year < calendar.published_to:
        doubts.append(f"The feed ends with {feed.last_year}; the calendar's later years stay.")
    return Merged(
        years=years,
        published=tuple(published),
        announced=tuple(announced),
        withdrawn=withdrawn,
        doubts=tuple(doubts),
    )


def applied(calendar: Calendar, merged: Merged) -> tuple[BankHoliday, ...]:
    """Return the calendar's holidays with the changes applied, in order."""
    changed = {holiday.on: holiday for holiday in merged.withdrawn}
    kept = (changed.get(holiday.on, holiday) for holiday in calendar.holidays)
    return tuple(sorted((*kept, *merged.added), key=attrgetter("on", "name")))


def _gone(calendar: Calendar, feed: PublishedHolidays, found_on: date) -> Iterator[BankHoliday]:
    """Yield the holidays still to come that are no longer published.

    Past ones are never withdrawn.
    """
    for holiday in calendar.holidays:
        is_to_come = holiday.on >= found_on and holiday.withdrawn is None
        is_covered = feed.first_year <= holiday.on.year <= feed.last_year
        if is_to_come and is_covered and holiday.on not in feed.holidays:
            yield holiday


def _since(on: date, before: dict[date, BankHoliday], found_on: date) -> date:
    since = before[on].withdrawn if on in before else None
    return since or found_on


def change_lines(title: str, merged: Merged) -> Iterator[str]:
    """Say in a line each what changes in a calendar."""
    for year in merged.years:
        count = sum(holiday.on.year == year for holiday in merged.published)
        yield f"{title}: {year} is published, with {count} bank holidays."
    for holiday in merged.withdrawn:
        words = f"{day_words(holiday.on)} ({holiday.name}) is no longer a bank holiday"
        yield f"{title}: {words}{_found(holiday.withdrawn)}."
    for holiday in merged.announced:
        words = f"{day_words(holiday.on)} is now a bank holiday ({holiday.name})"
        yield f"{title}: {words}{_found(holiday.announced)}."


def doubt_lines(
    title: str, calendar: Calendar, feed: PublishedHolidays, merged: Merged
) -> Iterator[str]:
    """Say in a line each what a person should look at.

    These are the doubts, and holidays that differ from the pattern that the law sets.
    """
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
