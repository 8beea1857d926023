"""The built site in a real browser: Debian's Chromium, driven by Playwright.

Ask for the fixture `visit` and open a page by its address; what `visit` takes is in `visiting.py`.

    def test_the_tracker_fits_a_phone(visit: Visits) -> None:
        page = visit("tracker.html", screen=PHONE, scheme="dark", at="2026-12-01 09:00")
        assert page.locator("h1").inner_text() == "Tracker"

`folder=True` opens the page from the disk instead of from a server on this machine. The site is
the log of four policies with a fifth, judged as of `AS_OF`, and built once for all the processes of
a run; the fixture `site` is its folder. Whatever a page does, a test fails where a request leaves
the site, where a script raises an error, or where the console shows one.

A new kind of page gets a line in `kinds.py`: with it come axe, the keyboard walk and the narrow
screen. Without Chromium the tests are skipped with a warning at the end of the run; where `CI` is
`true`, they fail.
"""
