"""Every page of the site is of a kind that the other tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.kinds import KINDS, NAMES, addresses, kind_named


def test_no_page_is_of_an_unknown_kind(site: Path) -> None:
    unknown = [
        address for address in addresses(site) if not any(kind.matches(address) for kind in KINDS)
    ]
    assert not unknown, f"give these a line in kinds.py: {unknown}"


def test_no_kind_is_named_twice() -> None:
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_has_a_page(name: str, site: Path) -> None:
    assert (site / kind_named(name).address(site)).is_file()
