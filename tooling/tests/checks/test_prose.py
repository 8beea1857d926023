"""Prose is held against the very numbers of an edition: its units, stages, copies and panels."""

from __future__ import annotations

import pytest

from escalation_log.checks.rules import OF_TEXTS, findings_of
from escalation_log.checks.subjects import TextInHand
from escalation_log.model.policies import Policy
from tests.engine.judging import made_up_policy, shipped_policy

RULES = made_up_policy(
    """
    - id: stage-1
      title: Workers
      duties:
        - id: talk
          title: Talk
          role: worker
          clause: "1"
          limit: {by_urgency: {urgent: {hours: 24}, standard: {working_days: 2}}}
          met_by: {event: discussed}
    - id: stage-2
      title: Managers
      duties:
        - id: inform
          title: Inform
          role: manager
          clause: "2"
          every: {calendar_days: 7}
          met_by: {event: update}
        - id: order
          title: Tell the chair before going on
          role: manager
          clause: "2"
          limit: {before: {event: resolved}}
          met_by: {event: notified}
    - id: stage-3
      title: Panel
      panel: {agencies: 3, concerned: must}
      duties: []
    """,
    """
    printed_copies_valid_for: {hours: 48}
    duties:
      - id: case/log
        title: Log it
        role: worker
        clause: "3"
        limit: {same_working_day: true}
        met_by: {event: done}
    """,
)


def found(text: str, policy: Policy = RULES) -> list[str]:
    """Give the words that are found fault with."""
    return [message.split("`")[1] for message in messages(text, policy)]


def messages(text: str, policy: Policy = RULES) -> list[str]:
    subject = TextInHand(text=text, policy=policy)
    return [finding.message for _, finding in findings_of(OF_TEXTS, subject)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("24 hours, two working days, 7 days, 48 hours, the same day, 7 calendar days", []),
        ("# Stage one\nTwo working days or 24 hours, 48 hours for copies, the same day", []),
        ("# Stage one\n7 days, 2 working days", ["7 days"]),
        ("# Stage two\n24 hours, every 7 days", ["24 hours"]),
        ("# Stage two\n## Then\n24 hours", ["24 hours"]),
        ("# Stage two\n# Then\n24 hours", []),
        (
            "2 days, 7 working days, 24 working days",
            ["2 days", "7 working days", "24 working days"],
        ),
        ("a week, 24 and a half hours", ["a week", "24 and a half hours"]),
        ("two or three working days", ["two or three working days"]),
        ("A panel of three agencies.", []),
        ("A panel of two agencies.", ["two agencies"]),
        ("A panel without the two agencies.", []),
        ("A panel. Two agencies, or four agencies.", []),
        ("# Stage one\nFour agencies. A panel of four agencies.", ["four agencies"]),
        ("# Panel\nFour agencies, or two agencies.", ["Four agencies"]),
    ],
)
def test_what_the_rules_do_not_have_is_found(text: str, words: list[str]) -> None:
    assert found(text) == words


def test_the_same_working_day_must_be_meant_by_some_limit() -> None:
    assert found("The same working day.", shipped_policy("barnsley")) == ["same working day"]
    assert found("# Stage four\nThe same working day.", shipped_policy("knowsley")) == []


def test_a_policy_without_numbers_has_none_in_its_prose() -> None:
    assert messages("Within 5 working days.", shipped_policy("west-sussex")) == [
        "`5 working days`: the rules of `west-sussex@2019-06` have no time. Leave the time out."
    ]


def test_the_rules_are_told_in_the_order_of_their_units() -> None:
    [message] = messages("Within five days.")
    assert message == (
        "`five days`: the rules of `made-up@1` have 2 working days, 7 calendar days, 24 hours, "
        "48 hours and the same working day. Type `{limit: stage-1/talk}`, "
        "`{limit: stage-2/inform}` or `{limit: case/log}`, which says what the rules say, or leave "
        "the time out."
    )


def test_the_duty_that_has_the_time_is_named_wherever_it_is() -> None:
    [message] = messages("# Stage two\nWithin 24 hours.")
    assert message == (
        "`24 hours`: the rules of `stage-2` and of the whole case in `made-up@1` have 7 calendar "
        "days, 48 hours and the same working day. Type `{limit: stage-1/talk}`, which says what "
        "the rules say, or leave the time out."
    )


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2 days", " Only the same unit counts: days alone are calendar days. "),
        ("2 hours", " Only the same unit counts. "),
        ("a week", " Only the same unit counts: a week is neither 7 calendar days nor 5 "),
        ("3 days", " working day. Type "),
    ],
)
def test_another_unit_is_explained(text: str, hint: str) -> None:
    [message] = messages(text)
    assert hint in message
    assert ("Only" in message) == ("Only" in hint)


def test_a_finding_has_its_place() -> None:
    subject = TextInHand(text="# One\n\nFirst,\nwithin **five** days.", policy=RULES)
    [(rule, finding)] = findings_of(OF_TEXTS, subject)
    assert (rule, finding.line, finding.column) == ("numbers-in-text", 4, 10)
