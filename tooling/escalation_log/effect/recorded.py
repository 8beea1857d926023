"""Say in sentences what was recorded, what became of the duties, and what is due next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from escalation_log.bot.duty_lines import step_in
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import Breach, CaseState, DutyAssessment, DutyState
from escalation_log.model.cases import Event, EventKey
from escalation_log.model.receipts import LapsedBy, NoRecord
from escalation_log.words.departures import NOT_BY_THE_ROUTE, departure_words
from escalation_log.words.events import EventNames
from escalation_log.words.lists import counted, listed
from escalation_log.words.states import (
    CASE_STATES,
    RING_NOW,
    due_words,
    held_words,
    late_by,
    state_words,
)
from escalation_log.words.titles import agency_words, lowered, stage_in_words_of
from escalation_log.words.to_do import is_at_once, to_do_of

_MOST = 3
# That a case ends, and how, or that it is open again.
TURNS = {
    state: f"The case is {'open again' if state is CaseState.OPEN else lowered(words)}."
    for state, words in CASE_STATES.items()
}


def standing_words(judged: JudgedCase) -> str:
    """Name the two sides of a case, and say where it stands."""
    stage, header = judged.assessment.stage, judged.timeline.header
    where = "" if stage is None else f", in {stage_in_words_of(judged.policy, stage)}"
    sides = [agency_words(each.agency, judged.partnership) for each in header.receiving]
    return (
        f"{agency_words(header.raising.agency, judged.partnership)} with {listed(sides)}. "
        f"The case is {lowered(CASE_STATES[judged.assessment.state])}{where}."
    )


def coming_up(judged: JudgedCase) -> Iterator[str]:
    """Say what is due next, the most urgent first; duties without a date are only counted."""
    to_do = [row for row in to_do_of(judged.assessment.duties) if not row.duty.advice]
    pressing = [row for row in to_do if is_at_once(row) or row.due is not None]
    for row in pressing[:_MOST]:
        must = f"{who_must(row, judged)} must {lowered(row.duty.title)}"
        if row.is_own:
            yield f"The log’s own reminder: {lowered(row.duty.title)}, by {due_words(row)}."
        elif row.state is DutyState.DUE_NOW:
            yield f"Due now: {must}. {RING_NOW}"
        elif row.due is None:
            yield f"At once: {must}."
        elif row.state is DutyState.OVERDUE:
            yield f"Late: {must}; it was due {due_words(row)}."
        else:
            yield f"Next: {must} by {due_words(row)}."
    rest, undated = len(pressing[_MOST:]), len(to_do) - len(pressing)
    if rest:
        yield f"After that: {counted(rest, 'more duty', 'more duties')} with a date."
    if undated:
        yield f"Without a date: {counted(undated, 'duty', 'duties')}."
    if not to_do:
        is_open = judged.assessment.state is CaseState.OPEN
        yield (
            "Next: nothing that the policy asks for." if is_open else "Nothing is left to be done."
        )


def who_must(row: DutyAssessment, judged: JudgedCase) -> str:
    """Name the agencies that must act on a duty, or the partnership."""
    return listed(agency_words(each, judged.partnership) for each in judged.acting_on(row))


def event_sentence(event: Event, judged: JudgedCase) -> str:
    """Say what was recorded, and the moment it is recorded for."""
    names = EventNames(judged.policy, judged.partnership)
    until = "" if event.protect_by is None else f", {names.when(event.protect_by)},"
    words = f"{names.recorded(event)}{until} recorded {names.when(event.at)}"
    if event.recorded is not None:
        words += f", entered {names.when(event.recorded)}"
    moments = {each.event.number: each.moment.at for each in judged.timeline.placed_events}
    at = moments.get(event.number)
    if at is None:
        words += "; that is in the future"
    elif not event.kind.row.begins and _is_before_all(event.number, at, moments):
        words += "; that is before the case began"
    return f"{words}."


def _is_before_all(number: int, at: datetime, moments: Mapping[int, datetime]) -> bool:
    """Say whether an event is for a moment before all that stand above it."""
    earlier = [each for other, each in moments.items() if other < number]
    return bool(earlier) and at < min(earlier)


def consequences(key: EventKey, judged: JudgedCase, before: JudgedCase | None) -> Iterator[str]:
    """Say what became of the duties that an event met or ended, and how it left the route."""
    earlier = rows_by_key(before)
    for departure in judged.assessment.departures:
        if departure.event == key:
            words = departure_words(departure, judged.policy, judged.partnership)
            yield f"{NOT_BY_THE_ROUTE}: {words}"
    for row in judged.assessment.duties:
        old = earlier.get((row.duty.id, row.occurrence))
        if row.met_by == key and (old is None or old.met_by != key):
            yield _met(row)
        elif _ends_now(row, key, old):
            yield _ended(row)
        elif _leaves_no_record(row, key, old):
            yield f"“{row.duty.title}”: {state_words(row.state)}."


def rows_by_key(judged: JudgedCase | None) -> dict[tuple[str, int], DutyAssessment]:
    """Return a case's rows by duty and occurrence."""
    rows = () if judged is None else judged.assessment.duties
    return {(row.duty.id, row.occurrence): row for row in rows}


def missed_words(row: DutyAssessment) -> str:
    """Say by how much a limit was missed, and whether that is a breach."""
    late = late_by(row)
    match row.breach:
        case Breach.BREACH:
            return f"{late}, a breach will be recorded" if late else "a breach will be recorded"
        case Breach.OVER_GUIDE:
            return f"{late}, which is not a breach"
        case Breach.OVER_GUIDE_AGREED:
            return "past the guide's date, as agreed"
        case Breach.NONE:
            return "in time"


def _met(row: DutyAssessment) -> str:
    if row.due is None:
        if row.breach is Breach.BREACH:
            return f"“{row.duty.title}” was done too late in the order: {missed_words(row)}."
        return f"That does “{row.duty.title}”."
    return f"“{row.duty.title}” was due {due_words(row)}: {missed_words(row)}."


def _ends_now(row: DutyAssessment, key: EventKey, old: DutyAssessment | None) -> bool:
    """Say whether a duty with a limit lapses by this event and had not lapsed before."""
    lapsed = DutyState.LAPSED
    if row.state is not lapsed or (old is not None and old.state is lapsed):
        return False
    lapse = step_in(row, LapsedBy)
    return (
        lapse is not None
        and lapse.event == key
        and (row.due is not None or row.breach is not Breach.NONE)
    )


def _leaves_no_record(row: DutyAssessment, key: EventKey, old: DutyAssessment | None) -> bool:
    """Say whether a duty's chance ends with this event, and nothing shows that it was done."""
    no_record = DutyState.NO_RECORD
    if row.state is not no_record or (old is not None and old.state is no_record):
        return False
    ended = step_in(row, NoRecord)
    return ended is not None and ended.event == key


def _ended(row: DutyAssessment) -> str:
    what, ends = f"“{row.duty.title}”", f"ends without being done: {missed_words(row)}."
    if row.due is None:
        return f"{what} {ends}"
    if row.breach is Breach.NONE:
        return f"{what}, due {due_words(row)}, is no longer needed."
    return f"{what} was due {due_words(row)} and {ends}"


def dates_moved(judged: JudgedCase, before: JudgedCase) -> Iterator[str]:
    """Say which dates of a case moved, and which breaches ended, because of what was recorded."""
    earlier = rows_by_key(before)
    for row in judged.assessment.duties:
        old = earlier.get((row.duty.id, row.occurrence))
        if old is None or row.is_own:
            continue
        if old.due is not None and row.due is not None and old.due.at != row.due.at:
            yield f"“{row.duty.title}” is now due {due_words(row)}; it was {due_words(old)}."
        if old.breach is not Breach.NONE and row.breach is Breach.NONE:
            yield f"“{row.duty.title}” no longer counts as {held_words(old.breach)}."
        elif _becomes_a_breach(row, old):
            yield f"“{row.duty.title}” becomes a breach."


def _becomes_a_breach(row: DutyAssessment, old: DutyAssessment) -> bool:
    """Say whether a limit is missed now that the event that met or ended the duty is gone."""
    is_open = row.met_by is None and row.state is not DutyState.LAPSED
    return is_open and row.breach is Breach.BREACH and old.breach is not Breach.BREACH
