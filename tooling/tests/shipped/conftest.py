"""Tests of policies or cases that were all deleted are left out of the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.logs import REPOSITORY
from tests.made_once import Workshop
from tests.shipped.present import CASES, FOLDERS
from tests.site.building import build, copy_log

collect_ignore: list[str] = []
if not FOLDERS:
    collect_ignore += ["test_contacts.py", "test_facts.py", "test_handouts.py"]
    collect_ignore += ["test_policy_pages.py"]
collect_ignore += [
    f"test_{folder.replace('-', '_')}.py"
    for folder in ("barnsley", "city-and-hackney", "knowsley", "west-sussex")
    if folder not in {each.name for each in FOLDERS}
]
if not CASES:
    collect_ignore += ["test_cases.py"]


@pytest.fixture(scope="session")
def site(workshop: Workshop) -> Path:
    """Build the site of the shipped policies, without cases."""

    def fill(root: Path) -> None:
        build(copy_log(root / "log", cases=False, log=REPOSITORY))

    return workshop.make("shipped-policies", fill) / "log" / "build" / "site"
