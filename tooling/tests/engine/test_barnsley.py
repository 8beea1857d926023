"""Barnsley's policy: guidance, extensions, recurring updates, and a start in the formal stages."""

from __future__ import annotations

from datetime import date

import pytest

from escalation_log.model.assessments import Breach, DutyState
from escalation_log.model.policies import Force
from escalation_log.model.receipts import Governs
from tests.engine.judging import judge

FORMAL = """
at: 2026-03-02 10:00, kind: escalated, to: stage-1, by: raising
"""


def test_a_case_may_go_formal_at_once() -> None:
    judged = judge(FORMAL, "2026-03-03", "barnsley")
    assert judged.assessment.stage == "stage-1"
    assert judged["stage-0/resolve"].state is DutyState.NOT_STARTED
    assert (judged["stage-1/resolve"].force, judged["stage-1/resolve"].due_on) == (
        Force.GUIDE,
        date(2026, 3, 9),
    )


def test_going_past_guidance_is_no_breach() -> None:
    row = judge(FORMAL, "2026-03-11", "barnsley")["stage-1/resolve"]
    assert (row.state, row.breach, row.days_late) == (DutyState.OVERDUE, Breach.OVER_GUIDE, 2)


EXTENDED = (
    FORMAL
    + "at: 2026-03-09 10:00, kind: extension, duty: stage-1/resolve, until: 2026-03-16,"
    + " reason: Leave of the lead, agreed_by: [team-manager]\n"
)


def test_an_agreed_extension_puts_the_guide_off_and_keeps_its_own_date() -> None:
    row = judge(EXTENDED, "2026-03-09", "barnsley")["stage-1/resolve"]
    assert (row.due_on, row.original_due_on, row.governed_by) == (
        date(2026, 3, 16),
        date(2026, 3, 9),
        Governs.EXTENSION,
    )
    assert (row.state, row.breach) == (DutyState.RUNNING, Breach.NONE)
    agreed = judge(EXTENDED, "2026-03-12", "barnsley")["stage-1/resolve"]
    assert (agreed.breach, agreed.days_late) == (Breach.OVER_GUIDE_AGREED, 0)
    past = judge(EXTENDED, "2026-03-17", "barnsley")["stage-1/resolve"]
    assert (past.breach, past.days_late) == (Breach.OVER_GUIDE, 1)


def test_an_extension_agreed_late_ends_the_lateness_and_the_history_keeps_it() -> None:
    late = EXTENDED.replace("2026-03-09 10:00", "2026-03-11 10:00")
    assert judge(late, "2026-03-10", "barnsley")["stage-1/resolve"].breach is Breach.OVER_GUIDE
    row = judge(late, "2026-03-11", "barnsley")["stage-1/resolve"]
    assert row.breach is Breach.OVER_GUIDE_AGREED
    (past,) = row.breach_history
    assert (past.because, past.breach) == ("extension (event 2)", Breach.OVER_GUIDE)
    assert past.since.local.isoformat() == "2026-03-10T00:00:00+00:00"
    assert past.until.local.isoformat() == "2026-03-11T10:00:00+00:00"


def test_an_extension_that_is_no_later_or_comes_after_the_fact_changes_nothing() -> None:
    earlier = EXTENDED.replace("until: 2026-03-16", "until: 2026-03-06")
    assert judge(earlier, "2026-03-09", "barnsley")["stage-1/resolve"].governed_by is Governs.LIMIT
    met = (
        FORMAL
        + "at: 2026-03-10 09:00, kind: resolved\n"
        + EXTENDED.split("\n")[2].replace("2026-03-09 10:00", "2026-03-11 10:00")
    )
    row = judge(met, "2026-03-12", "barnsley")["stage-1/resolve"]
    assert (row.state, row.breach) == (DutyState.MET_LATE, Breach.OVER_GUIDE)


def test_updates_recur_from_each_update_until_the_stage_ends() -> None:
    events = (
        FORMAL
        + """at: 2026-03-06 10:00, kind: update
        at: 2026-03-16 10:00, kind: update
        at: 2026-03-18 10:00, kind: escalated, to: stage-2"""
    )
    running = judge(events, "2026-03-17", "barnsley")
    assert running.occurrences("stage-1/update") == ["met", "met-late", "running"]
    third = running.occurrence("stage-1/update", 3)
    assert (third.started_by, third.due_on) == (3, date(2026, 3, 23))
    after = judge(events, "2026-04-01", "barnsley")
    assert after.occurrences("stage-1/update") == ["met", "met-late", "lapsed"]
    assert after.occurrences("stage-2/update") == ["overdue"]


def test_while_nothing_meets_an_occurrence_no_further_one_begins() -> None:
    judged = judge(FORMAL, "2026-06-01", "barnsley")
    assert judged.occurrences("stage-1/update") == ["overdue"]


def test_a_breach_stays_when_the_duty_lapses_and_counts_no_further() -> None:
    events = FORMAL + "at: 2026-03-12 10:00, kind: escalated, to: stage-2\n"
    row = judge(events, "2026-06-01", "barnsley")["stage-1/update"]
    assert (row.state, row.breach, row.days_late) == (DutyState.LAPSED, Breach.OVER_GUIDE, 3)


@pytest.mark.parametrize(
    ("agency", "role"),
    [
        ("midwifery", "designated-nurse"),
        ("northside-academy", "head-of-service"),
        ("unknown-agency", "head-of-service"),
    ],
)
def test_the_role_depends_on_the_raising_sector(agency: str, role: str) -> None:
    header = f"raising: {{agency: {agency}, role: practitioner}}\n"
    row = judge(FORMAL, "2026-03-03", "barnsley", header=header)["stage-3/notify"]
    assert row.role == role
