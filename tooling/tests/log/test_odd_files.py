"""What else may lie in the folders of a log: links, pipes, what editors leave behind."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from escalation_log.log.disk import LARGEST_READ, LINKED, read_bytes
from escalation_log.log.opening import check_log, open_log
from escalation_log.model.problems import Problem
from tests.log.small_log import AS_OF, CASE


def found_at(root: Path, file: str) -> list[str]:
    return [
        problem.message
        for problem in check_log(root, as_of=AS_OF).problems
        if problem.file == file and problem.rule == "readable"
    ]


def test_a_link_out_of_the_log_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text("secret: yes", "utf-8")
    (root / "cases/2026/HB-2026-0002.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert found_at(root, "cases/2026/HB-2026-0002.yaml") == [LINKED]


def test_a_link_within_the_log_is_not_followed_either(root: Path) -> None:
    text = (root / CASE).read_text("utf-8").replace("HB-2026-0001", "HB-2026-0002")
    text = text.replace("C-2M4RT", "C-5B2WM")
    (root / "drafts").mkdir()
    (root / "drafts/next").write_text(text, "utf-8")
    (root / "cases/2026/HB-2026-0002.yaml").symlink_to(root / "drafts/next")
    log = open_log(root, as_of=AS_OF)
    assert len(log.cases) == 1
    assert [each.file for each in log.not_judged] == ["cases/2026/HB-2026-0002.yaml"]


@pytest.mark.parametrize(
    "file",
    [
        "cases/2026/HB-2026-0001/20260302T1000-update-aaaa.yaml",
        "cases/destroyed.yaml",
        "cases/holds.yaml",
        "cases/README.md",
        "policies/history.yaml",
        "policies/harbour/policy.md",
        "policies/harbour/notes",
        "policies/harbour/2026-02.yaml",
    ],
)
def test_whatever_is_a_link_is_told(root: Path, tmp_path: Path, file: str) -> None:
    (tmp_path / "elsewhere").write_text("", "utf-8")
    (root / file).parent.mkdir(exist_ok=True)
    (root / file).unlink(missing_ok=True)
    (root / file).symlink_to(tmp_path / "elsewhere")
    assert found_at(root, file) == [LINKED]


@pytest.mark.parametrize("target", ["nowhere.yaml", "HB-2026-0002.yaml"])
def test_a_link_that_leads_nowhere_or_to_itself_is_told(root: Path, target: str) -> None:
    (root / "cases/2026/HB-2026-0002.yaml").symlink_to(target)
    assert found_at(root, "cases/2026/HB-2026-0002.yaml") == [LINKED]


def test_a_link_to_a_folder_is_not_followed(root: Path) -> None:
    (root / "cases/2025").symlink_to(root / "cases")
    assert found_at(root, "cases/2025") == [LINKED]


def test_a_pipe_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "cases/2026/HB-2026-0002.yaml")
    assert found_at(root, "cases/2026/HB-2026-0002.yaml") == [
        "This is no ordinary file, so it is not read. Remove it."
    ]


def test_a_huge_file_is_not_read(root: Path) -> None:
    path = root / "cases/2026/HB-2026-0002.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    [message] = found_at(root, "cases/2026/HB-2026-0002.yaml")
    assert message.startswith("This file is larger than 1024 KB")
    assert read_bytes(root, root / CASE, limit=LARGEST_READ) == (root / CASE).read_bytes()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_told(root: Path) -> None:
    (root / CASE).chmod(0)
    (root / "cases/2025").mkdir(mode=0)
    assert found_at(root, CASE) == ["This file cannot be read: Permission denied."]
    assert found_at(root, "cases/2025") == ["This folder cannot be read: Permission denied."]
    (root / "cases/2025").chmod(0o700)


def test_names_are_shown_on_one_line(root: Path) -> None:
    (root / "cases/2026/bad\n::error::\x1b[31m.txt").touch()
    (root / "cases/2026" / os.fsdecode(b"\xff.yaml")).write_bytes(b"a: b")
    files = {problem.file for problem in check_log(root, as_of=AS_OF).problems}
    assert files == {
        "cases/2026/(file 2)",
        "cases/2026/(file 3)",
    }


def test_what_editors_leave_behind_is_passed_over(root: Path) -> None:
    for name in (
        ".HB-2026-0001.yaml.swp",
        "HB-2026-0001.yaml~",
        "#HB-2026-0001.yaml#",
        "README.md",
    ):
        (root / "cases/2026" / name).touch()
    assert check_log(root, as_of=AS_OF).problems == ()


def test_what_is_no_business_of_the_log_is_passed_over(root: Path) -> None:
    (root / "policies/README.md").touch()
    (root / "policies/harbour/flowchart.png").touch()
    (root / "policies/harbour/drafts").mkdir()
    (root / "policies/harbour/drafts/notes.txt").touch()
    assert check_log(root, as_of=AS_OF).problems == ()


def test_rules_that_stand_too_deep_are_told(root: Path) -> None:
    (root / "policies/harbour/drafts").mkdir()
    shutil.copy(
        root / "policies/harbour/2026-01.yaml", root / "policies/harbour/drafts/2026-01.yaml"
    )
    [problem] = check_log(root, as_of=AS_OF).problems
    assert (problem.file, problem.rule) == ("policies/harbour/drafts/2026-01.yaml", "file-name")


def test_a_file_that_goes_while_it_is_looked_at_is_told(root: Path) -> None:
    log = open_log(root, as_of=AS_OF)
    assert replace(log.cases[0], file="x") != log.cases[0]
    gone = read_bytes(root, root / "cases/2026/HB-2026-0009.yaml")
    assert isinstance(gone, Problem)
    assert gone.message == "This file cannot be read: No such file or directory."
