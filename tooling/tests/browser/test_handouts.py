"""The poster is one side of A4 and the pocket card two sides of A6, in whatever letters."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import FITS_WITH_BOTH_FONTS, Fonts
from tests.logs import REPOSITORY
from tests.made_once import Workshop
from tests.site.both_sites import export

A4 = (595, 842)
A6 = (298, 420)
# Long enough that the code is one of the larger ones.
SETTINGS = "site_name: Escalations\nsite_url: https://escalations.safeguarding.example/a/log/\n"


@pytest.fixture(scope="module")
def sites(site: Path, workshop: Workshop) -> tuple[Path, ...]:
    """Give the folder of the built site, and those of two exported ones that know their address.

    One is of the same log, the other of the policies that ship, which are longer.
    """

    def written(log: Path) -> Callable[[Path], None]:
        def write(folder: Path) -> None:
            shutil.copytree(log / "policies", folder / "log" / "policies")
            (folder / "log" / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
            ran = export(folder / "log", folder / "site")
            assert (ran.code, ran.err) == (0, "")

        return write

    made = (
        workshop.make("five-with-codes", written(site.parents[1])),
        workshop.make("shipped-with-codes", written(REPOSITORY)),
    )
    return site, *(folder / "site" for folder in made)


def assert_sides(document: bytes, number: int, size: tuple[int, int]) -> None:
    assert len(re.findall(rb"/Type\s*/Page\b", document)) == number
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", document)
    assert {(round(float(x)), round(float(y))) for x, y in boxes} == {size}


@FITS_WITH_BOTH_FONTS
def test_they_fit_on_their_paper(
    browsers: Callable[[Fonts], Browser], fonts: Fonts, sites: tuple[Path, ...]
) -> None:
    page = browsers(fonts).new_page()
    seen = 0
    for site in sites:
        for poster in sorted(site.glob("policies/*/poster.html")):
            page.goto(poster.as_uri())
            assert page.locator(".el-handout__code").count() == (site != sites[0])
            assert_sides(page.pdf(prefer_css_page_size=True), 1, A4)
            page.goto(poster.with_name("card.html").as_uri())
            assert_sides(page.pdf(prefer_css_page_size=True), 2, A6)
            seen += 1
    assert seen >= 10
    page.close()


def test_the_code_is_black_on_white_whatever_the_colours(
    browsers: Callable[[Fonts], Browser], sites: tuple[Path, ...]
) -> None:
    address = (sites[1] / "policies/knowsley/poster.html").as_uri()
    page = browsers(Fonts.ARIAL).new_page()
    page.goto(address)
    for is_forced in (False, True):
        page.emulate_media(color_scheme="dark", forced_colors="active" if is_forced else "none")
        fills = page.locator(".el-handout__code svg > *").evaluate_all(
            "all => all.map((each) => getComputedStyle(each).fill)"
        )
        assert fills == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    page.close()
