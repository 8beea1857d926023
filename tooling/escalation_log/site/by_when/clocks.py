"""Write out the duties of a policy for counting: what starts each clock, and its limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from escalation_log.engine.receipt import without_a_time
from escalation_log.model.patterns import (
    ByUrgency,
    CountedIn,
    PlainLimit,
    TimedLimit,
    deadlines_in,
    unit_of,
)
from escalation_log.model.policies import Duty, Force, Policy
from escalation_log.model.receipts import RuleApplied
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
    """Write out every duty, with or without a number, and its rule as receipts say it."""
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
    """Write out the limit for each urgency; one for all where the policy has no tiers."""
    limit = duty.time_allowed
    if not isinstance(limit, ByUrgency):
        yield _tier(duty, limit, policy)
        return
    for urgency, each in limit.limits.items():
        yield _tier(duty, each, policy, urgency)


def _tier(duty: Duty, limit: PlainLimit | None, policy: Policy, urgency: str = "") -> Plain:
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
        "limit": plain_span(limit) if isinstance(limit, TimedLimit) else None,
        "words": f"every {words}" if duty.every is not None else words,
        "rule": step_words(rule),
    }
    if urgency:
        meaning = (policy.urgencies or {}).get(urgency)
        name = coded_title(urgency)
        tier["name"] = f"{name}: {lowered(meaning)}" if meaning else name
    if not isinstance(limit, TimedLimit):
        tier["without"] = step_words(without_a_time(limit))
    return tier


def plain_span(limit: TimedLimit) -> Plain:
    """Write out the amount and the unit of a limit."""
    amount, unit = limit.span
    return {unit.value: amount}


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
    elif policy.guide_after is not None and isinstance(duty.limit, TimedLimit):
        yield (
            f"From when {event_in_words(policy, policy.guide_after)}, the times of this policy are "
            "a guide."
        )


def _of_deadlines(duty: Duty, policy: Policy) -> Iterator[str]:
    for earlier in dict.fromkeys(deadlines_in(duty.trigger)):
        yield _from_a_deadline(earlier, policy)


def _from_a_deadline(earlier: str, policy: Policy) -> str:
    title = duty_title_of(policy, earlier)
    duties: Mapping[str, Duty] = {duty.id: duty for duty in policy.all_duties}
    by_the_hour = earlier in duties and unit_of(duties[earlier].limit) is CountedIn.HOURS
    what = "the moment at which it was up" if by_the_hour else "its last day in time, no hour"
    return f"Where the counting starts because the time for “{title}” is up, give {what}."
