"""Breaches that were held true for a time: when, until when and because of what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from escalation_log.model.assessments import Breach, DutyAssessment
from escalation_log.model.calendars import BankHoliday
from escalation_log.model.receipts import BreachEnded
from tests.engine.judging import calendar, judge, moment, one_duty

RAISED = "at: 2026-03-27 10:15, kind: raised\n"  # due on Monday 30 March
POLICY = one_duty("limit: {working_days: 1}")


def correction(recorded: str, what: str, of: int = 1) -> str:
    return f"at: {recorded}, kind: correction, of: {of}, correct: {{{what}}}, reason: Wrong\n"


def told(row: DutyAssessment) -> list[tuple[str, str, str]]:
    """Tell each past breach by its first and last moment and its cause."""
    return [
        (f"{past.since.local:%d %b %H:%M}", f"{past.until.local:%d %b %H:%M}", past.because)
        for past in row.breach_history
    ]


def test_a_breach_that_a_change_leaves_standing_is_no_past_one() -> None:
    events = RAISED + correction("2026-04-02 09:00", "at: 2026-03-27 11:15")
    judged = judge(events, "2026-04-02", POLICY)
    assert judged["stage-1/act"].breach_history == ()
    assert (judged.assessment.reference, judged.assessment.edition) == (
        "XX-2026-0001",
        "made-up@1",
    )


def test_each_time_that_a_breach_ended_is_kept() -> None:
    events = (
        RAISED
        + correction("2026-04-02 09:00", "at: 2026-04-01 09:00")
        + correction("2026-04-08 09:00", "at: 2026-04-07 09:00")
    )
    row = judge(events, "2026-04-08", POLICY)["stage-1/act"]
    assert told(row) == [
        ("31 Mar 00:00", "02 Apr 09:00", "correction (event 2)"),
        ("03 Apr 00:00", "08 Apr 09:00", "correction (event 3)"),
    ]
    assert sum(isinstance(step, BreachEnded) for step in row.receipt) == 2


def test_what_a_later_occurrence_had_is_kept_with_the_last_that_is_left() -> None:
    events = (
        RAISED
        + correction("2026-04-02 09:00", "at: 2026-04-01 09:00")
        + """at: 2026-04-02 10:00, kind: discussed
        at: 2026-04-07 09:00, kind: raised
        """
        + correction("2026-04-10 09:00", "kind: update", of=4)
    )
    policy = one_duty("limit: {working_days: 1}\n      each_time: true")
    judged = judge(events, "2026-04-10", policy)
    assert judged.occurrences("stage-1/act") == ["met"]
    assert told(judged["stage-1/act"]) == [
        ("31 Mar 00:00", "02 Apr 09:00", "correction (event 2)"),
        ("09 Apr 00:00", "10 Apr 09:00", "correction (event 5)"),
    ]


def test_a_change_counts_from_the_very_moment_it_was_recorded() -> None:
    events = RAISED + correction("2026-04-02 09:00", "at: 2026-04-01 09:00")
    assert told(judge(events, "2026-04-02 08:59", POLICY)["stage-1/act"]) == []
    assert len(told(judge(events, "2026-04-02 09:00", POLICY)["stage-1/act"])) == 1


def test_changes_recorded_at_one_moment_are_told_together() -> None:
    events = (
        RAISED
        + correction("2026-04-02 09:00", "at: 2026-04-01 09:00")
        + "at: 2026-04-01 08:00, recorded: 2026-04-02 09:00, kind: update\n"
    )
    row = judge(events, "2026-04-02", POLICY)["stage-1/act"]
    assert [because for _, _, because in told(row)] == [
        "correction (event 2); recorded late (event 3)"
    ]


def test_an_order_held_to_be_broken_was_so_until_the_correction() -> None:
    policy = one_duty("limit: {before: {event: meeting}}")
    events = RAISED + "at: 2026-03-30 09:00, kind: meeting\n"
    events += correction("2026-04-02 09:00", "kind: update", of=2)
    row = judge(events, "2026-04-02", policy)["stage-1/act"]
    assert told(row) == [("30 Mar 09:00", "02 Apr 09:00", "correction (event 3)")]


def test_a_breach_that_becomes_less_is_kept_as_what_it_was() -> None:
    policy = one_duty("limit: {working_days: 1}", "guide_after: {event: immediate-risk}\n")
    events = RAISED + "at: 2026-03-30 09:00, recorded: 2026-04-02 09:00, kind: immediate-risk\n"
    row = judge(events, "2026-04-02", policy)["stage-1/act"]
    assert row.breach is Breach.OVER_GUIDE
    assert told(row) == [("31 Mar 00:00", "02 Apr 09:00", "recorded late (event 2)")]
    assert [past.breach for past in row.breach_history] == [Breach.BREACH]


def test_a_breach_that_a_correction_made_was_held_from_that_correction() -> None:
    events = RAISED + "at: 2026-03-31 10:00, kind: discussed\n"
    events += correction("2026-04-01 09:00", "at: 2026-03-30 10:00", of=2)
    events += correction("2026-04-02 09:00", "at: 2026-03-31 10:00", of=2)
    events += correction("2026-04-03 09:00", "at: 2026-03-30 11:00", of=2)
    row = judge(events, "2026-04-03", POLICY)["stage-1/act"]
    assert told(row) == [
        ("31 Mar 00:00", "01 Apr 09:00", "correction (event 3)"),
        ("02 Apr 09:00", "03 Apr 09:00", "correction (event 5)"),
    ]


def test_a_breach_was_held_since_it_came_about_whatever_changed_meanwhile() -> None:
    events = RAISED + correction("2026-04-01 09:00", "at: 2026-03-27 11:15")
    events += correction("2026-04-02 09:00", "at: 2026-04-01 09:00")
    row = judge(events, "2026-04-02", POLICY)["stage-1/act"]
    assert told(row) == [("31 Mar 00:00", "02 Apr 09:00", "correction (event 3)")]


def test_a_holiday_ends_a_breach_with_the_first_moment_of_the_day_of_its_announcement() -> None:
    late = BankHoliday(on=date(2026, 3, 30), name="Regatta", announced=date(2026, 4, 2))
    days_off = replace(calendar(), holidays=(*calendar().holidays, late))
    events = RAISED + "at: 2026-03-31 10:00, kind: discussed\n"
    for as_of, past in (
        ("2026-04-01", []),
        (
            "2026-04-02 00:00",
            [
                (
                    "31 Mar 00:00",
                    "02 Apr 00:00",
                    "newly announced holiday (Regatta, 2026-03-30)",
                )
            ],
        ),
    ):
        row = judge(events, as_of, POLICY, days_off=days_off)["stage-1/act"]
        assert told(row) == past
    assert row.breach_history[0].until == moment("2026-04-02 00:00")
