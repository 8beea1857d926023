"""Run many commands of one checkout, each in a fork of one process.

This file is run by the Python of the checkout under test, as a script with a plan, and imports only
the standard library and that checkout. It loads the package once, runs a command on a small log so
that schemas are compiled, and forks for each command. Nearly three thousand starts of Python would
take longer than the work; and no command sees what another one did.

The plan is JSON: `entry` (module and function of the command, from `pyproject.toml`), `slots` (how
many run side by side), `first` (arguments of the command that only warms up) and `jobs`, lists of
commands that are run one after the other. A command has `program` (escalog or mkdocs), `arguments`,
`folder`, `reads` (standard input) and `writes`, from which the names of the files for its standard
output, standard error and exit code are made.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Command = dict[str, Any]


class Clock:
    """A monotonic clock: real time, until `skip` makes waits take no time.

    After that it advances only by the waits, so that messages about them are the same in every run.
    """

    def __init__(self) -> None:
        self._real = (time.monotonic, time.sleep)
        self._waited: float | None = None

    def skip(self) -> None:
        """Make every wait from now on return at once."""
        self._waited = 0.0

    def monotonic(self) -> float:
        """Replace `time.monotonic`."""
        return self._real[0]() if self._waited is None else 1_000.0 + self._waited

    def sleep(self, seconds: float) -> None:
        """Replace `time.sleep`."""
        if self._waited is None:
            self._real[1](seconds)
        else:
            self._waited += seconds


def main(plan: Path) -> None:
    """Run a plan."""
    wanted = json.loads(plan.read_text("utf-8"))
    clock = Clock()
    # This comes before the package is loaded, since its modules may import the functions by name.
    setattr(time, "monotonic", clock.monotonic)  # noqa: B010 - mypy refuses a plain assignment
    setattr(time, "sleep", clock.sleep)  # noqa: B010
    command = _loaded(wanted["entry"])
    for arguments in wanted.get("first", ()):
        _ask_in_vain(command, arguments)
    gc.freeze()
    running: dict[int, list[Command]] = {}
    jobs: Iterator[list[Command]] = iter(wanted["jobs"])
    while True:
        while len(running) < wanted["slots"] and (job := next(jobs, None)):
            running[_start(job[0], command, clock)] = job
        if not running:
            return
        process, status = os.wait()
        done, *rest = running.pop(process)
        code = os.waitstatus_to_exitcode(status)
        if code:
            Path(f"{done['writes']}.exit").write_text(f"{code}\n", "utf-8")
        if rest:
            running[_start(rest[0], command, clock)] = rest


def _loaded(entry: str) -> Callable[[], object]:
    """Load the command and every module of its package, so that no fork loads them again."""
    module, _, function = entry.partition(":")
    command: Callable[[], object] = getattr(importlib.import_module(module), function)
    package = importlib.import_module(module.partition(".")[0])
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    return command


def _ask_in_vain(command: Callable[[], object], arguments: list[str]) -> None:
    """Run the command in this process to warm it up, and discard its output."""
    kept = [os.dup(number) for number in (1, 2)]
    with Path(os.devnull).open("wb") as nowhere:
        for number in (1, 2):
            os.dup2(nowhere.fileno(), number)
    sys.argv = ["escalog", *arguments]
    _ran(command)
    sys.stdout.flush()
    sys.stderr.flush()
    for number, copy in zip((1, 2), kept, strict=True):
        os.dup2(copy, number)
        os.close(copy)


def _start(wanted: Command, command: Callable[[], object], clock: Clock) -> int:
    """Fork; return the id of the process that runs the command."""
    process = os.fork()
    if process:
        return process
    code = 70
    try:
        _redirect(wanted)
        if wanted["program"] == "mkdocs":
            arguments = [sys.executable, "-m", "mkdocs", *wanted["arguments"]]
            os.execv(sys.executable, arguments)
        clock.skip()
        sys.argv = ["escalog", *wanted["arguments"]]
        code = _ran(command)
    except BaseException:  # noqa: BLE001 - whatever it is, this process ends here
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _redirect(wanted: Command) -> None:
    beginning = Path(wanted["writes"]).absolute()
    beginning.parent.mkdir(parents=True, exist_ok=True)
    streams = (
        (0, wanted["reads"], os.O_RDONLY),
        (1, f"{beginning}.out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, f"{beginning}.err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    )
    for number, file, how in streams:
        opened = os.open(file, how, 0o644)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(wanted["folder"])


def _ran(command: Callable[[], object]) -> int:
    """Run the command as its console script would; return the exit code."""
    try:
        sys.exit(command())  # type: ignore[arg-type]
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
