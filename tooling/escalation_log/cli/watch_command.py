"""`escalog watch`: open an issue when the bot has not run for a day."""

from __future__ import annotations

import click

from escalation_log.cli.connecting import (
    account_option,
    api_option,
    connected,
    repository_option,
    server_address,
)
from escalation_log.cli.examples import ExampleCommand
from escalation_log.cli.session import Session, pass_session


@click.command(
    cls=ExampleCommand,
    examples=[
        ("escalog watch", "In a workflow: open, update or close the issue that speaks up."),
        (
            "escalog watch --repository example-team/escalations --only-say",
            "From elsewhere: write nothing on GitHub.",
        ),
    ],
)
@click.option(
    "--workflow",
    default="overdue.yml",
    show_default=True,
    metavar="FILE",
    help="The workflow to watch, by the name of its file.",
)
@click.option("--only-say", is_flag=True, help="Say how it is, and touch no issue.")
@repository_option
@api_option
@account_option
@pass_session
def watch(
    session: Session,
    *,
    workflow: str,
    only_say: bool,
    repository: str | None,
    api: str,
    account: str,
) -> None:
    """Speak up when the bot has been silent for a day.

    Asks GitHub when the schedule of a workflow last succeeded. Only the hours from Monday to Friday
    count. Where that is a day ago, one issue says so, and what to do; it is closed once the
    schedule has succeeded again. Takes GITHUB_TOKEN from the environment. Exits with 1 where the
    workflow is silent, and with 3 where GitHub could not be asked.
    """
    from escalation_log.bot.alarm import (
        Alarms,
        checked_workflow,
        is_silent,
        read_watched,
        silence_words,
    )

    workflow = checked_workflow(workflow)
    with connected(repository, api) as client:
        watched = read_watched(client, workflow, server=server_address())
        click.echo(silence_words(watched))
        silent = is_silent(watched, session.now)
        alarms = Alarms(client, account=account)
        if silent and not only_say:
            click.echo(f"Issue {alarms.speak_up(watched)} says so.")
        elif not only_say:
            for number in alarms.fall_silent(watched):
                click.echo(f"Closed issue {number}.")
    if silent:
        click.echo("That is a day of the working week or more ago.", err=True)
        click.get_current_context().exit(1)
