"""The tracker as it is shown and saved."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from escalation_log.site.publication import Publication
from escalation_log.site.tracking.rows import HEADINGS
from escalation_log.site.tracking.summaries import CaseSummary
from tests.browser.chromium import FITS_WITH_BOTH_FONTS
from tests.browser.tracking import ROWS, count, references
from tests.browser.visiting import PHONE, Visits

# A row's words, but for those that say how far off something is.
WORDS = """rows => rows.map((row) => {
  const copy = row.cloneNode(true);
  copy.querySelectorAll("[data-far], [data-short]").forEach((far) => far.remove());
  return [row.dataset.look || "", copy.textContent.replace(/\\s+/g, " ").trim()];
})"""


def test_the_script_makes_the_rows_that_the_build_makes(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    plain = visit("tracker.html", scripts=False)
    assert references(plain) == [case.reference for case in cases if case.is_current]
    scripted = visit("tracker.html")
    assert count(scripted) == count(plain) == f"{len(references(plain))} of {len(cases)} cases"
    made = scripted.locator(ROWS).evaluate_all(WORDS)
    assert made == plain.locator(ROWS).evaluate_all(WORDS)


@FITS_WITH_BOTH_FONTS
def test_a_phone_shows_cards_that_are_still_a_table(visit: Visits) -> None:
    page = visit("tracker.html", screen=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.locator(".el-tracker tbody tr").first.evaluate("el => el.offsetWidth") > 250
    table = page.get_by_role("table", name="Cases")
    assert table.get_by_role("columnheader").count() == 4
    assert table.get_by_role("rowheader").count() == page.locator(ROWS).count()
    assert not page.locator("#tracker-choices").evaluate("details => details.open")
    page.locator("#tracker-choices summary").click()
    page.locator("#tracker-state").select_option("open")
    assert page.locator("#tracker-chosen").inner_text().strip() == "(1 chosen)"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def saved(page: Page, kind: str, folder: Path, *, at: str = "2026-11-26-0900") -> str:
    with page.expect_download() as waiting:
        page.locator(f"#tracker-{kind}").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name == f"tracker-as-of-{at}.{kind}"
    return path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("folder", [False, True], ids=["served", "from-a-folder"])
def test_what_is_shown_can_be_saved(
    folder: bool, visit: Visits, tmp_path: Path, publication: Publication
) -> None:
    page = visit(
        "tracker.html?policy=knowsley&sort=reference", at="2026-11-26 09:00", folder=folder
    )
    shown = references(page)
    rows = list(csv.DictReader(saved(page, "csv", tmp_path).splitlines()))
    assert tuple(rows[0]) == HEADINGS
    assert [row["reference"] for row in rows] == shown
    content = json.loads(saved(page, "json", tmp_path))
    assert [case["reference"] for case in content["cases"]] == shown
    assert content["schema_version"] == 3
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


@pytest.mark.parametrize(
    ("address", "names"),
    [
        (
            "tracker.html",
            {
                "tracker-as-of-2026-11-22-1200.csv",
                "tracker-as-of-2026-11-22-1200.json",
                "all-dates-as-of-2026-11-22-1200.ics",
                "deadlines-as-of-2026-11-22-1200.json",
            },
        ),
        ("agencies/knowsley/police.html", {"knowsley-police-as-of-2026-11-22-1200.ics"}),
        ("cases/2026/KN-2026-0007.html", {"KN-2026-0007-as-of-2026-11-22-1200.ics"}),
    ],
)
def test_a_saved_file_says_by_its_name_what_it_is_and_as_of_when(
    address: str, names: set[str], visit: Visits
) -> None:
    page = visit(address)
    found = set()
    for link in page.locator("main a[download]").all():
        with page.expect_download() as waiting:
            link.evaluate("link => link.click()")
        found.add(waiting.value.suggested_filename)
    assert found == names


def test_both_spreadsheets_have_the_same_cells(visit: Visits, site: Path, tmp_path: Path) -> None:
    built = (site / "tracker.csv").read_text(encoding="utf-8-sig")
    page = visit("tracker.html?state=all")
    made = saved(page, "csv", tmp_path, at="2026-11-22-1200")
    expected = list(csv.DictReader(built.splitlines()))
    found = list(csv.DictReader(made.splitlines()))
    assert [row["reference"] for row in found] == [row["reference"] for row in expected]
    for row, other in zip(found, expected, strict=True):
        assert row == other
    whole = json.loads((site / "tracker.json").read_text(encoding="utf-8"))
    content = json.loads(saved(page, "json", tmp_path, at="2026-11-22-1200"))
    assert {**content, "generated_at": "", "as_of": "", "recorded_by": ""} == {
        **whole,
        "generated_at": "",
        "as_of": "",
        "recorded_by": "",
    }


def test_what_is_saved_is_what_is_shown_at_that_moment(
    visit: Visits, cases: list[CaseSummary]
) -> None:
    """Whoever empties the search and saves at once does not get what was there before."""
    page = visit("tracker.html?find=KN-2026-0006", at="2026-11-26 09:00")
    assert references(page) == ["KN-2026-0006"]
    with page.expect_download() as waiting:
        page.evaluate("""() => {
          const search = document.querySelector("#tracker-find");
          search.value = "";
          search.dispatchEvent(new Event("input", { bubbles: true }));
          document.querySelector("#tracker-csv").click();
        }""")
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == sum(case.is_current for case in cases)
    assert [row["reference"] for row in rows] == references(page)


def test_the_duty_that_is_saved_is_the_one_that_is_shown(
    visit: Visits, cases: list[CaseSummary], tmp_path: Path
) -> None:
    case, day = next(
        (each, duty.due.on.isoformat())
        for each in cases
        for duty in each.to_do[1:]
        if duty.due.on is not None and each.to_do[0].due.on != duty.due.on
    )
    page = visit(f"tracker.html?due_from={day}&due_to={day}")
    shown = page.locator(ROWS, has_text=case.reference).locator("[data-slot=duty]").inner_text()
    rows = csv.DictReader(saved(page, "csv", tmp_path, at="2026-11-22-1200").splitlines())
    (row,) = (each for each in rows if each["reference"] == case.reference)
    assert row["duty_title"] == shown
    assert shown != case.to_do[0].title
    assert row["due_on"] == day


def test_what_cannot_be_judged_is_saved_as_well(visit: Visits, tmp_path: Path) -> None:
    page = visit("tracker.html?find=KN-2026-0007", at="2026-11-26 09:00")
    page.evaluate("""() => {
      const { data } = escalationLogTracker;
      data.not_judged.push({ reference: null, name: "file 2 in cases/2026", problems: ["a", "b"] });
    }""")
    _, lost = csv.DictReader(saved(page, "csv", tmp_path).splitlines())
    assert {name: said for name, said in lost.items() if said} == {
        "reference": "file 2 in cases/2026",
        "not_judged": "a; b",
    }
    content = json.loads(saved(page, "json", tmp_path))
    assert [each["name"] for each in content["not_judged"]] == ["file 2 in cases/2026"]


def test_a_cell_that_looks_like_a_formula_is_disarmed(visit: Visits, tmp_path: Path) -> None:
    page = visit("tracker.html?find=KN-2026-0007", at="2026-11-26 09:00")
    page.evaluate("""() => {
      const { data } = escalationLogTracker;
      data.themes = data.themes.map(([id]) => [id, '=1+1, "x"']);
    }""")
    (row,) = csv.DictReader(saved(page, "csv", tmp_path).splitlines())
    assert row["theme_title"] == '\'=1+1, "x"'


def test_without_scripts_the_whole_table_can_be_had(visit: Visits, site: Path) -> None:
    page = visit("tracker.html", scripts=False)
    assert not page.locator("#tracker-form").is_visible()
    assert page.locator(".el-cards button").count() == 0
    link = page.locator("noscript a").get_attribute("href")
    assert link == "tracker.csv"
    rows = list(csv.DictReader((site / link).read_text(encoding="utf-8-sig").splitlines()))
    assert references(page) == [
        row["reference"] for row in rows if row["state"] == "open" or row["duty"]
    ]
    whole = json.loads((site / "tracker.json").read_text(encoding="utf-8"))
    assert whole["as_of"] == "2026-11-22T12:00:00+00:00"
    assert whole["schema_version"] == 3
    assert "generated_at" in whole
    assert [case["reference"] for case in whole["cases"]] == [row["reference"] for row in rows]
    assert not re.search(r"C-[0-9A-Z]{4,8}\b", json.dumps(whole["cases"]))
    assert {"child", "children", "concern", "note"}.isdisjoint(whole["cases"][0])
