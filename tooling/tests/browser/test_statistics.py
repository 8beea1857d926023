"""From a number of the statistics to the cases behind it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.visiting import PHONE, Visits

STATISTICS = "policies/knowsley/statistics.html"
# The cases that rows lead to.
_REFERENCES = """all => all.map((each) =>
  each.querySelector("a[href*='cases/']").href.match(/([^/]+)[.]html/)[1])"""


def test_a_number_opens_the_list_of_its_cases(visit: Visits) -> None:
    page = visit(STATISTICS, screen=PHONE)
    number = page.locator("table.el-numbers td a").first
    anchor = number.get_attribute("href")
    assert anchor is not None
    listed = page.locator(f"[id='{anchor[1:]}']")
    expect(listed).to_be_hidden()
    number.click()
    expect(listed).to_be_in_viewport()
    assert listed.locator("a").count() == int(number.inner_text())
    listed.locator("a").first.click()
    expect(page.locator(".el-case")).to_be_visible()


def test_the_tracker_shows_the_cases_opened_in_that_time(visit: Visits) -> None:
    page = visit(STATISTICS)
    opened = page.locator(
        ".el-figure:has(#months) tbody td:not(.el-numbers__bar)"
    ).all_inner_texts()
    number = sum(map(int, opened))
    assert number > 3
    page.locator("a[href*='opened_from=']").click()
    rows = page.locator("#tracker-table tbody tr")
    expect(rows).to_have_count(number)
    assert all(each.startswith("KN-") for each in rows.evaluate_all(_REFERENCES))


def test_the_tracker_shows_what_the_list_of_overdue_shows(visit: Visits) -> None:
    page = visit(STATISTICS)
    listed = page.get_by_role("region", name="What is overdue").locator("tbody th a")
    references = set(listed.all_inner_texts())
    assert references
    page.locator("a[href*='state=overdue']").click()
    rows = page.locator("#tracker-table tbody tr")
    expect(rows).to_have_count(len(references))
    assert set(rows.evaluate_all(_REFERENCES)) == references


def test_small_charts_stay_readable_on_a_phone_and_have_their_table(visit: Visits) -> None:
    page = visit(STATISTICS, screen=PHONE)
    texts = page.locator(".el-multiples text").all()
    assert len(texts) > 20
    assert all(each.evaluate("each => each.getScreenCTM().a * 11") >= 11 for each in texts)
    table = page.locator(".el-multiples__table").first
    expect(table.locator("table")).to_be_hidden()
    table.locator("summary").click()
    expect(table.locator("table")).to_be_visible()
