"""Say in sentences what changed in the rules of a log, and split it into single changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from escalation_log.effect.before_and_after import Comparison
from escalation_log.files.calendar_file import with_closures
from escalation_log.log.contents import Log
from escalation_log.model.calendars import BankHoliday, Calendar, Closure
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Duty, Policy
from escalation_log.model.rulebook import Rulebook, first_day_in_force
from escalation_log.words.dates import day_words
from escalation_log.words.lists import counted, listed
from escalation_log.words.policy_rules import limit_words

# The most days that are named; more are only counted.
_MOST_DAYS = 6


def rule_changes(change: Comparison) -> Iterator[str]:
    """Say what changed in editions, bank holidays, closures and thresholds."""
    before, after = change.before.log, change.after.log
    for name in _names(before.policies, after.policies):
        yield from _policy(before.policies.get(name), after.policies.get(name), after)
    for name in sorted(before.rulebooks.keys() & after.rulebooks.keys()):
        yield from _countersigned(before.rulebooks[name], after.rulebooks[name])
    for name in _names(before.calendars, after.calendars):
        yield from _calendar(before.calendars.get(name), after.calendars.get(name))
    for name in sorted(before.partnerships.keys() & after.partnerships.keys()):
        ours, theirs = before.partnerships[name], after.partnerships[name]
        for words in (*closures_changed(ours, theirs), *thresholds_changed(ours, theirs)):
            yield f"The partnership {name}: {words}."
        if ours.agencies != theirs.agencies or ours.organisations != theirs.organisations:
            yield f"The partnership {name}: its agencies or organisations change."


def limit_change(before: Duty | None, after: Duty | None) -> str:
    """Say how the limit of a duty changed; return "" where it did not."""
    if before is None or after is None or _limit(before) == _limit(after):
        return ""
    return f"its limit was {_limit(before)} and becomes {_limit(after)}"


def days_changed(before: Calendar, after: Calendar) -> Iterator[str]:
    """Say which bank holidays were added, removed or changed."""
    ours = {each.on: each for each in before.holidays}
    theirs = {each.on: each for each in after.holidays}
    added = [theirs[on] for on in sorted(theirs.keys() - ours.keys())]
    gone = [ours[on] for on in sorted(ours.keys() - theirs.keys())]
    told = [theirs[on] for on in sorted(ours.keys() & theirs.keys()) if ours[on] != theirs[on]]
    for days, does in ((added, "added"), (gone, "taken away"), (told, "told anew")):
        if len(days) > _MOST_DAYS:
            first, last = day_words(days[0].on), day_words(days[-1].on)
            yield f"{counted(len(days), 'bank holiday')} {does}, from {first} to {last}"
        else:
            yield from (_holiday(each, does) for each in days)


def closures_changed(before: Partnership, after: Partnership) -> Iterator[str]:
    """Say which of the partnership's closures were added or removed."""
    ours, theirs = before.closures, after.closures
    yield from (f"closure added: {_closure(each)}" for each in theirs if each not in ours)
    yield from (f"closure taken away: {_closure(each)}" for each in ours if each not in theirs)


def thresholds_changed(before: Partnership, after: Partnership) -> Iterator[str]:
    """Say which of the partnership's own thresholds changed."""
    usual = "the working day before"
    for name, old, new in (
        ("“due soon”", before.due_soon, after.due_soon),
        ("the alert about what has been left for long", before.ageing_alert, after.ageing_alert),
    ):
        if old != new:
            ours, theirs = (usual if each is None else limit_words(each) for each in (old, new))
            yield f"{name} was {ours} and becomes {theirs}"
    if before.marks_from != after.marks_from:
        yield "the day from which cases carry marks was changed"


def _names(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    return sorted(before.keys() | after.keys())


def _countersigned(before: Rulebook, after: Rulebook) -> Iterator[str]:
    """Say whether how an edition was read becomes signed off, which lets figures name agencies."""
    if (before.countersigned is None) is not (after.countersigned is None):
        signed = "no longer signs" if after.countersigned is None else "signs"
        shows = "no longer shows" if after.countersigned is None else "shows"
        yield (
            f"The partnership {signed} off how the edition {after.policy.edition} was read, so the "
            f"site {shows} figures by agency."
        )


def _policy(before: Policy | None, after: Policy | None, log: Log) -> Iterator[str]:
    if after is None:
        if before is not None:
            yield f"The edition {before.edition} is no longer there, or cannot be read."
        return
    if before is None:
        mends = f", which corrects {after.corrects}" if after.corrects else ""
        editions = [each for each in log.policies.values() if each.id == after.id]
        begins = first_day_in_force(after, editions)
        since = f"in force from {day_words(begins)}" if begins else "which is never in force"
        yield f"New edition {after.edition}, {since}{mends}."
        corrected = log.policies.get(f"{after.id}@{after.corrects}")
        if corrected is not None:
            yield from _duties_changed(corrected, after)
    elif before.content_hash != after.content_hash:
        yield from _duties_changed(before, after)


def _duties_changed(before: Policy, after: Policy) -> Iterator[str]:
    """Say which limits and duties differ between two editions, or that something else does."""
    ours = {duty.id: duty for duty in before.all_duties}
    theirs = {duty.id: duty for duty in after.all_duties}
    limits = {name: limit_change(ours.get(name), theirs.get(name)) for name in _names(ours, theirs)}
    for name, words in limits.items():
        if words:
            yield f"{after.edition}, {name}: {words}."
    for name in sorted(theirs.keys() - ours.keys()):
        yield f"{after.edition}: the duty {name} is added."
    for name in sorted(ours.keys() - theirs.keys()):
        yield f"{after.edition}: the duty {name} is taken away."
    if not any(limits.values()) and ours.keys() == theirs.keys():
        yield f"{after.edition}: its rules or its words are changed."


def _calendar(before: Calendar | None, after: Calendar | None) -> Iterator[str]:
    if before is None or after is None:
        calendar = after or before
        if calendar is not None:
            does = "is new" if before is None else "is no longer there, or cannot be read"
            yield f"The calendar {calendar.id} {does}."
        return
    for words in days_changed(before, after):
        yield f"The calendar {after.id}: {words}."
    if before.published_to != after.published_to:
        yield (
            f"The calendar {after.id} is published to the end of {after.published_to}; it was to "
            f"{before.published_to}."
        )


def _limit(duty: Duty) -> str:
    words = limit_words(duty.limit) if duty.every is None else f"every {limit_words(duty.every)}"
    return f"{words} ({'advice' if duty.advice else duty.force.value})"


def _holiday(holiday: BankHoliday, does: str) -> str:
    withdrawn = "" if holiday.withdrawn is None else ", withdrawn"
    return f"bank holiday {does}: {day_words(holiday.on)} ({holiday.name}{withdrawn})"


def _closure(closure: Closure) -> str:
    first = day_words(closure.first)
    days = first if closure.first == closure.last else f"{first} to {day_words(closure.last)}"
    only = closure.only_for
    whom = "" if only is None else f", only for {listed(sorted({*only.agencies, *only.sectors}))}"
    return f"{days} ({closure.name}{whom})"


_MOST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The old rules with one of several changes made; `words` say what was changed."""

    rules: Rulebook
    words: tuple[str, ...]
    is_of_policy: bool = False

    def words_for(self, before: Duty | None, after: Duty | None) -> str:
        """Say what was changed; for a change of the policy, how the limit of this duty changed."""
        limit = limit_change(before, after) if self.is_of_policy else ""
        more = len(self.words) - _MOST_WORDS
        words = "; ".join(self.words[:_MOST_WORDS])
        return limit or (f"{words} and {more} more" if more > 0 else words)


def are_same(before: Rulebook, after: Rulebook) -> bool:
    """Say whether every case is judged the same by both rulebooks."""
    return _traits(before) == _traits(after)


def causes_of(old: Rulebook, new: Rulebook) -> Iterator[Cause]:
    """Yield the old rules with each of the changes made alone."""
    if old.policy.content_hash != new.policy.content_hash:
        yield Cause(
            rules=replace(old, policy=new.policy),
            words=(f"the edition {new.policy.edition} was changed",),
            is_of_policy=True,
        )
    ours, theirs = (with_closures(each.calendar, ()) for each in (old, new))
    if ours.content_hash != theirs.content_hash:
        calendar = with_closures(theirs, old.calendar.whole.closures)
        words = tuple(days_changed(ours, theirs))
        published = f"the calendar {theirs.id} reaches another year"
        yield Cause(rules=replace(old, calendar=calendar), words=words or (published,))
    closures = tuple(closures_changed(old.partnership, new.partnership))
    if closures:
        calendar = with_closures(ours, new.calendar.whole.closures)
        yield Cause(rules=replace(old, calendar=calendar), words=closures)
    thresholds = tuple(thresholds_changed(old.partnership, new.partnership))
    if thresholds:
        due_soon, alert = new.partnership.due_soon, new.partnership.ageing_alert
        partnership = replace(
            old.partnership,
            due_soon=due_soon,
            ageing_alert=alert,
            marks_from=new.partnership.marks_from,
        )
        yield Cause(rules=replace(old, partnership=partnership), words=thresholds)
    if old.partnership.agencies != new.partnership.agencies:
        partnership = replace(old.partnership, agencies=new.partnership.agencies)
        words = ("the partnership's agencies were changed",)
        yield Cause(rules=replace(old, partnership=partnership), words=words)


def _traits(book: Rulebook) -> tuple[object, ...]:
    return (
        book.policy.content_hash,
        book.calendar.content_hash,
        tuple(each.content_hash for each in book.calendar.for_some.values()),
        book.partnership.due_soon,
        book.partnership.ageing_alert,
        book.partnership.marks_from,
        book.partnership.agencies,
        None if book.erratum is None else book.erratum.content_hash,
    )
