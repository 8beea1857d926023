"""List the facts of an edition, its stages in a few lines, and the days on which these age."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from escalation_log.model.patterns import InWords, TimedLimit
from escalation_log.model.policies import Duty, Force, Policy, Side, Stage
from escalation_log.model.rulebook import first_day_in_force, succession
from escalation_log.site.addresses import stage_anchor
from escalation_log.site.policies.duty_times import starting_kinds
from escalation_log.site.policies.flow import arriving_duties, is_settling, settling_duties
from escalation_log.site.policies.limits_beside import alternatives_in_words
from escalation_log.site.publication import Publication, PublishedEdition
from escalation_log.words.dates import MONTHS, day_words
from escalation_log.words.lists import counted
from escalation_log.words.policy_rules import NO_TIME, duty_limit_in_words, guide_after_in_words
from escalation_log.words.receipt_sentences import COUNTING_WORDS
from escalation_log.words.titles import (
    calendar_name,
    coded_title,
    of_subject,
    role_words,
    stage_name,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """Days, in ISO 8601, after which the page must show a notice; empty where there is none.

    `in_force_to` is the last day before `successor`, the address of a newer edition, comes into
    force, and `is_followed` says so. `waits_to` is the last day before the edition itself does, and
    `waits` says that. `calendar` is the edition from which a script takes the time zone.
    """

    calendar: str
    review_on: str
    in_force_to: str
    successor: str
    is_followed: str
    waits_to: str
    waits: str


def ageing_of(edition: PublishedEdition, publication: Publication) -> Ageing:
    """Return the days after which the page of an edition needs a notice."""
    policy = edition.policy
    today = publication.moment_in(policy).on
    editions = publication.editions_of(policy.id)
    begins = first_day_in_force(policy, editions)
    waits_for = begins if begins and begins > today and not edition.is_current else None
    later = [
        (day, publication.edition(standing[-1].edition))
        for day, standing in succession(editions).items()
        if edition.is_current and day > today and standing[-1] != policy
    ]
    ends, successor = later[0] if later else (None, None)
    return Ageing(
        calendar=policy.edition,
        review_on=policy.review_due.isoformat() if policy.review_due else "",
        in_force_to=(ends - _DAY).isoformat() if ends else "",
        successor=successor.address if successor else "",
        is_followed=newer_words(day_words(ends)) if ends else "",
        waits_to=(waits_for - _DAY).isoformat() if waits_for else "",
        waits=not_yet_words(day_words(waits_for)) if waits_for else "",
    )


def not_yet_words(begins: str) -> str:
    """Say of an edition that it comes into force only on a day."""
    return f"This edition is not in force before {begins}."


def newer_words(since: str) -> str:
    """Say of an edition that another one is in force instead since a day."""
    return f"A newer edition is in force since {since}."


def edition_facts(policy: Policy, editions: Collection[Policy] = ()) -> Iterator[tuple[str, str]]:
    """List facts about an edition, as labels and words; `editions` are all of the policy."""
    yield "Edition", policy.version
    yield "Document", policy.source.document
    if policy.source.issued:
        yield "Issued", policy.source.issued
    if policy.source.reviewed:
        yield "Reviewed", policy.source.reviewed
    is_never = editions and first_day_in_force(policy, editions) is None
    never = "never: the edition that it corrects is no longer in force when this one begins"
    yield "In force from", never if is_never else in_force_words(policy)
    yield "Review due", review_words(policy)
    if policy.corrects:
        yield "Corrects", f"a mistake in the transcription of edition {policy.corrects}"
    if policy.printed_copies_valid_hours is not None:
        yield "Printed copies", f"valid for {counted(policy.printed_copies_valid_hours, 'hour')}"
    yield "Working days", counting_words(policy)
    if policy.cut_off is not None:
        yield "Late in the day", cut_off_words(policy)
    yield "A day ends", day_end_words(policy)
    if policy.guide_after is not None:
        yield (
            "Times become a guide",
            f"once {guide_after_in_words(policy, policy.guide_after)}",
        )
    for urgency, words in (policy.urgencies or {}).items():
        yield coded_title(urgency), words


def scope_words(policy: Policy) -> str:
    """Say whom an edition is for."""
    return policy.scope_words or f"Between different {policy.scope_differ}."


def in_force_words(policy: Policy) -> str:
    """Say from when an edition is in force, with what its source says, often less exact."""
    reviewed = policy.source.reviewed
    said = f" (the source says {_month_words(reviewed)})" if reviewed else ""
    return f"{day_words(policy.effective_from)}{said}"


def _month_words(written: str) -> str:
    """Write a month such as 2019-06 out; leave any other words as they are."""
    month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", written)
    return f"{MONTHS[int(month[2]) - 1]} {month[1]}" if month else written


def review_words(policy: Policy) -> str:
    """Say when an edition is to be reviewed."""
    return "no date is given" if policy.review_due is None else day_words(policy.review_due)


def is_review_past(policy: Policy, today: date) -> bool:
    """Say whether the review of an edition was due before a day."""
    return policy.review_due is not None and policy.review_due < today


def counting_words(policy: Policy) -> str:
    """Say how working days are counted, and whose bank holidays do not count."""
    nation = calendar_name(policy.calendar)
    return f"{COUNTING_WORDS[policy.counting]}; bank holidays of {nation} do not count"


def cut_off_words(policy: Policy) -> str:
    """Say from which time of day a day counts as the next; return "" where there is none."""
    if policy.cut_off is None:
        return ""
    return f"what happens at or after {policy.cut_off:%H:%M} counts from the next working day"


def day_end_words(policy: Policy) -> str:
    """Say at what time the last day of a limit ends."""
    return "at midnight" if policy.day_ends is None else f"at {policy.day_ends:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """A stage in one line."""

    anchor: str
    name: str
    who: str
    by_when: str


def stage_lines(policy: Policy) -> Iterator[StageLine]:
    """Say for each stage who settles it and within what limit."""
    for stage in policy.stages:
        yield StageLine(
            anchor=stage_anchor(stage.id),
            name=stage_name(stage),
            who=_settled_by(policy, stage) or stage.who or "",
            by_when=_by_when(policy, stage),
        )


def _settled_by(policy: Policy, stage: Stage) -> str:
    """Say who settles a stage; nothing where that begins with one side, but is for both to do."""
    settling = settling_duties(stage)
    sides = {policy.sides.get(duty.role) for duty in settling if isinstance(duty.role, str)}
    if sides & {Side.RAISING, Side.RECEIVING}:
        return ""
    return "; ".join(dict.fromkeys(role_words(policy, duty.role) for duty in settling))


def _by_when(policy: Policy, stage: Stage) -> str:
    arriving = arriving_duties(policy, stage.id)
    inside = [
        duty
        for duty in stage.duties
        if not duty.advice and duty not in arriving and not is_settling(duty.trigger)
    ]
    settling = settling_duties(stage)
    timed = [duty for duty in (settling or inside) if duty.has_number]
    if any(duty.applies_when for duty in timed):
        return alternatives_in_words(policy, timed)
    if timed:
        in_turn = _in_turn(
            policy, _with_earlier(timed, [each for each in inside if each.has_number])
        )
        return "; ".join((*dict.fromkeys(_talks_in_words(inside)), in_turn))
    said = [each.limit.words for each in inside if isinstance(each.limit, InWords)]
    of_settling = [each.limit.words for each in settling if isinstance(each.limit, InWords)]
    return (of_settling or said or [NO_TIME])[0]


def _talks_in_words(duties: list[Duty]) -> Iterator[str]:
    """Give the limits in words, such as "as soon as possible", of talking to each other."""
    for duty in duties:
        if isinstance(duty.limit, InWords) and any(kind.row.talks for kind in duty.meeting_kinds):
            yield duty.limit.words


def _with_earlier(duties: list[Duty], others: list[Duty]) -> list[Duty]:
    """Prepend to duties the one that the first waits for, if it has a limit too.

    Repeat for that.
    """
    first = duties[0]
    for other in others:
        if other not in duties and _follows(first, other):
            return _with_earlier([other, *duties], others)
    return duties


def _follows(duty: Duty, earlier: Duty) -> bool:
    return bool(starting_kinds(duty.trigger) & earlier.meeting_kinds)


def _limit(policy: Policy, duty: Duty) -> str:
    limit = duty_limit_in_words(policy, duty)
    if duty.or_protective:
        limit += of_subject(", or sooner to protect the child", policy.subject)
    return limit if duty.force is Force.REQUIRED else f"{limit} ({duty.force.value})"


def _in_turn(policy: Policy, duties: list[Duty]) -> str:
    """Write limits one after another, with their unit once where it is the same."""
    *earlier, last = (_limit(policy, duty) for duty in duties)
    kinds = {(type(duty.limit), duty.force) for duty in duties}
    if len(kinds) == 1 and isinstance(duties[0].limit, TimedLimit):
        numbers = [words.partition(" ")[0] for words in earlier]
        if all(number.isdigit() for number in numbers) and not any("," in each for each in earlier):
            earlier = numbers
    return ", then ".join((*earlier, last))
