"""The seal stands where witnesses keep it, is one everywhere, and is on no public page."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from escalation_log.log.opening import END_OF_TIME, open_log
from escalation_log.log.sealing import seal_of_log
from escalation_log.words.seal_words import WHAT_A_SEAL_IS_FOR
from tests.cli.running import run
from tests.logs import FOUR
from tests.site.both_sites import export

SEAL = seal_of_log(open_log(FOUR, as_of=END_OF_TIME))
REPORT = re.compile(r"policies/[a-z-]+/reports/[0-9]{4}-q[1-4]\.html")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give the restricted site and the public one."""
    folder = tmp_path_factory.mktemp("sites")
    assert export(FOUR, folder / "restricted").code == 0
    assert export(FOUR, folder / "public", "--public").code == 0
    return folder / "restricted", folder / "public"


def pages_with(text: str, site: Path) -> set[str]:
    return {
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file() and text.encode() in path.read_bytes()
    }


def test_it_stands_on_the_page_about_the_site_and_in_each_quarterly_report(
    sites: tuple[Path, Path],
) -> None:
    restricted, _ = sites
    found = pages_with(SEAL.value, restricted)
    reports = {each.relative_to(restricted).as_posix() for each in restricted.rglob("reports/*")}
    assert found == {"about.html", *reports}
    assert all(map(REPORT.fullmatch, reports))
    assert reports
    for file in found:
        text = html.unescape((restricted / file).read_text("utf-8"))
        assert WHAT_A_SEAL_IS_FOR in text, file
        assert f"It covers {SEAL.cases} cases, {SEAL.unsalted} of them without a salt." in text


def test_the_public_site_has_neither_the_seal_nor_a_word_of_it(sites: tuple[Path, Path]) -> None:
    _, public = sites
    assert pages_with(SEAL.value.removeprefix("sha256:"), public) == set()
    assert pages_with(WHAT_A_SEAL_IS_FOR, public) == set()
    assert "<h2" in (public / "about.html").read_text("utf-8")
    assert 'id="seal"' not in (public / "about.html").read_text("utf-8")


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_digest_ends_with_it(form: str) -> None:
    asked = ("--policy", "knowsley", "--agency", "housing", "--as-of", "2026-11-22")
    ran = run("digest", "--format", form, *asked, log=FOUR)
    text = " ".join(html.unescape(ran.out).split())
    assert text.count(SEAL.value) == 1
    assert text.rpartition(SEAL.value)[2].count(WHAT_A_SEAL_IS_FOR) == 1
    if form == "text":
        assert text.endswith(WHAT_A_SEAL_IS_FOR)
        assert f"\n{SEAL.value}\n" in ran.out
