"""The cases of a publication in short."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from escalation_log.log.opening import open_log
from escalation_log.site.publication import Publication, judging_moment, publication_of
from escalation_log.site.tracking.summaries import CaseSummary, published_feed_of, summary_of
from tests.logs import FOUR
from tests.site.building import AS_OF


def summaries_of(publication: Publication) -> tuple[CaseSummary, ...]:
    """Judge every case and sum it up."""
    judged = map(publication.judge, publication.files)
    return tuple(summary_of(each, published_feed_of(each, publication)) for each in judged)


POLICIES = ("barnsley", "city-and-hackney", "knowsley", "west-sussex")
TODAY = date(2026, 11, 22)
EACH_POLICY = pytest.mark.parametrize("policy", POLICIES)


@cache
def publication() -> Publication:
    """Give the log of four policies as it stands on that day."""
    as_of = judging_moment(AS_OF)
    return publication_of(open_log(FOUR, as_of=as_of), as_of)


@cache
def summaries() -> tuple[CaseSummary, ...]:
    """Give a summary of each of its cases."""
    return summaries_of(publication())
