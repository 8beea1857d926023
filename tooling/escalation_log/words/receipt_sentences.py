"""Receipts in words: one sentence for each step, the same wherever a receipt is shown."""

from __future__ import annotations

from escalation_log.model.policies import Counting
from escalation_log.model.receipts import (
    BreachEnded,
    ByErratum,
    CountedBy,
    DayReckoned,
    DueAt,
    ExtensionApplied,
    Governs,
    HoursRun,
    LapsedBy,
    MetBy,
    MovedByAnnouncement,
    NoNumber,
    Ordered,
    ProtectiveApplied,
    Provisional,
    ReceiptStep,
    Reckoning,
    RuleApplied,
    StartedBy,
)
from escalation_log.words.dates import day_words, moment_words
from escalation_log.words.lists import counted, listed
from escalation_log.words.policy_rules import limit_words, pattern_words

COUNTING_WORDS = {
    Counting.DAY_AFTER_TRIGGER: "day one is the first working day after the trigger's day",
    Counting.NEXT_WORKING_DAY_AFTER_TRIGGER: (
        "a trigger on a day that is no working day moves to the next one, and day one is the "
        "working day after it"
    ),
    Counting.TRIGGER_DAY_COUNTS: (
        "day one is the trigger's day, or the next working day if it is none"
    ),
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
                f"{moment_words(step.due)}; governed by {GOVERNS_WORDS[step.governed_by]}."
            )
        case MetBy():
            return _met(step)
        case LapsedBy():
            return (
                f"Lapsed with event {step.event} ({step.kind}) on {moment_words(step.moment)}: "
                "its stage or the case ended."
            )
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
                f"Was held to be missed from {moment_words(step.since)} to "
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


def _started(step: StartedBy) -> str:
    if step.duty is not None:
        when = moment_words(step.moment)
        return f"Started by the deadline of {step.duty} on {when}."
    kind = step.kind if step.to is None else f"{step.kind} to {step.to}"
    return f"Started by event {step.event} ({kind}) on {moment_words(step.moment)}."


def _rule(step: RuleApplied) -> str:
    limit = limit_words(step.limit)
    if step.recurs:
        limit = f"every {limit}"
    urgency = "" if step.urgency is None else f", urgency {step.urgency}"
    force = step.force
    if step.guide_since_event is not None:
        force = f"guide since event {step.guide_since_event}"
    return f"Rule of {step.duty}: {limit}{urgency} ({force}); clause {step.clause}; {step.edition}."


def _counted_by(step: CountedBy) -> str:
    cut_off = ""
    if step.cut_off is not None:
        cut_off = f"; a trigger at or after {step.cut_off} counts as the next working day"
    return (
        f"Counting: {step.counting} ({COUNTING_WORDS[step.counting]}){cut_off}; the day ends at "
        f"{step.day_ends}; calendar {step.calendar} as known on {day_words(step.known_on)}, "
        f"{step.calendar_hash}."
    )


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
