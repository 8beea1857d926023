"""What counts as a time in a policy's text, and what to type in its place."""

from __future__ import annotations

import pytest

from escalation_log.checks.rules import OF_TEXTS, findings_of
from escalation_log.checks.subjects import FindingInText, TextToCheck
from escalation_log.model.policies import Policy
from escalation_log.model.problems import Severity
from tests.engine.judging import one_duty

RULES = one_duty("limit: {hours: 24}", "printed_copies_valid_for: {hours: 48}\n")


def findings(text: str, policy: Policy = RULES) -> list[FindingInText]:
    subject = TextToCheck(text=text, policy=policy)
    return [found for _, found in findings_of(OF_TEXTS, subject)]


def found(text: str) -> list[str]:
    """Give the words that are found fault with."""
    return [each.message.split("`")[1] for each in findings(text)]


@pytest.mark.parametrize(
    "words",
    [
        "5 working days",
        "five days",
        "48hrs",
        "48h",
        "24 hours",
        "1.5 hours",
        "thirty minutes",
        "twenty-four hours",
        "forty eight hours",
        "ten (10) working days",
        "10** calendar days",
        "10 **clear** days",
        "10 full working days",
        "five-day",
        "within a week",
        "within an hour",
        "one fortnight",
    ],
)
def test_a_time_is_found_in_digits_and_in_words(words: str) -> None:
    assert found(f"Settle it, **{words} or so, please.") == [words]


def test_of_several_numbers_the_last_is_told() -> None:
    assert found("two to three months, or 2–3 wks, or two\nweeks") == [
        "three months",
        "3 wks",
        "two weeks",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "In 2026 days are short.",
        "It came at 0900 hours.",
        "The line is open 24 hours a day, 7 days a week; ring the 24-hour line.",
        "A baby three months old.",
        "Stage 2\n\nDays of rest.",
        "<!-- 5 working days -->",
        "See [the page](https://example.org/5-days) or https://example.org/5-days.",
        "{limit: stage-1/act} and {limit: printed-copies}",
        "Day by day, a day a week.",
        "On 3 May, in clause 5, two agencies.",
    ],
)
def test_other_numbers_are_no_times(text: str) -> None:
    assert found(text) == []


def test_a_finding_has_its_place_and_is_a_warning() -> None:
    [found] = findings("# One\n\nFirst,\nwithin **five** days.")
    assert (found.line, found.column, found.severity) == (4, 10, Severity.WARNING)
    assert found.message == (
        "`five** days` stays as it is when the rules change. Type `{limit: stage-1/act}` or "
        "`{limit: printed-copies}`, or leave the time out."
    )


def test_a_policy_without_limits_has_no_placeholder_to_offer() -> None:
    [found] = findings("Within 5 working days.", one_duty("our_reading: No limit."))
    assert found.message.endswith("when the rules change. Leave it out.")


@pytest.mark.parametrize(
    "text", ["one-" * 9999, "twenty " * 9999, "5" + " full" * 9999, "1 " * 9999]
)
def test_long_texts_are_no_trap(text: str) -> None:
    assert found(text) == []
