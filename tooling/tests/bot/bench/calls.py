"""Say what the proxy noted of a call, and which fault it is to make of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What goes wrong with a call: before its effect nothing happened, after it everything did."""

    FORBIDDEN_BEFORE = "403 before"
    FORBIDDEN_AFTER = "403 after"
    LIMITED_BEFORE = "limited before"
    LIMITED_AFTER = "limited after"
    NOT_FOUND_BEFORE = "404 before"
    NOT_FOUND_AFTER = "404 after"
    CONFLICT_BEFORE = "409 before"
    CONFLICT_AFTER = "409 after"
    UNPROCESSABLE_BEFORE = "422 before"
    UNPROCESSABLE_AFTER = "422 after"
    TOO_MANY_BEFORE = "429 before"
    TOO_MANY_AFTER = "429 after"
    BAD_GATEWAY_BEFORE = "502 before"
    BAD_GATEWAY_AFTER = "502 after"
    DROPPED_BEFORE = "dropped before"
    DROPPED_AFTER = "dropped after"
    KILL_BEFORE = "kill before"
    KILL_AFTER = "kill after"
    EMPTY_LIST = "empty list"
    TRUNCATED = "truncated"
    SLOW = "slow"

    @property
    def is_before(self) -> bool:
        """Whether the call never reaches GitHub."""
        return self.endswith(" before")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with the calls `call` to `call + times - 1`, counted from the injection.

    `limited` is a 403 of the secondary limit; it and the 429 say `retry_after`, in seconds.
    A truncated or slow reply comes after the effect; a slow one takes `seconds`, unless who asked
    hangs up. `kill` is called at the moment of a `kill`: it ends the process whose call this is,
    which then gets no reply. An empty list replaces the reply to a call that lists; any other call
    is left alone by it.
    """

    call: int
    kind: Kind
    times: int = 1
    retry_after: int = 1
    seconds: float = 1.0
    kill: Callable[[], object] | None = None

    def covers(self, number: int) -> bool:
        """Whether the call of this number, from 1, meets the fault."""
        return self.call <= number < self.call + self.times


@dataclass(slots=True, kw_only=True)
class Call:
    """A call as the proxy saw it; `status` is None where no reply, or only a part, was sent."""

    number: int
    method: str
    path: str
    query: str
    body: bytes
    actor: str = ""
    fault: Kind | None = None
    status: int | None = None

    @property
    def is_write(self) -> bool:
        """Whether the call asks for a change."""
        return self.method not in {"GET", "HEAD"}

    def __str__(self) -> str:
        """Say the call in a line, for messages."""
        query = f"?{self.query}" if self.query else ""
        fault = f" ({self.fault})" if self.fault else ""
        return f"{self.method} {self.path}{query} -> {self.status or 'no reply'}{fault}"
