"""Files of cases where nothing reads them are found, and nothing else is taken for one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from escalation_log.log.opening import check_log
from tests.log.small_log import AS_OF, BASE, CASE

EVENT = "20260203T1500-update-k3f9.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "log"))


@pytest.mark.parametrize(
    "file",
    [
        "HB-2026-0002.yaml",
        "hb-2026-0002.YML",
        ".HB-2026-0002.yaml",
        "CASES/HB-2026-0002.yaml",
        "Case/2026/HB-2026-0002.yaml",
        ".cases/2026/HB-2026-0002.yaml",
        f"Cases/2026/HB-2026-0001/{EVENT}",
        "cases/2026/.HB-2026-0002.yaml",
        "cases/2026/.2025/HB-2026-0002.yaml",
        "policies/HB-2026-0002.yaml",
        f"policies/harbour/{EVENT}",
        f"cases/2026/{EVENT}",
        "cases/2026/HB-2026-0001/HB-2026-0002.yaml",
    ],
)
def test_a_case_that_nobody_reads_is_found(root: Path, file: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / CASE, root / file)
    [problem] = check_log(root, as_of=AS_OF).problems
    assert (problem.file, problem.rule) == (file, "file-name")
    assert "is not read where this stands" in problem.message
    belongs = "cases/2026/KN-2026-0007/" if EVENT in file else "Move it to cases/2026/HB-2026-0002"
    assert belongs in problem.message


def test_a_hidden_event_that_waits_beside_its_case_is_found(root: Path) -> None:
    file = f"cases/2026/HB-2026-0001/.{EVENT}"
    (root / file).parent.mkdir(parents=True)
    shutil.copy(root / CASE, root / file)
    [problem] = check_log(root, as_of=AS_OF).problems
    assert (problem.file, problem.rule) == (file, "file-name")
    assert problem.message.endswith("Delete the full stop at the start of its name.")


@pytest.mark.parametrize(
    "file",
    [
        "mkdocs.yaml",
        "HB-2026-0002.md",
        "drafts/HB-2026-0002.yaml",
        "showcases/HB-2026-0002.yaml",
        "Cases/notes.yaml",
        "cases/2026/.editor.yaml",
        "cases/2026/HB-2026-0002.yaml~",
    ],
)
def test_other_files_are_let_be(root: Path, file: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / CASE, root / file)
    assert check_log(root, as_of=AS_OF).problems == ()


def test_links_beside_the_cases_are_not_followed(root: Path) -> None:
    (root / "Cases").symlink_to(root / "cases")
    assert check_log(root, as_of=AS_OF).problems == ()
