"""What a case's page shows of what nothing shows, of the route, of reminders and safe dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import DutyState
from escalation_log.model.receipts import SaferBy, SafeWords
from escalation_log.site.cases.page import CasePages
from escalation_log.site.publication import Publication
from escalation_log.site.templates import Templates
from tests.site.building import Built
from tests.site.case_pages import publication_with, sections_of, the_case, words_of

SKIPPED = """\
events:
  - {at: 2026-11-18 10:00, kind: disagreement, by: receiving}
  - {at: 2026-11-18 11:00, kind: raised, by: raising}
  - {at: 2026-11-19 10:00, kind: escalated, to: stage-3, by: raising}
"""
AT_RISK = """\
events:
  - {at: 2026-11-20 10:00, kind: disagreement, by: receiving}
  - {at: 2026-11-22 10:00, kind: immediate-risk, by: raising}
"""


def page_of(root: Path, templates: Templates, events: str) -> str:
    publication = publication_with(root, KN_2026_0501=events)
    return CasePages(publication, templates).write(the_case(publication))


def test_where_a_case_left_the_route_is_said_with_its_event(
    tmp_path: Path, templates: Templates
) -> None:
    page = page_of(tmp_path / "log", templates, SKIPPED)
    assert '<a class="el-aim" href="#route"><span class="el-chip el-chip--departure">1 not' in page
    route = sections_of(page)["route"]
    assert '<a href="#event-3">Event 3</a>' in route
    assert words_of(route).startswith(
        "Not by the policy’s route Event 3 : It went from Stage 1: Practitioner to practitioner to "
        "Stage 3: Senior managers"
    )


def test_what_nothing_shows_is_counted_beside_the_breaches_and_never_among_them(
    tmp_path: Path, templates: Templates
) -> None:
    top = page_of(tmp_path / "log", templates, SKIPPED).partition('<h2 id="safeguards">')[0]
    assert '<span class="el-chip el-chip--no-record">1 without record</span>' in top
    assert "el-chip--breach" not in top
    assert "No record that this was done: State the issue together" in words_of(top)


def test_a_side_that_has_not_agreed_yet_is_said_where_the_case_ended(built: Built) -> None:
    for judged in built.judged:
        page = built.case_page(judged.reference)
        has_not = judged.assessment.agreed is False
        assert ("The raising side has not agreed yet." in page) == has_not, judged.reference
    assert any(judged.assessment.agreed is False for judged in built.judged)


def test_a_reminder_is_the_logs_own_and_leads_to_no_rule_of_the_policy(
    tmp_path: Path, templates: Templates
) -> None:
    page = page_of(tmp_path / "log", templates, AT_RISK)
    duties = sections_of(page)["to-do"].split('<div class="el-duty')
    (own,) = (each for each in duties if "Somebody must be told of the immediate risk" in each)
    assert "The log’s own reminder, not the policy’s: " in own
    assert "Ring now. Do not wait for this log." in own
    assert "el-chip--at-once" in own
    assert "../policies/" not in own


@pytest.fixture
def running(tmp_path: Path) -> tuple[Publication, JudgedCase]:
    """Give a case with one duty that another reading asks for sooner."""
    publication = publication_with(tmp_path / "log", KN_2026_0501=SKIPPED)
    judged = the_case(publication)
    reading = {"clause": "Stage 2", "reading": "first-day"}
    steps = (
        SaferBy(due_on=date(2026, 11, 24), says="The first day counts.", **reading),
        SafeWords(words="Safe: tell both.", **reading),
    )
    rows = tuple(
        replace(
            row,
            safe_due_on=date(2026, 11, 24),
            safe_because="first-day",
            receipt=(*row.receipt, *steps),
        )
        if row.state is DutyState.RUNNING
        else row
        for row in judged.assessment.duties
    )
    return publication, replace(judged, assessment=replace(judged.assessment, duties=rows))


def test_a_date_that_another_reading_asks_for_is_said_as_the_safe_one(
    running: tuple[Publication, JudgedCase], templates: Templates
) -> None:
    publication, judged = running
    words = words_of(CasePages(publication, templates).write(judged))
    assert "Safe: by Tuesday 24 November 2026, by another reading (under “Stage 2”)." in words
    assert "Safe: tell both. (Under “Stage 2”)" in words
