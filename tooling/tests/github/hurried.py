"""A clock for the tests: who waits by it has waited at once."""

from __future__ import annotations

from escalation_log.github.pacing import Clock


class Hurried:
    """A clock that stands still but for the waits asked of it, which it notes in seconds."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self._present = 1_000.0

    @property
    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self._present, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._present += seconds
