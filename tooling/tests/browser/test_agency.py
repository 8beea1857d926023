"""My agency: choosing it, and what it must do next, the most urgent first."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from escalation_log.site.publication import Publication
from escalation_log.site.tracking.summaries import CaseSummary, DutySummary
from tests.browser.visiting import PHONE, Visits

AGENCY = "agencies/barnsley/northside-academy.html"


def owed(
    cases: list[CaseSummary], policy: str, agency: str
) -> list[tuple[CaseSummary, DutySummary]]:
    return [
        (case, duty)
        for case in cases
        for duty in case.to_do
        if case.policy == policy and agency in duty.acting
    ]


def group(page: Page, state: str) -> list[str]:
    """Give the cases of the cards in a group."""
    return page.locator(f'[data-group="{state}"] .el-action__case').all_inner_texts()


def test_an_agency_is_found_by_its_area(visit: Visits, cases: list[CaseSummary]) -> None:
    page = visit("index.html")
    page.goto(page.url.replace("index.html", "agencies/index.html"))
    page.get_by_role("link", name="Barnsley Safeguarding Children Partnership").last.click()
    field = page.get_by_label("Type the first letters of your agency")
    expect(field).to_be_focused()
    expect(page.locator(".el-choice-list li:visible")).to_have_count(0)
    field.fill("zz")
    expect(page.locator("[data-find-agency]")).to_contain_text("No agency here begins with that.")
    field.fill("nort")
    expect(page.locator("[data-find-agency]")).to_contain_text("1 agency")
    section = page.locator('[data-area="barnsley"]')
    entry = section.locator("li", has_text="Northside Academy")
    actions = owed(cases, "barnsley", "northside-academy")
    late = sum(duty.is_overdue for _, duty in actions)
    assert f"{len(actions)} to do" in entry.inner_text()
    assert f"{late} late" in entry.inner_text()
    entry.get_by_role("link").click()
    page.wait_for_url(f"**/{AGENCY}")
    assert page.locator("h1").inner_text() == "Northside Academy (invented)"


def test_what_is_late_is_not_counted_until_the_edition_is_signed_off(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    """The lists are as they were; a script moves what has become late, and counts the others."""
    case, agency = next(
        (case, agency)
        for case in cases
        for duty in case.to_do
        for agency in duty.acting
        if case.policy == "city-and-hackney" and duty.due_at is not None and agency != "partnership"
    )
    page = visit("agencies/index.html")
    page.get_by_role("button", name="Show all of them").click()
    section = page.locator('[data-area="city-and-hackney"]')
    why = "Figures by agency are given once the partnership has signed off"
    assert why in section.inner_text()
    assert " late" not in section.inner_text()
    assert why not in page.locator('[data-area="barnsley"]').inner_text()
    page = visit(f"agencies/city-and-hackney/{agency}.html", at="2027-01-15 09:00")
    assert why in page.locator("main").inner_text()
    assert case.reference in " ".join(group(page, "overdue"))
    assert page.locator('[data-group="overdue"] [data-number]').count() == 0
    others = page.locator("[data-group]:not([data-group=overdue]) [data-number]")
    assert others.count() == page.locator("[data-group]").count() - 1


def test_every_member_and_the_partnership_has_a_page(
    publication: Publication, site: Path, visit: Visits
) -> None:
    page = visit("agencies/index.html")
    linked = set(page.locator(".el-choice-list a").evaluate_all("all => all.map((a) => a.href)"))
    expected = set()
    for edition in publication.current:
        for agency in (*edition.partnership.agencies, "partnership"):
            name = edition.partnership.agencies[agency].id if agency != "partnership" else agency
            expected.add(f"agencies/{edition.policy.id}/{name}.html")
    assert {link.split("/agencies/")[1] for link in linked} == {
        address.removeprefix("agencies/") for address in expected
    }
    assert all((site / address).is_file() for address in expected)


def test_what_is_most_urgent_comes_first(visit: Visits, cases: list[CaseSummary]) -> None:
    """A case stands once, under what the most urgent of its duties asks."""
    page = visit(AGENCY)
    states = ("overdue", "due-soon", "running", "outstanding")
    actions = owed(cases, "barnsley", "northside-academy")
    first = {
        case.reference: min(
            states.index(duty.due.state) for other, duty in actions if other is case
        )
        for case, _ in actions
    }
    assert len(first) < len(actions)
    for rank, state in enumerate(states):
        fitting = [reference for reference, other in first.items() if other == rank]
        assert sorted(group(page, state)) == sorted(fitting)
        assert page.locator(f'[data-group="{state}"]').is_visible() == bool(fitting)
    for reference in first:
        card = page.locator(".el-action", has_text=reference)
        titles = card.locator(".el-action__duty strong:not([data-far])").all_inner_texts()
        assert sorted(titles) == sorted(
            duty.title for case, duty in actions if case.reference == reference
        )
    dues = page.locator('[data-group="overdue"] .el-action').evaluate_all(
        "all => all.map((card) => card.querySelector('time').dateTime)"
    )
    assert dues == sorted(dues)
    top = page.locator(".el-action").first
    assert "BA-2026-0003" in top.inner_text()
    assert "Stage 1: Safeguarding leads or managers" in top.inner_text()


def test_what_has_become_late_moves_up(visit: Visits) -> None:
    address = "agencies/knowsley/early-help.html"
    page = visit(address)
    assert "KN-2026-0008" in group(page, "running")
    later = visit(address, at="2026-11-26 09:00")
    assert "KN-2026-0008" in group(later, "overdue")
    assert "KN-2026-0008" not in group(later, "running")
    number = later.locator('[data-group="overdue"] [data-number]').inner_text()
    assert number == str(len(group(later, "overdue")))
    index = visit("agencies/index.html", at="2026-11-26 09:00")
    entry = index.locator('[data-area="knowsley"] li', has_text="Early help")
    assert "late" in entry.inner_text()


def test_what_keeps_the_child_safe_is_asked_for_once_a_case(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    page = visit(AGENCY)
    lacking = {
        case.reference
        for case, _ in owed(cases, "barnsley", "northside-academy")
        if case.is_open and not case.has_safeguards
    }
    assert lacking
    warned = page.locator(".el-action", has=page.locator(".el-action__warning"))
    assert sorted(warned.locator(".el-action__case").all_inner_texts()) == sorted(lacking)


def test_who_meets_a_duty_can_be_rung_and_nobody_else(visit: Visits) -> None:
    page = visit("agencies/knowsley/childrens-social-care.html", screen=PHONE)

    def card(case: str, title: str) -> Locator:
        duties = page.locator(".el-action", has_text=case).locator(".el-action__duty")
        return duties.filter(has_text=title).first

    resolving = card("KN-2026-0006", "Resolve between line managers")
    resolving.locator("summary").click()
    phone = resolving.locator(".el-action__teams a[href^='tel:']")
    assert phone.count() == 1
    assert phone.is_visible()
    assert phone.get_attribute("href") == "tel:01514960112"
    assert "Northside Academy" in resolving.locator(".el-action__teams li").inner_text()
    advice = card("KN-2026-0006", "Take the designated professional's advice")
    assert advice.locator("summary").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_case_keeps_its_duties_and_its_warning_where_it_moves(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    case = next(each for each in cases if each.reference == "KN-2026-0008")
    assert case.is_open
    assert not case.has_safeguards
    for at in ("2026-11-22 12:00", "2026-11-26 09:00"):
        page = visit("agencies/knowsley/early-help.html", at=at)
        card = page.locator(".el-action", has_text="KN-2026-0008")
        assert card.count() == 1
        assert card.locator(".el-action__warning").is_visible()
        titles = [duty.title for duty in case.to_do if "early-help" in duty.acting]
        assert card.locator(".el-action__duty").count() == len(titles)


# The card of a case as often as wanted, under references of its own.
MULTIPLY = """([number]) => {
  const card = document.querySelector(".el-action");
  const rest = document.querySelectorAll(".el-action");
  for (const each of rest) if (each !== card) each.remove();
  for (let place = 2; place <= number; place += 1) {
    const other = card.cloneNode(true);
    other.querySelector(".el-action__case").textContent = `BA-2026-${1000 + place}`;
    card.parentElement.append(other);
  }
  const more = document.createElement("button");
  more.id = "more-actions";
  more.dataset.words = "Show {number} more";
  document.querySelector("#all-actions").after(more);
  document.dispatchEvent(
    new CustomEvent("escalation-log:told", { detail: escalationLogClock.now() }));
}"""


def test_twenty_cases_are_shown_and_more_on_demand(visit: Visits) -> None:
    page = visit(AGENCY, screen=PHONE)
    page.evaluate(MULTIPLY, [45])
    seen = page.locator(".el-action:visible")
    more = page.locator("#more-actions")
    assert seen.count() == 20
    assert more.inner_text() == "Show 20 more"
    more.click()
    assert seen.count() == 40
    focused = "document.activeElement.querySelector('.el-action__case').textContent"
    assert page.evaluate(focused) == "BA-2026-1021"
    assert more.inner_text() == "Show 5 more"
    more.click()
    assert seen.count() == 45
    assert more.is_hidden()


def test_what_is_not_shown_yet_is_printed(visit: Visits) -> None:
    page = visit(AGENCY, print_media=True)
    page.evaluate(MULTIPLY, [25])
    assert page.locator(".el-action:visible").count() == 25


def test_an_immediate_risk_stands_above_every_date(visit: Visits, cases: list[CaseSummary]) -> None:
    case = next(case for case in cases if case.is_at_risk)
    agency = case.to_do[0].acting[0]
    for at in ("2026-11-22 12:00", "2026-12-31 12:00"):
        page = visit(f"agencies/{case.policy}/{agency}.html", at=at)
        assert case.reference in group(page, "at-once")
        first = page.locator(".el-action").first
        assert "Immediate risk" in first.inner_text()
        assert page.locator('[data-group="at-once"] h2').inner_text().startswith("At once")


def test_one_waits_for_others_and_goes_on_to_the_tracker(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    case = next(
        case
        for case in cases
        if case.to_do and case.raising not in {a for duty in case.to_do for a in duty.acting}
    )
    page = visit(f"agencies/{case.policy}/{case.raising}.html")
    assert case.reference in page.locator(".el-waiting").inner_text()
    page.get_by_role("link", name="The same in the tracker").click()
    page.wait_for_url(f"**/tracker.html?agency={case.policy}.{case.raising}")
    number = len({each.reference for each, _ in owed(cases, case.policy, case.raising)})
    assert page.locator("#tracker-count").inner_text() == f"{number} of {len(cases)} cases"


def test_it_prints_without_what_only_a_screen_can_do(visit: Visits) -> None:
    page = visit(AGENCY, print_media=True)
    assert page.locator(".el-action").first.is_visible()
    assert page.locator(".el-action-list").first.evaluate("el => getComputedStyle(el).display") == (
        "block"
    )
