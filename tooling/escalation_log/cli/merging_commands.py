"""Commands that workflows run around a merge: `merge-by-itself` and `post-merged`."""

from __future__ import annotations

from pathlib import Path

import click

from escalation_log.cli.connecting import account_option, api_option, connected, repository_option
from escalation_log.cli.may_merge_command import whole_commit
from escalation_log.cli.session import ExampleCommand, Session, pass_session, say
from escalation_log.cli.workflow_commands import site_addresses
from escalation_log.words.lists import listed


@click.command(
    "merge-by-itself",
    cls=ExampleCommand,
    examples=[
        (
            "escalog merge-by-itself --head 5d0c1f7a9e3b46281c77d2f04a8b6e913f25c0da effect.json",
            "In a workflow that runs what is on the main branch alone.",
        ),
    ],
)
@click.option(
    "--head",
    required=True,
    callback=whole_commit,
    metavar="SHA",
    help="The newest commit of the pull request, as the event that started the workflow gives it.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@repository_option
@api_option
@pass_session
def merge_by_itself_command(
    session: Session, *, head: str, file: Path, repository: str | None, api: str
) -> None:
    """Have GitHub merge a change of cases by itself.

    Does so where the pull request that FILE names only adds to cases of partnerships that say
    `merging: by-itself`; otherwise says why not. Of FILE, which escalog effect --format json wrote,
    nothing else counts. GitHub merges once its checks have passed and reviewers have approved it.
    Takes GITHUB_TOKEN from the environment: not a workflow's own, since what that merges starts no
    other workflow. Exits with 3 where GitHub refuses.
    """
    from escalation_log.effect.document import LARGEST, effect_from
    from escalation_log.effect.merging import merge_by_itself, why_by_hand
    from escalation_log.effect.posting import read_open_pull
    from escalation_log.log.opening import open_rules

    with connected(repository, api) as client:
        with file.open("rb") as opened:
            number = effect_from(opened.read(LARGEST + 1)).pull_request
        if number is None:
            raise click.UsageError("The file names no pull request.")
        partnerships = open_rules(session.root, as_of=session.now).partnerships.values()
        pull = read_open_pull(client, number, head=head, sites={})
        if pull is None:
            say(f"Pull request {number} has other commits by now, or is closed.")
            return
        reason = why_by_hand(pull, partnerships)
        if reason is None and not pull.merges_itself:
            merge_by_itself(client, pull)
    said = "GitHub merges it by itself." if reason is None else f"Merge it by hand. {reason}"
    say(f"Pull request {number}: {said}")


@click.command(
    "post-merged",
    cls=ExampleCommand,
    examples=[("escalog post-merged", "In a workflow, once the restricted site is built.")],
)
@repository_option
@api_option
@account_option
@pass_session
def post_merged(session: Session, *, repository: str | None, api: str, account: str) -> None:
    """Say on the cards of what was merged where to look.

    Looks at the pull requests that were closed last, and changes the first line of the card of each
    that was merged and is part of what is checked out. Takes GITHUB_TOKEN from the environment.
    """
    from escalation_log.bot.reader import Reader
    from escalation_log.effect.posting import Poster
    from escalation_log.log.revisions import commit_of, is_ancestor
    from escalation_log.model.errors import EscalogError

    head = commit_of(session.root, "HEAD")

    def is_built(commit: str) -> bool:
        try:
            return is_ancestor(session.root, commit_of(session.root, commit), head)
        except EscalogError:
            return False

    with connected(repository, api) as client:
        poster = Poster(client, Reader(client, account=account), site_addresses(session))
        numbers = [*poster.tell_merged(is_built)]
    said = f"pull request {listed(map(str, numbers))}" if numbers else "none"
    say(f"Cards that say now that the change is merged: {said}.")
