"""A site built once, served and opened in one browser for each process of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from escalation_log.log.opening import open_log
from escalation_log.site.publication import Publication, judging_moment, publication_of
from escalation_log.site.tracking.summaries import CaseSummary
from escalation_log.site.tracking.tracker import in_order
from tests.browser.chromium import Fonts
from tests.browser.kinds import kind_named
from tests.browser.serving import served
from tests.browser.visiting import Visits
from tests.made_once import Workshop
from tests.site.building import AS_OF, build_five_policies
from tests.site.summaries import summaries_of


@pytest.fixture(scope="session")
def site(workshop: Workshop) -> Path:
    """Give the folder of the built site, which the processes of a run share."""
    return workshop.make("five-policies", build_five_policies) / "build" / "site"


@pytest.fixture(scope="session")
def publication(site: Path) -> Publication:
    """Give what the site publishes, as of the moment of its build."""
    as_of = judging_moment(AS_OF)
    return publication_of(open_log(site.parents[1], as_of=as_of), as_of)


@pytest.fixture(scope="session")
def cases(publication: Publication) -> list[CaseSummary]:
    """Give every case in short, in the order of the tracker."""
    return in_order(summaries_of(publication))


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """Serve the site; give its address."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser(browsers: Callable[[Fonts], Browser]) -> Browser:
    """Give the browser with the fonts of most readers."""
    return browsers(Fonts.ARIAL)


@pytest.fixture
def fonts() -> Fonts:
    """Name the fonts that `visit` opens pages with; the marks of `chromium.py` ask for others."""
    return Fonts.ARIAL


@pytest.fixture
def visit(
    browsers: Callable[[Fonts], Browser], fonts: Fonts, server: str, site: Path
) -> Iterator[Visits]:
    """Open pages; afterwards fail for every request that left the site and every script's error."""
    visits = Visits(browsers(fonts), server, site)
    yield visits
    visits.close()
    assert not visits.faults, "\n".join(visits.faults)


@pytest.fixture
def address_of(site: Path) -> Callable[[str], str]:
    """Find the page to look at for a kind's name."""
    return lambda name: kind_named(name).address(site)
