"""The cases of a publication in short."""

from __future__ import annotations

from escalation_log.site.publication import Publication
from escalation_log.site.tracking.summaries import CaseSummary, published_feed_of, summary_of


def summaries_of(publication: Publication) -> tuple[CaseSummary, ...]:
    """Judge every case and sum it up."""
    judged = map(publication.judge, publication.files)
    return tuple(summary_of(each, published_feed_of(each, publication)) for each in judged)
