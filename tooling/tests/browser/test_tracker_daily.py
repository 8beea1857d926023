"""The tracker from day to day: what to chase, what became late and is due, by touch and by keys."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from escalation_log.site.tracking.summaries import CaseSummary, DutySummary
from tests.browser.chromium import FITS_WITH_BOTH_FONTS
from tests.browser.tracking import REFERENCES, ROWS, count, query, references
from tests.browser.visiting import PHONE, Visits, resize

LONDON = ZoneInfo("Europe/London")
SMARTPHONE = ViewportSize(width=390, height=844)
# Pixels: two lines that are high enough for a thumb, and what stands around them.
TWO_LINES = 66

# A moment of reading, the Friday that "since Friday" means then, and the Sunday that ends the week.
WEEKDAYS = (
    ("2026-11-23 09:00", date(2026, 11, 20), date(2026, 11, 29)),  # a Monday
    ("2026-11-26 18:30", date(2026, 11, 20), date(2026, 11, 29)),  # a Thursday
    ("2026-11-27 00:30", date(2026, 11, 20), date(2026, 11, 29)),  # a Friday
    ("2026-11-28 09:00", date(2026, 11, 27), date(2026, 12, 6)),  # a Saturday
    ("2026-12-06 23:00", date(2026, 12, 4), date(2026, 12, 13)),  # a Sunday
)


def late(duty: DutySummary, now: datetime) -> bool:
    return duty.due_at is not None and duty.due_at <= now


def by(duty: DutySummary) -> date | None:
    """Give the day by which a duty is done by every reading."""
    return duty.due.safe_on or duty.due.on


def having(cases: list[CaseSummary], fits: Callable[[DutySummary], bool]) -> set[str]:
    return {case.reference for case in cases if any(map(fits, case.to_do))}


def number_on(page: Page, words: str) -> int:
    return int(page.get_by_role("button", name=words).locator("[data-number]").inner_text())


@pytest.mark.parametrize(("at", "friday", "sunday"), WEEKDAYS)
def test_buttons_show_what_somebody_looks_for_each_day(
    at: str, friday: date, sunday: date, visit: Visits, cases: list[CaseSummary]
) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=LONDON)
    since = datetime.combine(friday, datetime.min.time(), LONDON)
    today = now.date()
    expected = {
        "Chase today": having(
            cases,
            lambda duty: (
                duty.due.is_at_once
                or late(duty, now)
                or ((day := by(duty)) is not None and day <= today)
            ),
        )
        | {case.reference for case in cases if case.is_at_risk},
        "Overdue since Friday": having(
            cases,
            lambda duty: (
                late(duty, now)
                and not duty.due.is_own
                and duty.due_at is not None
                and duty.due_at >= since
            ),
        ),
        "Due this week": having(
            cases,
            lambda duty: (
                duty.due_at is not None
                and not late(duty, now)
                and (day := by(duty)) is not None
                and today <= day <= sunday
            ),
        ),
    }
    page = visit("tracker.html", at=at)
    for words, fitting in expected.items():
        button = page.get_by_role("button", name=words)
        assert number_on(page, words) == len(fitting), words
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        assert set(references(page)) == fitting, words
        button.click()
        assert query(page) == ""


def test_what_a_button_means_is_said_by_its_day(visit: Visits) -> None:
    page = visit("tracker.html?state=since-friday", at="2026-11-26 09:00")
    meant = page.locator("#tracker-meant")
    assert meant.inner_text() == "What became late on Friday 20 November 2026 or after."
    page.get_by_role("button", name="Due this week").click()
    assert meant.inner_text() == "What is due by Sunday 29 November 2026 and not late yet."
    page.get_by_role("button", name="Due this week").click()
    assert meant.inner_text() == ""


def test_each_row_shows_the_duty_that_was_asked_for(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    """What became late since Friday is neither the first thing to do nor the longest late."""
    at = "2026-11-26 09:00"
    now = datetime.fromisoformat(at).replace(tzinfo=LONDON)
    since = datetime(2026, 11, 20, tzinfo=LONDON)
    page = visit("tracker.html?state=since-friday", at=at)
    by_reference = {case.reference: case for case in cases}
    shown = references(page)
    assert shown
    for reference in shown:
        titles = {
            duty.title
            for duty in by_reference[reference].to_do
            if duty.due_at is not None and since <= duty.due_at <= now
        }
        row = page.locator(ROWS, has_text=reference)
        assert row.locator("[data-slot=duty]").inner_text() in titles


def test_what_became_late_since_friday_in_three_taps_as_a_spreadsheet(visit: Visits) -> None:
    page = visit("tracker.html", screen=SMARTPHONE, at="2026-11-26 09:00")
    page.get_by_role("button", name="Overdue since Friday").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save these as a spreadsheet (CSV)").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))
    assert [row["reference"] for row in rows] == references(page)
    assert {row["duty_state"] for row in rows} == {"overdue"}


def test_closed_cases_are_shown_when_they_are_asked_for(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    current = [case.reference for case in cases if case.is_current]
    page = visit("tracker.html")
    assert references(page) == current
    assert any(not case.is_open and case.is_current for case in cases)
    closed = page.locator("#tracker-closed")
    assert closed.inner_text() == f"Show {len(cases) - len(current)} closed too"
    closed.click()
    assert query(page) == "?state=all"
    assert count(page) == f"{len(cases)} cases"
    assert set(references(page)) == {case.reference for case in cases}
    expect(closed).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "tracker-results"


@FITS_WITH_BOTH_FONTS
def test_a_row_has_two_lines_on_a_phone(visit: Visits) -> None:
    page = visit("tracker.html", screen=SMARTPHONE)
    heights = page.locator(ROWS).evaluate_all("rows => rows.map((row) => row.offsetHeight)")
    # A mark beside what is far too late makes a third line.
    assert sum(height <= TWO_LINES for height in heights) >= 0.75 * len(heights), heights
    assert max(heights) <= 1.5 * TWO_LINES, heights
    whole = page.evaluate("document.documentElement.scrollHeight")
    assert whole < 3000  # it was 9,685 with closed cases, as cards of nine lines
    more = page.get_by_role("button", name="More of each case")
    more.click()
    assert more.get_attribute("aria-pressed") == "true"
    assert page.locator(f"{ROWS} [data-slot=stage]").first.is_visible()
    assert page.evaluate("document.documentElement.scrollHeight") > whole
    assert page.evaluate("document.documentElement.scrollWidth") == SMARTPHONE["width"]


def test_no_reference_breaks(visit: Visits) -> None:
    page = visit("tracker.html?state=all")
    for width in (320, 390, 700, 960, 1280, 1440):
        resize(page, {"width": width, "height": 900})
        lines = page.locator(REFERENCES).evaluate_all(
            "all => all.map((a) => a.getClientRects().length)"
        )
        heights = page.locator(REFERENCES).evaluate_all(
            "all => all.map((a) => { const range = document.createRange();"
            " range.selectNodeContents(a); return range.getClientRects().length; })"
        )
        assert set(lines) == set(heights) == {1}, width
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_few_keys_lead_to_the_first_result(visit: Visits) -> None:
    page = visit("tracker.html", screen=SMARTPHONE)
    skip = page.get_by_role("link", name="Skip to results")
    stops = 0
    while not skip.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
        stops += 1
        assert stops < 10
    assert skip.evaluate("link => link.getBoundingClientRect().height") > 10
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert stops + 1 <= 7
    first = page.evaluate("document.activeElement.textContent")
    assert first == references(page)[0]


def test_without_scripts_there_is_nothing_that_needs_them(visit: Visits) -> None:
    page = visit("tracker.html", scripts=False, screen=PHONE)
    assert not page.locator(".el-daily").is_visible()
    assert not page.get_by_role("link", name="Skip to results").is_visible()
    assert page.locator(f"{ROWS} [data-slot=stage]").first.is_visible()
    assert not page.locator(".el-when__short").first.is_visible()


def test_a_week_of_moments_moves_on() -> None:
    """The moments above are the days of the week that they say."""
    for at, friday, sunday in WEEKDAYS:
        assert friday.weekday() == 4
        assert sunday.weekday() == 6
        assert friday < datetime.fromisoformat(at).date() <= friday + timedelta(days=7)


def test_paper_says_what_is_overdue_and_has_no_buttons(visit: Visits) -> None:
    page = visit("tracker.html", print_media=True)
    late = page.locator(f"{ROWS}[data-look=overdue]").first
    assert late.locator("[data-chip]").inner_text() == "Overdue"
    assert late.locator("[data-chip]").is_visible()
    assert not page.locator(".el-daily").is_visible()
    assert not page.locator("#tracker-closed").is_visible()
    assert count(page).endswith(" cases")


def test_a_pressed_button_can_be_read_in_colours_of_the_readers_own(visit: Visits) -> None:
    page = visit("tracker.html?state=chase", forced_colours=True)
    colours = page.get_by_role("button", name="Chase today").evaluate(
        "el => [getComputedStyle(el).color, getComputedStyle(el).backgroundColor]"
    )
    assert colours[0] != colours[1]
    assert page.get_by_role("button", name="Chase today").evaluate(
        "el => getComputedStyle(el).forcedColorAdjust"
    ) == ("none")
