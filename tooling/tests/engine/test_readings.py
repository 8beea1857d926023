"""The other ways to read a policy: which day any of them asks for, and what is safe in words."""

from __future__ import annotations

from datetime import date

import pytest

from escalation_log.model.policies import Policy
from escalation_log.model.receipts import SaferBy, SafeWords
from tests.engine.judging import judge, made_up_policy, one_duty

RAISED = "at: 2026-03-02 10:00, kind: raised\n"  # a Monday
FIVE_DAYS = "limit: {working_days: 5}"  # until Monday 9 March


def reading(changes: str, *, safe: str = "") -> str:
    """Write one question with one other reading, and perhaps what is safe."""
    words = f'    safe: "{safe}"\n' if safe else ""
    return f"""\
readings:
  - id: question
    clause: "7"
    question: By when?
    adopted: By the fifth day.
{words}    others:
      - says: By another day.
        changes: {changes}
"""


def test_an_earlier_day_by_another_reading_is_told_with_its_clause() -> None:
    policy = one_duty(FIVE_DAYS, reading("{duties: {stage-1/act: {limit: {working_days: 4}}}}"))
    row = judge(RAISED, "2026-03-03", policy)["stage-1/act"]
    friday = date(2026, 3, 6)
    assert (row.due_on, row.safe_due_on) == (date(2026, 3, 9), friday)
    assert row.receipt[-1] == SaferBy(
        reading="question", clause="7", says="By another day.", due_on=friday
    )


@pytest.mark.parametrize("limit", ["{working_days: 6}", "{calendar_days: 7}"])
def test_another_reading_that_asks_for_no_earlier_day_changes_no_date(limit: str) -> None:
    # The sixth working day is Tuesday 10 March, the seventh day Monday 9 March.
    policy = one_duty(FIVE_DAYS, reading(f"{{duties: {{stage-1/act: {{limit: {limit}}}}}}}"))
    row = judge(RAISED, "2026-03-03", policy)["stage-1/act"]
    assert (row.due_on, row.safe_due_on, row.safe_because) == (
        date(2026, 3, 9),
        date(2026, 3, 9),
        None,
    )
    assert not any(isinstance(step, SaferBy) for step in row.receipt)
    assert row.receipt == judge(RAISED, "2026-03-03", one_duty(FIVE_DAYS))["stage-1/act"].receipt


def test_what_is_safe_in_words_is_told_with_its_clause_whether_there_is_a_date_or_not() -> None:
    changes = "{duties: {stage-1/act: {met_by: {event: notified, whom: chair}}}}"
    for limit, due_on in ((FIVE_DAYS, date(2026, 3, 9)), ("limit: {words: soon}", None)):
        policy = one_duty(limit, reading(changes, safe="Tell both."))
        row = judge(RAISED, "2026-03-03", policy)["stage-1/act"]
        assert (row.due_on, row.safe_due_on, row.safe) == (due_on, due_on, ("Tell both.",))
        assert row.receipt[-1] == SafeWords(reading="question", clause="7", words="Tell both.")


def test_what_has_neither_a_date_nor_words_by_any_reading_is_as_without_readings() -> None:
    keys = "limit: {words: soon}"
    policy = one_duty(keys, reading("{duties: {stage-1/act: {limit: {words: at once}}}}"))
    row = judge(RAISED, "2026-03-03", policy)["stage-1/act"]
    plain = judge(RAISED, "2026-03-03", one_duty(keys))["stage-1/act"]
    assert (row.safe_due_on, row.safe, row.receipt) == (None, (), plain.receipt)


def of_two_duties() -> Policy:
    """Make a policy of which another reading lets a decision end the case."""
    stages = """\
- id: stage-1
  title: One
  duties:
    - id: act
      title: Act
      role: worker
      clause: "1"
      trigger: {event: raised}
      limit: {working_days: 5}
      force: guide
      met_by: {event: discussed}
    - id: end
      title: End
      role: worker
      clause: "2"
      trigger: {event: raised}
      met_by: {event: notified}
"""
    changes = """
          duties:
            stage-1/act: {limit: {working_days: 4}}
            stage-1/end: {met_by: {event: decided}}"""
    return made_up_policy(stages, reading(changes))


def test_a_reading_by_which_other_events_end_a_case_has_dates_of_its_own() -> None:
    extended = (
        "at: 2026-03-04 10:00, kind: extension, duty: stage-1/act, until: 2026-03-20, "
        "agreed_by: [northside-academy, childrens-social-care], reason: leave\n"
    )
    decided = "at: 2026-03-03 10:00, kind: decided\n"
    # Four working days are until Friday 6 March; the case was over before more was agreed.
    for events, safe in (
        (RAISED + extended, date(2026, 3, 20)),
        (RAISED + decided + extended, date(2026, 3, 6)),
    ):
        row = judge(events, "2026-03-04", of_two_duties())["stage-1/act"]
        assert (row.due_on, row.safe_due_on) == (date(2026, 3, 20), safe)
