"""Say limits that are no stage's alone: those over all stages, and those for some cases only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from escalation_log.model.policies import Duty, Policy
from escalation_log.site.policies.duty_times import condition_words
from escalation_log.words.policy_rules import duty_limit_in_words, force_words


def caps_of(policy: Policy) -> Iterator[str]:
    """Say within what limits a case is to be settled, whatever its stage."""
    for duty in policy.duties:
        if duty.has_number and duty.settles:
            yield _limit(policy, duty)


def alternatives_in_words(policy: Policy, duties: Iterable[Duty]) -> str:
    """Say limits each of which holds for some cases only, with the cases that it holds for."""
    return "; ".join(_limit(policy, duty) for duty in duties)


def _limit(policy: Policy, duty: Duty) -> str:
    force = force_words(duty)
    limit = duty_limit_in_words(policy, duty)
    words = limit if force == "required" else f"{limit} ({force})"
    return " ".join(filter(None, (words, condition_words(duty))))
