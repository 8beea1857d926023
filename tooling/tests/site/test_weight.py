"""What a page of a case weighs with all it loads the first time, beyond the theme's own files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from escalation_log.site.sources import as_served
from tests.cli.running import run
from tests.logs import REPOSITORY
from tests.site.both_sites import RESTRICTED, export, mkdocs
from tests.site.building import Built, copy_log
from tests.thoroughness import whole

LIMIT = 100_000
_LOADED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')
# The theme's own have a hash in their names.
_OF_THE_THEME = re.compile(r"\.[0-9a-f]{8}\.min\.")


def invented(root: Path, count: int) -> Path:
    """Give a log of many invented cases, some of them long, and what its site is made of."""
    copy_log(root, cases=False)
    drawn = root / "drawn"
    assert run("sample", "--cases", str(count), "--seed", "1", "--out", drawn).code == 0
    (root / "cases").rmdir()
    (drawn / "cases").rename(root / "cases")
    return root


def test_the_heaviest_page_of_a_case_loads_less_than_100_kb(built: Built) -> None:
    assert_light(built.site)


@pytest.mark.parametrize("count", [100, whole(400)])
def test_so_does_the_heaviest_of_many_in_an_exported_site(count: int, tmp_path: Path) -> None:
    assert export(invented(tmp_path / "log", count), tmp_path / "plain").code == 0
    assert_light(tmp_path / "plain")


@pytest.mark.nightly
def test_so_does_the_heaviest_of_many_with_mkdocs(tmp_path: Path) -> None:
    assert_light(mkdocs(invented(tmp_path / "log", 400), RESTRICTED))


def assert_light(site: Path) -> None:
    page = max((site / "cases").rglob("*.html"), key=lambda path: path.stat().st_size)
    addresses = _LOADED.findall(page.read_text(encoding="utf-8"))
    loaded = [page, *(page.parent / each for each in addresses if not _OF_THE_THEME.search(each))]
    weights = {path.name: path.stat().st_size for path in loaded}
    assert {"calendars.js", "case.css", "clock.js"} < set(weights)
    assert sum(weights.values()) < LIMIT, weights


def test_a_page_of_a_case_has_no_empty_lines_around_what_it_says(built: Built) -> None:
    for page in (built.site / "cases").rglob("*.html"):
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
