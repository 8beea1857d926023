"""Without the Node parts the tests are skipped loudly, and where `CI` is set they fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.github.bench.contract import Contract
from tests.github.bench.parts import ROOT

ASKING = """
from pathlib import Path
from tests.github.bench.parts import required

def test_one():
    required(Path("nowhere"))

def test_two():
    required(Path("nowhere"))
"""
CONFTEST = """
from tests.github.bench.parts import warn_of_skipped

def pytest_terminal_summary(terminalreporter):
    warn_of_skipped(terminalreporter)
"""


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_asking.py").write_text(ASKING, encoding="utf-8")
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if name != "CI"},
            "PYTHONPATH": str(ROOT / "tooling"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_run_ends_with_a_warning_that_says_what_to_install(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout
    assert (
        "WARNING: 2 tests were skipped: no Node parts on this machine. "
        "Install them with `make node-parts` to run them."
    ) in done.stdout


def test_under_ci_missing_parts_are_a_failure(tmp_path: Path) -> None:
    done = run(tmp_path, CI="true")
    assert done.returncode == 1
    assert "2 failed" in done.stdout
    assert "make node-parts" in done.stdout


def test_a_cut_that_lacks_an_operation_says_how_to_make_it_anew(tmp_path: Path) -> None:
    old = tmp_path / "github.json"
    old.write_text('{"paths": {}}', encoding="utf-8")
    with pytest.raises(AssertionError, match="make node-parts"):
        Contract(old)


def test_the_lock_file_names_no_place_to_fetch_from() -> None:
    lock = ROOT / "tooling" / "tests" / "github" / "node" / "package-lock.json"
    text = lock.read_text(encoding="utf-8")
    assert '"integrity"' in text
    assert '"resolved"' not in text
