"""What a case's page shows of what nothing shows, of the route, of reminders and safe dates."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import Breach, DepartureRule, DutyState
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


def marks_in(page: str) -> dict[str, str]:
    """Give the words of each group of marks by its anchor."""
    groups = re.findall(
        r'<section class="el-marks [^>]*aria-labelledby="([a-z-]+)">(.*?)</section>',
        sections_of(page)["marks"],
        re.DOTALL,
    )
    return {anchor: words_of(html) for anchor, html in groups}


def test_where_a_case_left_the_route_is_said_with_its_event(
    tmp_path: Path, templates: Templates
) -> None:
    page = page_of(tmp_path / "log", templates, SKIPPED)
    assert marks_in(page)["route"].startswith(
        "1 thing not by the policy’s route This is not the way that the policy sets out. By "
        "itself, it missed no time limit. It went from Stage 1: Practitioner to practitioner to "
        "Stage 3: Senior managers"
    )
    assert '<a class="el-aim" href="#event-3">Event 3</a>' in sections_of(page)["marks"]


def test_what_nothing_shows_is_counted_beside_the_breaches_and_never_among_them(
    tmp_path: Path, templates: Templates
) -> None:
    marks = marks_in(page_of(tmp_path / "log", templates, SKIPPED))
    assert list(marks) == ["no-record", "route"]
    assert marks["no-record"] == (
        "1 thing without a record Nothing in the log shows that this was done. It may have been. "
        "If you did it, ask for it to be recorded. State the issue together, if it is a "
        "significant one (Stage 1, clause 4, stage 1)"
    )


def test_an_order_that_was_broken_is_told_once_with_the_breach_that_it_is(built: Built) -> None:
    (judged,) = (each for each in built.judged if each.reference == "KN-2026-0007")
    (order,) = (each for each in judged.assessment.departures if each.rule is DepartureRule.ORDER)
    assert not judged.assessment.off_route
    marks = marks_in(built.case_page("KN-2026-0007"))
    assert "route" not in marks
    assert marks["missed"].count("This came before what the policy asks for first") == 1
    assert f"Event {order.event}" in marks["missed"]


def test_a_case_that_nothing_marks_says_so(tmp_path: Path, templates: Templates) -> None:
    begun = "events:\n  - {at: 2026-11-20 10:00, kind: disagreement, by: receiving}\n"
    page = page_of(tmp_path / "log", templates, begun)
    assert marks_in(page) == {}
    assert "Nothing. No date was missed, no record is missing" in sections_of(page)["marks"]


REPLIED = """\
events:
  - {at: 2026-11-02 10:00, kind: disagreement, by: receiving}
  - {at: 2026-11-03 11:00, kind: raised, by: raising}
  - {at: 2026-11-17 10:00, kind: escalated, to: stage-2, by: raising}
  - {at: 2026-11-18 09:00, kind: disputed, by: receiving, duty: stage-1/respond, reason: was-done}
  - {at: 2026-11-18 10:00, kind: disputed, by: receiving, duty: stage-1/respond, reason: not-told,
     note: The message came to nobody.}
"""


def test_the_latest_reply_of_a_side_stands_beside_its_mark(
    tmp_path: Path, templates: Templates
) -> None:
    page = page_of(tmp_path / "log", templates, REPLIED)
    (mark,) = re.findall(
        "<li><strong>Read the file and speak.*?</li>", sections_of(page)["marks"], re.DOTALL
    )
    assert words_of(mark).endswith(
        "The receiving agency’s reply: we were not told. “The message came to nobody.” "
        "Wednesday 18 November 2026, event 5"
    )
    assert sections_of(page)["marks"].count("’s reply: ") == 1
    assert 'href="#event-5"' in mark


def test_the_three_kinds_of_late_have_words_and_looks_of_their_own(built: Built) -> None:
    seen: set[Breach] = set()
    for judged in built.judged:
        marks = sections_of(built.case_page(judged.reference))["marks"]
        for breach, look, words in (
            (Breach.BREACH, "breach", "{} breach"),
            (Breach.OVER_GUIDE, "guide", "{} over the guide<"),
            (Breach.OVER_GUIDE_AGREED, "agreed", "{} over the guide, as agreed<"),
        ):
            number = sum(row.breach is breach for row in judged.assessment.duties)
            chip = f'<span class="el-chip el-chip--{look}">{words.format(number)}'
            assert (chip in marks) == bool(number), judged.reference
            assert marks.count(f"el-chip--{look}") == bool(number), judged.reference
            seen |= {breach} if number else set()
    assert len(seen) >= 2


def test_time_that_was_agreed_is_neither_a_breach_nor_over_the_guide_alone(
    built: Built, templates: Templates
) -> None:
    (judged,) = (each for each in built.judged if each.reference == "BA-2026-0003")
    rows = tuple(
        replace(row, breach=Breach.OVER_GUIDE_AGREED, state=DutyState.RUNNING, late=None)
        if row.duty.id == "stage-1/resolve"
        else row
        for row in judged.assessment.duties
    )
    agreed = replace(judged, assessment=replace(judged.assessment, duties=rows))
    marks = marks_in(CasePages(built.publication, templates).write(agreed))
    assert list(marks) == ["over-guide", "over-guide-agreed"]
    assert marks["over-guide-agreed"].startswith(
        "1 over the guide, as agreed The sides agreed on more time than the guide gives, so this "
        "is not a breach."
    )


def test_a_side_that_has_not_agreed_yet_is_said_where_the_case_ended(built: Built) -> None:
    for judged in built.judged:
        marks = marks_in(built.case_page(judged.reference))
        has_not = judged.assessment.agreed is False
        assert ("not-agreed" in marks) == has_not, judged.reference
        if has_not:
            assert marks["not-agreed"].startswith("The raising side has not agreed yet ")
    assert any(judged.assessment.agreed is False for judged in built.judged)


def test_a_reminder_is_the_logs_own_and_leads_to_no_rule_of_the_policy(
    tmp_path: Path, templates: Templates
) -> None:
    top = page_of(tmp_path / "log", templates, AT_RISK).partition('<p class="el-case__state">')[0]
    duties = top.split('<div class="el-duty')
    (own,) = (each for each in duties if "Somebody must be told of the immediate risk" in each)
    assert "The log’s own reminder, not the policy’s: " in own
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
