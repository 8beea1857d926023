"""Without nginx its tests are skipped loudly, and where `CI` is set they fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.running import ROOT

ASKING = """
from tests.serving.nginx import required

def test_one():
    required()
"""
CONFTEST = """
from tests.serving.nginx import warn_of_skipped

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
            "PATH": str(folder),
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
        "WARNING: 1 test was skipped: no nginx on this machine. "
        "Install it to run them; on Debian: apt-get install nginx-light."
    ) in done.stdout


def test_under_ci_a_missing_nginx_is_a_failure(tmp_path: Path) -> None:
    done = run(tmp_path, CI="true")
    assert done.returncode == 1
    assert "apt-get install nginx-light" in done.stdout
