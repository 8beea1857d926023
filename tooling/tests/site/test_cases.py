"""The pages of cases: every shipped one as built, and cases made up for what those do not show."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.model.assessments import Breach, CaseState, DutyState, PastBreach
from escalation_log.model.kinds import EventKind
from escalation_log.model.receipts import (
    ByErratum,
    CountedBy,
    ExtensionApplied,
    LapsedBy,
    MetBy,
    NoNumber,
    Ordered,
    RuleApplied,
    StartedBy,
)
from escalation_log.render.receipts import step_words
from escalation_log.render.to_do import to_do_of
from escalation_log.site.cases.content import CasePages
from escalation_log.site.cases.editions import EditionNames
from escalation_log.site.cases.page import CASE_SECTIONS
from escalation_log.site.cases.timeline_entries import Entry, entries_of
from escalation_log.site.publication import JudgedCase, Publication, publication_of
from escalation_log.site.shipped import shipped_folder
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import summary_of
from escalation_log.store import open_log
from tests.site.building import FIFTH, REPOSITORY, Built, Outline, build, copy_log

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
TECHNICAL = (RuleApplied, CountedBy, ExtensionApplied, ByErratum, Ordered)
NAMED = (StartedBy, MetBy, LapsedBy)
SCRIPT = "<script>alert('a')</script>"
HEAD = (
    (REPOSITORY / "cases/2026/KN-2026-0007.yaml")
    .read_text(encoding="utf-8")
    .partition("events:")[0]
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = copy_log(tmp_path_factory.mktemp("log"), cases=True)
    for name in ("cases", "policies"):
        shutil.copytree(FIFTH / name, root / name, dirs_exist_ok=True)
    return build(root)


@pytest.fixture(scope="module")
def templates() -> Templates:
    return Templates(shipped_folder("templates"))


def publication_with(root: Path, **cases: str) -> Publication:
    """Publish a log of a few cases, each given by its reference and the events of its file."""
    copy_log(root, cases=False)
    (root / "cases/2026").mkdir()
    for name, events in cases.items():
        reference = name.replace("_", "-")
        head = HEAD.replace("KN-2026-0007", reference)
        (root / f"cases/2026/{reference}.yaml").write_text(f"{head}{events}", encoding="utf-8")
    publication = publication_of(open_log(root, as_of=AS_OF), AS_OF)
    assert len(publication.files) == len(cases)
    return publication


def the_case(publication: Publication, reference: str = "KN-2026-0501") -> JudgedCase:
    return next(
        publication.judge(file) for file in publication.files if file.case.reference == reference
    )


def words_of(page: str) -> str:
    """Give the text of a page on one line."""
    return " ".join(" ".join(text for _, text in Outline(page).text).split())


def sections_of(page: str) -> dict[str, str]:
    """Give the sections of a page by their anchors."""
    parts = re.split(r"<h2 id=\"([a-z-]+)\">", page)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_an_open_case_begins_with_the_childs_safety_and_then_what_is_next(built: Built) -> None:
    states: set[CaseState] = set()
    for judged in built.judged:
        page = built.pages[judged.address]
        sections = list(sections_of(page))
        states.add(judged.assessment.state)
        if judged.assessment.state is CaseState.OPEN:
            assert sections[:2] == ["safeguards", "to-do"], judged.reference
            assert 'href="tel:999"' in sections_of(page)["safeguards"]
            assert "How it ended" not in page
        else:
            assert sections[:3] == ["outcome", "safeguards", "to-do"], judged.reference
            assert "keeps the child safe meanwhile" not in sections_of(page)["outcome"]
        kept = [each for each in sections if each not in {"outcome", "linked"}]
        assert kept == [anchor for anchor, _ in CASE_SECTIONS], judged.reference
    assert states == set(CaseState)


def test_missing_safeguards_and_a_past_review_are_loud_on_open_cases_only(built: Built) -> None:
    told: set[str] = set()
    for judged in built.judged:
        page = built.pages[judged.address]
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
        section = sections_of(built.pages[judged.address])["to-do"]
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


def test_receipts_are_in_the_words_of_every_other_output(built: Built) -> None:
    seen: set[type] = set()
    for judged in built.judged:
        rows = judged.assessment.duties
        to_do = to_do_of(rows)
        over = [row for row in rows if row.state in _OVER]
        shown = [row for row in (*to_do, *over) if row.receipt]
        page = built.pages[judged.address]
        receipts = re.findall(r"<(details|ul) class=\"el-receipt\">(.*?)</\1>", page, re.DOTALL)
        assert len(receipts) == len(shown), judged.reference
        assert "el-record" not in page.partition('<h2 id="the-file">')[0]
        record = _items("".join(re.findall(r'<ul class="el-record">(.*?)</ul>', page, re.DOTALL)))
        apart = [step for row in shown for step in row.receipt if isinstance(step, TECHNICAL)]
        assert record == list(dict.fromkeys(map(step_words, apart))), judged.reference
        for row, (_, lines) in zip(shown, receipts, strict=True):
            plain = [
                step_words(step) for step in row.receipt if not isinstance(step, TECHNICAL + NAMED)
            ]
            named = [_frame(step_words(step)) for step in row.receipt if isinstance(step, NAMED)]
            assert [words for words in _items(lines) if words in plain] == plain
            frames = [_frame(words) for words in _items(lines)]
            assert [words for words in frames if words in named] == named
            unsaid = any(isinstance(step, NoNumber) for step in row.receipt)
            assert len(_items(lines)) == len(row.receipt) - unsaid
            seen.update(type(step) for step in row.receipt)
    assert len(seen) > 10


_OVER = {DutyState.MET, DutyState.MET_LATE, DutyState.LAPSED}


def _frame(words: str) -> str:
    """Leave out of a sentence what an event or a duty is called, and how late it was."""
    return re.sub(
        r" \(.*?\)(?= on )|(?<=the deadline of ).*(?= on )|(, late|, over the guide)\.$", "", words
    )


def _items(html: str) -> list[str]:
    return [words_of(each) for each in re.split("<li[^>]*>", html)[1:]]


def test_every_dated_duty_has_the_numbers_of_both_sides_and_the_next_stage_too(
    built: Built,
) -> None:
    sections = sections_of(built.pages["cases/2026/KN-2026-0006.html"])
    numbers = {"0151 496 0112", "0151 496 0100"}
    managers = {"0151 496 0101", "0151 496 0113"}
    duties = {
        words_of(re.findall("<h3>.*?</h3>", each)[0]): each
        for each in sections["to-do"].split('<div class="el-duty')[1:]
    }
    shown = {title: set(re.findall(r"0151 496 \d{4}", each)) for title, each in duties.items()}
    assert shown.pop("Next Escalate to the senior managers") == managers
    assert shown.pop("Resolve between line managers") == numbers
    assert not any(shown.values())
    here, after = sections["whom-to-ring"].split("Everybody at the next stage: Stage 3")
    assert set(re.findall(r"0151 496 \d{4}", here)) == numbers
    assert set(re.findall(r"0151 496 \d{4}", after)) == managers
    assert "0151 443 4786" in after
    assert "Everybody at the next stage" not in built.pages["cases/2026/KN-2026-0007.html"]
    assert "Everybody at the next stage" not in built.pages["cases/2026/KN-2026-0004.html"]


def test_what_follows_a_passed_deadline_is_said_before_it_passes(built: Built) -> None:
    following = re.compile(r"If it is not done by then: (.*?)\.</p>")
    assert following.findall(built.pages["cases/2026/KN-2026-0008.html"]) == [
        "Escalate to the line managers, the same working day"
    ]
    assert following.findall(built.pages["cases/2026/KN-2026-0006.html"]) == [
        "Escalate to the senior managers, the same working day"
    ]
    for judged in built.judged:
        if judged.assessment.state is not CaseState.OPEN:
            assert not following.findall(built.pages[judged.address])


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
    page = built.pages["cases/2026/KN-2026-0006.html"]
    top = page.partition('<h2 id="safeguards">')[0]
    assert re.search(r'<a [^>]*href="#missed">.*2 breaches', top)
    assert "Missed: Resolve between line managers , still not done; Escalate" in words_of(top)
    for judged in built.judged:
        page = built.pages[judged.address]
        breaches = [row for row in judged.assessment.duties if row.breach is Breach.BREACH]
        assert page.count('id="missed"') == page.count('href="#missed"') == bool(breaches)


def test_no_code_stands_where_people_read(built: Built) -> None:
    apart = {"ul.el-record", "code."}
    for judged in built.judged:
        policy, partnership = judged.policy, judged.partnership
        codes = {
            code
            for code in (
                policy.edition,
                *(stage.id for stage in policy.stages),
                *(duty.id for duty in policy.all_duties),
                *policy.roles,
                *policy.recipients,
                *policy.themes,
                *partnership.agencies,
                *partnership.case_roles,
                *(kind.value for kind in EventKind),
            )
            if re.search(r"[-@/]", code)
        } - {"follow-up", "chair"}
        outline = Outline(built.pages[judged.address])
        for within, text in outline.text:
            if "div.el-case" in within and not apart & set(within) and "@" not in text:
                found = {code for code in codes if re.search(rf"(?<![\w-]){code}(?![\w-])", text)}
                assert not found, f"{judged.reference}: {text}"


def test_a_breach_and_a_guide_that_was_passed_look_and_read_differently(built: Built) -> None:
    looks: set[tuple[bool, bool]] = set()
    for judged in built.judged:
        page = built.pages[judged.address]
        rows = judged.assessment.duties
        breaches = [row for row in rows if row.breach is Breach.BREACH]
        chip = re.search(r"el-chip--breach\">(\d+) breach", page)
        assert (int(chip.group(1)) if chip else 0) == len(breaches), judged.reference
        late = [row for row in rows if row.state is DutyState.OVERDUE]
        required = sum(row.force.value == "required" for row in late)
        for name, count, words in (
            ("overdue", required, "overdue"),
            ("over-guide", len(late) - required, "over the guide"),
        ):
            assert f"data-{name}{' hidden' if not count else ''}>{count} {words}<" in page
        if judged.assessment.state is not CaseState.OPEN:
            outcome = sections_of(page)["outcome"]
            passed = [
                row for row in rows if row.breach in {Breach.OVER_GUIDE, Breach.OVER_GUIDE_AGREED}
            ]
            assert ("Limits that were missed" in outcome) == bool(breaches)
            assert ("Guides that were passed, which is no breach" in outcome) == bool(passed)
            assert ("Nothing was late." in outcome) == (not breaches and not passed)
            looks.add((bool(breaches), bool(passed)))
    assert looks >= {(False, False), (True, False), (False, True)}


def test_what_is_unusual_about_a_date_is_said_plainly(built: Built, templates: Templates) -> None:
    judged = next(each for each in built.judged if each.reference == "KN-2026-0006")
    (row,) = (row for row in judged.assessment.duties if row.duty.id == "stage-2/resolve")
    assert row.due is not None
    moment = row.due
    past = PastBreach(
        since=moment, until=moment, because="correction (event 2)", breach=Breach.BREACH
    )
    erratum = ByErratum(edition="knowsley@2020-06-b", due=moment, due_on=moment.on)
    changed = replace(row, breach_history=(past,), erratum=erratum, is_ageing=True)
    assessment = replace(
        judged.assessment,
        duties=tuple(changed if each is row else each for each in judged.assessment.duties),
    )
    page = CasePages(built.publication, templates).write(replace(judged, assessment=assessment))
    words = words_of(page)
    assert (
        "By edition 2020-06-b, which corrects a mistake in this one, the last day in time is "
        "Saturday 14 November 2026; late from Saturday 14 November 2026 at 00:00." in words
    )
    assert "Was held to be a breach from Saturday 14 November 2026 at 00:00 to" in words
    assert "no longer, because of: correction (event 2)." in words
    assert "Open for longer than the partnership’s own alert allows" in words


def test_what_moved_a_date_is_said(built: Built) -> None:
    def notes(reference: str) -> list[str]:
        judged = next(each for each in built.judged if each.reference == reference)
        return re.findall(r"el-duty__note\">(.*?)</p>", built.pages[judged.address])

    protective = "The time set to protect the child is earlier than the policy’s limit and governs."
    assert f"{protective} First due Thursday 12 March 2026." in notes("KN-2026-0003")
    assert "More time was agreed. First due Monday 9 November 2026." in notes("BA-2026-0003")
    assert "Only a guide since event 2." in notes("KN-2026-0005")


def test_linked_cases_are_shown_from_both_ends_and_tell_no_more_than_their_state(
    tmp_path: Path, templates: Templates
) -> None:
    start = "events:\n  - {at: 2026-11-19 10:00, kind: disagreement, by: receiving}\n"
    linked = "  - {at: 2026-11-20 10:00, kind: linked, references: [KN-2026-0503]}\n"
    publication = publication_with(
        tmp_path / "log",
        KN_2026_0501=f"links: [KN-2026-0502]\n{start}{linked}",
        KN_2026_0502=f"{start}  - {{at: 2026-11-20 10:00, kind: withdrawn, note: Of no concern}}\n",
        KN_2026_0503=start,
    )
    before = replace(publication, as_of=datetime(2026, 11, 20, 9, tzinfo=UTC))

    def linked_of(reference: str, publication: Publication = publication) -> list[str]:
        page = CasePages(publication, templates).write(the_case(publication, reference))
        return _items(sections_of(page).get("linked", ""))

    policy = "Knowsley Safeguarding Children Partnership: Multi-agency escalation policy"
    assert linked_of("KN-2026-0501") == [
        f"KN-2026-0502 Withdrawn {policy}",
        f"KN-2026-0503 Open {policy}",
    ]
    assert linked_of("KN-2026-0502") == [f"KN-2026-0501 Open {policy}"]
    assert linked_of("KN-2026-0503") == [f"KN-2026-0501 Open {policy}"]
    assert linked_of("KN-2026-0503", before) == []


def test_a_linked_case_without_a_page_has_no_link(built: Built, templates: Templates) -> None:
    judged = next(each for each in built.judged if each.reference == "KN-2026-0006")
    header = replace(judged.timeline.header, links=("KN-2026-0999",))
    lone = replace(judged, timeline=replace(judged.timeline, header=header))
    page = CasePages(built.publication, templates).write(lone)
    assert "KN-2026-0999 (no page)" in sections_of(page)["linked"]
    assert "KN-2026-0999.html" not in page


def test_the_file_s_history_is_linked_where_there_is_one(
    built: Built, templates: Templates
) -> None:
    judged = built.judged[0]
    assert "The history of the file" not in built.pages[judged.address]
    partnership = replace(judged.partnership, file_history_url="https://git.example/log/commits/")
    page = CasePages(built.publication, templates).write(replace(judged, partnership=partnership))
    assert f'href="https://git.example/log/commits/{judged.file}"' in page
    assert f"escalog explain {judged.reference}" in page


def test_nothing_written_in_a_case_becomes_markup(tmp_path: Path, templates: Templates) -> None:
    publication = publication_with(
        tmp_path / "log",
        KN_2026_0501=f"""\
events:
  - {{at: 2026-11-17 10:00, kind: disagreement, by: receiving, note: "{SCRIPT}"}}
  - {{at: 2026-11-17 11:00, kind: safeguards, measures: [safety-plan], note: "{SCRIPT}"}}
  - {{at: 2026-11-17 12:00, kind: protective-timescale, protect_by: 2026-11-18, reason: "{SCRIPT}"}}
  - {{at: 2026-11-18 10:00, kind: resolved, note: "{SCRIPT}"}}
  - {{at: 2026-11-18 11:00, kind: learning, themes: [communication], action: "{SCRIPT}"}}
  - {{at: 2026-11-18 12:00, kind: correction, of: 1, correct: {{by: raising}}, reason: "{SCRIPT}"}}
""",
    )
    page = CasePages(publication, templates).write(the_case(publication))
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 9


def test_a_correction_shows_what_was_corrected(built: Built) -> None:
    words = words_of(built.pages["cases/2026/KN-2026-0001.html"])
    assert "Moment: first recorded as Monday 19 January 2026 at 10:00" in words
    assert "Event 2: Friday 16 January 2026 at 15:00, by the raising agency" in words
    assert "Correction of event 2" in words
    assert "Corrected by event 5" in words


def entries(root: Path, events: str) -> dict[int, Entry]:
    """Tell the timeline of a case with these events, by their numbers."""
    publication = publication_with(root, KN_2026_0501=events)
    judged = the_case(publication)
    names = EditionNames(publication.edition(judged.policy.edition), AS_OF.date())
    told = entries_of(judged, names)
    assert [each.number for each in told] == [
        each.event.number for each in reversed(judged.timeline.happenings)
    ]
    return {each.number: each for each in told}


def test_replaced_free_text_is_not_shown_again(tmp_path: Path) -> None:
    told = entries(
        tmp_path / "log",
        """\
events:
  - {at: 2026-10-19 10:00, kind: disagreement, by: receiving}
  - {at: 2026-10-20 09:15, kind: raised, by: raising, how: email, note: What must not be shown.}
  - {at: 2026-10-21 09:00, kind: correction, of: 2, reason: Reworded by the team,
     correct: {note: As it should be, how: phone, by: receiving}}
  - {at: 2026-10-21 09:30, kind: header-correction, reason: Another theme,
     correct: {theme: accountability, concern: Shorter}}
""",
    )
    raised, header = told[2], told[4]
    assert raised.amended_by == 3
    assert raised.changes == (
        "By: first recorded as the raising agency",
        "How: first recorded as email",
        "Note: reworded",
    )
    assert header.changes == (
        "Concern: reworded",
        "Theme: first recorded as Roles and responsibilities",
    )
    assert "What must not be shown" not in str(told)


def test_corrections_of_kind_stage_and_moment_are_shown(tmp_path: Path) -> None:
    told = entries(
        tmp_path / "log",
        """\
events:
  - {at: 2026-10-19 10:00, kind: disagreement, by: receiving}
  - {at: 2026-10-19 11:00, kind: immediate-risk, by: raising}
  - {at: 2026-10-20 09:15, kind: escalated, to: stage-3, reason: immediate-risk, by: raising}
  - {at: 2026-10-20 10:00, kind: update, by: raising}
  - {at: 2026-10-21 09:00, kind: correction, of: 3, reason: It was the second stage,
     correct: {to: stage-2, at: 2026-10-20 09:00}}
""",
    )
    assert told[3].title == "Escalated to Stage 2: First line managers"
    assert told[3].changes == (
        "Moment: first recorded as Tuesday 20 October 2026 at 09:15",
        "To: first recorded as Stage 3: Senior managers",
    )
    assert told[5].amends == 3
