"""Check the repository, the address and the token that the bot is given, before they are used."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from escalation_log.bot.faults import as_one_line
from escalation_log.model.errors import EscalogError

API = "https://api.github.com"

_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/(?!\.{1,2}$)[A-Za-z0-9._-]+")
_TOKEN = re.compile(r"[\x21-\x7e]+")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def checked_repository(name: str) -> str:
    """Return the name of a repository; raise EscalogError where it is not one."""
    if not _REPOSITORY.fullmatch(name):
        raise EscalogError(
            f"{as_one_line(name)!r} is no repository.",
            hint="Write it as OWNER/NAME: --repository example-team/escalations.",
        )
    return name


def checked_address(api: str) -> str:
    """Return the address of an API without a slash at its end.

    Raise EscalogError if it is not one.
    """
    try:
        parts = urlsplit(api)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise EscalogError(
            "That is no address of GitHub's API.",
            hint=f"Write it like {API}, or leave out --api and GITHUB_API_URL.",
        )
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise EscalogError(
            f"The token would travel to {parts.hostname} unencrypted.",
            hint="Begin the address of the API with https://.",
        )
    return api.rstrip("/")


def checked_token(token: str) -> str:
    """Return a token without surrounding space; raise EscalogError if it is not one."""
    token = token.strip()
    if not token:
        raise EscalogError(
            "There is no token for GitHub.",
            hint="Put it into the environment as GITHUB_TOKEN; in a workflow: "
            "env: {GITHUB_TOKEN: ${{ github.token }}}.",
        )
    if not _TOKEN.fullmatch(token):
        raise EscalogError(
            "GITHUB_TOKEN holds a space, a line break or another character no token has.",
            hint="Copy it anew, on one line.",
        )
    return token
