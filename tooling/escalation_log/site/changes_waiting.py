"""Say of a case that a change to it is waiting for a review, and where to see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_at
from escalation_log.model.policies import Policy
from escalation_log.site.publication import Publication
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.words.dates import moment_words, to_the_minute

# So many pull requests of a case are linked one by one; the list has all of them.
_LINKED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeWaiting:
    """What is said of a case that open pull requests change.

    `href` leads to GitHub's list of them; `pulls` are the numbers of the first ones, each with its
    own address.
    """

    words: str
    href: str
    pulls: tuple[tuple[int, str], ...]


def change_waiting(
    publication: Publication, reference: str, policy: Policy
) -> ChangeWaiting | None:
    """Return what is said of a case; None where no open pull request was known to change it."""
    changes = publication.open_changes
    numbers = changes.pulls.get(reference, ()) if changes else ()
    if changes is None or not numbers:
        return None
    several = f"{len(numbers)} changes to this case are"
    what = several if len(numbers) > 1 else "A change to this case is"
    as_of = to_the_minute(moment_at(changes.as_of, ZoneInfo(policy.time_zone)))
    return ChangeWaiting(
        words=f"{what} waiting for a review, as of {moment_words(as_of)}",
        href=changes.list_of(reference),
        pulls=tuple((number, changes.page_of(number)) for number in numbers[:_LINKED]),
    )


def changes_waiting(
    publication: Publication, cases: Iterable[CaseSummary]
) -> dict[str, ChangeWaiting]:
    """Return what is said of each case that an open pull request was known to change."""
    said = (
        (each.reference, change_waiting(publication, each.reference, policy))
        for each in cases
        for policy in (publication.edition(each.edition).policy,)
    )
    return {reference: change for reference, change in said if change is not None}
