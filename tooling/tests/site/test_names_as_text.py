"""Names that try to be HTML stay words, on every page of both sites and of what is exported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from tests.site.both_sites import PUBLIC, RESTRICTED, export, mkdocs
from tests.site.building import copy_log
from tests.thoroughness import whole

_EVIL = "</title></script><img src=x onerror=alert(1)>'\"&lt;img onerror=alert(2)&gt;"
_NAMED = ("name", "title", "summary", "purpose", "who", "what", "words", "document", "banner")
_LISTED = ("roles", "recipients", "themes", "case_roles")


class _Reader(HTMLParser):
    """Collects what would run: pictures, and attributes that begin with `on`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.made: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img" or any(name.startswith("on") for name, _ in attrs):
            self.made.append(self.get_starttag_text() or tag)


def _hostile(value: object) -> object:
    """Add the hostile words to every name and title within a policy or partnership."""
    if isinstance(value, list):
        return [_hostile(each) for each in value]
    if not isinstance(value, dict):
        return value
    ids = ("met_by", "trigger", "requires")
    changed = {key: each if key in ids else _hostile(each) for key, each in value.items()}
    for key, each in value.items():
        if key in _NAMED and isinstance(each, str):
            changed[key] = f"{each} {_EVIL}"
        if key in _LISTED and isinstance(each, dict):
            changed[key] = {name: f"{words} {_EVIL}" for name, words in each.items()}
    return changed


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_log(tmp_path_factory.mktemp("log"), cases=True)
    (root / "policies" / "editions.lock").unlink()
    for file in root.glob("policies/*/*.yaml"):
        if file.parent.name != "calendars":
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            if "contacts" in content:
                content["closures"] = [{"from": "2027-01-04", "to": "2027-01-04", "name": "Shut"}]
            words = yaml.safe_dump(_hostile(content), allow_unicode=True, sort_keys=False)
            file.write_text(words, encoding="utf-8")
    return root


@pytest.fixture(
    scope="module", params=["mkdocs", whole("mkdocs public"), whole("export"), "export public"]
)
def site(request: pytest.FixtureRequest, log: Path) -> Path:
    """Write a site of the log."""
    how = str(request.param)
    if how.startswith("mkdocs"):
        return mkdocs(log, PUBLIC if how.endswith("public") else RESTRICTED)
    target = log / how.replace(" ", "-")
    ran = export(log, target, *(["--public"] if how.endswith("public") else []))
    assert ran.code == 0, ran.err
    return target


def test_no_name_becomes_an_element(site: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert len(pages) > 5
    assert sum("onerror=alert(1)" in page for page in pages.values()) > 5
    for path, page in pages.items():
        assert _Reader(page).made == [], path
    for path in site.rglob("*.svg"):
        assert "<img" not in path.read_text(encoding="utf-8"), path


def test_no_name_becomes_an_element_among_what_is_found(site: Path) -> None:
    for each in _found(site):
        assert _Reader(each["title"] + each["text"]).made == [], each["title"]


def _found(site: Path) -> Iterator[dict[str, str]]:
    for path in site.rglob("search_index.json"):
        yield from json.loads(path.read_text(encoding="utf-8"))["docs"]
