"""Each page of the restricted site runs and loads its own alone, served or from a folder."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import PATIENCE
from tests.browser.kinds import KINDS, NAMES
from tests.browser.serving import served
from tests.browser.visiting import Visits
from tests.made_once import Workshop
from tests.site.both_sites import PUBLIC, export, mkdocs
from tests.site.building import build_five_policies

# What somebody may get into the middle of a page, each with what it would do.
_HOSTILE = """
<script>document.documentElement.dataset.ran = "script";</script>
<img src="data:," alt="" onerror="document.documentElement.dataset.ran = 'handler';">
<a id="hostile-link" href="javascript:void(document.documentElement.dataset.ran = 'link')">x</a>
<script src="{elsewhere}script.js"></script>
<img src="{elsewhere}picture.png" alt="">
<link rel="stylesheet" href="{elsewhere}style.css">
<style>@import "{elsewhere}imported.css";
 @font-face {{ font-family: f; src: url({elsewhere}f.woff2); }}
 .f {{ font-family: f; background: url({elsewhere}background.png); }}</style><p class="f">f</p>
<iframe src="{elsewhere}frame.html" title=""></iframe>
<object data="{elsewhere}object.svg"></object>
<video src="{elsewhere}video.mp4"></video>
<iframe name="hostile-frame" title=""></iframe>
<form id="hostile-form" action="{elsewhere}form" target="hostile-frame"><button>x</button></form>
"""
_ASKED_BY_SCRIPT = """async elsewhere => {
  document.getElementById("hostile-link").click();
  document.getElementById("hostile-form").submit();
  navigator.sendBeacon(`${elsewhere}beacon`);
  const quietly = (work) => { try { return work(); } catch { return null; } };
  quietly(() => new WebSocket(elsewhere.replace("http", "ws")));
  quietly(() => new EventSource(`${elsewhere}events`));
  quietly(() => new Worker(`${elsewhere}worker.js`));
  await fetch(`${elsewhere}fetched`, { mode: "no-cors" }).catch(() => null);
  await new Promise((resolve) => setTimeout(resolve));
  try { eval("document.documentElement.dataset.ran = 'eval'"); } catch { /* as it should be */ }
}"""
_CONTENT = re.compile(r"<article[^>]*>|<main[^>]*>")
# Each of the others is refused as well, though not aloud.
_AT_LEAST = 10
_VIOLATION = "Content Security Policy directive"


@dataclass
class Elsewhere:
    """Another host, and what it was asked for."""

    address: str = ""
    asked: list[str] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Elsewhere]:
    """Run another host until the end of the block."""
    elsewhere = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            elsewhere.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        elsewhere.address = f"http://127.0.0.1:{server.server_port}/"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield elsewhere
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    with listening() as elsewhere:
        yield elsewhere


@pytest.fixture(scope="module")
def exported(site: Path, workshop: Workshop) -> Path:
    """Give the folder of the exported site of the same log."""

    def written(folder: Path) -> None:
        ran = export(site.parents[1], folder / "site")
        assert (ran.code, ran.err) == (0, "")

    return workshop.make("plain-five-policies", written) / "site"


@dataclass(frozen=True)
class Attack:
    """A browser that may ask any address of this machine, and another host that waits for it."""

    page: Page
    elsewhere: Elsewhere

    def injure(self, site: Path, address: str, folder: Path) -> Path:
        """Copy a site, and put into the midst of a page what is hostile; give the copy."""
        if not folder.exists():
            shutil.copytree(site, folder)
        text = (site / address).read_text("utf-8")
        found = _CONTENT.search(text)
        assert found is not None, address
        hostile = _HOSTILE.format(elsewhere=self.elsewhere.address)
        (folder / address).write_text(f"{text[: found.end()]}{hostile}{text[found.end() :]}")
        return folder

    def on(self, address: str) -> tuple[str | None, int]:
        """Open a page and press what is hostile; give what ran, and how often it was refused."""
        refused: list[str] = []
        self.elsewhere.asked.clear()
        self.page.on("console", lambda message: refused.append(message.text))
        self.page.goto(address)
        self.page.evaluate(_ASKED_BY_SCRIPT, self.elsewhere.address)
        self.page.wait_for_load_state("networkidle")
        ran = self.page.evaluate("document.documentElement.dataset.ran ?? null")
        return ran, sum(_VIOLATION in each for each in refused)

    def assert_in_vain(self, address: str) -> None:
        """Try a page that has the policy."""
        ran, refused = self.on(address)
        assert ran is None
        assert refused >= _AT_LEAST
        assert self.elsewhere.asked == []


@pytest.fixture
def attack(browser: Browser, elsewhere: Elsewhere) -> Iterator[Attack]:
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(PATIENCE)
    yield Attack(page=context.new_page(), elsewhere=elsewhere)
    context.close()


@pytest.mark.parametrize("kind", NAMES)
def test_nothing_of_a_page_is_refused_served_or_from_a_folder(
    kind: str, visit: Visits, address_of: Callable[[str], str]
) -> None:
    """Visits fail for what the console says, refusals among it."""
    page = visit(address_of(kind), searching=True)
    assert_quiet(page)
    visit.from_folder(page, address_of(kind))
    assert_quiet(page)


def assert_quiet(page: Page) -> None:
    """Open all, and look at the policy that the browser was given."""
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").first.is_visible()
    policy = page.locator("head > meta[http-equiv='Content-Security-Policy']")
    (scripts,) = re.findall(r"script-src ([^;]*)", policy.get_attribute("content") or "")
    assert "unsafe" not in scripts


@pytest.mark.parametrize("is_folder", [False, True], ids=["served", "folder"])
def test_nothing_that_gets_into_a_page_runs_or_tells_another_host(
    is_folder: bool, site: Path, tmp_path: Path, attack: Attack, subtests: pytest.Subtests
) -> None:
    addresses = {kind.name: kind.address(site) for kind in KINDS}
    folder = tmp_path / "site"
    for address in addresses.values():
        attack.injure(site, address, folder)
    with served(folder) as server:
        home = f"{folder.as_uri()}/" if is_folder else server
        for kind, address in addresses.items():
            with subtests.test(kind):
                attack.assert_in_vain(home + address)


@pytest.mark.parametrize("kind", ["home", "open case", "tracker"])
def test_nor_on_the_exported_site(
    kind: str, exported: Path, tmp_path: Path, attack: Attack, address_of: Callable[[str], str]
) -> None:
    folder = attack.injure(exported, address_of(kind), tmp_path / "site")
    attack.assert_in_vain(f"{folder.as_uri()}/{address_of(kind)}")


def test_without_the_policy_all_of_it_would_have_worked(
    workshop: Workshop, tmp_path: Path, attack: Attack
) -> None:
    """The public site, which tells of no case, has no such policy."""
    root = tmp_path / "log"
    shutil.copytree(workshop.make("five-policies", build_five_policies), root)
    folder = attack.injure(mkdocs(root, PUBLIC), "about.html", tmp_path / "site")
    with served(folder) as server:
        ran, refused = attack.on(f"{server}about.html")
    assert ran == "eval"
    assert refused == 0
    asked = {each.partition("?")[0] for each in attack.elsewhere.asked}
    assert {"/script.js", "/picture.png", "/style.css", "/frame.html", "/fetched", "/form"} <= asked


def test_a_script_in_a_handwritten_page_is_not_taken_for_the_theme_s(
    workshop: Workshop, tmp_path: Path, attack: Attack
) -> None:
    root = tmp_path / "log"
    shutil.copytree(workshop.make("five-policies", build_five_policies), root)
    with (root / "site" / "pages" / "about.md").open("a", encoding="utf-8") as page:
        page.write('\n<script>document.documentElement.dataset.ran = "own";</script>\n')
    site = mkdocs(root, "mkdocs.yml")
    assert "dataset.ran" in (site / "about.html").read_text("utf-8")
    attack.page.goto((site / "about.html").as_uri())
    assert attack.page.evaluate("document.documentElement.dataset.ran ?? null") is None
