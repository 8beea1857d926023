"""Note every call and the faults that await it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tests.bot.bench.calls import Call, Fault


class Ledger:
    """Calls, faults and violations of the contract, in the order in which they came."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self._faults: list[tuple[int, Fault]] = []
        self._happenings: dict[int, Callable[[], object]] = {}
        self._turn = threading.Lock()

    def note(self, *, method: str, path: str, query: str, body: bytes) -> tuple[Call, Fault | None]:
        """Write a call down under its number, and find the fault that it meets."""
        with self._turn:
            call = Call(
                number=len(self.calls) + 1, method=method, path=path, query=query, body=body
            )
            self.calls.append(call)
            fitting = (fault for base, fault in self._faults if fault.covers(call.number - base))
            fault = next(fitting, None)
            call.fault = fault.kind if fault else None
            return call, fault

    def inject(self, fault: Fault) -> None:
        """Let a fault await its call, counted from now."""
        with self._turn:
            self._faults.append((len(self.calls), fault))

    def await_call(self, number: int, do: Callable[[], object]) -> None:
        """Let something happen when a call, counted from now, has come in and nothing is done."""
        with self._turn:
            self._happenings[len(self.calls) + number] = do

    def happening(self, call: Call) -> Callable[[], object] | None:
        """Take what is to happen at a call."""
        with self._turn:
            return self._happenings.pop(call.number, None)

    def heal(self) -> None:
        """Take back every fault."""
        with self._turn:
            self._faults.clear()
            self._happenings.clear()

    def complain(self, call: Call, problems: tuple[str, ...], *, of: str) -> None:
        """Note what breaks the contract."""
        self.violations += [f"{of}: {call.method} {call.path}: {each}" for each in problems]

    def forget(self) -> None:
        """Start anew."""
        with self._turn:
            self.calls.clear()
            self.violations.clear()
            self._faults.clear()
            self._happenings.clear()
