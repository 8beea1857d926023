"""How the engine is loaded: on demand, kept for when there is no network, and why it cannot be."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from escalation_log.site.addresses import NEW_CASE, RECORD
from escalation_log.site.engine_files.loader import engine_words, loader_file
from escalation_log.site.engine_files.parts import FOLDER, LOADER, RULES, WITHOUT_ENGINE, WORKER
from escalation_log.site.sources import shipped_folder
from escalation_log.site.templates import Templates
from tests.browser.chromium import PATIENCE
from tests.browser.engine_pages import EnginePage, Refused, require_engine
from tests.browser.gate import GONE, Gate, gate, wait_for
from tests.browser.kinds import KINDS
from tests.browser.visiting import PHONE, Visits
from tests.cli.running import run
from tests.thoroughness import whole

NOW = "2026-11-22T12:00:00+00:00"
REFERENCE = "KN-2026-0008"
CASE = f"cases/2026/{REFERENCE}.html"
DATA = f"cases/2026/{REFERENCE}.json"
# A page that is kept, and names no case.
KEPT = "by-when.html"
# The kinds of pages for which it is there.
RECORDING = ("record", "new case")
WORDS = engine_words()
KEPT_OF_ENGINE = """async () => {
  const names = (await caches.keys()).filter((name) => name.endsWith(" engine"));
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map(({ url }) => url);
}"""
MEGABYTE = 1024 * 1024
JAVASCRIPT = "text/javascript"


@pytest.fixture
def host(site: Path) -> Iterator[Gate]:
    require_engine(site)
    with gate(site) as made:
        yield made


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """Give a phone on which nothing is kept."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def of_engine(address: str) -> bool:
    return address.startswith(FOLDER) or address in (LOADER, RULES, WORKER, DATA)


def kept_for_engine(page: Page) -> set[str]:
    return set(page.evaluate(KEPT_OF_ENGINE))


def visited(phone: BrowserContext, host: Gate, address: str) -> Page:
    """Open a page, and wait until the site's worker has kept all that it keeps."""
    page = phone.new_page()
    page.goto(host.address + address)
    wait_for(lambda: page.evaluate("navigator.serviceWorker.controller?.state === 'activated'"))
    return page


def test_who_never_records_loads_nothing_of_it(
    phone: BrowserContext, host: Gate, site: Path
) -> None:
    visited(phone, host, "index.html")
    page = phone.new_page()
    for kind in KINDS:
        if kind.name in RECORDING:
            continue
        page.goto(host.address + kind.address(site))
        expect(page.locator("body")).to_be_visible()
    wait_for(lambda: "sw.js" in host.asked and KEPT in host.asked)
    assert [each for each in host.asked if of_engine(each)] == []
    assert len(set(host.asked)) > 80
    for path in (site / "sw.js", *site.rglob("*.html")):
        text = path.read_text("utf-8")
        assert "engine.js" not in text or path.name in ("sw.js", RECORD, NEW_CASE), path
        assert "wasm-unsafe-eval" not in text, path


def test_the_first_opening_loads_it_once_and_the_second_needs_no_network(
    phone: BrowserContext, host: Gate, site: Path
) -> None:
    visited(phone, host, KEPT)
    page = phone.new_page()
    page.goto(host.address + CASE)
    host.asked.clear()
    engine = EnginePage(page, host.address)
    said = engine.load()
    assert said[-1] == WORDS["starting"]
    log = engine.log(REFERENCE)
    engine.open(**log, now=NOW)
    loaded = Counter(host.asked)
    parts = {f"{FOLDER}{path.name}" for path in (site / FOLDER).iterdir()}
    assert set(loaded) >= {*parts, LOADER, RULES, WORKER, DATA}
    assert {each: loaded[each] for each in parts} == dict.fromkeys(parts, 1)
    first = host.weight_of(each for each in host.asked if of_engine(each))
    assert first < 9 * MEGABYTE
    wanted = {host.address + each for each in (*parts, LOADER, RULES, WORKER)}
    wait_for(lambda: kept_for_engine(page) >= wanted)
    # The form goes with it, and no case.
    others = {each.removeprefix(host.address) for each in kept_for_engine(page) - wanted}
    assert RECORD in others
    assert all(each == RECORD or each.startswith("assets/") for each in others)
    assert not any(REFERENCE in (site / each).read_text("utf-8") for each in others)

    host.answer = GONE
    page = phone.new_page()
    page.goto(host.address + KEPT)
    expect(page.locator(".el-kept")).to_be_visible()
    host.asked.clear()
    engine = EnginePage(page, host.address)
    engine.load()
    engine.open(**log, now=NOW)
    printed = run(
        *("assess", REFERENCE, "--as-of", NOW, "--format", "json"), log=site.parents[1]
    ).out
    assert engine.call("assess", reference=REFERENCE) == printed
    rules = page.evaluate("escalationLogEngine.rules('knowsley')")
    assert rules.items() <= log["files"].items()
    assert host.asked == []
    sys.stdout.write(f"first opening: {first / MEGABYTE:.2f} MB; the second, offline: 0\n")


@pytest.mark.nightly
def test_a_first_opening_before_anything_is_kept_is_kept_all_the_same(
    phone: BrowserContext, host: Gate, site: Path
) -> None:
    page = phone.new_page()
    page.goto(host.address + CASE)
    engine = EnginePage(page, host.address)
    engine.load()
    parts = {f"{host.address}{FOLDER}{path.name}" for path in (site / FOLDER).iterdir()}
    wait_for(lambda: kept_for_engine(page) >= parts)
    assert not [url for url in kept_for_engine(page) if "/cases/" in url]


@pytest.mark.nightly
def test_whoever_is_signed_out_keeps_no_engine(phone: BrowserContext, host: Gate) -> None:
    page = visited(phone, host, KEPT)
    EnginePage(page, host.address).load()
    wait_for(lambda: len(kept_for_engine(page)) > 5)
    host.answer = 401
    phone.new_page().goto(f"{host.address}about.html")
    wait_for(lambda: not page.evaluate("caches.keys()"))


@pytest.mark.nightly
def test_what_a_new_build_no_longer_has_is_forgotten_once_the_new_one_was_used(
    phone: BrowserContext, host: Gate
) -> None:
    page = visited(phone, host, KEPT)
    EnginePage(page, host.address).load()
    wait_for(lambda: len(kept_for_engine(page)) > 5)
    stale = f"{host.address}{FOLDER}escalation_log-0000000000000000.zip"
    page.evaluate(
        """async (stale) => {
          const [name] = (await caches.keys()).filter((each) => each.endsWith(" engine"));
          await (await caches.open(name)).put(stale, new Response(""));
        }""",
        stale,
    )
    page.reload()
    EnginePage(page, host.address).load()
    wait_for(lambda: stale not in kept_for_engine(page))


def refused(engine: EnginePage) -> Refused:
    with pytest.raises(Refused) as told:
        engine.load()
    return told.value


def test_from_a_folder_it_says_that_it_works_on_the_site_alone(visit: Visits, site: Path) -> None:
    page = visit(CASE, folder=True)
    told = refused(EnginePage(page, f"{site.as_uri()}/"))
    assert (told.kind, told.message) == ("folder", WORDS["folder"])


# A browser that does not look at how a script is to be read.
OLD_WORKERS = """
  const { Worker: Other } = globalThis;
  globalThis.Worker = function (address) { return new Other(address); };
"""


@pytest.mark.parametrize(
    "lacking",
    [
        "delete globalThis.WebAssembly",
        whole("delete globalThis.DecompressionStream"),
        OLD_WORKERS,
    ],
)
def test_a_browser_that_cannot_run_it_is_told_so(
    phone: BrowserContext, host: Gate, lacking: str
) -> None:
    phone.add_init_script(lacking)
    page = phone.new_page()
    page.goto(host.address + CASE)
    host.asked.clear()
    told = refused(EnginePage(page, host.address))
    assert (told.kind, told.message) == ("browser", WORDS["browser"])
    assert not [each for each in host.asked if each.startswith(FOLDER)]


def test_a_site_without_it_says_so(phone: BrowserContext, host: Gate) -> None:
    page = phone.new_page()
    templates = Templates(shipped_folder("templates"))
    script = loader_file(WITHOUT_ENGINE, templates).write(())
    page.route(f"**/{LOADER}", lambda route: route.fulfill(body=script))
    page.goto(host.address + CASE)
    told = refused(EnginePage(page, host.address))
    assert (told.kind, told.message) == ("absent", WORDS["absent"])
    assert page.evaluate("escalationLogEngine.isBuilt") is False


@pytest.mark.parametrize("missing", ["gzip", whole("js"), whole("worker")])
def test_where_a_part_does_not_come_it_can_be_tried_again(
    phone: BrowserContext, host: Gate, missing: str
) -> None:
    pattern = f"**/{WORKER}" if missing == "worker" else f"**/{FOLDER}*.{missing}"
    page = phone.new_page()
    page.goto(host.address + CASE)
    page.route(pattern, lambda route: route.abort())
    engine = EnginePage(page, host.address)
    told = refused(engine)
    assert (told.kind, told.message) == ("network", WORDS["network"])
    page.unroute(pattern)
    engine.load()
    engine.open(**engine.log(REFERENCE), now=NOW)


@pytest.mark.nightly
def test_a_process_that_ends_leaves_no_question_open(phone: BrowserContext, host: Gate) -> None:
    page = phone.new_page()
    script = """addEventListener("message", ({ data }) => {
      if (data.parts) postMessage({ ready: true });
      else throw new Error("out of memory");
    });"""
    page.route(f"**/{WORKER}", lambda route: route.fulfill(body=script, content_type=JAVASCRIPT))
    page.goto(host.address + CASE)
    engine = EnginePage(page, host.address)
    engine.load()
    with pytest.raises(Refused) as told:
        engine.call("check")
    assert (told.value.kind, told.value.message) == ("broken", WORDS["broken"])
    page.unroute(f"**/{WORKER}")
    engine.load()
    engine.open(**engine.log(REFERENCE), now=NOW)


def test_a_page_of_an_older_build_is_told_to_be_opened_again(
    phone: BrowserContext, host: Gate
) -> None:
    page = phone.new_page()
    page.goto(host.address + CASE)
    page.route(f"**/{FOLDER}*.zip", lambda route: route.fulfill(status=404))
    told = refused(EnginePage(page, host.address))
    assert (told.kind, told.message) == ("rebuilt", WORDS["rebuilt"])


@pytest.mark.nightly
def test_a_part_that_is_not_what_it_should_be_is_told_as_that(
    phone: BrowserContext, host: Gate
) -> None:
    page = phone.new_page()
    page.goto(host.address + CASE)
    page.route(f"**/{FOLDER}escalation_log*.zip", lambda route: route.fulfill(body="no archive"))
    told = refused(EnginePage(page, host.address))
    assert (told.kind, told.message) == ("broken", WORDS["broken"])
    assert told.report
