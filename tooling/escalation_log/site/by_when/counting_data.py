"""Write the data that the browser counts with: days off, and each edition's rules and duties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from escalation_log.engine.receipt import without_a_time
from escalation_log.model.patterns import (
    AtOnce,
    ByUrgency,
    CalendarDays,
    CountedIn,
    Hours,
    Months,
    PlainLimit,
    SameWorkingDay,
    SoonerOf,
    TimedLimit,
    Weeks,
    WorkingDays,
    deadlines_in,
    unit_of,
)
from escalation_log.model.policies import Duty, Force, Policy
from escalation_log.model.receipts import RuleApplied
from escalation_log.model.rulebook import Alternative, first_day_in_force
from escalation_log.site.by_when.answer_words import by_when_words, shared_words
from escalation_log.site.by_when.days_off import plain_calendar, plain_closures
from escalation_log.site.by_when.receipt_templates import reckoning_words
from escalation_log.site.generated import GeneratedFile
from escalation_log.site.policies.duty_times import condition_words
from escalation_log.site.projection import Projection
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.site.templates import data_script
from escalation_log.words.dates import day_words
from escalation_log.words.plain_values import Plain
from escalation_log.words.policy_rules import (
    guide_after_in_words,
    limit_in_words,
    time_words,
    trigger_in_words,
)
from escalation_log.words.receipt_sentences import step_words
from escalation_log.words.titles import (
    clause_words,
    coded_title,
    duty_title_of,
    lowered,
    role_words,
    stage_name_of,
)

RECKONING = "assets/escalation-log/reckoning.js"
BY_WHEN_WORDS = "assets/escalation-log/by-when.js"
_ABOUT = "Days off, rules of counting and duties, as known when the site was built."


def reckoning_file(publication: Publication) -> GeneratedFile:
    """Return the data that `reckoning.js` counts with, as a file."""
    return GeneratedFile(
        address=RECKONING,
        write=lambda _: data_script(_ABOUT, "escalationLogReckoning", reckoning_data(publication)),
    )


def by_when_words_file() -> GeneratedFile:
    """Return the words of the page "By when?" alone, as a file."""
    script = data_script("What the form says.", "escalationLogByWhen", by_when_words())
    return GeneratedFile(address=BY_WHEN_WORDS, write=lambda _: script)


def reckoning_data(publication: Publication) -> dict[str, Plain]:
    """Write out everything that counting needs, as known at the moment of judging."""
    built = publication.moment_in(None)
    return {
        "builtOn": built.on.isoformat(),
        "built": day_words(built.on),
        "zone": "Europe/London",
        "words": {**reckoning_words(*publication.subjects), **shared_words()},
        "countsClosures": publication.projection is Projection.RESTRICTED,
        "calendars": {
            name: plain_calendar(calendar, built.on)
            for name, calendar in publication.calendars.items()
        },
        "editions": {
            each.policy.edition: _edition(each, publication) for each in publication.editions
        },
    }


def plain_reading(other: Alternative, policy: Policy) -> Plain:
    """Write out what another reading changes: rules of counting, and limits, by duty."""
    read = other.rulebook.policy
    rules, adopted = _rules(read), _rules(policy)
    before = {duty.id: duty.time_allowed for duty in policy.all_duties}
    return {
        "clause": clause_words(other.reading.clause),
        "reading": other.reading.id,
        "duties": list(other.duties),
        "rules": {name: value for name, value in rules.items() if value != adopted[name]},
        "tiers": {
            duty.id: [
                {"urgency": urgency, "limit": _counted(limit)} for urgency, limit in _limits(duty)
            ]
            for duty in read.all_duties
            if duty.id in before and duty.time_allowed != before[duty.id]
        },
    }


def _rules(policy: Policy) -> dict[str, Plain]:
    return {
        "counting": policy.counting.value,
        "cutOff": None if policy.cut_off is None else f"{policy.cut_off:%H:%M}",
        "dayEnds": "24:00" if policy.day_ends is None else f"{policy.day_ends:%H:%M}",
    }


def _edition(edition: PublishedEdition, publication: Publication) -> Plain:
    policy = edition.policy
    calendar = edition.rulebook.calendar
    known_on = publication.moment_in(None).on
    begins = first_day_in_force(policy, publication.editions_of(policy.id))
    return {
        "name": edition.partnership.name,
        "title": policy.title,
        "isCurrent": edition.is_current,
        # The erratum of an edition that was superseded first never comes into force.
        "inForceFrom": None if begins is None else begins.isoformat(),
        "calendar": policy.calendar,
        "closures": plain_closures(calendar.closures, known_on),
        "zone": policy.time_zone,
        **_rules(policy),
        "duties": list(plain_duties(policy)),
    }


def plain_duties(policy: Policy) -> Iterator[Plain]:
    """Write out every duty, with or without a number, and its rule as receipts say it."""
    for duty in policy.all_duties:
        stage = duty.stage
        yield {
            "id": duty.id,
            "title": duty.title,
            "stage": "For the case as a whole" if stage is None else stage_name_of(policy, stage),
            "who": role_words(policy, duty.role),
            "starts": trigger_in_words(policy, duty.trigger, within=None),
            "protective": duty.or_protective,
            "tiers": list(_tiers(duty, policy)),
            "notes": [*duty_notes(duty, policy), *_of_deadlines(duty, policy)],
        }


def _tiers(duty: Duty, policy: Policy) -> Iterator[Plain]:
    """Write out the limit for each urgency; one for all where the policy has no tiers."""
    for urgency, limit in _limits(duty):
        yield _tier(duty, limit, policy, urgency)


def _limits(duty: Duty) -> Iterable[tuple[str, PlainLimit | None]]:
    limit = duty.time_allowed
    return limit.limits.items() if isinstance(limit, ByUrgency) else [("", limit)]


def _counted(limit: PlainLimit | None) -> Plain:
    return plain_span(limit) if isinstance(limit, TimedLimit) else None


def _tier(duty: Duty, limit: PlainLimit | None, policy: Policy, urgency: str) -> Plain:
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
        "limit": _counted(limit),
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


def plain_span(limit: TimedLimit) -> dict[str, Plain]:
    """Write out the amount and unit of a limit, and where a date that is not a working day goes.

    Of several limits each has its words, since the receipt names those that do not govern.
    """
    match limit:
        case SoonerOf(of=parts):
            return {
                "sooner_of": [{**plain_span(part), "words": time_words(part)} for part in parts]
            }
        case AtOnce():
            return {"at_once": True}
        case Months(months=months, rolls=rolls):
            return {"months": months, "rolls": rolls}
        case CalendarDays(rolls=rolls) | Weeks(rolls=rolls):
            return {"calendar_days": limit.span.amount, "rolls": rolls}
        case WorkingDays() | Hours() | SameWorkingDay():
            amount, unit = limit.span
            return {unit.value: amount}


def duty_notes(duty: Duty, policy: Policy) -> Iterator[str]:
    """Say what is special about a duty: where it applies, whether it recurs, how it binds."""
    only = condition_words(duty)
    if only:
        yield f"It has to be done {only}."
    if duty.every is not None:
        yield (
            "It has to be done again and again. The first time is counted from what starts it, "
            "each later time from when it was last done."
        )
    if duty.advice:
        yield "The policy suggests it. It is never late."
    elif duty.force is Force.GUIDE and duty.limit is None and duty.every is None:
        yield "It is a guide. Leaving it out is no breach."
    elif duty.force is Force.GUIDE:
        yield "The time is a guide. Going over it is noted, but is not a breach."
    elif policy.guide_after is not None and isinstance(duty.limit, TimedLimit):
        yield (
            f"Once {guide_after_in_words(policy, policy.guide_after)}, the times of this policy "
            "are only a guide."
        )


def _of_deadlines(duty: Duty, policy: Policy) -> Iterator[str]:
    limits = {each.id: each.limit for each in policy.all_duties}
    for earlier in dict.fromkeys(deadlines_in(duty.trigger)):
        title = duty_title_of(policy, earlier)
        by_the_hour = unit_of(limits.get(earlier)) is CountedIn.HOURS
        what = (
            "the moment at which it was up"
            if by_the_hour
            else "its last day in time, without a time of day"
        )
        yield f"If the clock starts because the time for “{title}” is up, give {what}."
