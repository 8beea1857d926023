"""`escalog may-publish`: check that the restricted site would stay restricted when published."""

from __future__ import annotations

import click

from escalation_log.cli.connecting import api_option, connected, repository_option
from escalation_log.cli.examples import ExampleCommand


@click.command(
    "may-publish",
    cls=ExampleCommand,
    examples=[
        ("escalog may-publish --on pages", "Would GitHub Pages show it to nobody else?"),
        ("escalog may-publish --on artifact", "Could nobody else download it from a run?"),
    ],
)
@click.option(
    "--on",
    "place",
    type=click.Choice(("artifact", "pages")),
    required=True,
    help="Where the restricted site would go: an artifact of a run, or GitHub Pages.",
)
@repository_option
@api_option
def may_publish(place: str, repository: str | None, api: str) -> None:
    """Ask whether the restricted site would stay restricted.

    It holds cases, and leaves a runner only where GitHub says that nobody else would see it. The
    repository must be private and, for Pages, its Pages must not be public; whatever GitHub does
    not plainly say counts as public. Takes GITHUB_TOKEN from the environment, which must be able to
    read the repository and its Pages. Exits with 1 where the answer is no.
    """
    from escalation_log.bot.guard import Destination, read_why_not

    with connected(repository, api) as client:
        reason = read_why_not(client, Destination(place))
    if reason is None:
        click.echo("The restricted site may go there: only who can read the repository can see it.")
        return
    click.echo(
        f"The restricted site must not go there. {reason} Nothing was uploaded. docs/workflows.md "
        "says where it may go, docs/serving.md how to serve it yourselves.",
        err=True,
    )
    click.get_current_context().exit(1)
