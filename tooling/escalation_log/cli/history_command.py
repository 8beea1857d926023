"""`escalog history`: hold a change against what was recorded before it."""

from __future__ import annotations

import click

from escalation_log.cli.check_command import FOR_PROGRAMS, TEXT
from escalation_log.cli.session import ExampleCommand, Session, pass_session
from escalation_log.export.problems_text import problem_lines
from escalation_log.log.history import history


@click.command(
    name="history",
    cls=ExampleCommand,
    examples=[
        ("escalog history --base HEAD", "What is not committed yet."),
        ("escalog history --base origin/main", "A whole branch, before it goes to others."),
        ("escalog history --base HEAD^1 --head HEAD", "The newest commit of a branch."),
    ],
)
@click.option(
    "--base",
    required=True,
    metavar="REV",
    help="What was recorded: this commit's own files, not those of where the branch began.",
)
@click.option(
    "--head",
    metavar="REV",
    help="What has become of it. Without it: what stands in the folder, committed or not.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice((TEXT, *FOR_PROGRAMS)),
    default=TEXT,
    show_default=True,
    help="Lines for people, one JSON document for programs, or annotations for GitHub Actions.",
)
@pass_session
def history_command(session: Session, base: str, head: str | None, form: str) -> None:
    """Say whether everything that was recorded still stands.

    Nothing recorded is changed, removed, hidden or dated anew: cases and their events, editions
    that cases were opened under, holidays and closures of the past. What is new passes; escalog
    check judges it. Comments, layout and the order of keys are free. Exits with 1 where there is
    a problem.
    """
    findings = history(session.root, base, head, session.now)
    if form == TEXT:
        session.write_lines(problem_lines(findings.problems, findings.files))
    else:
        session.write_text(FOR_PROGRAMS[form](findings.problems, findings.files))
    if findings.problems:
        click.get_current_context().exit(1)
