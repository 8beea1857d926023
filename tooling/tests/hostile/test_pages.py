"""Nothing that a file of the log says comes alive on a page, in a drawing, a feed or a search."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from escalation_log.files.free_texts import free_texts
from escalation_log.site.addresses import case_address
from tests.hostile import alive
from tests.hostile.corpus import CANARY, TEXTS
from tests.hostile.planting import planted_log, read
from tests.site.both_sites import PUBLIC, export, mkdocs
from tests.thoroughness import whole

# The text of a policy is Markdown, in which a partnership may set links.
_IS_TEXT = re.compile(r"policies/[^/]+/index\.html")


@pytest.fixture(
    scope="module",
    params=[
        "mkdocs",
        "export public",
        whole("mkdocs public"),
        whole("export"),
        *(whole(f"export {turn}") for turn in range(5, len(TEXTS), 5)),
    ],
)
def site(
    request: pytest.FixtureRequest, planted: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Write a site of the log; a number says with which of the texts its places begin."""
    how, _, what = str(request.param).partition(" ")
    if how == "mkdocs":
        return mkdocs(planted, PUBLIC) if what else planted / "build" / "site"
    folder = tmp_path_factory.mktemp("hostile")
    log = planted_log(folder / "log", int(what)) if what.isdigit() else planted
    ran = export(log, folder / "site", *(["--public"] if what == "public" else []))
    assert ran.code == 0, ran.err
    return folder / "site"


def test_nothing_is_alive_on_any_page(site: Path) -> None:
    pages = {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
    }
    assert sum(CANARY in page for page in pages.values()) > 20
    for address, page in pages.items():
        is_text = _IS_TEXT.fullmatch(address) is not None
        assert alive.in_html(page, is_text=is_text) == [], address


def test_nothing_is_alive_in_any_other_file(site: Path) -> None:
    looked: set[str] = set()
    for path in site.rglob("*"):
        if not path.is_file() or path.suffix == ".html":
            continue
        data = path.read_bytes()
        if CANARY.encode() not in data:
            continue
        looked.add(path.suffix)
        assert _alive_in(path.suffix, data.decode()) == [], path
    assert looked >= {".js", ".svg", ".mmd"}
    assert {".ics", ".atom", ".json"} <= looked or not (site / "cases").is_dir()


def _alive_in(suffix: str, text: str) -> list[str]:
    match suffix:
        case ".svg" | ".atom":
            return alive.in_xml(text)
        case ".ics":
            return alive.in_calendar(text)
        case ".csv":
            return alive.in_csv(text)
        case ".mmd":
            return alive.in_flowchart(text)
        case ".json":
            found = json.loads(text)
            # The theme puts what it finds into the page as HTML.
            docs = found.get("docs", ()) if isinstance(found, dict) else ()
            return [each for doc in docs for each in alive.in_html(doc["title"] + doc["text"])]
        case ".js":
            (data,) = re.findall(r"=\s*([\[{].*[\]}]);?\s*\Z", text, re.DOTALL)
            return alive.in_json(data)
        case _:
            raise LookupError(suffix)


class _Words(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self._words: list[str] = []
        self.feed(page)
        self.close()

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    @property
    def said(self) -> str:
        """The signs of the page in their order, without the words that fold a long text."""
        return re.sub("Readon:(?:Concern|Outcomesought)", "", together("".join(self._words)))


def together(text: str) -> str:
    """Leave out what only parts words and lines."""
    return "".join(text.split())


def test_people_read_the_words_of_a_case_as_they_were_typed(planted: Path) -> None:
    read_back = 0
    for path in planted.glob("cases/*/*.yaml"):
        page = planted / "build" / "site" / case_address(path.stem)
        said = _Words(page.read_text(encoding="utf-8")).said
        case = read(path)
        corrected = [event for event in case["events"] if "correct" in event]
        events = {(event["of"] - 1,) for event in corrected if "of" in event}
        header = {field for event in corrected if "of" not in event for field in event["correct"]}
        for place, text in free_texts(case):
            if place[0] in header or place[1:2] in events:
                continue
            assert together(text) in said, (path.name, place)
            read_back += 1
    assert read_back > 200


def test_people_read_the_names_of_a_policy_as_they_were_typed(planted: Path) -> None:
    edition = read(planted / "policies" / "knowsley" / "2020-06.yaml")
    page = planted / "build" / "site" / "policies" / "knowsley" / "index.html"
    said = _Words(page.read_text(encoding="utf-8")).said
    for stage in edition["stages"]:
        for duty in stage["duties"]:
            assert together(duty["title"]) in said, duty["id"]
