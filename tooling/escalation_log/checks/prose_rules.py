"""Rules on the times and the sizes of panels that prose about a policy names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from escalation_log.checks.findings import Finding, FindingIn, FindingInText, choices, instead_of
from escalation_log.checks.possible import placed_duties, placed_limits
from escalation_log.checks.prose_times import Amount, Mention, Unit, mentions_in, passages_of
from escalation_log.checks.subjects import LogInHand, TextInHand
from escalation_log.model.patterns import (
    Before,
    ByUrgency,
    CalendarDays,
    Hours,
    InWords,
    Limit,
    SameWorkingDay,
    WorkingDays,
)
from escalation_log.model.policies import Duty, Policy
from escalation_log.model.problems import DataPath, Severity
from escalation_log.words.prose import placeholders_in

_NOUNS = {
    Unit.WORKING_DAYS: "working day",
    Unit.CALENDAR_DAYS: "calendar day",
    Unit.HOURS: "hour",
}
_SAME_DAY = Amount(1, Unit.SAME_DAY)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What prose may say of an edition."""

    policy: Policy

    def times(self, stage: str | None) -> frozenset[Amount]:
        """Give the times of a stage and of the whole case; without a stage, all there are.

        That the same working day is meant may be said anywhere, if any limit means it.
        """
        every = _times(self.policy.all_duties)
        if stage is None:
            return every | self._of_copies()
        own = _times(self._duties(stage)) | _times(self.policy.duties) | self._of_copies()
        return own | (every & {_SAME_DAY})

    def duties_with(self, amount: Amount) -> tuple[str, ...]:
        """Give the duties that have this very time."""
        return tuple(duty.id for duty in self.policy.all_duties if amount in _times((duty,)))

    def duties_with_time(self, stage: str | None) -> tuple[str, ...]:
        """Give the duties of a stage that have a time; without a stage, of them all."""
        duties = self.policy.all_duties if stage is None else self._duties(stage)
        return tuple(duty.id for duty in duties if _times((duty,)))

    def panels(self, stage: str | None) -> frozenset[int]:
        """Give the least numbers of agencies on a stage's panel; without a stage, on any."""
        return frozenset(
            each.panel.agencies
            for each in self.policy.stages
            if each.panel is not None and stage in (None, each.id)
        )

    def _duties(self, stage: str) -> tuple[Duty, ...]:
        return tuple(duty for duty in self.policy.all_duties if duty.stage == stage)

    def _of_copies(self) -> frozenset[Amount]:
        hours = self.policy.printed_copies_valid_hours
        return frozenset() if hours is None else frozenset({Amount(hours, Unit.HOURS)})


def times_in_words(times: frozenset[Amount]) -> str:
    """List times, the units in the order of `Unit`."""
    ordered = sorted(times, key=lambda each: (each.unit.value, each.count))
    words = [_in_words(each) for each in ordered]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _in_words(amount: Amount) -> str:
    noun = _NOUNS.get(amount.unit)
    if noun is None:
        return "the same working day"
    return f"{amount.count} {noun if amount.count == 1 else f'{noun}s'}"


def _times(duties: tuple[Duty, ...]) -> frozenset[Amount]:
    return frozenset(
        amount
        for duty in duties
        for limit in (duty.limit, duty.every)
        for amount in _amounts(limit)
    )


def _amounts(limit: Limit | None) -> Iterator[Amount]:
    match limit:
        case WorkingDays(days=days):
            yield Amount(days, Unit.WORKING_DAYS)
        case CalendarDays(days=days):
            yield Amount(days, Unit.CALENDAR_DAYS)
        case Hours(hours=hours):
            yield Amount(hours, Unit.HOURS)
        case SameWorkingDay():
            yield _SAME_DAY
        case ByUrgency(limits=limits):
            for each in limits.values():
                yield from _amounts(each)
        case Before() | InWords() | None:
            pass


_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_PANEL = re.compile(r"\bpanels?\b", re.IGNORECASE)
_ANY_SIDES = frozenset({1, 2})
# `The two agencies` disagree, also where prose speaks of a panel.
_OF_THESE = re.compile(r"\b(?:the|these|those|any|between)\s+$", re.IGNORECASE)
_SAME_UNIT = " Only the same unit counts"
_WHY_NOT = {
    Unit.OTHER: f"{_SAME_UNIT}: a week is neither 7 calendar days nor 5 working days.",
    Unit.CALENDAR_DAYS: f"{_SAME_UNIT}: days alone are calendar days.",
}


def numbers_in_text(subject: TextInHand) -> Iterator[FindingInText]:
    """A policy's text for staff names no time and no size of a panel but those of its rules."""
    spoken = Spoken(subject.policy)
    for passage in passages_of(subject.text, subject.policy.stages):
        for mention in mentions_in(passage.words):
            fault = _fault(mention, passage.words, passage.stage, spoken)
            if fault:
                yield subject.finding(
                    passage.start + mention.start,
                    f"{fault} {_instead(mention, passage.stage, spoken)}",
                )


def numbers_in_words(log: LogInHand) -> Iterator[FindingIn]:
    """An edition's words name no time and no size of a panel but those of its rules."""
    policies = log.books.policies
    corrected = {f"{policy.id}@{policy.corrects}" for policy in policies.values()}
    for edition in sorted(policies.keys() - corrected):
        spoken = Spoken(policies[edition])
        for path, words, stage in _words_of(policies[edition]):
            for mention in mentions_in(words):
                fault = _fault(mention, words, stage, spoken)
                if fault:
                    message = f"{fault} Type what the rules have, or leave it out."
                    # Rewording a locked edition takes an erratum, more than a slip is worth.
                    finding = Finding(path, message, Severity.WARNING)
                    yield FindingIn(log.policy_files[edition], finding)


def known_limit(subject: TextInHand) -> Iterator[FindingInText]:
    """A placeholder in a policy's text names a duty whose limit can be said in words."""
    edition = subject.policy.edition
    duties = {duty.id: duty for duty in subject.policy.all_duties}
    sayable = [name for name, duty in duties.items() if _can_be_said(duty)]
    for placeholder in placeholders_in(subject.text):
        duty = placeholder.duty
        if duty in sayable:
            continue
        if not sayable:
            message = f"`{edition}` has no duty with a limit. Leave the placeholder out."
        elif duty is None:
            message = f"This is no placeholder. Type one like `{{limit: {sayable[0]}}}`."
        elif duty in duties:
            message = (
                f"In `{edition}` this duty has no limit that can be said here. Leave the "
                f"placeholder out, or name another duty: {choices(sayable)}."
            )
        else:
            message = f"`{edition}` has no such duty. {instead_of(duty, sayable)}"
        yield subject.finding(placeholder.start, message)


def _can_be_said(duty: Duty) -> bool:
    limits = [limit for _, limit in placed_limits(duty, ())]
    return bool(limits) and not any(isinstance(limit, Before) for limit in limits)


def _fault(mention: Mention, words: str, stage: str | None, spoken: Spoken) -> str:
    """Say what is wrong with what prose names; nothing where the rules have it."""
    if mention.amounts[0].unit is Unit.AGENCIES:
        return _fault_of_panel(mention, words, stage, spoken)
    times = spoken.times(stage)
    wrong = [amount for amount in mention.amounts if amount not in times]
    if not wrong:
        return ""
    edition = spoken.policy.edition
    where = f"`{edition}`" if stage is None else f"`{stage}` and of the whole case in `{edition}`"
    have = times_in_words(times) or "no time"
    return f"`{mention.words}`: the rules of {where} have {have}.{_why_not(wrong, times)}"


def _why_not(wrong: list[Amount], times: frozenset[Amount]) -> str:
    """Explain what may look right: another unit, or as many of another."""
    counts, unit = {amount.count for amount in wrong}, wrong[0].unit
    units = {each.unit for each in times}
    if not times or (unit in units and counts.isdisjoint(each.count for each in times)):
        return ""
    return _WHY_NOT.get(unit, f"{_SAME_UNIT}.")


def _fault_of_panel(mention: Mention, words: str, stage: str | None, spoken: Spoken) -> str:
    own = frozenset() if stage is None else spoken.panels(stage)
    sizes = own or spoken.panels(None)
    counts = {each.count for each in mention.amounts}
    if counts <= sizes or not _is_of_a_panel(mention, words, stage_has_one=bool(own)):
        return ""
    have = f"at least {' or '.join(map(str, sorted(sizes)))} agencies on a panel"
    return (
        f"`{mention.words}`: the rules of `{spoken.policy.edition}` ask for "
        f"{have if sizes else 'no panel'}."
    )


def _is_of_a_panel(mention: Mention, words: str, *, stage_has_one: bool) -> bool:
    """Say whether a number of agencies is that on a panel, not that of those who disagree."""
    is_said = _PANEL.search(_sentence(words, mention.start)) is not None
    if {each.count for each in mention.amounts} <= _ANY_SIDES:
        return is_said and _OF_THESE.search(words[: mention.start]) is None
    return is_said or stage_has_one


def _sentence(words: str, place: int) -> str:
    begun = [match.end() for match in _SENTENCE_END.finditer(words, 0, place)]
    ended = _SENTENCE_END.search(words, place)
    return words[begun[-1] if begun else 0 : len(words) if ended is None else ended.end()]


def _instead(mention: Mention, stage: str | None, spoken: Spoken) -> str:
    """Say what to type: the placeholder of a duty that has this time, or of one of the stage."""
    if mention.amounts[0].unit is Unit.AGENCIES:
        return "Type what the rules have, or leave it out."
    duties = (
        tuple(duty for amount in mention.amounts for duty in spoken.duties_with(amount))
        or spoken.duties_with_time(stage)
        or spoken.duties_with_time(None)
    )
    if not duties:
        return "Leave the time out."
    placeholders = choices(f"{{limit: {duty}}}" for duty in dict.fromkeys(duties))
    return f"Type {placeholders}, which says what the rules say, or leave the time out."


def _words_of(policy: Policy) -> Iterator[tuple[DataPath, str, str | None]]:
    """Give every text of an edition with its place and the stage that it is about."""
    optional: list[tuple[DataPath, str | None, str | None]] = [
        (("title",), policy.title, None),
        (("summary",), policy.summary, None),
        (("scope", "words"), policy.scope_words, None),
    ]
    for name, called in (
        ("roles", policy.roles),
        ("recipients", policy.recipients),
        ("themes", policy.themes),
        ("urgencies", policy.urgencies or {}),
    ):
        optional += [((name, key), words, None) for key, words in called.items()]
    optional += [
        (("our_readings", index), words, None) for index, words in enumerate(policy.our_readings)
    ]
    for index, stage in enumerate(policy.stages):
        for name in ("title", "who", "what", "arrival", "our_reading"):
            optional.append((("stages", index, name), getattr(stage, name), stage.id))
    for path, duty in placed_duties(policy):
        optional.append(((*path, "title"), duty.title, duty.stage))
        optional.append(((*path, "our_reading"), duty.our_reading, duty.stage))
        for place, limit in placed_limits(duty, path):
            if isinstance(limit, InWords):
                optional.append(((*place, "words"), limit.words, duty.stage))
    optional += [
        (("moves", index, "words"), move.words, None) for index, move in enumerate(policy.moves)
    ]
    yield from ((path, words, stage) for path, words, stage in optional if words is not None)
