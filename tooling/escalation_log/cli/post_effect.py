"""`escalog post-effect`: the card on a pull request."""

from __future__ import annotations

import re
from pathlib import Path

import click

from escalation_log.cli.connecting import (
    account_option,
    api_option,
    connected,
    repository_option,
)
from escalation_log.cli.examples import ExampleCommand

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def _commit(_: click.Context, __: click.Parameter, value: str) -> str:
    if not _COMMIT.fullmatch(value):
        raise click.BadParameter("Give the commit by its whole name, of 40 digits and letters.")
    return value


@click.command(
    cls=ExampleCommand,
    examples=[
        (
            "escalog post-effect --head 5d0c1f7a9e3b46281c77d2f04a8b6e913f25c0da effect.json",
            "In a workflow that runs what is on the main branch alone.",
        ),
    ],
)
@click.option(
    "--head",
    required=True,
    callback=_commit,
    metavar="SHA",
    help="The newest commit of the pull request that the file was made of, as the event that "
    "started the workflow gives it.",
)
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@repository_option
@api_option
@account_option
def post_effect(*, head: str, file: Path, repository: str | None, api: str, account: str) -> None:
    """Write what a change means on its pull request.

    FILE is what escalog effect --format json wrote, in a job that may not write anything. Nothing
    of it is believed: the pull request must stand at the commit, issues are looked up by their
    keys, and every sentence is shown as plain text. There is one comment, kept up to date. Takes
    the token from GITHUB_TOKEN. Exits with 3 where the file is not what it should be, or GitHub
    could not be asked.
    """
    from escalation_log.github.artifact import LARGEST, effect_from
    from escalation_log.github.posting import Poster
    from escalation_log.github.reading import Reader

    with file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    with connected(repository, api) as client:
        effect = effect_from(data)
        posted = Poster(client, Reader(client, account=account)).post(effect, head=head)
    click.echo(f"The card on pull request {effect.pull_request}: {posted.value}.")
