"""List which cases the open pull requests would change, by the files that they touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Unsure
from escalation_log.bot.issues import GitHubItem, items_in, text_in
from escalation_log.bot.proposals import BASE
from escalation_log.export.open_changes import OpenChanges, case_changed_by
from escalation_log.log.folding import FOLD_BRANCH


def read_open_changes(client: Client, *, server: str, as_of: datetime) -> OpenChanges:
    """Ask GitHub for the open pull requests into the main branch, and for the files of each.

    `server` is the address of GitHub's pages. The pull request that only folds events is left out:
    they count already, and no answer changes by it. Raise as the client does.
    """
    pulls: dict[str, list[int]] = defaultdict(list)
    for number in sorted(_numbers(client)):
        for reference in sorted(set(_cases_of(client, number))):
            pulls[reference].append(number)
    return OpenChanges(
        as_of=as_of,
        repository=f"{server}/{client.repository}",
        pulls={reference: tuple(numbers) for reference, numbers in pulls.items()},
    )


def _numbers(client: Client) -> Iterator[int]:
    # The oldest come first, so that one opened meanwhile moves no other to another page.
    wanted = {"state": "open", "base": BASE, "sort": "created", "direction": "asc"}
    for page in client.pages("pulls", wanted, asked="list the open pull requests"):
        for pull in items_in(page):
            number = pull.get("number")
            if not isinstance(number, int):
                raise Unsure("GitHub's answer holds a pull request without a number.")
            if not _only_folds(pull, client.repository):
                yield number


def _only_folds(pull: GitHubItem, repository: str) -> bool:
    """Say whether a pull request comes from the branch of this repository that folds events."""
    head = pull.get("head")
    if not isinstance(head, dict) or text_in(head, "ref") != FOLD_BRANCH:
        return False
    origin = head.get("repo")
    return isinstance(origin, dict) and text_in(origin, "full_name") == repository


def _cases_of(client: Client, number: int) -> Iterator[str]:
    asked = f"list the files of pull request {number}"
    for page in client.pages(f"pulls/{number}/files", {}, asked=asked):
        for file in items_in(page):
            for name in ("filename", "previous_filename"):
                reference = case_changed_by(text_in(file, name))
                if reference is not None:
                    yield reference
