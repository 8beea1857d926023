"""A clock for the tests: who waits by it has waited at once."""

from __future__ import annotations

from collections.abc import Callable

from escalation_log.bot.pacing import Clock


class Killed(BaseException):
    """What ends a run that was killed: nothing in it may catch this."""


class Hurried:
    """A clock that stands still but for the waits asked of it, which it notes in seconds.

    Once killed, it ends the run at its next wait, before anything else is asked of GitHub. What
    would happen `meanwhile` happens at each wait.
    """

    def __init__(self, meanwhile: Callable[[], object] = int) -> None:
        self._meanwhile = meanwhile
        self.waits: list[float] = []
        self._present = 1_000.0
        self._is_killed = False

    @property
    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self._present, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        if self._is_killed:
            raise Killed
        self._meanwhile()
        self.waits.append(seconds)
        self._present += seconds

    def kill(self) -> None:
        self._is_killed = True
