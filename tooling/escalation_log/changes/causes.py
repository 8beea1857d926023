"""The rules of a case taken apart, so that it shows which change moved which date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from escalation_log.changes.rules import (
    closures_changed,
    days_changed,
    limit_change,
    thresholds_changed,
)
from escalation_log.model.calendars import Calendar
from escalation_log.model.policies import Duty
from escalation_log.parsing.calendars import with_closures
from escalation_log.store import Rulebook

_MOST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One of several changes of a rulebook, alone; `words` say what it was."""

    rules: Rulebook
    words: tuple[str, ...]
    is_of_policy: bool = False

    def words_for(self, before: Duty | None, after: Duty | None) -> str:
        """Say what the change was, for a duty in particular where that tells more."""
        limit = limit_change(before, after) if self.is_of_policy else ""
        more = len(self.words) - _MOST_WORDS
        words = "; ".join(self.words[:_MOST_WORDS])
        return limit or (f"{words} and {more} more" if more > 0 else words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A rulebook with the calendar as it was before closures were put into it."""

    book: Rulebook
    calendar: Calendar


def are_same(before: Rules, after: Rules) -> bool:
    """Whether no case can be judged otherwise by these rules."""
    return _traits(before) == _traits(after)


def causes_of(before: Rules, after: Rules) -> Iterator[Cause]:
    """Give the old rules with one change at a time."""
    old, new = before.book, after.book
    if old.policy.content_hash != new.policy.content_hash:
        yield Cause(
            rules=replace(old, policy=new.policy),
            words=(f"the edition {new.policy.edition} was changed",),
            is_of_policy=True,
        )
    if before.calendar.content_hash != after.calendar.content_hash:
        calendar = with_closures(after.calendar, old.partnership.closures)
        words = tuple(days_changed(before.calendar, after.calendar))
        published = f"the calendar {after.calendar.id} reaches another year"
        yield Cause(rules=replace(old, calendar=calendar), words=words or (published,))
    closures = tuple(closures_changed(old.partnership, new.partnership))
    if closures:
        calendar = with_closures(before.calendar, new.partnership.closures)
        yield Cause(rules=replace(old, calendar=calendar), words=closures)
    thresholds = tuple(thresholds_changed(old.partnership, new.partnership))
    if thresholds:
        due_soon, alert = new.partnership.due_soon, new.partnership.ageing_alert
        partnership = replace(old.partnership, due_soon=due_soon, ageing_alert=alert)
        yield Cause(rules=replace(old, partnership=partnership), words=thresholds)
    if old.partnership.agencies != new.partnership.agencies:
        partnership = replace(old.partnership, agencies=new.partnership.agencies)
        yield Cause(
            rules=replace(old, partnership=partnership),
            words=("the partnership's agencies were changed",),
        )


def _traits(rules: Rules) -> tuple[object, ...]:
    book = rules.book
    return (
        book.policy.content_hash,
        book.calendar.content_hash,
        book.partnership.due_soon,
        book.partnership.ageing_alert,
        book.partnership.agencies,
        None if book.erratum is None else book.erratum.content_hash,
    )
