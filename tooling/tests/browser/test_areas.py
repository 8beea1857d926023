"""The area that somebody chose stays with them, in the address and in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import IS_HIT_WITH_BOTH_FONTS
from tests.browser.visiting import DESKTOP, PHONE, Visits


def address(page: Page, server: str) -> str:
    """Give where the page is, once its scripts have written its links anew."""
    page.wait_for_load_state("load")
    return page.url.removeprefix(server)


def go_by_menu(page: Page, name: str) -> None:
    page.wait_for_load_state("load")
    page.locator(".md-nav--primary").get_by_role("link", name=name, exact=True).click()


def test_the_area_chosen_at_home_is_kept_through_the_site(visit: Visits, server: str) -> None:
    page = visit("index.html", screen=DESKTOP)
    page.locator(".el-doors").get_by_role("link", name="Knowsley").click()
    assert address(page, server) == "areas/knowsley.html"
    page.get_by_role("link", name="What does our policy say?").click()
    assert address(page, server) == "policies/knowsley/index.html"
    go_by_menu(page, "Tracker")
    assert address(page, server) == "tracker.html?policy=knowsley"
    go_by_menu(page, "About")
    assert address(page, server) == "about.html?policy=knowsley"
    go_by_menu(page, "My agency")
    assert address(page, server) == "agencies/index.html#area-knowsley"
    page.go_back()
    go_by_menu(page, "Compare them")
    assert address(page, server) == "policies/compare.html?policy=knowsley"
    go_by_menu(page, "Home")
    assert address(page, server) == "areas/knowsley.html"
    page.get_by_role("link", name="Choose another area").click()
    assert address(page, server) == "index.html"


def test_the_home_page_remembers_the_area_and_offers_another(visit: Visits, server: str) -> None:
    page = visit("index.html", screen=PHONE)
    expect(page.locator("[data-today='']")).to_be_visible()
    page.locator(".el-doors").get_by_role("link", name="Barnsley").click()
    page.wait_for_load_state("load")
    page.goto(f"{server}index.html")
    chosen = page.locator("[data-choice] > summary")
    expect(chosen).to_have_text("Barnsley Safeguarding Children Partnership. Choose another area")
    expect(page.locator(".el-doors")).to_be_hidden()
    expect(page.locator("[data-today='barnsley']")).to_be_visible()
    expect(page.locator("[data-today='']")).to_be_hidden()
    for door, leads_to in (
        ("They refused", "what-now/barnsley.html#side=raising&stage=new"),
        ("What does our policy say?", "policies/barnsley/index.html"),
        ("What must my agency do next?", "agencies/index.html#area-barnsley"),
        ("Where does every case stand?", "tracker.html?policy=barnsley"),
    ):
        page.get_by_role("link", name=door).click()
        assert address(page, server) == leads_to
        page.goto(f"{server}index.html")
    chosen.click()
    page.locator(".el-doors").get_by_role("link", name="Knowsley").click()
    assert address(page, server) == "areas/knowsley.html"
    page.wait_for_load_state("load")
    page.goto(f"{server}index.html")
    expect(chosen).to_contain_text("Knowsley")
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "knowsley" in kept
    assert "barnsley" not in kept


def test_what_was_answered_goes_along_to_the_area_that_is_chosen_then(
    visit: Visits, server: str
) -> None:
    page = visit("index.html", screen=PHONE)
    page.get_by_role("link", name="They refused").click()
    assert address(page, server) == "what-now.html#side=raising&stage=new"
    page.get_by_role("link", name="Knowsley").click()
    assert address(page, server) == "what-now/knowsley.html#side=raising&stage=new"
    expect(page.locator("#now-title")).to_have_text(
        "When did the disagreement arise, or the decision arrive, whichever was first?"
    )


@pytest.mark.parametrize("query", ["", "?policy=nowhere", "?policy=knowsley%20barnsley"])
def test_without_an_area_of_this_site_the_links_stay_as_they_are(
    query: str, visit: Visits, server: str
) -> None:
    page = visit(f"about.html{query}", screen=DESKTOP)
    go_by_menu(page, "Home")
    assert address(page, server) == "index.html"


def test_the_area_is_kept_from_a_folder_too(visit: Visits) -> None:
    page = visit("areas/barnsley.html", screen=DESKTOP, folder=True)
    go_by_menu(page, "Tracker")
    assert page.url.endswith("/tracker.html?policy=barnsley")
    go_by_menu(page, "Home")
    assert page.url.endswith("/areas/barnsley.html")


def test_the_doors_open_without_scripts(visit: Visits, server: str) -> None:
    page = visit("index.html", screen=PHONE, scripts=False)
    expect(page.get_by_role("link", name="Ring 999")).to_be_visible()
    page.locator(".el-doors").get_by_role("link", name="West Sussex").click()
    for door, leads_to in (
        ("What does our policy say?", "policies/west-sussex/index.html"),
        ("What must my agency do next?", "agencies/index.html#area-west-sussex"),
        ("Where does every case stand?", "tracker.html?policy=west-sussex"),
    ):
        page.goto(f"{server}areas/west-sussex.html")
        page.get_by_role("link", name=door).click()
        assert address(page, server) == leads_to


@IS_HIT_WITH_BOTH_FONTS
def test_every_way_on_is_as_large_as_a_thumb(visit: Visits) -> None:
    for where in ("index.html", "areas/knowsley.html"):
        page = visit(where, screen=PHONE)
        for each in page.locator(".el-doors a, .el-door a, .el-call").all():
            box = each.bounding_box()
            assert box is not None
            assert box["height"] >= 44
