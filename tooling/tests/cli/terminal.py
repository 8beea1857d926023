"""The command on a terminal of its own."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from tests.logs import FOUR

_COMMAND = """
import runpy, time
time.monotonic = lambda: 0.0
runpy.run_module("escalation_log", run_name="__main__", alter_sys=True)
"""


def run_on_terminal(*args: str, columns: int = 80, code: int = 0, **environment: str) -> str:
    """Run the command with a terminal for its output, and give what it showed.

    Its clock stands still, so that no bar of progress appears on a slow machine.
    """
    command = ("-c", _COMMAND, *args)
    return python_on_terminal(*command, columns=columns, code=code, **environment)


def python_on_terminal(*args: str, columns: int = 80, code: int = 0, **environment: str) -> str:
    """Run Python with a terminal for its output, which ends with `code`; give what it showed."""
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *args],
        stdout=writer,
        stderr=writer,
        stdin=subprocess.DEVNULL,
        cwd=FOUR,
        env={
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "COLUMNS": str(columns),
            "LINES": "40",
            **environment,
        },
    )
    os.close(writer)
    shown = b""
    while True:
        try:
            part = os.read(reader, 65_536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(reader)
    assert process.wait(timeout=60) == code, shown
    return shown.decode().replace("\r\n", "\n")
