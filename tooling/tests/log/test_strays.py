"""Files of cases where nothing reads them are found, and nothing else is taken for one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from escalation_log.log.opening import check_log
from escalation_log.model.problems import Severity
from tests.log.small_log import AS_OF, BASE, CASE

EVENT = "20260203T1500-update-k3f9.yaml"
HOLDS = "holds:\n  - {reference: HB-2026-0001, on: 2026-03-02, by: clerk, review_on: 2027-03-01}\n"


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
        "2026/HB-2026-0002.yaml",
        "cases 2026/HB-2026-0002.yaml",
        "My cases/2026/HB-2026-0002.yaml",
        "HB-2026-0002.yaml.txt",
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
    where = "cases/2026/KN-2026-0007/" if EVENT in file else "Move it to cases/2026/HB-2026-0002"
    name = "A case is not read under this name. Call it HB-2026-0002.yaml."
    assert problem.message == name or (
        "is not read where this stands" in problem.message and where in problem.message
    )


def test_a_hidden_event_that_waits_beside_its_case_is_found(root: Path) -> None:
    file = f"cases/2026/HB-2026-0001/.{EVENT}"
    (root / file).parent.mkdir(parents=True)
    shutil.copy(root / CASE, root / file)
    [problem] = check_log(root, as_of=AS_OF).problems
    assert (problem.file, problem.rule) == (file, "file-name")
    assert problem.message.endswith(f"is not read under this name. Call it {EVENT}.")


def test_an_event_that_waits_beside_no_case_is_called_by_its_name(root: Path) -> None:
    shutil.copy(root / CASE, root / "cases/2026" / EVENT.replace(".yaml", ".yml"))
    [problem] = check_log(root, as_of=AS_OF).problems
    assert "Move it into the folder of its case" in problem.message
    assert problem.message.endswith(f" Call it {EVENT}.")


@pytest.mark.parametrize(
    "file", ["archive/HB-2026-0002.yaml", "Mary Example/2026/HB-2026-0002.yml"]
)
def test_a_case_in_a_folder_of_something_else_is_warned_of(root: Path, file: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / CASE, root / file)
    [problem] = check_log(root, as_of=AS_OF).problems
    assert problem.severity is Severity.WARNING
    assert problem.message.endswith("Move it to cases/2026/HB-2026-0002.yaml.")
    assert "Mary" not in problem.file


@pytest.mark.parametrize(
    "file",
    [
        "holds.yaml",
        "Hold.yml",
        ".holds.yaml",
        "Cases/holds.yaml",
        "case/2026/holds.yaml",
        "cases/hold.yaml",
        "cases/HOLDS.yaml",
        "cases/holds.yml",
        "cases/holds.yaml.txt",
        "cases/2026/holds.yaml",
        "cases/2026/HB-2026-0001/holds.yaml",
        "policies/holds.yaml",
        "policies/harbour/holds.yaml",
    ],
)
def test_a_list_of_holds_that_nobody_reads_is_found(root: Path, file: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(HOLDS, "utf-8")
    [problem] = check_log(root, as_of=AS_OF).problems
    assert problem.rule == "file-name"
    assert problem.message.startswith("The list of holds is not read ")
    assert problem.message.endswith(("Move it to cases/holds.yaml.", "Call it holds.yaml."))


@pytest.mark.parametrize("file", ["cases/hold.yaml", "holds.yaml"])
def test_a_second_list_is_not_put_over_the_first(root: Path, file: str) -> None:
    for each in (file, "cases/holds.yaml"):
        (root / each).write_text(HOLDS, "utf-8")
    [problem] = check_log(root, as_of=AS_OF).problems
    assert "cases/holds.yaml is there already. If this is a copy" in problem.message


@pytest.mark.parametrize(
    "file",
    [
        "cases/HB-2026-0001.yaml",
        "cases/2025/HB-2026-0001.yaml",
        "cases/2026/hb-2026-0001.yaml",
        "cases/2026/HB-2026-0001 final.yaml",
    ],
)
def test_the_only_copy_of_a_case_is_never_to_be_deleted(root: Path, file: str) -> None:
    (root / file).parent.mkdir(exist_ok=True)
    (root / CASE).rename(root / file)
    [problem] = check_log(root, as_of=AS_OF).problems
    assert "delete" not in problem.message
    assert f"this file belongs in {CASE}. Move or rename it" in problem.message
    shutil.copy(root / file, root / CASE)
    said = [each.message for each in check_log(root, as_of=AS_OF).problems]
    assert any(f"{CASE}, which is there already. If this is a copy" in each for each in said)


@pytest.mark.parametrize(
    "file",
    [
        "mkdocs.yaml",
        "HB-2026-0002.md",
        "drafts/parts/HB-2026-0002.yaml",
        "showcases/cause.yaml",
        "Cases/notes.yaml",
        "cases/2026/.editor.yaml",
        "cases/2026/HB-2026-0002.yaml~",
    ],
)
def test_other_files_are_let_be(root: Path, file: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / CASE, root / file)
    assert check_log(root, as_of=AS_OF).problems == ()


def test_a_log_within_a_log_is_let_be(root: Path) -> None:
    shutil.copytree(BASE, root / "another")
    shutil.copy(root / CASE, root / "another" / "HB-2026-0002.yaml")
    assert check_log(root, as_of=AS_OF).problems == ()


def test_links_beside_the_cases_are_not_followed(root: Path) -> None:
    (root / "Cases").symlink_to(root / "cases")
    assert check_log(root, as_of=AS_OF).problems == ()
