"""A log that holds the hostile texts wherever somebody may write a text of their own."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from escalation_log.model.event_kinds import FREE_TEXTS, KINDS_BY_WORD
from tests.hostile.corpus import TEXTS, filled
from tests.logs import FIFTH
from tests.site.both_sites import RESTRICTED, mkdocs
from tests.site.building import copy_log, sign_off

# How long the texts of a policy and of a partnership may be, by the key that they stand under.
_MOST = {
    "title": 200,
    "clause": 200,
    "document": 500,
    "banner": 500,
    "shared_banner": 500,
    "name": 500,
    "purpose": 500,
    "summary": 2000,
    "advice": 2000,
    "words": 200,
    "says": 500,
    "why": 300,
}
# Of these each value is a text, and of these lists each item.
_NAMES = ("roles", "recipients", "themes", "case_roles")
_LISTS = {"our_readings": 2000, "clauses": 200}
# What only has to look like an address.
_ADDRESSES = {
    "url": "https://contact.example/\"><zqcanary>?'onclick=zqcanary()&{{191*211}}",
    "email": "\"'onclick=zqcanary()##[error]&{{191*211}}@contact.example",
}
# Where the same keys have other meanings.
_CODED = ("met_by", "trigger", "requires", "counts")
_TEXTS_OF_A_CASE = {"concern": 600, "outcome_sought": 600}


class _Loader(yaml.SafeLoader):
    """Reads what looks like a date, and `on`, as the text that it is."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, sign)
        for tag, sign in known
        if not tag.endswith(":timestamp") and (first in "tf" or not tag.endswith(":bool"))
    ]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Any:
    """Read a file of a log."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)


def write(path: Path, content: object) -> None:
    """Write a file of a log."""
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
    path.write_text(text, encoding="utf-8")


class Planting:
    """Puts the texts into a log, each place beginning with the next of them."""

    def __init__(self, turn: int = 0) -> None:
        self._turns = count(turn)

    def plant(self, root: Path) -> None:
        """Put the texts into the policies and cases of a log."""
        (root / "policies" / "editions.lock").unlink(missing_ok=True)
        for path in sorted(root.glob("policies/*/*.yaml")):
            if path.parent.name == "calendars":
                continue
            content = self._within(read(path))
            if "contacts" in content:
                content["closures"] = [
                    {"from": day, "to": day, "name": self._text(500)}
                    for day in ("2026-03-04", "2026-10-23", "2026-11-25")
                ]
                content["file_history_url"] = _ADDRESSES["url"]
            write(path, content)
        for path in sorted(root.glob("policies/*/policy.md")):
            with path.open("a", encoding="utf-8") as text:
                text.write("\n\n## zqcanary\n\n" + "\n\n".join(TEXTS) + "\n")
        for path in sorted(root.glob("cases/*/*.yaml")):
            write(path, self._case(read(path)))

    def _text(self, most: int) -> str:
        return filled(most, next(self._turns))

    def _within(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._within(each) for each in value]
        if not isinstance(value, dict):
            return value
        changed: dict[str, Any] = {}
        for key, each in value.items():
            if key in _NAMES and isinstance(each, dict):
                changed[key] = {name: self._text(_MOST["title"]) for name in each}
            elif key in _LISTS and isinstance(each, list):
                most = _LISTS[key]
                changed[key] = [
                    self._text(most) if isinstance(item, str) else self._within(item)
                    for item in each
                ]
            elif key in _ADDRESSES and isinstance(each, str):
                changed[key] = _ADDRESSES[key]
            elif key in _MOST and isinstance(each, str):
                changed[key] = self._text(_MOST[key])
            else:
                changed[key] = each if key in _CODED else self._within(each)
        return changed

    def _case(self, case: dict[str, Any]) -> dict[str, Any]:
        texts = {key: self._text(most) for key, most in _TEXTS_OF_A_CASE.items()}
        return case | texts | {"events": [self._event(each) for each in case["events"]]}

    def _event(self, event: dict[str, Any]) -> dict[str, Any]:
        coded = KINDS_BY_WORD[event["kind"]].row.coded_texts
        own = [key for key in FREE_TEXTS if key == "note" or key in event]
        return event | {key: self._text(300) for key in own if key not in coded}


def planted_log(root: Path, turn: int = 0) -> Path:
    """Write a log of five policies, two of them signed off, and its cases, full of the texts."""
    copy_log(root, cases=True)
    sign_off(root, "barnsley@v4")
    sign_off(root, "knowsley@2020-06")
    for name in ("cases", "policies"):
        shutil.copytree(FIFTH / name, root / name, dirs_exist_ok=True)
    Planting(turn).plant(root)
    return root


def build_planted(root: Path) -> None:
    """Write such a log, and let MkDocs build its restricted site."""
    mkdocs(planted_log(root), RESTRICTED)
