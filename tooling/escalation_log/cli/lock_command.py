"""`escalog lock`: record a hash of each edition's content, so that changes are noticed."""

from __future__ import annotations

import click

from escalation_log.cli.examples import ExampleCommand
from escalation_log.cli.session import Session, pass_session
from escalation_log.model.errors import EscalogError


@click.command(
    cls=ExampleCommand,
    examples=[("escalog lock", "After adding an edition: add its line, then commit the lock.")],
)
@pass_session
def lock(session: Session) -> None:
    """Add each new edition to policies/editions.lock.

    The lock holds a hash of what each edition says. An edition that cases are judged by is never
    written anew: a mistake in it is mended by a new edition that says `corrects`. Exits with 1
    where an edition was changed all the same, or has problems.
    """
    from escalation_log.log.lock import LOCK_FILE, plan_lock, read_lock, write_lock
    from escalation_log.log.opening import open_log

    locked, faults = read_lock(session.root)
    if faults:
        raise EscalogError(
            f"{LOCK_FILE} has problems.", hint=f"See what they are: escalog check {LOCK_FILE}"
        )
    log = open_log(session.root, as_of=session.now)
    present = {edition: book.policy.content_hash for edition, book in log.rulebooks.items()}
    faulty = sorted(log.policies.keys() - present.keys())
    plan = plan_lock(locked, present, {each.case.edition for each in log.cases})
    written = {edition: present[edition] for edition in (*plan.added, *plan.changed)}
    if written:
        write_lock(session.root, {**locked, **written})
    for edition in plan.added:
        click.echo(f"Added {edition}.")
    for edition in plan.changed:
        click.echo(f"Wrote {edition} anew: no case has been opened under it.")
    for edition in plan.refused:
        click.echo(
            f"Left {edition} as it is: cases were opened under it, and {log.policy_files[edition]} "
            "has changed since. Put the file back as it was, and mend a mistake by a new edition "
            f"with a line `corrects: {edition.partition('@')[2]}`.",
            err=True,
        )
    for edition in faulty:
        click.echo(f"Left {edition} out: it has problems. See them: escalog check", err=True)
    if not (written or plan.refused or faulty):
        click.echo(f"{LOCK_FILE} holds every edition already.")
    if plan.refused or faulty:
        click.get_current_context().exit(1)
