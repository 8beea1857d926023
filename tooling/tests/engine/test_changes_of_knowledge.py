"""What is recorded later, corrected or announced, judged on policies made for one test each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from escalation_log.engine.assess import assess
from escalation_log.engine.knowledge import had_begun
from escalation_log.model.assessments import Breach, DutyState
from escalation_log.model.calendars import Closure
from escalation_log.model.receipts import Governs
from tests.engine.judging import (
    calendar,
    case_of,
    judge,
    moment,
    one_duty,
    rulebook_of,
)
from tests.engine.moments import LONDON

RAISED = "at: 2026-03-27 10:15, kind: raised\n"  # a Friday; the clocks go forward on Sunday


def test_a_protective_timescale_gives_a_date_where_the_policy_has_none() -> None:
    policy = one_duty("or_protective: true")
    events = RAISED + "at: 2026-03-27 11:00, kind: protective-timescale, protect_by: 2026-03-30\n"
    row = judge(events, "2026-03-31", policy)["stage-1/act"]
    assert (row.due_on, row.governed_by, row.breach) == (
        date(2026, 3, 30),
        Governs.PROTECTIVE_TIMESCALE,
        Breach.BREACH,
    )


TIMESCALES = "limit: {working_days: 5}\n      or_protective: true"


def test_the_latest_recorded_protective_timescale_governs_but_undoes_no_breach() -> None:
    policy = one_duty(TIMESCALES)
    first = RAISED + "at: 2026-03-27 11:00, kind: protective-timescale, protect_by: 2026-03-30\n"
    relaxed = first + "at: 2026-03-28, kind: protective-timescale, protect_by: 2026-04-01\n"
    assert judge(relaxed, "2026-03-29", policy)["stage-1/act"].due_on == date(2026, 4, 1)
    lifted = first + "at: 2026-03-28, kind: protective-timescale, protect_by: 2026-05-01\n"
    assert judge(lifted, "2026-03-29", policy)["stage-1/act"].due_on == date(2026, 4, 7)
    too_late = first + "at: 2026-03-31, kind: protective-timescale, protect_by: 2026-04-01\n"
    row = judge(too_late, "2026-03-31", policy)["stage-1/act"]
    assert (row.due_on, row.breach) == (date(2026, 3, 30), Breach.BREACH)


def test_a_corrected_timescale_was_known_from_its_first_record() -> None:
    events = (
        RAISED
        + """at: 2026-03-27 11:00, kind: protective-timescale, protect_by: 2026-03-31
        at: 2026-04-10 09:00, kind: correction, of: 2, correct: {protect_by: 2026-03-30}, reason: No
        """
    )
    row = judge(events, "2026-04-10", one_duty(TIMESCALES))["stage-1/act"]
    assert (row.due_on, row.missed_at) == (date(2026, 3, 30), moment("2026-03-31 00:00"))


def test_a_protective_timescale_never_reaches_back_to_a_duty_already_met() -> None:
    events = (
        RAISED
        + """at: 2026-03-30, kind: discussed
        at: 2026-03-31, kind: protective-timescale, protect_by: 2026-03-31 12:00"""
    )
    row = judge(events, "2026-04-01", one_duty(TIMESCALES))["stage-1/act"]
    assert (row.due_on, row.state, row.missed_at) == (date(2026, 4, 7), DutyState.MET, None)


def test_it_binds_duties_that_start_later_but_before_it() -> None:
    protective = "at: 2026-03-26 09:00, kind: protective-timescale, protect_by: 2026-03-30\n"
    row = judge(protective + RAISED, "2026-03-28", one_duty(TIMESCALES))["stage-1/act"]
    assert row.due_on == date(2026, 3, 30)
    passed = protective + RAISED.replace("03-27", "03-31")
    assert judge(passed, "2026-03-31", one_duty(TIMESCALES))["stage-1/act"].due_on == date(
        2026, 4, 9
    )


def test_an_event_recorded_late_counts_when_it_happened_and_the_history_keeps_the_breach() -> None:
    policy = one_duty("limit: {working_days: 1}")
    events = RAISED + "at: 2026-03-30 16:00, recorded: 2026-04-02 09:00, kind: discussed\n"
    before = judge(events, "2026-04-01", policy)["stage-1/act"]
    assert (before.state, before.breach) == (DutyState.OVERDUE, Breach.BREACH)
    row = judge(events, "2026-04-02", policy)["stage-1/act"]
    assert (row.state, row.breach) == (DutyState.MET, Breach.NONE)
    (past,) = row.breach_history
    assert past.because == "recorded late (event 2)"


def test_a_correction_moves_the_clock_and_the_history_keeps_the_breach() -> None:
    policy = one_duty("limit: {working_days: 1}")
    correction = (
        "at: 2026-04-02 09:00, kind: correction, of: 1, "
        "correct: {at: 2026-04-01 09:00}, reason: Wrong day\n"
    )
    assert judge(RAISED + correction, "2026-04-01", policy)["stage-1/act"].breach is Breach.BREACH
    row = judge(RAISED + correction, "2026-04-02", policy)["stage-1/act"]
    assert (row.due_on, row.breach, row.started_by) == (date(2026, 4, 2), Breach.NONE, 1)
    assert [past.because for past in row.breach_history] == ["correction (event 2)"]


def test_a_breach_that_a_correction_takes_away_altogether_is_still_kept() -> None:
    policy = one_duty("limit: {working_days: 1}")
    correction = (
        "at: 2026-04-02 09:00, kind: correction, of: 1, correct: {kind: update}, reason: Not so\n"
    )
    row = judge(RAISED + correction, "2026-04-03", policy)["stage-1/act"]
    assert (row.state, row.breach) == (DutyState.NOT_STARTED, Breach.NONE)
    assert [past.because for past in row.breach_history] == ["correction (event 2)"]


def test_a_holiday_announced_after_the_trigger_moves_the_deadline_later() -> None:
    policy = one_duty("limit: {working_days: 5}")
    events = "at: 2022-09-09 10:00, kind: raised\n"  # the funeral's holiday became known next day
    before = judge(events, "2022-09-09", policy)["stage-1/act"]
    assert before.due_on == date(2022, 9, 16)
    longer = one_duty("limit: {working_days: 6}")
    row = judge(events, "2022-09-21", longer)["stage-1/act"]
    assert (row.due_on, row.original_due_on) == (date(2022, 9, 20), date(2022, 9, 19))


def test_a_closure_announced_after_the_fact_ends_a_breach_and_the_history_keeps_it() -> None:
    policy = one_duty("limit: {working_days: 1}")
    closure = Closure(
        first=date(2026, 3, 30), last=date(2026, 3, 30), name="Flood", announced=date(2026, 4, 2)
    )
    known = Closure(first=date(2026, 3, 24), last=date(2026, 3, 24), name="Known for years")
    days_off = replace(calendar(), closures=(known, closure))
    events = RAISED + "at: 2026-03-31 10:00, kind: discussed\n"
    before = judge(events, "2026-04-01", policy, days_off=days_off)["stage-1/act"]
    assert before.breach is Breach.BREACH
    row = judge(events, "2026-04-02", policy, days_off=days_off)["stage-1/act"]
    assert (row.breach, row.due_on, row.original_due_on) == (
        Breach.NONE,
        date(2026, 3, 31),
        date(2026, 3, 30),
    )
    (past,) = row.breach_history
    assert past.because == "newly announced closure (Flood, 2026-03-30)"
    assert past.until.local.isoformat() == "2026-04-02T00:00:00+01:00"


def test_a_header_correction_changes_what_conditions_ask_about() -> None:
    policy = one_duty("applies_when: {raising.sector: health}")
    events = (
        RAISED
        + "at: 2026-03-30 10:00, kind: header-correction, reason: Wrong agency,"
        + " correct: {raising: {agency: midwifery, role: practitioner}}\n"
    )
    before = judge(events, "2026-03-28", policy)["stage-1/act"]
    assert before.state is DutyState.NOT_APPLICABLE
    assert judge(events, "2026-03-30", policy)["stage-1/act"].state is DutyState.OUTSTANDING


def test_a_case_under_an_edition_that_was_corrected_shows_both_dates() -> None:
    policy = one_duty("limit: {working_days: 1}")
    erratum = replace(one_duty("limit: {working_days: 2}"), version="1.1", corrects="1")
    rules = rulebook_of(policy, erratum=erratum)
    assessment = assess(case_of(RAISED, policy), rules, moment("2026-03-31"))
    (row,) = assessment.duties
    assert (row.due_on, row.breach) == (date(2026, 3, 30), Breach.BREACH)
    assert row.erratum is not None
    assert (row.erratum.edition, row.erratum.due_on) == ("made-up@1.1", date(2026, 3, 31))
    assert row.erratum.due == moment("2026-04-01 00:00")
    assert row.receipt[-1] is row.erratum


def test_an_erratum_that_changes_no_date_is_not_mentioned() -> None:
    policy = one_duty("limit: {working_days: 1}")
    rules = rulebook_of(policy, erratum=replace(policy, version="1.1", corrects="1"))
    assessment = assess(case_of(RAISED, policy), rules, moment("2026-03-31"))
    assert [row.erratum for row in assessment.duties] == [None]


def test_an_erratum_is_not_known_before_it_begins_and_has_a_calendar_of_its_own() -> None:
    policy = one_duty("limit: {working_days: 1}")
    begins = date(2026, 4, 10)
    erratum = replace(policy, version="1.1", corrects="1", effective_from=begins)
    scotland = calendar("scotland")
    rules = replace(rulebook_of(policy, erratum=erratum), erratum_calendar=scotland)
    # After Maundy Thursday, Scotland works on Easter Monday, and England does not.
    case = case_of("at: 2026-04-02 10:00, kind: raised\n", policy)
    (row,) = assess(case, rules, moment("2026-04-09")).duties
    assert (row.due_on, row.erratum) == (date(2026, 4, 7), None)
    (row,) = assess(case, rules, moment("2026-04-10")).duties
    assert row.erratum is not None
    assert row.erratum.due_on == date(2026, 4, 6)


def test_a_case_had_begun_once_anything_of_it_was_known() -> None:
    events = "at: 2026-03-27 10:15, recorded: 2026-03-30 09:00, kind: raised\n"
    case = case_of(events + "at: 2026-03-30 10:00, kind: discussed\n", one_duty(""))
    assert not had_begun(case, LONDON, moment("2026-03-30 08:59"))
    assert had_begun(case, LONDON, moment("2026-03-30 09:00"))
