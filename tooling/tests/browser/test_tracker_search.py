"""The tracker: searching, and what else its form offers."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from playwright.sync_api import expect

from escalation_log.site.tracking.summaries import CaseSummary
from tests.browser.axe import assert_none
from tests.browser.tracking import ROWS, count, query, references, unfold
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
    page = visit("tracker.html?state=all")
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
    assert "Take a word out of the search" in page.locator("#tracker-none").inner_text()
    assert_none(page, "with nothing found")
    page.locator("#tracker-none [data-reset]").click()
    assert count(page) == f"{sum(case.is_current for case in cases)} of {len(cases)} cases"


# However somebody types it: capitals or not, divided or not, with or without zeros.
TYPED = (
    "KN-2026-0006",
    "KN20260006",
    "kn20260006",
    "kn 2026 0006",
    "KN-2026-6",
    "KN/2026/0006",
    "KN\u20112026\u20110006",
    "KN\u20132026 \u2013 0006.",
    "\uff2b\uff2e\uff0d2026\uff0d0006",
    "  kn 6  ",
    "KN0006",
)


def test_a_reference_is_found_however_it_is_typed(visit: Visits) -> None:
    page = visit("tracker.html")
    search = page.locator("#tracker-find")
    for typed in TYPED:
        search.fill(typed)
        search.press("Enter")
        found = [each for each in references(page) if each.endswith("-0006")]
        assert found == references(page) == ["KN-2026-0006"], typed


def test_a_reference_without_letters_finds_that_of_every_area(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    page = visit("tracker.html?find=2026%2F6")
    expected = {each.reference for each in cases if each.reference.endswith("-2026-0006")}
    assert len(expected) > 1
    assert set(references(page)) == expected


def test_the_beginning_of_a_reference_finds_what_begins_with_it(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    page = visit("tracker.html?find=kn2026&state=all")
    expected = {each.reference for each in cases if each.reference.startswith("KN-2026-")}
    assert set(references(page)) == expected


def test_a_number_beside_words_is_no_reference(visit: Visits, cases: list[CaseSummary]) -> None:
    page = visit("tracker.html?find=stage+2&policy=knowsley")
    expected = {
        each.reference
        for each in cases
        if each.policy == "knowsley" and each.is_current and each.stage == "stage-2"
    }
    assert expected
    assert expected <= set(references(page))


def test_a_reference_finds_its_case_however_that_stands(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    over = next(each for each in cases if not each.is_current)
    page = visit(f"tracker.html?find={over.reference}&state=chase")
    assert references(page) == [over.reference]


def test_a_row_shows_what_was_searched_for(visit: Visits, cases: list[CaseSummary]) -> None:
    """Of several duties the one whose words fit; what stands nowhere else stands below."""
    case = next(
        each for each in cases if each.is_current and len({duty.title for duty in each.to_do}) > 1
    )
    last = case.to_do[-1]
    page = visit(f"tracker.html?{urlencode({'find': last.title, 'policy': case.policy})}")
    row = page.locator(ROWS, has_text=case.reference)
    assert row.locator("[data-slot=duty]").inner_text() == last.title
    assert row.locator("[data-slot=matched]").count() == 0
    assert case.to_do[0].title != last.title
    page = visit("tracker.html?find=accountability&state=all")
    matched = page.locator(f"{ROWS} [data-slot=matched]").all_inner_texts()
    assert len(matched) == len(references(page)) > 0
    assert all("accountability" in each.lower() for each in matched)


def test_what_the_form_does_not_offer_is_no_choice(visit: Visits, cases: list[CaseSummary]) -> None:
    page = visit("tracker.html?state=%3Cb%3E&agency=nowhere.nobody&sort=x&due_from=soon")
    assert count(page) == f"{sum(case.is_current for case in cases)} of {len(cases)} cases"
    assert query(page) == ""
    unknown = page.locator("#tracker-unknown")
    assert "asked for something that this tracker does not have" in unknown.inner_text()
    assert unknown.is_visible()
    unfold(page)
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
    unfold(page)
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
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the fold
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "policy"


def test_who_has_a_case_number_begins_to_type_it(visit: Visits) -> None:
    page = visit("areas/knowsley.html")
    page.get_by_role("link", name="I have a case number").click()
    expect(page.locator("#tracker-find")).to_be_focused()
    page.keyboard.type("KN-2026-0006")
    expect(page.locator(ROWS)).to_have_count(1)
