"""The tracker: choosing, ordering, searching, saving, and an address that keeps the choice."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from escalation_log.site.publication import Publication, publication_of
from escalation_log.site.tracking.names import Names
from escalation_log.site.tracking.repeats import repeats_of
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.site.tracking.tables import HEADER
from escalation_log.site.tracking.tracker import counts_of, in_order
from escalation_log.store import open_log
from tests.browser.axe import assert_none
from tests.browser.crowds import crowded, summaries_of
from tests.browser.serving import served
from tests.browser.visiting import PHONE, Visit, Visits

BUILT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROWS = "#tracker-table tbody tr"
# A row's words, but for those that say how far off something is.
WORDS = """rows => rows.map((row) => {
  const copy = row.cloneNode(true);
  copy.querySelectorAll("[data-far]").forEach((far) => far.remove());
  return copy.textContent.replace(/\\s+/g, " ").trim();
})"""


@pytest.fixture(scope="module")
def publication(site: Path) -> Publication:
    return publication_of(open_log(site.parents[1], as_of=BUILT), BUILT)


@pytest.fixture(scope="module")
def cases(publication: Publication) -> list[CaseSummary]:
    return in_order(summaries_of(publication))


def references(page: Page) -> list[str]:
    """Give the references of the rows that are shown."""
    return page.locator(f"{ROWS} th a").all_inner_texts()


def count(page: Page) -> str:
    return page.locator("#tracker-count").inner_text()


def query(page: Page) -> str:
    return page.evaluate("location.search") or ""


def test_the_script_makes_the_rows_that_the_build_makes(
    visit: Visit, cases: list[CaseSummary]
) -> None:
    plain = visit("tracker.html", scripts=False)
    assert references(plain) == [case.reference for case in cases]
    scripted = visit("tracker.html")
    assert count(scripted) == f"{len(cases)} cases"
    made = scripted.locator(ROWS).evaluate_all(WORDS)
    assert made == plain.locator(ROWS).evaluate_all(WORDS)


def test_cards_count_and_choose(visit: Visit, cases: list[CaseSummary]) -> None:
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
    "opened_from": ("2026-01-01", lambda case: case.opened_on.isoformat() >= "2026-01-01"),
    "opened_to": ("2026-01-01", lambda case: case.opened_on.isoformat() <= "2026-01-01"),
}


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_shows_what_fits_and_stays_in_the_address(
    name: str, visit: Visit, cases: list[CaseSummary]
) -> None:
    value, fits = CHOICES[name]
    page = visit("tracker.html")
    field = page.locator(f"#tracker-{name}")
    if name.endswith(("_from", "_to")):
        field.fill(value)
    else:
        field.select_option(value)
    fitting = {case.reference for case in cases if fits(case)}
    assert 0 < len(fitting) < len(cases)
    expect(page.locator("#tracker-count")).to_have_text(f"{len(fitting)} of {len(cases)} cases")
    assert set(references(page)) == fitting
    assert query(page) == f"?{name}={value}"
    page.reload()
    assert set(references(page)) == fitting
    assert field.input_value() == value


def test_choices_add_up_and_a_reset_takes_them_all_back(
    visit: Visit, cases: list[CaseSummary]
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
    page.locator("#tracker-form [data-reset]").click()
    assert count(page) == f"{len(cases)} cases"
    assert query(page) == ""
    assert page.locator("#tracker-find").input_value() == ""
    assert page.evaluate("document.activeElement.id") == "tracker-find"


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("newest", lambda case: -case.opened_on.toordinal()),
        ("oldest", lambda case: case.opened_on.toordinal()),
        ("reference", lambda _case: 0),
        (
            "due",
            lambda case: min(
                (duty.due_at.timestamp() for duty in case.to_do if duty.due_at),
                default=float("inf"),
            ),
        ),
    ],
)
def test_orders(
    sort: str, key: Callable[[CaseSummary], float], visit: Visit, cases: list[CaseSummary]
) -> None:
    page = visit("tracker.html")
    page.locator("#tracker-sort").select_option(sort)
    expected = sorted(cases, key=lambda case: (key(case), case.reference))
    expect(page.locator(f"{ROWS} th a").first).to_have_text(expected[0].reference)
    assert references(page) == [case.reference for case in expected]


def test_the_highest_stages_come_first(
    visit: Visit, cases: list[CaseSummary], publication: Publication
) -> None:
    page = visit("tracker.html?sort=stage")
    stages = {case.reference: (case.edition, case.stage) for case in cases}
    numbers = [
        publication.edition(edition).policy.stage_index(stage)
        for edition, stage in (stages[each] for each in references(page))
    ]
    assert len(numbers) == len(cases)
    assert numbers == sorted(numbers, reverse=True)


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


def test_a_search_finds_words_wherever_they_stand(visit: Visit, cases: list[CaseSummary]) -> None:
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


def test_the_choice_is_there_again_on_the_way_back(visit: Visit) -> None:
    page = visit("tracker.html")
    page.locator(".el-card--overdue button").click()
    before = references(page)
    page.locator(f"{ROWS} th a").first.click()
    page.wait_for_url("**/cases/**")
    page.go_back()
    page.wait_for_url("**/tracker.html?state=overdue")
    assert references(page) == before
    assert page.locator("#tracker-state").input_value() == "overdue"


def test_what_the_form_does_not_offer_is_no_choice(visit: Visit, cases: list[CaseSummary]) -> None:
    page = visit("tracker.html?state=%3Cb%3E&agency=nowhere.nobody&sort=x&due_from=soon")
    assert count(page) == f"{len(cases)} cases"
    assert query(page) == ""


def test_an_area_offers_its_own_agencies_and_stages(visit: Visit) -> None:
    page = visit("tracker.html?policy=knowsley")
    groups = "els => [...new Set(els.map((el) => el.parentElement.label))]"
    for name in ("agency", "stage"):
        options = page.locator(f"#tracker-{name} optgroup option")
        assert options.evaluate_all(groups) == ["Knowsley Safeguarding Children Partnership"]
    page.locator("#tracker-policy").select_option("")
    assert page.locator("#tracker-agency optgroup").count() == 5


def test_what_repeats_is_counted_among_the_cases_shown(
    visit: Visit, cases: list[CaseSummary], publication: Publication
) -> None:
    page = visit("tracker.html?state=open")
    repeats = repeats_of([case for case in cases if case.is_open], Names(publication))
    for kind in ("themes", "missed", "late"):
        shown = page.locator(f'[data-repeats="{kind}"] [data-words]')
        expected = [each.words for each in getattr(repeats, kind)]
        expect(shown).to_have_text(expected)
    page.locator("#tracker-find").fill("nothing like it")
    expect(page.locator('[data-repeats="themes"] li')).to_have_count(0)
    assert page.locator('[data-repeats="themes"] + p').inner_text() == "None."


def saved(page: Page, kind: str, folder: Path) -> str:
    with page.expect_download() as waiting:
        page.locator(f"#tracker-{kind}").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name == f"tracker-2026-11-26.{kind}"
    return path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("folder", [False, True], ids=["served", "from-a-folder"])
def test_what_is_shown_can_be_saved(
    folder: bool, visit: Visit, tmp_path: Path, publication: Publication
) -> None:
    page = visit(
        "tracker.html?policy=knowsley&sort=reference", at="2026-11-26 09:00", folder=folder
    )
    shown = references(page)
    rows = list(csv.DictReader(saved(page, "csv", tmp_path).splitlines()))
    assert tuple(rows[0]) == HEADER
    assert [row["reference"] for row in rows] == shown
    content = json.loads(saved(page, "json", tmp_path))
    assert [case["reference"] for case in content["cases"]] == shown
    assert content["schema_version"] == 1
    assert content["as_of"].startswith("2026-11-26T09:00:")
    assert content["recorded_by"] == "2026-11-22T12:00:00Z"
    (late,) = (case for case in content["cases"] if case["reference"] == "KN-2026-0008")
    assert late["to_do"][0]["state"] == "overdue"  # was running when the page was built
    pseudonyms = {
        child.pseudonym
        for file in publication.files
        for child in publication.judge(file).timeline.header.children
    }
    said = json.dumps(content) + "".join(",".join(row.values()) for row in rows)
    assert not [each for each in pseudonyms if each in said]


def test_a_cell_that_looks_like_a_formula_is_disarmed(visit: Visit, tmp_path: Path) -> None:
    page = visit("tracker.html?find=KN-2026-0007", at="2026-11-26 09:00")
    page.evaluate("""() => {
      const { data } = escalationLogTracker;
      data.themes = data.themes.map(() => '=1+1, "x"');
    }""")
    (row,) = csv.DictReader(saved(page, "csv", tmp_path).splitlines())
    assert row["theme"] == '\'=1+1, "x"'


def test_it_works_from_a_folder(visit: Visit, cases: list[CaseSummary]) -> None:
    page = visit("tracker.html", folder=True)
    page.locator("#tracker-policy").select_option("knowsley")
    number = sum(case.policy == "knowsley" for case in cases)
    expect(page.locator("#tracker-count")).to_have_text(f"{number} of {len(cases)} cases")
    assert query(page) == "?policy=knowsley"
    page.locator(f"{ROWS} th a").first.click()
    page.wait_for_url("**/cases/**")
    page.go_back()
    assert page.locator("#tracker-policy").input_value() == "knowsley"


def test_by_keyboard(visit: Visit) -> None:
    page = visit("tracker.html")
    page.locator(".el-card--overdue button").focus()
    page.keyboard.press("Space")
    assert query(page) == "?state=overdue"
    page.locator("#tracker-find").focus()
    page.keyboard.type("knowsley")
    page.keyboard.press("Enter")
    assert query(page) == "?find=knowsley&state=overdue"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "policy"


def test_a_phone_shows_cards_that_are_still_a_table(visit: Visit) -> None:
    page = visit("tracker.html", screen=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.locator(".el-tracker tbody tr").first.evaluate("el => el.offsetWidth") > 250
    table = page.get_by_role("table", name="Cases")
    assert table.get_by_role("columnheader").count() == 5
    assert table.get_by_role("rowheader").count() == page.locator(ROWS).count()
    assert not page.locator("#tracker-choices").evaluate("details => details.open")
    page.locator("#tracker-choices summary").click()
    page.locator("#tracker-state").select_option("open")
    assert page.locator("#tracker-chosen").inner_text().strip() == "(1 chosen)"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_states_move_on_with_the_clock(visit: Visit) -> None:
    page = visit("tracker.html", at="2026-11-26 09:00")
    row = page.locator(ROWS, has_text="KN-2026-0008")
    assert row.get_attribute("data-look") == "overdue"
    assert "1 working day late" in row.inner_text()
    assert "1 breach" in row.inner_text()
    page.locator(".el-card--breach button").click()
    assert "KN-2026-0008" in references(page)


def test_without_scripts_the_whole_table_can_be_had(visit: Visit, site: Path) -> None:
    page = visit("tracker.html", scripts=False)
    assert not page.locator("#tracker-form").is_visible()
    assert page.locator(".el-cards button").count() == 0
    link = page.locator("noscript a").get_attribute("href")
    assert link == "tracker.csv"
    rows = list(csv.DictReader((site / link).read_text(encoding="utf-8").splitlines()))
    assert [row["reference"] for row in rows] == references(page)
    whole = json.loads((site / "tracker.json").read_text(encoding="utf-8"))
    assert whole["as_of"] == "2026-11-22T12:00:00+00:00"
    assert whole["schema_version"] == 1
    assert "generated_at" in whole
    assert [case["reference"] for case in whole["cases"]] == references(page)
    assert not re.search(r"C-[0-9A-Z]{4,8}\b", json.dumps(whole["cases"]))
    assert {"child", "children", "concern", "note"}.isdisjoint(whole["cases"][0])


@pytest.fixture
def crowd(
    browser: Browser, site: Path, publication: Publication, tmp_path: Path
) -> Iterator[Visits]:
    """Open the site with fifteen hundred cases."""
    folder = crowded(site, publication, 1500, tmp_path / "crowd")
    with served(folder) as address:
        visits = Visits(browser, address, folder)
        yield visits
        visits.close()
        assert not visits.faults


def test_a_crowd_is_shown_a_hundred_at_a_time(crowd: Visits) -> None:
    page = crowd("tracker.html")
    assert count(page) == "1500 cases"
    assert len(references(page)) == 100
    more = page.locator("#tracker-more")
    assert more.inner_text() == "Show 100 more"
    more.click()
    shown = references(page)
    assert len(set(shown)) == 200
    assert page.evaluate("document.activeElement.textContent") == shown[100]
    page.locator("#tracker-policy").select_option("knowsley")
    expect(page.locator("#tracker-count")).to_contain_text(" of 1500 cases")
    assert len(references(page)) == 100
    page.locator("#tracker-find").fill("kn-2024-0")
    expect(page.locator("#tracker-count")).not_to_contain_text("1500 of")


def test_a_crowd_does_not_keep_anybody_waiting(crowd: Visits) -> None:
    page = crowd("tracker.html")
    took = page.evaluate("""() => {
      const choice = Object.fromEntries(
        [...document.querySelector("#tracker-form").elements].map(({ name }) => [name, ""]));
      const began = performance.now();
      for (let time = 0; time < 10; time += 1) {
        escalationLogTracker.find({ ...choice, find: "academy", sort: "due" }, Date.now());
      }
      return (performance.now() - began) / 10;
    }""")
    assert took < 100
