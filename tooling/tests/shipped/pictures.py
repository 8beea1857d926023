"""The pictures of the README and of the guide, taken of the shipped log: `make pictures`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, ViewportSize, sync_playwright

from escalation_log.export.open_changes import OPEN_CHANGES_FILE, OpenChanges, open_changes_text
from escalation_log.site.engine_files.parts import USUAL_PLACE
from tests.browser.chromium import launched
from tests.browser.recording import Form
from tests.browser.serving import served
from tests.browser.visiting import Scheme, Visits
from tests.logs import REPOSITORY
from tests.site.building import build, copy_log

_OF_README = REPOSITORY / "docs" / "pictures"
_OF_GUIDE = REPOSITORY / "site" / "pages" / "pictures"
_PHONE = ViewportSize(width=390, height=844)
_DESKTOP = ViewportSize(width=1280, height=844)
# As high as a whole page, so that nothing that sticks to the window covers a part of it.
_WHOLE = ViewportSize(width=390, height=4000)
# For each picture: the page, the screen, the scheme, and what stands at its top.
_PICTURES: dict[str, tuple[str, ViewportSize, Scheme, str]] = {
    "case": ("cases/2026/KN-2026-0006.html", _PHONE, "light", ".el-banner"),
    "flowchart": ("policies/knowsley/index.html#flowchart", _PHONE, "dark", "#flowchart"),
    "tracker": ("tracker.html", _DESKTOP, "light", ".el-banner"),
}
_CASE, _DAY = "KN-2026-0008", "2026-11-23"
_AT = f"{_DAY} 10:20"
# To this case a change waits.
_CHANGED = "BA-2026-0005"
_GITHUB = "https://github.com/example-team/escalations"
# A browser writes days as its own language does, and the one of the tests speaks American.
_AS_IN_BRITAIN = """all => {
  for (const each of all) {
    const { type, value } = each;
    each.style.width = getComputedStyle(each).width;
    each.type = "text";
    each.value = type === "date" ? value.split("-").reverse().join("/") : value;
  }
}"""


def take(readme: Path, guide: Path) -> None:
    """Build the site and take every picture."""
    for folder in (readme, guide):
        folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        site = build(_log(Path(temporary))).site
        with (
            served(site) as server,
            sync_playwright() as playwright,
            launched(playwright) as browser,
        ):
            visits = Visits(browser, server, site)
            for name, (address, screen, scheme, top) in _PICTURES.items():
                page = visits(address, screen=screen, scheme=scheme)
                page.locator(top).first.evaluate("each => each.scrollIntoView()")
                page.wait_for_timeout(500)
                page.screenshot(path=readme / f"{name}.png")
            _take_of_guide(visits, guide)
            visits.close()


def _log(root: Path) -> Path:
    """Copy the log, and let it know where changes are proposed, and that one waits."""
    log = copy_log(root, cases=True, log=REPOSITORY, engine=REPOSITORY / USUAL_PLACE)
    for path in log.glob("policies/*/partnership.yaml"):
        with path.open("a", encoding="utf-8") as opened:
            opened.write(f"file_history_url: {_GITHUB}/commits/main/\n")
    changes = OpenChanges(
        as_of=datetime(2026, 11, 22, 12, tzinfo=UTC), repository=_GITHUB, pulls={_CHANGED: (12,)}
    )
    file = log / OPEN_CHANGES_FILE
    file.parent.mkdir()
    file.write_text(open_changes_text(changes), "utf-8")
    return log


def _take_of_guide(visits: Visits, folder: Path) -> None:
    page = visits(f"cases/2026/{_CHANGED}.html", screen=_WHOLE, reduced_motion=True, at=_AT)
    _part(page, folder / "waiting.png", "h1", ".el-case__change")
    # Only a page that may search has workers, in one of which the engine runs.
    case = f"cases/2026/{_CASE}.html"
    page = visits(case, screen=_WHOLE, reduced_motion=True, at=_AT, searching=True)
    page.get_by_role("link", name="Record what happened").click()
    page.get_by_label("How did you hear of it?").select_option("phone")
    # What is drawn by chance is shown in the name of the file; so it stays from run to run.
    page.evaluate("() => { crypto.getRandomValues = (signs) => signs.fill(7); }")
    form = Form(page)
    form.choose("Discussed")
    page.locator("#record-at-on").fill(_DAY)
    page.locator("#record-at-time").fill("09:30")
    assert form.see() == ""
    page.locator("[data-form] :is([type=date], [type=time])").evaluate_all(_AS_IN_BRITAIN)
    page.evaluate("document.activeElement.blur()")
    _part(page, folder / "record.png", "#record-case", "#record-at-time")
    _part(page, folder / "record-changes.png", "#record-changes", "[data-coming-then]")
    _part(page, folder / "record-propose.png", "#record-propose", "[data-steps]")


def _part(page: Page, file: Path, first: str, last: str) -> None:
    """Take what stands from one part of a page to another, as wide as a phone."""
    room = 8
    top = page.locator(first).first.bounding_box()
    bottom = page.locator(last).first.bounding_box()
    assert top is not None
    assert bottom is not None
    begins = max(top["y"] - room, 0)
    height = bottom["y"] + bottom["height"] + room - begins
    width = float(_PHONE["width"])
    page.screenshot(path=file, clip={"x": 0, "y": begins, "width": width, "height": height})


if __name__ == "__main__":
    take(_OF_README, _OF_GUIDE)
