"""Work that two processes share, each taking the next piece when it has done one."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from struct import Struct
from typing import TYPE_CHECKING, TypeVar

from escalation_log.log.workers import second_process

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext


_T = TypeVar("_T")
_NUMBER = Struct("=I")


class Turns:
    """Numbers from nought of which two processes take the next, each number once.

    There are as many as asked for, or as many as a pipe holds: mostly 16,000, at worst 1,000. Who
    shares work by them does what nobody took.
    """

    def __init__(self, context: ForkContext | SpawnContext, count: int) -> None:
        self._left, numbers = context.Pipe(duplex=False)
        os.set_blocking(numbers.fileno(), False)
        with numbers, suppress(BlockingIOError):
            for number in range(count):
                os.write(numbers.fileno(), _NUMBER.pack(number))

    def __iter__(self) -> Iterator[int]:
        while number := os.read(self._left.fileno(), _NUMBER.size):
            yield _NUMBER.unpack(number)[0]

    def close(self) -> None:
        """Take no more."""
        self._left.close()


def become_second(other_end: Connection) -> None:
    """Begin the other process; `other_end` is the first one's end of the line between them."""
    # The first process alone is interrupted, and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Unless it is closed here, too, this process cannot tell that the first one has ended.
    other_end.close()
    # What came from the first process stays to the end, and need not be looked through.
    gc.freeze()
    gc.disable()


def made_by_two(makers: Sequence[Callable[[], _T]]) -> tuple[_T, ...]:
    """Call every maker, some of them in a copy of this process, where there can be one.

    What a maker remembers is lost where it is called in the copy. What the copy does not make is
    made here, so that errors are raised here.
    """
    context = second_process()
    if context.get_start_method() != "fork":
        return tuple(make() for make in makers)
    made: dict[int, _T] = {}
    turns = Turns(context, len(makers))
    line, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_make, args=(makers, turns, theirs, line), daemon=True)
    try:
        with suppress(OSError):
            process.start()
        theirs.close()
        made |= {number: makers[number]() for number in turns}
        with suppress(EOFError, OSError):
            made |= line.recv()
    finally:
        if process.pid is not None:
            process.terminate()
            process.join()
        line.close()
        turns.close()
    return tuple(made[number] if number in made else make() for number, make in enumerate(makers))


def _make(
    makers: Sequence[Callable[[], _T]], turns: Turns, line: Connection, other_end: Connection
) -> None:
    become_second(other_end)
    # Where anything goes wrong here, it does so in the first process as well, which says what.
    with suppress(Exception):
        line.send({number: makers[number]() for number in turns})
