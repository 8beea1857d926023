"""`escalog check`: apply every rule to every file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from escalation_log.cli.examples import ExampleCommand
from escalation_log.cli.session import Session, pass_session
from escalation_log.cli.typed_moments import LONDON, as_of_moment, as_of_option
from escalation_log.export.problems_text import github_text, json_text, problem_lines
from escalation_log.model.problems import Severity

if TYPE_CHECKING:
    from escalation_log.model.moments import Stamp


TEXT = "text"
FOR_PROGRAMS = {"json": json_text, "github": github_text}


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog check", "Every file of this log."),
        ("escalog check cases/2026", "Only what is found in one folder, or in some files."),
        ("escalog check --format github", "The findings as annotations of a pull request."),
    ],
)
@click.argument(
    "paths", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--format",
    "form",
    type=click.Choice((TEXT, *FOR_PROGRAMS)),
    default=TEXT,
    show_default=True,
    help="Lines for people, one JSON document for programs, or annotations for GitHub Actions.",
)
@as_of_option
@pass_session
def check(session: Session, paths: tuple[Path, ...], form: str, as_of: Stamp | None) -> None:
    """Check the files of the log against every rule.

    Each finding names its place, what is expected and what to type. Exits with 1 where there is a
    problem; a warning changes nothing. The rules look at the whole log even where only some files
    are asked about.
    """
    from escalation_log.log.opening import NotOfTheLog, check_log, count_case_files

    moment = as_of_moment(as_of, session.now, LONDON)
    with session.progress("Checking", count_case_files(session.root)) as advance:
        try:
            findings = check_log(
                session.root, as_of=moment.at, advance=advance, paths=paths or None
            )
        except NotOfTheLog as error:
            raise click.UsageError(f"{error.message} {error.hint}") from error
    if form == TEXT:
        session.write_lines(problem_lines(findings.problems, findings.files))
    else:
        session.write_text(FOR_PROGRAMS[form](findings.problems, findings.files))
    if any(problem.severity is Severity.PROBLEM for problem in findings.problems):
        click.get_current_context().exit(1)
