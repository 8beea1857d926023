"""Say what is wrong with what the bot is given or what GitHub answers, and what to do about it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from escalation_log.model.errors import EscalogError

API = "https://api.github.com"

# The statuses with which GitHub answers for what is not there, or no longer.
GONE = frozenset({404, 410})
# The status with which GitHub lets no comment through where a conversation is locked.
FORBIDDEN = 403
# The status with which GitHub rejects the content of a request.
UNPROCESSABLE = 422

_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/(?!\.{1,2}$)[A-Za-z0-9._-]+")
_TOKEN = re.compile(r"[\x21-\x7e]+")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
# The most characters of GitHub's own message that are shown.
_LONGEST = 200
# The most of its reasons that are shown.
_MOST_REASONS = 5
_RIGHTS = (
    "To write issues, the job of a workflow needs `permissions: issues: write`, a fine-grained "
    "token “Issues: read and write” for this repository. What needs less is listed in "
    "docs/workflows.md and docs/setting-up.md."
)


class Refused(EscalogError):
    """GitHub refused one request, and would refuse it again; `status` is the HTTP status."""

    def __init__(self, status: int, message: str, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


class Stopped(EscalogError):
    """An error that ends the run."""


class Forbidden(Stopped):
    """The token may not do what was asked, or the plan has no such thing."""


class Unsure(EscalogError):
    """It is unknown whether GitHub carried a request out.

    `wait` is how long GitHub asks to wait, in seconds, None where it does not say; `is_limit` tells
    a rate limit from a failure.
    """

    def __init__(self, message: str, *, wait: float | None = None, is_limit: bool = False) -> None:
        super().__init__(message)
        self.wait = wait
        self.is_limit = is_limit


def refusal(status: int, *, asked: str, repository: str, said: str) -> Refused | Stopped:
    """Turn an HTTP status into an error: Stopped where it concerns the whole run, else Refused."""
    reply = f"{status}: {said}" if said else f"{status}"
    words = f"GitHub refused to {asked} ({reply})."
    match status:
        case 401:
            return Stopped(
                f"GitHub does not accept the token ({reply}).",
                hint="Look at GITHUB_TOKEN: it may have run out, been withdrawn or been cut short.",
            )
        case 403 if "locked" in said.casefold():
            return Refused(status, words, hint="Unlock the conversation, and the next run does it.")
        case 403:
            return Forbidden(
                words,
                hint=f"The token may not do this in {repository}, or the repository is archived. "
                f"{_RIGHTS}",
            )
        case 404:
            hint = (
                f"Look at the name {repository}; a private repository that the token may not see "
                f"answers as if there were none. {_RIGHTS}"
            )
        case 410:
            hint = (
                f"Either the issue was deleted, or {repository} has its issues switched off; they "
                "are switched on in its settings, under General, Features."
            )
        case _ if 300 <= status < 400:
            hint = f"If {repository} was renamed, give its present name: --repository OWNER/NAME."
        case _:
            return Refused(status, words)
    return Refused(status, words, hint=hint)


def as_one_line(said: object) -> str:
    """Return GitHub's message on one short, printable line, so that it forges no log line."""
    if not isinstance(said, str):
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def reasons_in(answer: object) -> tuple[str, ...]:
    """Return what GitHub's refusal says was wrong, field by field, in its own words.

    >>> reasons_in({"errors": [{"field": "body", "code": "custom", "message": "is too long"}]})
    ('body: is too long',)
    """
    errors = answer.get("errors") if isinstance(answer, dict) else None
    listed = errors[:_MOST_REASONS] if isinstance(errors, list) else [errors]
    return tuple(reason for each in listed if (reason := _reason(each)))


def _reason(error: object) -> str:
    if not isinstance(error, dict):
        return as_one_line(error)
    field, code, why = (as_one_line(error.get(name)) for name in ("field", "code", "message"))
    what = field if why and code == "custom" else f"{field} {code}".strip()
    return ": ".join(part for part in (what, why) if part)


def checked_repository(name: str) -> str:
    """Return the name of a repository; raise EscalogError where it is not one."""
    if not _REPOSITORY.fullmatch(name):
        raise EscalogError(
            f"{as_one_line(name)!r} is no repository.",
            hint="Write it as OWNER/NAME: --repository example-team/escalations.",
        )
    return name


def checked_address(api: str) -> str:
    """Return an API's address without a slash at its end; raise EscalogError if it is none."""
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
