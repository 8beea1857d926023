"""The public site in the browser: as accessible as the other, as quiet, and without any case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.axe import assert_none
from tests.browser.kinds import KINDS, Kind, addresses, kind_named
from tests.browser.targets import too_small
from tests.browser.visiting import DESKTOP, PHONE, Scheme, Visits, opened, resize
from tests.browser.walking import faults, passed_over, walk
from tests.made_once import Workshop
from tests.site.both_sites import PUBLIC, mkdocs
from tests.site.building import copy_log, sign_off
from tests.thoroughness import whole

ABOUT_CASES = re.compile(r"/(cases|agencies|tracker)\b")
PRIVATE = frozenset(
    {
        "tracker",
        "choice of agency",
        "agency",
        "open case",
        "corrected case",
        "explanation",
        "statistics",
        "quarterly report",
    }
)
PAGES = [
    *(kind for kind in KINDS if kind.name not in PRIVATE),
    Kind(name="public statistics", pattern="policies/*/statistics.html"),
]
# By day those that differ from the restricted site's, and that stand on this one alone; the others
# come from the same templates.
ITS_OWN = ("home", "area", "policy", "comparison", "public statistics")
EACH_KIND = pytest.mark.parametrize(
    "kind",
    [kind if kind.name in ITS_OWN else whole(kind) for kind in PAGES],
    ids=lambda kind: kind.name,
)


@pytest.fixture(scope="module")
def public(workshop: Workshop) -> Path:
    """Give the public site of the log of four policies, one signed off, with all its cases."""

    def written(root: Path) -> None:
        copy_log(root, cases=True)
        sign_off(root, "knowsley@2020-06")
        mkdocs(root, PUBLIC)

    return workshop.make("public", written) / "build" / "public"


@pytest.fixture
def visits(browser: Browser, public: Path) -> Iterator[Visits]:
    """Open its pages; afterwards fail for every request to elsewhere and every script's error."""
    with opened(browser, public) as visits:
        yield visits


def leading_to_cases(page: Page) -> list[str]:
    """List what a page links to, or says of itself, that is about cases."""
    asked = "all => all.map((each) => each.href?.baseVal ?? each.href ?? each.content)"
    links = page.locator("[href], meta[content]").evaluate_all(asked)
    return [each for each in links if ABOUT_CASES.search(urlsplit(str(each)).path)]


def test_every_public_page_is_of_a_kind_that_is_looked_at(public: Path) -> None:
    kinds = {
        address: [kind.name for kind in PAGES if kind.matches(address)]
        for address in addresses(public)
    }
    assert [address for address, names in kinds.items() if not names] == []


@EACH_KIND
@pytest.mark.parametrize(
    ("screen", "scheme"),
    [
        pytest.param(PHONE, "dark", id="phone-dark"),
        whole(DESKTOP, "light", name="desktop-light"),
    ],
)
def test_a_page_has_no_violation_and_no_link_to_a_case(
    kind: Kind, screen: ViewportSize, scheme: Scheme, visits: Visits, public: Path
) -> None:
    page = visits(kind.address(public), screen=screen, scheme=scheme, reduced_motion=True)
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    assert_none(page, "with its details opened")
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
    assert leading_to_cases(page) == []
    if screen == PHONE:
        assert too_small(page) == []
    resize(page, DESKTOP)
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("screen", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone-light", "desktop-dark"]
)
def test_home_has_no_violation_otherwise_either(
    screen: ViewportSize, scheme: Scheme, visits: Visits
) -> None:
    assert_none(visits("index.html", screen=screen, scheme=scheme), "as it opens")


@pytest.mark.parametrize("name", ["home", "policy"])
def test_everything_is_reached_by_keyboard(name: str, visits: Visits, public: Path) -> None:
    page = visits(kind_named(name).address(public), screen=PHONE, reduced_motion=True)
    steps = walk(page)
    assert not faults(steps), "\n".join(faults(steps))
    assert not passed_over(page)
    assert len(steps) > 4


def test_the_doors_and_the_menu_lead_to_policies_and_to_no_case(
    visits: Visits, public: Path
) -> None:
    page = visits("index.html")
    page.locator(".el-doors").get_by_role("link", name="Knowsley").click()
    expect(page.locator("h1")).to_contain_text("Knowsley")
    page.get_by_role("link", name="What does our policy say?").click()
    page.wait_for_url("**/policies/knowsley/index.html")
    menu = page.locator(".md-nav--primary a").evaluate_all("all => all.map((each) => each.href)")
    paths = {unquote(urlsplit(each).path).lstrip("/") for each in menu}
    assert {"areas/knowsley.html", "about.html", "policies/compare.html"} <= paths
    assert not [each for each in paths if each and not (public / each).is_file()]


def test_the_search_finds_a_policy_and_no_case(visits: Visits, public: Path) -> None:
    page = visits("index.html", folder=True)
    box = page.locator(".md-search__input")
    results = page.locator("a.md-search-result__link")
    box.press_sequentially("line managers")
    expect(results.first).to_be_visible()
    assert not [
        each
        for each in results.evaluate_all("all => all.map((each) => each.href)")
        if ABOUT_CASES.search(each.removeprefix(public.as_uri()))
    ]
    for words in ("KN-2026-0008", "tracker"):
        page.reload()
        box.press_sequentially(words)
        expect(page.locator(".md-search-result__meta")).to_contain_text("matching document")
        assert not [
            each for each in results.all_inner_texts() if words.casefold() in each.casefold()
        ]
