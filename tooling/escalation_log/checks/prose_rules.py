"""Rules on a policy's text for staff, in which placeholders stand for the limits of the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from escalation_log.checks.subjects import FindingInText, TextToCheck, choices, instead_of
from escalation_log.model.patterns import Before, limits_in
from escalation_log.model.policies import Duty, Policy
from escalation_log.model.problems import Severity
from escalation_log.words.prose_limits import BEGUN, PRINTED_COPIES, placeholders_in

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
# What may lie between the number and the unit of a time: a line break, but not the end of a
# paragraph, and the marks for bold.
_GAP = r"(?:[^\S\n]|\n(?![^\S\n]*\n)|[-*_\u2010\u2011]){0,6}"
_NUMBER = rf"(?:{_TENS})(?:{_GAP}(?:{_ONES}))?|{_TEENS}|{_ONES}"
_TIME = re.compile(
    rf"(?<![\w.,:/])(?!24-hour\b)(?:\d{{1,3}}(?:\.\d)?|\b(?:{_NUMBER}|within{_GAP}an?)\b)"
    rf"(?:{_GAP}\(\d{{1,3}}\))?{_GAP}"
    rf"(?:(?:full|further|more|clear|whole|working|business|calendar|clock|school)\b{_GAP}){{0,3}}"
    r"(?:days?|hours?|hrs?|h|minutes?|mins?|weeks?|wks?|fortnights?|months?)\b"
    # Not ages ("ten years old"), nor opening hours ("24 hours a day").
    r"(?!\s+(?:old|of\s+age|an?\s+(?:day|week)|every\s+(?:day|week))\b)",
    re.IGNORECASE,
)
# Parts of the source that readers of the page do not see as text.
_UNREAD = re.compile(
    rf"{BEGUN}|<!--.*?-->|<[^<>]*>|\]\([^()]*\)|\bhttps?://\S+", re.DOTALL | re.IGNORECASE
)
_NO_LINE_END = re.compile(r"[^\n]")


def times_in_text(subject: TextToCheck) -> Iterator[FindingInText]:
    """A policy's text for staff gives times as placeholders and does not write them out."""
    placeholders = choices(f"{{limit: {name}}}" for name in _sayable(subject.policy))
    instead = f"Type {placeholders}, or leave the time out." if placeholders else "Leave it out."
    read = _UNREAD.sub(lambda found: _NO_LINE_END.sub(" ", found[0]), subject.text)
    for found in _TIME.finditer(read):
        words = " ".join(found[0].split())
        message = f"`{words}` stays as it is when the rules change. {instead}"
        yield subject.finding(found.start(), message, Severity.WARNING)


def known_limit(subject: TextToCheck) -> Iterator[FindingInText]:
    """Each placeholder in a policy's text names a duty with a limit that can be put in words."""
    edition = subject.policy.edition
    duties = {duty.id for duty in subject.policy.all_duties}
    sayable = _sayable(subject.policy)
    for start, name in placeholders_in(subject.text):
        if name in sayable:
            continue
        if name == PRINTED_COPIES:
            message = f"`{edition}` does not say how long printed copies are valid. Leave this out."
        elif not sayable:
            message = f"`{edition}` has no duty with a limit. Leave the placeholder out."
        elif name is None:
            message = f"This is no placeholder. Type one like `{{limit: {sayable[0]}}}`."
        elif name in duties:
            message = (
                f"In `{edition}` this duty has no limit that can be said here. Leave the "
                f"placeholder out, or name another duty: {choices(sayable)}."
            )
        else:
            message = f"`{edition}` has no such duty. {instead_of(name, sayable)}"
        yield subject.finding(start, message)


def _sayable(policy: Policy) -> list[str]:
    """List the names that a placeholder may have: ids of duties, perhaps `printed-copies`."""
    names = [duty.id for duty in policy.all_duties if _can_be_said(duty)]
    return names if policy.printed_copies_valid_hours is None else [*names, PRINTED_COPIES]


def _can_be_said(duty: Duty) -> bool:
    limits = limits_in(duty.time_allowed)
    return bool(limits) and not any(isinstance(limit, Before) for limit in limits)
