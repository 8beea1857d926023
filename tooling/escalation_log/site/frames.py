"""What stands around every page: the banner of a demonstration, and the moment of judging."""

from __future__ import annotations

from dataclasses import dataclass, replace

from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.render.dates import moment_words
from escalation_log.site.publication import Edition, Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the theme asks of a page: its banner, whether it asks not to be indexed, its moment."""

    banner: str
    is_unlisted: bool
    judged: str


def general_frame(publication: Publication) -> Frame:
    """Frame a page about all partnerships: if any is a demonstration, the page says so."""
    partnerships = [each.partnership for each in publication.editions]
    demonstrations = [each for each in partnerships if each.demonstration is not None]
    speaker = demonstrations[0] if demonstrations else None
    return _frame(speaker, publication, None)


def frame_of(publication: Publication, edition: Edition) -> Frame:
    """Frame a page about one partnership; a real one has no banner and may be indexed."""
    return _frame(edition.partnership, publication, edition.policy)


def _frame(
    partnership: Partnership | None, publication: Publication, policy: Policy | None
) -> Frame:
    moment = publication.moment_in(policy)
    minute = replace(moment, local=moment.local.replace(second=0, microsecond=0))
    demonstration = partnership.demonstration if partnership else None
    return Frame(
        banner=demonstration.banner if demonstration else "",
        is_unlisted=demonstration is not None,
        judged=moment_words(minute),
    )
