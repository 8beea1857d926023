"""The site on a phone: on the home screen, without a network, and signed out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    expect,
)

from tests.browser.axe import violations
from tests.browser.chromium import PATIENCE
from tests.browser.gate import GONE, STUCK, Gate, gate, wait_for
from tests.browser.kinds import kind_named
from tests.browser.visiting import PHONE
from tests.cli.running import run
from tests.thoroughness import whole

POLICY, CALCULATOR = "policies/knowsley/index.html", "by-when.html"
GUIDE = "what-now/knowsley.html"
REFERENCE = re.compile(r"\b[A-Z]{2}-20\d\d-\d{4}\b")
KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) {
      kept[url] = await (await (await caches.open(name)).match(url)).text();
    }
  }
  return kept;
}"""
SIZES = """(urls) => Promise.all(urls.map(async (url) => {
  const image = Object.assign(new Image(), { src: url });
  await image.decode();
  return image.naturalWidth;
}))"""
# So many pages, styles and scripts are kept at least.
LEAST = 30


@pytest.fixture
def host(site: Path) -> Iterator[Gate]:
    with gate(site) as made:
        yield made


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """Give a phone that nothing is kept on; no script of a page may fail on it."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(PATIENCE)
    faults: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(message.text)

    context.on("console", said)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context
    context.close()
    # The theme's search says so when it is refused its index.
    assert set(faults) <= {"Unauthorized", "Forbidden"}


@pytest.fixture
def agency(site: Path) -> str:
    return kind_named("agency").address(site)


def opened(phone: BrowserContext, host: Gate, *addresses: str) -> Page:
    """Open pages one after another, and wait until the last one is kept with all the others."""
    page = phone.new_page()
    for address in addresses:
        page.goto(host.address + address)
        wait_until_kept(page, host.address + POLICY, host.address + CALCULATOR, page.url)
    return page


def wait_until_kept(page: Page, *urls: str) -> None:
    """Wait for pages, for the styles and scripts that come last, and for the worker itself."""
    wait_for(lambda: len(found := kept(page)) > LEAST and found.keys() >= set(urls))
    wait_for(lambda: page.evaluate("navigator.serviceWorker.controller?.state === 'activated'"))


def kept(page: Page) -> dict[str, str]:
    found = page.evaluate(KEPT)
    assert isinstance(found, dict)
    return found


def test_after_a_first_visit_the_promised_pages_open_without_a_network_and_say_how_old_they_are(
    phone: BrowserContext, host: Gate
) -> None:
    page = opened(phone, host, "index.html")
    host.answer = GONE
    page.clock.set_system_time("2026-11-25 12:30")
    for address in (POLICY, CALCULATOR, GUIDE, "index.html"):
        page.goto(host.address + address)
        notice = page.locator(".el-kept")
        expect(notice).to_contain_text("No network: this is a copy kept on this device.")
        expect(notice).to_contain_text("3 days old")
        assert page.evaluate("[...document.styleSheets].every((each) => each.cssRules.length)")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("answer", [STUCK, whole(503)])
def test_where_nobody_answers_in_time_a_copy_does_with_all_that_belongs_to_it(
    phone: BrowserContext, tmp_path: Path, site: Path, answer: int
) -> None:
    for each in site.iterdir():
        (tmp_path / each.name).symlink_to(each)
    (tmp_path / "sw.js").unlink()
    worker = (site / "sw.js").read_text(encoding="utf-8")
    assert '"patience":5000' in worker
    quick = worker.replace('"patience":5000', '"patience":100')
    (tmp_path / "sw.js").write_text(quick, encoding="utf-8")
    with gate(tmp_path) as host:
        page = opened(phone, host, "index.html")
        host.answer = answer
        page.goto(f"{host.address}{CALCULATOR}#days=5&from=2026-11-23T10:00")
        expect(page.locator(".el-kept")).to_be_visible()
        expect(page.locator("main")).to_contain_text("30 November 2026")
        # What comes back meanwhile may be of another build.
        host.answer = None
        (tmp_path / "assets").unlink()
        assert page.evaluate("fetch('assets/javascripts/by-when.js').then(({ ok }) => ok)")


def test_the_calculator_counts_without_a_network(phone: BrowserContext, host: Gate) -> None:
    page = opened(phone, host, "index.html")
    host.answer = GONE
    page.goto(f"{host.address}{CALCULATOR}#days=5&from=2026-11-23T10:00")
    expect(page.locator("main")).to_contain_text("30 November 2026")


def test_no_page_that_names_a_case_is_kept(
    phone: BrowserContext, host: Gate, site: Path, agency: str
) -> None:
    case = kind_named("open case").address(site)
    page = opened(phone, host, "index.html")
    for address in (agency, case, "tracker.html", "agencies/index.html"):
        page.goto(host.address + address)
        expect(page.locator("h1")).to_be_visible()
    page.locator(".el-opener-__search").click()
    page.keyboard.type("kn 2026 1")
    expect(page.locator(".el-found a").first).to_be_visible()
    page.goto(host.address + POLICY)
    found = kept(page)
    assert not [url for url, text in found.items() if REFERENCE.search(text)]
    unwanted = re.compile(
        "/(cases|feeds|agencies)/|/tracker[.](html|json)|escalation-log/(cases|references)[.]js$"
        "|[.](csv|ics|atom)$"
    )
    assert not [url for url in found if unwanted.search(url)]
    host.answer = GONE
    answer = page.goto(host.address + case)
    assert answer is not None
    assert answer.status == 503
    expect(page.locator("h1")).to_have_text("No network")
    assert not REFERENCE.search(page.content())
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.emulate_media(color_scheme="light")
    assert violations(page) == []
    page.get_by_role("link", name="By when?").click()
    expect(page.locator(".el-kept")).to_be_visible()


@pytest.mark.parametrize("answer", [401, whole(403), 302])
def test_whoever_is_signed_out_keeps_nothing(
    phone: BrowserContext, host: Gate, answer: int
) -> None:
    page = opened(phone, host, POLICY)
    watching = phone.new_page()
    watching.goto(f"{host.address}about.html")
    host.answer = answer
    try:
        page.goto(host.address + POLICY)
    except Error:
        # The sign-in itself is not there.
        assert answer == 302
    wait_for(lambda: not watching.evaluate("caches.keys()"))
    host.answer = GONE
    watching.goto(host.address + POLICY)
    expect(watching.locator("h1")).to_have_text("No network")


def test_whoever_signs_out_without_a_network_keeps_nothing(
    phone: BrowserContext, host: Gate
) -> None:
    page = opened(phone, host, "index.html")
    host.answer = GONE
    page.goto(f"{host.address}oauth2/sign_out")
    wait_for(lambda: not page.evaluate("caches.keys()"))


def test_where_there_is_no_room_nothing_is_kept_by_halves(
    phone: BrowserContext, host: Gate
) -> None:
    page = phone.new_page()
    page.goto(f"{host.address}manifest.json")
    room = {"origin": host.address.rstrip("/"), "quotaSize": 300_000}
    phone.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", room)
    state, kept_at_last = page.evaluate(
        """async () => {
          const { installing } = await navigator.serviceWorker.register("sw.js");
          await new Promise((resolve) => installing.addEventListener("statechange", resolve));
          return [installing.state, await caches.keys()];
        }"""
    )
    assert (state, kept_at_last) == ("redundant", [])


def test_a_new_build_takes_the_place_of_the_old_one(phone: BrowserContext, tmp_path: Path) -> None:
    for name, as_of in (("old", "2026-11-22 12:00"), ("new", "2026-11-23 12:00")):
        target = tmp_path / name
        assert run("export", "--format", "site", "--to", target, "--as-of", as_of).code == 0
    with gate(tmp_path / "old") as host:
        page = opened(phone, host, "index.html")
        (old,) = page.evaluate("caches.keys()")
        host.folder = tmp_path / "new"
        page.goto(f"{host.address}about.html")
        wait_for(lambda: old not in page.evaluate("caches.keys()"))
        wait_until_kept(page, host.address + POLICY)
        host.answer = GONE
        page.goto(host.address + POLICY)
        expect(page.locator(".el-kept")).to_be_visible()
        assert page.locator("html").get_attribute("data-kept") == "2026-11-23T12:00:00+00:00"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the public site."""
    folder = tmp_path_factory.mktemp("public") / "site"
    assert run("export", "--format", "site", "--public", "--to", folder).code == 0
    return folder


def test_the_public_site_keeps_policies_guide_and_calculator_too(
    phone: BrowserContext, public: Path
) -> None:
    with gate(public) as host:
        page = opened(phone, host, "index.html")
        host.answer = GONE
        for address in (POLICY, GUIDE, "index.html"):
            page.goto(host.address + address)
            expect(page.locator(".el-kept")).to_contain_text("less than a day old")
        page.goto(f"{host.address}{GUIDE}#side=raising&stage=new&when.opening=2026-11-20")
        expect(page.locator(".el-now__date")).to_have_text("By the end of Tuesday 24 November 2026")
        page.goto(f"{host.address}{CALCULATOR}#days=5&from=2026-11-23T10:00")
        expect(page.locator("main")).to_contain_text("30 November 2026")
        page.goto(f"{host.address}about.html")
        expect(page.locator("h1")).to_have_text("No network")
        expect(page.locator("main")).not_to_contain_text("case")


@pytest.mark.parametrize("answer", [302, whole(401)])
def test_the_sign_in_of_some_network_does_not_take_what_the_public_site_keeps(
    phone: BrowserContext, public: Path, answer: int
) -> None:
    with gate(public) as host:
        page = opened(phone, host, "index.html")
        watching = phone.new_page()
        watching.goto(f"{host.address}about.html")
        host.answer = answer
        try:
            page.goto(host.address + POLICY)
        except Error:
            # The sign-in itself is not there.
            assert answer == 302
        host.answer = GONE
        watching.goto(host.address + POLICY)
        expect(watching.locator(".el-kept")).to_be_visible()


def test_the_site_may_stand_within_another(
    phone: BrowserContext, tmp_path: Path, site: Path
) -> None:
    (tmp_path / "log").symlink_to(site)
    (tmp_path / "index.html").write_text("<title>Another site</title>")
    with gate(tmp_path) as host:
        home = host.address
        host.address = f"{home}log/"
        page = opened(phone, host, "index.html")
        assert all(url.startswith(host.address) for url in kept(page))
        host.answer = GONE
        page.goto(host.address)
        expect(page.locator(".el-kept")).to_be_visible()
        with pytest.raises(Error):
            page.goto(home)


def test_nothing_keeps_the_site_off_the_home_screen(phone: BrowserContext, host: Gate) -> None:
    page = opened(phone, host, "index.html")
    found: dict[str, Any] = phone.new_cdp_session(page).send("Page.getAppManifest")
    assert (found["url"], found["errors"]) == (f"{host.address}manifest.json", [])
    # What Chromium asks for before it offers to install a site; without windows it never offers.
    manifest = found["manifest"]
    assert page.evaluate("isSecureContext")
    assert manifest["name"]
    assert manifest["display"] == "kStandalone"
    assert manifest["preferRelatedApplications"] is False
    assert manifest["startUrl"] == f"{manifest['scope']}index.html"
    drawn = [each for each in manifest["icons"] if each["type"] == "image/png"]
    sizes = page.evaluate(SIZES, [each["url"] for each in drawn])
    assert [each["sizes"] for each in drawn] == [f"{size}x{size}" for size in sizes]
    assert min(sizes) >= 144
    start = page.goto(manifest["startUrl"])
    assert start is not None
    assert start.ok


def test_from_a_folder_nothing_is_kept_and_nothing_goes_wrong(
    phone: BrowserContext, site: Path
) -> None:
    page = phone.new_page()
    page.goto((site / "index.html").as_uri())
    expect(page.locator("h1").first).to_be_visible()
    assert page.locator("link[rel=manifest]").count() == 0


def test_pages_of_cases_have_nothing_of_it_and_the_public_site_no_word_of_a_case(
    site: Path, public: Path
) -> None:
    for path in site.glob("cases/*/*.html"):
        text = path.read_text(encoding="utf-8")
        assert "offline.js" not in text
        assert "el-kept" not in text
    names = {path.name for path in public.rglob("*")}
    assert names >= {"sw.js", "manifest.json", "offline.js", "icon.svg"}
    assert not names & {"feeds", "references.js", "case-search.js", "cases.js", "agencies"}
    worker = (public / "sw.js").read_text(encoding="utf-8")
    assert "calendars.js" not in worker
    assert "words.js" not in worker
