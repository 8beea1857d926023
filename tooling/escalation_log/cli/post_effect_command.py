"""`escalog post-effect`: write the card on a pull request."""

from __future__ import annotations

import re
from pathlib import Path

import click

from escalation_log.cli.connecting import account_option, api_option, connected, repository_option
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
        (
            "escalog post-effect --head 5d0c1f7a9e3b46281c77d2f04a8b6e913f25c0da --missing 12",
            "There, when the check could not work the effect out.",
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
@click.option(
    "--missing",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="There is no file, since the check failed: say so on this pull request, so that no older "
    "card is taken for the newest commit's.",
)
@click.argument(
    "file",
    metavar="[FILE]",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@repository_option
@api_option
@account_option
def post_effect(
    *,
    head: str,
    missing: int | None,
    file: Path | None,
    repository: str | None,
    api: str,
    account: str,
) -> None:
    """Write what a change means on its pull request.

    FILE is what escalog effect --format json wrote, in a job that may not write anything. Nothing
    of it is believed: the pull request must stand at the commit, issues are looked up by their
    keys, and every sentence is shown as plain text. There is one comment, kept up to date. Takes
    the token from GITHUB_TOKEN. Exits with 3 where the file is not what it should be, or GitHub
    could not be asked.
    """
    from escalation_log.bot.issues import Reader
    from escalation_log.effect.document import LARGEST, effect_from
    from escalation_log.effect.posting import Poster

    if (file is None) is (missing is None):
        raise click.UsageError("Give either FILE or --missing NUMBER.")
    with connected(repository, api) as client:
        poster = Poster(client, Reader(client, account=account))
        if file is None:
            assert missing is not None  # noqa: S101
            number: int | None = missing
            posted = poster.post_missing(missing, head=head)
        else:
            with file.open("rb") as opened:
                effect = effect_from(opened.read(LARGEST + 1))
            number = effect.pull_request
            posted = poster.post(effect, head=head)
    click.echo(f"The card on pull request {number}: {posted.value}.")
