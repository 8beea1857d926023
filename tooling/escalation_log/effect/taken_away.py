"""What a change of cases takes away of breaches and marks, and what it enters late.

Both need an agreement of their own: who may record an act may not by that alone clear the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from escalation_log.effect.before_and_after import Comparison
from escalation_log.effect.recorded import rows_by_key
from escalation_log.engine.clock import moment_of
from escalation_log.engine.verdict import RowKey
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import (
    Breach,
    Departure,
    DutyAssessment,
    DutyState,
)
from escalation_log.model.cases import (
    PSEUDONYM_TAKEN_OUT,
    TEXT_TAKEN_OUT,
    Case,
    Child,
    Event,
    EventKey,
    FieldValue,
    Header,
)
from escalation_log.model.event_kinds import FREE_TEXTS
from escalation_log.model.moments import Moment
from escalation_log.words.departures import departure_words
from escalation_log.words.entering import days_after
from escalation_log.words.events import EventNames
from escalation_log.words.lists import counted, listed
from escalation_log.words.states import held_words

# The greater, the graver. An agreed extension of a guide's date is agreement enough.
_GRAVITY = {
    Breach.BREACH: 2,
    Breach.OVER_GUIDE: 1,
    Breach.OVER_GUIDE_AGREED: 1,
    Breach.NONE: 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAway:
    """Something of a case that needs agreement, in words.

    `hidden_by` are the events that pretend to have been known before, so that the page of the case
    could not keep what they take away: no agreement is enough until they say when they were
    entered.
    """

    words: str
    hidden_by: tuple[str, ...] = ()


def taken_away(change: Comparison) -> Iterator[TakenAway]:
    """Judge each case that was there before, as it was and as it is, by the rules of today."""
    yield from _widened(change)
    for reference, file in sorted(change.before.sound.items()):
        new = change.after.sound.get(reference)
        if new is None or new.case == file.case:
            continue
        rules = change.after.log.rulebook(new.case)
        was, now = (change.after.judged_by(each, rules) for each in (file, new))
        if now is None:
            continue
        events = added_events(file.case, new.case)
        yield from _entered_late(events, now, change)
        if was is not None:
            yield from _cleared(was, now, events)


def added_events(before: Case, after: Case) -> tuple[Event, ...]:
    """List the events of a case that were not recorded before, or not like that.

    One from which words were taken out is as it was.
    """
    known = {event.key: event_as_told(event, before) for event in before.events}
    return tuple(
        event
        for event in after.events
        if event.key not in known
        or without_words_gone(known[event.key], event) != event_as_told(event, after)
    )


def without_words_gone(known: Event, now: Event) -> Event:
    """Take out of an event what is taken out of it now."""
    gone = {
        field: getattr(now, field)
        for field in FREE_TEXTS
        if field not in now.kind.row.coded_texts and getattr(now, field) in (None, TEXT_TAKEN_OUT)
    }
    new = dict(now.correct)
    correct = ((field, _value_gone(value, new.get(field))) for field, value in known.correct)
    return replace(known, **gone, correct=tuple(correct))


def header_without_words_gone(known: Header, now: Header) -> Header:
    """Take out of the top of a case what is taken out of it now."""
    concern, outcome = (
        TEXT_TAKEN_OUT if after == TEXT_TAKEN_OUT else before
        for before, after in (
            (known.concern, now.concern),
            (known.outcome_sought, now.outcome_sought),
        )
    )
    children = known.children
    if len(children) == len(now.children):
        children = tuple(map(_child_gone, children, now.children))
    return replace(known, concern=concern, outcome_sought=outcome, children=children)


def _value_gone(value: FieldValue, now: FieldValue) -> FieldValue:
    """Give what is left of a value of a correction."""
    if now == TEXT_TAKEN_OUT:
        return now
    if isinstance(value, tuple) and isinstance(now, tuple) and len(value) == len(now):
        return tuple(
            _child_gone(old, new) if isinstance(old, Child) and isinstance(new, Child) else old
            for old, new in zip(value, now, strict=True)
        )
    return value


def _child_gone(child: Child, now: Child) -> Child:
    nameless = replace(child, pseudonym=PSEUDONYM_TAKEN_OUT)
    return nameless if nameless == now else child


def event_as_told(event: Event, case: Case) -> Event:
    """Return an event without what is derived from other events, and name the one it is about."""
    about = None if event.of is None else str(case.events[event.of - 1].key)
    return replace(
        event,
        number=1,
        position=None,
        of=None,
        duplicate_of=about or event.duplicate_of,
        corrected=None,
        header=None,
    )


def _entered_late(
    events: tuple[Event, ...], now: JudgedCase, change: Comparison
) -> Iterator[TakenAway]:
    """Yield the events that are said to have been known long before they came to the log."""
    zone = ZoneInfo(now.policy.time_zone)
    # What was said before an event came holds for it: a change makes no room for what it enters.
    earlier = change.before.log.partnerships.get(now.policy.id) or now.partnership
    days = earlier.entry_within_days
    for event in events:
        known = moment_of(event.known_from, zone)
        if _until(known, now.assessment.as_of) > timedelta(days=days):
            late = days_after(moment_of(event.at, zone).on, now.assessment.as_of.on)
            yield TakenAway(words=f"{now.reference}: {_named(event, now)} is entered late: {late}.")


def _widened(change: Comparison) -> Iterator[TakenAway]:
    """Yield the partnerships that give more time to enter events in."""
    for policy, was in sorted(change.before.log.partnerships.items()):
        now = change.after.log.partnerships.get(policy, was)
        if now.entry_within_days > was.entry_within_days:
            yield TakenAway(
                words=f"{now.name}: events may be entered {counted(now.entry_within_days, 'day')} "
                f"after they are known, until now {counted(was.entry_within_days, 'day')}."
            )


def _until(known: Moment, as_of: Moment) -> timedelta:
    """Return how long after it was known an event is entered; a date alone is its whole day."""
    since = known.at + timedelta(days=1) if known.is_date_alone else known.at
    return as_of.at - since


def _named(event: Event, now: JudgedCase) -> str:
    names = EventNames(now.policy, now.partnership)
    return f"event {event.key} ({names.recorded(event)}, {names.when(event.at)})"


def _cleared(was: JudgedCase, now: JudgedCase, events: tuple[Event, ...]) -> Iterator[TakenAway]:
    """Yield the breaches, marks and departures that stood before and no longer do."""
    ours, theirs = rows_by_key(was), rows_by_key(now)
    for key, old in ours.items():
        if old.is_own:
            continue
        new = theirs.get(key)
        what = f"{was.reference}: “{old.duty.title}”"
        if _GRAVITY[old.breach] > _GRAVITY[Breach.NONE if new is None else new.breach]:
            hidden = () if _keeps(now, key) else _known_before(old.missed_at, events, now)
            yield TakenAway(
                words=f"{what} is no longer held to be {held_words(old.breach)}.",
                hidden_by=tuple(_named(each, now) for each in hidden),
            )
        elif old.state is DutyState.NO_RECORD and (
            new is None or new.state is not DutyState.NO_RECORD
        ):
            yield TakenAway(
                words=f"{what} no longer has the mark that nothing shows it to be done.",
                hidden_by=tuple(_named(each, now) for each in _unsaid(new, events)),
            )
    kept = {_identity(each) for each in now.assessment.departures}
    for departure in was.assessment.off_route:
        if _identity(departure) not in kept:
            words = departure_words(departure, was.policy, was.partnership)
            yield TakenAway(
                words=f"{was.reference}: that it left the policy’s route is taken away. {words}"
            )


def _identity(departure: Departure) -> tuple[EventKey, str]:
    return (departure.event, departure.rule)


def _keeps(now: JudgedCase, key: RowKey) -> bool:
    """Say whether the case goes on to say that a limit had been missed."""
    duty, occurrence = key
    return any(
        row.breach_history
        for row in now.assessment.duties
        if row.duty.id == duty and row.occurrence <= occurrence
    )


def _known_before(
    missed_at: Moment | None, events: tuple[Event, ...], now: JudgedCase
) -> Iterator[Event]:
    """Yield the events that are said to have been known before a limit was missed."""
    zone = ZoneInfo(now.policy.time_zone)
    for event in events:
        if missed_at is None or moment_of(event.known_from, zone).at < missed_at.at:
            yield event


def _unsaid(new: DutyAssessment | None, events: tuple[Event, ...]) -> Iterator[Event]:
    """Yield the event that clears a mark and does not say that it was entered later."""
    if new is not None and new.state is DutyState.MET and new.no_record_until is None:
        yield from (each for each in events if each.key == new.met_by)


def hidden_words(hidden_by: tuple[str, ...], as_of: datetime) -> str:
    """Say what to type, so that the page of the case can keep what is taken away."""
    return (
        f"Say when it was entered, so that the page of the case keeps what it takes away: give "
        f"{listed(hidden_by)} the line “recorded: {as_of:%Y-%m-%d %H:%M}”."
    )
