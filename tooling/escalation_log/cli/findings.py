"""How the commands that find problems print them: the option, and what it chooses between."""

from __future__ import annotations

import click

from escalation_log.cli.session import Session
from escalation_log.export.problems_text import github_text, json_text, problem_lines
from escalation_log.log.contents import Findings
from escalation_log.model.problems import Severity

TEXT = "text"
_FOR_PROGRAMS = {"json": json_text, "github": github_text}

findings_form_option = click.option(
    "--format",
    "form",
    type=click.Choice((TEXT, *_FOR_PROGRAMS)),
    default=TEXT,
    show_default=True,
    help="Lines for people, one JSON document for programs, or annotations for GitHub Actions.",
)


def write_findings(session: Session, findings: Findings, form: str) -> None:
    """Print what was found, and exit with 1 where there is a problem."""
    if form == TEXT:
        session.write_lines(problem_lines(findings.problems, findings.files))
    else:
        session.write_text(_FOR_PROGRAMS[form](findings.problems, findings.files))
    if any(problem.severity is Severity.PROBLEM for problem in findings.problems):
        click.get_current_context().exit(1)
