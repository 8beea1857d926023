"""A rulebook holds what is compiled of its parts, and never that of others."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

import pytest

from escalation_log.engine.calendar import is_working_day
from escalation_log.files.calendar_file import with_closures
from escalation_log.model.calendars import Closure
from escalation_log.model.policies import Counting
from tests.engine.judging import made_up_policy, one_duty, rulebook_of

CLOSED = Closure(
    first=date(2026, 3, 4), last=date(2026, 3, 4), name="Closed", announced=date(2026, 3, 1)
)


def test_a_part_put_in_its_place_is_compiled_anew() -> None:
    one, two = one_duty("limit: {working_days: 1}"), one_duty("limit: {words: soon}")
    rules = rulebook_of(one, erratum=two)
    assert [duty.id for duty in rules.index.missable] == ["stage-1/act"]
    changed = replace(rules, policy=two, erratum=None)
    assert (changed.index.missable, changed.corrected) == ((), None)
    assert rules.index.rules.counting is Counting.DAY_AFTER_TRIGGER
    other = replace(one, counting=Counting.TRIGGER_DAY_COUNTS)
    assert replace(rules, policy=other).index.rules.counting is Counting.TRIGGER_DAY_COUNTS


def test_an_erratum_is_judged_by_with_the_same_partnership_and_calendar() -> None:
    one, two = one_duty("limit: {working_days: 1}"), one_duty("limit: {working_days: 2}")
    rules = rulebook_of(one, erratum=two)
    closed = with_closures(rules.calendar, [CLOSED])
    changed = replace(rules, partnership=replace(rules.partnership, name="Other"), calendar=closed)
    corrected = changed.corrected
    assert corrected is not None
    assert (corrected.policy, corrected.erratum, corrected.corrected) == (two, None, None)
    assert (corrected.partnership.name, corrected.calendar) == ("Other", closed)


def test_a_rulebook_may_be_sent_to_another_process() -> None:
    rules = rulebook_of("knowsley")
    rules = replace(rules, calendar=with_closures(rules.calendar, [CLOSED]))
    assert not is_working_day(rules.calendar.history.known_on(CLOSED.first), CLOSED.first)
    sent = pickle.loads(pickle.dumps(rules))
    assert sent == rules
    assert sent.index == rules.index
    history = sent.calendar.history
    assert history.changes == rules.calendar.history.changes
    states = (history.known_on(day) for day in (date(2026, 2, 28), date(2026, 3, 1)))
    assert [is_working_day(state, CLOSED.first) for state in states] == [True, False]


STAGES = """\
- id: stage-1
  title: One
  duties:
    - {id: act, title: Act, role: worker, clause: "1", trigger: {event: raised},
       limit: {working_days: 5}, met_by: {event: discussed}}
    - {id: other, title: Other, role: worker, clause: "1", trigger: {event: raised},
       limit: {working_days: 5}, met_by: {event: meeting}}
    - {id: later, title: Later, role: worker, clause: "1", trigger: {deadline: stage-1/next},
       limit: {working_days: 1}, met_by: {event: notified}}
    - {id: next, title: Next, role: worker, clause: "1", trigger: {deadline: stage-1/act},
       limit: {working_days: 1}, met_by: {event: notified}}
    - {id: words, title: Words, role: worker, clause: "1", trigger: {event: raised},
       limit: {words: soon}, met_by: {event: notified}}
    - {id: gone, title: Gone, role: worker, clause: "1", trigger: {event: raised},
       limit: {working_days: 1}, met_by: {event: notified}}
"""


@pytest.mark.parametrize(
    ("changes", "redated"),
    [
        # What a deadline starts is dated with it, and so on.
        ("{duties: {stage-1/act: {limit: {working_days: 4}}}}", ["act", "later", "next"]),
        ("{duties: {stage-1/next: {limit: {working_days: 2}}}}", ["later", "next"]),
        ("{duties: {stage-1/words: {limit: {working_days: 1}}}}", ["words"]),
        ("{duties: {stage-1/words: {limit: {words: at once}}}}", None),
        ("{duties: {stage-1/gone: null}}", None),
        (
            (
                "{duties: {stage-1/new: {title: New, role: worker, clause: '1', "
                "trigger: {event: raised}, limit: {working_days: 1}, met_by: {event: notified}}}}"
            ),
            None,
        ),
        ('{cut_off: "12:00"}', ["act", "other", "later", "next", "gone"]),
        ("{guide_after: {event: immediate-risk}}", ["act", "other", "later", "next", "gone"]),
    ],
)
def test_another_reading_may_date_otherwise_what_it_changes_and_what_hangs_on_it(
    changes: str, redated: list[str] | None
) -> None:
    readings = f"""\
readings:
  - id: question
    clause: "1"
    question: When?
    adopted: Then.
    others: [{{says: Words alone.}}, {{says: Otherwise., changes: {changes}}}]
"""
    alternatives = rulebook_of(made_up_policy(STAGES, readings)).alternatives
    assert [(each.says, each.duties) for each in alternatives] == (
        [] if redated is None else [("Otherwise.", tuple(f"stage-1/{each}" for each in redated))]
    )


def test_another_reading_is_judged_by_without_an_erratum() -> None:
    readings = """\
readings:
  - id: question
    clause: "1"
    question: When?
    adopted: Then.
    others: [{says: Otherwise., changes: {cut_off: "12:00"}}]
"""
    policy = one_duty("limit: {working_days: 2}", readings)
    rules = rulebook_of(policy, erratum=one_duty("limit: {working_days: 3}"))
    assert rules.corrected is not None
    (alternative,) = rules.alternatives
    assert (alternative.rulebook.erratum, alternative.rulebook.corrected) == (None, None)
