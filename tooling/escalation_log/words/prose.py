"""Placeholders in prose, `{limit: case/tell}`, and the words that stand in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from escalation_log.model.patterns import Before, limits_in
from escalation_log.model.policies import Duty, Policy
from escalation_log.words.lists import counted
from escalation_log.words.policy_rules import duty_limit_in_words

# The name that stands for how long a printed copy is valid; all other names are ids of duties.
PRINTED_COPIES = "printed-copies"
# Anything in braces that begins like a placeholder; one that is written wrongly has no name.
BEGUN = r"\{\s*[Ll]imits?\b[^{}]*\}"
_WRITTEN = re.compile(r"\{\s*[Ll]imit\s*:\s*([^\s{}]+)\s*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A placeholder from `start` to `end`.

    `name` is a duty's id, or `printed-copies`; None where neither can be read.
    """

    start: int
    end: int
    name: str | None


def placeholders_in(text: str) -> Iterator[Placeholder]:
    """Find the placeholders of a text, in order.

    >>> [each.name for each in placeholders_in("Within {limit: stage-1/raise}, or {limit}.")]
    ['stage-1/raise', None]
    """
    for begun in re.finditer(BEGUN, text):
        written = _WRITTEN.fullmatch(begun[0])
        yield Placeholder(
            start=begun.start(), end=begun.end(), name=None if written is None else written[1]
        )


# Stands for a limit that cannot be put in words; the rule `known-limit` reports it.
_UNKNOWN = "the time that the policy sets"


def fill_limits(text: str, policy: Policy) -> str:
    """Put the words of a limit in the place of each placeholder.

    An edition that has no such duty, or no limit for it that can be said, names no number.
    """
    said = {duty.id: _time(duty, policy) for duty in policy.all_duties}
    if policy.printed_copies_valid_hours is not None:
        said[PRINTED_COPIES] = counted(policy.printed_copies_valid_hours, "hour")
    parts: list[str] = []
    end = 0
    for each in placeholders_in(text):
        parts += (text[end : each.start], said.get(each.name or "", _UNKNOWN))
        end = each.end
    return "".join((*parts, text[end:]))


def _time(duty: Duty, policy: Policy) -> str:
    """Say the limit of a duty, or how often it recurs, as it stands in a sentence."""
    limits = limits_in(duty.time_allowed)
    if not limits or any(isinstance(each, Before) for each in limits):
        return _UNKNOWN
    return duty_limit_in_words(policy, duty)
