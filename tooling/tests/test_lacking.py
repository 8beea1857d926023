"""Tests of what a machine lacks are skipped loudly, and fail under CI or without the set-up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.logs import REPOSITORY

ASKING_THE_MACHINE = """
from tests.browser.chromium import on_this_machine
from tests.serving import nginx

def test_browser():
    on_this_machine()

def test_browser_again():
    on_this_machine()

def test_server():
    nginx.required()
"""
ASKING_THE_SET_UP = """
from pathlib import Path
from tests.browser.chromium import unpacked
from tests.bot.bench import parts

def test_browser():
    unpacked(Path("nowhere"))

def test_parts():
    parts.required(Path("nowhere"))
"""
CONFTEST = """
from tests.lacking import warn_of_skipped

def pytest_terminal_summary(terminalreporter):
    warn_of_skipped(terminalreporter)
"""
NOT_HANDED_ON = ("CI", "PYTEST_ADDOPTS")
WARNINGS = """\
WARNING: 2 browser tests were skipped: no Chromium on this machine. \
Install it to run them; on Debian: apt-get install chromium.
WARNING: 1 test was skipped: no nginx on this machine. \
Install it to run them; on Debian: apt-get install nginx-light.
"""


def run(folder: Path, asking: str, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_asking.py").write_text(asking, encoding="utf-8")
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if name not in NOT_HANDED_ON},
            "PATH": str(folder),
            "PYTHONPATH": str(REPOSITORY / "tooling"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_run_ends_with_warnings_that_say_what_to_install(tmp_path: Path) -> None:
    done = run(tmp_path, ASKING_THE_MACHINE)
    assert done.returncode == 0, done.stdout
    assert WARNINGS in done.stdout


def test_under_ci_what_is_missing_is_a_failure(tmp_path: Path) -> None:
    done = run(tmp_path, ASKING_THE_MACHINE, CI="true")
    assert done.returncode == 1
    assert "3 failed" in done.stdout
    for remedy in ("apt-get install chromium.", "apt-get install nginx-light."):
        assert remedy in done.stdout


def test_what_the_set_up_brings_may_never_be_missing(tmp_path: Path) -> None:
    done = run(tmp_path, ASKING_THE_SET_UP)
    assert done.returncode == 1
    assert "2 failed" in done.stdout
    assert done.stdout.count("`make test` installs them, and so does `make node-parts`") >= 2
