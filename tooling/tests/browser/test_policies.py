"""Policies on a real screen: what fits a phone's first one, the flowchart, and a printed copy."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.chromium import FITS_WITH_BOTH_FONTS
from tests.browser.visiting import DESKTOP, PHONE, Visits, resize

HANDSET = ViewportSize(width=390, height=844)
POLICIES = ("barnsley", "city-and-hackney", "knowsley", "strathkell", "west-sussex")

# Each word within the box drawn behind it, or within the drawing.
OUTSIDE = """[...document.querySelectorAll(".el-flowchart tspan")].filter((words) => {
  const box = words.closest("g")?.querySelector("rect") ?? words.ownerSVGElement;
  const [inner, outer] = [words, box].map((each) => each.getBoundingClientRect());
  return inner.left < outer.left || inner.right > outer.right
    || inner.top < outer.top || inner.bottom > outer.bottom;
}).map((words) => words.textContent)"""
SMALLEST = """Math.min(...[...document.querySelectorAll(".el-flowchart text")].map((words) =>
  parseFloat(getComputedStyle(words).fontSize) * words.ownerSVGElement.getScreenCTM().a))"""


def page_of(visit: Visits, policy: str, screen: ViewportSize, *, scripts: bool = True) -> Page:
    return visit(f"policies/{policy}/index.html", screen=screen, scripts=scripts)


@FITS_WITH_BOTH_FONTS
def test_danger_name_and_every_stage_fit_a_phones_first_screen(
    visit: Visits, server: str, subtests: pytest.Subtests
) -> None:
    page = page_of(visit, POLICIES[0], HANDSET)
    call = page.get_by_role("link", name="Ring 999")
    lines = page.locator(".el-lines > li")
    for policy in POLICIES:
        with subtests.test(policy):
            page.goto(f"{server}policies/{policy}/index.html")
            box = call.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            assert lines.count() >= 4
            for each in (call, page.locator("h1"), *lines.all()):
                place = each.bounding_box()
                assert place is not None
                assert place["y"] >= 0
                assert place["y"] + place["height"] <= HANDSET["height"]


@FITS_WITH_BOTH_FONTS
def test_the_words_of_a_flowchart_stay_in_their_boxes_and_can_be_read(
    visit: Visits, server: str, subtests: pytest.Subtests
) -> None:
    page = page_of(visit, POLICIES[0], PHONE)
    for policy in POLICIES:
        with subtests.test(policy):
            resize(page, PHONE)
            page.goto(f"{server}policies/{policy}/index.html")
            assert page.locator(".el-flowchart tspan").count() > 10
            page.locator("summary:has(#flowchart)").click()
            for screen in (PHONE, DESKTOP):
                resize(page, screen)
                assert page.evaluate(OUTSIDE) == [], screen
                assert page.evaluate(SMALLEST) >= 12.9, screen


def test_a_box_of_the_flowchart_leads_to_its_stage(visit: Visits) -> None:
    page = page_of(visit, "knowsley", PHONE)
    page.locator("summary:has(#flowchart)").click()
    page.locator(".el-flowchart").get_by_role("link", name="Stage 3: Senior managers").click()
    expect(page.get_by_role("heading", name="Stage 3: Senior managers")).to_be_in_viewport()


def test_the_flowchart_is_folded_on_a_phone_alone(visit: Visits) -> None:
    def is_seen(page: Page) -> bool:
        return page.locator(".el-flowchart").is_visible()

    assert is_seen(page_of(visit, "knowsley", DESKTOP))
    assert is_seen(page_of(visit, "knowsley", PHONE, scripts=False))
    page = page_of(visit, "knowsley", PHONE)
    assert not is_seen(page)
    page.locator("summary:has(#flowchart)").click()
    assert is_seen(page)


@pytest.mark.parametrize("screen", [HANDSET, DESKTOP], ids=["phone", "desktop"])
def test_duties_are_folded_under_their_stage_and_open_with_a_key(
    screen: ViewportSize, visit: Visits
) -> None:
    page = page_of(visit, "strathkell", screen)
    duties = page.locator(".el-rule")
    assert duties.count() > 10
    assert not any(each.is_visible() for each in duties.all())
    fold = page.locator(".el-part", has=page.locator("#stage-talk")).locator("summary")
    expect(fold).to_have_text("Who must do what, by when: Talk to the other worker (2)")
    fold.focus()
    page.keyboard.press("Enter")
    assert [each.is_visible() for each in duties.all()].count(True) == 2


@pytest.mark.parametrize("screen", [HANDSET, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    ("anchor", "duty"),
    [
        ("duty-managers-inform", "duty-managers-inform"),
        ("stage-managers", "duty-managers-inform"),
        ("stage-talk", "duty-talk-resolve"),
        ("whole-case", "duty-case-learning"),
    ],
)
def test_an_address_within_the_page_opens_the_fold_that_it_means(
    screen: ViewportSize, anchor: str, duty: str, visit: Visits, server: str
) -> None:
    def is_opened() -> None:
        expect(page.locator(f"#{anchor}")).to_be_in_viewport()
        expect(page.locator(f"#{duty}")).to_be_visible()
        assert page.locator(".el-fold[open] .el-rule").count() < page.locator(".el-rule").count()

    address = "policies/strathkell/index.html"
    page = visit(f"{address}#{anchor}", screen=screen)
    is_opened()
    page.goto("about:blank")
    page.goto(server + address)
    page.evaluate("(anchor) => { location.hash = anchor; }", anchor)
    is_opened()


def test_without_scripts_everything_is_open(visit: Visits) -> None:
    page = page_of(visit, "strathkell", HANDSET, scripts=False)
    assert all(each.is_visible() for each in page.locator(".el-rule, .el-contact").all())
    expect(page.locator(".el-readings > li").first).to_be_visible()


def test_paper_has_every_fold_open_with_its_heading(visit: Visits) -> None:
    page = page_of(visit, "strathkell", DESKTOP)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    folded = page.locator(".el-rule, .el-contact, .el-readings > li, .el-fold h2")
    assert folded.count() > 30
    assert all(each.is_visible() for each in folded.all())
    names = page.locator(".el-contact-group > summary")
    assert names.count() > 4
    assert all(each.is_visible() for each in names.all())
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not any(each.is_visible() for each in page.locator(".el-rule").all())


@pytest.mark.parametrize(
    ("link", "name"),
    [("drawing (SVG)", "flowchart-2020-06.svg"), ("text for Mermaid", "flowchart-2020-06.mmd")],
)
def test_a_flowchart_can_be_taken_away(link: str, name: str, visit: Visits) -> None:
    page = page_of(visit, "knowsley", HANDSET)
    page.locator("summary:has(#flowchart)").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    assert download.value.suggested_filename == name
    words = download.value.path().read_text(encoding="utf-8")
    if name.endswith(".svg"):
        ElementTree.fromstring(words)
    assert "Stage 4: Chair of the" in words


@FITS_WITH_BOTH_FONTS
def test_a_drawing_by_itself_is_light_or_dark_as_the_device_is(visit: Visits) -> None:
    ground = "getComputedStyle(document.querySelector('.el-ground')).fill"
    address = "policies/barnsley/flowchart-v4.svg"
    assert visit(address).evaluate(ground) == "rgb(255, 255, 255)"
    dark = visit(address, scheme="dark")
    assert dark.evaluate(ground) == "rgb(30, 33, 41)"
    assert dark.evaluate(OUTSIDE) == []


def test_a_printed_copy_says_until_when_it_is_valid(visit: Visits) -> None:
    page = visit("policies/knowsley/index.html", at="2026-11-22 12:00")
    note = page.locator(".el-printed")
    expect(note).to_be_hidden()
    page.emulate_media(media="print")
    expect(note).to_be_visible()
    expect(note).to_have_text("A printed copy is valid for 48 hours.")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(note).to_have_text(
        "Printed on Sunday 22 November 2026 at 12:00; "
        "valid until Tuesday 24 November 2026 at 12:00."
    )
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(note).to_have_text("A printed copy is valid for 48 hours.")


def test_without_scripts_a_printed_copy_still_says_how_long(visit: Visits) -> None:
    page = visit("policies/knowsley/index.html", print_media=True, scripts=False)
    expect(page.get_by_text("A printed copy is valid for 48 hours.")).to_be_visible()


def test_answers_stand_side_by_side_where_there_is_room(visit: Visits) -> None:
    def lefts(screen: ViewportSize) -> set[float]:
        page = visit("policies/compare.html", screen=screen)
        answers = page.locator(".el-question").first.locator("dt").all()
        places = [each.bounding_box() for each in answers]
        return {place["x"] for place in places if place}

    assert len(lefts(PHONE)) == 1
    assert len(lefts(DESKTOP)) >= 4
