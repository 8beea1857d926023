"""The rules of a policy in words."""

from __future__ import annotations

from collections.abc import Iterable

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import (
    AtOnce,
    Before,
    ByUrgency,
    CalendarDays,
    CountedIn,
    DaysBefore,
    DeadlineOf,
    Earliest,
    Entered,
    EventPattern,
    FirstRecorded,
    Hours,
    InWords,
    Latest,
    Limit,
    Months,
    Rolls,
    SameWorkingDay,
    SoonerOf,
    TimedLimit,
    Trigger,
    Weeks,
    WorkingDays,
)
from escalation_log.model.policies import Duty, Policy
from escalation_log.words.events import KIND_WORDS
from escalation_log.words.lists import counted, listed
from escalation_log.words.titles import (
    SIDES,
    coded_title,
    coded_words,
    duty_title_of,
    lowered,
    stage_in_words_of,
)

NO_TIME = "no time is set"
EVERY = "every "
_KINDS_IN_ORDER = tuple(EventKind)
# No article is put before a name that begins with one of these.
_DETERMINED = frozenset(
    {"a", "all", "an", "any", "anybody", "both", "each", "every", "everybody", "everyone"}
    | {"his", "her", "its", "our", "the", "their", "whoever", "your"}
)


def time_words(limit: TimedLimit) -> str:
    """Say how much time a limit gives."""
    match limit:
        case WorkingDays(days=days):
            return counted(days, "working day")
        case CalendarDays(days=days, rolls=rolls):
            return f"{counted(days, 'calendar day')}{_ROLLS[rolls]}"
        case Weeks(weeks=weeks, rolls=rolls):
            return f"{counted(weeks, 'week')}{_ROLLS[rolls]}"
        case Months(months=months, rolls=rolls):
            return f"{counted(months, 'month')}{_ROLLS[rolls]}"
        case Hours(hours=hours):
            return counted(hours, "hour")
        case SameWorkingDay():
            return "the same working day"
        case AtOnce():
            return "straight away, the same day"
        case SoonerOf(of=parts):
            return f"the sooner of {listed(map(time_words, parts))}"


_ROLLS = {
    None: "",
    Rolls.NEXT: ", or the next working day if that is none",
    Rolls.PREVIOUS: ", or the working day before if that is none",
}
_BEFORE = {CountedIn.WORKING_DAYS: "working day", CountedIn.CALENDAR_DAYS: "calendar day"}


def days_before_words(days: int, unit: CountedIn, planned: str) -> str:
    """Say how long before something planned a duty is to be done."""
    return f"{counted(days, _BEFORE[unit])} before {planned}"


def limit_words(limit: Limit | None) -> str:
    """Say what a limit allows; a policy without a number gets none."""
    if isinstance(limit, TimedLimit):
        return time_words(limit)
    match limit:
        case DaysBefore(days=days, unit=unit, planned=planned):
            return days_before_words(days, unit, coded_words(planned))
        case Before(pattern=pattern):
            return f"before {pattern_words(pattern)}"
        case InWords(words=words):
            return f"“{words}” (no number set by the policy)"
        case ByUrgency(limits=limits):
            return "; ".join(f"{urgency}: {limit_words(each)}" for urgency, each in limits.items())
        case None:
            return "no limit set by the policy"


def pattern_words(pattern: EventPattern) -> str:
    """Say which events a pattern means.

    >>> from escalation_log.model.cases import EventKind
    >>> pattern_words(EventPattern(kinds=frozenset({EventKind.ESCALATED}),
    ...                            fields=(("to", frozenset({"stage-4"})),)))
    'it goes to stage-4'
    """
    fields = dict(pattern.fields)
    kinds = (kind for kind in _KINDS_IN_ORDER if kind in pattern.kinds)
    words = listed((_with_codes(kind, fields) for kind in kinds), "or")
    prefixes = {"stage": "in", "by": "by the side", "how": "by"}
    for field, prefix in prefixes.items():
        if field in fields:
            words += f" {prefix} {listed(sorted(fields[field]), 'or')}"
    return words


def _with_codes(kind: EventKind, fields: dict[str, frozenset[str]]) -> str:
    """Say what happens, with the ids of stages and people."""
    words = KIND_WORDS[kind]
    names = {EventKind.ESCALATED: "to", EventKind.CONSIDERED: "what", EventKind.PLANNED: "what"}
    values = fields.get(names.get(kind, "whom"))
    if words.happens_to is None or not values:
        return words.happens
    return words.happens_to.format(listed(sorted(values), "or"))


def limit_in_words(policy: Policy, limit: Limit | None) -> str:
    """Say what a limit allows, in words that name the policy's stages and people."""
    if isinstance(limit, TimedLimit):
        return time_words(limit)
    match limit:
        case DaysBefore(days=days, unit=unit, planned=planned):
            named = policy.plannings.get(planned) or coded_words(planned)
            return days_before_words(days, unit, named)
        case Before(pattern=pattern):
            return f"before {event_in_words(policy, pattern)}"
        case None:
            return NO_TIME
        case InWords(words=words):
            return words
        case ByUrgency(limits=limits):
            tiers = (
                f"{limit_in_words(policy, each)} ({coded_words(urgency)})"
                for urgency, each in limits.items()
            )
            return listed(tiers, "or")


def limit_words_of(policy: Policy, limit: Limit | None) -> str:
    """Say what a limit allows by itself, with the policy's names for what it is to come before."""
    named = isinstance(limit, Before | DaysBefore)
    return limit_in_words(policy, limit) if named else limit_words(limit)


def duty_limit_in_words(policy: Policy, duty: Duty) -> str:
    """Say a duty's limit, or how often it recurs."""
    if duty.every is not None:
        return f"{EVERY}{limit_in_words(policy, duty.every)}"
    return limit_in_words(policy, duty.limit)


def force_words(duty: Duty) -> str:
    """Say in one word whether a duty binds, guides or is only advised."""
    return "advice" if duty.advice else duty.force.value


def recipient_in_words(policy: Policy, recipient: str) -> str:
    """Say whom one may tell, as it stands within a sentence."""
    name = policy.recipients.get(recipient) or coded_title(recipient)
    if name.split()[0].lower() in _DETERMINED:
        return lowered(name)
    return f"the {name}"


def event_in_words(policy: Policy, pattern: EventPattern) -> str:
    """Say which events a pattern means, as it stands after "when" or "before"."""
    fields = dict(pattern.fields)
    kinds = (kind for kind in _KINDS_IN_ORDER if kind in pattern.kinds)
    words = listed(_joined(_happening(policy, kind, fields) for kind in kinds), "or")
    if "why" in fields:
        words += ", with the reason why not"
    if "reason" in fields:
        words += f" for {listed(map(coded_words, sorted(fields['reason'])), 'or')}"
    if "stage" in fields:
        words += f" at {_stages(policy, fields['stage'])}"
    if "by" in fields:
        sides = (SIDES.get(each, each) for each in sorted(fields["by"]))
        words += f" by {listed(sides, 'or')}"
    if "how" in fields:
        words += f" ({listed(map(coded_words, sorted(fields['how'])), 'or')})"
    excluded = dict(pattern.excluded)
    if "why" in excluded:
        words += ", without a reason why not"
    if "how" in excluded:
        words += f" (not by {listed(map(coded_words, sorted(excluded['how'])), 'or')})"
    if "by" in excluded:
        sides = (SIDES.get(each, each) for each in sorted(excluded["by"]))
        words += f" (not by {listed(sides, 'or')})"
    return words


def _joined(happenings: Iterable[str]) -> list[str]:
    """Say that something is resolved or not in one, where it starts a clock in either case."""
    said = list(happenings)
    settled, unsettled = (
        KIND_WORDS[each].happens for each in (EventKind.RESOLVED, EventKind.NOT_RESOLVED)
    )
    if settled in said and unsettled in said:
        said[said.index(settled)] = f"{settled} or not"
        said.remove(unsettled)
    return said


def guide_after_in_words(policy: Policy, after: EventPattern | str) -> str:
    """Say from when limits are guidance, as it stands after "once" or "when"."""
    if isinstance(after, str):
        return f"“{duty_title_of(policy, after)}” is done"
    return event_in_words(policy, after)


def _happening(policy: Policy, kind: EventKind, fields: dict[str, frozenset[str]]) -> str:
    words = KIND_WORDS[kind]
    if words.happens_to is None:
        return words.happens
    if kind is EventKind.ESCALATED:
        what = _stages(policy, fields["to"]) if "to" in fields else ""
    elif kind in (EventKind.CONSIDERED, EventKind.PLANNED):
        names = policy.considerations if kind is EventKind.CONSIDERED else policy.plannings
        codes = sorted(fields.get("what", ()))
        what = listed((names.get(code) or coded_words(code) for code in codes), "or")
    else:
        whom = fields.get("whom", frozenset())
        known = [each for each in policy.recipients if each in whom]
        others = sorted(whom.difference(known))
        what = listed((recipient_in_words(policy, each) for each in (*known, *others)), "or")
    return words.happens_to.format(what) if what else words.happens


def _stages(policy: Policy, stages: Iterable[str]) -> str:
    """Name stages in the policy's order; several by their numbers alone where they have them."""
    order = {stage.id: index for index, stage in enumerate(policy.stages)}
    named = sorted(stages, key=lambda each: (order.get(each, len(order)), each))
    return listed((stage_in_words_of(policy, each) for each in named), "or")


def trigger_in_words(policy: Policy, trigger: Trigger, *, within: str | None) -> str:
    """Say what starts the clock of a duty in a stage or the whole case, as it follows "when"."""
    match trigger:
        case EventPattern(fields=fields):
            if within is not None and dict(fields).get("stage") == frozenset({within}):
                fewer = tuple(each for each in fields if each[0] != "stage")
                pattern = EventPattern(kinds=trigger.kinds, fields=fewer)
                return f"{event_in_words(policy, pattern)} at this stage"
            return event_in_words(policy, trigger)
        case Entered(stage=stage, or_later=or_later):
            if stage == within:
                return "this stage begins"
            later = " or a later stage begins, for the first time" if or_later else " begins"
            return f"{stage_in_words_of(policy, stage)}{later}"
        case DeadlineOf(duty=duty, when_over=when_over, unless_met=unless_met):
            up = "is over" if when_over else "is up"
            unless = ", unless it was done" if unless_met else ""
            return f"the time for “{duty_title_of(policy, duty)}” {up}{unless}"
        case Earliest(of=parts):
            said = [trigger_in_words(policy, part, within=within) for part in parts]
            return f"{listed(said, 'or')} (the first counts)"
        case Latest(of=parts):
            said = [trigger_in_words(policy, part, within=within) for part in parts]
            return f"{listed(said)} (the last counts)"
        case FirstRecorded(of=parts):
            return "; if that was never recorded, when ".join(
                trigger_in_words(policy, part, within=within) for part in parts
            )
