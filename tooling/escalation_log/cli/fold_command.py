"""`escalog fold`: move the events that wait into their case files."""

from __future__ import annotations

import click

from escalation_log.cli.session import ExampleCommand, Session, pass_session
from escalation_log.log.drafts import replace_files
from escalation_log.log.folding import finished_folds, folds, remove_waiting
from escalation_log.words.lists import counted


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog fold", "Once a week: then commit the changed files."),
        ("escalog fold --dry-run", "What would be folded?"),
    ],
)
@click.option("--dry-run", is_flag=True, help="Say what would be folded, and change nothing.")
@pass_session
def fold(session: Session, dry_run: bool) -> None:
    """Move the events that wait into their case files.

    Each is added at the end of its case's file, with comments and layout kept and with its file's
    name as its id, and its own file is removed. No answer changes. Exits with 1 where something
    could not be folded; a run that was stopped goes on where it was.
    """
    if not dry_run:
        for each in finished_folds(session.root):
            remove_waiting(each)
    moved, left = 0, False
    for each in folds(session.root, as_of=session.now):
        if each.hindrance:
            left = True
            click.echo(f"{each.case.file}: nothing folded. {each.hindrance}", err=True)
            continue
        if not dry_run:
            replace_files({each.case.path: each.data})
            remove_waiting(each)
        moved += len(each.waiting)
        would = "would be " if dry_run else ""
        click.echo(f"{each.case.file}: {counted(len(each.waiting), 'event')} {would}folded in.")
    if not (moved or left):
        click.echo("No event waits.")
    if left:
        click.get_current_context().exit(1)
