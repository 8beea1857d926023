"""`escalog screen`: whether the words that a change is proposed with identify somebody."""

from __future__ import annotations

from pathlib import Path

import click

from escalation_log.cli.session import ExampleCommand, Session, pass_session, say, say_error


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog screen --base origin/main", "Before you push: this branch and its commits."),
        (
            "escalog screen --base HEAD^1 --head HEAD",
            "The newest commit, and the branch. A workflow adds --event for the pull request.",
        ),
    ],
)
@click.option(
    "--base", required=True, metavar="REV", help="What was there before: commits after it count."
)
@click.option("--head", default="HEAD", show_default=True, metavar="REV", help="The last commit.")
@click.option(
    "--event",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The event that started the workflow, which GitHub keeps in a file. Nothing of it comes "
    "into a command or a log.",
)
@pass_session
def screen(session: Session, base: str, head: str, event: Path | None) -> None:
    """Say whether the words of a change seem to identify somebody.

    These are the name of the branch, the messages of the commits and, with --event, title and
    description of the pull request. None of the words is repeated. Exits with 1 where something
    was found.
    """
    from escalation_log.checks.privacy import unpublished_in
    from escalation_log.log.opening import open_rules
    from escalation_log.log.words_of_change import (
        read_event,
        words_of_branch,
        words_of_commits,
        words_of_event,
    )

    root = session.root
    words = [
        *(words_of_branch(root) if event is None else words_of_event(read_event(event))),
        *words_of_commits(root, base, head),
    ]
    partnerships = open_rules(root, as_of=session.now).partnerships
    found = [
        f"{each.where} seems to hold {kind}. Nothing that identifies a person belongs there. "
        f"{each.advice} Then take out what is left of it: docs/redaction.md"
        for each in words
        for kind in unpublished_in(each.text, partnerships)
    ]
    for line in found:
        say_error(line)
    if found:
        click.get_current_context().exit(1)
    say("Nothing that seems to identify anybody.")
