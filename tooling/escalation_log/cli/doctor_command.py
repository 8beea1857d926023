"""`escalog doctor`: go through the list of what to set up on GitHub."""

from __future__ import annotations

import click

from escalation_log.cli.connecting import (
    account_option,
    api_option,
    connected,
    repository_option,
    server_of_pages,
)
from escalation_log.cli.session import ExampleCommand, Session, pass_session


@click.command(
    cls=ExampleCommand,
    examples=[
        (
            "escalog doctor --repository example-team/escalations",
            "After each step, until nothing is missing; later on, whenever something seems off.",
        ),
        (
            "escalog doctor --repository example-team/escalations --format json",
            "The same for programs.",
        ),
    ],
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Lines for people, or one JSON document for programs.",
)
@repository_option
@api_option
@account_option
@pass_session
def doctor(session: Session, *, form: str, repository: str | None, api: str, account: str) -> None:
    """Say what is still to be set up on GitHub, step by step.

    Goes through docs/setting-up.md: repository, rights, protection of main, required checks, Pages,
    schedules, labels, secrets, dead man's switch. It only reads. Takes GITHUB_TOKEN from the
    environment; what that may not see is said to be unseen, with the right that shows it. Exits
    with 1 where something is missing, and with 3 where nothing is as far as could be seen, or
    GitHub could not be asked.
    """
    from escalation_log.bot.check_list import go_through
    from escalation_log.bot.check_list_text import check_list_json, check_list_lines
    from escalation_log.bot.set_up import read_set_up
    from escalation_log.bot.set_up_steps import SetUpStanding

    with connected(repository, api) as client:
        set_up = read_set_up(client, account=account, server=server_of_pages(), now=session.now)
    findings = go_through(set_up)
    if form == "json":
        session.write_text(check_list_json(findings, repository=client.repository))
    else:
        session.write_lines(check_list_lines(findings))
    standings = {each.remark.standing for each in findings}
    if SetUpStanding.MISSING in standings:
        click.get_current_context().exit(1)
    if SetUpStanding.UNSEEN in standings:
        click.get_current_context().exit(3)
