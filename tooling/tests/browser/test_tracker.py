"""The tracker: choosing, ordering, and an address that keeps the choice."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from escalation_log.site.publication import Publication
from escalation_log.site.tracking.names import Names
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.site.tracking.tracker import counts_of, repeats_of
from tests.browser.tracking import REFERENCES, ROWS, count, query, references, take_back, unfold
from tests.browser.visiting import Visits


def test_cards_count_and_choose(visit: Visits, cases: list[CaseSummary]) -> None:
    """Those that stand open with something to do are shown where none is chosen."""
    page = visit("tracker.html")
    counts = counts_of(cases)
    expected = {
        "open": counts.open,
        "due-soon": counts.due_soon,
        "overdue": counts.overdue,
        "breach": counts.breached,
    }
    for state, number in expected.items():
        card = page.locator(f".el-card--{state}")
        assert card.locator("[data-number]").inner_text() == str(number)
        card.get_by_role("button").click()
        assert query(page) == f"?state={state}"
        assert card.get_by_role("button").get_attribute("aria-pressed") == "true"
        if number:
            assert count(page) == f"{number} of {len(cases)} cases"
        assert len(references(page)) == number
        card.get_by_role("button").click()
        assert query(page) == ""
    assert page.locator('[aria-pressed="true"]').count() == 0


CHOICES: dict[str, tuple[str, Callable[[CaseSummary], bool]]] = {
    "policy": ("knowsley", lambda case: case.policy == "knowsley"),
    "agency": (
        "barnsley.northside-academy",
        lambda case: (
            case.policy == "barnsley"
            and any("northside-academy" in duty.acting for duty in case.to_do)
        ),
    ),
    "stage": (
        "knowsley.stage-2",
        lambda case: (case.policy, case.stage) == ("knowsley", "stage-2"),
    ),
    "theme": ("Communication", lambda case: case.theme == "communication"),
    "state": ("closed", lambda case: not case.is_open),
    "due_from": (
        "2026-11-25",
        lambda case: any(
            duty.due.on is not None and duty.due.on.isoformat() >= "2026-11-25"
            for duty in case.to_do
        ),
    ),
    "due_to": (
        "2026-11-25",
        lambda case: any(
            duty.due.on is not None and duty.due.on.isoformat() <= "2026-11-25"
            for duty in case.to_do
        ),
    ),
    "opened_from": ("2026-11-10", lambda case: case.opened_on.isoformat() >= "2026-11-10"),
    "opened_to": ("2026-11-10", lambda case: case.opened_on.isoformat() <= "2026-11-10"),
}


def test_a_choice_shows_what_fits_and_stays_in_the_address(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    page = visit("tracker.html")
    unfold(page)
    for name, (value, fits) in CHOICES.items():
        field = page.locator(f"#tracker-{name}")
        if name.endswith(("_from", "_to")):
            field.fill(value)
        else:
            field.select_option(value)
        fitting = {
            case.reference for case in cases if fits(case) and (case.is_current or name == "state")
        }
        assert 0 < len(fitting) < len(cases), name
        expect(page.locator("#tracker-count")).to_have_text(f"{len(fitting)} of {len(cases)} cases")
        assert set(references(page)) == fitting, name
        assert query(page) == f"?{name}={value}"
        page.reload()
        assert set(references(page)) == fitting, name
        assert field.input_value() == value, name
        if page.locator("#tracker-choices:not([open])").count():
            unfold(page)
        take_back(page)
        assert query(page) == ""


def test_choices_add_up_and_a_reset_takes_them_all_back(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    page = visit("tracker.html?policy=knowsley&state=open&sort=newest&find=social+care")
    shown = [
        case.reference
        for case in sorted(cases, key=lambda case: case.opened_on, reverse=True)
        if case.policy == "knowsley" and case.is_open
    ]
    assert references(page) == [each for each in shown if each in references(page)]
    assert references(page)
    assert page.locator("#tracker-chosen").inner_text().strip() == "(3 chosen)"
    take_back(page)
    assert count(page) == f"{sum(case.is_current for case in cases)} of {len(cases)} cases"
    assert query(page) == ""
    assert page.locator("#tracker-find").input_value() == ""
    assert page.evaluate("document.activeElement.id") == "tracker-find"


ORDERS: dict[str, Callable[[CaseSummary], float]] = {
    "newest": lambda case: -case.opened_on.toordinal(),
    "oldest": lambda case: case.opened_on.toordinal(),
    "reference": lambda _case: 0,
    "due": lambda case: min(
        (duty.due_at.timestamp() for duty in case.to_do if duty.due_at),
        default=float("inf"),
    ),
}


def test_orders(visit: Visits, cases: list[CaseSummary]) -> None:
    page = visit("tracker.html?state=all")
    unfold(page)
    for sort, key in ORDERS.items():
        page.locator("#tracker-sort").select_option(sort)
        rank = {case.reference: (key(case), case.reference) for case in cases}
        expected = sorted(rank, key=rank.__getitem__)
        expect(page.locator(REFERENCES), sort).to_have_text(expected)
        assert references(page) == expected, sort


def test_open_cases_nearest_the_last_stage_come_first(
    visit: Visits, cases: list[CaseSummary], publication: Publication
) -> None:
    page = visit("tracker.html?sort=stage&state=all")
    by_reference = {case.reference: case for case in cases}
    left = []
    for case in map(by_reference.__getitem__, references(page)):
        policy = publication.edition(case.edition).policy
        stages_left = len(policy.stages) - 1 - policy.stage_index(case.stage)
        left.append((not case.is_open, stages_left))
    assert len(left) == len(cases)
    assert left == sorted(left)
    assert len({stages for _, stages in left}) > 1
    assert page.locator("#tracker-sort option:checked").text_content() == (
        "Open, nearest the last stage first"
    )


def test_the_way_back_undoes_a_choice(visit: Visits) -> None:
    page = visit("tracker.html")
    unfold(page)
    first = count(page)
    page.locator("#tracker-policy").select_option("knowsley")
    expect(page.locator("#tracker-count")).not_to_have_text(first)
    page.locator("#tracker-state").select_option("open")
    page.wait_for_url("**/tracker.html?policy=knowsley&state=open")
    page.locator("#tracker-find").press_sequentially("kn-2026")
    page.wait_for_url("**/tracker.html?find=kn-2026&policy=knowsley&state=open")
    page.go_back()
    page.wait_for_url("**/tracker.html?policy=knowsley")
    assert page.locator("#tracker-state").input_value() == ""
    assert page.locator("#tracker-find").input_value() == ""
    page.go_back()
    page.wait_for_url("**/tracker.html")
    assert count(page) == first


def test_immediate_risks_come_first_and_can_be_chosen(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    at_risk = [case.reference for case in cases if case.is_at_risk]
    assert at_risk
    page = visit("tracker.html")
    assert references(page)[: len(at_risk)] == at_risk
    assert page.locator(ROWS, has_text="Immediate risk").count() == len(at_risk)
    unfold(page)
    page.locator("#tracker-state").select_option("risk")
    expect(page.locator("#tracker-count")).to_have_text(f"{len(at_risk)} of {len(cases)} cases")
    assert references(page) == at_risk


def test_the_choice_is_there_again_on_the_way_back(visit: Visits) -> None:
    page = visit("tracker.html")
    page.locator(".el-card--overdue button").click()
    before = references(page)
    page.locator(REFERENCES).first.click()
    page.wait_for_url("**/cases/**")
    page.go_back()
    page.wait_for_url("**/tracker.html?state=overdue")
    assert references(page) == before
    assert page.locator("#tracker-state").input_value() == "overdue"


def test_what_repeats_is_counted_among_the_cases_shown(
    visit: Visits, cases: list[CaseSummary], publication: Publication
) -> None:
    page = visit("tracker.html?state=open")
    repeats = repeats_of([case for case in cases if case.is_open], Names(publication))
    for kind in ("themes", "missed"):
        shown = page.locator(f'[data-repeats="{kind}"] [data-words]')
        expected = [each.words for each in getattr(repeats, kind)]
        expect(shown).to_have_text(expected)
    page.locator("#tracker-find").fill("nothing like it")
    expect(page.locator('[data-repeats="themes"] li')).to_have_count(0)
    assert page.locator('[data-repeats="themes"] + p').inner_text() == (
        "Nothing appears in two or more cases."
    )


def test_an_agency_has_no_figures_until_the_edition_is_signed_off(visit: Visits) -> None:
    """Its cases are listed all the same. Barnsley signed off how its edition was read."""
    page = visit("tracker.html")
    withheld = page.locator("#tracker-withheld")
    missed = page.locator('[data-repeats="missed"]')
    late = page.locator(".el-card--overdue [data-number]")
    assert withheld.is_hidden()
    for agency, is_withheld in (
        ("city-and-hackney.childrens-social-care", True),
        ("barnsley.childrens-social-care", False),
    ):
        page.goto(page.url.partition("?")[0] + f"?agency={agency}")
        expect(withheld).to_be_visible(visible=is_withheld)
        expect(missed.locator("xpath=..")).to_be_visible(visible=not is_withheld)
        assert (late.inner_text() == "–") == is_withheld
        assert page.locator(".el-card--open [data-number]").inner_text().isdigit()
        assert references(page)


def test_it_works_from_a_folder(visit: Visits, cases: list[CaseSummary]) -> None:
    page = visit("tracker.html", folder=True)
    unfold(page)
    page.locator("#tracker-policy").select_option("knowsley")
    number = sum(case.policy == "knowsley" and case.is_current for case in cases)
    expect(page.locator("#tracker-count")).to_have_text(f"{number} of {len(cases)} cases")
    assert query(page) == "?policy=knowsley"
    page.locator(REFERENCES).first.click()
    page.wait_for_url("**/cases/**")
    page.go_back()
    assert page.locator("#tracker-policy").input_value() == "knowsley"


def test_states_move_on_with_the_clock(visit: Visits) -> None:
    page = visit("tracker.html", at="2026-11-26 09:00")
    row = page.locator(ROWS, has_text="KN-2026-0008")
    assert row.get_attribute("data-look") == "overdue"
    assert "1 working day late" in row.inner_text()
    assert "1 breach" in row.inner_text()
    page.locator(".el-card--breach button").click()
    assert "KN-2026-0008" in references(page)
