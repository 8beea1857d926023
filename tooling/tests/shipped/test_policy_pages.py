"""What staff read says nothing in numbers that the rules do not say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.shipped.present import FOLDERS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_policy_has_a_page_for_staff(folder: Path) -> None:
    page = (folder / "policy.md").read_text(encoding="utf-8")
    assert page.startswith("# ")
    assert re.search(r"^## If a child is in danger now\n\n.*\b999\b", page, re.MULTILINE)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_page_writes_no_digits_that_the_files_do_not(folder: Path) -> None:
    page = (folder / "policy.md").read_text(encoding="utf-8")
    rules = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.yaml"))
    assert set(re.findall(r"\d+", page)) <= set(re.findall(r"\d+", rules))
