"""From bytes to what history goes by: the baseline, and the cases that retention took."""

from __future__ import annotations

from escalation_log.files.fields import day, text
from escalation_log.files.reading import read
from escalation_log.model.destroyed import DestroyedCase, Extent
from escalation_log.model.problems import Problem


def parse_baseline(file: str, data: bytes) -> str | tuple[Problem, ...]:
    """Read the name of the commit from which what is recorded stands."""
    written = read(file, data, "history")
    return written if isinstance(written, tuple) else str(written["baseline"])


def parse_destroyed(file: str, data: bytes) -> tuple[DestroyedCase, ...] | tuple[Problem, ...]:
    """Read the list of the cases that retention took or reduced, in the order of the file."""
    written = read(file, data, "destroyed")
    if isinstance(written, tuple):
        return written
    return tuple(
        DestroyedCase(
            reference=each["reference"],
            extent=Extent(each["extent"]),
            case_hash=each["hash"],
            on=day(each["on"]),
            authority=text(each["authority"]),
        )
        for each in written["cases"]
    )
