"""What staff read of the shipped policies is plain."""

from __future__ import annotations

from pathlib import Path

from tests.reading_age import assert_plain
from tests.site.staff_pages import staff_pages


def test_staff_pages_are_plain(site: Path) -> None:
    pages = staff_pages(site)
    assert {"index.html", "by-when.html", "how-to-read.html"} <= pages.keys()
    for address, page in pages.items():
        assert_plain(address, page)
