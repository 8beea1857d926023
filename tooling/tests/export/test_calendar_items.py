"""What subscribed calendars rely on: names that last, numbers that never fall, dates called off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation_log.engine.assess import assess
from escalation_log.engine.clock import moment_at, moment_of
from escalation_log.export.calendar_items import KEPT, CalendarItem, calendar_items_of
from escalation_log.log.opening import open_log
from escalation_log.model.calendars import BankHoliday, Calendar
from escalation_log.model.cases import Case
from escalation_log.model.moments import Moment
from escalation_log.model.policies import Policy
from escalation_log.model.rulebook import Rulebook
from tests.engine.histories import amended_cases
from tests.engine.judging import (
    LONDON,
    SHIPPED,
    calendar,
    case_of,
    made_up_policy,
    moment,
    rulebook_of,
    shipped_policy,
)
from tests.logs import FOUR

POLICIES = st.sampled_from(sorted(SHIPPED)).map(shipped_policy)
AMENDED = POLICIES.flatmap(lambda policy: st.tuples(st.just(policy), amended_cases(policy)))
INSTANT = timedelta(microseconds=1)


def items_at(case: Case, rules: Rulebook, as_of: Moment) -> dict[str, CalendarItem]:
    judged = assess(case, rules, as_of)
    found = {each.uid: each for each in calendar_items_of(case, rules, case.header, judged)}
    # What has a date of the policy's and is to be done, and nothing else, stands.
    assert sum(not each.is_cancelled for each in found.values()) == sum(
        row.due is not None
        and row.state in {"running", "due-soon", "due-now", "overdue"}
        and not row.is_own
        for row in judged.duties
    )
    return found


def moments_of(case: Case, days_off: Calendar) -> list[Moment]:
    """List each moment at which something was learnt, the instant before, and some later ones."""
    known = {moment_of(event.known_from, LONDON).at for event in case.events}
    for each in days_off.holidays:
        if each.announced is not None:
            known.add(datetime.combine(each.announced, datetime.min.time(), LONDON).astimezone(UTC))
    began = moment_of(case.events[0].known_from, LONDON).at
    last = max(known)
    later = {last + timedelta(days=days) for days in (1, 8, 30)}
    at = sorted({*known, *(each - INSTANT for each in known), *later})
    return [moment_at(each, LONDON) for each in at if each >= began]


def told(item: CalendarItem) -> CalendarItem:
    """Give what a calendar shows of an item."""
    return replace(item, revision=0, state="")


def check_the_life_of(case: Case, rules: Rulebook) -> None:
    """Look at a case's items at each moment as a calendar would that fetches them every time."""
    moments = moments_of(case, rules.calendar)
    lives = [items_at(case, rules, each) for each in moments]
    for before, after in pairwise(lives):
        for uid in before.keys() & after.keys():
            old, new = before[uid], after[uid]
            assert new.revision >= old.revision
            assert new.changed_at >= old.changed_at
            assert new.revision > old.revision or told(new) == told(old)
    stood: dict[str, datetime] = {}
    for as_of, items in zip(moments, lives, strict=True):
        standing = {uid for uid, each in items.items() if not each.is_cancelled}
        # It ended with what was learnt after it was last seen to stand.
        ended = {
            uid
            for uid, at in stood.items()
            if uid not in standing and at + INSTANT >= as_of.at - KEPT
        }
        assert items.keys() - standing == ended, as_of
        stood.update(dict.fromkeys(standing, as_of.at))


def with_holiday(on: date, announced: date) -> Calendar:
    days_off = calendar()
    late = BankHoliday(on=on, name="An extra day", announced=announced)
    holidays = tuple(sorted((*days_off.holidays, late), key=lambda each: each.on))
    return replace(days_off, holidays=holidays)


LATE = with_holiday(date(2026, 4, 9), announced=date(2026, 4, 2))


@settings(max_examples=60)
@given(AMENDED, st.booleans())
def test_names_last_numbers_never_fall_and_what_is_called_off_is_told_for_a_fortnight(
    pair: tuple[Policy, Case], has_late: bool
) -> None:
    policy, case = pair
    days_off = LATE if has_late else calendar()
    check_the_life_of(case, rulebook_of(policy, days_off=days_off))


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
    check_the_life_of(case, rulebook_of(policy))


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
    check_the_life_of(case, rulebook_of(policy))


RAISED = """
at: 2026-03-02 09:00, kind: disagreement
at: 2026-03-02 10:00, kind: raised
at: 2026-03-03 10:00, kind: escalated, to: stage-2
"""


def item(
    events: str, as_of: str, duty: str = "stage-2/resolve", days_off: Calendar | None = None
) -> CalendarItem:
    policy = shipped_policy("knowsley")
    rules = rulebook_of(policy, days_off=days_off)
    found = items_at(case_of(events, policy), rules, moment(as_of))
    (one,) = (each for each in found.values() if each.duty == duty)
    return one


def test_a_date_begins_when_its_trigger_is_recorded_and_counts_what_was_known() -> None:
    found = item(RAISED, "2026-03-04")
    assert (found.revision, found.is_cancelled, found.on) == (3000, False, date(2026, 3, 10))
    assert found.changed_at == moment("2026-03-03 10:00").at


def test_a_protective_timescale_moves_it() -> None:
    shortened = (
        RAISED + "at: 2026-03-04 10:00, kind: protective-timescale, protect_by: 2026-03-05 12:00\n"
    )
    found = item(shortened, "2026-03-04 18:00")
    assert (found.revision, found.due) == (4000, moment("2026-03-05 12:00").local)
    assert found.changed_at == moment("2026-03-04 10:00").at


def test_what_meets_it_calls_it_off_and_a_correction_lets_it_stand_again() -> None:
    met = RAISED + "at: 2026-03-05 10:00, kind: resolved\n"
    found = item(met, "2026-03-19 10:00")
    assert (found.revision, found.is_cancelled) == (4000, True)
    corrected = met + (
        "at: 2026-03-06 10:00, kind: correction, of: 4, correct: {kind: discussed}, reason: x\n"
    )
    found = item(corrected, "2026-03-09")
    assert (found.revision, found.is_cancelled) == (5000, False)
    assert found.changed_at == moment("2026-03-06 10:00").at


def test_an_announced_holiday_moves_it_from_the_day_of_the_announcement() -> None:
    with_late = with_holiday(date(2026, 3, 9), announced=date(2026, 3, 5))
    for as_of, revision, due_on in (("2026-03-04", 3000, 10), ("2026-03-05", 4000, 11)):
        found = item(RAISED, as_of, days_off=with_late)
        assert (found.revision, found.on) == (revision, date(2026, 3, due_on))
    assert found.changed_at == moment("2026-03-05 00:00").at
    assert "known on Thursday 5 March 2026" in found.description


def test_a_date_that_a_deadline_begins_changes_when_it_begins() -> None:
    found = item(RAISED, "2026-03-12", "stage-3/escalate")
    assert found.changed_at == moment("2026-03-10 00:00").at
    assert found.revision == 3001


def test_what_ended_when_it_was_first_known_never_had_a_date() -> None:
    policy = shipped_policy("knowsley")
    case = case_of(RAISED + "at: 2026-03-03 10:00, kind: resolved\n", policy)
    rules = rulebook_of(policy)
    found = {each.duty for each in items_at(case, rules, moment("2026-03-10")).values()}
    assert "stage-2/resolve" not in found
    assert "stage-2/confirm" in found


def test_before_a_case_began_nothing_is_known() -> None:
    policy = shipped_policy("knowsley")
    rules = rulebook_of(policy)
    assert items_at(case_of(RAISED, policy), rules, moment("2026-03-01")) == {}
