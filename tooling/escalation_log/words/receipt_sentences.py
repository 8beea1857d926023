"""Receipts in words: one sentence for each step, the same wherever a receipt is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from escalation_log.model.policies import Counting
from escalation_log.model.receipts import (
    AlsoAllowed,
    BreachEnded,
    ByErratum,
    CountedBack,
    CountedBy,
    DayReckoned,
    DoesNotCount,
    DueAt,
    EveryDayCounts,
    ExtensionApplied,
    Governs,
    HoursRun,
    LapsedBy,
    MetBy,
    MovedByAnnouncement,
    NoNumber,
    NoRecord,
    NotPlanned,
    OnTheDay,
    Ordered,
    ProtectiveApplied,
    Provisional,
    ReceiptStep,
    Reckoning,
    RuleApplied,
    SaferBy,
    SafeWords,
    StartedBy,
    UrgencyChanged,
    WhyLapsed,
    WhyNot,
)
from escalation_log.words.dates import day_words, moment_words
from escalation_log.words.lists import counted, listed
from escalation_log.words.policy_rules import days_before_words, limit_words, pattern_words
from escalation_log.words.titles import OWN_WORDS, SIDES, clause_words, coded_words

COUNTING_WORDS = {
    Counting.DAY_AFTER_TRIGGER: "day one is the first working day after the trigger's day",
    Counting.NEXT_WORKING_DAY_AFTER_TRIGGER: (
        "a trigger on a day that is not a working day moves to the next one, and day one is the "
        "working day after it"
    ),
    Counting.TRIGGER_DAY_COUNTS: (
        "day one is the trigger's day, or the next working day if it is not one"
    ),
}
WHY_LAPSED = {
    WhyLapsed.ENDED: "its stage or the case ended",
    WhyLapsed.WITHDRAWN: "the case was withdrawn",
    WhyLapsed.ALLOWED_MOVE: "the policy allows that move, for the reason given",
    WhyLapsed.SAYS_SO: "the policy asks for it only during its stage",
    WhyLapsed.BEFORE_MARKS: "the case was opened before the partnership began these marks",
    WhyLapsed.BY_A_GUIDE: "only a guide's date asked for it",
}
GOVERNS_WORDS = {
    Governs.LIMIT: "the policy's limit",
    Governs.PROTECTIVE_TIMESCALE: "the protective timescale",
    Governs.EXTENSION: "the agreed extension",
}


def step_words(step: ReceiptStep) -> str:  # noqa: C901, PLR0911, PLR0912 - a case for each step
    """Say one step of a receipt as a sentence."""
    match step:
        case DayReckoned():
            return f"{day_words(step.on)}: {_day(step)}."
        case StartedBy():
            return _started(step)
        case RuleApplied():
            return _rule(step)
        case CountedBy():
            return _counted_by(step)
        case DueAt():
            return (
                f"Due: last day in time {day_words(step.due_on)}; late from "
                f"{moment_words(step.due)}{_governed(step)}."
            )
        case MetBy():
            return _met(step)
        case LapsedBy():
            return (
                f"Lapsed with event {step.event} ({step.kind}) on {moment_words(step.moment)}: "
                f"{WHY_LAPSED[step.why]}."
            )
        case NoRecord():
            return f"{no_record_words(step, f'event {step.event} ({step.kind})')}."
        case DoesNotCount():
            what = f"Event {step.event} ({step.kind}) on {moment_words(step.moment)}"
            return f"{what} does not count: {why_not_words(step, coded_words)}."
        case EveryDayCounts():
            return (
                "Counting: every day counts, weekends and bank holidays included, and day one is "
                f"the day after the trigger's; the day ends at {step.day_ends}; "
                f"{_calendar_words(step)}."
            )
        case OnTheDay():
            return (
                f"“Immediately” is read as the same day, whatever day it is: {day_words(step.on)}."
            )
        case AlsoAllowed():
            return (
                f"The other limit, {limit_words(step.limit)}, would not end sooner: last day in "
                f"time {day_words(step.due_on)}."
            )
        case CountedBack():
            return (
                f"{counted_back_words(step)}; the day ends at {step.day_ends}; "
                f"{_calendar_words(step)}."
            )
        case NotPlanned():
            before = days_before_words(step.days, step.unit, coded_words(step.planned))
            return f"No deadline yet: {before}, and nothing is planned."
        case UrgencyChanged():
            governs = "it is the earliest and governs" if step.governs else "it is not the earliest"
            return (
                f"Urgency {step.urgency} since event {step.event}: {limit_words(step.limit)} from "
                f"then, last day in time {day_words(step.due_on)}; {governs}."
            )
        case SaferBy():
            return (
                f"Safe: by {day_words(step.due_on)}. Another reading, {clause_words(step.clause)} "
                f"({step.reading}): {step.says}"
            )
        case SafeWords():
            return f"{step.words} (Other readings, {clause_words(step.clause)}: {step.reading}.)"
        case NoNumber(words=None):
            return "No deadline: no limit set by the policy."
        case NoNumber():
            return f"No deadline: the policy says “{step.words}” and gives no number."
        case HoursRun():
            return _hours(step)
        case Ordered():
            broken_by = step.broken_by
            came = "" if broken_by is None else f", which came first (event {broken_by})"
            return f"No date: to be done before {pattern_words(step.before)}{came}."
        case ProtectiveApplied():
            return _protective(step)
        case MovedByAnnouncement():
            verb = "no longer a day off as announced" if step.withdrawn else "announced"
            return (
                f"First due {day_words(step.original_due_on)}; {step.name} on "
                f"{day_words(step.day)}, {verb} on {day_words(step.announced)}, after the trigger: "
                f"the later date, {day_words(step.due_on)}, governs."
            )
        case Provisional():
            return (
                f"Provisional: bank holidays are published to the end of {step.published_to}; "
                "those after are foreseen, not published."
            )
        case ExtensionApplied():
            return (
                f"Extension agreed (event {step.event}) by {listed(step.agreed_by)}: until "
                f"{moment_words(step.until)}; the guide's own date was "
                f"{day_words(step.original_due_on)}."
            )
        case BreachEnded():
            return (
                f"Counted as missed from {moment_words(step.since)} to "
                f"{moment_words(step.until)}; no longer, because of: {step.because}."
            )
        case ByErratum():
            start = f"By the erratum edition {step.edition}:"
            if step.due is None or step.due_on is None:
                return f"{start} no date."
            return (
                f"{start} last day in time {day_words(step.due_on)}; late from "
                f"{moment_words(step.due)}."
            )


def _governed(step: DueAt) -> str:
    by = step.governed_by
    return "" if by is None else f"; governed by {GOVERNS_WORDS[by]}"


def no_record_words(step: NoRecord, event: str) -> str:
    """Say that nothing showed an act by the end of its chance, and until when nothing did."""
    words = f"No record that this was done before {event} on {moment_words(step.moment)}"
    if step.until is None:
        return words
    return f"{words}, until {day_words(step.until)}, when it was recorded that it had been in time"


def why_not_words(step: DoesNotCount, named: Callable[[str], str]) -> str:
    """Say by what an event does not meet a duty; `named` names a recipient or a way."""
    if step.field is WhyNot.BY:
        sides, by = (
            listed((SIDES.get(each, each) for each in codes), "or")
            for codes in (step.asked, step.given)
        )
        return f"the policy asks {sides}, and this was by {by or 'nobody named'}"
    asked = listed(map(named, step.asked), "or")
    given = listed(map(named, step.given)) or "not said"
    match step.field:
        case WhyNot.WHOM:
            return f"the policy asks for {asked}, and this was to: {given}"
        case WhyNot.HOW:
            if step.excluded:
                return f"the policy rules out {asked}"
            return f"the policy asks for {asked}, and this was: {given}"


def counted_back_words(step: CountedBack) -> str:
    """Say from what days are counted back, and where that gives a day before the plan was known."""
    before = days_before_words(step.days, step.unit, coded_words(step.planned))
    words = (
        f"Counting back: {before}, planned for {day_words(step.planned_on)} (event {step.event})"
    )
    if step.recorded_on is None:
        return words
    return (
        f"{words}; that is before the plan was recorded, so the last day in time is "
        f"{day_words(step.recorded_on)}"
    )


def _started(step: StartedBy) -> str:
    if step.duty is not None:
        when = moment_words(step.moment)
        return f"Started by the deadline of {step.duty} on {when}."
    kind = step.kind if step.to is None else f"{step.kind} to {step.to}"
    return f"Started by event {step.event} ({kind}) on {moment_words(step.moment)}."


def _rule(step: RuleApplied) -> str:
    limit = limit_words(step.limit)
    if not step.clause:
        return f"{OWN_WORDS}: {limit}."
    if step.recurs:
        limit = f"every {limit}"
    urgency = "" if step.urgency is None else f", urgency {step.urgency}"
    force = step.force
    if step.guide_since_event is not None:
        force = f"guide since event {step.guide_since_event}"
    said = f"Rule of {step.duty}: {limit}{urgency} ({force})"
    return f"{said}; {clause_words(step.clause)}; {step.edition}."


def _counted_by(step: CountedBy) -> str:
    cut_off = ""
    if step.cut_off is not None:
        cut_off = f"; a trigger at or after {step.cut_off} counts as the next working day"
    return (
        f"Counting: {step.counting} ({COUNTING_WORDS[step.counting]}){cut_off}; the day ends at "
        f"{step.day_ends}; {_calendar_words(step)}."
    )


def _calendar_words(step: CountedBy | EveryDayCounts | CountedBack) -> str:
    """Name the calendar as known on a day, with the hash of its content if the step has one."""
    known = f"calendar {step.calendar} as known on {day_words(step.known_on)}"
    return f"{known}, {step.calendar_hash}" if step.calendar_hash else known


def told_in_short(step: ReceiptStep) -> ReceiptStep:
    """Take the hash of the calendar out of a step, for readers who want the date and its days."""
    if isinstance(step, CountedBy | EveryDayCounts | CountedBack):
        return replace(step, calendar_hash="")
    return step


def _day(step: DayReckoned) -> str:
    foreseen = " (foreseen, not published)" if step.is_foreseen else ""
    match step.reckoning:
        case Reckoning.MOVED:
            return (
                f"does not count ({step.name}), the trigger moves to the next working day{foreseen}"
            )
        case Reckoning.DAY_ZERO:
            # The start may be on a Sunday, since day zero is not counted.
            why = "" if step.name is None else f", {step.name}"
            return f"day 0{why}{foreseen}"
        case Reckoning.COUNTED:
            return f"day {step.number}{foreseen}"
        case Reckoning.SKIPPED:
            return f"not counted, {step.name}{foreseen}"
        case Reckoning.LATER:
            return f"{counted(step.number or 0, 'month')} later"
        case Reckoning.ROLLED:
            return f"not a working day, {step.name}{foreseen}"
        case Reckoning.ROLLED_TO:
            return f"the working day that is taken{foreseen}"
        case Reckoning.BACK:
            return f"{counted(step.number or 0, 'day')} before{foreseen}"


def _hours(step: HoursRun) -> str:
    change = ""
    if step.clock_change_minutes:
        turned = "forward" if step.clock_change_minutes > 0 else "back"
        minutes = counted(abs(step.clock_change_minutes), "minute")
        change = f" (the clocks go {turned} by {minutes} in between)"
    return (
        f"{counted(step.hours, 'hour')} by the clock from {moment_words(step.start)} end at "
        f"{moment_words(step.due)}{change}."
    )


def _protective(step: ProtectiveApplied) -> str:
    by = f"Protective timescale (event {step.event}): by {moment_words(step.protect_by)}"
    if step.too_late:
        return f"{by}; recorded after the deadline had passed, so it changes nothing here."
    if step.governs:
        return f"{by}; it is the earlier and governs."
    return f"{by}; the limit is not later and governs."


def _met(step: MetBy) -> str:
    words = f"Met by event {step.event} ({step.kind}) on {moment_words(step.moment)}"
    if step.before_trigger:
        return f"{words}, before its clock would have started."
    if step.in_time is None:
        return f"{words}."
    return f"{words}, in time." if step.in_time else f"{words}, late."
