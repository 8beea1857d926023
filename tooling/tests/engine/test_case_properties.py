"""What must hold for every case, whatever happened in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation_log.engine.acting import OWN_ROLE
from escalation_log.engine.assess import assess, standing_at
from escalation_log.engine.clock import moment_at
from escalation_log.engine.own_rows import ALERT, OWN_DUTIES, PROTECT, REVIEW
from escalation_log.engine.timeline import timeline_of
from escalation_log.model.assessments import Assessment, Breach, CaseState, DutyState
from escalation_log.model.calendars import BankHoliday, Calendar
from escalation_log.model.cases import Case, Event
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.patterns import CalendarDays, Hours, Threshold, WorkingDays
from escalation_log.model.policies import Policy
from tests.engine.histories import START, amended_cases, plain_cases
from tests.engine.judging import (
    LONDON,
    SHIPPED,
    calendar,
    moment,
    rulebook_of,
    shipped_partnership,
    shipped_policy,
)
from tests.thoroughness import few

POLICIES = st.sampled_from(sorted(SHIPPED)).map(shipped_policy)
PLAIN = POLICIES.flatmap(lambda policy: st.tuples(st.just(policy), plain_cases(policy)))
AMENDED = POLICIES.flatmap(lambda policy: st.tuples(st.just(policy), amended_cases(policy)))
LAST = START.date() + timedelta(days=100)
DAYS = st.integers(0, 100).map(lambda days: START.date() + timedelta(days=days))

OWN = [duty.id for duty in OWN_DUTIES]
_MISSED = {Breach.BREACH, Breach.OVER_GUIDE}
_UNTIMED = {
    DutyState.NOT_STARTED,
    DutyState.OUTSTANDING,
    DutyState.MET,
    DutyState.LAPSED,
    DutyState.NO_RECORD,
    DutyState.NOT_APPLICABLE,
}
_STANDING = {DutyState.RUNNING, DutyState.DUE_SOON, DutyState.DUE_NOW, DutyState.OVERDUE}


def judged(case: Case, policy: Policy, as_of: date, days_off: Calendar | None = None) -> Assessment:
    """Judge a case at the end of a day."""
    return assess(case, rulebook_of(policy, days_off=days_off), moment(as_of.isoformat()))


def breaches(assessment: Assessment) -> dict[tuple[str, int], Breach]:
    """List what is held to be missed, by duty and occurrence."""
    return {
        (row.duty.id, row.occurrence): row.breach
        for row in assessment.duties
        if row.breach in _MISSED
    }


@few(40)
@given(PLAIN, DAYS)
def test_a_breach_never_disappears_by_itself(pair: tuple[Policy, Case], day: date) -> None:
    policy, case = pair
    before = breaches(judged(case, policy, day))
    for later in (day + timedelta(days=1), day + timedelta(days=7), LAST):
        after = judged(case, policy, max(later, day))
        assert before.items() <= breaches(after).items()
        assert not any(row.breach_history for row in after.duties)


@few(40)
@given(AMENDED, DAYS)
def test_a_breach_that_disappeared_is_kept_with_its_cause(
    pair: tuple[Policy, Case], day: date
) -> None:
    policy, case = pair
    before = judged(case, policy, day)
    after = judged(case, policy, LAST)
    still = breaches(after)
    kept = {row.duty.id for row in after.duties if row.breach_history}
    for duty, occurrence in breaches(before):
        assert (duty, occurrence) in still or duty in kept
    for row in after.duties:
        for past in row.breach_history:
            assert past.since.at <= past.until.at
            assert past.because.startswith(("correction", "extension", "recorded late"))


@few(40)
@given(AMENDED, DAYS)
def test_what_still_stands_is_judged_alone_as_it_is_among_all(
    pair: tuple[Policy, Case], day: date
) -> None:
    policy, case = pair
    rows = judged(case, policy, day).duties
    # What an amendment once undid is told only where the whole case is judged.
    whole = [
        replace(row, breach_history=(), receipt=row.receipt[: -len(row.breach_history) or None])
        for row in rows
        if row.due is not None and not row.is_own and row.state in _STANDING
    ]
    assert list(standing_at(case, rulebook_of(policy), moment(day.isoformat()))) == whole


@few(40)
@given(PLAIN, DAYS)
def test_an_event_recorded_afterwards_changes_nothing(pair: tuple[Policy, Case], day: date) -> None:
    policy, case = pair
    known = tuple(event for event in case.events if event.at.on <= day)
    future = Event(
        number=len(case.events) + 1,
        at=Stamp(on=START.date()),
        recorded=Stamp(on=day + timedelta(days=1)),
        kind=EventKind.RESOLVED,
    )
    longer = replace(case, events=(*case.events, future))
    assert judged(longer, policy, day) == judged(case, policy, day)
    if known:
        assert judged(replace(case, events=known), policy, day) == judged(case, policy, day)


@few(40)
@given(PLAIN, DAYS, st.integers(0, 60))
def test_an_extra_holiday_never_makes_anything_sooner(
    pair: tuple[Policy, Case], day: date, offset: int
) -> None:
    policy, case = pair
    extra = BankHoliday(on=START.date() + timedelta(days=offset), name="One more day off")
    longer = replace(calendar(), holidays=(*calendar().holidays, extra))
    dues = {
        (row.duty.id, row.occurrence): row.due
        for row in judged(case, policy, day).duties
        if row.started_by is None or isinstance(row.started_by, int)
    }
    for row in judged(case, policy, day, longer).duties:
        due = dues.get((row.duty.id, row.occurrence))
        if due is not None and row.due is not None and isinstance(row.started_by, int):
            assert row.due.at >= due.at


@few(40)
@given(AMENDED, DAYS)
def test_states_and_dates_agree(pair: tuple[Policy, Case], day: date) -> None:
    policy, case = pair
    assessment = judged(case, policy, day)
    assert {duty.id for duty in policy.all_duties} == {
        row.duty.id for row in assessment.duties if not row.is_own
    }
    for row in assessment.duties:
        assert (row.due is None) == (row.due_on is None) == (row.original_due_on is None)
        assert (row.days_late == 0) or row.late is not None
        assert (row.late is None) or row.is_own or row.breach in _MISSED
        if row.state is not DutyState.NO_RECORD:
            assert (row.met_at is None) == (row.state not in {DutyState.MET, DutyState.MET_LATE})
        if row.due is None:
            assert row.state in _UNTIMED
            assert row.days_late == 0
        if row.state is DutyState.OVERDUE:
            assert row.due is not None
            assert row.due.at <= assessment.as_of.at
        if row.state in {DutyState.RUNNING, DutyState.DUE_SOON, DutyState.DUE_NOW}:
            assert row.due is not None
            assert row.due.at > assessment.as_of.at


@few(40)
@given(AMENDED, DAYS)
def test_the_logs_own_rows_are_no_breaches_and_an_open_case_always_has_a_date(
    pair: tuple[Policy, Case], day: date
) -> None:
    policy, case = pair
    assessment = judged(case, policy, day)
    own = [row for row in assessment.duties if row.is_own]
    for row in own:
        assert row.duty.id.startswith("case/own-")
        assert (row.breach, row.role) == (Breach.NONE, OWN_ROLE)
        assert row.due is not None
    has_begun = assessment.stage is not None
    if assessment.state is CaseState.OPEN and has_begun:
        assert any(row.state in _STANDING for row in assessment.duties)
    # The alert about a case left alone comes only where nothing else has a date.
    left_alone = [row for row in own if row.duty is ALERT]
    others = [row for row in assessment.duties if row.duty not in (ALERT, REVIEW, PROTECT)]
    assert len(left_alone) <= 1
    assert not (left_alone and any(row.state in _STANDING for row in others))


@few(40)
@given(AMENDED, DAYS, st.sampled_from([None, WorkingDays(3), CalendarDays(2), Hours(30)]))
def test_a_running_duty_is_due_soon_exactly_from_the_moment_it_names(
    pair: tuple[Policy, Case], day: date, threshold: Threshold | None
) -> None:
    policy, case = pair
    partnership = replace(shipped_partnership(policy.id), due_soon=threshold)
    rules = rulebook_of(policy, partnership=partnership)

    def judged_at(as_of: Moment) -> Assessment:
        return assess(case, rules, as_of)

    at_first = judged_at(moment(day.isoformat()))
    for near in {row.soon_at.at for row in at_first.duties if row.soon_at is not None}:
        for at in (near - timedelta(microseconds=1), near):
            for row in judged_at(moment_at(at, LONDON)).duties:
                assert (row.soon_at is None) == (row.due is None)
                if row.state in {DutyState.RUNNING, DutyState.DUE_SOON}:
                    assert row.soon_at is not None
                    assert (at >= row.soon_at.at) == (row.state is DutyState.DUE_SOON)


@few(40)
@given(AMENDED, DAYS)
def test_a_timeline_given_is_the_one_that_would_be_made(
    pair: tuple[Policy, Case], day: date
) -> None:
    policy, case = pair
    as_of = moment(day.isoformat())
    rules = rulebook_of(policy)
    ready = timeline_of(case, rules.index, as_of)
    given_it = assess(case, rules, as_of, timeline=ready)
    assert given_it == judged(case, policy, day)


@few(40)
@given(AMENDED, DAYS)
def test_the_same_question_has_the_same_answer(pair: tuple[Policy, Case], day: date) -> None:
    policy, case = pair
    assert judged(case, policy, day) == judged(case, policy, day)


@pytest.mark.parametrize("policy_id", sorted(SHIPPED))
def test_occurrences_are_numbered_from_one_in_the_policys_order(policy_id: str) -> None:
    policy = shipped_policy(policy_id)

    @few(40)
    @given(amended_cases(policy), DAYS)
    def check(case: Case, day: date) -> None:
        rows = [(row.duty.id, row.occurrence) for row in judged(case, policy, day).duties]
        order = [*(duty.id for duty in policy.all_duties), *OWN]
        assert rows == sorted(rows, key=lambda row: (order.index(row[0]), row[1]))
        for duty in order:
            numbers = [number for each, number in rows if each == duty]
            assert numbers == list(range(1, len(numbers) + 1))

    check()
