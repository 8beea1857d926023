"""`escalog filter-tree`: what `git filter-branch` runs on each commit of a history."""

from __future__ import annotations

import click

from escalation_log.cli.session import ExampleCommand, Session, pass_session, say
from escalation_log.words.lists import counted


@click.command(
    name="filter-tree",
    cls=ExampleCommand,
    examples=[
        ("escalog filter-tree", "In a tree filter, as docs/redaction.md has it."),
    ],
)
@click.option(
    "--commit",
    envvar="GIT_COMMIT",
    default="HEAD",
    metavar="COMMIT",
    help="The commit whose files stand here. Without it: what Git says it is.",
)
@pass_session
def filter_tree(session: Session, commit: str) -> None:
    """Take out of an old commit's files what the log has no more.

    For the tree filter of git filter-branch alone, which calls it in a folder with the files of one
    commit after another. What is taken out is what HEAD says: the texts and pseudonyms that were
    taken out there, and the cases that were destroyed there, for which cases/destroyed.yaml then
    has the hash of that time. It stops where a case is held.
    """
    from escalation_log.log.rewriting import take_out_of_tree

    # Not the nearest log: where a commit had none, that would be the one that is being rewritten.
    is_log = (session.folder / "cases").is_dir()
    changed = take_out_of_tree(session.folder, commit) if is_log else 0
    say(f"{counted(changed, 'file')} changed.")
