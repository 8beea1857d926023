"""`escalog fold`: move the events that wait into their case files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from escalation_log.cli.connecting import api_option, connected, repository_option
from escalation_log.cli.session import ExampleCommand, Session, pass_session, say
from escalation_log.log.drafts import replace_files
from escalation_log.log.folding import (
    FOLD_BRANCH,
    Fold,
    finished_folds,
    folds,
    remove_waiting,
)
from escalation_log.log.shown_names import shown
from escalation_log.words.lists import counted

PROPOSAL_TITLE = "Fold the events that wait into their case files"
ADVICE = (
    "No answer changes by this. Its checks wait until somebody who may write chooses “Approve "
    "workflows to run” below."
)


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog fold", "Once a week: then commit the changed files."),
        ("escalog fold --dry-run", "What would be folded?"),
    ],
)
@click.option("--salt", is_flag=True, help="Also give each case without a salt one.")
@click.option("--dry-run", is_flag=True, help="Say what would be folded, and change nothing.")
@click.option(
    "--propose",
    is_flag=True,
    help=f"Push what was folded to the branch {FOLD_BRANCH}, and open or update its pull request.",
)
@repository_option
@api_option
@pass_session
def fold(
    session: Session, *, salt: bool, dry_run: bool, propose: bool, repository: str | None, api: str
) -> None:
    """Move the events that wait into their case files.

    Each is added at the end of its case's file, with comments and layout kept and with its file's
    name as its id, and its own file is removed. No answer changes. With --salt or --propose each
    case without a salt, which its hash in seals is made with, is given one: it is random, so let
    one person do that, or the workflow alone. Exits with 1 where something could not be folded; a
    run that was stopped goes on where it was. With --propose it takes GITHUB_TOKEN from the
    environment.
    """
    if dry_run and propose:
        raise click.UsageError("A dry run proposes nothing. Leave out one of the two.")
    session.refuse_slow_clock()
    done = [] if dry_run else list(finished_folds(session.root_with_cases))
    for each in done:
        remove_waiting(each)
    gives_salts = salt or propose
    planned = list(folds(session.root_with_cases, as_of=session.now, gives_salts=gives_salts))
    written = [each for each in planned if not each.hindrance]
    for each in planned:
        if each.hindrance:
            say(f"{each.case.file}: nothing folded. {each.hindrance}", err=True)
        elif not dry_run:
            replace_files({each.case.path: each.data})
            remove_waiting(each)
            done.append(each)
    lines = list(_told(written, "would be " if dry_run else ""))
    for line in lines or ([] if planned else ["No event waits."]):
        say(line)
    if propose and done:
        _propose(session.root, done, lines, repository=repository, api=api)
    if len(written) < len(planned):
        click.get_current_context().exit(1)


def _told(written: Sequence[Fold], would: str) -> Iterator[str]:
    """Say what is done to each case beside which events wait, and how many are given a salt."""
    for each in written:
        if each.waiting:
            yield f"{each.case.file}: {counted(len(each.waiting), 'event')} {would}folded in."
    if salted := sum(each.is_salted for each in written):
        yield f"{counted(salted, 'case')} {would}given a salt."


def _propose(
    root: Path, done: Sequence[Fold], lines: Sequence[str], *, repository: str | None, api: str
) -> None:
    from escalation_log.bot.proposals import propose, push

    files = [shown(root, path) for each in done for path in (each.case.path, *each.waiting)]
    body = "\n".join([*(f"- {line}" for line in lines), "", ADVICE])
    with connected(repository, api) as client:
        push(root, branch=FOLD_BRANCH, title=PROPOSAL_TITLE, files=files)
        say(f"Pushed the branch {FOLD_BRANCH}.")
        number = propose(client, branch=FOLD_BRANCH, title=PROPOSAL_TITLE, body=body)
        say(f"Pull request {number} proposes it.")
