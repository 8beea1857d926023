"""The site from a folder, as it is handed over on a stick: nothing of it needs a server."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.visiting import PHONE, Visits


def test_links_lead_from_page_to_page(visit: Visits) -> None:
    page = visit("index.html", folder=True)
    page.locator(".md-sidebar--primary").get_by_role("link", name="Tracker", exact=True).click()
    expect(page.locator("h1")).to_have_text("Tracker")
    page.locator('.md-content a[href^="cases/"]:visible').first.click()
    assert "/cases/" in page.url
    page.locator(".md-footer").get_by_role("link", name="Privacy notice", exact=True).click()
    expect(page.locator("h1")).to_have_text("Privacy notice")


def test_the_search_finds_a_policy_and_no_case(visit: Visits) -> None:
    page = visit("about.html", folder=True)
    page.locator(".md-search__input").press_sequentially("line managers")
    results = page.locator("a.md-search-result__link")
    expect(results.first).to_be_visible()
    assert not page.locator('a.md-search-result__link[href*="/cases/"]').count()
    results.first.click()
    page.wait_for_url("**/policies/**")


def test_dark_colours_are_chosen_once_for_all_pages(visit: Visits) -> None:
    page = visit("index.html", folder=True)
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.locator("label[title='Switch to dark colours']").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.locator(".md-sidebar--primary").get_by_role("link", name="About").click()
    expect(page.locator("h1")).to_have_text("About this site")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_the_menu_works_on_a_phone(visit: Visits) -> None:
    page = visit("index.html", folder=True, screen=PHONE)
    page.get_by_role("button", name="Menu").click()
    page.locator(".md-sidebar--primary").get_by_role("link", name="About").click()
    expect(page.locator("h1")).to_have_text("About this site")
