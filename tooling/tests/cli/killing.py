"""Runs of the command that are killed, each at one exact place and again at the same for a seed.

A run is a fork of one process that has the package loaded. Python reports what a run asks of the
system (files opened, made, renamed, removed, locked; processes started). At the one that is chosen,
or a few calls of C functions after it, the run sends itself the signal that nothing can catch.

    with Killer() as killer:
        whole = killer.run(arguments)                      # to its end: how much it asked
        killer.run(arguments, kill_at=whole.changes[3], after=2)

This module is also the program that forks.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import FileIO, TextIOWrapper
from itertools import product
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from tests.logs import REPOSITORY

# In seconds: the longest that what a killed run started may outlive it.
_PATIENCE = 60
# In seconds: the longest that a run may take.
_LONGEST = 300
_ASKS = ("os.", "open", "shutil.", "tempfile.", "subprocess.", "fcntl.")
_CHANGES = ("os.mkdir", "os.rename")
# With its last changes what a run has written takes its place, each within a few calls.
_LAST, _CALLS = 4, 6
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a run ended, how much it asked, and which of that makes or moves something.

    `code` is the exit code, or the number of a signal with a minus. `is_over` says whether every
    process that it had started was gone soon after.
    """

    code: int
    said: str
    asked: int
    changes: tuple[int, ...]
    is_over: bool


def moments(run: Run, count: int, chance: random.Random) -> Iterator[tuple[int, int]]:
    """Choose when a run is killed: of four times once anywhere, else around its last changes."""
    around = list(product(run.changes[-_LAST:], range(_CALLS)))
    chance.shuffle(around)
    for number in range(count):
        if number % 4 == 0 or not around:
            yield chance.randint(1, run.asked), chance.randrange(_CALLS)
        else:
            yield around.pop()


class Killer:
    """The process that forks, for as long as the block lasts."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.killing"],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(REPOSITORY / "tooling")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def run(
        self,
        *arguments: str | Path,
        temporary: Path,
        kill_at: int | None = None,
        after: int = 0,
        most_bytes: int | None = None,
        environment: dict[str, str] | None = None,
    ) -> Run:
        """Run to the end, or kill at a number of what is asked and some calls `after` it.

        `temporary` is where the system keeps what is temporary. With `most_bytes` no file can be
        longer, as on a disk without room.
        """
        asked = {
            "arguments": [str(each) for each in arguments],
            "environment": {"TMPDIR": str(temporary), **(environment or {})},
            "kill_at": kill_at,
            "after": after,
            "most_bytes": most_bytes,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        reply = json.loads(self._process.stdout.readline())
        return Run(**{**reply, "changes": tuple(reply["changes"])})


class _Counting:
    """What one run has asked so far; at the chosen one it begins to count calls of C functions."""

    def __init__(self, kill_at: int | None, after: int) -> None:
        self.asked = 0
        self.changes: list[int] = []
        self._kill_at = kill_at
        self._left = after

    def heed(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not event.startswith(_ASKS):
            return
        self.asked += 1
        if event in _CHANGES or (event == "open" and int(arguments[2] or 0) & _WRITES):
            self.changes.append(self.asked)
        if self.asked == self._kill_at:
            if self._left == 0:
                _kill()
            sys.setprofile(self._count)

    def _count(self, frame: FrameType, event: str, _: object) -> None:
        if event == "c_call":
            self._left -= 1
            if self._left == 0:
                _kill()


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _run(asked: dict[str, Any], said: int, counted: int) -> None:
    """Run the command in this process, which ends with it."""
    from escalation_log.cli import main

    os.environ.update(asked["environment"])
    tempfile.tempdir = None
    for name in ("stdout", "stderr"):
        setattr(sys, name, TextIOWrapper(FileIO(said, "w", closefd=False), encoding="utf-8"))
    if asked["most_bytes"] is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["most_bytes"],) * 2)
        # Python would leave the beginning of a compiled module in the place of the whole one.
        sys.dont_write_bytecode = True
    # A run that waits for what never comes is ended, however busy the machine is.
    signal.alarm(_LONGEST)
    counting = _Counting(asked["kill_at"], asked["after"])
    sys.addaudithook(counting.heed)
    code = 70
    try:
        main(asked["arguments"])
    except SystemExit as end:
        code = int(end.code or 0)
    except Exception:  # noqa: BLE001 - it is told to the test
        traceback.print_exc()
    sys.setprofile(None)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    reply = {"asked": counting.asked, "changes": counting.changes, "code": code}
    os.write(counted, json.dumps(reply).encode())
    os._exit(0)


def _forked(asked: dict[str, Any]) -> dict[str, Any]:
    """Run the command in a fork; wait until that and all that it started have ended."""
    said, counted = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        _run(asked, said[1], counted[1])
    for _, write in (said, counted):
        os.close(write)
    # Who still has the other end of a pipe is a process that the run started and that lives on.
    found: dict[int, bytes] = {said[0]: b"", counted[0]: b""}
    waiting = set(found)
    while waiting and (ready := select.select(list(waiting), [], [], _PATIENCE)[0]):
        for read in ready:
            data = os.read(read, 1 << 20)
            found[read] += data
            if not data:
                waiting.remove(read)
    for read in found:
        os.close(read)
    _, status = os.waitpid(child, 0)
    ended = {"code": os.waitstatus_to_exitcode(status), "asked": 0, "changes": []}
    return {
        **(json.loads(found[counted[0]]) if found[counted[0]] else ended),
        "said": found[said[0]].decode("utf-8", "replace"),
        "is_over": not waiting,
    }


def _serve(questions: Iterable[str]) -> None:
    # What a command imports when it is called is loaded once, for all runs.
    from importlib import import_module

    from escalation_log.cli import COMMANDS

    for place in COMMANDS.values():
        import_module(place.partition(":")[0])
    for line in questions:
        sys.stdout.write(json.dumps(_forked(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve(sys.stdin)
