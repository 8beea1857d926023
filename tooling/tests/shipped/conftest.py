"""Tests of policies or cases that were all deleted are left out of the run."""

from __future__ import annotations

from tests.shipped.present import CASES, FOLDERS

collect_ignore: list[str] = []
if not FOLDERS:
    collect_ignore += ["test_contacts.py", "test_facts.py", "test_handouts.py"]
    collect_ignore += ["test_policy_pages.py"]
collect_ignore += [
    f"test_{folder.replace('-', '_')}.py"
    for folder in ("city-and-hackney", "knowsley")
    if folder not in {each.name for each in FOLDERS}
]
if not CASES:
    collect_ignore += ["test_cases.py"]
