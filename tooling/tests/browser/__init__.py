"""The built site in a real browser: the Chromium that the set-up brings, driven by Playwright.

Ask for the fixture `visit` and open a page by its address; what `visit` takes is in `visiting.py`.

    def test_the_tracker_fits_a_phone(visit: Visits) -> None:
        page = visit("tracker.html", screen=PHONE, scheme="dark", at="2026-12-01 09:00")
        assert page.locator("h1").inner_text() == "Tracker"

`folder=True` opens the page from the disk instead of from a server on this machine. The site is
the log of four policies with a fifth, judged as of `AS_OF`, and built once for all the processes of
a run; the fixture `site` is its folder. Whatever a page does, a test fails where a request leaves
the site, where a script raises an error, or where the console shows one.

A new kind of page gets a line in `kinds.py`: with it comes the visit of `test_each_kind.py`, by
keyboard, on a narrow screen, read by axe, on paper, from a folder and without scripts. What depends
on the measures of letters runs `FITS_WITH_BOTH_FONTS` or `IS_HIT_WITH_BOTH_FONTS`: with those as
narrow and low as Arial's, which most readers have, and with wide and high ones; by day with the
harder of the two. Off x86-64 Linux the machine's own Chromium serves; without one the tests are
skipped with a warning at the end of the run, and where `CI` is `true`, they fail.
"""
