"""From the bytes of a case file to a case."""

from __future__ import annotations

from escalation_log.model.cases import Case
from escalation_log.model.problems import Problem
from escalation_log.parsing.corrections import build_events
from escalation_log.parsing.events import build_header
from escalation_log.parsing.reading import read


def parse_case(file: str, data: bytes) -> Case | tuple[Problem, ...]:
    """Read a case file; `file` is the name that its problems carry."""
    written = read(file, data, "case")
    if isinstance(written, tuple):
        return written
    events, misfits = build_events(written)
    if misfits:
        from escalation_log.parsing.validation import problems_of_corrections

        return problems_of_corrections(file, data, misfits)
    return Case(header=build_header(written), events=events)
