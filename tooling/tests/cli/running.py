"""The command, run within this process or as one of its own."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from click.testing import CliRunner

from escalation_log.cli import main
from tests.logs import FOUR
from tests.processor import limiting

_MODULE = "import runpy; runpy.run_module('escalation_log', run_name='__main__', alter_sys=True)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str


def run(
    *args: str | Path,
    log: Path | None = FOUR,
    stdin: bytes | str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ran:
    """Run the command in this process; whatever it does not handle itself is raised.

    Where an `environment` is given, it is all that the command finds of GitHub and of the bot.
    """
    where = () if log is None else ("--log", str(log))
    known = {} if environment is None else {**_forgotten(), **environment}
    result = CliRunner().invoke(
        main,
        [*where, *map(str, args)],
        input=stdin,
        env={"ESCALOG_TRACEBACK": "1", **known},
        terminal_width=80,
        catch_exceptions=False,
    )
    return Ran(code=result.exit_code, out=result.stdout, err=result.stderr)


def spreadsheet(ran: Ran) -> list[dict[str, str]]:
    """Read the CSV that a run printed, which begins with the mark that a spreadsheet needs."""
    assert ran.out.startswith("\ufeff")
    return list(csv.DictReader(StringIO(ran.out.removeprefix("\ufeff"))))


def _forgotten() -> dict[str, str | None]:
    return {name: None for name in os.environ if name.startswith(("GITHUB_", "ESCALOG_"))}


def run_process(
    *args: str | Path,
    stdin: bytes = b"",
    cwd: Path = FOUR,
    environment: dict[str, str] | None = None,
    seconds: int | None = None,
) -> Ran:
    """Run the command as a process of its own, with so many seconds of a processor at most."""
    module = ("-m", "escalation_log") if seconds is None else ("-c", limiting(seconds) + _MODULE)
    done = subprocess.run(
        [sys.executable, *module, *map(str, args)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", **(environment or {})},
        timeout=300,
        check=False,
    )
    return Ran(
        code=done.returncode,
        out=done.stdout.decode("utf-8", "replace"),
        err=done.stderr.decode("utf-8", "replace"),
    )
