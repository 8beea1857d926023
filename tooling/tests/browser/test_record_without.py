"""The forms where nothing judges: from a folder, in an old browser, without parts or network."""

from __future__ import annotations

import gzip
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from escalation_log.files.waiting_file import WaitingEvent, parse_waiting
from escalation_log.site.engine_files.parts import FOLDER
from tests.browser.axe import assert_none
from tests.browser.chromium import PATIENCE
from tests.browser.gate import GONE, gate, wait_for
from tests.browser.recording import AS_OF, CANARY, Form, build_log, copy_of
from tests.browser.test_offline import LEAST, kept
from tests.browser.visiting import PHONE, Visits, opened
from tests.cli.running import run
from tests.made_once import Workshop
from tests.thoroughness import whole

CASE = "KN-2026-0007"
OFFLINE = "There is no network, so the case cannot be read."
OF_RECORDING = re.compile(
    r"\b(engine|record|new-case|taken|rules)\b.*\.(js|zip|gzip|css|json|html)$|cases/.*\.json$"
)
NAMES_CASES = re.compile(r"/cases/|/escalation-log/(cases|references|taken)\.js")
# Bytes, of all that the form and its engine need.
MOST = 8_000_000
TEXTS = frozenset({".css", ".html", ".js", ".json"})
# The machine, its library and two scripts; the package, and what that needs.
PARTS = 6
TOLD = "The pull request will tell what it changes, and every rule is applied there."
FOLDER_SAYS = "This page was opened from a folder."


@pytest.fixture
def made(workshop: Workshop) -> Path:
    return workshop.make("recording", build_log)


@pytest.fixture
def visits(browser: Browser, made: Path) -> Iterator[Visits]:
    with opened(browser, made / "site") as visits:
        yield visits


def sent(path: Path) -> int:
    """Give the bytes that a server sends of a file; texts it packs."""
    data = path.read_bytes()
    return len(gzip.compress(data, 5) if path.suffix in TEXTS else data)


def recorded(page: Page, log: Path) -> None:
    """Record a discussion in the form, and let the commands take what it proposes."""
    form = Form(page)
    form.choose("Discussed")
    page.locator("#record-note").fill("The manager rang back.")
    assert form.see() == ""
    assert form.said()["about"] == TOLD
    (proposal,) = form.proposals()
    assert proposal.pasted == '  note: "The manager rang back."\n'
    proposal.put(log)
    checked = run("check", "--as-of", AS_OF, log=log)
    assert checked.code == 0, checked.out


@pytest.mark.parametrize("policy", ["BA", "CH", "HW", "KN", "SK", "WS"])
def test_each_kind_of_each_policy_is_written_from_a_folder(
    policy: str, visits: Visits, made: Path
) -> None:
    """Nothing is loaded, so this is quick for all of them."""
    reference = next(
        path.stem for path in sorted((made / "log").glob(f"cases/2026/{policy}-*.yaml"))
    )
    page = visits(f"record.html#{reference}", folder=True)
    page.clock.set_fixed_time(AS_OF)
    expect(page.locator("[data-without]")).to_contain_text(FOLDER_SAYS)
    form = Form(page)
    titles = form.titles()
    assert len(titles) > 30
    for title in titles:
        form.choose(title)
        form.fill(day="2026-11-24", reference="KN-2026-0006")
        assert form.see() == "", title
        (proposal,) = form.proposals()
        assert len(proposal.address) < 4000
        assert CANARY not in proposal.address, title
        assert CANARY in proposal.pasted, title
        read = parse_waiting(proposal.file, proposal.text.encode())
        assert isinstance(read, WaitingEvent), (title, read)
        told = page.locator("[data-told-whom]")
        assert told.is_visible() == read.file.endswith(f"-immediate-risk-{read.file[-9:-5]}.yaml")


def test_a_new_case_is_written_from_a_folder(visits: Visits, made: Path, tmp_path: Path) -> None:
    page = visits("new-case.html", folder=True)
    page.clock.set_fixed_time(AS_OF)
    page.get_by_label("Under which policy?").select_option("knowsley")
    expect(page.locator("[data-without]")).to_contain_text(FOLDER_SAYS)
    page.get_by_label("Which agency raises it?").select_option(label="Police (invented)")
    page.get_by_role("group", name="Which agency answers it?").get_by_label("Housing").check()
    form = Form(page)
    form.fill(day="2026-11-20", reference="")
    assert form.see() == ""
    (proposal,) = form.proposals()
    assert CANARY not in proposal.address
    assert not re.search("C-[A-Z0-9]{5}", proposal.address)
    log = copy_of(made / "log", tmp_path / "log")
    proposal.put(log)
    checked = run("check", "--as-of", AS_OF, log=log)
    assert checked.code == 0, checked.out


@pytest.mark.parametrize("lacking", ["WebAssembly", whole("DecompressionStream")])
def test_an_old_browser_asks_by_the_policy_alone(
    lacking: str, visits: Visits, made: Path, tmp_path: Path
) -> None:
    page = visits("record.html", screen=PHONE, searching=True)
    page.add_init_script(f"delete globalThis.{lacking};")
    page.goto(f"{page.url}#{CASE}")
    page.reload()
    page.clock.set_fixed_time(AS_OF)
    expect(page.locator("[data-without]")).to_contain_text("too old")
    assert_none(page, "without an engine")
    recorded(page, copy_of(made / "log", tmp_path / "log"))


def test_who_does_not_want_to_wait_goes_on_without(visits: Visits) -> None:
    # Without `searching` no worker of the page ever answers.
    page = visits(f"record.html#{CASE}")
    page.get_by_role("button", name="Go on without waiting").click()
    expect(page.locator("[data-without]")).to_have_text(TOLD)


def test_where_the_engine_stops_what_was_typed_stays(
    browser: Browser, made: Path, tmp_path: Path
) -> None:
    with opened(browser, made / "site") as visits:
        page = visits(f"record.html#{CASE}", searching=True)
        page.clock.set_fixed_time(AS_OF)
        expect(page.locator("#record-case")).to_be_focused()
        Form(page).choose("Discussed")
        page.locator("#record-note").fill("The manager rang back.")
        page.evaluate(
            """() => {
              escalationLogEngine.call = () =>
                Promise.reject(new escalationLogEngine.EngineError("failed"));
            }"""
        )
        page.locator("[data-see]").click()
        expect(page.locator("[data-without]")).to_contain_text("It could not go on.")
        expect(page.locator("#record-note")).to_have_value("The manager rang back.")
        recorded(page, copy_of(made / "log", tmp_path / "log"))


@pytest.mark.parametrize("lost", ["engine", whole("case")])
def test_where_a_part_does_not_come_the_form_works(
    lost: str, browser: Browser, made: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for each in (made / "site").iterdir():
        (site / each.name).symlink_to(each)
    place = FOLDER.rstrip("/") if lost == "engine" else f"cases/2026/{CASE}.json"
    top = site / place.split("/")[0]
    top.unlink()
    shutil.copytree(made / "site" / top.name, top, symlinks=True)
    shutil.rmtree(site / place) if (site / place).is_dir() else (site / place).unlink()
    visits = Visits(browser, "", site)
    with gate(site) as host:
        visits.server = host.address
        page = visits(f"record.html#{CASE}", searching=True)
        page.clock.set_fixed_time(AS_OF)
        expect(page.locator("[data-without]")).to_contain_text(TOLD)
        recorded(page, copy_of(made / "log", tmp_path / "log"))
        visits.close()


def test_a_second_opening_needs_no_network(browser: Browser, made: Path) -> None:
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(PATIENCE)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(urlsplit(request.url).path.lstrip("/")))
    with gate(made / "site") as host:
        page = context.new_page()
        for address in (f"cases/2026/{CASE}.html", "tracker.html", "index.html"):
            page.goto(host.address + address)
        wait_for(lambda: len(kept(page)) > LEAST)
        wanted = [each for each in (*asked, *kept(page)) if OF_RECORDING.search(each)]
        assert wanted == [], "whoever never records loads nothing of it"

        asked.clear()
        page.goto(f"{host.address}record.html#{CASE}")
        expect(page.locator("[data-title]")).to_contain_text(f"{CASE}:")
        loaded = {each for each in asked if OF_RECORDING.search(each)}
        weight = sum(sent(made / "site" / each) for each in loaded)
        sys.stdout.write(f"{weight} bytes at the first opening\n")
        assert weight < MOST
        wait_for(lambda: host.address + "record.html" in kept(page))
        wait_for(lambda: len([each for each in kept(page) if f"/{FOLDER}" in each]) == PARTS)

        asked.clear()
        page.reload()
        expect(page.locator("[data-title]")).to_contain_text(f"{CASE}:")
        host.answer = GONE
        page.goto(f"{host.address}about.html")
        page.goto(f"{host.address}record.html#{CASE}")
        expect(page.locator(".el-kept")).to_contain_text("No network")
        expect(page.locator("[data-without]")).to_have_text(f"{OFFLINE} {TOLD}")
        form = Form(page)
        form.choose("Discussed")
        assert form.see() == ""
        assert f"reference: {CASE}" in form.proposals()[0].text
        assert not [each for each in kept(page) if NAMES_CASES.search(each)]
    context.close()


def test_a_case_that_is_not_there_or_is_gone_is_said_to_be_so(visits: Visits) -> None:
    page = visits("record.html#KN-2026-9999", searching=True)
    progress = page.locator("[data-progress]")
    expect(progress).to_contain_text("There is no case KN-2026-9999 on this site.")
    which = page.get_by_label("Which case?")
    for typed, said in (
        ("what", "No case here is called that."),
        ("2026/1", "Which one is meant: "),
        ("kn 2026 12345", "No case here is called that."),
    ):
        which.fill(typed)
        page.get_by_role("button", name="Open", exact=True).click()
        expect(progress).to_contain_text(said)
    which.fill("kn 7")
    page.keyboard.press("Enter")
    expect(page.locator("[data-title]")).to_contain_text(f"{CASE}:")
