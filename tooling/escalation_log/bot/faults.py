"""Say what went wrong between the bot and GitHub, and what to do about it."""

from __future__ import annotations

from escalation_log.model.errors import EscalogError

# The most characters of GitHub's own message that are shown.
_LONGEST = 200
_RIGHTS = (
    "In a workflow the job needs `permissions: issues: write`; a fine-grained token needs "
    "“Issues: read and write” for this repository."
)


class Refused(EscalogError):
    """GitHub refused one request, and would refuse it again; `status` is the HTTP status."""

    def __init__(self, status: int, message: str, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


class Stopped(EscalogError):
    """An error that ends the run."""


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
        case 403:
            return Stopped(
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
