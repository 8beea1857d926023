"""What a board reads: numbers that add up from table to table, and no more than paper holds."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path

from escalation_log.log.opening import open_log
from escalation_log.site.publication import Publication, judging_moment, publication_of
from escalation_log.site.sources import shipped_folder
from escalation_log.site.statistics.figures import of_limits
from escalation_log.site.statistics.page import statistics_pages
from escalation_log.site.statistics.quarter_words import ClassNames
from escalation_log.site.statistics.report import Report, Reporting
from escalation_log.site.templates import Templates
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.statistics.board import Figures, LimitsInOrder, figures
from escalation_log.statistics.quarters import ended_quarters
from escalation_log.statistics.tallies import Share
from tests.logs import FOUR
from tests.site.building import AS_OF, sign_off
from tests.site.summaries import EACH_POLICY, POLICIES, TODAY, publication, summaries, summaries_of


@cache
def report_on(policy: str) -> Report:
    """Report on the latest quarter of a partnership, beside four before it."""
    published = publication()
    reporting = Reporting(summaries(), ClassNames(published, policy), TODAY, "that day")
    quarters = ended_quarters(TODAY, 5)
    return reporting.quarter(quarters[0], quarters)


@EACH_POLICY
def test_what_is_open_is_what_was_and_came_less_what_ended(policy: str) -> None:
    trend = report_on(policy).trend
    assert trend.headers[:5] == (
        "Quarter",
        "Cases opened",
        "Resolved",
        "Withdrawn",
        "Open at its end",
    )
    numbers = [tuple(map(int, row[1:5])) for row in trend.rows]
    for (opened, resolved, withdrawn, still_open), before in pairwise(numbers):
        assert still_open == before[3] + opened - resolved - withdrawn


@EACH_POLICY
def test_a_column_stands_only_where_something_fell_due(policy: str) -> None:
    trend = report_on(policy).trend
    for column in zip(*(row[6:] for row in trend.rows), strict=True):
        assert set(column) != {"none due"}


@EACH_POLICY
def test_tables_part_the_cases_that_were_opened(policy: str) -> None:
    report = report_on(policy)
    opened = int(report.trend.rows[0][1])
    for figure in report.cases:
        assert sum(int(row[1]) for row in figure.rows) == opened, figure.title


def with_agencies(number: int) -> tuple[Figures, ClassNames]:
    """Give figures in which so many agencies had to act, the last ones more often."""
    names = ClassNames(publication(), "knowsley")
    empty = figures(LimitsInOrder(()), names.classes, TODAY, TODAY)
    shares = tuple(Share(id=f"agency-{each}", kept=each, missed=1) for each in range(number))
    whole = Share(id="", kept=1, missed=2)
    stages = (replace(whole, id="stage-1"),)
    counted = replace(empty, required=whole, required_by_stage=stages, required_by_agency=shares)
    return counted, names


def agencies_shown(number: int) -> list[tuple[str, ...]]:
    (table,) = [each for each in of_limits(*with_agencies(number)) if each.id == "in-time-agencies"]
    return list(table.rows)


def test_no_more_agencies_stand_in_a_table_than_paper_holds() -> None:
    assert len(agencies_shown(12)) == 12
    shown = agencies_shown(15)
    assert len(shown) == 12
    assert shown[-1] == ("The 4 others together", "6", "4", "60%")
    assert sum(int(row[1]) for row in shown) == sum(range(15))


def test_few_limits_have_no_percentages() -> None:
    shown = {row[0]: row[-1] for row in agencies_shown(12)}
    assert (shown["Agency 8"], shown["Agency 9"]) == ("–", "90%")
    figure = next(of_limits(*with_agencies(12)))
    assert figure.headers == ("Stage", "In time", "Late or not done")
    for words in (each for policy in POLICIES for each in report_on(policy).short):
        for settled in re.findall(r"\d+ of (\d+) \(\d+%\)", words):
            assert int(settled) >= 10


WHY = "Figures by agency are given once the partnership has signed off how this edition was read."
# What stands on a page from which something is withheld.
WITHHOLDING = ("limits", "apart", "answer-times")
BY_WHOM = {
    "Required limits met, by who had to act",
    "Guide times met, by who had to act",
    "No record that it was done, by who had to act",
}


def signed_off(root: Path) -> Publication:
    """Give the same log once how Barnsley's edition was read is signed off."""
    shutil.copytree(FOUR, root)
    sign_off(root, "barnsley@v4")
    as_of = judging_moment(AS_OF)
    return publication_of(open_log(root, as_of=as_of), as_of)


def pages_of(published: Publication, cases: tuple[CaseSummary, ...], policy: str) -> list[str]:
    """Write the statistics of a policy, and its quarterly reports."""
    templates = Templates(shipped_folder("templates"))
    return [
        str(page.write(cases))
        for page in statistics_pages(published, templates)
        if page.address.startswith(f"policies/{policy}/")
    ]


@EACH_POLICY
def test_a_page_names_no_agency_until_the_edition_is_signed_off_and_says_why(policy: str) -> None:
    """Where nothing fell due, was asked or left a mark, nothing is withheld."""
    pages = pages_of(publication(), summaries(), policy)
    assert len(pages) == 6
    assert WHY in pages[0]
    for page in pages:
        assert page.count(WHY) == any(f'id="{each}"' in page for each in WITHHOLDING)
        assert not any(title in page for title in BY_WHOM)
        assert "<h2" in page


def test_a_page_names_agencies_once_the_edition_is_signed_off(tmp_path: Path) -> None:
    published = signed_off(tmp_path / "log")
    cases = summaries_of(published)
    pages = pages_of(published, cases, "barnsley")
    assert {title for title in BY_WHOM if title in pages[0]} == BY_WHOM
    assert not any(WHY in page for page in pages)
    answered = {row[0] for row in answer_rows(pages[0])}
    names = {each.name for each in published.log.partnerships["barnsley"].agencies.values()}
    assert "All together" in answered
    assert answered - {"All together"}
    assert answered - {"All together"} <= names
    assert WHY in pages_of(published, cases, "knowsley")[0]


def answer_rows(page: str) -> list[tuple[str, ...]]:
    """Give the cells of the table of answers on a page."""
    (table,) = re.findall(r'id="answer-times".*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", unescape(table))
    return [tuple(re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)) for row in rows]


@EACH_POLICY
def test_until_then_answers_are_told_of_all_agencies_together(policy: str) -> None:
    (page, *_) = pages_of(publication(), summaries(), policy)
    ((whose, answers, without, *_),) = answer_rows(page)
    assert whose == "All together"
    begun = date(2025, 11, 1)
    found = [
        each.days
        for case in summaries()
        if case.policy == policy
        for each in case.facts.answers
        if begun <= each.on <= TODAY
    ]
    assert (int(answers), int(without)) == (
        sum(each is not None for each in found),
        found.count(None),
    )
    few = [each for each in found if each is not None]
    assert len(few) < 10
    table = page.partition("answer-times")[2].partition("</table>")[0]
    assert "Half within" not in table
    assert ("The slowest after" in table) == bool(few)


def headings_of(page: str) -> list[tuple[int, str, str]]:
    """Give each heading's level, its words, and what stands under it up to the next one."""
    found = re.findall(r"<h([1-3])[^>]*>(.*?)</h\1>(.*?)(?=<h[1-3]|$)", page, re.DOTALL)
    return [(int(level), words, under) for level, words, under in found]


@EACH_POLICY
def test_no_heading_stands_over_nothing(policy: str) -> None:
    for page in pages_of(publication(), summaries(), policy):
        found = headings_of(page)
        for (level, words, under), after in pairwise([*found, (1, "", "")]):
            has_parts = after[0] > level
            assert has_parts or re.search(r"<(p|table|dl|ul)\b", under), words


def test_a_quiet_quarter_says_so_and_who_raised_nothing() -> None:
    page = pages_of(publication(), summaries(), "west-sussex")[4]
    assert [words for _, words, _ in headings_of(page)] == [
        "Quarterly report: October to December 2025",
        "What the quarter showed",
        "What the words mean",
        "The seal",
    ]
    said = re.findall(r"<li>([^<]*)</li>", page)
    agencies = publication().log.partnerships["west-sussex"].agencies.values()
    assert said[0] == "No escalation was opened, nor was one in the quarter before."
    assert said[1].startswith("None of these agencies raised one: ")
    assert all(each.name in unescape(said[1]) for each in agencies)
    assert said[2].startswith("No limit fell due, no case was resolved")
    assert "Per cent" not in page


def test_an_agency_that_raised_something_or_was_no_member_is_not_among_the_silent() -> None:
    report = report_on("knowsley")
    names = ClassNames(publication(), "knowsley")
    reporting = Reporting(summaries(), names, TODAY, "that day")
    raised = {
        each.raising
        for each in summaries()
        if each.policy == "knowsley" and each.opened_on.year == 2026
    }
    (said,) = (
        each
        for each in reporting.stretch(date(2026, 1, 1), TODAY).short
        if each.startswith("These agencies raised nothing: ")
    )
    for agency in names.partnership.agencies.values():
        assert (agency.name in said) == (agency.id not in raised)
    gone = replace(names.partnership.agencies["housing"], until=date(2026, 3, 31))
    names.partnership = replace(
        names.partnership, agencies={**names.partnership.agencies, "housing": gone}
    )
    (later,) = (
        each
        for each in Reporting(summaries(), names, TODAY, "that day")
        .stretch(date(2026, 4, 1), TODAY)
        .short
        if each.startswith("These agencies raised nothing: ")
    )
    assert "Housing" not in later
    assert any(
        each.startswith(("These agencies", "None of these agencies")) for each in report.short
    )


@EACH_POLICY
def test_what_is_apart_is_counted_by_stage_and_never_as_a_missed_limit(policy: str) -> None:
    names = ClassNames(publication(), policy)
    own = [each for each in summaries() if each.policy == policy]
    begun = min(each.opened_on for each in own)
    report = Reporting(own, names, TODAY, "that day").stretch(begun, TODAY)
    shown = {figure.id: sum(int(row[1]) for row in figure.rows) for figure in report.apart}
    marks = sum(len(each.facts.marks) for each in own)
    off_route = sum(len(each.facts.off_route) for each in own)
    expected = {"no-record-stages": marks, "off-route-stages": off_route}
    assert shown == {name: number for name, number in expected.items() if number}
    missed = sum(int(row[2]) for figure in report.limits for row in figure.rows)
    assert missed == sum(not limit.is_kept for each in own for limit in each.facts.limits)
