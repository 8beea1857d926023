"""The form of "By when?" filled in, and its answer read, as somebody would."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

ADDRESS = "by-when.html"
# Ten o'clock on the Monday before Christmas; Boxing Day is a Saturday that year.
FIVE_DAYS = "#policy=knowsley@2020-06&duty=stage-2/resolve&from=2026-12-21T10:15"
SAID = "By the end of Wednesday 30 December 2026"


def answer(page: Page) -> Locator:
    return page.locator("#by-when-answer")


def said(page: Page) -> Locator:
    return answer(page).get_by_role("status").first


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).select_option(label=option)


def give(page: Page, on: str, at: str = "", *, to: str = "Counted from") -> None:
    group = page.get_by_role("group", name=to)
    group.locator("input[type=date]").fill(on)
    group.locator("input[type=time]").fill(at)


def receipt(page: Page) -> list[str]:
    return answer(page).locator("ol li").all_inner_texts()
