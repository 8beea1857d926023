"""From what a schema refuses to problems, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable

from escalation_log.model.problems import Path, Problem
from escalation_log.parsing.corrections import Misfit
from escalation_log.parsing.findings import Finding, findings_of
from escalation_log.parsing.places import locate
from escalation_log.parsing.wording import sentence

RULE = "schema"
_TAKE_AWAY = ". If it should not be there, add `{}: null` to `correct`"


def problems_of(file: str, data: bytes, value: object, schema: str) -> tuple[Problem, ...]:
    """Say everything that a kind of file's schema has against this one, in the file's order."""
    return _problems(file, data, findings_of(value, schema))


def problems_of_corrections(
    file: str, data: bytes, misfits: Iterable[Misfit]
) -> tuple[Problem, ...]:
    """Say why an event, or the header, would not be right with a correction applied."""
    findings: list[Finding] = []
    for misfit in misfits:
        definition = None if misfit.of_header else "event"
        base: Path = ("events", misfit.index, "correct")
        for finding in findings_of(misfit.result, "case", definition):
            is_named = bool(finding.path) and finding.path[0] in misfit.correct
            away = "" if is_named or not finding.path else _TAKE_AWAY.format(finding.path[0])
            findings.append(
                Finding(
                    path=(*base, *finding.path) if is_named else base,
                    place_at=(*base, *finding.place_at) if is_named else base,
                    message=f"with this correction, {finding.message}{away}",
                )
            )
    return _problems(file, data, findings)


def _problems(file: str, data: bytes, findings: Iterable[Finding]) -> tuple[Problem, ...]:
    findings = tuple(findings)
    places = locate(data, (finding.place_at for finding in findings))
    problems = {
        Problem(
            file=file,
            rule=RULE,
            message=sentence(finding.message),
            path=finding.path,
            line=places[finding.place_at][0],
            column=places[finding.place_at][1],
        )
        for finding in findings
    }
    return tuple(sorted(problems, key=lambda problem: problem.sort_key))
