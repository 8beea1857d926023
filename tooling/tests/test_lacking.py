"""Without what they need, tests are skipped loudly, and where `CI` is set they fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.logs import REPOSITORY

ASKING = """
from pathlib import Path
from tests.browser.chromium import chromium
from tests.bot.bench import parts
from tests.serving import nginx

def test_browser():
    chromium()

def test_browser_again():
    chromium()

def test_parts():
    parts.required(Path("nowhere"))

def test_server():
    nginx.required()
"""
CONFTEST = """
from tests.lacking import warn_of_skipped

def pytest_terminal_summary(terminalreporter):
    warn_of_skipped(terminalreporter)
"""
WARNINGS = """\
WARNING: 2 browser tests were skipped: no Chromium on this machine. \
Install it to run them; on Debian: apt-get install chromium.
WARNING: 1 test was skipped: no Node parts on this machine. \
Install them with `make node-parts` to run them.
WARNING: 1 test was skipped: no nginx on this machine. \
Install it to run them; on Debian: apt-get install nginx-light.
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
            "PYTHONPATH": str(REPOSITORY / "tooling"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_run_ends_with_warnings_that_say_what_to_install(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout
    assert WARNINGS in done.stdout


def test_under_ci_what_is_missing_is_a_failure(tmp_path: Path) -> None:
    done = run(tmp_path, CI="true")
    assert done.returncode == 1
    assert "4 failed" in done.stdout
    for remedy in ("apt-get install chromium.", "make node-parts", "apt-get install nginx-light."):
        assert remedy in done.stdout
