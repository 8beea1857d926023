"""The Node parts: cut anew where they are old, and fetched from wherever npm is set up to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.bench.contract import Contract
from tests.logs import REPOSITORY


def test_a_cut_that_lacks_an_operation_says_how_to_make_it_anew(tmp_path: Path) -> None:
    old = tmp_path / "github.json"
    old.write_text('{"paths": {}}', encoding="utf-8")
    with pytest.raises(AssertionError, match="make node-parts"):
        Contract(old)


@pytest.mark.parametrize("folder", ["tooling/tests/node", "site/engine"])
def test_the_lock_file_names_no_place_to_fetch_from(folder: str) -> None:
    text = (REPOSITORY / folder / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in text
    assert '"resolved"' not in text
