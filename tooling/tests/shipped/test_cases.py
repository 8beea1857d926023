"""The shipped cases are invented, and say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shipped.present import CASES


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_says_that_it_is_invented(path: Path) -> None:
    assert "# Invented: no real child, practitioner or event." in path.read_text("utf-8")
