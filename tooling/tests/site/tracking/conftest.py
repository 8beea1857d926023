"""The cases of the log of four policies in short, and its names."""

from __future__ import annotations

import pytest

from escalation_log.log.judged_case import JudgedCase
from escalation_log.log.opening import open_log
from escalation_log.site.publication import Publication, judging_moment, publication_of
from escalation_log.site.tracking.names import Names
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.site.tracking.tracker import in_order
from tests.logs import FOUR
from tests.site.building import AS_OF
from tests.site.summaries import summaries_of
from tests.site.tracking.at_risk import case_at_risk


@pytest.fixture(scope="session")
def publication() -> Publication:
    """Give what the log of four policies publishes."""
    as_of = judging_moment(AS_OF)
    return publication_of(open_log(FOUR, as_of=as_of), as_of)


@pytest.fixture(scope="session")
def cases(publication: Publication) -> list[CaseSummary]:
    """Give every case in short, in the order of the tracker."""
    return in_order(summaries_of(publication))


@pytest.fixture(scope="session")
def names(publication: Publication) -> Names:
    """Give the names by which pages call what the cases name by ids."""
    return Names(publication)


@pytest.fixture(scope="session")
def risk(tmp_path_factory: pytest.TempPathFactory) -> JudgedCase:
    """Give a case with an immediate risk of which nobody has told a manager."""
    return case_at_risk(tmp_path_factory.mktemp("risk"))
