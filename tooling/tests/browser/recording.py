"""The forms of the site filled in as somebody would, and what they propose."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from escalation_log.effect.recorded import TURNS
from escalation_log.effect.value import IssueTurn, issue_words
from escalation_log.site.engine_files.parts import USUAL_PLACE
from escalation_log.words.departures import NOT_AGREED
from tests.cli.running import run
from tests.lacking import NODE_PARTS
from tests.logs import EIGHTH, FIFTH, FOUR, REPOSITORY
from tests.repositories import git, repository_of
from tests.waiting import waits

AS_OF = "2026-11-22 12:00"
PROPOSALS = "https://github.com/example/log/new/main"
# Of each policy an open case, a closed one, and what else offers kinds of event that these do not.
CASES = (
    "BA-2025-0002",
    "BA-2026-0003",
    "CH-2026-0001",
    "CH-2026-0003",
    "HW-2026-0001",
    "HW-2026-0002",
    "KN-2025-0001",
    "KN-2026-0001",
    "KN-2026-0006",
    "KN-2026-0007",
    "SK-2026-0001",
    "SK-2026-0002",
    "SK-2026-0004",
    "WS-2026-0001",
    "WS-2026-0003",
)
# A child of these is at immediate risk, so that this may also be over.
AT_RISK = ("BA-2026-0003", "HW-2026-0002", "KN-2026-0007", "SK-2026-0004")
# A word that nobody writes, for whatever people put into words of their own.
CANARY = "Zephyrwhistle"

# Answer what must be answered with the first choice, and put the canary into every text.
_FILL = """([place, canary, day, reference]) => {
  const isNeeded = (heading) => heading !== null && heading.querySelector(".el-quiet") === null;
  const changed = (input) => {
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const root = document.querySelector(place);
  for (const input of root.querySelectorAll("textarea")) {
    input.value = `${canary} was said.`;
    changed(input);
  }
  for (const input of root.querySelectorAll("select")) {
    if (input.value || !isNeeded(input.parentElement.querySelector("label"))) continue;
    input.selectedIndex = 1;
    changed(input);
  }
  for (const group of root.querySelectorAll("fieldset:not(.el-moment)")) {
    if (group.querySelector("input:checked")) continue;
    const boxes = [...group.querySelectorAll("input[type=checkbox]")];
    if (!boxes.length || !isNeeded(group.querySelector("legend"))) continue;
    // Of what may be corrected, people's own words, which the canary then changes.
    const chosen = boxes[0].id.includes("-wrong-which-") ? boxes.at(-1) : boxes[0];
    chosen.checked = true;
    changed(chosen);
  }
  for (const input of root.querySelectorAll("input[type=date]")) {
    if (input.value) continue;
    input.value = day;
    changed(input);
  }
  for (const input of root.querySelectorAll("input[type=text]")) {
    input.value = reference;
    changed(input);
  }
}"""


def build_log(root: Path) -> None:
    """Make a repository whose policies know where files are proposed, and its site beside it."""
    log = repository_of(root / "log", FOUR, FIFTH, EIGHTH).log
    for path in log.glob("cases/*/*.yaml"):
        if path.stem not in CASES:
            path.unlink()
    for path in log.glob("policies/*/partnership.yaml"):
        with path.open("a", encoding="utf-8") as opened:
            opened.write("file_history_url: https://github.com/example/log/commits/main/\n")
    for reference in AT_RISK:
        _, year, _ = reference.split("-")
        event = (
            "at: 2026-11-20 09:00, kind: immediate-risk, by: raising, recorded: 2026-11-20 09:30"
        )
        waits(log, event, case=f"{year}/{reference}")
    assert run("lock", log=log).code == 0
    at = "2026-11-21T12:00:00+00:00"
    git(log, "add", "--all")
    git(log, "commit", "--amend", "--quiet", "--no-edit", "--date", at, at=at)
    engine = root / "engine" / USUAL_PLACE
    engine.parent.mkdir(parents=True)
    engine.symlink_to(REPOSITORY / USUAL_PLACE)
    (log / "build").symlink_to(root / "engine" / "build")
    if not (engine / "pyodide.mjs").is_file():
        NODE_PARTS.fail()
    export(log, root / "site")


def export(log: Path, site: Path) -> None:
    """Write the site of a log."""
    ran = run("export", "--format", "site", "--to", site, "--as-of", AS_OF, log=log)
    assert ran.code == 0, ran.err


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A file as GitHub's page gets it: its address, and the text that is pasted there."""

    address: str
    pasted: str

    @property
    def file(self) -> str:
        """The name of the file."""
        return self._asked("filename")

    @property
    def text(self) -> str:
        """The text of the file."""
        return self._asked("value") + self.pasted

    def _asked(self, name: str) -> str:
        (value,) = parse_qs(urlsplit(self.address).query)[name]
        return value

    def put(self, log: Path) -> Path:
        """Put the file into a log."""
        path = log / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        assert not path.exists()
        path.write_text(self.text, encoding="utf-8")
        return path


@dataclass(frozen=True, slots=True)
class Form:
    """The form on a page."""

    page: Page

    def open(self, reference: str) -> None:
        """Ask for another case."""
        self.page.evaluate("reference => { location.hash = reference; }", reference)
        expect(self.page.locator("[data-title]:visible")).to_contain_text(f"{reference}:")

    def titles(self) -> list[str]:
        """List what can be recorded."""
        return self.page.locator("#record-happened option").all_text_contents()[1:]

    def choose(self, title: str) -> None:
        """Choose what happened."""
        self.page.locator("#record-happened").select_option(label=title)
        expect(self.page.locator("#record-at-on")).to_be_visible()

    def fill(self, *, day: str, reference: str, place: str = "[data-fields]") -> None:
        """Answer what must be answered with the first choice, and write the canary everywhere."""
        for _ in range(3):
            # What is to be corrected is asked for step by step.
            self.page.evaluate(_FILL, [place, CANARY, day, reference])
            if not self.page.locator("[data-correct]").count():
                return
            self.page.locator("#record-wrong-which-0").wait_for()

    def see(self) -> str:
        """Ask what it changes; give what is wrong, empty where it can be proposed."""
        self.page.locator("[data-see]").click()
        self.page.locator("[data-preview]:visible, [data-wrong]:visible").first.wait_for()
        wrong = self.page.locator("[data-wrong]:visible")
        return wrong.inner_text() if wrong.count() else ""

    def said(self) -> dict[str, Any]:
        """Give what the preview says."""
        told = [*self._list("turned"), *self._list("told")]
        about = self.page.locator("[data-about]").inner_text()
        return {"about": about, "told": told, "coming-then": self._list("coming-then")}

    def _list(self, name: str) -> list[str]:
        return self.page.locator(f"[data-{name}] li").all_inner_texts()

    def proposals(self) -> Sequence[Proposal]:
        """Give the files that are proposed."""
        return tuple(self._proposals())

    def _proposals(self) -> Iterator[Proposal]:
        for steps in self.page.locator("[data-steps] ol").all():
            address = steps.locator("[data-proposal]").get_attribute("href")
            words = steps.locator("textarea")
            assert address is not None
            yield Proposal(address=address, pasted=words.input_value() if words.count() else "")


def said_by_the_card(case: Any) -> dict[str, Any]:
    """Give what the card says of a case, as the preview divides it: first how the case turns."""
    issues = [issue_words(IssueTurn(each["turn"]), each["stage"]) for each in case["issues"]]
    turned = [each for each in case["told"] if each in (*TURNS.values(), NOT_AGREED)]
    recorded = [each for each in case["told"] if each not in turned]
    told = [*turned, *case["warnings"], *case["aims"], *recorded, *issues]
    return {"about": case["about"], "told": told, "coming-then": case["coming"]}


def copy_of(log: Path, target: Path) -> Path:
    """Copy the repository of a log, to change it."""
    shutil.copytree(log, target, symlinks=True)
    return target
