"""From bytes to what history goes by: the baseline, the cases that were taken, and the holds."""

from __future__ import annotations

from escalation_log.files.fields import day, optional, text
from escalation_log.files.reading import read
from escalation_log.model.destroyed import DestroyedCase, Extent, Hold, KeptQuarter, Taken
from escalation_log.model.problems import Problem


def parse_baseline(file: str, data: bytes) -> str | tuple[Problem, ...]:
    """Read the name of the commit from which what is recorded stands."""
    written = read(file, data, "history")
    return written if isinstance(written, tuple) else str(written["baseline"])


def parse_destroyed(file: str, data: bytes) -> Taken | tuple[Problem, ...]:
    """Read the list of the cases that retention took or reduced."""
    written = read(file, data, "destroyed")
    if isinstance(written, tuple):
        return written
    return Taken(
        cases=tuple(
            DestroyedCase(
                reference=each["reference"],
                extent=Extent(each["extent"]),
                case_hash=each["hash"],
                on=day(each["on"]),
                authority=text(each["authority"]),
            )
            for each in written["cases"]
        ),
        quarters=tuple(
            KeptQuarter(policy=each["policy"], quarter=each["quarter"], counts=each)
            for each in written.get("quarters", ())
        ),
    )


def parse_holds(file: str, data: bytes) -> tuple[Hold, ...] | tuple[Problem, ...]:
    """Read the list of holds, in the order of the file."""
    written = read(file, data, "holds")
    if isinstance(written, tuple):
        return written
    return tuple(
        Hold(
            reference=each["reference"],
            on=day(each["on"]),
            by=text(each["by"]),
            review_on=optional(day, each.get("review_on")),
            or_by=optional(text, each.get("or_by")),
        )
        for each in written["holds"]
    )
