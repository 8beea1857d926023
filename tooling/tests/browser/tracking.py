"""What the tests of the tracker ask of its page."""

from __future__ import annotations

from playwright.sync_api import Page

ROWS = "#tracker-table tbody tr"


def references(page: Page) -> list[str]:
    """Give the references of the rows that are shown."""
    return page.locator(f"{ROWS} th a").all_inner_texts()


def count(page: Page) -> str:
    return page.locator("#tracker-count").inner_text()


def query(page: Page) -> str:
    return page.evaluate("location.search") or ""
