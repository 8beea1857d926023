"""What a page of a case weighs with all it loads the first time, beyond the theme's own files."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from escalation_log.site.sources import as_served
from tests.logs import FOUR, REPOSITORY
from tests.site.both_sites import RESTRICTED, export, mkdocs
from tests.site.building import copy_log

LIMIT = 100_000
_LOADED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')
# The theme's own have a hash in their names.
_OF_THE_THEME = re.compile(r"\.[0-9a-f]{8}\.min\.")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Give the site of the shipped cases, and both of many invented ones, some of them long."""
    shipped = copy_log(tmp_path_factory.mktemp("shipped"), cases=True)
    invented = copy_log(tmp_path_factory.mktemp("invented"), cases=False)
    drawn = invented / "drawn"
    command = [sys.executable, "-m", "escalation_log", "--log", str(FOUR), "sample"]
    subprocess.run([*command, "--cases", "400", "--seed", "1", "--out", drawn], check=True)
    (invented / "cases").rmdir()
    (drawn / "cases").rename(invented / "cases")
    assert export(invented, invented / "plain").code == 0
    return {
        "shipped": mkdocs(shipped, RESTRICTED),
        "invented": mkdocs(invented, RESTRICTED),
        "exported": invented / "plain",
    }


@pytest.mark.parametrize("name", ["shipped", "invented", "exported"])
def test_the_heaviest_page_of_a_case_loads_less_than_100_kb(
    name: str, sites: dict[str, Path]
) -> None:
    page = max((sites[name] / "cases").rglob("*.html"), key=lambda path: path.stat().st_size)
    addresses = _LOADED.findall(page.read_text(encoding="utf-8"))
    loaded = [page, *(page.parent / each for each in addresses if not _OF_THE_THEME.search(each))]
    weights = {path.name: path.stat().st_size for path in loaded}
    assert {"calendars.js", "case.css", "clock.js"} < set(weights)
    assert sum(weights.values()) < LIMIT, weights


def test_a_page_of_a_case_has_no_empty_lines_around_what_it_says(sites: dict[str, Path]) -> None:
    for page in (sites["shipped"] / "cases").rglob("*.html"):
        frame, _, rest = page.read_text(encoding="utf-8").strip().partition("<article")
        frame += "|" + rest.partition("</article>")[2]
        assert not re.search(r"\n[ \t]*\n|\n[ \t]+<", frame), page.name


def test_scripts_that_are_served_keep_every_line_but_those_of_comment() -> None:
    scripts = sorted((REPOSITORY / "site").rglob("*.js"))
    assert len(scripts) > 8
    for path in scripts:
        written = path.read_text(encoding="utf-8")
        lines = [line.strip() for line in written.splitlines()]
        served = as_served(path.name, written.encode()).decode()
        assert served.splitlines() == [line for line in lines if line[:2] not in {"", "//"}], path


@pytest.mark.parametrize("text", ["say(`\n  two\n  lines`);\n", "say('a\\\n  b');\n"])
def test_a_script_whose_texts_span_lines_is_left_alone(text: str) -> None:
    assert as_served("a.js", f"// Why.\n{text}".encode()).decode() == f"// Why.\n{text}"


def test_what_came_short_or_with_a_licence_keeps_it() -> None:
    short = b"/* Kept. */ p { color: red }"
    assert as_served("assets/stylesheets/other.min.css", short) == short
    assert as_served("assets/images/drawing.svg", b"<svg>\n</svg>") == b"<svg>\n</svg>"
    licensed = b"/*! Licence. */\np { top: 0 } /* No. */\n"
    assert as_served("a.css", licensed) == b"/*! Licence. */p{top:0}"
    assert as_served("a.js", licensed) == licensed
