"""`escalog as-at`: the log as it was known at a moment."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import click

from escalation_log.cli.assess_command import all_option, form_option, write_assessments
from escalation_log.cli.new_folder import refuse_place
from escalation_log.cli.selection import fail_on_option, finish, select
from escalation_log.cli.session import ExampleCommand, Session, pass_session, say, when
from escalation_log.log.announcements import Branch
from escalation_log.log.as_at import commit_at
from escalation_log.log.drafts import drafted_folder, take_the_place_of, temporary_folder
from escalation_log.log.revisions import write_out
from escalation_log.model.moments import Stamp

_SHORT = 12


@click.command(
    name="as-at",
    cls=ExampleCommand,
    examples=[
        ("escalog as-at 2026-11-01", "What was known at the end of a day."),
        ("escalog as-at '2026-11-01 16:00' KN-2026-0007", "What was known of one case."),
        ("escalog as-at 2026-11-01 --out build/then", "The whole log of then, to look at."),
    ],
)
@click.argument("moment", metavar="WHEN", type=when)
@click.argument("references", metavar="[REFERENCE]...", nargs=-1)
@form_option
@all_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the log of then as well: into a new folder, or an empty one.",
)
@fail_on_option
@pass_session
def as_at_command(
    session: Session,
    *,
    moment: Stamp,
    references: tuple[str, ...],
    form: str,
    with_silent: bool,
    out: Path | None,
    fail_on: str | None,
) -> None:
    """Judge the log as it was known at a moment.

    What had come in by then goes, whatever an event says of when it was recorded: the files are
    those of the last commit of the main branch, by first parents, that was there at WHEN. They are
    judged as of WHEN, and printed as escalog assess does. Standard error names the commit. A case
    whose file had problems then is not judged.
    """
    step = commit_at(session.root, session.moment(moment).at)
    say(
        f"As of the commit {step.commit[:_SHORT]} of {step.moment:%Y-%m-%d %H:%M} UTC, the last "
        "that had come in.",
        err=True,
    )
    with _room_for_it(out) as folder:
        write_out(session.root, step.commit, folder)
        then = Session(folder)
        branch = Branch(root=session.root, now=step.moment, head=step.commit)
        selection = select(then, references, moment, branch=branch)
        has_breach = write_assessments(then, selection, form=form, with_silent=with_silent)
        if out is not None:
            refuse_place(out, out.resolve())
            take_the_place_of(out.resolve(), folder)
            say(f"The log of then is in {out}.", err=True)
    finish(selection, is_failed=fail_on == "breach" and has_breach)


def _room_for_it(out: Path | None) -> AbstractContextManager[Path]:
    """Give the folder that the log of then is written to: a draft of the one asked for, if any."""
    if out is None:
        return temporary_folder()
    refuse_place(out, out.resolve())
    return drafted_folder(out.resolve(), is_restricted=True)
