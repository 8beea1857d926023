"""`escalog check` and `escalog lock`: put every rule to the files, and lock the editions."""

from __future__ import annotations

from pathlib import Path

import click

from escalation_log.cli.findings import findings_form_option, write_findings
from escalation_log.cli.session import ExampleCommand, Session, as_of_option, pass_session, say
from escalation_log.log.found_cases import count_case_files
from escalation_log.log.lock import LOCK_FILE, committed_lines, plan_lock, read_lock, write_lock
from escalation_log.log.opening import NotOfTheLog, check_log, open_log
from escalation_log.model.errors import EscalogError
from escalation_log.model.moments import Stamp


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
@findings_form_option
@as_of_option
@pass_session
def check(session: Session, paths: tuple[Path, ...], form: str, as_of: Stamp | None) -> None:
    """Check the files of the log against every rule.

    Each finding names its place, what is expected and what to type. Exits with 1 where there is a
    problem. A warning changes nothing, and neither does a departure, which says where a case left
    its policy's route. The rules look at the whole log even where only some files are asked about.
    """
    moment = session.moment(as_of)
    with session.progress("Checking", count_case_files(session.root_with_cases)) as advance:
        try:
            findings = check_log(
                session.root, as_of=moment.at, advance=advance, paths=paths or None
            )
        except NotOfTheLog as error:
            raise click.UsageError(f"{error.message} {error.hint}") from error
    write_findings(session, findings, form)


@click.command(
    cls=ExampleCommand,
    examples=[("escalog lock", "After adding an edition: add its line, then commit the lock.")],
)
@pass_session
def lock(session: Session) -> None:
    """Add each new edition to policies/editions.lock.

    The lock holds a hash of what each edition says. An edition that cases are judged by is never
    written anew, even where its line was lost: a mistake in it is mended by a new edition that
    says `corrects`. Exits with 1 where an edition was changed all the same, or has problems.
    """
    locked, faults = read_lock(session.root)
    if faults:
        raise EscalogError(
            f"{LOCK_FILE} has problems.", hint=f"See what they are: escalog check {LOCK_FILE}"
        )
    log = open_log(session.root, as_of=session.now)
    session.refuse_slow_clock(log)
    present = {edition: book.policy.content_hash for edition, book in log.rulebooks.items()}
    faulty = sorted(log.policies.keys() - present.keys())
    judged = {each.case.edition for each in log.cases}
    plan = plan_lock(locked, present, judged, committed_lines(session.root))
    written = {edition: present[edition] for edition in (*plan.added, *plan.changed)}
    if written:
        write_lock(session.root, {**locked, **written})
    for edition in plan.added:
        say(f"Added {edition}.")
    for edition in plan.changed:
        say(f"Wrote {edition} anew: no case has been opened under it.")
    for edition in plan.refused:
        say(
            f"Left {edition} as it is: cases were opened under it, and {log.policy_files[edition]} "
            "has changed since. Put the file back as it was, and mend a mistake by a new edition "
            f"with a line `corrects: {edition.partition('@')[2]}`.",
            err=True,
        )
    for edition in faulty:
        say(f"Left {edition} out: it has problems. See them: escalog check", err=True)
    if not (written or plan.refused or faulty):
        say(f"{LOCK_FILE} holds every edition already.")
    if plan.refused or faulty:
        click.get_current_context().exit(1)
