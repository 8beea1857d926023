"""The cases behind each number of the statistics, and the quarters beside each other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from escalation_log.site.sources import shipped_folder
from escalation_log.site.statistics.figure_tables import MOST_BEHIND, Figure
from escalation_log.site.statistics.figures import of_limits
from escalation_log.site.statistics.multiples import Multiples, multiples_of
from escalation_log.site.statistics.page import statistics_pages
from escalation_log.site.statistics.quarter_words import ClassNames
from escalation_log.site.statistics.report import Report, Reporting
from escalation_log.site.templates import Templates
from escalation_log.statistics.board import LimitsInOrder, figures
from escalation_log.statistics.quarters import ended_quarters
from escalation_log.statistics.tallies import Share
from tests.site.building import Outline
from tests.site.summaries import EACH_POLICY, TODAY, publication, summaries


def reporting(policy: str) -> Reporting:
    return Reporting(summaries(), ClassNames(publication(), policy), TODAY, "that day")


def figures_in(report: Report) -> list[Figure]:
    return [*report.cases, *report.limits, *report.apart, *report.lengths]


@EACH_POLICY
def test_every_number_of_a_table_leads_to_its_cases(policy: str) -> None:
    report = reporting(policy).stretch(date(2025, 1, 1), TODAY)
    own = {each.reference for each in summaries() if each.policy == policy}
    anchors = []
    for figure in figures_in(report):
        assert len(figure.behind) == len(figure.rows)
        for row, lists in zip(figure.rows, figure.behind, strict=True):
            for number, behind in zip(row[1:], lists, strict=False):
                assert (behind is not None) == (number != "0")
                if behind is None:
                    continue
                anchors.append(behind.anchor)
                assert behind.label.startswith(row[0])
                references = [reference for reference, _ in behind.cases]
                assert set(references) <= own
                assert len(set(references)) == len(references) <= int(number)
                if figure.headers[1] == "Cases":
                    assert len(references) + behind.more == int(number)
    assert len(set(anchors)) == len(anchors) > 5


def test_the_cases_of_a_theme_are_those_with_that_theme() -> None:
    names = ClassNames(publication(), "knowsley")
    report = reporting("knowsley").stretch(date(2025, 1, 1), TODAY)
    (themes,) = [each for each in report.cases if each.id == "themes"]
    for behind in themes.lists:
        expected = {
            each.reference
            for each in summaries()
            if each.policy == "knowsley" and names.theme(each.facts.theme) == behind.label
        }
        assert {reference for reference, _ in behind.cases} == expected


def test_a_number_of_thousands_names_the_first_and_says_how_many_more() -> None:
    names = ClassNames(publication(), "knowsley")
    empty = figures(LimitsInOrder(()), names.classes, TODAY, TODAY)
    cases = tuple(f"KN-2026-{number:04}" for number in range(1, 101))
    share = Share(id="stage-1", kept=100, missed=0, kept_in=cases)
    counted = replace(empty, required=share, required_by_stage=(share,))
    figure = next(of_limits(counted, names))
    (behind,) = figure.lists
    assert [reference for reference, _ in behind.cases] == list(cases[:MOST_BEHIND])
    assert behind.more == 100 - MOST_BEHIND


@EACH_POLICY
def test_every_link_of_a_number_has_its_list_and_every_quarter_its_report(policy: str) -> None:
    templates = Templates(shipped_folder("templates"))
    pages = {page.address: page for page in statistics_pages(publication(), templates)}
    duties = [duty for each in summaries() if each.policy == policy for duty in each.to_do]
    for address, page in pages.items():
        if not address.startswith(f"policies/{policy}/"):
            continue
        outline = Outline(str(page.write(summaries())))
        links = [tag.attributes["href"] for tag in outline.tags if "href" in tag.attributes]
        assert {each[1:] for each in links if each.startswith("#")} <= set(outline.ids)
        tracker = [each for each in links if "tracker.html?" in each]
        overdue = [each for each in tracker if "state=overdue" in each]
        assert len(overdue) == any(each.is_overdue for each in duties)
        assert len(tracker) == ("cases" in outline.ids) + len(overdue)
        assert all(f"policy={policy}" in each for each in tracker)
        quarters = {each for each in links if re.fullmatch(r"\d{4}-q\d\.html", each)}
        if "/reports/" in address:
            # Those of the table beside it, and of the list of others at the end.
            assert {f"policies/{policy}/reports/{each}" for each in quarters} < set(pages)
            table = str(page.write(summaries())).partition("<table")[2].partition("</table>")[0]
            earlier = {each for each in quarters if each < address.rpartition("/")[2]}
            assert {each for each in quarters if f'href="{each}"' in table} == earlier


def multiples(policy: str) -> tuple[Multiples, ...]:
    return reporting(policy).multiples(ended_quarters(TODAY, 5))


@EACH_POLICY
def test_small_charts_part_the_numbers_of_each_quarter(policy: str) -> None:
    quarters = ended_quarters(TODAY, 5)
    trend = reporting(policy).quarter(quarters[0], quarters).trend
    opened = {row[0]: int(row[1]) for row in trend.rows}
    for shown in multiples(policy):
        assert shown.quarters == quarters[::-1]
        assert [len(chart.bars) for chart in shown.charts] == [5] * len(shown.charts)
        if not shown.is_of_shares:
            for place, quarter in enumerate(shown.quarters):
                column = [int(row[place + 1]) for row in shown.rows]
                assert sum(column) == opened[quarter.words]


def test_small_charts_are_in_the_order_of_the_policy_and_the_case_as_a_whole_comes_last() -> None:
    names = ClassNames(publication(), "knowsley")
    empty = figures(LimitsInOrder(()), names.classes, TODAY, TODAY)
    quarters = ended_quarters(TODAY, 2)
    shares = [
        tuple(Share(id=each, kept=1, missed=1) for each in ids)
        for ids in (("stage-3", ""), ("stage-1",))
    ]
    counted = [replace(empty, required_by_stage=each) for each in shares]
    (kept,) = multiples_of(quarters, counted, names)
    assert [(row[0][:7], *row[1:]) for row in kept.rows] == [
        ("Stage 1", "–", "1/2"),
        ("Stage 3", "1/2", "–"),
        ("The cas", "1/2", "–"),
    ]
    assert kept.headers == ("Stage", *(each.words for each in quarters))
    looks = [piece.look for chart in kept.charts for bar in chart.bars for piece in bar.pieces]
    assert looks == ["kept", "missed"] * 3


def test_all_small_charts_have_one_scale() -> None:
    for shown in multiples("knowsley"):
        heights: dict[int, set[float]] = {}
        for chart in shown.charts:
            for bar in chart.bars:
                if bar.pieces:
                    number = int(bar.value.rpartition("/")[2])
                    high = sum(piece.height for piece in bar.pieces)
                    heights.setdefault(number, set()).add(round(high))
                    assert bar.pieces[0].y + bar.pieces[0].height == pytest.approx(
                        shown.foot, abs=0.2
                    )
                    assert bar.value_y > 8
        most = max(heights)
        for number, found in heights.items():
            assert all(abs(high - 44 * number / most) < 1 for high in found)


def test_without_cases_there_are_no_small_charts() -> None:
    empty = Reporting((), ClassNames(publication(), "knowsley"), TODAY, "that day")
    assert empty.multiples(ended_quarters(TODAY, 5)) == ()
