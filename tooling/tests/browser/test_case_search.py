"""The search in the header leads to a case, however its reference is typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gate import wait_for
from tests.browser.kinds import KINDS
from tests.browser.visiting import PHONE, Visits
from tests.cli.running import run
from tests.thoroughness import one_in, whole

CASE = "cases/2026/KN-2026-0001.html"
WAYS = ("KN20260001", "kn 2026 1", "KN-2026-0001", "kn/2026/001", " Kn–2026–1 ")
# As some keyboards for other scripts write it.
_WIDE = "".join(chr(ord(sign) + 0xFEE0) for sign in "KN20260001")
MEANT = {
    **{typed: ["KN-2026-0001"] for typed in ("KN20260001", "kn 2026 1", _WIDE)},
    "kn 1": ["KN-2025-0001", "KN-2026-0001"],
    "2026/6": ["KN-2026-0006", "BA-2026-0006"],
    "20260006": ["KN-2026-0006", "BA-2026-0006"],
    "KN-2026-0009": [],
    "KN-2024-0001": [],
    "XY-2026-0001": [],
    "kn 2026 00001": [],
    "kn 1 2 3": [],
    "2026": [],
    "stage 2": [],
    "KN": [],
    "within 5 working days": [],
    "": [],
}
_MEANT = """(typed) => ElReferences.meant(typed, {
  KN: { 2025: [[1, 2]], 2026: [[1, 8], [10, 12]] }, BA: { 2026: [[6, 6]] },
})"""


def search(page: Page, typed: str) -> None:
    page.locator(".md-search__input").focus()
    page.keyboard.type(typed)


def test_every_way_of_typing_a_reference_goes_to_its_case(
    visit: Visits, server: str, subtests: pytest.Subtests
) -> None:
    page = visit("about.html", searching=True)
    for typed in WAYS:
        with subtests.test(typed):
            page.goto(f"{server}about.html")
            search(page, typed)
            page.keyboard.press("Enter")
            page.wait_for_url(server + CASE)


def test_what_is_meant_is_read_from_what_there_is(visit: Visits, server: str) -> None:
    page = visit("about.html")
    page.add_script_tag(url=f"{server}assets/javascripts/references.js")
    assert {typed: page.evaluate(_MEANT, typed) for typed in MEANT} == MEANT


# Its words stand in the header, which one template makes for all kinds.
@pytest.mark.parametrize("share", [4, whole(1)])
def test_it_is_there_on_every_kind_of_page_and_asks_for_nothing_before_a_letter(
    share: int, visit: Visits, address_of: Callable[[str], str], server: str
) -> None:
    page = visit("index.html", screen=PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for kind in one_in(share, KINDS):
        page.goto(server + address_of(kind.name))
        if page.locator(".md-search__input").count() == 0:
            assert kind.name == "wrong address"
            continue
        # The form itself asks which case is meant.
        assert kind.name == "record" or not [
            url for url in asked if url.endswith("/references.js") and "escalation-log" in url
        ]
        page.locator(".el-opener-__search").click()
        page.keyboard.type("kn20260001")
        expect(page.locator(".el-found a")).to_have_text(["Go to KN-2026-0001"])
        # While the search opens it moves in from the side.
        wait_for(lambda: page.evaluate(f"document.documentElement.scrollWidth <= {PHONE['width']}"))
        asked.clear()


def test_where_several_cases_are_meant_the_reader_chooses(visit: Visits) -> None:
    page = visit("about.html")
    search(page, "2026/1")
    expect(page.locator(".el-found a").nth(1)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".el-found a").first).to_be_focused()


def test_the_index_of_neither_search_names_a_case(site: Path, tmp_path: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert "KN-2026-0001" not in json.dumps([each["text"] for each in index["docs"]])
    target = tmp_path / "public"
    assert run("export", "--format", "site", "--public", "--to", target).code == 0
    for path in target.rglob("*.*"):
        if path.suffix in {".html", ".js", ".json"}:
            assert "KN-2026-0001" not in path.read_text(encoding="utf-8"), path
