"""On paper: the words alone, black on white, with what is folded away on the screen opened."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.chromium import FITS_WITH_BOTH_FONTS
from tests.browser.each_kind import says_when_printed
from tests.browser.visiting import PHONE, Visits
from tests.cli.running import run
from tests.logs import FOUR
from tests.site.building import sign_off
from tests.thoroughness import whole

RECEIPTS = ".el-duty > details:has(> ul.el-receipt)"
A4 = ViewportSize(width=694, height=1000)


def test_what_is_folded_away_is_printed(visit: Visits, address_of: Callable[[str], str]) -> None:
    page = visit(address_of("open case"), screen=PHONE)
    folds = page.locator(".md-content details[data-folds]")
    folded = page.locator(".md-content details[data-folds]:not([open])")
    assert folded.count() > 2
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded.count() == 0
    assert all(each.is_visible() for each in folds.all())
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert folded.count() > 2


def test_why_a_date_is_the_date_is_printed_where_the_reader_opened_it(
    visit: Visits, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of("open case"))
    receipts = page.locator(RECEIPTS)
    assert receipts.count() > 2
    receipts.nth(1).locator("summary").click()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert [each.is_visible() for each in receipts.all()].count(True) == 1
    expect(receipts.nth(1).locator("li").first).to_be_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    receipts.nth(1).locator("summary").click()
    page.emulate_media(media="print")
    assert not any(each.is_visible() for each in receipts.all())


def test_paper_says_dates_and_never_how_old_it_is(
    visit: Visits, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of("open case"), at="2026-11-22 12:15")
    built = page.locator(".el-build")
    expect(built).to_contain_text("Last updated")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert built.inner_text().startswith("Sunday 22 November 2026")
    assert "passed" not in built.inner_text()
    assert built.evaluate("each => getComputedStyle(each, '::before').content") == '"Last updated "'
    assert says_when_printed(built)
    for far in page.locator(".el-when [data-far]").all():
        expect(far).to_be_hidden()
    assert not re.search(r"Due (in|today|tomorrow)|minutes? old", page.locator("main").inner_text())


def test_without_scripts_paper_says_of_when_it_is(
    visit: Visits, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of("open case"), print_media=True, scripts=False)
    expect(page.locator(".el-banner")).to_be_visible()
    expect(page.locator(".el-footer--judged")).to_be_visible()
    assert not any(each.is_visible() for each in page.locator(RECEIPTS).all())
    assert page.locator(".el-place .el-flowchart").is_visible()


@FITS_WITH_BOTH_FONTS
def test_a_page_becomes_a_short_document(
    visit: Visits, server: str, subtests: pytest.Subtests
) -> None:
    page = visit("about.html")
    for address, most in (
        ("cases/2026/KN-2026-0006.html", 5),
        ("tracker.html", 5),
        ("policies/barnsley/index.html", 9),
        ("policies/knowsley/index.html", 8),
        ("policies/compare.html", 8),
    ):
        with subtests.test(address):
            page.goto(server + address)
            document = page.pdf(format="A4")
            assert document.startswith(b"%PDF")
            assert 1 <= len(re.findall(rb"/Type\s*/Page\b", document)) <= most


@FITS_WITH_BOTH_FONTS
def test_the_printed_flowchart_of_a_case_is_no_higher_than_a_page(
    visit: Visits, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of("open case"), print_media=True)
    chart = page.locator(".el-flowchart")
    place = chart.bounding_box()
    assert place is not None
    assert place["height"] <= 17.1 * 96 / 2.54
    assert chart.evaluate("each => getComputedStyle(each).breakInside") == "avoid"


def test_the_flowchart_of_a_policy_which_is_higher_is_printed_in_words(
    visit: Visits, address_of: Callable[[str], str]
) -> None:
    for scripts in (True, False):
        page = visit(address_of("policy"), print_media=True, scripts=scripts)
        expect(page.locator(".el-flowchart")).to_be_hidden()
        words = page.locator(".el-flow__list")
        expect(words.locator("ol > li").first).to_be_visible()
        expect(words).to_contain_text("Tell the Partnership Manager that the stage has begun")


@FITS_WITH_BOTH_FONTS
def test_the_tracker_is_a_table_on_paper(visit: Visits) -> None:
    page = visit("tracker.html", screen=A4, print_media=True)
    row = page.locator(".el-tracker tbody tr").first
    assert row.evaluate("each => getComputedStyle(each).display") == "table-row"
    expect(page.locator(".el-tracker thead")).to_be_visible()
    high = page.locator(".el-tracker tbody tr").evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect().height)"
    )
    assert max(high) < 120


# The fifth has what the words mean, and the seal.
_MOST_SIDES = 5


@pytest.mark.parametrize("edition", ["knowsley@2020-06", whole("barnsley@v4")])
def test_a_quarterly_report_is_few_sides_with_every_list_full_and_figures_by_agency(
    edition: str, browser: Browser, tmp_path: Path
) -> None:
    policies = tmp_path / "source" / "policies"
    for name in ("calendars", edition.partition("@")[0]):
        shutil.copytree(FOUR / "policies" / name, policies / name)
    sampled = ("sample", "--cases", "400", "--seed", "7", "--as-of", "2026-11-22")
    assert run(*sampled, "--out", tmp_path / "log", log=tmp_path / "source").code == 0
    sign_off(tmp_path / "log", edition)
    site = tmp_path / "site"
    exported = ("export", "--format", "site", "--to", site, "--as-of", "2026-11-23")
    assert run(*exported, log=tmp_path / "log").code == 0
    reports = sorted(site.glob("policies/*/reports/*.html"))
    assert len(reports) == 5
    page = browser.new_page()
    for report in reports:
        page.goto(report.as_uri())
        sides = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
        assert 2 <= sides <= _MOST_SIDES, (report.name, sides)
        assert page.locator(".el-learning tbody tr").count() <= 12, report.name
    page.emulate_media(media="print")
    assert page.locator("nav.el-report__ways").is_hidden()
    assert page.locator(".el-figure__parts .el-bars").first.is_hidden()
    assert page.locator(".el-multiples .el-bars").first.is_visible()
    assert page.locator(".el-behind").first.is_hidden()
    assert page.locator(".el-numbers__bar svg").first.is_visible()
    leads = page.locator(".el-leads").evaluate_all(
        "all => all.map((each) => getComputedStyle(each).breakAfter)"
    )
    assert set(leads) == {"avoid"}
    page.close()
