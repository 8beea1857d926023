"""`escalog may-merge`: whether somebody agreed to what needs agreement in a pull request."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import click

from escalation_log.cli.connecting import api_option, connected, repository_option
from escalation_log.cli.effect_command import base_option, comparison, pull_request_from
from escalation_log.cli.session import (
    ExampleCommand,
    Session,
    as_of_option,
    pass_session,
    say,
    say_error,
)
from escalation_log.model.moments import Stamp

if TYPE_CHECKING:
    from escalation_log.effect.gates import Proposal

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def whole_commit(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Refuse a commit that is not named whole."""
    if value is not None and not _COMMIT.fullmatch(value):
        raise click.BadParameter("Give the commit by its whole name, of 40 digits and letters.")
    return value


@click.command(
    "may-merge",
    cls=ExampleCommand,
    examples=[
        ("escalog may-merge --base HEAD --only-say", "Before you propose it."),
        ("escalog may-merge --base HEAD", "In a workflow: has somebody agreed?"),
    ],
)
@base_option
@as_of_option
@click.option(
    "--pull-request",
    type=click.IntRange(1),
    metavar="NUMBER",
    help="The pull request that is asked about. Without it: the one that GITHUB_REF names, that of "
    "a merge queue too.",
)
@click.option(
    "--head",
    callback=whole_commit,
    metavar="SHA",
    help="The newest commit of the pull request that stands here, as the event that started the "
    "workflow gives it; where the pull request has another by now, nothing counts as agreed to.",
)
@click.option("--only-say", is_flag=True, help="Say what needs agreement, and do not ask GitHub.")
@repository_option
@api_option
@pass_session
def may_merge(
    session: Session,
    *,
    base: str,
    as_of: Stamp | None,
    pull_request: int | None,
    head: str | None,
    only_say: bool,
    repository: str | None,
    api: str,
) -> None:
    """Say what in a change needs agreement, and if it was given.

    Agreement is needed where changed rules move dates (see escalog impact); where an added event, a
    correction or a withdrawal takes a breach or a mark away, or an event is entered late; where a
    number for emergencies changes; and where a case is destroyed or reduced, kept for a shorter
    time, or no longer held. It is a label of the pull request that names the commit agreed
    to. Labels are read from GitHub, with GITHUB_TOKEN, only where there is something to agree to.
    Exits with 1 where an agreement is missing.
    """
    from escalation_log.effect.gates import gate_lines, gates_of, refusals

    with comparison(session, base, as_of) as change:
        gates = gates_of(change)
    session.write_lines(gate_lines(gates))
    if not gates.asked:
        return
    if only_say:
        click.get_current_context().exit(1)
    number = pull_request or pull_request_from(os.environ.get("GITHUB_REF", ""))
    if number is None:
        raise click.UsageError("Which pull request? Give --pull-request NUMBER, or --only-say.")
    proposal = _proposal(number, head, repository, api)
    missing = tuple(refusals(gates, proposal, session.moment(as_of).local))
    for words in missing:
        say_error(words, err=True)
    if missing:
        click.get_current_context().exit(1)
    say(f"Agreed to, for commit {proposal.commit}.", err=True)


def _proposal(number: int, head: str | None, repository: str | None, api: str) -> Proposal:
    from escalation_log.effect.posting import read_proposal

    with connected(repository, api) as client:
        return read_proposal(client, number, head=head)
