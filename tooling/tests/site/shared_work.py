"""Work for two processes, run by a process of one thread: it prints what came out, as JSON."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from multiprocessing import active_children, get_context
from threading import Event, Thread
from time import sleep

from escalation_log.site.sharing import made_by_two

COUNT = 40
_HERE = os.getpid()
_ENDED = Event()
_COPY_HAS_BEGUN = get_context("fork").Event()


def _made(number: int) -> tuple[int, bool]:
    """Give a square, and whether it was made here, slowly enough for two to take part."""
    sleep(0.005)
    return number**2, os.getpid() == _HERE


def _by_both(number: int) -> tuple[int, bool]:
    """Give a square, here only once the copy has made one."""
    if os.getpid() == _HERE:
        _COPY_HAS_BEGUN.wait()
    else:
        _COPY_HAS_BEGUN.set()
    return _made(number)


def _ending_the_copy(number: int) -> tuple[int, bool]:
    if os.getpid() != _HERE and number > COUNT // 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return _made(number)


def _failing_in_the_copy(number: int) -> tuple[int, bool]:
    if os.getpid() != _HERE:
        raise RuntimeError
    return _made(number)


def _failing(number: int) -> tuple[int, bool]:
    if number == COUNT - 1:
        raise LookupError
    return _made(number)


def _with_another_thread(number: int) -> tuple[int, bool]:
    return _made(number)


_WORK: dict[str, Callable[[int], tuple[int, bool]]] = {
    "sound": _by_both,
    "with another thread": _with_another_thread,
    "ending the copy": _ending_the_copy,
    "failing in the copy": _failing_in_the_copy,
    "failing": _failing,
}


def run(name: str) -> None:
    """Have the work of a name done, and print it."""
    if name == "with another thread":
        Thread(target=_ENDED.wait).start()
    try:
        made = made_by_two([partial(_WORK[name], number) for number in range(COUNT)])
        error = ""
    except LookupError as raised:
        made, error = (), type(raised).__name__
    _ENDED.set()
    left = len(active_children())
    sys.stdout.write(json.dumps({"made": made, "error": error, "left": left}))


if __name__ == "__main__":
    run(sys.argv[1])
