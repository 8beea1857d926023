"""The duties of a policy as questions: what starts the clock, and how long it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from escalation_log.model.patterns import (
    Before,
    ByUrgency,
    CalendarDays,
    DeadlineOf,
    Earliest,
    FirstRecorded,
    Hours,
    InWords,
    Limit,
    SameWorkingDay,
    Trigger,
    WorkingDays,
)
from escalation_log.model.policies import Duty, Force, Policy
from escalation_log.model.receipts import NoNumber, Ordered, RuleApplied
from escalation_log.site.policies.stage_cards import condition_words
from escalation_log.words.plain_values import Plain
from escalation_log.words.policy_rules import event_in_words, limit_in_words, trigger_in_words
from escalation_log.words.receipt_sentences import step_words
from escalation_log.words.titles import (
    coded_title,
    duty_title_of,
    lowered,
    role_words,
    stage_name_of,
)

WHOLE_CASE_GROUP = "For the case as a whole"


def plain_duties(policy: Policy) -> Iterator[Plain]:
    """Write out every duty, those without a number too, with its rule as receipts say it."""
    for duty in policy.all_duties:
        yield {
            "id": duty.id,
            "title": duty.title,
            "stage": WHOLE_CASE_GROUP if duty.stage is None else stage_name_of(policy, duty.stage),
            "who": role_words(policy, duty.role),
            "starts": trigger_in_words(policy, duty.trigger, within=None),
            "protective": duty.or_protective,
            "tiers": list(_tiers(duty, policy)),
            "notes": [*duty_notes(duty, policy), *_of_deadlines(duty, policy)],
        }


def _tiers(duty: Duty, policy: Policy) -> Iterator[Plain]:
    """Give the limit for each urgency; one for all where the policy makes no difference."""
    limit = duty.time_allowed
    if not isinstance(limit, ByUrgency):
        yield _tier(duty, limit, policy)
        return
    for urgency, each in limit.limits.items():
        yield _tier(duty, each, policy, urgency)


def _tier(duty: Duty, limit: Limit | None, policy: Policy, urgency: str = "") -> Plain:
    rule = RuleApplied(
        duty=duty.id,
        clause=duty.clause,
        edition=policy.edition,
        limit=limit,
        force="advice" if duty.advice else duty.force,
        recurs=duty.every is not None,
        urgency=urgency or None,
    )
    words = limit_in_words(policy, limit)
    tier: dict[str, Plain] = {
        "urgency": urgency,
        "limit": _limit(limit),
        "words": f"every {words}" if duty.every is not None else words,
        "rule": step_words(rule),
    }
    if urgency:
        meaning = (policy.urgencies or {}).get(urgency)
        name = coded_title(urgency)
        tier["name"] = f"{name}: {lowered(meaning)}" if meaning else name
    if tier["limit"] is None:
        tier["without"] = _without(limit)
    return tier


def _limit(limit: Limit | None) -> Plain:
    """Write a limit as a policy's file does; None for one without a number."""
    match limit:
        case WorkingDays(days=days):
            return {"working_days": days}
        case CalendarDays(days=days):
            return {"calendar_days": days}
        case Hours(hours=hours):
            return {"hours": hours}
        case SameWorkingDay():
            return {"same_working_day": True}
        case _:
            return None


def _without(limit: Limit | None) -> str:
    if isinstance(limit, Before):
        return step_words(Ordered(before=limit.pattern))
    return step_words(NoNumber(words=limit.words if isinstance(limit, InWords) else None))


def duty_notes(duty: Duty, policy: Policy) -> Iterator[str]:
    """Say what is special about a duty: where it applies, whether it recurs, how it binds."""
    only = condition_words(duty)
    if only:
        yield f"It is to be done {only}."
    if duty.every is not None:
        yield (
            "It comes again and again: the first time is counted from what starts it, each next "
            "from when it was last done."
        )
    if duty.advice:
        yield "The policy suggests it. It is never late."
    elif duty.force is Force.GUIDE:
        yield "The time is a guide. Going over it is noted, and is no breach."
    elif policy.guide_after is not None and _limit(duty.limit) is not None:
        yield (
            f"From when {event_in_words(policy, policy.guide_after)}, the times of this policy are "
            "a guide."
        )


def _of_deadlines(duty: Duty, policy: Policy) -> Iterator[str]:
    for earlier in dict.fromkeys(_deadlines(duty.trigger)):
        yield _from_a_deadline(earlier, policy)


def _deadlines(trigger: Trigger) -> Iterator[str]:
    match trigger:
        case DeadlineOf(duty=duty):
            yield duty
        case Earliest(of=parts) | FirstRecorded(of=parts):
            for part in parts:
                yield from _deadlines(part)


def _from_a_deadline(earlier: str, policy: Policy) -> str:
    title = duty_title_of(policy, earlier)
    duties: Mapping[str, Duty] = {duty.id: duty for duty in policy.all_duties}
    by_the_hour = earlier in duties and isinstance(duties[earlier].limit, Hours)
    what = "the moment at which it was up" if by_the_hour else "its last day in time, no hour"
    return f"Where the counting starts because the time for “{title}” is up, give {what}."
