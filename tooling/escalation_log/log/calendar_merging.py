"""What a feed of bank holidays adds to a calendar and to its file, with words for what is new."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from escalation_log.engine.calendar import foreseen_holidays
from escalation_log.log.calendar_feed import PublishedHolidays
from escalation_log.model.calendars import TOLD_WITHIN, BankHoliday, Calendar
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
    found, for as long as they may be entered with it. Raise EscalogError where the feed lacks more
    than `MOST_WITHDRAWN` days to come, or a whole year.
    """
    known = {holiday.on: holiday for holiday in calendar.holidays}
    found_before = earlier.holidays if earlier else ()
    announced_on = {holiday.on: holiday.announced for holiday in found_before}
    withdrawn_on = {holiday.on: holiday.withdrawn for holiday in found_before}
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
            since = _told_on(announced_on.get(on), found_on)
            announced.append(BankHoliday(on=on, name=name, announced=since))
    withdrawn = tuple(
        replace(holiday, withdrawn=_told_on(withdrawn_on.get(holiday.on), found_on))
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


def _told_on(earlier: date | None, found_on: date) -> date:
    """Give the day on which a change was found, or today where that is too long ago."""
    return earlier if earlier and earlier >= found_on - TOLD_WITHIN else found_on


def applied(calendar: Calendar, merged: Merged) -> tuple[BankHoliday, ...]:
    """Return the calendar's holidays with the changes applied, in order."""
    changed = {holiday.on: holiday for holiday in merged.withdrawn}
    kept = (changed.get(holiday.on, holiday) for holiday in calendar.holidays)
    return tuple(sorted((*kept, *merged.added), key=attrgetter("on", "name")))


def _gone(calendar: Calendar, feed: PublishedHolidays, found_on: date) -> Iterator[BankHoliday]:
    """Yield the holidays that are no longer published; past ones are never withdrawn."""
    for holiday in calendar.holidays:
        is_to_come = holiday.on >= found_on and holiday.withdrawn is None
        is_covered = feed.first_year <= holiday.on.year <= feed.last_year
        if is_to_come and is_covered and holiday.on not in feed.holidays:
            yield holiday


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
    """Say in a line each what to look at: doubts, and days that differ from the law's pattern."""
    for doubt in merged.doubts:
        yield f"{title}: {doubt} Look at it yourself: nothing was changed for it."
    touched = {holiday.on.year for holiday in (*merged.announced, *merged.withdrawn)}
    for year in sorted({*merged.years, *touched}):
        usual = {on for on in foreseen_holidays(calendar.id, year) if on.weekday() < 5}
        listed = {on for on in feed.holidays if on.year == year}
        for on in sorted(usual ^ listed):
            would, is_listed = ("one", "is not") if on in usual else ("none", "is")
            yield (
                f"{title}: {day_words(on)} would be {would} by the usual rules, and {is_listed} "
                "listed."
            )


def _found(on: date | None) -> str:
    return "" if on is None else f", found on {day_words(on)}"


_PLAIN = re.compile(r"[^\W\d_][\w '()./&–-]*|\d+[a-z]+ [\w '()./&–-]+")
_PUBLISHED_ON = re.compile(r"(?<=as published on )\d{1,2} [A-Z][a-z]+ \d{4}")


class _Edit(NamedTuple):
    """Replace the characters between two offsets of a text by `text`."""

    start: int
    end: int
    text: str


def edited(text: str, merged: Merged, *, published_on: str) -> str:
    """Write what is new into a calendar's text; `published_on` is the feed's day in words."""
    root: MappingNode = YAML(pure=True).compose(text)
    fields = {key.value: value for key, value in root.value}
    edits = [
        *_lines_added(text, fields["bank_holidays"], merged.added),
        *_marked(text, fields["bank_holidays"], merged.withdrawn),
    ]
    if merged.years:
        edits.append(_replaced(fields["published_to"], str(merged.years[-1])))
    source = fields["source"]
    words = text[source.start_mark.index : source.end_mark.index]
    edits.append(_replaced(source, _PUBLISHED_ON.sub(published_on, words)))
    for start, end, added in sorted(edits, key=attrgetter("start"), reverse=True):
        text = text[:start] + added + text[end:]
    return text


def _replaced(node: ScalarNode, text: str) -> _Edit:
    return _Edit(node.start_mark.index, node.end_mark.index, text)


def _lines_added(
    text: str, listed: SequenceNode, holidays: Sequence[BankHoliday]
) -> Iterator[_Edit]:
    """Yield an edit for each place of new holidays: after the last line with an earlier day."""
    dash = " " * listed.start_mark.column
    placed: dict[int, list[BankHoliday]] = {}
    days = [_day(item) for item in listed.value]
    for holiday in holidays:
        earlier = [number for number, day in enumerate(days) if day < holiday.on]
        placed.setdefault(max(earlier, default=-1), []).append(holiday)
    for number, together in placed.items():
        if number < 0:
            start = listed.start_mark.index
            lines = "".join(f"- {_flow(holiday)}\n{dash}" for holiday in together)
            yield _Edit(start, start, lines)
            continue
        place, year, lines = _line_end(text, listed.value[number]), days[number].year, ""
        for holiday in together:
            lines += "\n" * (1 + (holiday.on.year != year)) + f"{dash}- {_flow(holiday)}"
            year = holiday.on.year
        yield _Edit(place, place, lines)


def _marked(text: str, listed: SequenceNode, withdrawn: Sequence[BankHoliday]) -> Iterator[_Edit]:
    since = {holiday.on: holiday.withdrawn for holiday in withdrawn}
    for item in listed.value:
        if _day(item) not in since:
            continue
        mark = f"withdrawn: {since[_day(item)]}"
        if item.flow_style:
            end = item.end_mark.index - 1
            yield _Edit(end, end, f", {mark}")
        else:
            end = _line_end(text, item)
            yield _Edit(end, end, f"\n{' ' * item.start_mark.column}{mark}")


def _flow(holiday: BankHoliday) -> str:
    name = holiday.name
    quoted = name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)
    announced = "" if holiday.announced is None else f", announced: {holiday.announced}"
    return f"{{on: {holiday.on}, name: {quoted}{announced}}}"


def _day(item: MappingNode) -> date:
    written = {key.value: value.value for key, value in item.value}
    return date.fromisoformat(written["on"])


def _line_end(text: str, item: MappingNode) -> int:
    """Find the end of the line with an item's last value, where a comment may follow it."""
    last = item if item.flow_style else item.value[-1][1]
    end = text.find("\n", last.end_mark.index)
    return len(text) if end < 0 else end
