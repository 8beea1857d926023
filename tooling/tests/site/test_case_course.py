"""The picture of a case's course, its table, and its way through the flowchart."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from escalation_log.engine.timeline import Visit
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import Breach, CaseState
from escalation_log.site.cases.course import Course, course_of
from escalation_log.site.cases.edition_parts import EditionNames
from escalation_log.site.cases.page import CasePages
from escalation_log.site.policies.case_chart import CaseChart, WayTaken
from escalation_log.site.policies.drawn_charts import way_taken
from escalation_log.site.policies.flow import flow_of
from escalation_log.site.publication import Publication
from escalation_log.site.templates import Templates
from escalation_log.words.dates import date_words
from escalation_log.words.titles import stage_name
from tests.site.building import Built
from tests.site.case_pages import publication_with, sections_of, the_case, words_of

REOPENED = """\
events:
  - {at: 2026-09-01 10:00, kind: disagreement, by: receiving}
  - {at: 2026-09-01 11:00, kind: raised, by: raising}
  - {at: 2026-09-03 11:00, kind: escalated, by: raising, to: stage-3, reason: immediate-risk}
  - {at: 2026-09-07 10:00, kind: resolved, by: receiving}
  - {at: 2026-09-11 10:00, kind: reopened, by: raising}
"""


def drawn(publication: Publication, judged: JudgedCase) -> Course:
    edition = publication.edition(judged.policy.edition)
    today = publication.moment_in(edition.policy).on
    course = course_of(judged, EditionNames(edition, today))
    assert course is not None
    return course


def test_the_table_has_every_stay_and_every_limit_that_was_missed(built: Built) -> None:
    looks = set()
    for judged in built.judged:
        section = sections_of(built.case_page(judged.reference))["timeline"]
        rows = [words_of(each) for each in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", section)]
        stays = {_stay(visit, judged) for visit in judged.timeline.visits}
        for name, days in stays:
            assert any(row.startswith(name) and row.endswith(days) for row in rows), rows
        late = [
            row
            for row in judged.assessment.duties
            if row.breach is not Breach.NONE and not row.is_own
        ]
        for row in late:
            looks.add(row.breach)
            assert any(each.startswith(row.duty.title) for each in rows), row.duty.id
        assert len(rows) == len(judged.timeline.visits) + len(late), judged.reference
        # The picture has them too, and is not read out beside the table.
        assert section.count('<rect class="el-course__') == len(rows)
        assert "<svg viewBox" in section.partition('aria-hidden="true">')[0]
    assert {Breach.BREACH, Breach.OVER_GUIDE} <= looks


def _stay(visit: Visit, judged: JudgedCase) -> tuple[str, str]:
    stage = stage_name(judged.policy.stages[judged.policy.stage_index(visit.stage)])
    since = date_words(visit.entered.moment.on)
    if visit.left is None:
        return stage, f"since {since}"
    left = date_words(visit.left.moment.on)
    return stage, since if since == left else f"{since} to {left}"


def test_bars_are_as_long_as_their_days_and_within_the_picture(tmp_path: Path) -> None:
    publication = publication_with(tmp_path / "log", KN_2026_0501=REOPENED)
    course = drawn(publication, the_case(publication))
    assert (course.first, course.last) == ("1 September 2026", "now, 22 November 2026")
    days = 82  # from the first of September
    stays = [band for band in course.bands if band.look == "stage"]
    assert [(round(band.x / 320 * days), round(band.width / 320 * days)) for band in stays] == [
        (0, 2),
        (2, 4),
        (10, 72),
    ]
    for band in course.bands:
        assert band.x >= 0
        assert band.x + band.width <= 320.1
        assert band.y + 12 <= course.height


def test_each_part_is_below_the_one_before(built: Built) -> None:
    for judged in built.judged:
        heights = [0]
        for band in drawn(built.publication, judged).bands:
            assert all(height > heights[-1] for height, _, _ in band.lines)
            assert band.y > max(height for height, _, _ in band.lines)
            heights.append(band.y + 12)


def test_what_had_no_date_is_shown_on_the_day_on_which_it_was_missed(built: Built) -> None:
    judged = next(each for each in built.judged if each.reference == "KN-2026-0007")
    (notice,) = (
        span
        for span in drawn(built.publication, judged).spans
        if span.title == "Issue an Escalation Notice where the managers cannot agree"
    )
    (row,) = (each for each in judged.assessment.duties if each.duty.id == "stage-3/notice")
    assert row.missed_at is not None
    assert notice.since == notice.ends == row.missed_at.on
    assert notice.told == f"missed on {date_words(row.missed_at.on)}"


def test_a_guide_that_was_passed_is_no_late_limit(built: Built) -> None:
    told = [
        (span.look, span.short)
        for judged in built.judged
        for span in drawn(built.publication, judged).spans
        if span.look != "stage"
    ]
    assert {look for look, _ in told} == {"late", "guide"}
    for look, short in told:
        assert ("over the guide" in short) == (look == "guide"), short


def test_a_case_that_has_not_begun_has_no_course(tmp_path: Path, templates: Templates) -> None:
    known = publication_with(tmp_path / "log", KN_2026_0501=REOPENED)
    publication = replace(known, as_of=datetime(2026, 8, 1, 12, tzinfo=UTC))
    judged = the_case(publication)
    assert judged.timeline.visits == ()
    page = CasePages(publication, templates).write(judged)
    assert "el-course" not in page
    assert "el-line--taken" not in page


def test_the_way_of_a_case_is_its_stages_once_for_each_stay(tmp_path: Path) -> None:
    publication = publication_with(tmp_path / "log", KN_2026_0501=REOPENED)
    way = way_taken(the_case(publication))
    # It went on at the stage at which it was opened again.
    assert way == WayTaken(stages=("stage-1", "stage-3"), has_ended=False)


@pytest.mark.parametrize(
    ("stages", "has_ended", "lines", "numbers"),
    [
        (("stage-1",), False, 1, ["1"]),
        (("stage-1", "stage-2"), True, 3, ["1", "2"]),
        (("stage-1", "stage-3", "stage-4"), False, 3, ["1", "2", "3"]),
        (("stage-1", "stage-2", "stage-1"), False, 3, ["1, 3", "2"]),
    ],
)
def test_the_way_is_drawn_from_box_to_box(
    stages: tuple[str, ...], has_ended: bool, lines: int, numbers: list[str], built: Built
) -> None:
    policy = next(each.policy for each in built.publication.current if each.policy.id == "knowsley")
    way = WayTaken(stages=stages, has_ended=has_ended)
    chart = CaseChart(flow_of(policy), marks={}, way=way)
    taken = [arrow for arrow in chart.arrows if arrow.look == "taken"]
    assert len(taken) == lines
    assert [step.words for step in chart.steps] == numbers
    # Each number is at the upper corner of a box, and each line ends at the edge of one.
    tops = {box.y for box in chart.boxes}
    assert {step.y + 8 for step in chart.steps} <= tops
    assert len({(arrow.path, arrow.head) for arrow in taken}) == lines
    assert ("then the end" in chart.description) == has_ended
    for step in chart.steps:
        assert step.x >= 0
    for arrow in taken:
        assert max(map(float, re.findall(r"[HM](\d+)", arrow.path))) <= chart.width - 2


def test_the_page_of_every_case_draws_its_way(built: Built) -> None:
    for judged in built.judged:
        section = sections_of(built.case_page(judged.reference))["stages"]
        taken = section.count("el-line--taken")
        way = way_taken(judged)
        has_ended = judged.assessment.state is not CaseState.OPEN
        assert taken == len(way.stages) + has_ended, judged.reference
        assert section.count('class="el-step"') == len(set(way.stages))
