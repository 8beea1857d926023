"""The page of a case as a social worker meets it: on a phone, by keyboard, days later, on paper."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.chromium import FITS_WITH_BOTH_FONTS, IS_HIT_WITH_BOTH_FONTS
from tests.browser.visiting import PHONE, Scheme, Visits
from tests.thoroughness import whole

OVERDUE = "cases/2026/KN-2026-0006.html"
RUNNING = "cases/2026/KN-2026-0008.html"
REVIEWED = "cases/2026/WS-2026-0003.html"
CLOSED = "cases/2026/KN-2026-0004.html"
GUIDES = "cases/2026/BA-2026-0003.html"
LARGEST = "cases/2026/BA-2026-0001.html"

# A phone of today.
SCREEN = ViewportSize(width=390, height=844)
SMALL_TARGETS = """
    (least) => [...document.querySelectorAll(
      '.el-case :is(a[href^="tel:"], summary, .el-call, .el-aim, .el-duty a, .el-stages a)'
    )]
      .filter((each) => !each.closest(".el-receipt li"))
      .filter((each) => each.checkVisibility())
      .map((each) => [each.textContent.trim(), each.getBoundingClientRect().height])
      .filter(([, height]) => height < least)
"""

EDGE_AND_MARK = """
    (each) => getComputedStyle(each).borderTopStyle + getComputedStyle(each, "::before").content
"""

# As a page built before the day was over would have it; then the clock is asked anew.
REVIEW_ON = """
    (day) => {
      const review = document.querySelector("[data-review-on]");
      review.dataset.reviewOn = day;
      review.querySelector("[data-until]").hidden = false;
      review.querySelector("[data-after]").hidden = true;
      document.dispatchEvent(new Event("visibilitychange"));
    }
"""


def shown_sections(page: Page) -> list[str]:
    return [each.get_attribute("id") or "" for each in page.locator(".el-case h2").all()]


@FITS_WITH_BOTH_FONTS
@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        (OVERDUE, "dark"),
        (CLOSED, "light"),
        (LARGEST, "dark"),
        whole(OVERDUE, "light"),
        whole(CLOSED, "dark"),
        whole(LARGEST, "light"),
    ],
)
def test_a_narrow_phone_scrolls_one_way_only(address: str, scheme: Scheme, visit: Visits) -> None:
    page = visit(address, screen=PHONE, scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE["width"]


@FITS_WITH_BOTH_FONTS
@pytest.mark.parametrize("address", [RUNNING, OVERDUE, REVIEWED])
def test_the_first_screen_says_what_it_is_about_who_must_act_by_when_and_what_keeps_safe(
    address: str, visit: Visits
) -> None:
    page = visit(address, screen=SCREEN)
    ends = []
    for selector in (
        "h1",
        ".el-about",
        ".el-next h3",
        ".el-next .el-when",
        ".el-next > p:last-of-type",
        "#safeguards",
        ".el-safety :is(.el-measures, .el-alarm) >> visible=true",
    ):
        box = page.locator(selector).first.bounding_box()
        assert box is not None, selector
        ends.append(box["y"] + box["height"])
    assert ends == sorted(ends)
    assert ends[-1] < SCREEN["height"]


def test_whom_to_ring_and_the_number_for_danger_are_a_touch_away(visit: Visits) -> None:
    page = visit(OVERDUE, screen=SCREEN)
    danger = page.locator(".el-danger").bounding_box()
    assert danger is not None
    assert danger["y"] + danger["height"] < SCREEN["height"]
    number = page.locator(".el-next a[href^='tel:']").first
    expect(number).to_be_hidden()
    page.locator(".el-next summary", has_text="Whom to ring").click()
    expect(number).to_be_visible()
    expect(number).to_be_in_viewport()
    expect(visit(OVERDUE).locator(".el-next a[href^='tel:']").first).to_be_visible()


@IS_HIT_WITH_BOTH_FONTS
@pytest.mark.parametrize("address", [RUNNING, OVERDUE, LARGEST])
def test_every_link_to_the_policy_is_large_enough_for_a_thumb(address: str, visit: Visits) -> None:
    page = visit(address, screen=PHONE)
    assert page.evaluate(SMALL_TARGETS, 24) == []
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    assert page.evaluate(SMALL_TARGETS, 24) == []


def test_what_is_marked_is_found_from_the_contents(visit: Visits) -> None:
    page = visit(OVERDUE, screen=PHONE)
    page.get_by_text("On this page").click()
    page.locator(".el-contents").get_by_role("link", name="What is marked").click()
    assert page.url.endswith("#marks")
    expect(page.locator("#marks")).to_be_in_viewport()
    expect(page.locator("#missed")).to_have_text("2 breaches")
    expect(page.locator(".el-marks--breach")).to_contain_text("Resolve between line managers")


def test_the_contents_stand_beside_the_reference_and_cover_nothing(visit: Visits) -> None:
    page = visit(LARGEST, screen=PHONE)
    for is_open in (False, True):
        if is_open:
            page.get_by_text("On this page").click()
        boxes = [page.locator(each).bounding_box() for each in (".el-contents", "h1#case")]
        contents, heading = (each for each in boxes if each is not None)
        below = heading["y"] >= contents["y"] + contents["height"]
        assert below is is_open


def test_marks_can_be_told_apart_without_colours(visit: Visits) -> None:
    edges = {}
    for address in (OVERDUE, GUIDES):
        page = visit(address, forced_colours=True)
        for chip in page.locator(".el-marks .el-chip").all():
            look = (chip.get_attribute("class") or "").rpartition("--")[2]
            edges[look] = chip.evaluate(EDGE_AND_MARK)
    assert edges == {"breach": 'solid"! "', "no-record": "dashednone", "guide": "dottednone"}


def test_the_number_for_danger_can_be_read_in_the_devices_own_colours(visit: Visits) -> None:
    page = visit(OVERDUE, forced_colours=True)
    ink, ground = page.locator(".el-danger a.el-call").evaluate(
        "each => [getComputedStyle(each).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert ink != ground


def test_what_is_long_is_folded_on_a_phone_and_open_where_there_is_room(visit: Visits) -> None:
    chart = "svg.el-flowchart"
    phone = visit(OVERDUE, screen=PHONE)
    expect(phone.locator(chart)).to_be_hidden()
    phone.get_by_text("Stage 2 of 4: First line managers").last.click()
    expect(phone.locator(chart)).to_be_visible()
    expect(phone.locator(chart)).to_contain_text("You are here")
    expect(visit(OVERDUE).locator(chart)).to_be_visible()


def test_a_receipt_opens_by_keyboard_and_leads_to_its_event(visit: Visits) -> None:
    page = visit(OVERDUE, screen=PHONE)
    duty = page.locator(".el-duty:not(.el-next)", has_text="Resolve between line managers")
    duty.locator("summary", has_text="Why this date").focus()
    page.keyboard.press("Enter")
    expect(duty.locator(".el-result")).to_contain_text("Due: last day in time")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("clause 4, stage 2")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("event 5")
    page.keyboard.press("Enter")
    assert page.url.endswith("#event-5")
    expect(page.locator("#event-5")).to_be_in_viewport()


def test_a_deadline_that_passes_after_the_build_shows_as_late(visit: Visits) -> None:
    fresh = visit(RUNNING)
    expect(fresh.locator(".el-next .el-chip")).not_to_have_text("Overdue")
    expect(fresh.locator("[data-overdue]")).to_be_hidden()
    stale = visit(RUNNING, at="2026-12-01 09:00")
    expect(stale.locator(".el-next .el-chip").first).to_have_text("Overdue")
    expect(stale.locator(".el-next")).to_have_attribute("data-state", "overdue")
    expect(stale.locator("[data-overdue]")).to_have_text(re.compile(r"\d overdue"))
    expect(stale.locator(".el-build")).to_contain_text("Ask your business team for a newer one.")


def test_a_review_day_that_passes_after_the_build_is_loud(visit: Visits) -> None:
    page = visit(REVIEWED, at="2026-12-10 23:30")
    page.evaluate(REVIEW_ON, "2026-12-10")
    expect(page.locator("[data-until]")).to_be_visible()
    expect(page.locator(".el-alarm")).to_be_hidden()
    page.clock.set_system_time("2026-12-11 00:01")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".el-alarm")).to_contain_text("The day to look at this again has passed")
    expect(page.locator("[data-until]")).to_be_hidden()


def test_without_scripts_the_page_says_of_when_it_is(visit: Visits) -> None:
    page = visit(OVERDUE, screen=PHONE, scripts=False)
    expect(page.locator(".el-build")).to_contain_text(
        "Last updated Sunday 22 November 2026 at 12:00"
    )
    expect(page.locator(".el-next .el-when")).to_contain_text("late, due Friday 13 November 2026")
    expect(page.locator("svg.el-flowchart")).to_be_visible()


def test_paper_has_everything_opened_and_no_addresses(visit: Visits) -> None:
    page = visit(LARGEST)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    closed = page.locator(".el-case details:not([open])").count()
    assert closed == 0
    added = page.locator(".el-case a").evaluate_all(
        "all => all.map((each) => getComputedStyle(each, '::after').content)"
    )
    assert set(added) <= {"none", "normal"}
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".el-case details[open]:not([data-folds])").count() == 0


@pytest.mark.parametrize("address", [OVERDUE, CLOSED])
def test_headings_go_down_one_level_at_a_time(address: str, visit: Visits) -> None:
    page = visit(address)
    levels = page.locator(".md-content :is(h1, h2, h3, h4)").evaluate_all(
        "all => all.map((each) => Number(each.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1


def test_a_closed_case_begins_with_how_it_ended(visit: Visits) -> None:
    page = visit(CLOSED, screen=PHONE)
    assert shown_sections(page)[:3] == ["outcome", "to-do", "safeguards"]
    expect(page.locator(".el-alarm")).to_have_count(0)


def test_whom_to_ring_does_not_look_like_danger(visit: Visits) -> None:
    page = visit(OVERDUE, screen=PHONE)
    edge = "each => getComputedStyle(each).borderLeftWidth"
    assert page.locator(".el-ring").evaluate(edge) == "0px"
