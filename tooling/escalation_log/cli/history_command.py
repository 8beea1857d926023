"""`escalog history`: hold a change against what was recorded before it."""

from __future__ import annotations

import click

from escalation_log.cli.findings import findings_form_option, write_findings
from escalation_log.cli.session import ExampleCommand, Session, pass_session
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
@findings_form_option
@pass_session
def history_command(session: Session, base: str, head: str | None, form: str) -> None:
    """Say whether everything that was recorded still stands.

    Nothing recorded is changed, removed, hidden or dated anew: cases and their events, editions
    that cases were opened under, holidays and closures of the past. What is new passes; escalog
    check judges it. Comments, layout and the order of keys are free. Exits with 1 where there is
    a problem.
    """
    findings = history(session.root, base, head, session.now)
    write_findings(session, findings, form)
