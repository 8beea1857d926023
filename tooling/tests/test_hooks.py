"""What is checked before each commit works on any system, Windows too, in any environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from hook import python_of
from tests.logs import REPOSITORY

CONFIG = REPOSITORY / ".pre-commit-config.yaml"


def hooks() -> list[dict[str, Any]]:
    (repository,) = yaml.safe_load(CONFIG.read_text("utf-8"))["repos"]
    assert repository["repo"] == "local"
    found: list[dict[str, Any]] = repository["hooks"]
    return found


def file_at(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return str(path)


def test_pre_commit_accepts_the_file() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(CONFIG)]
    subprocess.run(command, check=True, timeout=60)


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_a_hook_is_run_by_the_python_that_pre_commit_brings(hook: dict[str, Any]) -> None:
    assert hook["language"] == "python"
    assert hook["entry"].startswith("python tooling/hook.py ")
    assert "additional_dependencies" not in hook


@pytest.mark.parametrize("place", [("bin", "python"), ("Scripts", "python.exe")])
def test_the_python_of_the_checkout_is_found(place: tuple[str, str], tmp_path: Path) -> None:
    python = file_at(tmp_path.joinpath(".venv", *place))
    file_at(tmp_path / "elsewhere" / "python")
    assert python_of(tmp_path, str(tmp_path / "elsewhere")) == python


def test_else_the_first_on_the_path_that_is_not_pre_commit_s_own(tmp_path: Path) -> None:
    active = file_at(tmp_path / "active" / "python")
    own = Path(sys.executable).parent
    assert (own / "python").exists()
    assert python_of(tmp_path, os.pathsep.join([str(own), "", str(tmp_path / "active")])) == active


def test_without_any_there_is_none(tmp_path: Path) -> None:
    assert python_of(tmp_path, str(tmp_path)) is None


@pytest.mark.parametrize(("text", "code"), [("import os\n", 1), ('"""Nothing."""\n', 0)])
def test_a_file_is_judged(text: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "file.py").write_text(text)
    command = [sys.executable, "tooling/hook.py", "ruff", "check", "--isolated", "--select", "F"]
    done = subprocess.run(
        [*command, str(tmp_path / "file.py")],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == code
