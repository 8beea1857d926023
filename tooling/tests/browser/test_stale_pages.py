"""A page that is read long after it was built says what has passed since, and how old it is."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from escalation_log.model.assessments import DutyAssessment
from escalation_log.site.addresses import case_address
from escalation_log.site.publication import Publication
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.words.states import DUTY_STATES
from tests.browser.dues import BUILT, open_dues
from tests.browser.visiting import PHONE, Visits
from tests.site.building import AS_OF


def case_with(publication: Publication, state: str) -> tuple[str, DutyAssessment]:
    """Find a case with a required duty of a state; give its page's address and the duty."""
    for file in publication.files:
        for row in open_dues(publication, file).values():
            if row.state.value == state and row.force.value == "required":
                return case_address(file.case.reference), row
    raise LookupError(state)


def test_a_stale_page_tells_what_has_become_late(publication: Publication, visit: Visits) -> None:
    address, row = case_with(publication, "running")
    assert row.due is not None
    page = visit(address, at=(row.due.at + timedelta(minutes=90)).isoformat())
    when = page.locator(f'.el-when[data-due="{row.due.local.isoformat()}"]').first
    assert when.locator("[data-chip]").inner_text() == DUTY_STATES[row.state.OVERDUE]
    assert "late, due" in when.inner_text()
    assert when.get_attribute("data-state") == "overdue"
    built = page.locator(".el-build")
    now = row.due.at + timedelta(minutes=90)
    passed = sum(
        each.due is not None and BUILT < each.due.at <= now
        for file in publication.files
        if case_address(file.case.reference) == address
        for each in open_dues(publication, file).values()
    )
    assert passed_in(built.inner_text()) == passed > 0
    assert "what follows from that is not on this page yet" in built.inner_text()
    assert "el-build--old" in (built.get_attribute("class") or "")


def passed_in(words: str) -> int:
    """Give the number of deadlines that a page says have passed."""
    (number,) = re.findall(r"(No|\d+) deadlines? ha(?:s|ve) passed since", words)
    return 0 if number == "No" else int(number)


def test_a_side_hears_of_every_deadline_of_its_cases(
    cases: list[CaseSummary], visit: Visits
) -> None:
    at = datetime(2026, 11, 26, 9, tzinfo=UTC)
    passed: Counter[str] = Counter()
    for case in cases:
        dues = [duty.due_at for duty in case.to_do if duty.due_at is not None]
        late = sum(BUILT < due <= at for due in dues)
        for agency in {case.raising, *case.receiving}:
            passed[f"agencies/{case.policy}/{agency}.html"] += late
    assert passed["agencies/knowsley/health-visiting.html"] > 0
    for address in ("agencies/knowsley/health-visiting.html", passed.most_common(1)[0][0]):
        page = visit(address, at=at.isoformat())
        assert passed_in(page.locator(".el-build").inner_text()) == passed[address], address


def test_the_tracker_counts_every_deadline_that_has_passed(
    publication: Publication, visit: Visits
) -> None:
    at = datetime(2026, 11, 26, 9, tzinfo=UTC)
    passed = sum(
        row.due is not None and BUILT < row.due.at <= at
        for file in publication.files
        for row in open_dues(publication, file).values()
    )
    assert passed > 1
    page = visit("tracker.html", at=at.isoformat(), screen=PHONE)
    words = page.locator(".el-build").inner_text()
    assert "Last updated 3 days ago:" in words
    assert f"{passed} deadlines have passed since" in words
    page = visit("agencies/index.html", at=at.isoformat())
    assert f"{passed} deadlines have passed since" in page.locator(".el-build").inner_text()


def test_a_new_page_says_so_quietly(visit: Visits) -> None:
    page = visit("tracker.html")
    built = page.locator(".el-build")
    assert built.inner_text() == (
        "Last updated less than a minute ago: Sunday 22 November 2026"
        " at 12:00. No deadline has passed since."
    )
    assert built.get_attribute("class") == "el-build"


def test_time_goes_by_on_an_open_page(publication: Publication, visit: Visits) -> None:
    address, row = case_with(publication, "running")
    assert row.due is not None
    page = visit(address)
    page.clock.install(time=row.due.at - timedelta(seconds=90))
    page.reload()
    when = page.locator(f'.el-when[data-due="{row.due.local.isoformat()}"]').first
    assert re.search(r"Due (today|tomorrow)", when.inner_text())
    page.clock.fast_forward(180_000)
    expect(when).to_have_attribute("data-state", "overdue")
    assert "late, due" in when.inner_text()


def test_a_page_that_was_away_tells_the_time_when_it_is_back(
    publication: Publication, visit: Visits
) -> None:
    address, row = case_with(publication, "running")
    assert row.due is not None
    page = visit(address)
    page.clock.set_system_time(row.due.at + timedelta(days=40))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    when = page.locator(f'.el-when[data-due="{row.due.local.isoformat()}"]').first
    assert re.search(r"\d+ working days late, due", when.inner_text())


def test_a_device_whose_clock_is_behind_does_not_turn_the_page_back(visit: Visits) -> None:
    page = visit("tracker.html", at="2025-01-01 09:00")
    assert "The clock of this device is slow." in page.locator(".el-build").inner_text()
    assert page.locator('.el-tracker tbody tr[data-state="overdue"]').count() > 0


def test_without_scripts_the_words_are_those_of_the_build(visit: Visits) -> None:
    page = visit("tracker.html", scripts=False, at="2027-06-01 09:00")
    assert page.locator(".el-build").inner_text() == (
        "Last updated Sunday 22 November 2026 at 12:00. A deadline that has passed since does not "
        "show as late."
    )
    assert AS_OF.startswith("2026-11-22")
    late = page.locator('.el-when[data-state="overdue"]').first.inner_text()
    assert re.search(r"\d+ (working|calendar) days? (late|over the guide), due", late)
