"""The rules of a duty in words that name the policy's stages and people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escalation_log.model.policies import Duty
from escalation_log.words.policy_rules import duty_limit_in_words, force_words, recipient_in_words
from tests.engine.judging import one_duty


def the_duty(keys: str) -> tuple[str, Duty]:
    policy = one_duty(keys)
    (duty,) = policy.all_duties
    return duty_limit_in_words(policy, duty), duty


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("limit: {working_days: 2}", "2 working days"),
        ("every: {working_days: 5}", "every 5 working days"),
        ("limit: {words: in good time}", "in good time"),
        ("limit: {before: {event: escalated, to: stage-1}}", "before it goes to Stage 1: One"),
        (
            "limit: {before: {event: escalated, reason: [grave-danger, harm]}}",
            "before it goes to a later stage for grave danger or harm",
        ),
        (
            "limit: {by_urgency: {urgent: {hours: 24}, standard: {working_days: 2}}}",
            "24 hours (urgent) or 2 working days (standard)",
        ),
        ("force: guide", "no time is set"),
        (
            "limit: {before: {event: considered, what: [mediation, senior-review]}}",
            "before somebody considers mediation or senior review",
        ),
    ],
)
def test_a_limit_is_said_as_the_policy_has_it(keys: str, words: str) -> None:
    assert the_duty(keys)[0] == words


@pytest.mark.parametrize(
    ("keys", "words"),
    [("force: required", "required"), ("force: guide", "guide"), ("advice: true", "advice")],
)
def test_how_a_duty_binds_is_one_word(keys: str, words: str) -> None:
    assert force_words(the_duty(keys)[1]) == words


def test_somebody_without_an_article_gets_one() -> None:
    policy = replace(
        one_duty("limit: {working_days: 1}"),
        recipients={"chair": "Chair", "both": "Both managers"},
    )
    assert recipient_in_words(policy, "chair") == "the Chair"
    assert recipient_in_words(policy, "both") == "both managers"
