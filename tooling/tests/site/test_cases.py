"""How the page of a case begins: the child's safety, what is next, and what was missed."""

from __future__ import annotations

import re
from pathlib import Path

from escalation_log.model.assessments import CaseState
from escalation_log.model.event_kinds import EventKind
from escalation_log.site.cases.page import CASE_SECTIONS, CasePages
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import summary_of
from tests.site.building import Built
from tests.site.case_pages import publication_with, sections_of, the_case, words_of


def test_a_case_begins_with_what_it_is_about_what_is_next_and_the_childs_safety(
    built: Built,
) -> None:
    states: set[CaseState] = set()
    for judged in built.judged:
        page = built.case_page(judged.reference)
        sections = list(sections_of(page))
        states.add(judged.assessment.state)
        header = judged.timeline.header
        top = words_of(page.partition('<h1 id="case">')[2].partition("<h2")[0])
        theme = judged.policy.themes[header.theme]
        assert top.startswith(f"{judged.reference} : {theme} "), top
        concern = " ".join(header.concern.split())
        outcome = " ".join(header.outcome_sought.split())
        assert top.endswith(f"Concern {concern} Outcome sought {outcome}"), judged.reference
        if judged.assessment.state is CaseState.OPEN:
            assert sections[:2] == ["to-do", "safeguards"], judged.reference
            assert 'href="tel:999"' in sections_of(page)["safeguards"]
            assert "How it ended" not in page
        else:
            assert sections[:3] == ["outcome", "to-do", "safeguards"], judged.reference
            assert "keeps the child safe now" not in page
        kept = [each for each in sections if each not in {"outcome", "also", "linked", "learned"}]
        assert kept == [anchor for anchor, _ in CASE_SECTIONS], judged.reference
    assert states == set(CaseState)


def test_a_long_concern_is_parted_so_that_the_rest_can_be_folded(
    tmp_path: Path, templates: Templates
) -> None:
    concern = "A sentence that says a little of what is wrong. " * 10
    events = "events:\n  - {at: 2026-11-19 10:00, kind: disagreement, by: receiving}\n"
    changed = (
        "  - {at: 2026-11-20 10:00, kind: header-correction, by: partnership, reason: More is "
        f"known, correct: {{concern: {concern.strip()}}}}}\n"
    )
    publication = publication_with(tmp_path / "log", KN_2026_0501=events + changed)
    page = CasePages(publication, templates).write(the_case(publication))
    about = page.partition('<dl class="el-about">')[2].partition("</dl>")[0]
    shown, fold, rest = about.partition("<details data-folds open>")
    assert fold
    assert len(words_of(shown)) < 230
    assert shown.rstrip().endswith("wrong.")
    assert words_of(shown + rest).count("A sentence that says") == 10


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
            assert words.startswith("The day to look at this again has passed: ")
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


def test_the_most_urgent_comes_first_with_who_must_act(built: Built) -> None:
    nexts = 0
    for judged in built.judged:
        rows = {row.duty.id: row for row in judged.assessment.duties}
        summary = summary_of(judged)
        sections = sections_of(built.case_page(judged.reference))
        section = sections["to-do"] + sections.get("also", "")
        titles = re.findall(
            r"<h3>(?:<span class=\"el-next__word\">Next:</span> )?(.*?)</h3>", section
        )
        expected = [rows[duty.id].duty.title for duty in summary.to_do]
        assert [words_of(title) for title in titles] == expected, judged.reference
        assert sections["to-do"].count("<h3>") == section.count("el-next__word") == bool(expected)
        if expected:
            nexts += 1
            first = section.partition("<details")[0]
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


def test_what_must_be_done_at_once_stands_before_everything_and_only_there(
    tmp_path: Path, templates: Templates
) -> None:
    publication = publication_with(
        tmp_path / "log",
        KN_2026_0501="""\
events:
  - {at: 2026-11-19 10:00, kind: disagreement, by: receiving}
  - {at: 2026-11-19 11:00, kind: immediate-risk, by: receiving}
""",
    )
    page = CasePages(publication, templates).write(the_case(publication))
    at_once, _, rest = page.partition('<dl class="el-about">')
    said = words_of(at_once)
    assert "Ring now. Do not wait for this log. Is a child in danger now? Ring 999" in said
    assert "Tell a manager or safeguarding lead of the immediate risk At once" in said
    first, second = at_once.split('<div class="el-duty')[1:]
    assert "Speak to: your own manager or safeguarding lead." in first
    assert "tel:" not in first
    assert "tel:" in second.partition("<details")[0]
    # The number for danger is rung from up there too, and told once.
    assert page.count('href="tel:999"') == at_once.count('href="tel:999"') == 1
    assert page.count("Ring now. Do not wait") == 1
    assert "Tell a manager or safeguarding lead of the immediate" not in sections_of(rest)["to-do"]
    assert "el-next__word" not in rest


def test_what_happened_before_the_latest_is_folded_where_it_is_long(built: Built) -> None:
    folded = 0
    for judged in built.judged:
        history = sections_of(built.case_page(judged.reference))["timeline"]
        numbers = [int(each) for each in re.findall(r'<li id="event-(\d+)">', history)]
        placed = [each.event.number for each in judged.timeline.placed_events]
        assert numbers == placed[::-1], judged.reference
        events = history.partition("The latest first.")[2]
        open_ones, fold, _ = events.partition("<details")
        is_long = len(placed) > 5
        assert open_ones.count("<li id=") == (3 if is_long else len(placed)), judged.reference
        assert bool(fold) == is_long
        folded += is_long
    assert folded > 5
