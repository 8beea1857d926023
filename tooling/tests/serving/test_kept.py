"""What a phone keeps of the site behind the sign-in, and that a refusal takes it away."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error, Playwright

from tests.browser.chromium import PATIENCE, launched
from tests.browser.gate import wait_for
from tests.serving.conftest import Served
from tests.serving.nginx import NAME
from tests.serving.sign_in import sign_in


def test_a_phone_keeps_pages_while_it_is_signed_in_and_no_longer(
    served: Served, playwright: Playwright
) -> None:
    address = f"http://{NAME}:{served.port}/"
    with launched(playwright, host=NAME) as browser:
        context = browser.new_context()
        context.set_default_timeout(PATIENCE)
        violations: list[str] = []
        context.expose_binding("sayViolation", lambda _, words: violations.append(words))
        context.add_init_script(
            "addEventListener('securitypolicyviolation', e => "
            "sayViolation(`${e.effectiveDirective} ${e.blockedURI}`))"
        )
        sign_in(context, address)
        page = context.new_page()
        page.goto(address)
        kept = f"{address}policies/knowsley/index.html"
        wait_for(lambda: page.evaluate("async url => !!await caches.match(url)", kept))
        # Until everything is kept, the worker does not hear where pages go.
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        watching = context.new_page()
        watching.goto(f"{address}about.html")
        assert not context.new_cdp_session(page).send("Page.getAppManifest")["errors"]
        assert not violations
        context.clear_cookies()
        # The sign-in leads to a host that nobody finds.
        with suppress(Error):
            page.goto(f"{address}policies/knowsley/index.html")
        wait_for(lambda: not watching.evaluate("caches.keys()"))


def test_signing_out_empties_the_browser_of_cookies_copies_and_choices(
    served: Served, playwright: Playwright
) -> None:
    address = f"http://{NAME}:{served.port}/"
    with launched(playwright, host=NAME) as browser:
        # Without the worker, which forgets by itself.
        context = browser.new_context(service_workers="block")
        context.set_default_timeout(PATIENCE)
        sign_in(context, address)
        page = context.new_page()
        page.goto(address)
        page.evaluate("localStorage.setItem('chosen', 'area')")
        page.evaluate("caches.open('kept').then((cache) => cache.put('/x', new Response('x')))")
        assert page.evaluate("caches.keys()") == ["kept"]
        page.goto(f"{address}oauth2/sign_out")
        wait_for(lambda: not page.evaluate("caches.keys()"))
        wait_for(lambda: not page.evaluate("localStorage.length"))
        wait_for(lambda: not context.cookies())
