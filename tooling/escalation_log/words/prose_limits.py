"""Limits in the place of placeholders in a policy's prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from escalation_log.model.patterns import Before, limits_in
from escalation_log.model.policies import Duty, Policy
from escalation_log.words.lists import counted
from escalation_log.words.policy_rules import EVERY, duty_limit_in_words

# The name that stands for how long a printed copy is valid; all other names are ids of duties.
PRINTED_COPIES = "printed-copies"
# Anything in braces that begins like a placeholder; one that is written wrongly has no name.
BEGUN = r"\{\s*[Ll]imits?\b[^{}]*\}"
_SAYS_EVERY = re.compile(r"\bevery\s+\Z", re.IGNORECASE)
_WRITTEN = re.compile(r"\{\s*[Ll]imit\s*:\s*([^\s{}]+)\s*\}")


def placeholders_in(text: str) -> Iterator[tuple[int, str | None]]:
    """Find the placeholders of a text in order: where each begins, and its name.

    The name is a duty's id, or `printed-copies`; None where neither can be read.

    >>> list(placeholders_in("Within {limit: stage-1/raise}, or {limit}."))
    [(7, 'stage-1/raise'), (34, None)]
    """
    for begun in re.finditer(BEGUN, text):
        yield begun.start(), _name(begun[0])


def _name(begun: str) -> str | None:
    written = _WRITTEN.fullmatch(begun)
    return None if written is None else written[1]


# Stands for a limit that cannot be put in words; the rule `known-limit` reports it.
_UNKNOWN = "the time that the policy sets"


def fill_limits(text: str, policy: Policy) -> str:
    """Put the words of a limit in the place of each placeholder.

    An edition that has no such duty, or no limit for it that can be said, names no number.
    """
    said = {duty.id: _time(duty, policy) for duty in policy.all_duties}
    if policy.printed_copies_valid_hours is not None:
        said[PRINTED_COPIES] = counted(policy.printed_copies_valid_hours, "hour")

    def fill(begun: re.Match[str]) -> str:
        words = said.get(_name(begun[0]) or "", _UNKNOWN)
        is_said = _SAYS_EVERY.search(text, 0, begun.start()) is not None
        return words.removeprefix(EVERY) if is_said else words

    return re.sub(BEGUN, fill, text)


def _time(duty: Duty, policy: Policy) -> str:
    """Say the limit of a duty, or how often it recurs, as it stands in a sentence."""
    limits = limits_in(duty.time_allowed)
    if not limits or any(isinstance(each, Before) for each in limits):
        return _UNKNOWN
    return duty_limit_in_words(policy, duty)
