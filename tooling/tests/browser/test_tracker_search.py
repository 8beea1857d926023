"""The tracker: searching, and what else its form offers."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from escalation_log.site.tracking.summaries import CaseSummary
from tests.browser.axe import assert_none
from tests.browser.tracking import ROWS, count, query, references
from tests.browser.visiting import Visits


def agencies_of(case: CaseSummary) -> set[str]:
    acting = {agency for duty in case.to_do for agency in duty.acting}
    return {case.raising, *case.receiving, *acting}


SEARCHES: dict[str, Callable[[CaseSummary], bool]] = {
    "kn-2026-0007": lambda case: case.reference == "KN-2026-0007",
    "MIDWIFERY west": lambda case: (
        case.policy == "west-sussex" and "midwifery" in agencies_of(case)
    ),
    "line managers knowsley": lambda case: case.policy == "knowsley" and case.stage == "stage-2",
    "accountability": lambda case: case.theme == "accountability",
}


def test_a_search_finds_words_wherever_they_stand(visit: Visits, cases: list[CaseSummary]) -> None:
    page = visit("tracker.html")
    search = page.locator("#tracker-find")
    for words, fits in SEARCHES.items():
        search.fill(words)
        search.press("Enter")
        fitting = {case.reference for case in cases if fits(case)}
        assert fitting, words
        assert set(references(page)) == fitting, words
        assert count(page) == f"{len(fitting)} of {len(cases)} cases"
    search.fill("nothing like it")
    expect(page.locator("#tracker-none")).to_be_visible()
    assert count(page) == f"0 of {len(cases)} cases"
    assert not page.locator("#tracker-table").is_visible()
    assert "Take out a word of the search" in page.locator("#tracker-none").inner_text()
    assert_none(page, "with nothing found")
    page.locator("#tracker-none [data-reset]").click()
    assert count(page) == f"{len(cases)} cases"


def test_what_the_form_does_not_offer_is_no_choice(visit: Visits, cases: list[CaseSummary]) -> None:
    page = visit("tracker.html?state=%3Cb%3E&agency=nowhere.nobody&sort=x&due_from=soon")
    assert count(page) == f"{len(cases)} cases"
    assert query(page) == ""
    unknown = page.locator("#tracker-unknown")
    assert "asked for something that this tracker does not have" in unknown.inner_text()
    assert unknown.is_visible()
    page.locator("#tracker-state").select_option("open")
    expect(unknown).to_be_hidden()
    page = visit("tracker.html?policy=nonexist&agency=foo")
    assert page.locator("#tracker-unknown").is_visible()
    page = visit("tracker.html?policy=knowsley&sort=newest&due_from=2026-01-01")
    assert not page.locator("#tracker-unknown").is_visible()


def test_an_area_offers_its_own_agencies_and_stages(visit: Visits) -> None:
    page = visit("tracker.html?policy=knowsley")
    groups = "els => [...new Set(els.map((el) => el.parentElement.label))]"
    for name in ("agency", "stage"):
        options = page.locator(f"#tracker-{name} optgroup option")
        assert options.evaluate_all(groups) == ["Knowsley Safeguarding Children Partnership"]
    page.locator("#tracker-policy").select_option("")
    assert page.locator("#tracker-agency optgroup").count() == 5


def test_by_keyboard(visit: Visits) -> None:
    page = visit("tracker.html")
    page.locator(".el-card--overdue button").focus()
    page.keyboard.press("Space")
    assert query(page) == "?state=overdue"
    page.locator("#tracker-find").focus()
    page.keyboard.type("knowsley")
    page.keyboard.press("Enter")
    assert query(page) == "?find=knowsley&state=overdue"
    for _ in range(3):  # past the button and the fold
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "policy"


def test_who_has_a_case_number_begins_to_type_it(visit: Visits) -> None:
    page = visit("areas/knowsley.html")
    page.get_by_role("link", name="I have a case number").click()
    expect(page.locator("#tracker-find")).to_be_focused()
    page.keyboard.type("KN-2026-0006")
    expect(page.locator(ROWS)).to_have_count(1)
