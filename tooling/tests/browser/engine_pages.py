"""Ask the engine of a site, in a page of it, as the scripts of a form would."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from escalation_log.site.engine_files.parts import FOLDER, LOADER
from tests.lacking import NODE_PARTS

_ADD_LOADER = """src => new Promise((done, failed) => {
  const script = Object.assign(document.createElement("script"), { src });
  script.addEventListener("load", done);
  script.addEventListener("error", failed);
  document.head.append(script);
})"""
_LOAD = """async () => {
  const said = [];
  try {
    await escalationLogEngine.load((words) => said.push(words));
    return { said };
  } catch ({ kind, message, report }) {
    return { said, failed: { kind, message, report } };
  }
}"""
_CALL = """async ([name, parameters]) => {
  try {
    return { said: await escalationLogEngine.call(name, parameters) };
  } catch ({ kind, message, report }) {
    return { failed: { kind, message, report } };
  }
}"""


def require_engine(site: Path) -> None:
    """Fail the test where the site was built without the Node parts."""
    if not (site / FOLDER).is_dir():
        NODE_PARTS.fail()


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """What the page is told in place of an answer."""

    kind: str
    message: str
    report: str = field(default="")


@dataclass(slots=True)
class EnginePage:
    """A page with the loader, and perhaps with the engine."""

    page: Page
    home: str

    def load(self) -> list[str]:
        """Load the engine; give what was said meanwhile, or raise what the page is told."""
        self.page.evaluate(_ADD_LOADER, self.home + LOADER)
        said: list[str] = self._answered(self.page.evaluate(_LOAD))
        return said

    def call(self, name: str, **parameters: Any) -> str:
        """Call a function of the engine; give its answer, or raise what the page is told."""
        said: str = self._answered(self.page.evaluate(_CALL, [name, parameters]))
        return said

    def open(
        self, files: Mapping[str, str], *, now: str, others: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Open a log of these files."""
        answer: dict[str, Any] = json.loads(self.call("open", files=files, others=others, now=now))
        return answer

    def log(self, reference: str) -> dict[str, Any]:
        """Fetch what the site has of a case for the engine."""
        found: dict[str, Any] = self.page.evaluate(
            "reference => escalationLogEngine.log(reference)", reference
        )
        return found

    @staticmethod
    def _answered(answer: dict[str, Any]) -> Any:
        if failed := answer.get("failed"):
            raise Refused(**failed)
        return answer["said"]


def texts_in(log: Path) -> dict[str, str]:
    """Give the files of a log's folder as texts, by their paths."""
    return {
        path.relative_to(log).as_posix(): path.read_bytes().decode()
        for path in sorted(log.rglob("*"))
        if path.is_file()
    }
