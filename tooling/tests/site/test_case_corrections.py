"""Corrections on the page of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from escalation_log.engine.clock import moment_at
from escalation_log.log.entries import Entries, Entry
from escalation_log.log.opening import open_log
from escalation_log.model.cases import EventId, EventKey
from escalation_log.site.cases.edition_parts import EditionNames
from escalation_log.site.cases.page import CasePages
from escalation_log.site.cases.told_events import TimelineItem, entries_of
from escalation_log.site.publication import publication_of
from escalation_log.site.templates import Templates
from escalation_log.words.dates import day_words
from tests.engine.judging import LONDON
from tests.repositories import Repository, git
from tests.site.building import Built
from tests.site.case_pages import AS_OF, publication_with, the_case, words_of


def test_a_correction_shows_what_was_corrected(built: Built) -> None:
    words = words_of(built.case_page("KN-2026-0001"))
    assert "Moment: first recorded as Monday 19 January 2026 at 10:00" in words
    assert "Event 2: Friday 16 January 2026 at 15:00, by the raising agency" in words
    assert "Correction of event 2" in words
    assert "Corrected by event 5" in words


def entries(
    root: Path, events: str, entered: Entries | None = None
) -> dict[EventKey, TimelineItem]:
    """Tell the timeline of a case with these events, by their numbers."""
    publication = publication_with(root, KN_2026_0501=events)
    judged = the_case(publication)
    names = EditionNames(publication.edition(judged.policy.edition), AS_OF.date())
    told = entries_of(judged, names, entered or {})
    assert [each.key for each in told] == [
        each.event.key for each in reversed(judged.timeline.placed_events)
    ]
    return {each.key: each for each in told}


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


STORY = """\
events:
  - {at: 2026-10-19 10:00, kind: disagreement, by: receiving}
  - {at: 2026-10-20 09:15, kind: raised, by: raising, how: email}
  - {at: 2026-10-21 09:00, kind: discussed, by: receiving, how: phone, recorded: 2026-11-02 09:00}
"""


def came(at: datetime) -> Entry:
    """Say when an event came, where events were to come within a week until then."""
    return Entry(at, {"knowsley": 7})


def test_what_is_late_stays_late_where_more_time_is_given_since(tmp_path: Path) -> None:
    publication = publication_with(tmp_path / "log", KN_2026_0501=STORY)
    judged = the_case(publication)
    entered: Entries = {
        2: Entry(datetime(2026, 10, 28, 9, tzinfo=UTC), {judged.policy.id: 20}),
        3: Entry(None, {judged.policy.id: 7}),
    }
    wider = replace(judged.partnership, entry_within_days=30)
    wide = replace(judged, rulebook=replace(judged.rulebook, partnership=wider))
    names = EditionNames(publication.edition(judged.policy.edition), AS_OF.date())
    told = {each.key: each.late for each in entries_of(wide, names, entered)}
    assert told[2] == ""
    assert told[3] == "on Monday 2 November 2026, 12 days after it happened"


def test_an_event_entered_late_says_so_and_by_how_much(tmp_path: Path) -> None:
    entered: Entries = {
        2: came(datetime(2026, 10, 28, 9, tzinfo=UTC)),
        3: came(datetime(2026, 11, 2, 10, tzinfo=UTC)),
    }
    told = entries(tmp_path / "log", STORY, entered)
    assert {number: each.late for number, each in told.items()} == {
        1: "",
        2: "on Wednesday 28 October 2026, 8 days after it happened",
        3: "on Monday 2 November 2026, 12 days after it happened",
    }


def test_without_git_what_the_file_says_of_its_entry_counts(tmp_path: Path) -> None:
    told = entries(tmp_path / "log", STORY, {2: came(datetime(2026, 10, 27, 9, tzinfo=UTC))})
    assert told[2].late == ""
    assert told[3].late == "on Monday 2 November 2026, 12 days after it happened"


def test_the_page_keeps_what_git_says_of_an_entry(tmp_path: Path, templates: Templates) -> None:
    # So long ago that the commit of the test is late on any machine.
    publication_with(tmp_path / "log", KN_2026_0501=STORY.replace("2026-", "2024-"))
    git(tmp_path / "log", "init", "--quiet")
    repository = Repository(folder=tmp_path / "log", log=tmp_path / "log")
    repository.commit()
    repository.append(
        "cases/2026/KN-2026-0501.yaml", "  - {at: 2024-11-03 10:00, kind: update, by: raising}\n"
    )
    repository.commit()
    publication = publication_of(open_log(tmp_path / "log", as_of=AS_OF), AS_OF)
    *_, (entry, _) = publication.entries["KN-2026-0501"].values()
    assert entry is not None
    words = words_of(CasePages(publication, templates).write(the_case(publication)))
    days = (moment_at(entry, LONDON).on - date(2024, 11, 3)).days
    assert f"Entered late on {day_words(moment_at(entry, LONDON).on)}, {days} days after" in words


def test_an_event_with_an_id_entered_with_the_file_that_it_waited_in(tmp_path: Path) -> None:
    name = EventId("20261021T0900-discussed-k3f9")
    story = STORY.replace("recorded: 2026-11-02 09:00", f"recorded: 2026-10-21 09:00, id: {name}")
    entered: Entries = {
        name: came(datetime(2026, 11, 2, 10, tzinfo=UTC)),
        3: came(datetime(2026, 11, 20, 10, tzinfo=UTC)),
    }
    told = entries(tmp_path / "log", story, entered)
    assert told[name].late == "on Monday 2 November 2026, 12 days after it happened"
    written = entries(tmp_path / "other", story, {3: entered[3]})
    assert written[name].late == "on Friday 20 November 2026, 30 days after it happened"
