"""Run many commands of one checkout in one process that divides itself for each.

This file is started by the Python of the checkout that is asked about, as a script with a plan, and
imports nothing but the standard library and that checkout. It loads the package once, asks about
one small log so that schemas are compiled, and divides itself for each command: nearly three
thousand starts of Python would take longer than the work, and no command sees what another one did.

The plan is JSON: `entry` (module and function of the command, from `pyproject.toml`), `slots` (how
many run side by side), `first` (arguments of what is asked at first, to no purpose) and `jobs`,
lists of commands that are run one after the other. A command has `program` (escalog or mkdocs),
`arguments`, `folder`, `reads` (standard input) and `writes`, from which the names of the files for
its standard output, standard error and exit code are made.
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
    """The clock that only goes forward: the real one, until `skip` lets waits take no time.

    Then it stands still but for the waits, so that what is said of them is the same in every run.
    """

    def __init__(self) -> None:
        self._real = (time.monotonic, time.sleep)
        self._waited: float | None = None

    def skip(self) -> None:
        """Let every wait from now on be over at once."""
        self._waited = 0.0

    def monotonic(self) -> float:
        """Stand in for `time.monotonic`."""
        return self._real[0]() if self._waited is None else 1_000.0 + self._waited

    def sleep(self, seconds: float) -> None:
        """Stand in for `time.sleep`."""
        if self._waited is None:
            self._real[1](seconds)
        else:
            self._waited += seconds


def main(plan: Path) -> None:
    """Run a plan."""
    wanted = json.loads(plan.read_text("utf-8"))
    clock = Clock()
    # Before the package is loaded, since it may take the functions themselves from the module.
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
    """Load the command with every module of its package, so that no division loads them again."""
    module, _, function = entry.partition(":")
    command: Callable[[], object] = getattr(importlib.import_module(module), function)
    package = importlib.import_module(module.partition(".")[0])
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    return command


def _ask_in_vain(command: Callable[[], object], arguments: list[str]) -> None:
    """Run the command in this process, and drop what it says."""
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
    """Divide the process; give the number of the one that runs the command."""
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
    """Run the command as its own script would; give the exit code."""
    try:
        sys.exit(command())  # type: ignore[arg-type]
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
