"""How the page of a case begins: the child's safety, what is next, and what was missed."""

from __future__ import annotations

import re
from pathlib import Path

from escalation_log.model.assessments import Breach, CaseState
from escalation_log.model.cases import EventKind
from escalation_log.site.cases.page import CASE_SECTIONS, CasePages
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import summary_of
from tests.site.building import Built
from tests.site.case_pages import publication_with, sections_of, the_case, words_of


def test_an_open_case_begins_with_the_childs_safety_and_then_what_is_next(built: Built) -> None:
    states: set[CaseState] = set()
    for judged in built.judged:
        page = built.case_page(judged.reference)
        sections = list(sections_of(page))
        states.add(judged.assessment.state)
        if judged.assessment.state is CaseState.OPEN:
            assert sections[:2] == ["safeguards", "to-do"], judged.reference
            assert 'href="tel:999"' in sections_of(page)["safeguards"]
            assert "How it ended" not in page
        else:
            assert sections[:3] == ["outcome", "safeguards", "to-do"], judged.reference
            assert "keeps the child safe meanwhile" not in sections_of(page)["outcome"]
        kept = [each for each in sections if each not in {"outcome", "linked", "route"}]
        assert kept == [anchor for anchor, _ in CASE_SECTIONS], judged.reference
    assert states == set(CaseState)


def test_missing_safeguards_and_a_past_review_are_loud_on_open_cases_only(built: Built) -> None:
    told: set[str] = set()
    for judged in built.judged:
        page = built.case_page(judged.reference)
        loud = re.findall(r"(<div[^>]*>)?\s*<div class=\"el-alarm\"><p[^>]*>(.*?)</p>", page)
        recorded = judged.timeline.by_kind.get(EventKind.SAFEGUARDS, ())
        if judged.assessment.state is not CaseState.OPEN:
            assert loud == []
        elif not recorded:
            assert loud == [("", "Nothing is recorded.")]
            told.add("nothing")
        else:
            review_on = recorded[-1].event.review_on
            assert review_on is not None
            ((around, words),) = loud
            assert words.startswith("The day to look at this again is past: ")
            assert ("hidden" in around) == (review_on >= judged.assessment.as_of.on)
            assert f'data-review-on="{review_on}"' in page
            told.add("hidden" if "hidden" in around else "past")
    assert {"nothing", "past"} <= told


def test_a_review_day_to_come_waits_for_the_reader(tmp_path: Path, templates: Templates) -> None:
    publication = publication_with(
        tmp_path / "log",
        KN_2026_0501="""\
events:
  - {at: 2026-11-19 10:00, kind: disagreement, by: receiving}
  - {at: 2026-11-19 11:00, kind: safeguards, by: receiving, measures: [increased-visits],
     review_on: 2026-11-22}
  - {at: 2026-11-20 11:00, kind: protective-timescale, by: raising, protect_by: 2026-11-23 12:00,
     reason: The visit is on Monday}
""",
    )
    page = CasePages(publication, templates).write(the_case(publication))
    safety = sections_of(page)["safeguards"]
    assert "<li>Increased visits</li>" in safety
    assert re.search(r'<div data-after hidden>\s*<div class="el-alarm">', safety)
    assert "<div data-until>" in safety
    assert "by Monday 23 November 2026 at 12:00" in safety
    assert "The visit is on Monday" in safety


def test_the_most_urgent_comes_first_with_whom_to_ring(built: Built) -> None:
    nexts = 0
    for judged in built.judged:
        rows = {row.duty.id: row for row in judged.assessment.duties}
        summary = summary_of(judged)
        section = sections_of(built.case_page(judged.reference))["to-do"]
        titles = re.findall(
            r"<h3>(?:<span class=\"el-next__word\">Next</span> )?(.*?)</h3>", section
        )
        expected = [rows[duty.id].duty.title for duty in summary.to_do]
        assert [words_of(title) for title in titles] == expected, judged.reference
        assert section.count("el-next__word") == bool(expected)
        if expected:
            nexts += 1
            first = section.partition("</details>")[0]
            names = [
                judged.partnership.agencies[agency].name
                for agency in summary.to_do[0].acting
                if agency != "partnership"
            ]
            assert all(name in words_of(first) for name in names), judged.reference
    assert nexts > 10


def test_what_follows_a_passed_deadline_is_said_before_it_passes(built: Built) -> None:
    following = re.compile(r"If it is not done by then: (.*?)\.</p>")
    assert following.findall(built.case_page("KN-2026-0008")) == [
        "Escalate to the line managers, the same working day"
    ]
    assert following.findall(built.case_page("KN-2026-0006")) == [
        "Escalate to the senior managers, the same working day"
    ]
    for judged in built.judged:
        if judged.assessment.state is not CaseState.OPEN:
            assert not following.findall(built.case_page(judged.reference))


def test_what_is_next_at_once_is_said_at_the_top(tmp_path: Path, templates: Templates) -> None:
    publication = publication_with(
        tmp_path / "log",
        KN_2026_0501="""\
events:
  - {at: 2026-11-19 10:00, kind: disagreement, by: receiving}
  - {at: 2026-11-19 11:00, kind: immediate-risk, by: receiving}
""",
    )
    page = CasePages(publication, templates).write(the_case(publication))
    top, _, rest = page.partition('<h2 id="safeguards">')
    said = "Next: Tell a manager or safeguarding lead of the immediate risk at once"
    assert said in words_of(top)
    first = sections_of(rest)["to-do"].partition("</details>")[0]
    assert "Speak to: your own manager or safeguarding lead." in first
    assert "tel:" not in first


def test_what_was_missed_is_named_at_the_top(built: Built) -> None:
    page = built.case_page("KN-2026-0006")
    top = page.partition('<h2 id="safeguards">')[0]
    assert re.search(r'<a [^>]*href="#missed">.*2 breaches', top)
    assert "Missed: Resolve between line managers , still not done; Escalate" in words_of(top)
    for judged in built.judged:
        page = built.case_page(judged.reference)
        breaches = [row for row in judged.assessment.duties if row.breach is Breach.BREACH]
        assert page.count('id="missed"') == page.count('href="#missed"') == bool(breaches)
