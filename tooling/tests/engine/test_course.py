"""How dates fared: names that last, and a revision that rises exactly when something moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.engine.assess import assess
from escalation_log.engine.clock import moment_at, moment_of
from escalation_log.engine.deadline_history import DeadlineHistory, Occurred, deadline_histories_of
from escalation_log.log.opening import open_log
from escalation_log.model.assessments import DutyState
from escalation_log.model.calendars import BankHoliday, Calendar
from escalation_log.model.cases import Case
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.receipts import CountedBy
from tests.engine.histories import amended_cases
from tests.engine.judging import (
    LONDON,
    SHIPPED,
    calendar,
    case_of,
    made_up_policy,
    moment,
    rulebook_of,
    shipped_partnership,
    shipped_policy,
)
from tests.engine.replaying import replayed
from tests.logs import FOUR
from tests.thoroughness import few

POLICIES = st.sampled_from(sorted(SHIPPED)).map(shipped_policy)
AMENDED = POLICIES.flatmap(lambda policy: st.tuples(st.just(policy), amended_cases(policy)))
INSTANT = timedelta(microseconds=1)
OPEN = {DutyState.RUNNING, DutyState.DUE_SOON, DutyState.OVERDUE}


def followed(
    case: Case, policy: Policy, as_of: Moment, days_off: Calendar | None = None
) -> dict[Occurred, DeadlineHistory]:
    rules = rulebook_of(policy, days_off=days_off)
    judged = assess(case, rules, as_of)
    courses = deadline_histories_of(case, rules, as_of, rows=judged.duties)
    found = {each.key: each for each in courses}
    assert len(found) == len(courses)
    # What is open, and nothing else, goes on.
    assert {each.key for each in courses if each.ended_at is None} == {
        (row.duty.id, row.occurrence, row.started_by)
        for row in judged.duties
        if row.due is not None and row.state in OPEN
    }
    return found


def moments_of(case: Case) -> list[Moment]:
    """List each moment at which something was recorded, the instant before, and some later ones."""
    known = {moment_of(event.known_from, LONDON).at for event in case.events}
    last = max(known)
    later = {last + timedelta(days=days) for days in (1, 8, 30)}
    at = sorted({*known, *(each - INSTANT for each in known), *later})
    return [moment_at(each, LONDON) for each in at if each >= min(known)]


def check_the_life_of(case: Case, policy: Policy) -> None:
    lives = [followed(case, policy, each) for each in moments_of(case)]
    for before, after in pairwise(lives):
        assert before.keys() <= after.keys()
        for key, old in before.items():
            new = after[key]
            is_moved = old.due != new.due
            is_turned = (old.ended_at is None) != (new.ended_at is None)
            assert new.revision == old.revision + (is_moved or is_turned)
            assert new.changed_at.at >= old.changed_at.at
            if new.changed_at == old.changed_at:
                assert (new.due, new.receipt) == (old.due, old.receipt)


@few(60)
@given(AMENDED)
def test_names_last_and_a_revision_rises_exactly_when_a_date_moves_or_turns(
    pair: tuple[Policy, Case],
) -> None:
    policy, case = pair
    check_the_life_of(case, policy)


def check_against_a_replay(
    case: Case,
    policy: Policy,
    as_of: Moment,
    days_off: Calendar,
    *,
    kept: int,
    partnership: Partnership | None = None,
) -> None:
    """Compare with the long way all dates, and those that stand or ended in so many days."""
    rules = rulebook_of(policy, days_off=days_off, partnership=partnership)
    judged = assess(case, rules, as_of)
    slowly = replayed(case, rules, as_of)
    for since in (None, as_of.at - timedelta(days=kept)):
        quickly = deadline_histories_of(
            case,
            rules,
            as_of,
            rows=judged.duties,
            **({} if since is None else {"since": since}),
        )
        wanted = [
            each
            for each in slowly
            if since is None or each.ended_at is None or each.ended_at.at >= since
        ]
        assert in_full(quickly) == in_full(wanted)


def in_full(courses: Iterable[DeadlineHistory]) -> list[tuple[object, ...]]:
    return sorted(
        (
            str(each.key),
            each.revision,
            each.due.at,
            each.due_on,
            each.changed_at.at,
            str(each.ended_at and each.ended_at.at),
            str(each.receipt),
        )
        for each in courses
    )


def with_holiday(on: date, announced: date) -> Calendar:
    days_off = calendar()
    late = BankHoliday(on=on, name="An extra day", announced=announced)
    holidays = tuple(sorted((*days_off.holidays, late), key=lambda each: each.on))
    return replace(days_off, holidays=holidays)


LATE = with_holiday(date(2026, 4, 9), announced=date(2026, 4, 2))


@few(60)
@given(AMENDED, st.integers(0, 40), st.integers(0, 60), st.booleans())
def test_what_follows_without_judging_again_is_what_judging_again_finds(
    pair: tuple[Policy, Case], number: int, kept: int, has_late: bool
) -> None:
    policy, case = pair
    moments = moments_of(case)
    as_of = moments[number % len(moments)]
    check_against_a_replay(case, policy, as_of, LATE if has_late else calendar(), kept=kept)


ANSWERED_THEN_FOLLOWED = """
- id: stage-1
  title: One
  duties:
    - {id: answer, title: Answer, role: worker, clause: "1", force: guide,
       trigger: {event: raised}, limit: {working_days: 1}, met_by: {event: discussed}}
    - {id: follow, title: Follow, role: worker, clause: "1",
       trigger: TRIGGER, limit: {working_days: 3}, met_by: {event: resolved}}
"""
UPDATES = "at: 2026-03-04 12:00, kind: update\nat: 2026-03-12 12:00, kind: update\n"


@pytest.mark.parametrize(
    ("trigger", "history"),
    [
        pytest.param(
            "{deadline: stage-1/answer}",
            "at: 2026-03-04 10:00, kind: extension, duty: stage-1/answer, "
            "until: 2026-03-10, agreed_by: [police], reason: x\n",
            id="a deadline that was put off begins the same date twice",
        ),
        pytest.param(
            "{first_recorded: [{deadline: stage-1/answer}, {event: consulted, whom: chair}]}",
            "at: 2026-03-02 11:00, kind: consulted, whom: [chair]\n",
            id="a deadline takes the place of what happened before",
        ),
        pytest.param(
            "{earliest: [{first_recorded: [{entered: stage-1}, {event: raised}]}]}",
            "at: 2026-03-03 11:00, kind: resolved\n",
            id="an entry may take the place",
        ),
        pytest.param(
            "{deadline: stage-1/answer}",
            "at: 2026-03-03 11:00, kind: resolved\n",
            id="a case that ends on the day of a deadline takes the next date away",
        ),
        pytest.param(
            "{event: consulted, whom: chair}",
            "at: 2026-03-03 11:00, kind: update\nat: 2026-03-03, kind: consulted, whom: [chair]\n",
            id="a date alone stands in the file after an hour of that day",
        ),
    ],
)
def test_so_it_is_where_dates_come_back_or_give_way(trigger: str, history: str) -> None:
    policy = made_up_policy(ANSWERED_THEN_FOLLOWED.replace("TRIGGER", trigger))
    case = case_of(f"at: 2026-03-02 10:00, kind: raised\n{history}{UPDATES}", policy)
    for day in range(2, 16):
        as_of = moment(f"2026-03-{day:02} 18:00")
        check_against_a_replay(
            case, policy, as_of, calendar(), kept=3, partnership=shipped_partnership("knowsley")
        )


def shipped_cases() -> list[tuple[str, Case, Policy]]:
    log = open_log(FOUR, as_of=datetime(2026, 11, 22, tzinfo=UTC))
    return [
        (each.case.reference, each.case, log.rulebook(each.case).policy) for each in log.sound_cases
    ]


@pytest.mark.parametrize(
    ("case", "policy"),
    [pytest.param(case, policy, id=name) for name, case, policy in shipped_cases()],
)
def test_so_it_is_with_every_shipped_case(case: Case, policy: Policy) -> None:
    check_the_life_of(case, policy)
    for as_of in moments_of(case)[::4]:
        check_against_a_replay(case, policy, as_of, calendar(), kept=30)


RAISED = """
at: 2026-03-02 09:00, kind: disagreement
at: 2026-03-02 10:00, kind: raised
at: 2026-03-03 10:00, kind: escalated, to: stage-2
"""


def course(events: str, as_of: str, duty: str = "stage-2/resolve") -> DeadlineHistory:
    policy = shipped_policy("knowsley")
    found = followed(case_of(events, policy), policy, moment(as_of))
    (one,) = (each for each in found.values() if each.row.duty.id == duty)
    return one


def test_a_date_begins_at_revision_0_when_its_trigger_is_recorded() -> None:
    found = course(RAISED, "2026-03-04")
    assert (found.revision, found.ended_at, found.due_on) == (0, None, date(2026, 3, 10))
    assert found.changed_at == moment("2026-03-03 10:00")


def test_a_protective_timescale_moves_it() -> None:
    shortened = (
        RAISED + "at: 2026-03-04 10:00, kind: protective-timescale, protect_by: 2026-03-05 12:00\n"
    )
    found = course(shortened, "2026-03-04 18:00")
    assert (found.revision, found.due) == (1, moment("2026-03-05 12:00"))
    assert found.changed_at == moment("2026-03-04 10:00")


def test_what_meets_it_ends_it_and_a_correction_lets_it_stand_again() -> None:
    met = RAISED + "at: 2026-03-05 10:00, kind: resolved\n"
    found = course(met, "2026-03-20")
    assert (found.revision, found.ended_at) == (1, moment("2026-03-05 10:00"))
    corrected = met + (
        "at: 2026-03-06 10:00, kind: correction, of: 4, correct: {kind: discussed}, reason: x\n"
    )
    found = course(corrected, "2026-03-20")
    assert (found.revision, found.ended_at) == (2, None)
    assert found.changed_at == moment("2026-03-06 10:00")


def test_a_correction_that_takes_its_trigger_away_ends_it_with_its_date() -> None:
    corrected = RAISED + (
        "at: 2026-03-06 10:00, kind: correction, of: 3, reason: x, "
        "correct: {kind: discussed, to: null}\n"
    )
    found = course(corrected, "2026-03-20")
    assert (found.revision, found.due_on) == (1, date(2026, 3, 10))
    assert found.ended_at == moment("2026-03-06 10:00")


def test_an_announced_holiday_moves_it_from_the_day_of_the_announcement() -> None:
    policy = shipped_policy("knowsley")
    with_late = with_holiday(date(2026, 3, 9), announced=date(2026, 3, 5))
    case = case_of(RAISED, policy)
    for as_of, revision, due_on in (("2026-03-04", 0, 10), ("2026-03-05", 1, 11)):
        found = followed(case, policy, moment(as_of), with_late)
        (one,) = (each for each in found.values() if each.row.duty.id == "stage-2/resolve")
        assert (one.revision, one.due_on) == (revision, date(2026, 3, due_on))
    assert one.changed_at.on == date(2026, 3, 5)
    (counted,) = (step for step in one.receipt if isinstance(step, CountedBy))
    assert counted.known_on == date(2026, 3, 5)


def test_a_deadline_that_begins_another_date_is_when_that_was_known() -> None:
    found = course(RAISED, "2026-03-12", "stage-3/escalate")
    assert found.row.started_by == "stage-2/resolve"
    assert moment("2026-03-03 10:00").at < found.changed_at.at <= moment("2026-03-12").at


def test_what_ended_when_it_was_first_known_never_had_a_date() -> None:
    policy = shipped_policy("knowsley")
    case = case_of(RAISED + "at: 2026-03-03 10:00, kind: resolved\n", policy)
    found = followed(case, policy, moment("2026-03-20"))
    assert "stage-2/resolve" not in {each.row.duty.id for each in found.values()}
    assert "stage-2/confirm" in {each.row.duty.id for each in found.values()}


def test_before_a_case_began_nothing_is_known() -> None:
    policy = shipped_policy("knowsley")
    assert followed(case_of(RAISED, policy), policy, moment("2026-03-01")) == {}
