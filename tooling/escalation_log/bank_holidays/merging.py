"""What a feed adds to a calendar; nothing that a calendar says is ever taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from escalation_log.bank_holidays.feed import Published
from escalation_log.errors import EscalogError
from escalation_log.model.calendars import BankHoliday, Calendar

# More than this gone at once, of days to come, is a faulty feed and no decision of a government.
MOST_WITHDRAWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What is new: holidays by year as first published, announced and withdrawn late, and doubts.

    `years` are published anew, in order. The holidays in `withdrawn` say since when. `doubts` say
    in words what a person must look at, since nothing was changed for it.
    """

    years: tuple[int, ...] = ()
    published: tuple[BankHoliday, ...] = ()
    announced: tuple[BankHoliday, ...] = ()
    withdrawn: tuple[BankHoliday, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def changes_something(self) -> bool:
        """Whether the calendar is to be changed."""
        return bool(self.years or self.announced or self.withdrawn)

    @property
    def added(self) -> tuple[BankHoliday, ...]:
        """Every holiday that gets a line."""
        return tuple(sorted((*self.published, *self.announced), key=attrgetter("on")))


def merge(
    calendar: Calendar, feed: Published, *, found_on: date, earlier: Calendar | None = None
) -> Merged:
    """Compare a calendar with a feed that was read on a day.

    What `earlier`, a proposal not yet merged, had found keeps the day on which it was found. Raises
    EscalogError where the feed lacks more days than were ever withdrawn at once.
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
    """Give the holidays that the calendar then has, in order."""
    changed = {holiday.on: holiday for holiday in merged.withdrawn}
    kept = (changed.get(holiday.on, holiday) for holiday in calendar.holidays)
    return tuple(sorted((*kept, *merged.added), key=attrgetter("on", "name")))


def _gone(calendar: Calendar, feed: Published, found_on: date) -> Iterator[BankHoliday]:
    """Give what is still to come and no longer published; what is gone by stays as it was."""
    for holiday in calendar.holidays:
        is_to_come = holiday.on >= found_on and holiday.withdrawn is None
        is_covered = feed.first_year <= holiday.on.year <= feed.last_year
        if is_to_come and is_covered and holiday.on not in feed.holidays:
            yield holiday


def _since(on: date, before: dict[date, BankHoliday], found_on: date) -> date:
    since = before[on].withdrawn if on in before else None
    return since or found_on
