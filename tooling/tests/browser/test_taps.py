"""How many taps and stops there are between the home page and what somebody came for."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.visiting import Visits

PHONE_IN_HAND = ViewportSize(width=390, height=844)


@dataclass
class Thumb:
    """Taps what is named, and counts."""

    page: Page
    taps: int = 0

    def on(self, target: Locator) -> None:
        self.page.wait_for_load_state("load")
        target.tap()
        self.taps += 1


def at_home(visit: Visits) -> Thumb:
    return Thumb(visit("index.html", screen=PHONE_IN_HAND, touch=True))


def area(page: Page) -> Locator:
    return page.locator(".el-doors").get_by_role("link", name="Knowsley")


def door(page: Page, words: str) -> Locator:
    return page.locator(".el-door").get_by_role("link", name=words)


def button(page: Page, words: str) -> Locator:
    return page.locator("#now").get_by_role("button", name=words)


def test_a_refused_referral_takes_three_taps_to_date_and_text_and_then_two(visit: Visits) -> None:
    thumb = at_home(visit)
    page = thumb.page
    thumb.on(area(page))
    for taps in (3, 2):
        thumb.on(door(page, "They refused, or decided something unsafe"))
        thumb.on(button(page, "Just now"))
        expect(page.locator(".el-now__date")).to_have_text("By the end of Tuesday 24 November 2026")
        expect(page.locator(".el-now__date")).to_be_in_viewport()
        assert "[case reference]" in page.get_by_label("Message").input_value()
        assert thumb.taps == taps
        thumb.taps = 0
        page.goto(page.url.partition("what-now")[0] + "index.html")


def test_a_challenge_on_a_friday_takes_four_taps_and_its_day(visit: Visits) -> None:
    thumb = at_home(visit)
    page = thumb.page
    thumb.on(area(page))
    thumb.on(door(page, "I received a challenge"))
    thumb.on(button(page, "They have raised it with me"))
    page.get_by_label("Day").fill("2026-11-20")
    thumb.on(button(page, "Go on"))
    expect(page.locator(".el-now__date")).to_have_text("By the end of Wednesday 25 November 2026")
    assert thumb.taps == 4


def test_danger_is_two_taps_away_and_999_is_on_the_first_page(visit: Visits) -> None:
    thumb = at_home(visit)
    page = thumb.page
    ring = page.get_by_role("link", name="Ring 999")
    expect(ring).to_have_attribute("href", "tel:999")
    expect(ring).to_be_in_viewport()
    thumb.on(area(page))
    thumb.on(door(page, "A child may be in danger now"))
    expect(page.locator("[data-danger] li").first).to_contain_text("Ring 999 now")
    expect(page.locator("[data-danger] li").first).to_be_in_viewport()
    assert thumb.taps == 2


def test_what_my_agency_must_do_takes_three_taps_and_two_letters(visit: Visits) -> None:
    thumb = at_home(visit)
    page = thumb.page
    thumb.on(area(page))
    thumb.on(door(page, "What must my agency do next?"))
    expect(page.locator(".el-choice-list li:visible")).to_have_count(0)
    page.get_by_label("Type the first letters of your agency").fill("ho")
    thumb.on(page.get_by_role("link", name="Housing (invented)"))
    expect(page.locator("h1")).to_have_text("Housing (invented)")
    assert thumb.taps == 3


@pytest.mark.parametrize(
    ("address", "wanted", "stops"),
    [
        ("areas/knowsley.html", "They refused, or decided something unsafe", 2),
        ("what-now/knowsley.html", "A child may be in danger now", 1),
        ("agencies/index.html", "Type the first letters of your agency", 1),
    ],
)
def test_few_stops_of_the_keyboard_lie_before_what_somebody_came_for(
    visit: Visits, address: str, wanted: str, stops: int
) -> None:
    page = visit(address)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    if address.startswith("what-now"):
        # The page leads on to its question.
        expect(page.locator(":focus")).to_have_text("What has happened?")
    named = """() => {
      const { labels, textContent } = document.activeElement;
      return labels?.length ? labels[0].textContent : textContent;
    }"""
    for _ in range(stops):
        page.keyboard.press("Tab")
    assert page.evaluate(named).strip().startswith(wanted)
