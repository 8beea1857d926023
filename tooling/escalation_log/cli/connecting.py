"""Options and environment variables for commands that connect to GitHub."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import click

from escalation_log.cli.session import say
from escalation_log.model.errors import EscalogError

if TYPE_CHECKING:
    from escalation_log.bot.client import Client


# In seconds. A longer wait is announced, so that nobody takes it for a hang.
_LONG = 5.0

repository_option = click.option(
    "--repository",
    envvar="GITHUB_REPOSITORY",
    metavar="OWNER/NAME",
    help="The repository. Without it: GITHUB_REPOSITORY, which workflows set.",
)
api_option = click.option(
    "--api",
    envvar="GITHUB_API_URL",
    default="https://api.github.com",
    show_default=True,
    metavar="URL",
    help="The address of GitHub's API. Without it: GITHUB_API_URL, if set.",
)


def _named(_: click.Context, __: click.Parameter, value: str) -> str:
    """Refuse a list of accounts that names none."""
    if not value.replace(",", " ").strip():
        raise click.BadParameter("Name the bot's account, such as github-actions[bot].")
    return value


account_option = click.option(
    "--account",
    callback=_named,
    envvar="ESCALOG_ACCOUNT",
    # The account of a workflow's own token.
    default="github-actions[bot]",
    show_default=True,
    metavar="LOGIN",
    help="The account whose issues are the bot's; behind a comma, those that it had before. "
    "Without it: ESCALOG_ACCOUNT, if set.",
)


def connected(repository: str | None, api: str, *, patience: float = 600.0) -> Client:
    """Connect with the token of the environment; raise EscalogError where that is not possible.

    `patience` is the longest wait for a rate limit, in seconds.
    """
    from escalation_log.bot.client import Client
    from escalation_log.bot.pacing import Clock

    if not repository:
        raise EscalogError(
            "Which repository on GitHub?",
            hint="Say so: --repository OWNER/NAME, or GITHUB_REPOSITORY in the environment.",
        )
    token = os.environ.get("GITHUB_TOKEN", "")
    clock = Clock(sleep=_wait_aloud)
    return Client(repository=repository, token=token, api=api, patience=patience, clock=clock)


def server_of_pages() -> str:
    """Return the address of GitHub's own pages, where people look at runs."""
    return os.environ.get("GITHUB_SERVER_URL", "https://github.com").rstrip("/")


def _wait_aloud(seconds: float) -> None:
    """Wait, after saying so where it takes long."""
    if seconds >= _LONG:
        say(f"Waiting {seconds:.0f} seconds before asking GitHub again.", err=True)
    time.sleep(seconds)
