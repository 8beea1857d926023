"""Limit how fast the bot sends requests, how long it waits, and how often it tries."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from escalation_log.bot.faults import Stopped, Unsure

# GitHub's limits on requests that create content: so many in so many seconds.
LIMITS = ((80, 60.0), (500, 3600.0))
# GitHub asks for a second between writes where there are many. A run with few writes a minute need
# not wait.
FEW_REQUESTS = 20
GAP = 1.0
# Seconds to wait after each failed attempt but the last, which ends the run. GitHub may still be
# carrying out a write whose answer did not come, so an earlier look might miss its result.
WAITS = (5.0, 15.0, 45.0)
# Seconds to wait for a limit where GitHub gives none; doubled each time.
LIMIT_WAIT = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A monotonic clock in seconds, and a way to wait."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Pace:
    """Decides when the next request may be sent, at the latest after `patience` seconds."""

    def __init__(self, clock: Clock, patience: float) -> None:
        self._clock = clock
        self._patience = patience
        self._not_before = float("-inf")
        self._writes: deque[float] = deque(maxlen=max(count for count, _ in LIMITS))

    def hold(self, seconds: float) -> None:
        """Let no request be sent for a number of seconds."""
        self._not_before = self._clock.monotonic() + seconds

    def wait_to_read(self) -> None:
        """Wait until GitHub accepts requests; raise Stopped where that takes too long."""
        self._wait(self._not_before - self._clock.monotonic())

    def wait_to_write(self) -> None:
        """Wait until one more write is within all limits, and count it; raise Stopped as above."""
        now = self._clock.monotonic()
        sent = self._writes
        moments = [self._not_before]
        moments += [sent[-count] + seconds for count, seconds in LIMITS if len(sent) >= count]
        if len(sent) >= FEW_REQUESTS and sent[-FEW_REQUESTS] + 60 > now:
            moments.append(sent[-1] + GAP)
        self._wait(max(moments) - now)
        sent.append(self._clock.monotonic())

    def _wait(self, seconds: float) -> None:
        if seconds > self._patience:
            raise too_long(seconds, self._patience)
        if seconds > 0:
            self._clock.sleep(seconds)


@dataclass(slots=True, kw_only=True)
class Attempts:
    """Counts the attempts at one request, and says how long to wait after each."""

    clock: Clock
    patience: float
    _failures: int = field(default=0, init=False)
    _limits: int = field(default=0, init=False)
    _waited: float = field(default=0.0, init=False)

    def wait_after(self, fault: Unsure) -> None:
        """Wait before the next attempt; raise Stopped where this was the last one."""
        if fault.is_limit:
            wait = LIMIT_WAIT * 2**self._limits if fault.wait is None else fault.wait
            self._limits += 1
            self._waited += wait
            if self._waited > self.patience:
                raise too_long(self._waited, self.patience) from fault
        else:
            if self._failures == len(WAITS):
                raise Stopped(
                    f"{fault.message} That was attempt {self._failures + 1}, the last.",
                    hint="Whatever it was, run the same command again later: it does the rest.",
                ) from fault
            wait = WAITS[self._failures]
            self._failures += 1
        self.clock.sleep(wait)


def too_long(seconds: float, patience: float) -> Stopped:
    """Make the error for a rate limit that lasts longer than this run may wait."""
    return Stopped(
        f"GitHub's rate limit asks for a wait of {_minutes(seconds)}, and --patience allows "
        f"{_minutes(patience)}.",
        hint="Run the same command again after that time; it goes on where this run stopped.",
    )


def _minutes(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    return f"{-(-seconds // 60):.0f} minutes"
