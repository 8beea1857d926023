"""Under the recipe's own limits a reader is served without a pause, and a flood is told to wait."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.chromium import PATIENCE, launched
from tests.browser.gate import wait_for
from tests.serving.conftest import Served
from tests.serving.nginx import NAME, serving
from tests.serving.requests import ask
from tests.serving.sign_in import READER, sign_in, signing_in

COOKIE = f"Cookie: {READER}"
STYLE = "/assets/stylesheets/escalation-log.css"
# A flood goes on until somebody is refused, and is no flood where nobody is after so many of these.
_WAVE, _WAVES = 250, 80


@pytest.fixture
def limited(site: Path, tmp_path: Path) -> Iterator[Served]:
    """Serve the site by the recipe's own limits."""
    with (
        signing_in() as sign_in,
        serving(tmp_path, root=site, sign_in=sign_in.address, is_limited=True) as port,
    ):
        yield Served(root=site, port=port, sign_in=sign_in, folder=tmp_path)


def log_lines(served: Served) -> list[str]:
    return (served.folder / "access.log").read_text("utf-8").splitlines()


def test_a_first_visit_that_keeps_everything_and_ten_pages_meet_no_limit(
    limited: Served, playwright: Playwright
) -> None:
    address = f"http://{NAME}:{limited.port}/"
    with launched(playwright, host=NAME) as browser:
        context = browser.new_context()
        context.set_default_timeout(PATIENCE)
        sign_in(context, address)
        page = context.new_page()
        page.goto(address)
        kept = f"{address}policies/knowsley/index.html"
        wait_for(lambda: page.evaluate("async url => !!await caches.match(url)", kept))
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        for path in sorted((limited.root / "cases").rglob("*.html"))[:10]:
            page.goto(address + path.relative_to(limited.root).as_posix())
    lines = log_lines(limited)
    assert len(lines) > 100
    assert {line.rsplit(maxsplit=1)[1] for line in lines} <= {"200", "304"}


@pytest.mark.parametrize(
    ("path", "header"),
    [(STYLE, COOKIE), (STYLE, "X-Nothing: here"), ("/oauth2/start", COOKIE)],
    ids=["reader", "nobody", "sign-in"],
)
def test_a_flood_is_told_to_wait_and_does_not_reach_the_sign_in(
    path: str, header: str, limited: Served
) -> None:
    answers: list[int] = []
    with ThreadPoolExecutor(8) as threads:
        for _ in range(_WAVES):
            if 429 in answers:
                break
            answers += threads.map(lambda _: ask(limited.port, path, header).status, range(_WAVE))
    assert answers[0] != 429
    refused = answers.count(429)
    assert refused > 0
    asked = limited.sign_in.asked
    judged = [each for each in asked if each == "/oauth2/auth"] or asked
    assert len(judged) == len(answers) - refused
