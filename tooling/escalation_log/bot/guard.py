"""Decide whether the restricted site may be published: only where nobody outside could see it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Refused, Stopped, Unsure
from escalation_log.bot.issues import GitHubItem, item_of


class Destination(StrEnum):
    """A place to publish the restricted site at."""

    ARTIFACT = "artifact"
    PAGES = "pages"


def why_not(
    place: Destination, repository: GitHubItem, pages: Callable[[], GitHubItem | None]
) -> str | None:
    """Say why the restricted site may not be published there, or return None where it may.

    `repository` is GitHub's data on the repository, `pages` that on its Pages, None where it has
    none. Anything that the data does not clearly call private counts as public.
    """
    if repository.get("private") is not True or repository.get("visibility") != "private":
        seen = _SEEN_BY.get(str(repository.get("visibility")), "GitHub does not say who can see it")
        return f"The repository is not private: {seen}."
    if place is Destination.ARTIFACT:
        return None
    site = pages()
    if site is None:
        return "The repository has no Pages, or GitHub does not show them to this token."
    if site.get("public") is not False:
        return (
            "Its Pages are public, as those of a private repository are: only GitHub Enterprise "
            "Cloud can close them."
        )
    return None


_SEEN_BY = {
    "public": "everybody can see it",
    "internal": "everybody in the enterprise can see it",
}


def read_why_not(client: Client, place: Destination) -> str | None:
    """Ask GitHub, and answer as `why_not` does; without an answer the site may not be published."""
    try:
        repository = item_of(client.get("", asked="describe the repository"))
        return why_not(place, repository, lambda: _pages_of(client))
    except (Refused, Stopped, Unsure) as fault:
        return f"GitHub could not be asked. {fault.message}"


def _pages_of(client: Client) -> GitHubItem | None:
    try:
        return item_of(client.get("pages", asked="describe its Pages"))
    except Refused:
        return None
