"""A terminal on which the command asks and a test answers."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

# In seconds: the longest that the command may be silent before it asks or ends.
_PATIENCE = 45
# What the command says once somebody left.
_LEFT = "Nothing was written."
_MOST_PRESSES = 30
INTERRUPT, END_OF_INPUT = b"\x03", b"\x04"


class Talk:
    """A run of the command on a terminal of its own, for as long as the block lasts.

    with Talk("record", "KN-2026-0008", log=log) as talk:
        talk.answer("When?", "yesterday 10:15")
        talk.interrupt("How?")
    assert talk.code == 3
    """

    def __init__(self, *arguments: str, log: Path) -> None:
        self._arguments = arguments
        self._log = log
        self._unread = ""
        self.shown = ""
        self.code: int | None = None

    def __enter__(self) -> Self:
        self._terminal, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (50, 100))
        # Ctrl-C reaches the process whose terminal this is, so the command takes it for its own.
        takes = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)"
        # Whoever runs the tests in the background has them ignore Ctrl-C, and would pass that on.
        heeds = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        runs = "import runpy; runpy.run_module('escalation_log', run_name='__main__')"
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"{takes}; {heeds}; {runs}", *self._arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=self._log,
            env={"PATH": os.environ["PATH"], "TERM": "dumb", "COLUMNS": "100", "LINES": "50"},
            start_new_session=True,
        )
        os.close(theirs)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            while kind is None and self._read():
                pass
        finally:
            # One that ended by itself has its own code, and one that did not is ended.
            os.close(self._terminal)
            if kind is not None:
                self._process.kill()
            self.code = self._process.wait()

    def _read(self) -> bool:
        """Read what is shown next; say whether the command goes on."""
        ready, _, _ = select.select([self._terminal], [], [], _PATIENCE)
        assert ready, f"It neither asks nor ends:\n{self.shown}"
        try:
            data = os.read(self._terminal, 65_536)
        except OSError:
            return False
        text = data.decode("utf-8").replace("\r\n", "\n")
        self.shown += text
        self._unread += text
        return bool(data)

    def _wait_for(self, question: str) -> None:
        """Wait until the last line is a question."""
        while not (
            (line := self._unread.rpartition("\n")[2]).startswith(question) and line.endswith(" ")
        ):
            assert self._read(), f"It ended before it asked {question!r}:\n{self.shown}"
        self._unread = ""

    def press(self, question: str, keys: bytes) -> None:
        """Wait for a question, and press keys."""
        self._wait_for(question)
        os.write(self._terminal, keys)

    def interrupt(self, question: str) -> None:
        """Wait for a question, and press Ctrl-C until the command leaves.

        Python keeps one that comes just before it begins to wait until a further key is pressed.
        """
        self.press(question, INTERRUPT)
        pressed = 1
        while _LEFT not in self._unread:
            if not select.select([self._terminal], [], [], 2)[0]:
                pressed += 1
                assert pressed < _MOST_PRESSES, f"It does not leave:\n{self.shown}"
                os.write(self._terminal, INTERRUPT)
            elif not self._read():
                return

    def answer(self, question: str, *answers: str) -> None:
        """Wait for a question, as often as there are answers, and type each with Enter."""
        for each in answers:
            self.press(question, each.encode() + b"\n")

    def answers(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Answer question after question."""
        for question, typed in pairs:
            self.answer(question, typed)
