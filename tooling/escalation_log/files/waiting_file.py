"""An event in a file of its own, beside its case, until it is folded into the case's file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from escalation_log.files.fields import stamp
from escalation_log.files.reading import read
from escalation_log.model.cases import EventId
from escalation_log.model.moments import Stamp
from escalation_log.model.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEvent:
    """An event as its own file has it: `data` are the file's bytes, `written` the event alone."""

    file: str
    data: bytes
    reference: str
    written: dict[str, Any]

    @property
    def id(self) -> EventId:
        """The event's id: the file's name, without its ending."""
        return EventId(self.file.rpartition("/")[2].removesuffix(".yaml"))

    @property
    def recorded(self) -> Stamp:
        """The moment at which it was recorded."""
        return stamp(self.written["recorded"])

    @property
    def expected_name(self) -> str:
        """How the file's name must begin, by what stands in it."""
        at = self.recorded
        clock = "0000" if at.time is None else f"{at.time:%H%M}"
        return f"{at.on:%Y%m%d}T{clock}-{self.written['kind']}-"


def parse_waiting(file: str, data: bytes) -> WaitingEvent | tuple[Problem, ...]:
    """Read the file of a waiting event; `file` is the name that its problems carry."""
    written = read(file, data, "waiting")
    if isinstance(written, tuple):
        return written
    return WaitingEvent(
        file=file, data=data, reference=written["reference"], written=written["event"]
    )
