"""Policies on a real screen: what fits a phone's first one, the flowchart, and a printed copy."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.chromium import WITH_BOTH_FONTS
from tests.browser.visiting import DESKTOP, PHONE, Visits

HANDSET = ViewportSize(width=390, height=844)
POLICIES = ("barnsley", "city-and-hackney", "knowsley", "strathkell", "west-sussex")
EACH_POLICY = pytest.mark.parametrize("policy", POLICIES)

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


@WITH_BOTH_FONTS
@EACH_POLICY
def test_danger_name_and_every_stage_fit_a_phones_first_screen(policy: str, visit: Visits) -> None:
    page = page_of(visit, policy, HANDSET)
    call = page.get_by_role("link", name="Ring 999")
    height = HANDSET["height"]
    box = call.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    lines = page.locator(".el-lines > li")
    assert lines.count() >= 4
    for each in (call, page.locator("h1"), *lines.all()):
        place = each.bounding_box()
        assert place is not None
        assert place["y"] >= 0
        assert place["y"] + place["height"] <= height


@WITH_BOTH_FONTS
@EACH_POLICY
def test_the_words_of_a_flowchart_stay_in_their_boxes_and_can_be_read(
    policy: str, visit: Visits
) -> None:
    page = page_of(visit, policy, PHONE)
    assert page.locator(".el-flowchart tspan").count() > 10
    for screen in (PHONE, DESKTOP):
        page.set_viewport_size(screen)
        assert page.evaluate(OUTSIDE) == [], screen
        assert page.evaluate(SMALLEST) >= 12.9, screen


def test_a_box_of_the_flowchart_leads_to_its_stage(visit: Visits) -> None:
    page = page_of(visit, "knowsley", PHONE)
    page.locator(".el-flowchart").get_by_role("link", name="Stage 3: Senior managers").click()
    expect(page.get_by_role("heading", name="Stage 3: Senior managers")).to_be_in_viewport()


def test_the_flowchart_in_words_is_folded_on_a_phone_alone(visit: Visits) -> None:
    assert not folded(page_of(visit, "knowsley", DESKTOP))
    assert not folded(page_of(visit, "knowsley", PHONE, scripts=False))
    page = page_of(visit, "knowsley", PHONE)
    assert folded(page)
    page.get_by_text("The flowchart in words").click()
    assert not folded(page)


def folded(page: Page) -> bool:
    return page.locator(".el-flow__list:not([open])").count() == 1


@pytest.mark.parametrize(
    ("link", "name"),
    [("drawing (SVG)", "flowchart-2020-06.svg"), ("text for Mermaid", "flowchart-2020-06.mmd")],
)
def test_a_flowchart_can_be_taken_away(link: str, name: str, visit: Visits) -> None:
    page = page_of(visit, "knowsley", HANDSET)
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    assert download.value.suggested_filename == name
    words = download.value.path().read_text(encoding="utf-8")
    if name.endswith(".svg"):
        ElementTree.fromstring(words)
    assert "Stage 4: Chair of the" in words


@WITH_BOTH_FONTS
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
