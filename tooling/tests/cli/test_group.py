"""What holds for every command: exit codes, messages, the log it stands in, and no stack trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import run, run_process
from tests.logs import FOUR


def test_version() -> None:
    ran = run("--version", log=None)
    assert ran.code == 0
    assert ran.out.startswith("escalog, version ")


def test_without_a_command_help_is_shown() -> None:
    ran = run(log=None)
    assert ran.code == 2
    assert "Examples:" in ran.err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("asses",), "There is no command 'asses'. Did you mean 'assess'?"),
        (("wipe",), "There is no command 'wipe'."),
        (("check", "--log", "x"), "--log belongs before the command: escalog --log DIR check"),
        (("check", "--lug", "x"), "No such option '--lug'."),
        (("assess", "--formt", "json"), "Did you mean '--format'?"),
        (("assess", "--as-of", "soon"), "Write it like 2026-03-02"),
        (("assess", "--as-of", "2026-02-30"), "is no date and no moment"),
        (("assess", "--as-of", "2026-03-29 01:30"), "never show this time"),
        (("assess", "--as-of", "2026-10-25 01:30"), "show this time twice"),
        (("assess", "KN-2026-9999"), "There is no case 'KN-2026-9999' in this log."),
        (("assess", "no/such/file.yaml"), "There is no case 'no/such/file.yaml' in this log."),
        (("explain", "KN-2026-0001", "stage-2/resolv"), "Did you mean stage-2/resolve"),
        (("explain", "KN-2026-0001", "x"), "There are: stage-1/raise, "),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_to_type(args: tuple[str, ...], says: str) -> None:
    ran = run(*args)
    assert (ran.code, ran.out) == (2, "")
    assert says in " ".join(ran.err.split())


def test_a_moment_with_an_offset_is_clear_in_the_hour_that_is_shown_twice() -> None:
    assert run("assess", "--as-of", "2026-10-25T01:30+01:00").code == 0


def test_outside_a_log_it_cannot_go_on(tmp_path: Path) -> None:
    for command in (
        ("check",),
        ("assess",),
        ("deadline", "--from", "2026-01-05", "--working-days", "1"),
    ):
        ran = run_process(*command, cwd=tmp_path)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith("Error: ")
        assert "policies/" in ran.err
        assert "Traceback" not in ran.err


def test_it_works_on_the_log_it_stands_in_whatever_folder_of_it(own_log: Path) -> None:
    ran = run_process(
        "assess", "KN-2026-0001", "--as-of", "2026-03-10", cwd=own_log / "cases" / "2026"
    )
    assert ran.code == 0
    assert "KN-2026-0001" in ran.out


def test_a_disk_that_cannot_be_written_is_told(own_log: Path) -> None:
    ran = run("export", "--format", "json", "--to", own_log / "no" / "folder" / "x.json")
    assert (ran.code, ran.out) == (3, "")
    assert "No such file or directory" in ran.err


def test_a_reader_that_goes_away_is_no_reason_for_a_stack_trace(sampled: Path) -> None:
    command = [sys.executable, "-m", "escalation_log", "--log", str(sampled)]
    writer = subprocess.Popen(
        [*command, "assess", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=FOUR,
    )
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.readline()
    writer.stdout.close()
    assert writer.stderr.read() == b""
    assert writer.wait(timeout=60) == 3
    writer.stderr.close()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let what a test starts be interrupted, even where this run was started to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_is_no_reason_for_a_stack_trace() -> None:
    reader = subprocess.Popen(
        [sys.executable, "-m", "escalation_log", "deadline", "--batch", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=FOUR,
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    assert reader.stderr is not None
    reader.stdin.write(b"{}\n")
    reader.stdin.flush()
    assert b"problem" in reader.stdout.readline()
    reader.send_signal(signal.SIGINT)
    assert reader.wait(timeout=60) == 3
    assert reader.stderr.read() == b"Error: Interrupted.\n"
    for stream in (reader.stdin, reader.stdout, reader.stderr):
        stream.close()


def test_a_terminal_that_knows_few_characters_gets_question_marks() -> None:
    args = ("explain", "CH-2026-0004", "--as-of", "2026-11-20")
    ran = run_process(*args, environment={"PYTHONIOENCODING": "latin-1"})
    assert ran.code == 0
    assert "the policy says ?as soon as possible? and gives no number" in ran.out


def test_json_is_in_utf_8_whatever_the_terminal() -> None:
    args = ("assess", "CH-2026-0004", "--format", "json", "--as-of", "2026-11-20")
    ran = run_process(*args, environment={"PYTHONIOENCODING": "latin-1"})
    assert "“" in ran.out


def test_it_is_a_module_too() -> None:
    assert run_process("--version").out == run("--version", log=None).out


def modules_after(*args: str) -> set[str]:
    """Run a command in a process of its own, and list what it imported."""
    script = (
        "import sys\n"
        "from escalation_log.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *args],
        capture_output=True,
        cwd=FOUR,
        env={"PATH": os.environ["PATH"]},
        text=True,
        check=True,
    )
    return set(done.stderr.split())


def test_a_deadline_is_found_without_loading_what_it_does_not_need() -> None:
    loaded = modules_after("deadline", "--from", "2026-03-02", "--working-days", "5")
    slow = {"mkdocs", "jsonschema", "ruamel", "ruamel.yaml", "rich", "jinja2", "holidays"}
    assert not loaded & (slow | {"escalation_log.checks", "escalation_log.engine.assess"})
