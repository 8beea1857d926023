"""A placeholder becomes the words of its duty's limit."""

from __future__ import annotations

import pytest

from escalation_log.checks.rules import OF_TEXTS, findings_of
from escalation_log.checks.subjects import TextToCheck
from escalation_log.model.policies import Policy
from escalation_log.words.prose_limits import fill_limits
from tests.engine.judging import SHIPPED, one_duty, shipped_policy
from tests.logs import FOUR

BY_URGENCY = "{by_urgency: {urgent: {hours: 24}, standard: {working_days: 2}}}"
UNKNOWN = "the time that the policy sets"


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("limit: {working_days: 1}", "1 working day"),
        ("limit: {calendar_days: 7}", "7 calendar days"),
        ("limit: {hours: 48}", "48 hours"),
        ("limit: {same_working_day: true}", "the same working day"),
        ("limit: {words: as soon as possible}", "as soon as possible"),
        ("every: {working_days: 5}", "every 5 working days"),
        (f"limit: {BY_URGENCY}", "24 hours (urgent) or 2 working days (standard)"),
        (f"every: {BY_URGENCY}", "every 24 hours (urgent) or 2 working days (standard)"),
        ("limit: {before: {event: escalated}}", UNKNOWN),
        ("our_reading: No limit.", UNKNOWN),
    ],
)
def test_the_words_of_a_limit(keys: str, words: str) -> None:
    filled = fill_limits("At most {limit: stage-1/act}, {  limit :stage-1/act }.", one_duty(keys))
    assert filled == f"At most {words}, {words}."


@pytest.mark.parametrize("placeholder", ["{limit: stage-1/else}", "{limit}", "{limits: a b}"])
def test_a_placeholder_that_names_no_duty_leaves_no_code_in_the_text(placeholder: str) -> None:
    policy = one_duty("limit: {hours: 1}")
    assert fill_limits(f"Within {placeholder}.", policy) == f"Within {UNKNOWN}."


def test_a_placeholder_says_for_how_long_printed_copies_are_valid() -> None:
    text = "A copy counts for {limit: printed-copies}."
    with_copies = one_duty("limit: {hours: 1}", "printed_copies_valid_for: {hours: 48}\n")
    assert fill_limits(text, with_copies) == "A copy counts for 48 hours."
    without = one_duty("limit: {hours: 1}")
    assert fill_limits(text, without) == f"A copy counts for {UNKNOWN}."
    assert problems(text, with_copies) == []
    assert problems(text, without) == [
        f"`{without.edition}` does not say how long printed copies are valid. Leave this out."
    ]


@pytest.mark.parametrize("before", ["every ", "Every ", "Tell them every\n"])
def test_how_often_something_recurs_is_said_once(before: str) -> None:
    policy = one_duty("every: {working_days: 2}")
    assert fill_limits(f"{before}{{limit: stage-1/act}}.", policy) == f"{before}2 working days."


def test_other_braces_and_other_text_stay() -> None:
    text = "# A title {: .plain}\n\n{unlimited} {{ name }}\n"
    assert fill_limits(text, one_duty("limit: {hours: 1}")) == text


@pytest.mark.parametrize("policy_id", SHIPPED)
def test_the_shipped_texts_say_times_only_by_placeholders_that_their_rules_fill(
    policy_id: str,
) -> None:
    policy = shipped_policy(policy_id)
    text = (FOUR / "policies" / policy_id / "policy.md").read_text("utf-8")
    filled = fill_limits(text, policy)
    assert "{" not in filled
    assert UNKNOWN not in filled
    assert problems(text, policy) == []


def problems(text: str, policy: Policy) -> list[str]:
    subject = TextToCheck(text=text, policy=policy)
    return [found.message for _, found in findings_of(OF_TEXTS, subject)]
