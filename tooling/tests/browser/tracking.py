"""What the tests of the tracker ask of its page."""

from __future__ import annotations

from playwright.sync_api import Page

ROWS = "#tracker-table tbody tr"
REFERENCES = f"{ROWS} [data-slot=reference]"


def references(page: Page) -> list[str]:
    """Give the references of the rows that are shown."""
    return page.locator(REFERENCES).all_inner_texts()


def count(page: Page) -> str:
    return page.locator("#tracker-count").inner_text()


def query(page: Page) -> str:
    return page.evaluate("location.search") or ""


def unfold(page: Page) -> None:
    """Open the lists of what can be chosen, which begin folded away."""
    page.locator("#tracker-choices:not([open]) summary").click()


def take_back(page: Page) -> None:
    """Clear all choices."""
    page.locator("#tracker-undo button").click()
