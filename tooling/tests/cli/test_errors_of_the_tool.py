"""An error that nobody foresaw gives a sentence and a file to send, and never a traceback."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.faulty import NAME, main
from tests.logs import REPOSITORY


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder into which temporary files go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def ran(*args: str, **environment: str) -> Result:
    return CliRunner().invoke(main, args, env={"GITHUB_ACTIONS": None, **environment})


def test_a_business_team_reads_two_sentences(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.faulty", "deep", "--reason", NAME],
        capture_output=True,
        cwd=REPOSITORY / "tooling",
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path)},
        text=True,
        check=False,
        timeout=60,
    )
    (report,) = tmp_path.iterdir()
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "Error: Something is wrong inside the tool: KeyError. It could not go on.\n"
        "Please send this file to whoever looks after it; it holds nothing of the log's files:\n"
        f"{report}\n"
    )


def test_the_file_says_where_in_the_code_and_repeats_nothing(folder: Path) -> None:
    ran("deep", f"--reason={NAME}")
    (report,) = folder.iterdir()
    text = report.read_text("utf-8")
    assert "Command: escalog deep --reason\n" in text
    assert re.search(r"^KeyError\n(  .+\n)+  tests\.cli\.faulty:\d+ _look_up$", text, re.MULTILINE)
    assert re.search(r"^from ValueError\n  tests\.cli\.faulty:\d+ _look_up$", text, re.MULTILINE)
    assert re.search(r"^escalation-log \d", text, re.MULTILINE)
    assert re.search(r"^click \d", text, re.MULTILINE)
    assert "pytest" not in text
    for word in (*NAME.split()[:2], "Mill", str(REPOSITORY), "not in the file"):
        assert word not in text


def test_so_does_a_command_that_cannot_even_be_imported(folder: Path) -> None:
    done = ran("broken")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("Error: Something is wrong inside the tool: ModuleNotFoundError.")
    (report,) = folder.iterdir()
    assert "Command: escalog broken\n" in report.read_text("utf-8")


def test_where_no_file_can_be_written_that_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "missing"))
    done = ran("deep")
    assert done.exit_code == 3
    assert done.stderr == (
        "Error: Something is wrong inside the tool: KeyError. It could not go on.\n"
        "Please tell whoever looks after it. No report could be written.\n"
    )


@pytest.mark.usefixtures("folder")
def test_on_github_the_log_of_the_run_has_the_report() -> None:
    done = ran("deep", GITHUB_ACTIONS="true")
    assert done.exit_code == 3
    assert re.search(r"tests\.cli\.faulty:\d+ _look_up", done.stderr)
    assert "Roe" not in done.stderr


@pytest.mark.parametrize(("name", "kind"), [("deep", KeyError), ("broken", ModuleNotFoundError)])
def test_whoever_works_on_the_tool_may_ask_for_the_traceback(
    name: str, kind: type[Exception], folder: Path
) -> None:
    done = ran(name, ESCALOG_TRACEBACK="1")
    assert isinstance(done.exception, kind)
    assert list(folder.iterdir()) == []
